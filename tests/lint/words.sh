#!/bin/sh
# No line of the project was left open: no TODO, FIXME or XXX outside the list of owners in CONTRIBUTING.md.
set -eu
cd "$1"
. tests/lint/sources.sh
if c_files | xargs grep -nE '\b(TODO|FIXME|XXX)\b'; then
    echo "Open ends belong in CONTRIBUTING.md, with an owner."
    exit 1
fi
