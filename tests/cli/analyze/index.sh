# A composite index: the table, its parts, other choices, what is refused.
. "$FIXTURES/comparison_store.sh"
comparison_store
cat >index.csv <<'OUT'
indicator,direction,weight,normalisation,low,high,reference
pillar:vis,higher,2,none,,,
v1:positive,higher,1,min-max,0.1,0.9,
days,lower,1,reference,,,10
OUT
show trig-analyze index places.trig --spec index.csv
show short trig-analyze index places.trig --spec index.csv --aggregation geometric --parts --format csv --quiet
show short trig-analyze index places.trig --spec index.csv --replicates jkn --ranks none --format json --quiet
printf 'indicator,normalisation\npillar:vis,z\ndays,z\n' >z.csv
show trig-analyze index places.trig --spec z.csv --labels --quiet --seed 7 --draws 200
# ---- refused ---------------------------------------------------------------------------
cat >wrong.csv <<'OUT'
indicator,direction,weight,normalisation,low,high,reference,colour
pillar:vis,up,1,none,,,,red
pillar:viz,higher,0,none,,,,
pillars,higher,2,max,,,,
pillar:vis,higher,x,z,,,,
respondents,,,,,,,
,,,,,,5,
days,lower,1,none,,,,
v1,lower,1,min-max,5,1,,
v2,lower,1,rank,1,,,
c1,lower,1,reference,,,,
OUT
show trig-analyze index places.trig --spec wrong.csv
show trig-analyze index places.trig --spec z.csv --aggregation geometric
show trig-analyze index places.trig --spec z.csv --min-n 25
show trig-analyze index places.trig --spec nowhere.csv
show trig-analyze index places.trig
