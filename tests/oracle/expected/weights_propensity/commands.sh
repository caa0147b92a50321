#!/bin/sh
# Written by weights_propensity.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p propensity11_definition
cp "$data"/scales.csv propensity11_definition/scales.csv
cp "$data"/survey.csv propensity11_definition/survey.csv
cp "$data"/variables.csv propensity11_definition/variables.csv
trig-collect init propensity11.trig --survey propensity11_definition > /dev/null
cp "$data"/propensity11.csv propensity11.csv
trig-collect ingest propensity11.trig propensity11.csv > /dev/null
cp "$data"/totals.csv totals.csv
trig-analyze weight propensity11.trig --method propensity --to totals.csv --quiet > /dev/null
trig-analyze summary propensity11.trig --measure y --disclosure none --by all --weights weight --format csv --quiet > t1.csv
trig-analyze summary propensity11.trig --measure s:positive --disclosure none --by all --weights weight --format csv --quiet > t2.csv
trig-analyze summary propensity11.trig --measure s:positive --disclosure none --by role --weights weight --format csv --quiet > t3.csv
trig-analyze summary propensity11.trig --measure y --disclosure none --by site --weights weight --format csv --quiet > t4.csv
trig-analyze summary propensity11.trig --measure y --disclosure none --by grade --weights weight --format csv --quiet > t5.csv
trig-analyze regress propensity11.trig --outcome y --on role,age --disclosure none --weights weight --format csv --quiet > t6.csv
trig-analyze regress propensity11.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights weight --format csv --quiet > t7.csv
cp "$data"/totals_2.csv totals.csv
trig-analyze weight propensity11.trig --method propensity --to totals.csv --by role,grade --name summed --quiet > /dev/null
mkdir -p propensity12_definition
cp "$data"/scales.csv propensity12_definition/scales.csv
cp "$data"/survey.csv propensity12_definition/survey.csv
cp "$data"/variables.csv propensity12_definition/variables.csv
trig-collect init propensity12.trig --survey propensity12_definition > /dev/null
cp "$data"/propensity12.csv propensity12.csv
trig-collect ingest propensity12.trig propensity12.csv > /dev/null
cp "$data"/totals_3.csv totals.csv
trig-analyze weight propensity12.trig --method propensity --to totals.csv --quiet > /dev/null
trig-analyze summary propensity12.trig --measure s:positive --disclosure none --by all --weights weight --format csv --quiet > t8.csv
trig-analyze summary propensity12.trig --measure y --disclosure none --by role --weights weight --format csv --quiet > t9.csv
trig-analyze summary propensity12.trig --measure s:positive --disclosure none --by role --weights weight --format csv --quiet > t10.csv
trig-analyze summary propensity12.trig --measure y --disclosure none --by site --weights weight --format csv --quiet > t11.csv
trig-analyze summary propensity12.trig --measure y --disclosure none --by grade --weights weight --format csv --quiet > t12.csv
trig-analyze summary propensity12.trig --measure s:positive --disclosure none --by grade --weights weight --format csv --quiet > t13.csv
trig-analyze regress propensity12.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights weight --format csv --quiet > t14.csv
cp "$data"/totals_4.csv totals.csv
trig-analyze weight propensity12.trig --method propensity --to totals.csv --by role,grade,site --name summed --quiet > /dev/null
mkdir -p propensity13_definition
cp "$data"/scales.csv propensity13_definition/scales.csv
cp "$data"/survey.csv propensity13_definition/survey.csv
cp "$data"/variables_2.csv propensity13_definition/variables.csv
trig-collect init propensity13.trig --survey propensity13_definition > /dev/null
cp "$data"/propensity13.csv propensity13.csv
trig-collect ingest propensity13.trig propensity13.csv > /dev/null
cp "$data"/totals_5.csv totals.csv
trig-analyze weight propensity13.trig --method propensity --to totals.csv --quiet > /dev/null
trig-analyze summary propensity13.trig --measure s:positive --disclosure none --by all --weights weight --format csv --quiet > t15.csv
trig-analyze summary propensity13.trig --measure y --disclosure none --by role --weights weight --format csv --quiet > t16.csv
trig-analyze summary propensity13.trig --measure y --disclosure none --by site --weights weight --format csv --quiet > t17.csv
trig-analyze summary propensity13.trig --measure s:positive --disclosure none --by site --weights weight --format csv --quiet > t18.csv
trig-analyze summary propensity13.trig --measure s:positive --disclosure none --by grade --weights weight --format csv --quiet > t19.csv
trig-analyze regress propensity13.trig --outcome s:positive --on role,age --family logistic --disclosure none --weights weight --format csv --quiet > t20.csv
mkdir -p propensity14_definition
cp "$data"/scales.csv propensity14_definition/scales.csv
cp "$data"/survey.csv propensity14_definition/survey.csv
cp "$data"/variables_2.csv propensity14_definition/variables.csv
trig-collect init propensity14.trig --survey propensity14_definition > /dev/null
cp "$data"/propensity14.csv propensity14.csv
trig-collect ingest propensity14.trig propensity14.csv > /dev/null
cp "$data"/totals_6.csv totals.csv
trig-analyze weight propensity14.trig --method propensity --to totals.csv --quiet > /dev/null
trig-analyze summary propensity14.trig --measure y --disclosure none --by all --weights weight --format csv --quiet > t21.csv
trig-analyze summary propensity14.trig --measure y --disclosure none --by role --weights weight --format csv --quiet > t22.csv
trig-analyze summary propensity14.trig --measure s:positive --disclosure none --by role --weights weight --format csv --quiet > t23.csv
trig-analyze summary propensity14.trig --measure y --disclosure none --by site --weights weight --format csv --quiet > t24.csv
trig-analyze summary propensity14.trig --measure s:positive --disclosure none --by site --weights weight --format csv --quiet > t25.csv
trig-analyze summary propensity14.trig --measure s:positive --disclosure none --by grade --weights weight --format csv --quiet > t26.csv
trig-analyze regress propensity14.trig --outcome y --on role,age --disclosure none --weights weight --format csv --quiet > t27.csv
mkdir -p propensity15_definition
cp "$data"/scales.csv propensity15_definition/scales.csv
cp "$data"/survey.csv propensity15_definition/survey.csv
cp "$data"/variables_3.csv propensity15_definition/variables.csv
trig-collect init propensity15.trig --survey propensity15_definition > /dev/null
cp "$data"/propensity15.csv propensity15.csv
trig-collect ingest propensity15.trig propensity15.csv > /dev/null
cp "$data"/totals_7.csv totals.csv
trig-analyze weight propensity15.trig --method propensity --to totals.csv --quiet > /dev/null
trig-analyze summary propensity15.trig --measure y --disclosure none --by all --weights weight --format csv --quiet > t28.csv
trig-analyze summary propensity15.trig --measure y --disclosure none --by role --weights weight --format csv --quiet > t29.csv
trig-analyze summary propensity15.trig --measure s:positive --disclosure none --by role --weights weight --format csv --quiet > t30.csv
trig-analyze summary propensity15.trig --measure s:positive --disclosure none --by site --weights weight --format csv --quiet > t31.csv
trig-analyze summary propensity15.trig --measure y --disclosure none --by grade --weights weight --format csv --quiet > t32.csv
trig-analyze summary propensity15.trig --measure s:positive --disclosure none --by grade --weights weight --format csv --quiet > t33.csv
trig-analyze regress propensity15.trig --outcome y --on role,age --disclosure none --weights weight --format csv --quiet > t34.csv
mkdir -p staff16_definition
cp "$data"/institutions.csv staff16_definition/institutions.csv
cp "$data"/population.csv staff16_definition/population.csv
cp "$data"/scales.csv staff16_definition/scales.csv
cp "$data"/survey.csv staff16_definition/survey.csv
cp "$data"/variables_4.csv staff16_definition/variables.csv
cp "$data"/waves.csv staff16_definition/waves.csv
trig-collect init staff16.trig --survey staff16_definition > /dev/null
cp "$data"/staff16.csv staff16.csv
trig-collect ingest staff16.trig staff16.csv > /dev/null
trig-analyze weight staff16.trig --method propensity --wave all --quiet > /dev/null
trig-analyze summary staff16.trig --measure y --disclosure none --by all --weights weight --wave 2021 --fpc off --format csv --quiet > t35.csv
trig-analyze summary staff16.trig --measure y --disclosure none --by role --weights weight --wave 2021 --fpc off --format csv --quiet > t36.csv
trig-analyze summary staff16.trig --measure y --disclosure none --by all --weights weight --wave 2024 --fpc off --format csv --quiet > t37.csv
trig-analyze summary staff16.trig --measure y --disclosure none --by institution --weights weight --wave 2024 --fpc off --format csv --quiet > t38.csv
mkdir -p staff17_definition
cp "$data"/institutions.csv staff17_definition/institutions.csv
cp "$data"/population_2.csv staff17_definition/population.csv
cp "$data"/scales.csv staff17_definition/scales.csv
cp "$data"/survey.csv staff17_definition/survey.csv
cp "$data"/variables_4.csv staff17_definition/variables.csv
cp "$data"/waves.csv staff17_definition/waves.csv
trig-collect init staff17.trig --survey staff17_definition > /dev/null
cp "$data"/staff17.csv staff17.csv
trig-collect ingest staff17.trig staff17.csv > /dev/null
trig-analyze weight staff17.trig --method propensity --wave all --quiet > /dev/null
trig-analyze summary staff17.trig --measure y --disclosure none --by all --weights weight --wave 2021 --fpc off --format csv --quiet > t39.csv
trig-analyze summary staff17.trig --measure y --disclosure none --by institution --weights weight --wave 2021 --fpc off --format csv --quiet > t40.csv
trig-analyze summary staff17.trig --measure y --disclosure none --by all --weights weight --wave 2024 --fpc off --format csv --quiet > t41.csv
trig-analyze summary staff17.trig --measure y --disclosure none --by institution --weights weight --wave 2024 --fpc off --format csv --quiet > t42.csv
mkdir -p api_definition
cp "$data"/scales_2.csv api_definition/scales.csv
cp "$data"/survey.csv api_definition/survey.csv
cp "$data"/variables_5.csv api_definition/variables.csv
trig-collect init api.trig --survey api_definition > /dev/null
cp "$data"/api.csv api.csv
trig-collect ingest api.trig api.csv > /dev/null
cp "$data"/totals_8.csv totals.csv
trig-analyze weight api.trig --method propensity --to totals.csv --quiet > /dev/null
trig-analyze summary api.trig --measure enroll --disclosure none --by all --weights weight --format csv --quiet > t43.csv
trig-analyze summary api.trig --measure api00 --disclosure none --by stype --weights weight --format csv --quiet > t44.csv
trig-analyze summary api.trig --measure api00 --disclosure none --by sch.wide --weights weight --format csv --quiet > t45.csv
trig-analyze summary api.trig --measure enroll --disclosure none --by sch.wide --weights weight --format csv --quiet > t46.csv
trig-analyze summary api.trig --measure api00 --disclosure none --by awards --weights weight --format csv --quiet > t47.csv
trig-analyze summary api.trig --measure enroll --disclosure none --by awards --weights weight --format csv --quiet > t48.csv
