# Rejects go out as CSV, are corrected, and come back: what can be read now takes the place of its reject.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
cat >one.csv <<'CSV'
id,institution,wave,vis_1,vis_2,days,email,support,remarks
1,aldmoor,2024,Perhaps,Agree,1,a@example.org,course|time,"=1+1, ""quoted"""
2,Nowhere,2024,Agree,Agree,2,b@example.org,,fine
3,aldmoor,2024,Agree,Agree,500,c@example.org,,
4,aldmoor,2024,Rather agree,Agree,4,d@example.org,,"two
lines"
5,aldmoor,2024,Agree,,5,,,
5,aldmoor,2024,Disagree,,5,,,
6,aldmoor,2024,Agree
CSV
cat >two.csv <<'CSV'
"id","submitdate","lastpage","startlanguage","seed","institution","vis_1","sup[course]","sup[time]"
"7","2024-05-01 10:00:00","3","en","1","brack","Perhaps","Yes","No"
"8","","3","en","1","brack","Agree","Yes","No"
CSV
trig-collect ingest tiny.trig one.csv --format csv | grep ',count,'
trig-collect ingest tiny.trig two.csv --wave 2024 --platform limesurvey --format csv | grep -E ',count,|unread'
trig-collect rejects tiny.trig >rejects.csv
cat rejects.csv
echo "== nothing was corrected"
show trig-collect ingest tiny.trig --rejects rejects.csv
echo "== corrected, but for one, which is made worse"
sed -e 's/^\(1,1,.*\)Perhaps,Agree/\1Agree,Agree/' -e 's/^\(1,2,.*\)Nowhere,2024/\1aldmoor,2024/' -e 's/^\(1,3,.*\)Agree,Agree,500/\1Agree,Agree,5000/' \
    -e 's/,brack,,Perhaps/,brack,,Disagree/' rejects.csv >corrected.csv
diff rejects.csv corrected.csv
show trig-collect ingest tiny.trig --rejects corrected.csv --dry-run
show trig-collect ingest tiny.trig --rejects corrected.csv
show trig-collect status tiny.trig
show trig-collect verify tiny.trig
echo "== the definition learns an answer; the partial one is wanted after all; changed answers replace"
cp -r "$FIXTURES/tiny" mended
sed -i 's/^agree5,4,Agree,4,substantive,1,0,/&Rather agree|/' mended/scales.csv
trig-collect redefine tiny.trig --survey mended 2>&1
show trig-collect ingest tiny.trig --rejects rejects.csv --keep-partial --replace --format csv
show trig-collect rejects tiny.trig
show trig-collect status tiny.trig
show trig-collect verify tiny.trig
echo "== and back"
show trig-collect undo tiny.trig 4
show trig-collect undo tiny.trig 3
trig-collect rejects tiny.trig | cmp - rejects.csv && echo "the rejects are as they were"
show trig-collect verify tiny.trig
echo "== what is no list of rejects"
show trig-collect ingest tiny.trig --rejects one.csv
printf '#import,#record,vis_1\n1,x,Agree\n' >broken.csv
show trig-collect ingest tiny.trig --rejects broken.csv
show trig-collect ingest tiny.trig one.csv --rejects rejects.csv
show trig-collect ingest tiny.trig
