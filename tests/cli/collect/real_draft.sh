# Every real export that can be read goes through draft, init and ingest without a hand on it: all records are
# accounted for, as another program counts them.
[ -d "$EXPORTS/jisc" ] || skip "no real exports in $EXPORTS"
command -v python3 >/dev/null || skip "records are counted with python3, which is not installed"
cat >count.py <<'PY'
import csv, sys
path, encoding, separator, above = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
with open(path, encoding=encoding, errors="replace", newline="") as file:
    print(sum(1 for row in csv.reader(file, delimiter=separator or ",") if row) - above)
PY
found() {
    sed -n "s/^[^,]*,detected,$1,\([^,]*\),.*/\1/p" out.csv | head -1
}
counted() {
    sed -n "s/^[^,]*,count,$1,,\([0-9]*\),.*/\1/p" out.csv | head -1
}
n=0
for path in "$EXPORTS"/*/*; do
    name=$(basename "$path")
    case $name in *key.csv | *dictionary.csv | *.sss | *1539.csv | *1540.tsv | *1527.tsv) continue ;; esac
    n=$((n + 1))
    trig-collect draft "$path" --out "d$n" >/dev/null 2>err.txt || { echo "$name: no draft"; head -1 err.txt; continue; }
    trig-collect check "d$n" >/dev/null 2>err.txt && [ ! -s err.txt ] || echo "$name: the draft is no clean definition"
    trig-collect init "s$n.trig" --survey "d$n"
    trig-collect ingest "s$n.trig" "$path" --format csv >out.csv 2>err.txt
    # Where the platform is not known, a second row of headings is a record that fits nothing.
    [ "$(found platform)" = plain_csv ] && spare=1 || spare=0
    [ "$(counted read)" = $(($(counted stored) + $(counted rejected))) ] || echo "$name: the counts do not balance"
    [ "$(counted invalid)" -le "$spare" ] || echo "$name: $(counted invalid) records are invalid"
    case $name in *.csv | *.tsv)
        encoding=$(found encoding) separator=$(found separator) above=$(found "header rows")
        case $separator in tab) separator='	' ;; semicolon) separator=';' ;; comma) separator=, ;; esac
        expected=$(python3 count.py "$path" "$encoding" "$separator" "$above")
        [ "$(counted read)" = "$expected" ] || echo "$name: read $(counted read), python counts $expected"
        ;;
    *.sav | *.zsav)
        command -v pspp >/dev/null || continue
        rm -f cases.csv
        printf "GET FILE='%s'.\nSAVE TRANSLATE /OUTFILE='cases.csv' /TYPE=CSV.\n" "$path" >count.sps
        pspp -b -o /dev/null count.sps >/dev/null 2>&1
        expected=$(python3 count.py cases.csv utf-8 , 0)
        [ "$(counted read)" = "$expected" ] || echo "$name: read $(counted read), PSPP counts $expected"
        ;;
    esac
done
[ $n -gt 10 ] && echo "more than ten exports were tried"

# The order of a scale, and the options of a question with several answers, of one of them, as text and coded.
key=$EXPORTS/jisc/results-for-bossier-2018-04-13-1541-key.csv
for export in 1527.csv 1539.csv 1540.tsv 1539.sav; do
    path=$EXPORTS/jisc/results-for-bossier-2018-04-13-$export
    case $export in 1539.csv | 1540.tsv) set -- --codes "$key" ;; *) set -- ;; esac
    trig-collect draft "$path" "$@" --out "jisc-$export" >/dev/null 2>err.txt || head -1 err.txt
    likely=$(grep '^likely4,' "jisc-$export/scales.csv" | cut -d, -f2-4 | tr '\n' ' ')
    [ "$likely" = "1,Very Unlikely,1 2,Unlikely,2 3,Likely,3 4,Very Likely,4 " ] || echo "$export: $likely"
    grep -q '^rank7,1,Best,' "jisc-$export/scales.csv" || echo "$export: the ranks are not in order"
    scale=$(grep ',multiple,' "jisc-$export/variables.csv" | cut -d, -f5)
    [ "$(grep -c "^$scale," "jisc-$export/scales.csv")" = 5 ] || echo "$export: not five options"
done
