# Drafts of synthetic exports as platforms write them: each is checked, stored, exported as SPSS and read back,
# without a hand on it.

# rows N TEMPLATE... : N records from lines in which # is the record's number; the lines are taken in turn.
rows() {
    awk 'BEGIN {
        for (row = 1; row <= ARGV[1]; row++) {
            text = ARGV[2 + (row * 7) % (ARGC - 2)]; gsub("#", row, text); print text
        }
        exit
    }' "$@"
}
# works NAME FILE: the draft is a definition, stores every record, and gives the same answers again by way of SPSS.
works() {
    trig-collect draft "$2" --out "$1" >/dev/null && trig-collect check "$1" >/dev/null &&
        trig-collect init "$1.trig" --survey "$1" && trig-collect ingest "$1.trig" "$2" --format csv |
        grep -E ',count,(read|stored),' | cut -d, -f3,5
    trig-collect export "$1.trig" --to csv --out "$1.once.csv" 2>/dev/null
    trig-collect export "$1.trig" --to sav --out "$1.sav" 2>/dev/null
    trig-collect init "$1.again.trig" --survey "$1.sav.survey"
    trig-collect ingest "$1.again.trig" "$1.sav" >/dev/null || echo "reading $1.sav again: $?"
    trig-collect export "$1.again.trig" --to csv --out "$1.twice.csv" 2>/dev/null
    cmp "$1.once.csv" "$1.twice.csv" && echo "the same answers again"
}

# Qualtrics: names from tags and wordings, never from import ids; an option of one letter; a loop.
{
    cat <<'CSV'
ResponseId,QGrade,QGrade_7_TEXT,Q3_1,Q3_2,Q3_3,Q4_1,Q4_2,Q4_-1,Q4_5_TEXT,1_Q6,2_Q6
Response ID,"What is your grade?
(the nearest)","What is your grade?
(the nearest) - Other (please specify) - Text",How far do you agree? - My work is valued,How far do you agree? - I am not listened to,How far do you agree? - I can grow,Which tools? - Selected Choice - R,"Which tools? - Selected Choice - Python, Jupyter",Which tools? - Selected Choice - None of these,Which tools? - Other (please specify) - Text,How useful was the summer school?,How useful was the winter school?
"{""ImportId"":""_recordId""}","{""ImportId"":""QID2""}","{""ImportId"":""QID2_7_TEXT""}","{""ImportId"":""QID3_1""}","{""ImportId"":""QID3_2""}","{""ImportId"":""QID3_3""}","{""ImportId"":""QID4"",""choiceId"":""1""}","{""ImportId"":""QID4"",""choiceId"":""2""}","{""ImportId"":""QID4"",""choiceId"":""-1""}","{""ImportId"":""QID4_5_TEXT""}","{""ImportId"":""1_QID6""}","{""ImportId"":""2_QID6""}"
CSV
    rows 40 'R_#,Grade 5,,Agree,Disagree,Strongly agree,R,"Python, Jupyter",,,Very useful,' \
        'R_#,"Other (please specify)",Lathe keeper #,Strongly agree,Strongly disagree,Agree,R,,,,,Slightly useful' \
        'R_#,Grade 5,,Disagree,Agree,Disagree,,,None of these,Lathes #,Not at all useful,Very useful'
} >qualtrics.csv
works qualtrics qualtrics.csv
show cut -d, -f1,3,4,7 qualtrics/variables.csv

# Years that repeat are waves; those of births do not repeat.
{
    echo 'id,year,born,round_trip,pay'
    rows 60 '#,2019,19#,Yes,Agree' '#,2021,19#,No,Disagree' '#,2023,19#,No,Strongly agree'
} | sed -E 's/,19(.),/,190\1,/' >years.csv
works years years.csv
show cut -d, -f1,3,4 years/variables.csv
show cut -d, -f1,2,5 years/waves.csv

# KoboToolbox: answers both ways are one question; codes that say what they mean.
{
    echo '"work/tools";"work/tools/r";"work/tools/python";"feel/valued";"feel/heard";"_id";"_uuid";"_submission_time"'
    rows 30 '"r";"1";"0";"agree";"strongly_disagree";"#";"u-#";"2024-06-01T10:00:00"' \
        '"r python";"1";"1";"strongly_agree";"disagree";"#";"u-#";"2024-06-02T10:00:00"' \
        '"";"0";"0";"disagree";"dont_know";"#";"u-#";"2024-06-03T10:00:00"'
} >kobo.csv
works kobo kobo.csv
show cut -d, -f1,3-5 kobo/variables.csv
show cut -d, -f1-5 kobo/scales.csv

