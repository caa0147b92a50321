#!/bin/sh
# Written by contrasts.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p tied1_definition
cp "$data"/scales.csv tied1_definition/scales.csv
cp "$data"/survey.csv tied1_definition/survey.csv
cp "$data"/variables.csv tied1_definition/variables.csv
trig-collect init tied1.trig --survey tied1_definition > /dev/null
cp "$data"/tied1.csv tied1.csv
trig-collect ingest tied1.trig tied1.csv --format csv > /dev/null
trig-analyze summary tied1.trig --df r --disclosure none --by grade --measure hours --statistic mean,total --contrast 'a - b;0.5*a + 0.5*b - c' --covariance covariances.csv --format csv --quiet > t1.csv
trig-analyze summary tied1.trig --df r --disclosure none --by grade --measure hours --statistic mean,total --contrast 'c - a;0.5*c + 0.5*a - b' --covariance covariances.csv --design strata=region,weight=w --format csv --quiet > t2.csv
mkdir -p tied2_definition
cp "$data"/scales.csv tied2_definition/scales.csv
cp "$data"/survey_2.csv tied2_definition/survey.csv
cp "$data"/variables.csv tied2_definition/variables.csv
trig-collect init tied2.trig --survey tied2_definition > /dev/null
cp "$data"/tied2.csv tied2.csv
trig-collect ingest tied2.trig tied2.csv --format csv > /dev/null
trig-analyze summary tied2.trig --df r --disclosure none --by grade --measure hours --statistic mean,total --contrast 'a - b;0.5*a + 0.5*b - c' --covariance covariances.csv --format csv --quiet > t3.csv
trig-analyze summary tied2.trig --df r --disclosure none --by grade --measure hours --statistic mean,total --contrast 'c - a;0.5*c + 0.5*a - b' --covariance covariances.csv --design strata=region,weight=w --format csv --quiet > t4.csv
mkdir -p tied3_definition
cp "$data"/scales.csv tied3_definition/scales.csv
cp "$data"/survey_3.csv tied3_definition/survey.csv
cp "$data"/variables.csv tied3_definition/variables.csv
trig-collect init tied3.trig --survey tied3_definition > /dev/null
cp "$data"/tied3.csv tied3.csv
trig-collect ingest tied3.trig tied3.csv --format csv > /dev/null
trig-analyze summary tied3.trig --df r --disclosure none --by grade --measure hours --statistic mean,total --contrast 'a - b;0.5*a + 0.5*b - c' --covariance covariances.csv --format csv --quiet > t5.csv
trig-analyze summary tied3.trig --df r --disclosure none --by grade --measure hours --statistic mean,total --contrast 'c - a;0.5*c + 0.5*a - b' --covariance covariances.csv --design strata=region,weight=w --format csv --quiet > t6.csv
