#!/bin/sh
# trig-synthesize from outside: what it refuses, what it leaves behind, same seed same bytes.
set -eu
program=$1 root=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
demo="$root/surveys/definitions/demo"
failures=0

# expect NAME EXIT WORDS OPTION...: the exit code, and words on stderr.
expect() {
    name=$1 code=$2 words=$3
    shift 3
    set +e
    "$program" "$@" >"$work/stdout" 2>"$work/stderr"
    got=$?
    set -e
    if [ "$got" -ne "$code" ] || { [ -n "$words" ] && ! grep -q -e "$words" "$work/stderr"; }; then
        echo "$name: exit $got, not $code, or no \"$words\" in:"
        cat "$work/stderr"
        failures=$((failures + 1))
    fi
}

expect "no options" 2 "usage:"
expect "unknown option" 2 "usage:" --colour red
expect "unknown platform" 2 "no platform fax" --definition "$demo" --platform fax --wave 2021 --out "$work/x"
expect "no wave" 2 "with --wave, for example 2021" --definition "$demo" --platform plain --out "$work/x"
expect "unknown wave" 2 "no wave 1066" --definition "$demo" --platform plain --wave 1066 --out "$work/x"
expect "unknown institution" 2 "no institution atlantis" --definition "$demo" --platform plain --wave 2021 \
    --institutions aldermere,atlantis --out "$work/x"
expect "responses out of range" 2 "number from 1" --definition "$demo" --platform plain --wave 2021 \
    --responses 0 --out "$work/x"
expect "two ways to count" 2 "give one of them" --definition "$demo" --platform plain --wave 2021 \
    --responses 5 --from-population --out "$work/x"
expect "key of a platform without codes" 2 "jisc-coded" --definition "$demo" --platform jisc --wave 2021 \
    --key "$work/key" --out "$work/x"
expect "unknown flaws" 2 "none or some" --definition "$demo" --platform jisc --wave 2021 --flaws many --out "$work/x"
expect "no definition" 1 "." --definition "$work/nowhere" --platform plain --wave 2021 --out "$work/x"
expect "no folder to write to" 1 "." --definition "$demo" --platform plain --wave 2021 --out "$work/nowhere/x"
[ ! -e "$work/x" ] || { echo "a refused run left a file"; failures=$((failures + 1)); }

expect "an export, its key and the truth" 0 "50 synthetic responses" --definition "$demo" --platform jisc-coded \
    --wave 2024 --responses 50 --index zero,reverse --out "$work/a.csv" --key "$work/key.csv" --truth "$work/truth.csv"
expect "the same again" 0 "50 synthetic responses" --definition "$demo" --platform jisc-coded \
    --wave 2024 --responses 50 --index zero,reverse --out "$work/b.csv"
expect "another seed, quietly" 0 "" --definition "$demo" --platform jisc-coded \
    --wave 2024 --responses 50 --index zero,reverse --seed 2 --quiet --out "$work/c.csv"
[ ! -s "$work/stderr" ] || { echo "--quiet was not"; failures=$((failures + 1)); }
cmp -s "$work/a.csv" "$work/b.csv" || { echo "same seed, other bytes"; failures=$((failures + 1)); }
! cmp -s "$work/a.csv" "$work/c.csv" || { echo "other seed, same bytes"; failures=$((failures + 1)); }
grep -q '^"6","Strongly disagree"' "$work/key.csv" || { echo "the key is not reversed from 0"; failures=$((failures + 1)); }
grep -q '^mean_score,2024,,visibility,' "$work/truth.csv" || { echo "no truth"; failures=$((failures + 1)); }
exit "$failures"
