#!/bin/sh
# Every C file is as clang-format would write it.
set -eu
cd "$1"
. tests/lint/sources.sh
need clang-format
c_files | xargs clang-format --dry-run -Werror
