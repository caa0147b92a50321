#!/bin/sh
# Written by representativeness.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p representativeness
cp "$data"/groups.csv representativeness/groups.csv
cp "$data"/institutions.csv representativeness/institutions.csv
cp "$data"/population.csv representativeness/population.csv
cp "$data"/scales.csv representativeness/scales.csv
cp "$data"/survey.csv representativeness/survey.csv
cp "$data"/variables.csv representativeness/variables.csv
cp "$data"/waves.csv representativeness/waves.csv
trig-collect init even1.trig --survey representativeness > /dev/null
cp "$data"/even1.trigw1.csv representativeness/even1.trigw1.csv
trig-collect ingest even1.trig representativeness/even1.trigw1.csv --wave w1 > /dev/null
cp "$data"/even1.trigw2.csv representativeness/even1.trigw2.csv
trig-collect ingest even1.trig representativeness/even1.trigw2.csv --wave w2 > /dev/null
trig-analyze representativeness even1.trig --on grade,term --wave w1,w2 --by wave --format csv --quiet > t1.csv
trig-analyze representativeness even1.trig --on term --wave w1,w2 --by wave --format csv --quiet > t2.csv
trig-analyze representativeness even1.trig --on grade --wave w1,w2 --by wave,group --format csv --quiet > t3.csv
trig-analyze representativeness even1.trig --on grade,term --wave w1,w2 --by wave,institution --disclosure none --format csv --quiet > t4.csv
cp "$data"/population_2.csv representativeness/population.csv
cp "$data"/survey_2.csv representativeness/survey.csv
trig-collect init even2.trig --survey representativeness > /dev/null
cp "$data"/even2.trigw1.csv representativeness/even2.trigw1.csv
trig-collect ingest even2.trig representativeness/even2.trigw1.csv --wave w1 > /dev/null
cp "$data"/even2.trigw2.csv representativeness/even2.trigw2.csv
trig-collect ingest even2.trig representativeness/even2.trigw2.csv --wave w2 > /dev/null
trig-analyze representativeness even2.trig --on grade,term --wave w1,w2 --by wave --format csv --quiet > t5.csv
trig-analyze representativeness even2.trig --on grade,term --wave w1,w2 --by wave,group --format csv --quiet > t6.csv
trig-analyze representativeness even2.trig --on grade --wave w1,w2 --by wave,group --format csv --quiet > t7.csv
trig-analyze representativeness even2.trig --on institution,grade --wave w1,w2 --by wave --disclosure none --format csv --quiet > t8.csv
cp "$data"/population_3.csv representativeness/population.csv
cp "$data"/survey_3.csv representativeness/survey.csv
trig-collect init even3.trig --survey representativeness > /dev/null
cp "$data"/even3.trigw1.csv representativeness/even3.trigw1.csv
trig-collect ingest even3.trig representativeness/even3.trigw1.csv --wave w1 > /dev/null
cp "$data"/even3.trigw2.csv representativeness/even3.trigw2.csv
trig-collect ingest even3.trig representativeness/even3.trigw2.csv --wave w2 > /dev/null
trig-analyze representativeness even3.trig --on institution,grade,term --wave w2 --format csv --quiet > t9.csv
