#!/bin/sh
# Runs an R script that drives both programs and checks what they say; where R or
# its packages are missing, says so and ends as skipped (77).
#
#     programs.sh SCRIPT BIN SOURCE EXPORTS    TRIG_EXPORTS_DIR goes before EXPORTS
set -eu
script=$1 bin=$2 source=$3 exports=${TRIG_EXPORTS_DIR:-$4}
if ! command -v Rscript >/dev/null 2>&1; then
    echo "SKIPPED: there is no Rscript to compare with"
    exit 77
fi
if ! Rscript -e 'library(survey)' >/dev/null 2>&1; then
    echo "SKIPPED: R has no package survey to compare with"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
Rscript --vanilla "$script" "$bin" "$source" "$exports"
