#!/bin/sh
# Runs one case of the programs from outside and compares all that it shows with
# its golden file. See README.md.
#
#     run.sh CASE.sh BIN SOURCE [EXPORTS]        UPDATE=1 writes the golden file instead
set -u
case_file=$(realpath "$1")
golden=${case_file%.sh}.golden
PATH="$(realpath "$2"):$PATH"
BUILD=$(realpath "$2/..")
SOURCE=$(realpath "$3")
FIXTURES="$SOURCE/tests/cli/fixtures"
EXPORTS=${TRIG_EXPORTS_DIR:-${4:-$SOURCE/../shared/exports}}
export PATH BUILD SOURCE FIXTURES EXPORTS LC_ALL=C.UTF-8 NO_COLOR=1

folder=$(mktemp -d) || exit 1
trap 'chmod -R u+rwX "$folder"; rm -rf "$folder"' EXIT
mkdir "$folder/work"
cd "$folder/work" || exit 1

# What differs from run to run: times of imports, the folders of source and test.
settle() {
    sed -E -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/TIME/g' -e "s#$SOURCE#SOURCE#g" -e "s#$folder/work#HERE#g"
}

# show COMMAND...: the command, its output, its diagnostics after "! ", its exit code.
show() {
    echo "\$ $*" | settle
    "$@" >"$folder/out" 2>"$folder/err"
    code=$?
    settle <"$folder/out"
    sed 's/^/! /' "$folder/err" | settle
    [ $code -eq 0 ] || echo "= $code"
    echo
}

# skip WHY: the case cannot run here.
skip() {
    echo "SKIPPED: $*" >&2
    exit 77
}

# shellcheck disable=SC1090
(. "$case_file") >"$folder/shown"
code=$?
[ $code -eq 77 ] && exit 77
if [ $code -ne 0 ]; then
    cat "$folder/shown"
    echo "the case itself ended with $code" >&2
    exit 1
fi
if [ "${UPDATE:-0}" = 1 ]; then
    cp "$folder/shown" "$golden"
    exit 0
fi
diff -u "$golden" "$folder/shown"
