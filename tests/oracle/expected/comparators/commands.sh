#!/bin/sh
# Written by comparators.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p comparators
cp "$data"/institutions.csv comparators/institutions.csv
cp "$data"/pillars.csv comparators/pillars.csv
cp "$data"/scales.csv comparators/scales.csv
cp "$data"/survey.csv comparators/survey.csv
cp "$data"/variables.csv comparators/variables.csv
cp "$data"/waves.csv comparators/waves.csv
trig-collect init s.trig --survey comparators > /dev/null
cp "$data"/w1.csv comparators/w1.csv
trig-collect ingest s.trig comparators/w1.csv --wave w1 > /dev/null
cp "$data"/w2.csv comparators/w2.csv
trig-collect ingest s.trig comparators/w2.csv --wave w2 > /dev/null
cp "$data"/w3.csv comparators/w3.csv
trig-collect ingest s.trig comparators/w3.csv --wave w3 > /dev/null
trig-analyze benchmark s.trig --institution place02 --against top:10 --wave w1 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t1.csv
trig-analyze benchmark s.trig --institution place09 --against top:50 --wave w1 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t2.csv
trig-analyze benchmark s.trig --institution place09 --against top:10 --wave w1 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t3.csv
trig-analyze benchmark s.trig --institution place18 --against top:50 --wave w1 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t4.csv
trig-analyze benchmark s.trig --institution place27 --against top:50 --wave w1 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t5.csv
trig-analyze benchmark s.trig --institution place27 --against cohort --wave w1 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t6.csv
trig-analyze benchmark s.trig --institution place34 --against top:50 --wave w1 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t7.csv
trig-analyze benchmark s.trig --institution place34 --against cohort --wave w1 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t8.csv
trig-analyze benchmark s.trig --institution place09 --against cohort --wave w2 --sector institutions --measure pillar:p,days,a:positive,flat --format csv --quiet > t9.csv
trig-analyze benchmark s.trig --institution place18 --against top:10 --wave w2 --sector institutions --measure pillar:p,days,a:positive,flat --format csv --quiet > t10.csv
trig-analyze benchmark s.trig --institution place27 --against top:10 --wave w2 --sector institutions --measure pillar:p,days,a:positive,flat --format csv --quiet > t11.csv
trig-analyze benchmark s.trig --institution place34 --against top:50 --wave w2 --sector institutions --measure pillar:p,days,a:positive,flat --format csv --quiet > t12.csv
trig-analyze benchmark s.trig --institution place34 --against cohort --wave w2 --sector institutions --measure pillar:p,days,a:positive,flat --format csv --quiet > t13.csv
trig-analyze benchmark s.trig --institution place35 --against top:10 --wave w2 --sector institutions --measure pillar:p,days,a:positive,flat --format csv --quiet > t14.csv
trig-analyze benchmark s.trig --institution place02 --against cohort --wave w3 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t15.csv
trig-analyze benchmark s.trig --institution place09 --against top:10 --wave w3 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t16.csv
trig-analyze benchmark s.trig --institution place09 --against cohort --wave w3 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t17.csv
trig-analyze benchmark s.trig --institution place18 --against top:10 --wave w3 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t18.csv
trig-analyze benchmark s.trig --institution place27 --against top:10 --wave w3 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t19.csv
trig-analyze benchmark s.trig --institution place34 --against top:50 --wave w3 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t20.csv
trig-analyze benchmark s.trig --institution place35 --against top:50 --wave w3 --sector respondents --measure pillar:p,days,a:positive,flat --format csv --quiet > t21.csv
trig-analyze benchmark s.trig --institution place09 --against top:50 --measure pillar:p,days --format csv --quiet --out ours.csv --show-r > /dev/null
cp ours.csv t22.csv
trig-analyze benchmark s.trig --institution place09 --against cohort --measure pillar:p,days --format csv --quiet --out ours.csv --show-r > /dev/null
cp ours.csv t23.csv
