#!/bin/sh
# Written by weights.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p plain1_definition
cp "$data"/scales.csv plain1_definition/scales.csv
cp "$data"/survey.csv plain1_definition/survey.csv
cp "$data"/variables.csv plain1_definition/variables.csv
trig-collect init plain1.trig --survey plain1_definition > /dev/null
cp "$data"/plain1.csv plain1.csv
trig-collect ingest plain1.trig plain1.csv > /dev/null
cp "$data"/totals.csv totals.csv
trig-analyze weight plain1.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
cp "$data"/totals_2.csv totals.csv
trig-analyze weight plain1.trig --method rake --to totals.csv --name raked --quiet > /dev/null
cp "$data"/totals_3.csv totals.csv
trig-analyze weight plain1.trig --method rake --to totals.csv --name crossed --quiet > /dev/null
cp "$data"/totals_2.csv totals.csv
trig-analyze weight plain1.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze summary plain1.trig --measure y,s,s:positive --disclosure none --df r --by all --weights linear --format csv --quiet > t1.csv
cp "$data"/totals_3.csv totals.csv
trig-analyze weight plain1.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
cp "$data"/totals_2.csv totals.csv
trig-analyze weight plain1.trig --method calibrate --calfun raking --to totals.csv --name raking --quiet > /dev/null
trig-analyze weight plain1.trig --method calibrate --calfun logit --bounds 0.2,4 --to totals.csv --name logit --quiet > /dev/null
trig-analyze summary plain1.trig --measure y,s,s:positive --disclosure none --df r --by role --weights logit --format csv --quiet > t2.csv
trig-analyze weight plain1.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --trim-once --weights none --quiet > /dev/null
trig-analyze weight plain1.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --weights none --quiet > /dev/null
mkdir -p strata2_definition
cp "$data"/scales.csv strata2_definition/scales.csv
cp "$data"/survey.csv strata2_definition/survey.csv
cp "$data"/variables_2.csv strata2_definition/variables.csv
trig-collect init strata2.trig --survey strata2_definition > /dev/null
cp "$data"/strata2.csv strata2.csv
trig-collect ingest strata2.trig strata2.csv > /dev/null
cp "$data"/totals_4.csv totals.csv
trig-analyze weight strata2.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
trig-analyze summary strata2.trig --measure y,s,s:positive --disclosure none --df r --by role --weights cells --format csv --quiet > t3.csv
cp "$data"/totals_5.csv totals.csv
trig-analyze weight strata2.trig --method rake --to totals.csv --name raked --quiet > /dev/null
cp "$data"/totals_6.csv totals.csv
trig-analyze weight strata2.trig --method rake --to totals.csv --name crossed --quiet > /dev/null
cp "$data"/totals_5.csv totals.csv
trig-analyze weight strata2.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze summary strata2.trig --measure y,s,s:positive --disclosure none --df r --by site --weights linear --format csv --quiet > t4.csv
cp "$data"/totals_6.csv totals.csv
trig-analyze weight strata2.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
cp "$data"/totals_5.csv totals.csv
trig-analyze weight strata2.trig --method calibrate --calfun raking --to totals.csv --name raking --quiet > /dev/null
trig-analyze weight strata2.trig --method calibrate --calfun logit --bounds 0.2,4 --to totals.csv --name logit --quiet > /dev/null
trig-analyze summary strata2.trig --measure y,s,s:positive --disclosure none --df r --by grade --weights logit --format csv --quiet > t5.csv
trig-analyze weight strata2.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --trim-once --weights none --quiet > /dev/null
trig-analyze weight strata2.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --weights none --quiet > /dev/null
mkdir -p weighted3_definition
cp "$data"/scales.csv weighted3_definition/scales.csv
cp "$data"/survey.csv weighted3_definition/survey.csv
cp "$data"/variables_2.csv weighted3_definition/variables.csv
trig-collect init weighted3.trig --survey weighted3_definition > /dev/null
cp "$data"/weighted3.csv weighted3.csv
trig-collect ingest weighted3.trig weighted3.csv > /dev/null
cp "$data"/totals_7.csv totals.csv
trig-analyze weight weighted3.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
trig-analyze summary weighted3.trig --measure y,s,s:positive --disclosure none --df r --by grade --weights cells --format csv --quiet > t6.csv
cp "$data"/totals_8.csv totals.csv
trig-analyze weight weighted3.trig --method rake --to totals.csv --name raked --quiet > /dev/null
cp "$data"/totals_9.csv totals.csv
trig-analyze weight weighted3.trig --method rake --to totals.csv --name crossed --quiet > /dev/null
cp "$data"/totals_8.csv totals.csv
trig-analyze weight weighted3.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
cp "$data"/totals_9.csv totals.csv
trig-analyze weight weighted3.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
trig-analyze summary weighted3.trig --measure y,s,s:positive --disclosure none --df r --by all --weights bounded --format csv --quiet > t7.csv
cp "$data"/totals_8.csv totals.csv
trig-analyze weight weighted3.trig --method calibrate --calfun raking --to totals.csv --name raking --quiet > /dev/null
trig-analyze weight weighted3.trig --method calibrate --calfun logit --bounds 0.2,4 --to totals.csv --name logit --quiet > /dev/null
trig-analyze summary weighted3.trig --measure y,s,s:positive --disclosure none --df r --by all --weights logit --format csv --quiet > t8.csv
trig-analyze weight weighted3.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --trim-once --quiet > /dev/null
trig-analyze weight weighted3.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --quiet > /dev/null
mkdir -p clusters4_definition
cp "$data"/scales.csv clusters4_definition/scales.csv
cp "$data"/survey.csv clusters4_definition/survey.csv
cp "$data"/variables_3.csv clusters4_definition/variables.csv
trig-collect init clusters4.trig --survey clusters4_definition > /dev/null
cp "$data"/clusters4.csv clusters4.csv
trig-collect ingest clusters4.trig clusters4.csv > /dev/null
cp "$data"/totals_10.csv totals.csv
trig-analyze weight clusters4.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
cp "$data"/totals_11.csv totals.csv
trig-analyze weight clusters4.trig --method rake --to totals.csv --name raked --quiet > /dev/null
cp "$data"/totals_12.csv totals.csv
trig-analyze weight clusters4.trig --method rake --to totals.csv --name crossed --quiet > /dev/null
trig-analyze summary clusters4.trig --measure y,s,s:positive --disclosure none --df r --by role --weights crossed --format csv --quiet > t9.csv
cp "$data"/totals_11.csv totals.csv
trig-analyze weight clusters4.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
cp "$data"/totals_12.csv totals.csv
trig-analyze weight clusters4.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
cp "$data"/totals_11.csv totals.csv
trig-analyze weight clusters4.trig --method calibrate --calfun raking --to totals.csv --name raking --quiet > /dev/null
trig-analyze summary clusters4.trig --measure y,s,s:positive --disclosure none --df r --by site --weights raking --format csv --quiet > t10.csv
trig-analyze weight clusters4.trig --method calibrate --calfun logit --bounds 0.2,4 --to totals.csv --name logit --quiet > /dev/null
trig-analyze weight clusters4.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --trim-once --quiet > /dev/null
trig-analyze weight clusters4.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --quiet > /dev/null
mkdir -p teams5_definition
cp "$data"/scales.csv teams5_definition/scales.csv
cp "$data"/survey.csv teams5_definition/survey.csv
cp "$data"/variables_3.csv teams5_definition/variables.csv
trig-collect init teams5.trig --survey teams5_definition > /dev/null
cp "$data"/teams5.csv teams5.csv
trig-collect ingest teams5.trig teams5.csv > /dev/null
cp "$data"/totals_13.csv totals.csv
trig-analyze weight teams5.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
trig-analyze summary teams5.trig --measure y,s,s:positive --disclosure none --df r --by site --weights cells --format csv --quiet > t11.csv
cp "$data"/totals_14.csv totals.csv
trig-analyze weight teams5.trig --method rake --to totals.csv --name raked --quiet > /dev/null
cp "$data"/totals_15.csv totals.csv
trig-analyze weight teams5.trig --method rake --to totals.csv --name crossed --quiet > /dev/null
cp "$data"/totals_14.csv totals.csv
trig-analyze weight teams5.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze summary teams5.trig --measure y,s,s:positive --disclosure none --df r --by grade --weights linear --format csv --quiet > t12.csv
cp "$data"/totals_15.csv totals.csv
trig-analyze weight teams5.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
cp "$data"/totals_14.csv totals.csv
trig-analyze weight teams5.trig --method calibrate --calfun raking --to totals.csv --name raking --quiet > /dev/null
trig-analyze weight teams5.trig --method calibrate --calfun logit --bounds 0.2,4 --to totals.csv --name logit --quiet > /dev/null
trig-analyze weight teams5.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --trim-once --weights none --quiet > /dev/null
trig-analyze summary teams5.trig --measure y,s,s:positive --disclosure none --df r --by role --weights trimmed --format csv --quiet > t13.csv
trig-analyze weight teams5.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --weights none --quiet > /dev/null
mkdir -p staff6_definition
cp "$data"/institutions.csv staff6_definition/institutions.csv
cp "$data"/population.csv staff6_definition/population.csv
cp "$data"/scales.csv staff6_definition/scales.csv
cp "$data"/survey.csv staff6_definition/survey.csv
cp "$data"/variables_4.csv staff6_definition/variables.csv
cp "$data"/waves.csv staff6_definition/waves.csv
trig-collect init staff6.trig --survey staff6_definition > /dev/null
cp "$data"/staff6.csv staff6.csv
trig-collect ingest staff6.trig staff6.csv > /dev/null
trig-analyze weight staff6.trig --method poststratify --wave all --quiet > /dev/null
trig-analyze summary staff6.trig --measure y,s --disclosure none --df r --by role --weights weight --wave 2024 --fpc on --format csv --quiet > t14.csv
mkdir -p staff7_definition
cp "$data"/institutions.csv staff7_definition/institutions.csv
cp "$data"/population_2.csv staff7_definition/population.csv
cp "$data"/scales.csv staff7_definition/scales.csv
cp "$data"/survey.csv staff7_definition/survey.csv
cp "$data"/variables_4.csv staff7_definition/variables.csv
cp "$data"/waves.csv staff7_definition/waves.csv
trig-collect init staff7.trig --survey staff7_definition > /dev/null
cp "$data"/staff7.csv staff7.csv
trig-collect ingest staff7.trig staff7.csv > /dev/null
trig-analyze weight staff7.trig --method poststratify --wave all --quiet > /dev/null
trig-analyze summary staff7.trig --measure y,s --disclosure none --df r --by role --weights weight --wave 2024 --fpc on --format csv --quiet > t15.csv
trig-analyze compare staff7.trig --measure y --weights weight --wave 2024 --disclosure none --format csv --quiet > t16.csv
