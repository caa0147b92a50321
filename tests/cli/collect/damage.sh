# What spreadsheets do to exports (synthetic): title lines, blank rows at the end, ranges that became dates, error
# values, long ids cut short, dates as serial numbers; and encodings other than the western ones.
mkdir survey
printf 'key,value\nid,damage\ntitle,Damage\ndate_order,dmy\n' >survey/survey.csv
printf '%s\n' 'scale,code,label' years,a,1-3 years,b,4-10 years,c,10-49 >survey/scales.csv
printf '%s\n' 'name,label,role,type,scale' id,,record,text, 'years,How long?,item,ordinal,years' \
    'which,Which spans?,item,multiple,years' team,Team,attribute,nominal, size,Size,item,numeric, \
    day,Day,attribute,date, note,Note,comment,text, >survey/variables.csv
cat >damaged.csv <<'CSV'
"Results, May 2024, all teams",,
Downloaded on 4 May,,,,,,
,,,,,,
id,years,which,team,size,day,note
1,4-10,"1-3,4-10",Blue,"2,5",04/10/2024,4-Oct is what a spreadsheet makes of 4-10
2,4-Oct,,,,,
3,Oct-49,,,,,
4,04/10/2024,,,,,
5,,Oct-49,,,,
6,,,#NAME?,,,
7,,,4-Oct,,,
8,,,,#BEZUG!,,
9,,,,"1,234",,
10,,,,,45000,
11,,,,,,#REF!
1.23E+11,1-3,,,,,
1.24E+11,1-3,,,,,
12,10-49,,Blue,1.23E+11,,Oct-49
,,,,,,
,,,,,,
CSV
trig-collect init damage.trig --survey survey
show trig-collect ingest damage.trig damaged.csv
for charset in ISO-8859-2 WINDOWS-1250 UTF-16LE; do
    printf 'id;team;note\n1;Wydział;Pracownicy są często niedoceniani i brakuje im możliwości rozwoju, a ich wkład nie jest zauważany. Żaden z kolegów nie chce już pracować.\n' |
        iconv -f UTF-8 -t "$charset" >polish.csv
    trig-collect check polish.csv --survey survey --format csv | grep encoding
done
