# A growing export is downloaded again: what is new is added, what has changed takes the old answers' place.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
head='id,institution,wave,vis_1,days,remarks'
{
    echo "$head"
    printf 'r1,aldmoor,2024,Agree,1,one\nr2,brack,2024,Disagree,2,two\nr3,brack,2024,Agree,3,three\nr1,brack,2021,Agree,9,early\n'
} >first.csv
{
    cat first.csv
    printf 'r4,aldmoor,2024,Agree,4,four\n'
} | sed -e 's/r2,brack,2024,Disagree,2,two/r2,brack,2024,Strongly agree,22,zwei/' -e 's/,3,three/,33,/' >second.csv
printf '%s\nr2,aldmoor,2024,Agree,23,\nr3,brack,2024,Perhaps,3,\nr1,brack,2021,Disagree,10,later\nr5,brack,2024,Agree,500,\nr6,brack,2024,Agree,5,\nr6,brack,2024,Agree,6,\n' "$head" >third.csv
trig-collect ingest tiny.trig first.csv >/dev/null
echo "== again, without --replace"
show trig-collect ingest tiny.trig second.csv --dry-run --format csv
echo "== again, with it"
show trig-collect ingest tiny.trig second.csv --replace --dry-run --format csv
show trig-collect ingest tiny.trig second.csv --replace --format csv
show trig-collect status tiny.trig
show trig-collect verify tiny.trig
echo "== a third time"
show trig-collect ingest tiny.trig third.csv --replace --format csv
show trig-collect status tiny.trig --format csv
show trig-collect verify tiny.trig
echo "== back, in order"
show trig-collect undo tiny.trig 2
show trig-collect undo tiny.trig 3
show trig-collect undo tiny.trig 2
show trig-collect status tiny.trig
show trig-collect verify tiny.trig
show trig-collect ingest tiny.trig first.csv --again --format csv
printf 'institution,wave,vis_1\naldmoor,2024,Agree\n' >no_ids.csv
show trig-collect ingest tiny.trig no_ids.csv --replace
