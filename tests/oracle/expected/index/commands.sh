#!/bin/sh
# Written by index.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p index
cp "$data"/data.csv index/data.csv
cp "$data"/institutions.csv index/institutions.csv
cp "$data"/pillars.csv index/pillars.csv
cp "$data"/scales.csv index/scales.csv
cp "$data"/survey.csv index/survey.csv
cp "$data"/variables.csv index/variables.csv
trig-collect init s.trig --survey index > /dev/null
trig-collect ingest s.trig index/data.csv > /dev/null
cp "$data"/spec.csv spec.csv
trig-analyze index s.trig --spec spec.csv --aggregation arithmetic --parts --disclosure none --seed 3 --format csv --quiet > t1.csv
trig-analyze index s.trig --spec spec.csv --aggregation arithmetic --parts --disclosure none --replicates jkn --format csv --quiet > t2.csv
trig-analyze index s.trig --spec spec.csv --aggregation geometric --parts --disclosure none --replicates jkn --format csv --quiet > t3.csv
cp "$data"/spec_2.csv spec.csv
trig-analyze index s.trig --spec spec.csv --aggregation arithmetic --parts --disclosure none --seed 3 --format csv --quiet > t4.csv
trig-analyze index s.trig --spec spec.csv --aggregation geometric --parts --disclosure none --seed 3 --format csv --quiet > t5.csv
cp "$data"/spec_3.csv spec.csv
trig-analyze index s.trig --spec spec.csv --aggregation arithmetic --parts --disclosure none --seed 3 --format csv --quiet > t6.csv
trig-analyze index s.trig --spec spec.csv --aggregation arithmetic --parts --disclosure none --replicates jkn --format csv --quiet > t7.csv
cp "$data"/spec_4.csv spec.csv
trig-analyze index s.trig --spec spec.csv --aggregation arithmetic --parts --disclosure none --replicates jkn --format csv --quiet > t8.csv
trig-analyze index s.trig --spec spec.csv --aggregation geometric --parts --disclosure none --seed 3 --format csv --quiet > t9.csv
trig-analyze index s.trig --spec spec.csv --aggregation geometric --parts --disclosure none --replicates jkn --format csv --quiet > t10.csv
