# Free texts: names taken out, small groups left out, in no order that tells anything.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
{
    echo 'id,institution,wave,vis_1,remarks'
    for i in 10 11 12 13 14 15 16 17 18 19 20 21; do echo "$i,aldmoor,2024,Agree,comment $i of many"; done
    cat <<'CSV'
30,brack,2024,Agree,"At the UNIVERSITY of
 Aldmoor, jane  doe's team; write to j.doe-2@mail.example.org."
31,brack,2024,Agree,"=Bracken Institute, BRACK, cwm and Cwmtwr University; Janet Doeling stays, so does @home"
32,cwm,2024,Agree,Prifysgol CWMTŴR is not Aldmoorish
40,brack,2021,Agree,one of few
41,brack,2021,Agree,another of few
42,brack,2021,Agree,
CSV
} >answers.csv
trig-collect ingest tiny.trig answers.csv >/dev/null
cat >names.txt <<'NAMES'
# people
Jane Doe

NAMES
trig-collect comments tiny.trig --redact names.txt --format csv 2>err.txt | sort
sed 's/^/! /' err.txt
for i in 1 2 3 4 5 6; do trig-collect comments tiny.trig --format csv 2>/dev/null | sha256sum; done >orders.txt
[ "$(sort -u orders.txt | wc -l)" -gt 1 ] && echo "the order changes"
show trig-collect comments tiny.trig --min-n 16
show trig-collect comments tiny.trig --min-n 1 --pillar career
show trig-collect comments tiny.trig --pillar morale
show trig-collect comments tiny.trig --redact nowhere.txt
trig-collect comments tiny.trig --min-n 2 --format json 2>/dev/null | grep -c "of few" | grep -x 0
