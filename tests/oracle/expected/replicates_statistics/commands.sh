#!/bin/sh
# Written by replicates_statistics.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p made_definition
cp "$data"/scales.csv made_definition/scales.csv
cp "$data"/survey.csv made_definition/survey.csv
cp "$data"/variables.csv made_definition/variables.csv
trig-collect init made.trig --survey made_definition > /dev/null
cp "$data"/made.csv made.csv
trig-collect ingest made.trig made.csv > /dev/null
trig-analyze summary made.trig --measure y,s --statistic mean,total,median,p10,variance,sd --df r --disclosure none --by role --replicates jkn --format csv --quiet > t1.csv
trig-analyze summary made.trig --measure y,s,y/age --statistic correlation --df r --disclosure none --by role --replicates jkn --format csv --quiet > t2.csv
trig-analyze summary made.trig --measure y --statistic mean,total --by role --contrast 'a - b; a + b - 2*c' --covariance made1.csv --df r --disclosure none --replicates jkn --format csv --quiet > t3.csv
trig-analyze summary made.trig --measure y --statistic median,p75 --quantile-interval quantile --df r --disclosure none --replicates jkn --format csv --quiet > t4.csv
mkdir -p plain_definition
cp "$data"/scales.csv plain_definition/scales.csv
cp "$data"/survey.csv plain_definition/survey.csv
cp "$data"/variables_2.csv plain_definition/variables.csv
trig-collect init plain.trig --survey plain_definition > /dev/null
cp "$data"/plain.csv plain.csv
trig-collect ingest plain.trig plain.csv > /dev/null
trig-analyze summary plain.trig --measure y,s --statistic mean,total,median,p10,variance,sd --df r --disclosure none --replicates jk1 --format csv --quiet > t5.csv
trig-analyze summary plain.trig --measure y,s,y/age --statistic correlation --df r --disclosure none --replicates jk1 --format csv --quiet > t6.csv
trig-analyze summary plain.trig --measure y,s,y/age --statistic correlation --df r --disclosure none --by role --replicates jk1 --format csv --quiet > t7.csv
trig-analyze summary plain.trig --measure y --statistic mean,total --by role --contrast 'a - b; a + b - 2*c' --covariance made4.csv --df r --disclosure none --replicates jk1 --format csv --quiet > /dev/null
cp made4.csv t8.csv
trig-analyze summary plain.trig --by role --measure y,s,y/age --statistic median,sd,variance,correlation --disclosure none --format csv --quiet --out made6.csv --show-r --df r --quantile-interval asin --replicates jk1 > /dev/null
cp made6.csv t9.csv
mkdir -p halves_definition
cp "$data"/scales.csv halves_definition/scales.csv
cp "$data"/survey_2.csv halves_definition/survey.csv
cp "$data"/variables_3.csv halves_definition/variables.csv
trig-collect init halves.trig --survey halves_definition > /dev/null
cp "$data"/halves.csv halves.csv
trig-collect ingest halves.trig halves.csv > /dev/null
trig-analyze summary halves.trig --measure y,s --statistic mean,total,median,p10,variance,sd --df design --disclosure none --by role --format csv --quiet > t10.csv
trig-analyze summary halves.trig --measure y --statistic mean,total --by role --contrast 'a - b; a + b - 2*c' --covariance made10.csv --df design --disclosure none --format csv --quiet > t11.csv
trig-analyze summary halves.trig --measure y --statistic median,p75 --quantile-interval quantile --df design --disclosure none --format csv --quiet > t12.csv
trig-analyze summary halves.trig --by role --measure y,s,y/age --statistic median,sd,variance,correlation --disclosure none --format csv --quiet --out made11.csv --show-r --df design > /dev/null
cp made11.csv t13.csv
