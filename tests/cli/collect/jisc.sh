# Jisc: answers as text, and coded with a key, give the same records.
cat >text.csv <<'CSV'
"1. Where do you work?","2. Department","3. Is your role technical?","4. Do you agree?","4.1. People know what I do","4.2. My work goes unseen","4.3. I can see a career here","5. What support did you get?","6. Days of training","7. Anything else?"
"University of Aldmoor","Physics","Yes",,"Agree","Disagree","Strongly agree","A course,A mentor, coach or buddy","3","It, is, fine"
"Bracken Institute","Zoology","No",,"Disagree",,"Not applicable",,,
CSV
cat >coded.csv <<'CSV'
"URN","Q1","Q2","Q3","Q4","Q4_1","Q4_2","Q4_3","Q5_1","Q5_2","Q5_3","Q5_4","Q6","Q7"
"9-1","1","Physics","1",,"2","4","1","1","1","0","0","3","It, is, fine"
"9-2","2","Zoology","2",,"4",,"6","0","0","0","0",,
CSV
cat >key.csv <<'CSV'
"URN","Unique Response Number"
"Q1","Institution"
"1","University of Aldmoor"
"2","Bracken Institute"
"Q2","Department"
"Q3","Technical"
"1","Yes"
"2","No"
"Q4","Agreement"
"Q4_1","People know what I do"
"1","Strongly agree"
"2","Agree"
"3","Neither agree nor disagree"
"4","Disagree"
"5","Strongly disagree"
"6","Not applicable"
"Q4_2","My work goes unseen"
"1","Strongly agree"
"2","Agree"
"3","Neither agree nor disagree"
"4","Disagree"
"5","Strongly disagree"
"6","Not applicable"
"Q4_3","I can see a career here"
"1","Strongly agree"
"2","Agree"
"3","Neither agree nor disagree"
"4","Disagree"
"5","Strongly disagree"
"6","Not applicable"
"Q5","Support"
"1","A course"
"2","A mentor, coach or buddy"
"3","Time for learning"
"4","Other"
"Q6","Days of training"
"Q7","Anything else?"
CSV
tr ',' '\t' <coded.csv | sed 's/It\t is\t fine/It, is, fine/' | tr -d '"' >coded.tsv
survey="$FIXTURES/tiny"
show trig-collect check text.csv --survey "$survey" --wave 2024
show trig-collect check coded.csv --survey "$survey" --wave 2024
show trig-collect check coded.csv --survey "$survey" --wave 2024 --codes key.csv
show trig-collect check coded.tsv --survey "$survey" --wave 2024 --codes key.csv --format csv

# The key of an export whose options count from 0.
awk -F'"' -v OFS='"' '$2 ~ /^[0-9]+$/ {$2 = $2 - 1} 1' key.csv >zero.csv
show trig-collect check coded.csv --survey "$survey" --wave 2024 --codes zero.csv
show trig-collect check coded.csv --survey "$survey" --wave 2024 --codes text.csv
printf '"Q1","Institution"\n"1","University of Aldmoor"\n' >short.csv
show trig-collect check coded.csv --survey "$survey" --wave 2024 --codes short.csv
show trig-collect check text.csv --survey "$survey" --wave 2024 --codes nowhere.csv

# Codes that run backwards, dates in the last columns, a key that a spreadsheet saved with semicolons in UTF-16.
cat >backwards.csv <<'CSV'
Q1,Q3,Q4_1,Q5_1,Q5_2,Q5_3,Q5_4,StartDate,CompletionDate
1,1,4,0,0,1,1,2024-05-01 03:01:44 UTC,2024-05-01 03:11:44 UTC
2,2,2,0,0,0,0,2024-05-01 03:01:44 UTC,2024-05-01 03:11:44 UTC
CSV
printf '%s\n' 'Q1;Institution' '1;Bracken Institute' '2;University of Aldmoor' 'Q3;Technical' '1;No' '2;Yes' \
    'Q4_1;People know what I do' '1;Strongly disagree' '2;Disagree' '3;Neither agree nor disagree' '4;Agree' \
    '5;Strongly agree' 'Q5;Support' '1;Other' '2;Time for learning' '3;A mentor, coach or buddy' '4;A course' |
    iconv -f UTF-8 -t UTF-16 >backwards-key.csv
show trig-collect check backwards.csv --survey "$survey" --codes backwards-key.csv