# REDCap: a record has rows of several events and repeats.
{
    echo 'record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,pay,visit_score,visit_complete'
    rows 20 '#,first_arm_1,,,1,,' '#,first_arm_1,,,0,,'
    rows 20 '#,second_arm_1,visit,1,,2.5,2' '#,second_arm_1,visit,1,,1.5,2'
    rows 20 '#,second_arm_1,visit,2,,4.5,2'
} >redcap.csv
works redcap redcap.csv
show cut -d, -f1,3,13 redcap/variables.csv

# German and French words, windows-1252, decimal commas with three digits.
{
    echo 'Nr;Hochschule;Jahr;Einkommen (T€);Zufriedenheit [Gehalt];Zufriedenheit [Räume];Ich werde nicht gehört;Mitglied [Verein];Mitglied [Partei];Gewicht;Vorname;Bemerkungen'
    rows 45 '#;Universität Köln;2021;4#,5;eher unzufrieden;teils/teils;stimme gar nicht zu;Ja;;0,812;Änne;schön – „wirklich“' \
        '#;TU München;2023;3#,25;sehr zufrieden;unzufrieden;stimme voll zu;;Ja;1,234;Jörg;geht so' \
        '#;Hochschule Görlitz;2023;5#;sehr unzufrieden;zufrieden;weiß nicht;;;1,05;Ida;'
} | iconv -f utf-8 -t windows-1252 >german.csv
works german german.csv
show cut -d, -f1,3-5,8 german/variables.csv
show cut -d, -f1-6 german/scales.csv
show grep -E '^(decimal|date)' german/survey.csv
grep -rE 'Änne|Jörg|geht so' german && echo "the draft holds what people wrote"
show head -4 german.once.csv

# A label longer than SPSS takes.
long='This answer goes on and on, as the answers of surveys do that were written by committees, until nobody knows what it'
{
    echo 'id,Which of these is most like your job?'
    rows 30 "#,\"$long was about in the first place\"" '#,Short' '#,Shorter'
} >long.csv
works long long.csv

# Qualtrics of old, whose questions kept their tags: the second row is no record.
{
    echo 'V1,V2,V3,V4,V5,V6,V7,V8,V9,V10,Grade,Tools_1,Tools_2,LocationLatitude,'
    echo 'ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,EndDate,Finished,What is your grade?,Which tools do you use?-Lathe,Which tools do you use?-Mill,LocationLatitude,'
    rows 40 'R_#,Default,Ida #,,,192.0.2.1,0,2016-05-01 10:00:00,2016-05-01 10:09:00,1,Grade 5,1,,51.5,' \
        'R_#,Default,Max #,,,192.0.2.2,0,2016-05-01 10:00:00,2016-05-01 10:09:00,1,Grade 6,1,1,51.6,'
} >legacy.csv
works legacy legacy.csv
show cut -d, -f1,3,4 legacy/variables.csv
show grep tools legacy/columns.csv

# A table as R and Excel leave it: NA for nothing, "Not selected" beside an option's words, codes for headings, a
# spreadsheet's error among the answers.
{
    echo 'id,age,q0001_0001,q0001_0002,q0001_0003,q0002_0001,q0002_0002,q3,q4,home_latitude,ssn,why'
    rows 40 '#,3#,Lathe,Not selected,Other (please specify),Often,Rarely,"Yes, very fair",Not too important,51.#,1-#,so #' \
        '#,NA,Not selected,Mill,Not selected,Rarely,Never,"No, not at all fair",Very important,NA,NA,NA' \
        '#,4#,Lathe,Mill,Not selected,NA,NA,"Yes, somewhat fair",Somewhat important,52.#,2-#,' \
        '#,NULL,NA,NA,NA,Never,Often,NA,@N/A,NULL,NULL,NULL'
} | sed 's/@/#/' >left.csv
works left left.csv # those whose answer a spreadsheet lost are set aside
show cut -d, -f1,3-5 left/variables.csv
show cut -d, -f1-4 left/scales.csv
show trig-collect status left.trig

# REDCap: columns of 0 and 1 that begin alike are questions; only boxes are options.
{
    echo 'record_id,has_lathe,has_mill,has_saw,drug___1,drug___2,visit_complete'
    rows 20 '#,1,0,1,1,0,2' '#,0,1,1,1,1,2' '#,1,1,0,0,1,2'
} >alike.csv
works alike alike.csv
show cut -d, -f1,3,4 alike/variables.csv

# Ways to say how often that name the unit with "per".
{
    echo 'id,How often do you train?,How often do you travel?'
    rows 40 '#,Less than once per year.,Once a year or less' '#,Several times per year.,Once a month or less' \
        '#,Monthly.,A few times per week' '#,Several times per week.,Never'
} >per.csv
works per per.csv
show cut -d, -f1-4 per/scales.csv

