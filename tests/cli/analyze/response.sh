# What response prints: AAPOR's rates by name with their formulas, what of them partial responses take away, and what
# it hides and refuses.
. "$FIXTURES/demo_store.sh"
demo_store
ask() { show trig-analyze response "$@"; }
ask technicians.trig
ask technicians.trig --by wave --counted everybody --format csv
few() { "$@" | cut -d, -f2,5-7 | sed -n 62,77p; }
show few trig-analyze response technicians.trig --by institution --counted everybody --quiet --format csv
ask technicians.trig --by grade --quiet
ask technicians.trig --by grade --counted everybody
ask technicians.trig --counted anybody
# Twelve of forty at lab came to no end: they are partial where that is stored, told and not too few.
mkdir survey
printf 'key,value\nid,partial\ntitle,Partial responses\n' >survey/survey.csv
printf 'id,name\nlab,Lab\noffice,Office\nshop,Shop\n' >survey/institutions.csv
printf 'institution,count\nlab,80\noffice,50\n' >survey/population.csv
printf 'scale,code,label,positive\nagree,1,No,0\nagree,2,Yes,1\n' >survey/scales.csv
printf 'name,role,type,scale\nplace,institution,nominal,\na,item,ordinal,agree\n' >survey/variables.csv
awk 'BEGIN {
    print "place,a,state"
    for (i = 0; i < 40; i++) print "lab," 1 + i % 2 "," (i < 12 ? "partial" : "complete")
    for (i = 0; i < 30; i++) print "office," 1 + i % 3 % 2 "," (i < 14 ? "partial" : "complete")
    for (i = 0; i < 20; i++) print "shop," 1 + i % 2 ",complete"
}' >answers.csv
cp -r survey told
echo 'state,status,nominal,' >>told/variables.csv
# shellcheck disable=SC2086 # options are words
store() {
    trig-collect init "$1.trig" --survey "$2" >/dev/null && trig-collect ingest "$1.trig" answers.csv ${3-} >/dev/null
}
store told told --keep-partial
store aside told
store untold survey --keep-partial
ask told.trig --by institution
show sh -c "trig-analyze response told.trig --by institution --quiet --show-r | sed -n '/^# R that/,/^everybody/p; /^rows/,\$p'"
ask told.trig
ask aside.trig --by institution
ask untold.trig --quiet
# One who answered in part, beside many: RR1 would tell.
sed -e 's/^lab,\(.\),partial/lab,\1,complete/' -e '2s/complete/partial/' answers.csv >one.csv && mv one.csv answers.csv
store one told --keep-partial
ask one.trig --by institution --quiet
