#!/bin/sh
# Written by regressions.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p drawn1_definition
cp "$data"/scales.csv drawn1_definition/scales.csv
cp "$data"/survey.csv drawn1_definition/survey.csv
cp "$data"/variables.csv drawn1_definition/variables.csv
trig-collect init drawn1.trig --survey drawn1_definition > /dev/null
cp "$data"/drawn1.csv drawn1.csv
trig-collect ingest drawn1.trig drawn1.csv --format csv > /dev/null
trig-analyze regress drawn1.trig --outcome days --on grade:site,grade:year,site:hours --family gaussian --df r --disclosure none --design strata=region,weight=w --reference grade=a,site=x --format csv --quiet > t1.csv
trig-analyze regress drawn1.trig --outcome days --on grade --family gaussian --df r --disclosure none --fpc on --replicates jkn --reference grade=a --format csv --quiet > t2.csv
mkdir -p drawn2_definition
cp "$data"/scales.csv drawn2_definition/scales.csv
cp "$data"/survey_2.csv drawn2_definition/survey.csv
cp "$data"/variables.csv drawn2_definition/variables.csv
trig-collect init drawn2.trig --survey drawn2_definition > /dev/null
cp "$data"/drawn2.csv drawn2.csv
trig-collect ingest drawn2.trig drawn2.csv --format csv > /dev/null
trig-analyze regress drawn2.trig --outcome agree --on site,year,hours --family gaussian --df r --disclosure none --fpc on --reference site=x --format csv --quiet > t3.csv
trig-analyze regress drawn2.trig --outcome agree --on grade:site,year:hours --family gaussian --df r --disclosure none --design none --weights none --reference grade=a,site=x --format csv --quiet > t4.csv
trig-analyze regress drawn2.trig --outcome said=yes --on year,site:hours --family logistic --df r --disclosure none --fpc on --replicates jkn --reference site=x --format csv --quiet > t5.csv
mkdir -p drawn3_definition
cp "$data"/scales.csv drawn3_definition/scales.csv
cp "$data"/survey_3.csv drawn3_definition/survey.csv
cp "$data"/variables.csv drawn3_definition/variables.csv
trig-collect init drawn3.trig --survey drawn3_definition > /dev/null
cp "$data"/drawn3.csv drawn3.csv
trig-collect ingest drawn3.trig drawn3.csv --format csv > /dev/null
trig-analyze regress drawn3.trig --outcome agree --on grade:year --family gaussian --df r --disclosure none --fpc on --reference grade=a --format csv --quiet > t6.csv
trig-analyze regress drawn3.trig --outcome said=yes --on grade,site:hours --family logistic --df r --disclosure none --design strata=region,weight=w --reference grade=a,site=x --format csv --quiet > t7.csv
mkdir -p drawn4_definition
cp "$data"/scales.csv drawn4_definition/scales.csv
cp "$data"/survey_4.csv drawn4_definition/survey.csv
cp "$data"/variables.csv drawn4_definition/variables.csv
trig-collect init drawn4.trig --survey drawn4_definition > /dev/null
cp "$data"/drawn4.csv drawn4.csv
trig-collect ingest drawn4.trig drawn4.csv --format csv > /dev/null
trig-analyze regress drawn4.trig --outcome days --on grade --family gaussian --df r --disclosure none --fpc on --reference grade=a --format csv --quiet > t8.csv
trig-analyze regress drawn4.trig --outcome agree --on grade,grade:site,year:hours --family gaussian --df r --disclosure none --design strata=region,weight=w --reference grade=a,site=x --format csv --quiet > t9.csv
trig-analyze regress drawn4.trig --outcome agree --on site,year:hours --family gaussian --df r --disclosure none --fpc on --replicates jkn --reference site=x --format csv --quiet > t10.csv
