#!/bin/sh
# Written by ensemble.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p ensemble
cp "$data"/data.csv ensemble/data.csv
cp "$data"/institutions.csv ensemble/institutions.csv
cp "$data"/pillars.csv ensemble/pillars.csv
cp "$data"/scales.csv ensemble/scales.csv
cp "$data"/survey.csv ensemble/survey.csv
cp "$data"/variables.csv ensemble/variables.csv
trig-collect init s.trig --survey ensemble > /dev/null
trig-collect ingest s.trig ensemble/data.csv > /dev/null
trig-analyze compare s.trig --measure a,b,days,a:positive,pillar:p:positive --funnel additive --ranks simultaneous --draws 20000 --margin 4 --disclosure none --format csv --quiet > t1.csv
trig-analyze compare s.trig --measure a,b,days,a:positive,pillar:p:positive --funnel paule-mandel --ranks none --draws 20000 --margin 4 --disclosure none --format csv --quiet > t2.csv
trig-analyze compare s.trig --measure a,b,days,a:positive,pillar:p:positive --funnel chance --ranks none --draws 20000 --margin 4 --disclosure none --format csv --quiet > t3.csv
trig-analyze compare s.trig --measure a,b,days,a:positive,pillar:p:positive --funnel exact --ranks none --draws 20000 --margin 4 --disclosure none --format csv --quiet > t4.csv
trig-analyze compare s.trig --measure a,b,days,a:positive,pillar:p:positive --heterogeneity --disclosure none --format csv --quiet > t5.csv
