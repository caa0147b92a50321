#!/bin/sh
# The bench at a size where only its working matters: every row ends well and has its numbers.
set -eu
out="$2/bench-smoke"
rm -rf "$out"
"$1/bench.sh" --sizes 600 --cells 600 --rounds 1 --build "$2" --out "$out"
awk -F, 'NR > 1 && $3 ~ /^trig-/ {
    rows++
    if ($4 != "ok" || $6 <= 0 || $10 <= 0) {
        print "bad row: " $0
        bad = 1
    }
}
END {exit bad || rows < 2}' "$out/bench.csv"
