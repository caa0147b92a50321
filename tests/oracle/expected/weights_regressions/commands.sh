#!/bin/sh
# Written by weights_regressions.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p printed_definition
cp "$data"/scales.csv printed_definition/scales.csv
cp "$data"/survey.csv printed_definition/survey.csv
cp "$data"/variables.csv printed_definition/variables.csv
trig-collect init printed.trig --survey printed_definition > /dev/null
cp "$data"/printed.csv printed.csv
trig-collect ingest printed.trig printed.csv > /dev/null
cp "$data"/totals.csv totals.csv
trig-analyze weight printed.trig --method rake --to totals.csv --name raked --quiet > /dev/null
trig-analyze regress printed.trig --outcome y --on role,age --df design --disclosure none --format csv --out made1.csv --show-r --quiet --weights raked > /dev/null
cp made1.csv t1.csv
trig-analyze regress printed.trig --outcome y --on role,age --df design --disclosure none --format csv --out made2.csv --show-r --quiet --weights raked --replicates jkn > /dev/null
cp made2.csv t2.csv
trig-analyze regress printed.trig --outcome s:positive --family logistic --on role,age --df design --disclosure none --format csv --out made3.csv --show-r --quiet --weights raked > /dev/null
cp made3.csv t3.csv
trig-analyze regress printed.trig --outcome s:positive --family logistic --on role,age --df design --disclosure none --format csv --out made4.csv --show-r --quiet --weights raked --replicates jkn > /dev/null
cp made4.csv t4.csv
trig-analyze regress printed.trig --outcome s --family ordinal --on role,age --df design --disclosure none --format csv --out made5.csv --show-r --quiet --weights raked > /dev/null
cp made5.csv t5.csv
trig-analyze regress printed.trig --outcome s --family ordinal --on role,age --df design --disclosure none --format csv --out made6.csv --show-r --quiet --weights raked --replicates jkn > /dev/null
cp made6.csv t6.csv
cp "$data"/totals_2.csv totals.csv
trig-analyze weight printed.trig --method poststratify --to totals.csv --name cells --quiet > /dev/null
trig-analyze regress printed.trig --outcome y --on role,age --df design --disclosure none --format csv --out made7.csv --show-r --quiet --weights cells > /dev/null
cp made7.csv t7.csv
trig-analyze regress printed.trig --outcome s:positive --family logistic --on role,age --df design --disclosure none --format csv --out made8.csv --show-r --quiet --weights cells > /dev/null
cp made8.csv t8.csv
trig-analyze regress printed.trig --outcome s --family ordinal --on role,age --df design --disclosure none --format csv --out made9.csv --show-r --quiet --weights cells > /dev/null
cp made9.csv t9.csv
cp "$data"/totals.csv totals.csv
trig-analyze weight printed.trig --method calibrate --to totals.csv --name linear --quiet > /dev/null
trig-analyze regress printed.trig --outcome y --on role,age --df design --disclosure none --format csv --out made10.csv --show-r --quiet --weights linear > /dev/null
cp made10.csv t10.csv
trig-analyze regress printed.trig --outcome s:positive --family logistic --on role,age --df design --disclosure none --format csv --out made11.csv --show-r --quiet --weights linear > /dev/null
cp made11.csv t11.csv
trig-analyze regress printed.trig --outcome s --family ordinal --on role,age --df design --disclosure none --format csv --out made12.csv --show-r --quiet --weights linear > /dev/null
cp made12.csv t12.csv
