#!/bin/sh
# Written by weights_tests.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p strata21_definition
cp "$data"/scales.csv strata21_definition/scales.csv
cp "$data"/survey.csv strata21_definition/survey.csv
cp "$data"/variables.csv strata21_definition/variables.csv
trig-collect init strata21.trig --survey strata21_definition > /dev/null
cp "$data"/strata21.csv strata21.csv
trig-collect ingest strata21.trig strata21.csv > /dev/null
cp "$data"/totals.csv totals.csv
trig-analyze weight strata21.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
trig-analyze test strata21.trig --measure t,s --by site --method rao-scott --df r --disclosure none --weights cells --format csv --quiet > t1.csv
trig-analyze test strata21.trig --measure t,s --by half --method rao-scott-chisq --df r --disclosure none --weights cells --format csv --quiet > t2.csv
trig-analyze test strata21.trig --measure x,y --by site --method means --df r --disclosure none --weights cells --format csv --quiet > t3.csv
trig-analyze test strata21.trig --measure x,y --by half --method wilcoxon --df r --disclosure none --weights cells --format csv --quiet > t4.csv
trig-analyze test strata21.trig --weights cells --measure s,t --by role --method rao-scott-chisq --pairwise --disclosure none --format csv --quiet --show-r --out made2.csv > /dev/null
cp made2.csv t5.csv
cp "$data"/totals_2.csv totals.csv
trig-analyze weight strata21.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze test strata21.trig --measure t,s --by role --method wald --df r --disclosure none --weights linear --format csv --quiet > t6.csv
trig-analyze test strata21.trig --measure t,s --by site --method rao-scott-chisq --df r --disclosure none --weights linear --format csv --quiet > t7.csv
trig-analyze test strata21.trig --measure t,s --by half --method wald --df r --disclosure none --weights linear --format csv --quiet > t8.csv
trig-analyze test strata21.trig --measure x,y --by site --method median --df r --disclosure none --weights linear --format csv --quiet > t9.csv
trig-analyze test strata21.trig --measure x,y --by half --method van-der-waerden --df r --disclosure none --weights linear --format csv --quiet > t10.csv
trig-analyze test strata21.trig --measure x,y --by grade --method kruskal-wallis --df r --disclosure none --weights linear --format csv --quiet > t11.csv
trig-analyze weight strata21.trig --method rake --to totals.csv --name trimmed --trim 0.6,1.5 --weights none --quiet > /dev/null
trig-analyze test strata21.trig --measure t,s --by role --method adjusted-wald --df r --disclosure none --weights trimmed --format csv --quiet > t12.csv
trig-analyze test strata21.trig --measure t,s --by half --method rao-scott --df r --disclosure none --weights trimmed --format csv --quiet > t13.csv
trig-analyze test strata21.trig --measure t,s --by half --method adjusted-wald --df r --disclosure none --weights trimmed --format csv --quiet > t14.csv
trig-analyze test strata21.trig --measure x,y --by half --method means --df r --disclosure none --weights trimmed --format csv --quiet > t15.csv
mkdir -p clusters22_definition
cp "$data"/scales.csv clusters22_definition/scales.csv
cp "$data"/survey.csv clusters22_definition/survey.csv
cp "$data"/variables_2.csv clusters22_definition/variables.csv
trig-collect init clusters22.trig --survey clusters22_definition > /dev/null
cp "$data"/clusters22.csv clusters22.csv
trig-collect ingest clusters22.trig clusters22.csv > /dev/null
cp "$data"/totals_3.csv totals.csv
trig-analyze weight clusters22.trig --method rake --to totals.csv --name raked --quiet > /dev/null
trig-analyze test clusters22.trig --measure t,s --by role --method rao-scott --df r --disclosure none --weights raked --format csv --quiet > t16.csv
trig-analyze test clusters22.trig --measure t,s --by site --method rao-scott-chisq --df r --disclosure none --weights raked --format csv --quiet > t17.csv
trig-analyze test clusters22.trig --measure t,s --by half --method rao-scott --df r --disclosure none --weights raked --format csv --quiet > t18.csv
trig-analyze test clusters22.trig --measure x,y --by site --method wilcoxon --df r --disclosure none --weights raked --format csv --quiet > t19.csv
trig-analyze test clusters22.trig --measure x,y --by half --method van-der-waerden --df r --disclosure none --weights raked --format csv --quiet > t20.csv
trig-analyze test clusters22.trig --measure x,y --by role --method kruskal-wallis --df r --disclosure none --weights raked --format csv --quiet > t21.csv
trig-analyze test clusters22.trig --weights raked --measure y,s --by role --method means --pairwise --disclosure none --format csv --quiet --show-r --out made11.csv > /dev/null
cp made11.csv t22.csv
cp "$data"/totals_4.csv totals.csv
trig-analyze weight clusters22.trig --method calibrate --bounds 0.45,2.8 --to totals.csv --name bounded --quiet > /dev/null
trig-analyze test clusters22.trig --measure t,s --by site --method wald --df r --disclosure none --weights bounded --format csv --quiet > t23.csv
trig-analyze test clusters22.trig --measure t,s --by half --method adjusted-wald --df r --disclosure none --weights bounded --format csv --quiet > t24.csv
trig-analyze test clusters22.trig --measure x,y --by site --method van-der-waerden --df r --disclosure none --weights bounded --format csv --quiet > t25.csv
trig-analyze test clusters22.trig --measure x,y --by half --method median --df r --disclosure none --weights bounded --format csv --quiet > t26.csv
trig-analyze test clusters22.trig --weights bounded --measure y,s --by site --method wilcoxon --disclosure none --format csv --quiet --show-r --out made16.csv > /dev/null
cp made16.csv t27.csv
