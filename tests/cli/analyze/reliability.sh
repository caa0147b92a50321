# Consistency of pillars, in all forms, and what cannot be answered.
trig-collect init tiny.trig --survey "$FIXTURES/tiny" >/dev/null
awk 'BEGIN {
    print "id,institution,wave,technical,vis_1,vis_2,car_1,days"
    for (i = 1; i <= 90; i++) {
        level = (i * 7) % 5
        first = (level + (i % 3 == 0)) % 5 + 1
        second = i % 11 == 0 ? "" : 5 - (level + (i % 4 == 0)) % 5
        print i ",aldmoor," (i <= 60 ? 2024 : 2021) ",yes," first "," second "," i % 5 + 1 "," i * i % 97
    }
    for (i = 1; i <= 9; i++)
        print 100 + i ",brack,2021,no," i % 5 + 1 "," i % 4 + 1 "," i % 3 + 1 "," i
}' >export.csv
trig-collect ingest tiny.trig export.csv >/dev/null || echo "not stored"

show trig-analyze reliability tiny.trig
show trig-analyze reliability tiny.trig --pillar visibility --wave 2021,2024 --format csv --level 0.9
show trig-analyze reliability tiny.trig --pillar visibility --wave all --format json --labels
show trig-analyze reliability tiny.trig --min-n 58 --quiet
show trig-analyze reliability tiny.trig --pillar visibility --quiet --show-r
show trig-analyze reliability tiny.trig --pillar visibility --method omega,correlation,kmo,parallel --wave all
show trig-analyze reliability tiny.trig --pillar visibility --method polychoric --correct 0.5 --quiet
show trig-analyze reliability tiny.trig --pillar visibility --by institution --wave all --quiet
show trig-analyze reliability tiny.trig --pillar visibility --method correlation --missing pairwise --quiet

# ---- what cannot be done ----------------------------------------------------------------
show trig-analyze reliability tiny.trig --pillar visability
show trig-analyze reliability tiny.trig --method omgea
show trig-analyze reliability tiny.trig --method kmo --missing some
cp -r "$FIXTURES/tiny" short
sed -i 's/^vis_2,\(.*\),visibility,/vis_2,\1,,/' short/variables.csv
trig-collect init short.trig --survey short >/dev/null
trig-collect ingest short.trig export.csv >/dev/null || echo "not stored"
show trig-analyze reliability short.trig --pillar visibility
show trig-analyze reliability short.trig --quiet
sed -i 's/^days,\(.*\),career,/days,\1,,/' short/variables.csv
trig-collect init none.trig --survey short >/dev/null
show trig-analyze reliability none.trig

# An item that everybody answers alike tells what everybody answered.
{
    echo 'id,institution,wave,technical,vis_1,vis_2,car_1,days'
    for i in $(seq 1 30); do
        echo "$i,aldmoor,2024,yes,4,$((i % 5 + 1)),$((i % 4 + 1)),$((i % 7))"
    done
} >alike.csv
trig-collect init alike.trig --survey "$FIXTURES/tiny" >/dev/null
trig-collect ingest alike.trig alike.csv >/dev/null || echo "not stored"
show trig-analyze reliability alike.trig

# An item that everybody answers alike is no part of a scale: alpha is defined without it.
mkdir constant
printf 'key,value\nid,constant\n' >constant/survey.csv
printf 'id,label\np,Pillar\n' >constant/pillars.csv
{ echo 'scale,code,value'; for code in 1 2 3 4 5; do echo "five,$code,$code"; done; } >constant/scales.csv
{ echo 'name,role,type,scale,pillar'; for item in a b c d; do echo "$item,item,ordinal,five,p"; done; } >constant/variables.csv
awk 'BEGIN { print "a,b,c,d"; for (i = 0; i < 60; i++) printf "%d,%d,%d,4\n", 1 + i % 5, 1 + (i + i % 3) % 5, 1 + (i * i) % 5 }' >constant.csv
trig-collect init constant.trig --survey constant >/dev/null
trig-collect ingest constant.trig constant.csv >/dev/null
show trig-analyze reliability constant.trig --quiet --disclosure none
