# A definition is mended under stored answers: what explains is taken, what changes their meaning is not.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
cat >answers.csv <<'CSV'
id,institution,wave,vis_1,vis_2,days,department,support
1,aldmoor,2024,Agree,Disagree,2,Physics,course|time
2,brack,2024,Strongly agree,Agree,3,Chemistry,course
3,brack,2024,Agree,Not applicable,,Physics,
CSV
trig-collect ingest tiny.trig answers.csv >/dev/null
cp -r "$FIXTURES/tiny" mended
show trig-collect redefine tiny.trig --survey mended

echo "== what explains"
sed -i -e 's/^agree5,4,Agree,4,substantive,1,0,/&Rather agree|/' -e 's/^agree5,3,Neither agree nor disagree/agree5,3,Neither/' \
    -e 's/,Neither$/,Neither agree nor disagree/' -e '$a state,draft,Draft,,substantive,,,' mended/scales.csv
sed -i -e 's/People know what I do/People here know what I do/' -e '$a hours,Hours a week,item,numeric,,,,0,80,hours,,' \
    -e '/^email/d' mended/variables.csv
sed -i -e 's/Bracken Institute,/&The Bracken/' -e '$a dell,Dellbrook College,,England,university' mended/institutions.csv
echo '2027,Third wave,2027-04-01,2027-05-01,2027' >>mended/waves.csv
sed -i -e 's/^2024,aldmoor,50/2024,aldmoor,60/' mended/population.csv
printf 'group,institution,from,to\nnorth,aldmoor,,\n' >mended/groups.csv
echo 'disclosure_threshold,12' >>mended/survey.csv
show trig-collect redefine tiny.trig --survey mended --dry-run
show trig-collect redefine tiny.trig --survey mended --format csv
show trig-collect redefine tiny.trig --survey mended
show trig-collect verify tiny.trig
printf 'id,institution,wave,vis_1,hours\n4,dell,2027,Rather agree,37\n' >more.csv
trig-collect ingest tiny.trig more.csv --format csv | grep -E 'count,(read|stored)'

echo "== what changes the meaning of stored answers"
cp -r mended wrong
sed -i -e 's/^agree5,4,Agree,4,/agree5,4,Agree,5,/' -e '/^support,course/d' -e '/^support,mentor/d' \
    -e 's/^agree5,2,Disagree/agree5,2,Agreed/' -e 's/^agree5,na,Not applicable,,not_applicable/agree5,na,Not applicable,,dont_know/' \
    -e 's/^agree5,1,Strongly disagree,1,substantive,0,/agree5,1,Strongly disagree,1,substantive,1,/' wrong/scales.csv
sed -i -e 's/^days,Days of training,item,numeric,,career,,0,100,days/days,Days of training,item,numeric,,career,,0,100,hours/' \
    -e '/^department/d' -e 's/^vis_2,\([^,]*\),item,ordinal,agree5,visibility,1/vis_2,\1,item,ordinal,agree5,visibility,/' \
    -e 's/^car_1,I can see a career here,item,ordinal,agree5/car_1,I can see a career here,item,ordinal,support/' wrong/variables.csv
sed -i -e '/^brack/d' -e '/^cwm/d' wrong/institutions.csv
sed -i -e '/brack/d' wrong/population.csv
sed -i -e '/^department/d' wrong/columns.csv
show trig-collect redefine tiny.trig --survey wrong
echo "== labels that change places"
cp -r mended swapped
sed -i -e 's/^agree5,4,Agree,4,substantive,1,0,.*/agree5,4,Disagree,4,substantive,1,0,/' -e 's/^agree5,2,Disagree/agree5,2,Agree/' swapped/scales.csv
show trig-collect redefine tiny.trig --survey swapped
show trig-collect redefine tiny.trig --survey demo
show trig-collect redefine tiny.trig
show trig-collect status tiny.trig
