#!/bin/sh
# The comparison with stored numbers as it goes where R is not: it says that it is one, finds no difference, and
# notices a number that is off by a millionth.
#
#     stored_test.sh NAME BIN SOURCE
set -eu
name=$1 bin=$2 source=$3
if ! command -v python3 >/dev/null 2>&1; then
    echo "SKIPPED: python3 is not installed"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/bin" "$folder/tests/oracle/expected"
for program in sh basename dirname mktemp rm cp mkdir; do
    ln -s "$(command -v "$program")" "$folder/bin/$program"
done
ln -s "$(python3 -c 'import sys; print(sys.executable)')" "$folder/bin/python3"

# compare SOURCE: without Rscript in the PATH
compare() {
    PATH=$folder/bin "$source/tests/oracle/programs.sh" "$source/tests/oracle/$name.R" "$bin" "$1" "$folder"
}

compare "$source" | tee "$folder/said"
grep -q "comparing with stored numbers" "$folder/said"
grep -q " compared, 0 differ" "$folder/said"
cp -r "$source/tests/oracle/expected/$name" "$folder/tests/oracle/expected"
python3 - "$folder/tests/oracle/expected/$name/numbers.csv" <<'PYTHON'
import csv
import sys

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = list(csv.reader(file))
column = next(i for i in range(5, len(rows[1])) if rows[1][i] not in ("", "NA", "0"))
rows[1][column] = repr(float(rows[1][column]) * (1 + 1e-6))
with open(sys.argv[1], "w", newline="", encoding="utf-8") as file:
    csv.writer(file).writerows(rows)
PYTHON
if compare "$folder" >"$folder/said"; then
    echo "FAILED: a number changed by a millionth was not noticed"
    exit 1
fi
grep "compared, 1 differ" "$folder/said"
