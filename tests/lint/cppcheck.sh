#!/bin/sh
# cppcheck finds nothing.
set -eu
cd "$1"
. tests/lint/sources.sh
need cppcheck
cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
    --suppress=missingIncludeSystem -I . -j "$(nproc)" surveys collect analyze plots
