# Columns are matched by rules, names, aliases and labels, never by position.
cp -r "$FIXTURES/tiny" mine
cat >>mine/columns.csv <<'CSV'
vis_1,,Old question,2021,,
vis_2,,Old question,2024,,
support,,Got a course,,course,
support,,Got time,,time,
support,,Was sent on a course,,course,
CSV
printf 'INSTITUTION,Year of the Survey,People\302\240know what I do,  Vis2 ,I can see a career here,Got a course,Got time,Was sent on a course\naldmoor,2024,Agree,2,4,1,0,1\n' >labels.csv
show trig-collect check labels.csv --survey mine
printf 'Institution,Old question\naldmoor,Agree\n' >old.csv
trig-collect check old.csv --survey mine --wave 2021 --format csv | grep 'Old question'
trig-collect check old.csv --survey mine --wave 2024 --format csv | grep 'Old question'
printf 'institution,wave,Old question\naldmoor,2021,Agree\n' >by_record.csv
trig-collect check by_record.csv --survey mine --format csv | grep 'Old question'
printf 'institution,wave,vis_1,,\naldmoor,2024,Agree\nbrack,2024,Agree,,\ncwm,2024,Agree,,,,\n' >ends.csv
trig-collect check ends.csv --survey mine --format csv | grep ',count,'
printf 'institution,wave,support_course,support___mentor,support[time],vis_1\naldmoor,2024,1,yes,,Agree\n' >spread.csv
trig-collect check spread.csv --survey mine --format csv | grep column,
printf 'label,aliases,name,role,type,scale\nSame words,,a,item,ordinal,agree5\nSame words,,b,item,ordinal,agree5\n' >mine/variables.csv
rm mine/columns.csv mine/institutions.csv mine/waves.csv mine/population.csv
printf 'Same words\nAgree\n' >ambiguous.csv
show trig-collect check ambiguous.csv --survey mine
