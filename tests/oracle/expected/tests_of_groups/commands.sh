#!/bin/sh
# Written by tests_of_groups.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p psu1_definition
cp "$data"/scales.csv psu1_definition/scales.csv
cp "$data"/survey.csv psu1_definition/survey.csv
cp "$data"/variables.csv psu1_definition/variables.csv
trig-collect init psu1.trig --survey psu1_definition > /dev/null
cp "$data"/psu1.csv psu1.csv
trig-collect ingest psu1.trig psu1.csv --format csv > /dev/null
mkdir -p strata1_definition
cp "$data"/scales.csv strata1_definition/scales.csv
cp "$data"/survey_2.csv strata1_definition/survey.csv
cp "$data"/variables_2.csv strata1_definition/variables.csv
trig-collect init strata1.trig --survey strata1_definition > /dev/null
cp "$data"/psu1.csv strata1.csv
trig-collect ingest strata1.trig strata1.csv --format csv > /dev/null
mkdir -p none1_definition
cp "$data"/scales.csv none1_definition/scales.csv
cp "$data"/survey_3.csv none1_definition/survey.csv
cp "$data"/variables_3.csv none1_definition/variables.csv
trig-collect init none1.trig --survey none1_definition > /dev/null
cp "$data"/none1.csv none1.csv
trig-collect ingest none1.trig none1.csv --format csv > /dev/null
mkdir -p psu2_definition
cp "$data"/scales.csv psu2_definition/scales.csv
cp "$data"/survey_4.csv psu2_definition/survey.csv
cp "$data"/variables.csv psu2_definition/variables.csv
trig-collect init psu2.trig --survey psu2_definition > /dev/null
cp "$data"/psu2.csv psu2.csv
trig-collect ingest psu2.trig psu2.csv --format csv > /dev/null
mkdir -p strata2_definition
cp "$data"/scales.csv strata2_definition/scales.csv
cp "$data"/survey_5.csv strata2_definition/survey.csv
cp "$data"/variables_2.csv strata2_definition/variables.csv
trig-collect init strata2.trig --survey strata2_definition > /dev/null
cp "$data"/psu2.csv strata2.csv
trig-collect ingest strata2.trig strata2.csv --format csv > /dev/null
mkdir -p none2_definition
cp "$data"/scales.csv none2_definition/scales.csv
cp "$data"/survey_6.csv none2_definition/survey.csv
cp "$data"/variables_3.csv none2_definition/variables.csv
trig-collect init none2.trig --survey none2_definition > /dev/null
cp "$data"/none2.csv none2.csv
trig-collect ingest none2.trig none2.csv --format csv > /dev/null
trig-analyze test psu1.trig --measure q1,days --by role --pairwise --adjust by --level 0.9 --disclosure none --format csv --quiet > t1.csv
trig-analyze test strata1.trig --measure q1,q3,q1:positive --by half --method wald --df r --fpc off --disclosure none --format csv --quiet > t2.csv
trig-analyze test none1.trig --measure q1,q2,days --by role --method means --pairwise --adjust bh --df r --fpc off --disclosure none --format csv --quiet > t3.csv
trig-analyze test psu2.trig --measure q1,q3,q1:positive --by role --method rao-scott-chisq --df r --fpc on --disclosure none --format csv --quiet > t4.csv
trig-analyze test strata2.trig --measure q1,q3,q1:positive --by role --method rao-scott-chisq --df r --fpc off --disclosure none --format csv --quiet > t5.csv
trig-analyze test strata2.trig --measure q1,q2,days --by site --method means --pairwise --adjust bh --df r --fpc off --disclosure none --format csv --quiet > t6.csv
trig-analyze test none2.trig --measure q1,q3,q1:positive --by site --method rao-scott-chisq --df r --fpc off --disclosure none --format csv --quiet > t7.csv
trig-analyze test none2.trig --measure q1,q2,days --by half --method means --pairwise --adjust bh --df r --fpc off --disclosure none --format csv --quiet > t8.csv
