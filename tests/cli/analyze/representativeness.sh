# How evenly those who are counted answered: by several variables, by institution, where cells are too small to show,
# where nobody is counted, and what is refused. All answers are synthetic.
mkdir survey
printf 'key,value\nid,even\ntitle,Representativeness\n' >survey/survey.csv
printf 'id,name\nlab,Lab\noffice,Office\nshop,Shop\n' >survey/institutions.csv
printf 'scale,code,label\ngrade,j,Junior\ngrade,s,Senior\ngrade,l,Lead\nterm,fixed,Fixed term\nterm,open,Open ended\n' \
    >survey/scales.csv
printf 'name,role,type,scale\nplace,institution,nominal,\ngrade,attribute,nominal,grade\nterm,attribute,nominal,term\n' \
    >survey/variables.csv
echo 'sex,attribute,nominal,term' >>survey/variables.csv
cat >survey/population.csv <<'OUT'
institution,grade,term,count
lab,j,fixed,80
lab,j,open,40
lab,s,fixed,30
lab,s,open,60
lab,l,open,20
office,j,fixed,50
office,j,open,50
office,s,fixed,20
office,s,open,70
office,l,open,30
office,l,fixed,15
OUT
cat >respondents <<'OUT'
lab j fixed 20
lab j open 15
lab s fixed 12
lab s open 30
lab l open 12
office j fixed 14
office j open 12
office s fixed 11
office s open 33
office l open 15
shop s open 12
OUT
store() {
    awk 'BEGIN { print "place,grade,term" } { for (i = 0; i < $4; i++) print $1 "," $2 "," $3 }' respondents >answers.csv
    trig-collect init "$1" --survey survey >/dev/null && trig-collect ingest "$1" answers.csv >/dev/null
}
ask() { show trig-analyze representativeness "$@"; }
store even.trig
ask even.trig --on grade,term
ask even.trig --on grade --by institution --format csv --quiet
ask even.trig --on institution --labels --quiet
# Three fixed-term leads at the office, and one of no term: their cell is one with the least of the others.
printf 'office l fixed 3\noffice l\n' >>respondents
sed -i '/^shop/d' respondents
store small.trig
ask small.trig --on grade,term --quiet
echo 'shop s open 12' >>respondents
store mixed.trig
ask mixed.trig --on grade,term --quiet
ask even.trig
ask even.trig --on sex
ask even.trig --on wave
ask even.trig --on institution --by institution
ask even.trig --on grade --by term
show sh -c "trig-analyze representativeness even.trig --on grade,term --quiet --show-r | sed -n '/^# R that/,/^$/p; /^rows/,\$p'"
