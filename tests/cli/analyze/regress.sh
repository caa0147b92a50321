# Regression: the four families on a survey of one wave, its R code, and what is refused.
trig-collect init tiny.trig --survey "$FIXTURES/tiny" >/dev/null
awk 'BEGIN {
    print "id,institution,wave,technical,vis_1,vis_2,car_1,days"
    for (i = 1; i <= 240; i++) {
        level = (i * 7 + i % 4) % 5
        first = (level + (i % 3 == 0)) % 5 + 1
        second = i % 11 == 0 ? "" : 5 - (level + (i % 4 == 0)) % 5
        career = i % 13 == 0 ? 3 : (first * 2 + i * i) % 5 + 1
        print i ",aldmoor," (i % 3 ? 2024 : 2021) ",yes," first "," second "," career "," (career + i * i) % 17
    }
}' >export.csv
trig-collect ingest tiny.trig export.csv >/dev/null || echo "not stored"

show trig-analyze regress tiny.trig --outcome pillar:visibility --on 'car_1,days' --wave all
show trig-analyze regress tiny.trig --outcome days --on 'car_1,wave' --family poisson --exponentiate --reference car_1=3
show trig-analyze regress tiny.trig --outcome car_1:positive --on 'numeric(vis_1)*wave' --family logistic --format csv
show trig-analyze regress tiny.trig --outcome vis_1 --on days --family ordinal --wave 2024 --format json --labels
show trig-analyze regress tiny.trig --outcome vis_1 --on 1 --quiet

# The same answers in two columns: the second says nothing of its own.
show trig-analyze regress tiny.trig --outcome days --on 'car_1,numeric(car_1)' --wave all --quiet

# The R code begins as that of every command; this is the model's part.
show sh -c "trig-analyze regress tiny.trig --outcome vis_1 --on days,car_1 --quiet --show-r | sed -n '/^design <- update/,\$p'"

# Errors over replicate weights; the one who differs in days is the replicates' to lose.
show trig-analyze regress tiny.trig --outcome car_1:positive --on days --family logistic --replicates bootstrap:40 --seed 7
{
    echo 'id,institution,wave,technical,vis_1,vis_2,car_1,days'
    for i in $(seq 1 60); do
        echo "$i,aldmoor,2024,yes,$((i % 3 + 1)),$((i % 3 == 0 ? 5 : i % 5 + 1)),$((i % 4 + 1)),$((i == 7 ? 5 : 0))"
    done
} >alike.csv
trig-collect init alike.trig --survey "$FIXTURES/tiny" >/dev/null
trig-collect ingest alike.trig alike.csv >/dev/null || echo "not stored"
show trig-analyze regress alike.trig --outcome vis_2 --on days --replicates jk1 --disclosure none

# ---- what cannot be done ----------------------------------------------------------------
show trig-analyze regress tiny.trig --outcome days
show trig-analyze regress tiny.trig --on days
show trig-analyze regress tiny.trig --outcome days --on vis_one
show trig-analyze regress tiny.trig --outcome days --on days
show trig-analyze regress tiny.trig --outcome pillars --on days
show trig-analyze regress tiny.trig --outcome days --on car_1 --family logistic
show trig-analyze regress tiny.trig --outcome days --on car_1 --family probit
show trig-analyze regress tiny.trig --outcome vis_1:positive --on car_1 --family ordinal
show trig-analyze regress tiny.trig --outcome days --on car_1 --exponentiate
show trig-analyze regress tiny.trig --outcome days --on car_1 --reference vis_1=2
show trig-analyze regress tiny.trig --outcome days --on car_1 --reference car_1=9
show trig-analyze regress tiny.trig --outcome days --on wave --wave 2024
show trig-analyze regress tiny.trig --outcome days --random institution
show trig-analyze regress tiny.trig --outcome days --random wave
show trig-analyze regress tiny.trig --outcome vis_1:positive --random institution --family logistic
show trig-analyze regress tiny.trig --outcome days --random institution --replicates jkn

# What answers do not suit: y goes below 0, same is the same, few has two answers, late was never asked with y.
mkdir unsuited
printf 'key,value\nid,unsuited\n' >unsuited/survey.csv
printf 'scale,code,label,value,kind\nsteps,1,Low,1,substantive\nsteps,2,Middle,2,substantive\nsteps,3,High,3,substantive\n' \
    >unsuited/scales.csv
printf 'name,label,role,type,scale\ny,y,attribute,numeric,\nsame,same,attribute,numeric,\nlate,late,attribute,numeric,\n' \
    >unsuited/variables.csv
printf 'few,few,item,ordinal,steps\nhalf,half,attribute,nominal,\n' >>unsuited/variables.csv
awk 'BEGIN {
    print "y,same,late,few,half"
    for (i = 1; i <= 60; i++)
        print i % 5 - 1 ",4,," i % 2 + 1 "," (i % 3 ? "a" : "b")
}' >unsuited.csv
trig-collect init unsuited.trig --survey unsuited >/dev/null
trig-collect ingest unsuited.trig unsuited.csv >/dev/null || echo "not stored"
show trig-analyze regress unsuited.trig --outcome y --on half --family poisson
show trig-analyze regress unsuited.trig --outcome same --on half
show trig-analyze regress unsuited.trig --outcome y --on same
show trig-analyze regress unsuited.trig --outcome few --on half --family ordinal
show trig-analyze regress unsuited.trig --outcome y --on late

# ---- what would tell of few people ------------------------------------------------------
show trig-analyze regress tiny.trig --outcome days --on 'car_1*vis_1'
show trig-analyze regress tiny.trig --outcome days --on car_1 --min-n 30
show trig-analyze regress alike.trig --outcome vis_2 --on vis_1
show trig-analyze regress alike.trig --outcome vis_2 --on days
show trig-analyze regress alike.trig --outcome vis_2=5 --on vis_1 --family logistic --disclosure none
show trig-analyze regress alike.trig --outcome vis_2=5 --on vis_1 --family logistic --reference vis_1=3 --disclosure none

# ---- between institutions: the smallest are hidden, and one more, since deviations add up to nought -----
awk 'BEGIN {
    print "id,institution,wave,technical,vis_1,vis_2,car_1,days"
    for (i = 1; i <= 90; i++)
        print i "," (i <= 60 ? "aldmoor" : i <= 84 ? "brack" : "cwm") ",2024,yes," i % 5 + 1 "," i % 4 + 1 "," i % 3 + 1 "," \
            (i <= 60 ? 9 : 4) + i * i % 7
}' >between.csv
trig-collect init between.trig --survey "$FIXTURES/tiny" >/dev/null
trig-collect ingest between.trig between.csv >/dev/null || echo "not stored"
show trig-analyze regress between.trig --outcome days --random institution
show trig-analyze regress between.trig --outcome days --on 'numeric(vis_1)' --random institution:wave --disclosure none --format csv --quiet
