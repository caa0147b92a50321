# One clear message for every file that cannot be read, and nothing stored.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
good='id,institution,wave,vis_1'

: >empty.csv
show trig-collect ingest tiny.trig empty.csv

printf '%s\n' "$good" >header.csv
show trig-collect ingest tiny.trig header.csv

printf 'id,institution\0\1\2\377\0binary' >binary.csv
show trig-collect ingest tiny.trig binary.csv

printf 'id,vis_1\n1,Agree\n' >no_institution.csv
show trig-collect ingest tiny.trig no_institution.csv --wave 2024

printf 'id,institution,vis_1\n1,aldmoor,Agree\n' >no_wave.csv
show trig-collect ingest tiny.trig no_wave.csv

printf '%s\n1,Aldmore University,2024,Agree\n' "$good" >institution.csv
show trig-collect ingest tiny.trig institution.csv

printf '%s\n1,aldmoor,2024,Agre\n2,brack,2024,Tend to agree\n' "$good" >answer.csv
show trig-collect ingest tiny.trig answer.csv

printf '%s\n1,aldmoor,2024,"Agree\n2,aldmoor,2024,Agree\n' "$good" >unterminated.csv
show trig-collect ingest tiny.trig unterminated.csv

printf '%s\n"un"x,aldmoor,2024,Agree\n' "$good" >quote.csv
show trig-collect ingest tiny.trig quote.csv

printf 'colour,size\nred,3\n' >other.csv
show trig-collect ingest tiny.trig other.csv

printf '%s,vis_1\n1,aldmoor,2024,Agree,Disagree\n' "$good" >double.csv
show trig-collect ingest tiny.trig double.csv

show trig-collect ingest tiny.trig nowhere.csv

mkfifo pipe.csv
show trig-collect ingest tiny.trig pipe.csv

mkdir folder.csv
show trig-collect ingest tiny.trig folder.csv

printf '%s\n9,aldmoor,2024,Agree\n' "$good" >locked.csv
# Nobody forbids root anything.
if [ "$(id -u)" -ne 0 ]; then
    cp tiny.trig sealed.trig
    chmod 400 sealed.trig
    trig-collect ingest sealed.trig answer.csv >out.txt 2>&1 && echo "a read-only store is written to"
    cmp tiny.trig sealed.trig
    chmod 000 locked.csv
    trig-collect ingest tiny.trig locked.csv 2>&1 | grep -q 'Permission denied' || echo "an unreadable file is not reported"
    chmod 600 locked.csv
fi

printf 'not a store' >not.trig
show trig-collect ingest not.trig answer.csv
show trig-collect ingest nowhere.trig answer.csv
show trig-collect init tiny.trig --survey "$FIXTURES/tiny"
show trig-collect init new.trig --survey nowhere
test ! -e new.trig || echo "half a store was left behind"

show trig-collect status tiny.trig --format csv
show trig-collect verify tiny.trig
