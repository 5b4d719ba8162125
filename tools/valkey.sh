#!/bin/sh
# Has Valkey, or Redis, there for the tests: on Debian and Ubuntu it is installed where it is missing, if we may.
set -eu

find_server() { command -v valkey-server || command -v redis-server; }

if ! find_server >/dev/null; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "wexstream: the tests need Valkey or Redis. On Debian and Ubuntu: sudo apt install redis-server" >&2
    exit 1
  fi
  apt-get update -qq
  package=$(apt-cache search --names-only '^valkey-server$' | grep -q . && echo valkey-server || echo redis-server)
  echo "wexstream: installing $package for the tests" >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
fi
