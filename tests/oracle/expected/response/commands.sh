#!/bin/sh
# Written by response.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p response
cp "$data"/groups.csv response/groups.csv
cp "$data"/institutions.csv response/institutions.csv
cp "$data"/population.csv response/population.csv
cp "$data"/scales.csv response/scales.csv
cp "$data"/survey.csv response/survey.csv
cp "$data"/variables.csv response/variables.csv
cp "$data"/waves.csv response/waves.csv
trig-collect init told1.trig --survey response > /dev/null
cp "$data"/told1.trigw1.csv response/told1.trigw1.csv
trig-collect ingest told1.trig response/told1.trigw1.csv --wave w1 --keep-partial > /dev/null
cp "$data"/told1.trigw2.csv response/told1.trigw2.csv
trig-collect ingest told1.trig response/told1.trigw2.csv --wave w2 --keep-partial > /dev/null
trig-analyze response told1.trig --disclosure none --wave w1,w2 --counted eligible --by wave --format csv --quiet > t1.csv
trig-analyze response told1.trig --disclosure none --wave w1,w2 --counted eligible --by wave,institution --format csv --quiet > t2.csv
trig-analyze response told1.trig --disclosure none --wave w1,w2 --counted eligible --by wave,group --format csv --quiet > t3.csv
trig-analyze response told1.trig --disclosure none --wave w1,w2 --counted eligible --by wave,institution,grade --format csv --quiet > t4.csv
trig-analyze response told1.trig --disclosure none --wave w1,w2 --counted everybody --by wave,institution --format csv --quiet > t5.csv
trig-analyze response told1.trig --disclosure none --wave w1,w2 --counted everybody --by wave,group --format csv --quiet > t6.csv
trig-analyze response told1.trig --disclosure threshold --wave w1,w2 --counted everybody --by wave,institution --format csv --quiet > t7.csv
trig-analyze response told1.trig --disclosure threshold --wave w1,w2 --counted everybody --by wave --format csv --quiet > t8.csv
cp "$data"/population_2.csv response/population.csv
cp "$data"/survey_2.csv response/survey.csv
trig-collect init told2.trig --survey response > /dev/null
cp "$data"/told2.trigw1.csv response/told2.trigw1.csv
trig-collect ingest told2.trig response/told2.trigw1.csv --wave w1 --keep-partial > /dev/null
cp "$data"/told2.trigw2.csv response/told2.trigw2.csv
trig-collect ingest told2.trig response/told2.trigw2.csv --wave w2 --keep-partial > /dev/null
trig-analyze response told2.trig --disclosure none --wave w1,w2 --counted eligible --by wave --format csv --quiet > t9.csv
trig-analyze response told2.trig --disclosure none --wave w1,w2 --counted eligible --by wave,institution --format csv --quiet > t10.csv
trig-analyze response told2.trig --disclosure none --wave w1,w2 --counted eligible --by wave,group --format csv --quiet > t11.csv
trig-analyze response told2.trig --disclosure none --wave w1,w2 --counted eligible --by wave,institution,grade --format csv --quiet > t12.csv
trig-analyze response told2.trig --disclosure none --wave w1,w2 --counted everybody --by wave,institution --format csv --quiet > t13.csv
trig-analyze response told2.trig --disclosure none --wave w1,w2 --counted everybody --by wave,group --format csv --quiet > t14.csv
trig-analyze response told2.trig --disclosure threshold --wave w1,w2 --counted everybody --by wave,institution --format csv --quiet > t15.csv
trig-analyze response told2.trig --disclosure threshold --wave w1,w2 --counted everybody --by wave --format csv --quiet > t16.csv
cp "$data"/population_3.csv response/population.csv
cp "$data"/survey_3.csv response/survey.csv
trig-collect init aside.trig --survey response > /dev/null
cp "$data"/aside.trigw1.csv response/aside.trigw1.csv
trig-collect ingest aside.trig response/aside.trigw1.csv --wave w1 > /dev/null
cp "$data"/aside.trigw2.csv response/aside.trigw2.csv
trig-collect ingest aside.trig response/aside.trigw2.csv --wave w2 > /dev/null
trig-analyze response aside.trig --disclosure none --wave w1,w2 --counted eligible --by wave,institution --format csv --quiet > t17.csv
cp "$data"/population_4.csv response/population.csv
cp "$data"/survey_4.csv response/survey.csv
cp "$data"/variables_2.csv response/variables.csv
trig-collect init plain.trig --survey response > /dev/null
cp "$data"/plain.trigw1.csv response/plain.trigw1.csv
trig-collect ingest plain.trig response/plain.trigw1.csv --wave w1 > /dev/null
cp "$data"/plain.trigw2.csv response/plain.trigw2.csv
trig-collect ingest plain.trig response/plain.trigw2.csv --wave w2 > /dev/null
trig-analyze response plain.trig --disclosure none --wave w1,w2 --counted eligible --by wave,institution --format csv --quiet > t18.csv
