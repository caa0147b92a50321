#!/bin/sh
# Written by tests_of_ranks.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p psu11_definition
cp "$data"/scales.csv psu11_definition/scales.csv
cp "$data"/survey.csv psu11_definition/survey.csv
cp "$data"/variables.csv psu11_definition/variables.csv
trig-collect init psu11.trig --survey psu11_definition > /dev/null
cp "$data"/psu11.csv psu11.csv
trig-collect ingest psu11.trig psu11.csv --format csv > /dev/null
trig-analyze test psu11.trig --measure days --by role --method kruskal-wallis --df r --disclosure none --format csv --quiet > t1.csv
trig-analyze test psu11.trig --measure q1 --by role --method median --df r --disclosure none --format csv --quiet > t2.csv
trig-analyze test psu11.trig --measure q1 --by half --method wilcoxon --df r --disclosure none --format csv --quiet > t3.csv
trig-analyze test psu11.trig --measure q1,q2,days --by half --method kruskal-wallis --pairwise --df r --disclosure none --format csv --quiet > t4.csv
trig-analyze test psu11.trig --measure q1,q2,days --by role --method unweighted-anova --pairwise --adjust bh --disclosure none --format csv --quiet > t5.csv
trig-analyze test psu11.trig --measure q1,q2,days --by half --method unweighted-welch --pairwise --adjust bh --disclosure none --format csv --quiet > t6.csv
mkdir -p strata11_definition
cp "$data"/scales.csv strata11_definition/scales.csv
cp "$data"/survey_2.csv strata11_definition/survey.csv
cp "$data"/variables_2.csv strata11_definition/variables.csv
trig-collect init strata11.trig --survey strata11_definition > /dev/null
cp "$data"/psu11.csv strata11.csv
trig-collect ingest strata11.trig strata11.csv --format csv > /dev/null
trig-analyze test strata11.trig --measure q1 --by role --method wilcoxon --df r --disclosure none --format csv --quiet > t7.csv
trig-analyze test strata11.trig --measure q1,q2,days --by role --method kruskal-wallis --pairwise --df r --disclosure none --format csv --quiet > t8.csv
trig-analyze test strata11.trig --measure days --by half --method wilcoxon --df r --disclosure none --format csv --quiet > t9.csv
trig-analyze test strata11.trig --measure q1 --by half --method van-der-waerden --df r --disclosure none --format csv --quiet > t10.csv
trig-analyze test strata11.trig --measure q1,q2,days --by role --method unweighted-welch --pairwise --adjust bh --disclosure none --format csv --quiet > t11.csv
trig-analyze test strata11.trig --measure q1,q2,days --by half --method unweighted-kruskal-wallis --pairwise --adjust bh --disclosure none --format csv --quiet > t12.csv
mkdir -p none11_definition
cp "$data"/scales.csv none11_definition/scales.csv
cp "$data"/survey_3.csv none11_definition/survey.csv
cp "$data"/variables_3.csv none11_definition/variables.csv
trig-collect init none11.trig --survey none11_definition > /dev/null
cp "$data"/none11.csv none11.csv
trig-collect ingest none11.trig none11.csv --format csv > /dev/null
trig-analyze test none11.trig --measure days --by role --method wilcoxon --df r --disclosure none --format csv --quiet > t13.csv
trig-analyze test none11.trig --measure q1 --by role --method van-der-waerden --df r --disclosure none --format csv --quiet > t14.csv
trig-analyze test none11.trig --measure q1,q2,days --by half --method wilcoxon --pairwise --df r --disclosure none --format csv --quiet > t15.csv
trig-analyze test none11.trig --measure days --by half --method van-der-waerden --df r --disclosure none --format csv --quiet > t16.csv
trig-analyze test none11.trig --measure days --by half --method median --df r --disclosure none --format csv --quiet > t17.csv
trig-analyze test none11.trig --measure q1,q2,days --by role --method unweighted-kruskal-wallis --pairwise --adjust bh --disclosure none --format csv --quiet > t18.csv
