#!/bin/sh
# Has Chromium there for the journeys: on Debian and Ubuntu it is installed where it is missing, if we may.
set -eu

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if ! find_browser >/dev/null; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "wexstream: the journeys need Chromium. On Debian and Ubuntu: sudo apt install chromium" >&2
    exit 1
  fi
  echo 'wexstream: installing Chromium for the journeys' >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
