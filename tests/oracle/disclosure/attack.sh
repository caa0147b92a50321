#!/bin/sh
# attack.sh ATTACK.py BIN SEED...: runs it where python3 is installed; else skipped.
set -eu
if ! command -v python3 >/dev/null 2>&1; then
  echo "SKIPPED: python3 is not installed"
  exit 77
fi
attack=$1
shift
exec python3 "$(dirname "$0")/$attack" "$@"
