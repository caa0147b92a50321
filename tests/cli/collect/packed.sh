# Packed exports, standard input, several files in one import.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
head='id,institution,wave,vis_1'
printf '%s\n1,aldmoor,2024,Agree\n2,brack,2024,Disagree\n' "$head" >one.csv
printf '%s\n3,aldmoor,2024,Agree\n4,brack,2024,Maybe\n' "$head" >two.csv
printf '%s\n5,aldmoor,2024,Agree\n' "$head" >three.csv
gzip -n -k one.csv two.csv

show trig-collect check one.csv.gz --survey "$FIXTURES/tiny"
show sh -c "trig-collect check - --survey '$FIXTURES/tiny' --format csv <three.csv"
show sh -c "trig-collect check - --survey '$FIXTURES/tiny' --format csv <one.csv.gz | head -4"

# Each its own import; what fails leaves the others alone.
head -c 60 one.csv.gz >cut.csv.gz
show trig-collect ingest tiny.trig one.csv.gz cut.csv.gz two.csv.gz nowhere.csv three.csv
trig-collect undo tiny.trig 3
show trig-collect ingest tiny.trig one.csv.gz three.csv --format csv
show trig-collect status tiny.trig --format csv

# A bomb: 40 MB of one line after the other.
{ cat one.csv && yes ',,,' | head -c 40000000; } | gzip -n >bomb.csv.gz
show trig-collect check bomb.csv.gz --survey "$FIXTURES/tiny"
show trig-collect check one.csv.gz --survey "$FIXTURES/tiny" --unpack-limit 50
show trig-collect check one.csv.gz --survey "$FIXTURES/tiny" --unpack-limit lots
show sh -c "TMPDIR=/nowhere trig-collect check one.csv.gz --survey '$FIXTURES/tiny'"
show sh -c 'trig-collect ingest tiny.trig - </dev/null'
ls
