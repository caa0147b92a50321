#!/bin/sh
# Written by statistics.R with UPDATE=1. Makes tables in the working folder of the data in $1.
set -eu
data=$1
mkdir -p synthetic1_definition
cp "$data"/scales.csv synthetic1_definition/scales.csv
cp "$data"/survey.csv synthetic1_definition/survey.csv
cp "$data"/variables.csv synthetic1_definition/variables.csv
trig-collect init synthetic1.trig --survey synthetic1_definition > /dev/null
cp "$data"/synthetic1.csv synthetic1.csv
trig-collect ingest synthetic1.trig synthetic1.csv --format csv > /dev/null
trig-analyze summary synthetic1.trig --measure agree,hours,agree:positive --statistic total,median,p10,p75,p97.5,variance,sd --df r --disclosure none --design strata=region,weight=w --format csv --quiet > t1.csv
trig-analyze summary synthetic1.trig --measure hours --by grade --statistic p30,median,p80 --qrule hf2 --quantile-interval mean --df r --disclosure none --format csv --quiet > t2.csv
trig-analyze summary synthetic1.trig --measure agree --by grade --statistic p30,median,p80 --qrule hf1 --quantile-interval mean --df r --disclosure none --format csv --quiet > t3.csv
trig-analyze summary synthetic1.trig --disclosure none --format csv --out made2.csv --show-r --quiet --measure respondents,days --statistic mean,total > /dev/null
cp made2.csv t4.csv
mkdir -p synthetic2_definition
cp "$data"/scales.csv synthetic2_definition/scales.csv
cp "$data"/survey_2.csv synthetic2_definition/survey.csv
cp "$data"/variables.csv synthetic2_definition/variables.csv
trig-collect init synthetic2.trig --survey synthetic2_definition > /dev/null
cp "$data"/synthetic2.csv synthetic2.csv
trig-collect ingest synthetic2.trig synthetic2.csv --format csv > /dev/null
trig-analyze summary synthetic2.trig --measure respondents --statistic total --df r --disclosure none --design weight=w --format csv --quiet > t5.csv
trig-analyze summary synthetic2.trig --measure hours --by grade --statistic p30,median,p80 --qrule hf2 --quantile-interval mean --df r --disclosure none --format csv --quiet > t6.csv
trig-analyze summary synthetic2.trig --measure agree --by grade --statistic p30,median,p80 --qrule hf9 --quantile-interval mean --df r --disclosure none --format csv --quiet > t7.csv
trig-analyze summary synthetic2.trig --disclosure none --format csv --out made4.csv --show-r --quiet --measure respondents,days --statistic mean,total > /dev/null
cp made4.csv t8.csv
mkdir -p synthetic3_definition
cp "$data"/scales.csv synthetic3_definition/scales.csv
cp "$data"/survey_3.csv synthetic3_definition/survey.csv
cp "$data"/variables.csv synthetic3_definition/variables.csv
trig-collect init synthetic3.trig --survey synthetic3_definition > /dev/null
cp "$data"/synthetic3.csv synthetic3.csv
trig-collect ingest synthetic3.trig synthetic3.csv --format csv > /dev/null
trig-analyze summary synthetic3.trig --measure respondents --statistic total --df r --disclosure none --design weight=w --format csv --quiet > t9.csv
trig-analyze summary synthetic3.trig --measure hours --by grade --statistic p30,median,p80 --qrule math --quantile-interval beta --df r --disclosure none --format csv --quiet > t10.csv
trig-analyze summary synthetic3.trig --measure agree --by grade --statistic p30,median,p80 --qrule hf9 --quantile-interval mean --df r --disclosure none --format csv --quiet > t11.csv
