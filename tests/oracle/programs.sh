#!/bin/sh
# Runs an R script that drives both programs and checks what they say. First the programs are
# asked what the script once asked them, and the answers are compared with the numbers that R
# then had (expected/NAME/, written by UPDATE=1): stored numbers that are out of date are seen
# where R is, and where R or its packages are missing the test is this. Where neither is here,
# says so and ends as skipped (77).
#
#     programs.sh SCRIPT BIN SOURCE EXPORTS    TRIG_EXPORTS_DIR goes before EXPORTS
set -eu
script=$1 bin=$2 source=$3 exports=${TRIG_EXPORTS_DIR:-$4}
stored=$source/tests/oracle/expected/$(basename "$script" .R)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/stored" "$folder/live"

# What keeps stored numbers from being compared; nothing: they can be.
why_not_stored() {
    if [ ! -d "$stored" ]; then
        echo "no numbers are stored"
    elif ! command -v python3 >/dev/null 2>&1; then
        echo "there is no python3 for stored numbers"
    fi
}

# What keeps R from being asked; nothing: it can be.
why_not_live() {
    if ! command -v Rscript >/dev/null 2>&1; then
        echo "there is no Rscript"
    elif ! Rscript -e 'library(survey)' >/dev/null 2>&1; then
        echo "R has no package survey"
    fi
}

no_stored=$(why_not_stored)
no_live=$(why_not_live)
if [ -n "$no_live" ] && [ -n "$no_stored" ]; then
    echo "SKIPPED: $no_live to compare with, and $no_stored"
    exit 77
fi
if [ -z "$no_stored" ] && { [ -z "${UPDATE:-}" ] || [ -n "$no_live" ]; }; then
    [ -z "$no_live" ] || echo "$no_live: comparing with stored numbers"
    cd "$folder/stored"
    PATH=$bin:$PATH sh "$stored/commands.sh" "$stored/data"
    python3 "$(dirname "$script")/stored.py" "$stored/numbers.csv" .
fi
if [ -z "$no_live" ]; then
    cd "$folder/live"
    Rscript --vanilla "$script" "$bin" "$source" "$exports"
fi
