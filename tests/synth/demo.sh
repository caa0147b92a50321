#!/bin/sh
# ./demo runs through, twice, says what it is, and leaves what it promises.
set -eu
cd "$1"
log="$2/demo.log"
failures=0

fail() {
    echo "$*"
    failures=$((failures + 1))
}

./demo >"$log" 2>&1 || { cat "$log"; exit 1; }
./demo >"$log" 2>&1 </dev/null || { cat "$log"; fail "the second run failed"; }
grep -q "All data are synthetic; all institutions are fictional." "$log" || fail "it does not say that all is synthetic"
grep -q "^partial  *52 " "$log" || fail "not every partial response was set aside"
grep -q "University of Aldermere compared with" "$log" || fail "no benchmark was printed"
for format in svg png pdf; do
    count=$(find out/brief out/charts -name "*.$format" -size +1k | wc -l)
    [ "$count" -ge 12 ] || fail "only $count charts as $format"
done
for table in benchmark compare trend answers; do
    [ -s "out/charts/$table.csv" ] || fail "no $table.csv"
done
grep -q "Synthetic: every institution" out/brief/brief.html || fail "the brief does not say that it is synthetic"
build/release/bin/trig-collect verify out/demo.trig >/dev/null || fail "the store is damaged"
exit "$failures"
