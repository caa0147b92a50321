#!/bin/sh
# Nothing for shellcheck in the shell scripts.
set -eu
cd "$1"
. tests/lint/sources.sh
need shellcheck
shellcheck -x check demo .ci/run cmake/packages.sh
find tests -name '*.sh' | sort | xargs shellcheck -s sh -e SC1091 -e SC2154
