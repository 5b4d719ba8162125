#!/bin/sh
# Writes the page's types of the API from its description; with --check as argument, fails where they are stale.
set -eu
types=frontend/src/generated/api.ts
new=$(mktemp)
trap 'rm -f "$new"' EXIT

.venv/bin/wexstream openapi | npm --prefix frontend/tools/openapi run --silent types -- --output "$new" 2>/dev/null
if [ "${1:-}" != --check ]; then
  cp "$new" "$types"
elif ! cmp -s "$new" "$types"; then
  echo "$types is not what the API's description says: run make types, and look at what changed." >&2
  exit 1
fi
