#!/bin/sh
# Written by weights_statistics.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p strata11_definition
cp "$data"/scales.csv strata11_definition/scales.csv
cp "$data"/survey.csv strata11_definition/survey.csv
cp "$data"/variables.csv strata11_definition/variables.csv
trig-collect init strata11.trig --survey strata11_definition > /dev/null
cp "$data"/strata11.csv strata11.csv
trig-collect ingest strata11.trig strata11.csv > /dev/null
cp "$data"/totals.csv totals.csv
trig-analyze weight strata11.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
trig-analyze regress strata11.trig --outcome y --on role,age --disclosure none --weights cells --format csv --quiet > t1.csv
cp "$data"/totals_2.csv totals.csv
trig-analyze weight strata11.trig --method rake --to totals.csv --name raked --quiet > /dev/null
cp "$data"/totals_3.csv totals.csv
trig-analyze weight strata11.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
trig-analyze summary strata11.trig --measure y,s --statistic mean,total,median,p10,p75,variance,sd --df r --disclosure none --weights bounded --format csv --quiet > t2.csv
trig-analyze regress strata11.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights bounded --format csv --quiet > t3.csv
cp "$data"/totals_2.csv totals.csv
trig-analyze weight strata11.trig --method calibrate --calfun raking --to totals.csv --name raking --quiet > /dev/null
cp "$data"/totals_4.csv totals.csv
trig-analyze weight strata11.trig --method calibrate --to totals.csv --name number --quiet > /dev/null
trig-analyze summary strata11.trig --measure y,s --statistic mean,total,median,p10,p75,variance,sd --df r --disclosure none --by role --weights number --format csv --quiet > t4.csv
trig-analyze weight strata11.trig --method calibrate --calfun raking --to totals.csv --name number_raking --quiet > /dev/null
trig-analyze summary strata11.trig --measure y,s --statistic mean,total,median,p10,p75,variance,sd --df r --disclosure none --weights number_raking --format csv --quiet > t5.csv
trig-analyze summary strata11.trig --measure y,s,age,y/age --statistic correlation --df r --disclosure none --by role --weights number_raking --format csv --quiet > t6.csv
cp "$data"/totals_2.csv totals.csv
trig-analyze weight strata11.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --weights none --quiet > /dev/null
trig-analyze summary strata11.trig --measure y,s,age,y/age --statistic correlation --df r --disclosure none --weights trimmed --format csv --quiet > t7.csv
mkdir -p clusters12_definition
cp "$data"/scales.csv clusters12_definition/scales.csv
cp "$data"/survey.csv clusters12_definition/survey.csv
cp "$data"/variables_2.csv clusters12_definition/variables.csv
trig-collect init clusters12.trig --survey clusters12_definition > /dev/null
cp "$data"/clusters12.csv clusters12.csv
trig-collect ingest clusters12.trig clusters12.csv > /dev/null
cp "$data"/totals_5.csv totals.csv
trig-analyze weight clusters12.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
trig-analyze regress clusters12.trig --outcome y --on role,age --disclosure none --weights cells --format csv --quiet > t8.csv
cp "$data"/totals_6.csv totals.csv
trig-analyze weight clusters12.trig --method rake --to totals.csv --name raked --quiet > /dev/null
trig-analyze summary clusters12.trig --measure y,s,age,y/age --statistic correlation --df r --disclosure none --by role --weights raked --format csv --quiet > t9.csv
cp "$data"/totals_7.csv totals.csv
trig-analyze weight clusters12.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
trig-analyze regress clusters12.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights bounded --format csv --quiet > t10.csv
cp "$data"/totals_6.csv totals.csv
trig-analyze weight clusters12.trig --method calibrate --calfun raking --to totals.csv --name raking --quiet > /dev/null
cp "$data"/totals_8.csv totals.csv
trig-analyze weight clusters12.trig --method calibrate --to totals.csv --name number --quiet > /dev/null
trig-analyze summary clusters12.trig --measure y,s --statistic mean,total,median,p10,p75,variance,sd --df r --disclosure none --by role --weights number --format csv --quiet > t11.csv
trig-analyze weight clusters12.trig --method calibrate --calfun raking --to totals.csv --name number_raking --quiet > /dev/null
trig-analyze summary clusters12.trig --measure y,s --statistic mean,total,median,p10,p75,variance,sd --df r --disclosure none --weights number_raking --format csv --quiet > t12.csv
