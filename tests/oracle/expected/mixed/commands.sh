#!/bin/sh
# Written by mixed.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p alike1_definition
cp "$data"/institutions.csv alike1_definition/institutions.csv
cp "$data"/scales.csv alike1_definition/scales.csv
cp "$data"/survey.csv alike1_definition/survey.csv
cp "$data"/variables.csv alike1_definition/variables.csv
trig-collect init alike1.trig --survey alike1_definition > /dev/null
cp "$data"/alike1.csv alike1.csv
trig-collect ingest alike1.trig alike1.csv --format csv > /dev/null
trig-analyze compare alike1.trig --measure y --ranks none --disclosure none --format csv --quiet > t1.csv
mkdir -p unlike1_definition
cp "$data"/institutions.csv unlike1_definition/institutions.csv
cp "$data"/scales.csv unlike1_definition/scales.csv
cp "$data"/survey_2.csv unlike1_definition/survey.csv
cp "$data"/variables.csv unlike1_definition/variables.csv
trig-collect init unlike1.trig --survey unlike1_definition > /dev/null
cp "$data"/unlike1.csv unlike1.csv
trig-collect ingest unlike1.trig unlike1.csv --format csv > /dev/null
trig-analyze compare unlike1.trig --measure y --ranks none --disclosure none --format csv --quiet > t2.csv
trig-analyze compare unlike1.trig --measure y --heterogeneity --disclosure none --format csv --quiet > t3.csv
mkdir -p alike2_definition
cp "$data"/institutions_2.csv alike2_definition/institutions.csv
cp "$data"/scales.csv alike2_definition/scales.csv
cp "$data"/survey_3.csv alike2_definition/survey.csv
cp "$data"/variables.csv alike2_definition/variables.csv
trig-collect init alike2.trig --survey alike2_definition > /dev/null
cp "$data"/alike2.csv alike2.csv
trig-collect ingest alike2.trig alike2.csv --format csv > /dev/null
trig-analyze compare alike2.trig --measure y --ranks none --disclosure none --format csv --quiet > t4.csv
mkdir -p unlike2_definition
cp "$data"/institutions_2.csv unlike2_definition/institutions.csv
cp "$data"/scales.csv unlike2_definition/scales.csv
cp "$data"/survey_4.csv unlike2_definition/survey.csv
cp "$data"/variables.csv unlike2_definition/variables.csv
trig-collect init unlike2.trig --survey unlike2_definition > /dev/null
cp "$data"/unlike2.csv unlike2.csv
trig-collect ingest unlike2.trig unlike2.csv --format csv > /dev/null
trig-analyze compare unlike2.trig --measure y --ranks none --disclosure none --format csv --quiet > t5.csv
trig-analyze compare unlike2.trig --measure y --heterogeneity --disclosure none --format csv --quiet > t6.csv
mkdir -p alike3_definition
cp "$data"/institutions_3.csv alike3_definition/institutions.csv
cp "$data"/scales.csv alike3_definition/scales.csv
cp "$data"/survey_5.csv alike3_definition/survey.csv
cp "$data"/variables.csv alike3_definition/variables.csv
trig-collect init alike3.trig --survey alike3_definition > /dev/null
cp "$data"/alike3.csv alike3.csv
trig-collect ingest alike3.trig alike3.csv --format csv > /dev/null
trig-analyze compare alike3.trig --measure y --ranks none --disclosure none --format csv --quiet > t7.csv
mkdir -p unlike3_definition
cp "$data"/institutions_3.csv unlike3_definition/institutions.csv
cp "$data"/scales.csv unlike3_definition/scales.csv
cp "$data"/survey_6.csv unlike3_definition/survey.csv
cp "$data"/variables.csv unlike3_definition/variables.csv
trig-collect init unlike3.trig --survey unlike3_definition > /dev/null
cp "$data"/unlike3.csv unlike3.csv
trig-collect ingest unlike3.trig unlike3.csv --format csv > /dev/null
trig-analyze compare unlike3.trig --measure y --ranks none --disclosure none --format csv --quiet > t8.csv
trig-analyze compare unlike3.trig --measure y --heterogeneity --disclosure none --format csv --quiet > t9.csv
mkdir -p alike4_definition
cp "$data"/institutions_4.csv alike4_definition/institutions.csv
cp "$data"/scales.csv alike4_definition/scales.csv
cp "$data"/survey_7.csv alike4_definition/survey.csv
cp "$data"/variables.csv alike4_definition/variables.csv
trig-collect init alike4.trig --survey alike4_definition > /dev/null
cp "$data"/alike4.csv alike4.csv
trig-collect ingest alike4.trig alike4.csv --format csv > /dev/null
trig-analyze compare alike4.trig --measure y --ranks none --disclosure none --format csv --quiet > t10.csv
mkdir -p unlike4_definition
cp "$data"/institutions_4.csv unlike4_definition/institutions.csv
cp "$data"/scales.csv unlike4_definition/scales.csv
cp "$data"/survey_8.csv unlike4_definition/survey.csv
cp "$data"/variables.csv unlike4_definition/variables.csv
trig-collect init unlike4.trig --survey unlike4_definition > /dev/null
cp "$data"/unlike4.csv unlike4.csv
trig-collect ingest unlike4.trig unlike4.csv --format csv > /dev/null
trig-analyze compare unlike4.trig --measure y --ranks none --disclosure none --format csv --quiet > t11.csv
trig-analyze compare unlike4.trig --measure y --heterogeneity --disclosure none --format csv --quiet > t12.csv
