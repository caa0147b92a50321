# Published projects of invented people: every record is accounted for, against a count by other means.
[ -d "$EXPORTS/redcap" ] || skip "no real exports in $EXPORTS"
command -v python3 >/dev/null || skip "python3 is not installed"
mkdir survey
printf 'key,value\nid,redcap\ntitle,REDCap\n' >survey/survey.csv
printf '%s\n' scale,code,label one,1, one,2, one,3, one,4, two,a, two,b, two,c, two,d, two,e, \
    sex,f,Female sex,m,Male truth,y,True truth,n,False >survey/scales.csv
printf '%s\n' name,role,type,scale id,record,text, check_one,item,multiple,one check_two,item,multiple,two \
    height,item,numeric, weight,item,numeric, bmi,item,numeric, has_diabetes,item,nominal,truth \
    sex,attribute,nominal,sex email,attribute,text, >survey/variables.csv
for name in rc_checkboxes-1 rc_decimal-comma rc_survey; do
    trig-collect init $name.trig --survey survey
    codes=$EXPORTS/redcap/${name}_dictionary.csv
    set --
    [ ! -f "$codes" ] || set -- --codes "$codes"
    trig-collect ingest $name.trig "$EXPORTS/redcap/${name}_data.csv" --keep-partial --format csv "$@" >out.csv
    echo "$name: exit $?, $(grep -c ',column,.*never kept' out.csv) columns never kept"
    grep ',detected,platform,' out.csv | cut -d, -f4
    python3 - out.csv "$EXPORTS/redcap/${name}_data.csv" <<'PYTHON'
import csv, sys
counts = {r["name"]: int(r["count"] or 0) for r in csv.DictReader(open(sys.argv[1])) if r["part"] == "count"}
records = sum(1 for _ in csv.DictReader(open(sys.argv[2])))
print("accounted for" if records == counts["read"] == counts["stored"] + counts["rejected"] else counts)
PYTHON
    show trig-collect verify $name.trig
done
