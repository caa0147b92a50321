# Distributions of answers: text for people, CSV and JSON for programs; what is
# merged, what is hidden, what is counted apart.
trig-collect init tiny.trig --survey "$FIXTURES/tiny" >/dev/null
awk 'BEGIN {
    print "id,institution,wave,technical,department,vis_1,vis_2,car_1,support,days"
    split("course,mentor,time,course|mentor,course|time,", support, ",")
    for (i = 1; i <= 71; i++) {
        department = i <= 34 ? "Physics" : i <= 56 ? "Biology" : i <= 66 ? "Chemistry" : i <= 69 ? "Music" : ""
        first = i % 17 == 0 ? "na" : i % 13 == 0 ? "" : (i * 7) % 5 + 1
        second = i <= 56 ? (i * 3) % 5 + 1 : i % 2 + 4
        third = i % 19 == 0 ? "" : i % 5 + 1
        print i ",aldmoor,2024,yes," department "," first "," second "," third "," support[i % 6 + 1] "," \
            i * i % 11
    }
}' >export.csv
trig-collect ingest tiny.trig export.csv >/dev/null || echo "not stored"

show trig-analyze answers tiny.trig
show trig-analyze answers tiny.trig --measure vis_2,days --by department
show trig-analyze answers tiny.trig --measure vis_2 --by department --format csv
show trig-analyze answers tiny.trig --measure support --format csv --quiet
show trig-analyze answers tiny.trig --measure technical --format json
show trig-analyze answers tiny.trig --measure vis_1 --by institution,wave --labels --quiet
show trig-analyze answers tiny.trig --measure vis_1 --min-n 60 --by department --quiet
show trig-analyze answers tiny.trig --measure vis_1 --by department --disclosure none --format csv --quiet

# ---- what cannot be done ----------------------------------------------------------------
show trig-analyze answers tiny.trig --measure vis_3
show trig-analyze answers tiny.trig --measure department
show trig-analyze answers tiny.trig --measure staff
show trig-analyze answers tiny.trig --measure remarks
show trig-analyze answers tiny.trig --by department,nothing
show trig-analyze answers tiny.trig --wave 2021

# ---- many groups: the same bytes whatever the order of the rows ---------------------------
{
    head -1 export.csv
    tail -n +2 export.csv | tac
} >turned.csv
trig-collect init turned.trig --survey "$FIXTURES/tiny" >/dev/null
trig-collect ingest turned.trig turned.csv >/dev/null || echo "not stored"
trig-analyze answers tiny.trig --by department --format csv --quiet >forth.csv
trig-analyze answers turned.trig --by department --format csv --quiet >back.csv
test -s forth.csv && cmp forth.csv back.csv && echo "rows in another order: the same table"
