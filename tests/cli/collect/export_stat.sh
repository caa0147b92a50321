# Responses as files of SPSS and Stata, and back.
cp -r "$FIXTURES/tiny" survey
sed -i '$a w,Weight,weight,numeric,,,,,,,,' survey/variables.csv
trig-collect init tiny.trig --survey survey
cat >one.csv <<'CSV'
id,institution,wave,when,technical,vis_1,vis_2,support,days,department,remarks,w
1,aldmoor,2024,2024-05-01 10:11:12,Yes,Agree,Disagree,course|time,2.5,Physics,"=1+1, ""quoted""",1.5
2,brack,2021,2021-02-03,No,Not applicable,,,0.1,"A ""quoted""; näme","two
lines, and a | bar",0.5
3,brack,2021,,,Strongly agree,Perhaps,other,,,plain,1
4,cwm,2024,,Yes,,Perhaps,,,,,1
CSV
trig-collect ingest tiny.trig one.csv --bad-answers missing >/dev/null
trig-collect ingest tiny.trig "$FIXTURES/shown_or_not.csv" --wave 2024 --platform limesurvey >/dev/null
trig-collect export tiny.trig --to csv --out out.csv 2>/dev/null
for kind in sav dta xlsx; do
    show trig-collect export tiny.trig --to $kind --out out.$kind
    [ $kind = xlsx ] || tail -n 5 out.$kind.survey/columns.csv
    rm -f back.trig again.csv
    trig-collect init back.trig --survey out.$kind.survey
    trig-collect ingest back.trig out.$kind --format csv | grep -E 'count,(read|stored)|unread|not matched'
    trig-collect export back.trig --to csv --out again.csv 2>/dev/null
    cmp out.csv again.csv && echo "$kind: the same answers"
done
