# PSPP reads what is exported for SPSS: every answer, label and missing kind, and what the dictionary says.
command -v pspp >/dev/null || skip "PSPP is not installed"
command -v python3 >/dev/null || skip "what PSPP reads is compared with python3, which is not installed"
. "$FIXTURES/every_kind.sh"
every_kind_store
trig-collect export every_kind.trig --to sav --out out.sav 2>/dev/null
{
    echo "GET FILE='out.sav'."
    echo "DISPLAY DICTIONARY."
    for name in technical vis_1 vis_2 car_1 days; do echo "COMPUTE miss_$name = MISSING($name)."; done
    for what in VALUES LABELS; do
        echo "SAVE TRANSLATE /OUTFILE='$what.csv' /TYPE=CSV /FIELDNAMES /CELLS=$what /REPLACE."
    done
} >read.sps
pspp -b -o dictionary.csv read.sps >err.txt 2>&1 || echo "pspp ended with $?"
# Parts of a very long text have names that only its writer sees, and that are only so many.
grep . err.txt | grep -v 'Renaming variable with duplicate name'
python3 "$SOURCE/tests/cli/collect/elsewhere.py" pspp VALUES.csv LABELS.csv out.csv out.sav.survey
sed -n '/^Table: Variables/,/^$/p' dictionary.csv | cut -d, -f1-4
sed -n '/^Table: Value Labels/,$p' dictionary.csv
