# Why an answer is missing goes out in the cells of SPSS and Stata, and comes back; texts that
# are too long for a file are kept whole beside it.
. "$FIXTURES/every_kind.sh"
every_kind_definition
trig-collect init tiny.trig --survey survey
{
    echo 'id,institution,wave,when,vis_1,vis_2,car_1,support,days,remarks'
    number=0
    for code in 1 2 3 4 5 na 9 ref ns left "" Perhaps; do
        number=$((number + 1))
        echo "$number,aldmoor,2024,2024-05-01 10:11:12,$code,$code,4,course|time,$number,$number"
    done
    echo "13,brack,2024,,1,1,5,mentor,many,$(awk 'BEGIN { for (i = 0; i < 20000; i++) printf "é" }')"
    echo "14,brack,2021,,,left,ref,,,"
} >one.csv
trig-collect ingest tiny.trig one.csv --bad-answers missing >/dev/null
trig-collect ingest tiny.trig "$FIXTURES/shown_or_not.csv" --wave 2024 --platform limesurvey >/dev/null
trig-collect export tiny.trig --to csv --out out.csv 2>/dev/null
# The long text apart, which a file of the kind cannot hold.
shorten() { sed -E 's/é+$/LONG/; s/é+,/LONG,/' "$1"; }
for kind in sav dta xlsx; do
    show trig-collect export tiny.trig --to $kind --out out.$kind
    trig-collect init $kind.trig --survey out.$kind.survey
    trig-collect ingest $kind.trig out.$kind --format csv | grep -E 'count,(read|stored)|unread|not matched'
    trig-collect export $kind.trig --to csv --out again.csv 2>/dev/null
    shorten out.csv >short.csv
    shorten again.csv | cmp short.csv - && echo "$kind: the same answers"
    shorten out.$kind.texts.csv
    tail -n 1 out.$kind.texts.csv | wc -c
done
echo "== what the labels say of missing values, a draft takes"
for kind in sav dta; do
    trig-collect draft out.$kind --out $kind.draft >/dev/null
    grep -E '^agree5' $kind.draft/scales.csv | grep -v substantive
    grep -E '^(days|trig_missing)' $kind.draft/variables.csv
done
