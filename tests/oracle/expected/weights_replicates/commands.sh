#!/bin/sh
# Written by weights_replicates.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p plain21_definition
cp "$data"/scales.csv plain21_definition/scales.csv
cp "$data"/survey.csv plain21_definition/survey.csv
cp "$data"/variables.csv plain21_definition/variables.csv
trig-collect init plain21.trig --survey plain21_definition > /dev/null
cp "$data"/plain21.csv plain21.csv
trig-collect ingest plain21.trig plain21.csv > /dev/null
cp "$data"/totals.csv totals.csv
trig-analyze weight plain21.trig --method rake --to totals.csv --name raked --quiet > /dev/null
trig-analyze summary plain21.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by role --weights raked --replicates jk1 --format csv --quiet > t1.csv
trig-analyze weight plain21.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze summary plain21.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --weights linear --replicates jk1 --format csv --quiet > t2.csv
trig-analyze regress plain21.trig --outcome y --on role,age --disclosure none --weights linear --replicates jk1 --format csv --quiet > t3.csv
mkdir -p strata22_definition
cp "$data"/scales.csv strata22_definition/scales.csv
cp "$data"/survey.csv strata22_definition/survey.csv
cp "$data"/variables_2.csv strata22_definition/variables.csv
trig-collect init strata22.trig --survey strata22_definition > /dev/null
cp "$data"/strata22.csv strata22.csv
trig-collect ingest strata22.trig strata22.csv > /dev/null
cp "$data"/totals_2.csv totals.csv
trig-analyze weight strata22.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
cp "$data"/totals_3.csv totals.csv
trig-analyze weight strata22.trig --method rake --to totals.csv --name crossed --quiet > /dev/null
trig-analyze summary strata22.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by role --weights crossed --replicates jkn --format csv --quiet > t4.csv
trig-analyze regress strata22.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights crossed --replicates jkn --format csv --quiet > t5.csv
cp "$data"/totals_4.csv totals.csv
trig-analyze weight strata22.trig --method calibrate --calfun raking --to totals.csv --name raking --quiet > /dev/null
trig-analyze summary strata22.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --weights raking --replicates jkn --format csv --quiet > t6.csv
trig-analyze regress strata22.trig --outcome y --on role,age --disclosure none --weights raking --replicates jkn --format csv --quiet > t7.csv
mkdir -p clusters23_definition
cp "$data"/scales.csv clusters23_definition/scales.csv
cp "$data"/survey.csv clusters23_definition/survey.csv
cp "$data"/variables_3.csv clusters23_definition/variables.csv
trig-collect init clusters23.trig --survey clusters23_definition > /dev/null
cp "$data"/clusters23.csv clusters23.csv
trig-collect ingest clusters23.trig clusters23.csv > /dev/null
cp "$data"/totals_5.csv totals.csv
trig-analyze weight clusters23.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
cp "$data"/totals_6.csv totals.csv
trig-analyze weight clusters23.trig --method rake --to totals.csv --name raked --quiet > /dev/null
trig-analyze summary clusters23.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by role --weights raked --replicates jkn --format csv --quiet > t8.csv
trig-analyze regress clusters23.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights raked --replicates jkn --format csv --quiet > t9.csv
trig-analyze weight clusters23.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze regress clusters23.trig --outcome y --on role,age --disclosure none --weights linear --replicates jkn --format csv --quiet > t10.csv
cp "$data"/totals_7.csv totals.csv
trig-analyze weight clusters23.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
trig-analyze summary clusters23.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by role --weights bounded --replicates jkn --format csv --quiet > t11.csv
trig-analyze regress clusters23.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights bounded --replicates jkn --format csv --quiet > t12.csv
cp "$data"/totals_6.csv totals.csv
trig-analyze weight clusters23.trig --method calibrate --calfun logit --bounds 0.2,4 --to totals.csv --name logit --quiet > /dev/null
trig-analyze regress clusters23.trig --outcome y --on role,age --disclosure none --weights logit --replicates jkn --format csv --quiet > t13.csv
mkdir -p jknFALSEFALSE31_definition
cp "$data"/scales.csv jknFALSEFALSE31_definition/scales.csv
cp "$data"/survey_2.csv jknFALSEFALSE31_definition/survey.csv
cp "$data"/variables_4.csv jknFALSEFALSE31_definition/variables.csv
trig-collect init jknFALSEFALSE31.trig --survey jknFALSEFALSE31_definition > /dev/null
cp "$data"/jknFALSEFALSE31.csv jknFALSEFALSE31.csv
trig-collect ingest jknFALSEFALSE31.trig jknFALSEFALSE31.csv > /dev/null
trig-analyze summary jknFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t14.csv
trig-analyze summary jknFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by role --format csv --quiet > t15.csv
trig-analyze regress jknFALSEFALSE31.trig --outcome y --on role,age --disclosure none --format csv --quiet > t16.csv
cp "$data"/totals_8.csv totals.csv
trig-analyze weight jknFALSEFALSE31.trig --method rake --to totals.csv --name raked --quiet > /dev/null
trig-analyze summary jknFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by role --weights raked --format csv --quiet > t17.csv
trig-analyze regress jknFALSEFALSE31.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights raked --format csv --quiet > t18.csv
trig-analyze weight jknFALSEFALSE31.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze regress jknFALSEFALSE31.trig --outcome y --on role,age --disclosure none --weights linear --format csv --quiet > t19.csv
mkdir -p jknFALSETRUE31_definition
cp "$data"/scales.csv jknFALSETRUE31_definition/scales.csv
cp "$data"/survey_3.csv jknFALSETRUE31_definition/survey.csv
cp "$data"/variables_4.csv jknFALSETRUE31_definition/variables.csv
trig-collect init jknFALSETRUE31.trig --survey jknFALSETRUE31_definition > /dev/null
cp "$data"/jknFALSEFALSE31.csv jknFALSETRUE31.csv
trig-collect ingest jknFALSETRUE31.trig jknFALSETRUE31.csv > /dev/null
trig-analyze regress jknFALSETRUE31.trig --outcome y --on role,age --disclosure none --format csv --quiet > t20.csv
mkdir -p brrFALSEFALSE31_definition
cp "$data"/scales.csv brrFALSEFALSE31_definition/scales.csv
cp "$data"/survey_4.csv brrFALSEFALSE31_definition/survey.csv
cp "$data"/variables_5.csv brrFALSEFALSE31_definition/variables.csv
trig-collect init brrFALSEFALSE31.trig --survey brrFALSEFALSE31_definition > /dev/null
cp "$data"/brrFALSEFALSE31.csv brrFALSEFALSE31.csv
trig-collect ingest brrFALSEFALSE31.trig brrFALSEFALSE31.csv > /dev/null
trig-analyze summary brrFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t21.csv
trig-analyze regress brrFALSEFALSE31.trig --outcome y --on role,age --disclosure none --format csv --quiet > t22.csv
mkdir -p brrFALSETRUE31_definition
cp "$data"/scales.csv brrFALSETRUE31_definition/scales.csv
cp "$data"/survey_5.csv brrFALSETRUE31_definition/survey.csv
cp "$data"/variables_5.csv brrFALSETRUE31_definition/variables.csv
trig-collect init brrFALSETRUE31.trig --survey brrFALSETRUE31_definition > /dev/null
cp "$data"/brrFALSEFALSE31.csv brrFALSETRUE31.csv
trig-collect ingest brrFALSETRUE31.trig brrFALSETRUE31.csv > /dev/null
trig-analyze summary brrFALSETRUE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t23.csv
mkdir -p fayFALSEFALSE31_definition
cp "$data"/scales.csv fayFALSEFALSE31_definition/scales.csv
cp "$data"/survey_6.csv fayFALSEFALSE31_definition/survey.csv
cp "$data"/variables_5.csv fayFALSEFALSE31_definition/variables.csv
trig-collect init fayFALSEFALSE31.trig --survey fayFALSEFALSE31_definition > /dev/null
cp "$data"/fayFALSEFALSE31.csv fayFALSEFALSE31.csv
trig-collect ingest fayFALSEFALSE31.trig fayFALSEFALSE31.csv > /dev/null
trig-analyze summary fayFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t24.csv
trig-analyze regress fayFALSEFALSE31.trig --outcome y --on role,age --disclosure none --format csv --quiet > t25.csv
trig-analyze weight fayFALSEFALSE31.trig --method rake --to totals.csv --name raked --quiet > /dev/null
trig-analyze summary fayFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --weights raked --format csv --quiet > t26.csv
trig-analyze regress fayFALSEFALSE31.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights raked --format csv --quiet > t27.csv
trig-analyze weight fayFALSEFALSE31.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze summary fayFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by role --weights linear --format csv --quiet > t28.csv
trig-analyze regress fayFALSEFALSE31.trig --outcome y --on role,age --disclosure none --weights linear --format csv --quiet > t29.csv
mkdir -p fayFALSETRUE31_definition
cp "$data"/scales.csv fayFALSETRUE31_definition/scales.csv
cp "$data"/survey_7.csv fayFALSETRUE31_definition/survey.csv
cp "$data"/variables_5.csv fayFALSETRUE31_definition/variables.csv
trig-collect init fayFALSETRUE31.trig --survey fayFALSETRUE31_definition > /dev/null
cp "$data"/fayFALSEFALSE31.csv fayFALSETRUE31.csv
trig-collect ingest fayFALSETRUE31.trig fayFALSETRUE31.csv > /dev/null
trig-analyze summary fayFALSETRUE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t30.csv
mkdir -p sdrFALSEFALSE31_definition
cp "$data"/scales.csv sdrFALSEFALSE31_definition/scales.csv
cp "$data"/survey_8.csv sdrFALSEFALSE31_definition/survey.csv
cp "$data"/variables_5.csv sdrFALSEFALSE31_definition/variables.csv
trig-collect init sdrFALSEFALSE31.trig --survey sdrFALSEFALSE31_definition > /dev/null
cp "$data"/brrFALSEFALSE31.csv sdrFALSEFALSE31.csv
trig-collect ingest sdrFALSEFALSE31.trig sdrFALSEFALSE31.csv > /dev/null
trig-analyze summary sdrFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t31.csv
trig-analyze summary sdrFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by site --format csv --quiet > t32.csv
mkdir -p sdrFALSETRUE31_definition
cp "$data"/scales.csv sdrFALSETRUE31_definition/scales.csv
cp "$data"/survey_9.csv sdrFALSETRUE31_definition/survey.csv
cp "$data"/variables_5.csv sdrFALSETRUE31_definition/variables.csv
trig-collect init sdrFALSETRUE31.trig --survey sdrFALSETRUE31_definition > /dev/null
cp "$data"/brrFALSEFALSE31.csv sdrFALSETRUE31.csv
trig-collect ingest sdrFALSETRUE31.trig sdrFALSETRUE31.csv > /dev/null
trig-analyze summary sdrFALSETRUE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t33.csv
mkdir -p otherFALSEFALSE31_definition
cp "$data"/scales.csv otherFALSEFALSE31_definition/scales.csv
cp "$data"/survey_10.csv otherFALSEFALSE31_definition/survey.csv
cp "$data"/variables_4.csv otherFALSEFALSE31_definition/variables.csv
trig-collect init otherFALSEFALSE31.trig --survey otherFALSEFALSE31_definition > /dev/null
cp "$data"/jknFALSEFALSE31.csv otherFALSEFALSE31.csv
trig-collect ingest otherFALSEFALSE31.trig otherFALSEFALSE31.csv > /dev/null
trig-analyze summary otherFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t34.csv
trig-analyze summary otherFALSEFALSE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --by site --format csv --quiet > t35.csv
mkdir -p otherFALSETRUE31_definition
cp "$data"/scales.csv otherFALSETRUE31_definition/scales.csv
cp "$data"/survey_11.csv otherFALSETRUE31_definition/survey.csv
cp "$data"/variables_4.csv otherFALSETRUE31_definition/variables.csv
trig-collect init otherFALSETRUE31.trig --survey otherFALSETRUE31_definition > /dev/null
cp "$data"/jknFALSEFALSE31.csv otherFALSETRUE31.csv
trig-collect ingest otherFALSETRUE31.trig otherFALSETRUE31.csv > /dev/null
trig-analyze summary otherFALSETRUE31.trig --measure y,s,s:positive --statistic mean,total --df design --disclosure none --format csv --quiet > t36.csv
trig-analyze regress otherFALSETRUE31.trig --outcome s:positive --on role,age --family logistic --disclosure none --format csv --quiet > t37.csv
