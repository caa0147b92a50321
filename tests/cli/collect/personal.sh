# What is personal is nowhere: not in the store, not in the rejects, not in what is printed.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
cat >people.csv <<'CSV'
id,staff,email,Contact,institution,wave,vis_1
1,S4711,jane.doe@example.org,Jane Doe,aldmoor,2024,Agree
2,S4712,john.roe@example.org,John Roe,aldmoor,2024,Perhaps
3,S4713,mary.poe@example.org,Mary Poe,nowhere,2024,Agree
4,S4714,"rick.low@example.org",Rick Low,aldmoor,2024,Agree,too,much
CSV
show trig-collect ingest tiny.trig people.csv
show trig-collect rejects tiny.trig
cat >lime.csv <<'CSV'
"id";"submitdate";"lastpage";"startlanguage";"ipaddr";"firstname";"institution";"vis_1"
"7";"2024-05-01 10:00:00";"3";"en";"203.0.113.7";"Zebedee";"aldmoor";"Perhaps"
CSV
trig-collect ingest tiny.trig lime.csv >lime.out
for word in S4711 S4712 S4714 example.org Jane John Mary Rick 203.0.113 Zebedee; do
    if grep -qa "$word" tiny.trig lime.out || trig-collect rejects tiny.trig | grep -q "$word"; then
        echo "$word has leaked"
    fi
done
