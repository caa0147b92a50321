# Institutions by when they signed: cohorts, stages of the cycle, and what is hidden beside them.
. "$FIXTURES/comparison_store.sh"
comparison_definition
{
    echo id,name,signed,cohort
    echo ash,Ashcombe University,2017-05-31,
    echo birch,Birchmere College,2017-05-31,May 2017
    echo cedar,Cedarhaven University,2017-05-31,
    echo dale,Dale \& Firth University,,May 2017
    echo elm,Elmstead University,2019-12-02,
    echo fern,Fernhollow Institute,2019-12-02,
    echo gorse,Gorseland University,2023-02-01,Winter
    echo hazel,Hazelbrook University,,
    echo ivy,Ivybridge Observatory,2017-09-30,
} >places/institutions.csv
trig-collect init places.trig --survey places >/dev/null
for wave in 2021 2024; do
    comparison_answers $wave >$wave.csv
    trig-collect ingest places.trig $wave.csv --wave $wave >/dev/null
done
show trig-analyze summary places.trig --by cohort --measure pillar:vis,respondents
show trig-analyze summary places.trig --by stage --measure pillar:vis,respondents
show short trig-analyze summary places.trig --by wave,stage --measure v1:positive --format csv --quiet
show trig-analyze answers places.trig --by stage --measure v1 --wave all
show trig-analyze trend places.trig --by stage --measure v1
show short trig-analyze trend places.trig --by cohort --measure v1 --format json --quiet
trig-analyze summary places.trig --by stage,grade --measure v1 --show-r --quiet | grep -A3 '^groups\|stage'

# ---- what cannot be asked --------------------------------------------------------------
show trig-analyze summary places.trig --by cohort,stage
show trig-analyze test places.trig --by cohort
mkdir unsigned
cp places/*.csv unsigned
cut -d, -f1,2 places/institutions.csv >unsigned/institutions.csv
trig-collect init unsigned.trig --survey unsigned >/dev/null
trig-collect ingest unsigned.trig 2024.csv --wave 2024 >/dev/null
show trig-analyze summary unsigned.trig --by cohort
show trig-analyze summary unsigned.trig --by stage
