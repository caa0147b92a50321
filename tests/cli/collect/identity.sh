# Records are known again by their id, wave and answers.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
head='id,institution,wave,vis_1,remarks'
counts() {
    trig-collect ingest tiny.trig "$@" --format csv >out.csv
    echo "= $?"
    grep -E ',(set aside|count),' out.csv | cut -d, -f2-5
}

printf '%s\nr1,aldmoor,2024,Agree,\nr2,brack,2024,Disagree,so it is\n' "$head" >first.csv
echo "== first"
counts first.csv
echo "== the same file"
show trig-collect ingest tiny.trig first.csv
echo "== the same file, again"
counts first.csv --again

printf 'remarks,wave,id,vis_1,institution\n,2024,r1,4,Aldmoor\nso it is,2024,r2,2.0,Bracken Institute\n,2024,r3,5,brack\n' >grown.csv
echo "== grown, columns in another order, answers as codes"
counts grown.csv

printf '%s\nr1,aldmoor,2024,Strongly agree,\nr4,aldmoor,2024,Agree,\nr4,aldmoor,2024,Agree,\nr4,aldmoor,2024,Disagree,\n' "$head" >changed.csv
echo "== changed, and a record three times"
counts changed.csv

printf '%s\nr1,aldmoor,2021,Agree,\n' "$head" >other_wave.csv
echo "== the same id in another wave"
counts other_wave.csv

printf 'institution,wave,vis_1\naldmoor,2024,Agree\naldmoor,2024,Agree\n' >no_ids.csv
echo "== without ids equal answers are different people"
counts no_ids.csv

echo "== after undoing an import its records are new"
show trig-collect undo tiny.trig 1
show trig-collect undo tiny.trig 2
counts first.csv
show trig-collect verify tiny.trig
