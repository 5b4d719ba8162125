#!/bin/sh
# Writes the pinned requirements anew from pyproject.toml. Pins stay where they still fit; with --upgrade as
# argument, each becomes the newest that fits.
set -eu
uv=$(command -v uv || echo .venv/bin/uv)

pin() { # pin NAME OPTION...
  name=$1
  shift
  "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header \
    "$@" --output-file "requirements/$name.txt" >/dev/null
}

pin uv --group uv "$@"
pin build --group build "$@"
pin node --group node "$@"
pin runtime pyproject.toml "$@"
pin otel pyproject.toml --extra otel --constraints requirements/runtime.txt "$@"
pin dev pyproject.toml --extra otel --group dev --constraints requirements/otel.txt --constraints requirements/node.txt "$@"
