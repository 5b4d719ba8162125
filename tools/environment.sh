#!/bin/sh
# Makes .venv and installs the pinned requirements in it: environment.sh runtime|dev|node
# With uv where the machine has it or pip can get it, else with pip alone, which takes longer.
set -eu
requirements=requirements/$1.txt
python=.venv/bin/python

say() { printf 'wexstream: %s\n' "$*" >&2; }

find_python() {
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  say "Python 3.11 or newer is needed and none was found. Install it, or name it: make PYTHON=/path/to/python3 ..."
  return 1
}

make_environment() {
  chosen=$(find_python)
  if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --clear --python "$chosen" .venv
  elif ! "$chosen" -m venv --clear .venv; then
    say "$chosen cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"
    return 1
  fi
}

# Compiled now: whoever runs it later may not be allowed to write here, and would compile it at each start.
install() {
  if [ -n "$uv" ]; then
    "$uv" pip install --quiet --compile-bytecode --python "$python" "$@"
  else
    "$python" -m pip install --quiet --disable-pip-version-check "$@"
  fi
}

"$python" -c '' 2>/dev/null || make_environment

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  "$python" -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
    -r requirements/uv.txt || say "no uv for this machine; going on with pip, which takes a minute"
  [ ! -x .venv/bin/uv ] || uv=.venv/bin/uv
fi

say "installing $requirements"
install --require-hashes -r "$requirements"
[ "$1" != node ] || exit 0
install --require-hashes -r requirements/build.txt
install --no-deps --no-build-isolation --editable .
