#!/bin/sh
# Written by adjusted.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p dense
cp "$data"/data.csv dense/data.csv
cp "$data"/institutions.csv dense/institutions.csv
cp "$data"/pillars.csv dense/pillars.csv
cp "$data"/scales.csv dense/scales.csv
cp "$data"/survey.csv dense/survey.csv
cp "$data"/variables.csv dense/variables.csv
trig-collect init dense.trig --survey dense > /dev/null
trig-collect ingest dense.trig dense/data.csv > /dev/null
trig-analyze benchmark dense.trig --institution place01 --against adjusted:role,grade --measure pillar:p,a:positive,b=5,days --disclosure none --weights none --adjust logistic --variance plugin --own in --format csv --quiet > t1.csv
trig-analyze benchmark dense.trig --institution place06 --against adjusted:role,grade --measure pillar:p,a:positive,b=5,days --disclosure none --weights none --adjust cells --variance pooled --own in --format csv --quiet > t2.csv
trig-analyze benchmark dense.trig --institution place06 --against adjusted:role,grade --measure pillar:p,a:positive,b=5,days --disclosure none --weights none --adjust cells --variance plugin --own out --format csv --quiet > t3.csv
mkdir -p sparse
cp "$data"/data_2.csv sparse/data.csv
cp "$data"/institutions_2.csv sparse/institutions.csv
cp "$data"/pillars.csv sparse/pillars.csv
cp "$data"/scales.csv sparse/scales.csv
cp "$data"/survey_2.csv sparse/survey.csv
cp "$data"/variables.csv sparse/variables.csv
trig-collect init sparse.trig --survey sparse > /dev/null
trig-collect ingest sparse.trig sparse/data.csv > /dev/null
trig-analyze benchmark sparse.trig --institution place01 --against adjusted:role,grade --measure pillar:p,a:positive,b=5,days --disclosure none --weights none --adjust logistic --variance pooled --own in --format csv --quiet > t4.csv
trig-analyze benchmark sparse.trig --institution place01 --against adjusted:role,grade --measure pillar:p,a:positive,b=5,days --disclosure none --weights wt --adjust cells --variance plugin --own in --format csv --quiet > t5.csv
trig-analyze benchmark sparse.trig --institution place06 --against adjusted:role,grade --measure pillar:p,a:positive,b=5,days --disclosure none --weights none --adjust logistic --variance pooled --own in --format csv --quiet > t6.csv
trig-analyze benchmark sparse.trig --institution place06 --against adjusted:role,grade --measure pillar:p,a:positive,b=5,days --disclosure none --weights wt --adjust cells --variance plugin --own in --format csv --quiet > t7.csv
trig-analyze benchmark dense.trig --institution place04 --against adjusted:role,grade --design strata=role,psu=place,weight=wt --measure pillar:p,a:positive,b=5,days --disclosure none --format csv --quiet --out ours.csv --show-r > /dev/null
cp ours.csv t8.csv
mkdir -p levels
cp "$data"/data_3.csv levels/data.csv
cp "$data"/institutions.csv levels/institutions.csv
cp "$data"/pillars.csv levels/pillars.csv
cp "$data"/scales.csv levels/scales.csv
cp "$data"/survey_3.csv levels/survey.csv
cp "$data"/variables.csv levels/variables.csv
trig-collect init levels.trig --survey levels > /dev/null
trig-collect ingest levels.trig levels/data.csv > /dev/null
trig-analyze benchmark levels.trig --institution place01 --against adjusted:role,grade --measure a:positive,days --adjust logistic --weights none --format csv --quiet > t9.csv
