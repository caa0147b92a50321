# One clear message for everything that cannot be done, the right exit code, and
# nothing half-written.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
trig-collect init empty.trig --survey "$FIXTURES/tiny"
{
    echo 'id,institution,wave,technical,department,vis_1,vis_2,car_1,support,days'
    for i in $(seq 1 60); do
        place=aldmoor
        [ $((i % 3)) -eq 0 ] && place=brack
        echo "$i,$place,2024,yes,Physics,$((i % 5 + 1)),$((i % 4 + 1)),$((i % 3 + 2)),course,$((i % 7))"
    done
} >export.csv
trig-collect ingest tiny.trig export.csv >/dev/null || echo "the export is not stored"
sha256sum tiny.trig >before

# ---- the store ----------------------------------------------------------------------
show trig-analyze summary
show trig-analyze summary nowhere.trig
mkdir folder.trig
show trig-analyze summary folder.trig
printf 'not a store' >text.trig
show trig-analyze summary text.trig
: >blank.trig
show trig-analyze summary blank.trig
head -c 20000 tiny.trig >cut.trig
show trig-analyze summary cut.trig
if command -v sqlite3 >/dev/null 2>&1; then
    sqlite3 other.trig 'CREATE TABLE import (id)'
    trig-analyze summary other.trig 2>&1 | grep -q 'other.trig: .*not a.* store' || echo "another SQLite file is taken"
    rm other.trig
fi
if [ "$(id -u)" -ne 0 ]; then
    cp tiny.trig locked.trig
    chmod 000 locked.trig
    trig-analyze summary locked.trig 2>&1 | grep -q 'Permission denied' || echo "an unreadable store is not reported"
    rm -f locked.trig
fi
show trig-analyze summary empty.trig
show trig-analyze summary tiny.trig empty.trig --measure respondents --format csv --quiet
trig-collect init rse.trig --survey "$SOURCE/surveys/definitions/rse"
show trig-analyze summary tiny.trig rse.trig

# A store nobody may write to is as good as any.
mkdir medium
cp tiny.trig medium/tiny.trig
chmod a-w medium/tiny.trig medium
show trig-analyze summary medium/tiny.trig --measure respondents --format csv --quiet
chmod u+w medium
ls -A medium

# ---- names that are not there ---------------------------------------------------------
show trig-analyze sumary tiny.trig
show trig-analyze summary tiny.trig --meassure pillars
show trig-analyze summary tiny.trig --measure pillar:visability
show trig-analyze summary tiny.trig --measure vis_3
show trig-analyze summary tiny.trig --measure vis_1=6
show trig-analyze summary tiny.trig --measure vis_1:negative
show trig-analyze summary tiny.trig --measure department
show trig-analyze summary tiny.trig --measure department=Physic
show trig-analyze summary tiny.trig --measure support
show trig-analyze summary tiny.trig --measure days:positive
show trig-analyze summary tiny.trig --measure email
show trig-analyze summary tiny.trig --measure ,
show trig-analyze summary tiny.trig --measure
show trig-analyze summary tiny.trig --by institutions
show trig-analyze summary tiny.trig --by group
show trig-analyze summary tiny.trig --by support
show trig-analyze summary tiny.trig --by email
show trig-analyze summary tiny.trig --wave 2023
show trig-analyze summary tiny.trig --wave 2021
show trig-analyze summary tiny.trig --format xml
show trig-analyze summary tiny.trig --level 95
show trig-analyze summary tiny.trig --level high
show trig-analyze summary tiny.trig --weights weight
show trig-analyze summary tiny.trig --design cluster=department
show trig-analyze summary tiny.trig --design psu=department
show trig-analyze summary tiny.trig --df kish
show trig-analyze summary tiny.trig --fpc maybe
show trig-analyze summary tiny.trig --min-n 0
show trig-analyze summary tiny.trig --min-n ten
show trig-analyze summary tiny.trig --disclosure off

# ---- where the result cannot go ----------------------------------------------------------
for format in table csv json; do
    show trig-analyze summary tiny.trig --format "$format" --out nowhere/result
    show trig-analyze summary tiny.trig --format "$format" --out folder.trig
    [ ! -e /dev/full ] || show trig-analyze summary tiny.trig --format "$format" --out /dev/full
done
echo "before" >result.csv
show trig-analyze summary tiny.trig --format csv --wave 2023 --out result.csv
cat result.csv
echo
if [ -e /dev/full ]; then
    for format in table csv json; do
        trig-analyze summary tiny.trig --format "$format" >/dev/full 2>err
        echo "a full disk behind standard output, $format: exit $?, $(wc -l <err) line(s)"
        grep -v '^trig-analyze: ' err
    done
fi

# A reader that has seen enough: no message, no crash.
for format in table csv json; do
    { trig-analyze summary tiny.trig --measure items --by department --format "$format" 2>err; echo $? >code; } | true
    echo "a closed pipe, $format: $(grep -c -i -e sanitizer -e assert err) crash(es)"
done
trig-analyze summary tiny.trig --format csv >&- 2>err
echo "no standard output at all: exit $?, $(wc -l <err) line(s)"

# Nothing but what this case made.
rm err code
sha256sum -c --quiet before && ls -A
