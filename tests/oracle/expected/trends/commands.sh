#!/bin/sh
# Written by trends.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p panel
cp "$data"/actions.csv panel/actions.csv
cp "$data"/data.csv panel/data.csv
cp "$data"/institutions.csv panel/institutions.csv
cp "$data"/pillars.csv panel/pillars.csv
cp "$data"/scales.csv panel/scales.csv
cp "$data"/survey.csv panel/survey.csv
cp "$data"/variables.csv panel/variables.csv
cp "$data"/waves.csv panel/waves.csv
trig-collect init panel.trig --survey panel > /dev/null
cp "$data"/key key
chmod 600 key
trig-collect ingest panel.trig panel/data.csv --person-key key > /dev/null
trig-analyze trend panel.trig --measure a,a:positive,days,pillar:p --disclosure none --format csv --quiet > t1.csv
trig-analyze trend panel.trig --measure a,a:positive,days,pillar:p --disclosure none --format csv --quiet > t2.csv
mkdir -p fresh
cp "$data"/actions.csv fresh/actions.csv
cp "$data"/data_2.csv fresh/data.csv
cp "$data"/institutions.csv fresh/institutions.csv
cp "$data"/pillars.csv fresh/pillars.csv
cp "$data"/scales.csv fresh/scales.csv
cp "$data"/survey_2.csv fresh/survey.csv
cp "$data"/variables.csv fresh/variables.csv
cp "$data"/waves.csv fresh/waves.csv
trig-collect init fresh.trig --survey fresh > /dev/null
trig-collect ingest fresh.trig fresh/data.csv --person-key key > /dev/null
trig-analyze trend fresh.trig --measure a,a:positive,days,pillar:p --disclosure none --weights none --format csv --quiet > t3.csv
trig-analyze trend fresh.trig --measure a,a:positive,days,pillar:p --disclosure none --weights none --by grade --format csv --quiet > t4.csv
trig-analyze trend fresh.trig --measure a,a:positive,days,pillar:p --disclosure none --by institution --weights none --wave 2012,2024 --format csv --quiet > t5.csv
trig-analyze trend fresh.trig --measure a,a:positive,days,pillar:p --disclosure none --by institution --format csv --quiet > t6.csv
trig-analyze trend fresh.trig --measure a,a:positive,days,pillar:p --disclosure none --decompose site --wave 2015,2021 --weights none --by grade --format csv --quiet > t7.csv
trig-analyze trend fresh.trig --measure a,a:positive,days,pillar:p --disclosure none --format csv --quiet --show-r --out shown.csv --decompose grade,site > /dev/null
cp shown.csv t8.csv
trig-analyze trend fresh.trig --measure a,a:positive,days,pillar:p --disclosure none --format csv --quiet --show-r --out shown.csv --decompose site --df r --by grade > /dev/null
cp shown.csv t9.csv
mkdir -p both
cp "$data"/actions.csv both/actions.csv
cp "$data"/data_3.csv both/data.csv
cp "$data"/institutions.csv both/institutions.csv
cp "$data"/pillars.csv both/pillars.csv
cp "$data"/scales.csv both/scales.csv
cp "$data"/survey_3.csv both/survey.csv
cp "$data"/variables.csv both/variables.csv
cp "$data"/waves.csv both/waves.csv
trig-collect init both.trig --survey both > /dev/null
trig-collect ingest both.trig both/data.csv --person-key key > /dev/null
trig-analyze trend both.trig --measure a,a:positive,days,pillar:p --disclosure none --by institution --weights none --format csv --quiet > t10.csv
