#!/bin/sh
# Runs an R script that drives both programs and checks what they say. Where R or its
# packages are missing, the programs are asked what the script once asked them, and the
# answers are compared with the numbers that R then had (expected/NAME/, written by
# UPDATE=1); where none are stored, says so and ends as skipped (77).
#
#     programs.sh SCRIPT BIN SOURCE EXPORTS    TRIG_EXPORTS_DIR goes before EXPORTS
set -eu
script=$1 bin=$2 source=$3 exports=${TRIG_EXPORTS_DIR:-$4}
stored=$source/tests/oracle/expected/$(basename "$script" .R)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# compare_stored WHY
compare_stored() {
    if [ ! -d "$stored" ]; then
        echo "SKIPPED: $1 to compare with, and no numbers are stored"
        exit 77
    fi
    if ! command -v python3 >/dev/null 2>&1; then
        echo "SKIPPED: $1 to compare with, and no python3 for stored numbers"
        exit 77
    fi
    echo "$1: comparing with stored numbers"
    PATH=$bin:$PATH sh "$stored/commands.sh" "$stored/data" &&
        python3 "$(dirname "$script")/stored.py" "$stored/numbers.csv" .
    exit
}

command -v Rscript >/dev/null 2>&1 || compare_stored "there is no Rscript"
Rscript -e 'library(survey)' >/dev/null 2>&1 || compare_stored "R has no package survey"
Rscript --vanilla "$script" "$bin" "$source" "$exports"
