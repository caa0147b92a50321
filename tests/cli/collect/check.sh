# A definition and its mistakes; an export tried without storing.
show trig-collect check "$FIXTURES/tiny"
show trig-collect check "$FIXTURES/tiny" --format csv

cp -r "$FIXTURES/tiny" broken
printf 'vis_9,Unknown,item,ordinal,agree9,\nvis_1,Twice,item,ordinal,agree5,\n' >>broken/variables.csv
show trig-collect check broken
show trig-collect check nowhere

printf 'id,institution,wave,vis_1,comment\n1,aldmoor,2024,Agree,hm\n2,aldmoor,2024,Maybe,\n' >export.csv
show trig-collect check export.csv --survey "$FIXTURES/tiny"
show trig-collect check export.csv
show trig-collect check export.csv --survey "$FIXTURES/tiny" --format csv --bad-answers missing
show trig-collect check demo --format json
