# People: known by pseudonyms made with a key, in every wave; and erased, so that no byte of theirs is left.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
head='id,staff,email,institution,wave,vis_1,days,department,remarks'
cat >first.csv <<CSV
$head
spring-1,S4711,jane@example.org,aldmoor,2021,Agree,11,Alchemy,quince
spring-2,S4712,john@example.org,aldmoor,2021,Agree,12,Physics,apple
spring-3,S4711,jane@example.org,aldmoor,2021,Perhaps,13,Alchemy,medlar
spring-4,,nobody@example.org,aldmoor,2021,Agree,14,Physics,plum
CSV
cat >second.csv <<CSV
$head
autumn-1,s4711 ,jane@example.org,brack,2024,Disagree,21,Alchemy,loquat
autumn-2,S4712,john@example.org,brack,2024,Agree,22,Physics,pear
autumn-1,S4711,jane@example.org,brack,2024,Agree,23,Alchemy,sorb
autumn-5,S4715,new@example.org,brack,2024,Agree,24,Physics,cherry
CSV
umask 022
head -c 32 /dev/urandom >open.key
head -c 20 /dev/urandom >short.key
chmod 600 short.key
show trig-collect ingest tiny.trig first.csv --person-key open.key
show trig-collect ingest tiny.trig first.csv --person-key short.key
show trig-collect ingest tiny.trig first.csv --person-key none.key
show trig-collect ingest tiny.trig first.csv --make-person-key people.key --dry-run
trig-collect ingest tiny.trig first.csv --make-person-key people.key --format csv | grep -E 'staff|count,|,set aside'
stat -c %A people.key
show trig-collect ingest tiny.trig second.csv --make-person-key people.key
chmod 600 open.key
show trig-collect ingest tiny.trig second.csv --person-key open.key
trig-collect ingest tiny.trig second.csv --person-key people.key --format csv | grep -E 'count,|,set aside'
show trig-collect status tiny.trig
echo "== one pseudonym in both waves, in responses and rejects; nothing else of anybody"
trig-collect rejects tiny.trig | grep -oE 'person:[0-9a-f]{32}' | sort | uniq -c | sed -E 's/person:.*/a person/'
holds() {
    for word in "$@"; do
        grep -qa "$word" tiny.trig* && echo "the store holds $word"
    done
    true
}
holds S4711 s4711 S4712 jane john example.org nobody
holds quince medlar loquat sorb Alchemy
trig-collect rejects tiny.trig >rejects.csv
cp tiny.trig before.trig
echo "== whom nobody knows"
show trig-collect erase tiny.trig --respondent S9999 --person-key open.key
show trig-collect erase tiny.trig --respondent S9999 --person-key people.key
show trig-collect erase tiny.trig --person-key people.key
echo "== S4711 goes"
show trig-collect erase tiny.trig --respondent S4711 --person-key people.key
holds quince medlar loquat sorb Alchemy autumn-1 spring-1 spring-3
for left in apple plum pear cherry Physics; do
    grep -qa "$left" tiny.trig || echo "$left is lost"
done
show trig-collect verify tiny.trig
show trig-collect status tiny.trig
trig-collect rejects tiny.trig
echo "== and does not come back"
show trig-collect ingest tiny.trig second.csv --again
trig-collect ingest tiny.trig second.csv --again --replace --person-key people.key --format csv | grep -E 'count,|,set aside'
show trig-collect ingest tiny.trig --rejects rejects.csv --person-key people.key --format csv
holds quince medlar loquat sorb Alchemy autumn-1 spring-1 spring-3 S4711
show trig-collect verify tiny.trig
show trig-collect undo tiny.trig 1
show trig-collect verify tiny.trig
ls
