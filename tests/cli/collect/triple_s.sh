# Triple-S: metadata beside the data or as --codes, fixed width and CSV, bitstrings and spread fields.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"

# $1 the attributes of the record, then the positions of the variables.
metadata() {
    cat <<XML
<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">
<sss version="2.0"><survey><name>tiny</name><title>Tiny<br/>survey</title><record ident="V" $1>
<variable ident="1" type="quantity" use="serial"><name>ID</name><label>Serial</label><position $2/></variable>
<variable ident="2" type="single"><name>place</name><label>Where do you work?</label><position $3/>
<values><value code="1">University of Aldmoor</value><value code="2">Bracken Institute</value></values></variable>
<variable ident="3" type="single"><name>Q1</name><label>People know what I do
  <text mode="interview">Do people know what you do?</text></label><position $4/>
<values><value code="1" score="-2">Strongly disagree</value><value code="4">Agree</value>
<value code="5">Strongly
 agree</value><value code="9">Not applicable</value></values></variable>
<variable ident="4" type="multiple"><name>Q2</name><label>What support did you get?</label><position $5/>$8
<values><value code="1">A course</value><value code="2">A mentor, coach or buddy</value>
<value code="3">Time for learning</value></values></variable>
<variable ident="5" type="quantity"><name>days</name><label>Days of training</label><position $6/>
<values><range from="0" to="97"/><value code="98">98 or more</value><value code="99">Not stated</value></values></variable>
<variable ident="6" type="date"><name>when</name><label>Date submitted</label><position $7/></variable>
<variable ident="7" type="logical"><name>technical</name><label>Is your role technical?</label><position $9/></variable>
</record></survey></sss>
XML
}
metadata '' 'start="1" finish="3"' 'start="4"' 'start="5"' 'start="6" finish="8"' 'start="9" finish="10"' \
    'start="11" finish="18"' '' 'start="19"' >fixed.sss
printf '101140100320240501%s\r\n10225   99202405020\r\n1031911098202405031\r\n\r\n104 41x1\n' 1 >fixed.asc
show trig-collect ingest tiny.trig fixed.asc --wave 2024
show trig-collect rejects tiny.trig

# The same responses as CSV, the answers of Q2 in subfields: nothing is new, and nothing has changed.
metadata 'format="csv" skip="1"' 'start="1"' 'start="2"' 'start="3"' 'start="4" finish="6"' 'start="7"' 'start="8"' \
    '<spread subfields="3" width="1"/>' 'start="9"' |
    sed 's,ISO-8859-1,UTF-16,' | iconv -f ASCII -t UTF-16 >other.xml
printf 'id,place,q1,a,b,c,days,when,technical\n101,1,4,2,,,3,20240501,1\n102,2,5,,,,99,20240502,0\n' >csv.txt
show trig-collect ingest tiny.trig csv.txt --codes other.xml --wave 2024 --format csv

# A draft takes a number of which some values have a label for a number.
show sh -c "trig-collect draft csv.txt --codes other.xml --out draft | grep '^days'"
trig-collect init draft.trig --survey draft
show sh -c "trig-collect ingest draft.trig csv.txt --codes other.xml --format csv | grep count,"

# A spreadsheet takes a bitstring for a number and drops its zeros; a code that no value has.
metadata 'format="csv"' 'start="1"' 'start="2"' 'start="3"' 'start="4"' 'start="5"' 'start="6"' '' 'start="7"' >bits.sss
printf '201,1,4,010,3,20240501,1\n202,1,4,10,3,20240501,1\n203,1,7,011,abc,20241301,2\n' >bits.csv
show trig-collect ingest tiny.trig bits.csv --wave 2024 --dry-run --format csv
gzip -n -k bits.csv
show sh -c "trig-collect check bits.csv.gz --survey '$FIXTURES/tiny' --wave 2024 --format csv | grep -E 'kind|count'"

show trig-collect check fixed.sss --survey "$FIXTURES/tiny"
head -c 900 fixed.sss >cut.sss
cp fixed.asc cut.asc
show trig-collect check cut.asc --survey "$FIXTURES/tiny"
printf '<!DOCTYPE sss [<!ENTITY a "b">]><sss> </sss>' >bomb.sss
cp fixed.asc bomb.asc
show trig-collect check bomb.asc --survey "$FIXTURES/tiny"
sed 's/start="5"/start="0"/' fixed.sss >odd.sss
cp fixed.asc odd.asc
show trig-collect check odd.asc --survey "$FIXTURES/tiny"
