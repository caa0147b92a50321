# Responses go out as a table and come back, all of them the same.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
show trig-collect export tiny.trig --to csv --out none.csv
cat >one.csv <<'CSV'
id,staff,email,institution,wave,when,technical,vis_1,vis_2,support,days,department,remarks
1,S1,a@example.org,aldmoor,2024,2024-05-01 10:11:12,Yes,Agree,Disagree,course|time,2.5,Physics,"=1+1, ""quoted"""
2,S2,b@example.org,brack,2021,2021-02-03,No,Not applicable,,,0.1,"A ""quoted""; name","two
lines, and a | bar"
3,,c@example.org,brack,2021,,,Strongly agree,Perhaps,other,,,' + and = and @
4,S4,d@example.org,cwm,2024,,Yes,,Perhaps,,,,
CSV
cat >two.csv <<'CSV'
"id","submitdate","lastpage","startlanguage","seed","institution","vis_1","sup[course]","sup[time]"
"7","2024-05-01 10:00:00","3","en","1","brack","Agree","Yes","No"
"8","2024-05-02 10:00:00","3","en","1","brack","N/A","No","No"
"9","2024-05-03 10:00:00","3","en","1","cwm","Agree","",""
CSV
trig-collect ingest tiny.trig one.csv --bad-answers missing --make-person-key people.key >/dev/null
trig-collect ingest tiny.trig two.csv --wave 2024 --platform limesurvey >/dev/null
show trig-collect export tiny.trig --to csv --out out.csv
sed -E 's/person:[0-9a-f]{32}/A PERSON/' out.csv
diff -r out.csv.survey "$FIXTURES/tiny" && echo "the definition is the store's"
show trig-collect export tiny.trig --to csv --out labels.csv --labels
sed -E 's/person:[0-9a-f]{32}/A PERSON/' labels.csv
echo "== and back"
for file in out.csv labels.csv; do
    rm -f back.trig
    trig-collect init back.trig --survey out.csv.survey
    trig-collect ingest back.trig $file --person-key people.key --format csv | grep -E 'detected,platform|count,(read|stored)|unread'
    trig-collect export back.trig --to csv --out again.csv 2>/dev/null
    cmp out.csv again.csv && echo "$file: the same answers"
done
echo "== many of them, of every kind"
awk 'BEGIN {
    srand(7); print "id,institution,wave,vis_1,vis_2,car_1,support,days,department,remarks"
    split("aldmoor brack cwm", places, " "); split("course mentor time other", options, " ")
    for (i = 1; i <= 3000; i++) {
        several = ""; for (j = 1; j <= 4; j++) if (rand() < 0.3) several = several (several == "" ? "" : "|") options[j]
        text = ""; n = rand() < 0.5 ? 0 : int(rand() * 12); for (j = 0; j < n; j++) text = text substr("ab,;|=+-@ éß\x27\t#x", 1 + int(rand() * 17), 1)
        printf "%d,%s,%d,%s,%s,%s,%s,%s,%s,\"%s\"\n", i, places[1 + int(rand() * 3)], rand() < 0.5 ? 2021 : 2024, rand() < 0.1 ? "" : 1 + int(rand() * 5), rand() < 0.1 ? "na" : 1 + int(rand() * 5), rand() < 0.1 ? "rubbish" : 1 + int(rand() * 5), several, rand() < 0.2 ? "" : 100 * rand(), rand() < 0.2 ? "" : "D" int(rand() * 400), text
    }
}' >many.csv
trig-collect init many.trig --survey "$FIXTURES/tiny"
trig-collect ingest many.trig many.csv --bad-answers missing --format csv | grep -E 'count,(read|stored)'
trig-collect export many.trig --to csv --out many_out.csv 2>/dev/null
rm -f back.trig
trig-collect init back.trig --survey many_out.csv.survey
trig-collect ingest back.trig many_out.csv --format csv | grep -E 'count,(read|stored)'
trig-collect export back.trig --to csv --out many_again.csv 2>/dev/null
cmp many_out.csv many_again.csv && echo "the same answers"
echo "== wrong usage"
show trig-collect export tiny.trig --to csv
show trig-collect export tiny.trig --to pdf --out x
show trig-collect export tiny.trig --to csv --out /nowhere/x.csv
