#!/bin/sh
# Written by own_design.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p sizes_definition
cp "$data"/pillars.csv sizes_definition/pillars.csv
cp "$data"/scales.csv sizes_definition/scales.csv
cp "$data"/survey.csv sizes_definition/survey.csv
cp "$data"/variables.csv sizes_definition/variables.csv
trig-collect init sizes.trig --survey sizes_definition > /dev/null
cp "$data"/sizes.csv sizes.csv
trig-collect ingest sizes.trig sizes.csv --format csv > /dev/null
trig-analyze summary sizes.trig --measure pillar:voice,heard,ignored,asked,years,heard:positive --df strata --format csv --quiet > t1.csv
trig-analyze summary sizes.trig --by sector --measure pillar:voice,heard,ignored,asked,years,heard:positive --df design --format csv --quiet > t2.csv
trig-analyze summary sizes.trig --measure pillar:voice,heard,ignored,asked,years,heard:positive --df strata --fpc off --format csv --quiet > t3.csv
trig-analyze summary sizes.trig --by sector --measure pillar:voice,heard,ignored,asked,years,heard:positive --df strata --design weight=w --format csv --quiet > t4.csv
mkdir -p teams_definition
cp "$data"/pillars.csv teams_definition/pillars.csv
cp "$data"/scales.csv teams_definition/scales.csv
cp "$data"/survey.csv teams_definition/survey.csv
cp "$data"/variables.csv teams_definition/variables.csv
trig-collect init teams.trig --survey teams_definition > /dev/null
cp "$data"/teams.csv teams.csv
trig-collect ingest teams.trig teams.csv --format csv > /dev/null
trig-analyze summary teams.trig --by sector --measure pillar:voice,heard,ignored,asked,years,heard:positive --df strata --design psu=team,weight=w --format csv --quiet > t5.csv
trig-analyze summary sizes.trig --measure pillar:voice,heard,ignored,asked,years,heard:positive --df strata --design strata=region --format csv --quiet > t6.csv
mkdir -p average_definition
cp "$data"/pillars.csv average_definition/pillars.csv
cp "$data"/scales.csv average_definition/scales.csv
cp "$data"/survey_2.csv average_definition/survey.csv
cp "$data"/variables.csv average_definition/variables.csv
trig-collect init average.trig --survey average_definition > /dev/null
cp "$data"/average.csv average.csv
trig-collect ingest average.trig average.csv --format csv > /dev/null
trig-analyze summary average.trig --by sector --measure pillar:voice,heard,ignored,asked,years,heard:positive --df strata --format csv --quiet > t7.csv
mkdir -p certainty_definition
cp "$data"/pillars.csv certainty_definition/pillars.csv
cp "$data"/scales.csv certainty_definition/scales.csv
cp "$data"/survey_3.csv certainty_definition/survey.csv
cp "$data"/variables.csv certainty_definition/variables.csv
trig-collect init certainty.trig --survey certainty_definition > /dev/null
cp "$data"/average.csv certainty.csv
trig-collect ingest certainty.trig certainty.csv --format csv > /dev/null
trig-analyze summary certainty.trig --measure pillar:voice,heard,ignored,asked,years,heard:positive --df strata --format csv --quiet > t8.csv