# SurveyMonkey: two questions of one wording are two questions.
{
    echo 'Respondent ID,Collector ID,Start Date,End Date,Which do you use?,,,Which do you use?,,How far?'
    echo ',,,,Lathe,Mill,Other (please specify),Python,R,Response'
    rows 40 '1000000#,1,06/18/2020 10:36:30 AM,06/18/2020 10:39:30 AM,Lathe,Mill,,,R,Agree' \
        '1000000#,1,06/18/2020 10:36:30 AM,06/18/2020 10:39:30 AM,Lathe,,,Python,,Disagree' \
        '1000000#,1,06/18/2020 10:36:30 AM,06/18/2020 10:39:30 AM,,Mill,,Python,R,Strongly agree'
} >twice.csv
works twice twice.csv
show cut -d, -f1,3,4 twice/variables.csv
show cut -d, -f1,3,5 twice/columns.csv

# Qualtrics: questions side by side are named by their rows.
{
    cat <<'CSV'
ResponseId,Q5#1_1,Q5#1_2,Q5#2_1,Q5#2_2
Response ID,About each tool - How often? - Lathe,About each tool - How often? - Mill,About each tool - How good? - Lathe,About each tool - How good? - Mill
"{""ImportId"":""_recordId""}","{""ImportId"":""QID5#1_1""}","{""ImportId"":""QID5#1_2""}","{""ImportId"":""QID5#2_1""}","{""ImportId"":""QID5#2_2""}"
CSV
    rows 40 'R_#,Never,Often,Good,Poor' 'R_#,Often,Always,Poor,Excellent' 'R_#,Always,Never,Excellent,Good'
} >beside.csv
works beside beside.csv
show cut -d, -f1-5 beside/variables.csv

# Microsoft Forms: statements behind their question are a grid; sentences are not.
{
    echo 'ID,Start time,Completion time,Email,Name,How far?.I am heard,How far?.I can grow.,How far?.I am paid,Say it. In short.,Say it. At length.'
    rows 40 '#,2024-06-01 10:00,2024-06-01 10:09,anonymous,,Agree,Agree,Disagree,word #,many words #' \
        '#,2024-06-01 10:00,2024-06-01 10:09,anonymous,,Disagree,Strongly agree,Disagree,,' \
        '#,2024-06-01 10:00,2024-06-01 10:09,anonymous,,Agree,Strongly agree,Agree,,'
} >statements.csv
works statements statements.csv
show cut -d, -f1,3,5,6 statements/variables.csv

# Numbers among ranges have their place: "3+" above 2, and what a spreadsheet made of "$150,000+".
{
    echo 'id,How many?,How much?,How dear?'
    rows 40 '#,1,"€0 - €24,999",Less than £25 000' '#,2,"€25,000 - €149,999",£25 000 to £99 999' \
        '#,3+,150000,£100 000 or more'
} >bands.csv
works bands bands.csv
show cut -d, -f1-3 bands/scales.csv

# Triple-S: what people wrote stays theirs, however few words they used.
cat >words.sss <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<sss version="2.0"><survey><record ident="A">
<variable ident="1" type="quantity" use="serial"><name>ID</name><label>Number</label><position start="1" finish="3"/><values><range from="1" to="999"/></values></variable>
<variable ident="2" type="character"><name>Q1</name><label>What would help</label><position start="4" finish="9"/><size>6</size></variable>
<variable ident="3" type="single"><name>Q2</name><label>Paid</label><position start="10"/><values><value code="1">Yes</value><value code="2">No</value></values></variable>
</record></survey></sss>
XML
awk 'BEGIN {for (i = 1; i <= 40; i++) printf "%3d%-6s%d\n", i, i % 2 ? "money" : "time", i % 2 + 1}' >words.asc
works words words.asc
show cut -d, -f1,3-5 words/variables.csv

# A table with its questions over their columns: the second row is no record. German scales of other steps.
{
    echo 'Fachlicher Hintergrund?;;;Wie häufig wird gezeichnet?;;Welchen Aussagen stimmen Sie zu?;;Wie interessant?'
    echo 'Informatik;Physik;Sonstiges;Entwurf;Betrieb;Es war nützlich.;Es war schwer.;Sonstiges'
    rows 40 'Ja;Nein;;eher häufig;eher selten;Stimme eher zu;Stimme eher nicht zu;Mäßig interessant' \
        'Nein;Ja;Chemie #;sehr häufig;gar nicht;Stimme vollständig zu;Stimme gar nicht zu;Sehr interessant' \
        'Ja;Ja;;eher häufig;sehr häufig;Stimme eher zu;Keine Angabe;Kaum interessant'
} >over.csv
works over over.csv
show cut -d, -f1-5 over/variables.csv
show cut -d, -f1-4 over/scales.csv
