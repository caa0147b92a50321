# pandas reads what is exported for Stata: every answer, label and missing kind.
for python in python3 /usr/bin/python3 none; do
    "$python" -c 'import pandas' >/dev/null 2>&1 && break
done
[ "$python" != none ] || skip "Python with pandas is not installed"
. "$FIXTURES/every_kind.sh"
every_kind_store
trig-collect export every_kind.trig --to dta --out out.dta 2>/dev/null
"$python" "$SOURCE/tests/cli/collect/elsewhere.py" pandas out.dta out.csv out.dta.survey
