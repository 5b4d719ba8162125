#!/bin/sh
# Has libfaketime there, by which the tests set the clock of what they start: on Debian and Ubuntu it is installed where
# it is missing, if we may.
set -eu

find_library() { ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null; }

if ! find_library >/dev/null; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "wexstream: the tests need libfaketime. On Debian and Ubuntu: sudo apt install libfaketime" >&2
    exit 1
  fi
  echo 'wexstream: installing libfaketime for the tests' >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libfaketime >/dev/null
fi
