# Imports, responses by wave and institution, response rates, rejects.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
show trig-collect status tiny.trig
printf 'institution,technical,vis_1\naldmoor,Yes,Agree\naldmoor,No,Agree\nbrack,Yes,5\nbrack,,4\ncwm,yes,3\n' >new.csv
printf 'institution,technical,vis_1\naldmoor,Yes,Agree\naldmoor,Yes,Whatever\n' >old.csv
trig-collect ingest tiny.trig new.csv --wave 2024 >/dev/null
trig-collect ingest tiny.trig old.csv --wave 2021 >/dev/null
show trig-collect status tiny.trig
show trig-collect status tiny.trig --format csv
show trig-collect undo tiny.trig 2
show trig-collect undo tiny.trig 2
show trig-collect undo tiny.trig two
show trig-collect status tiny.trig --format yaml
show trig-collect platforms
