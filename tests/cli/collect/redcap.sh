# REDCap (synthetic): raw and labelled exports with the data dictionary give the same answers; boxes of forms
# that nobody opened; several rows a person; identifiers never kept.
survey="$FIXTURES/tiny"
cat >dictionary.csv <<'CSV'
"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"
record_id,about_you,,text,"Record ID",,,,,,,,,,,,,
email,about_you,,text,"Your e-mail",,,email,,,,,,,,,,
staff,about_you,,text,"Staff number",,,,,,y,,,,,,,
institution,about_you,,dropdown,"Where do you work?","11, University of Aldmoor | 12, Bracken Institute",,,,,,,,,,,,
technical,about_you,,yesno,"Is your role technical?",,,,,,,,,,,,,
vis_1,your_work,,radio,"<b>People know</b> what I do","1, Strongly agree | 2, Agree|3,Neither agree nor disagree | 4, Disagree | 5, Strongly disagree | -99, Not applicable",,,,,,,,,,likert,,
support,your_work,,checkbox,"What support did you get?","1, A course | 2, A mentor, coach or buddy | -1, Other",,,,,,,,,,,,
days,your_work,,text,"Days of training",,,number,,,,,,,,,,
CSV
cat >raw.csv <<'CSV'
record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,redcap_survey_identifier,about_you_timestamp,email,staff,institution,technical,about_you_complete,your_work_timestamp,vis_1,support___1,support___2,support____1,days,your_work_complete
1,first_arm_1,,,one@example.org,"2024-05-01 10:00:00",one@example.org,S-1,11,1,2,"2024-05-01 10:05:00",2,1,0,1,"2,5",2
2,first_arm_1,,,,"2024-05-02 10:00:00",two@example.org,S-2,12,0,2,,,0,0,0,,0
3,first_arm_1,,,,"2024-05-03 10:00:00",,S-3,12,1,2,"[not completed]",4,0,0,0,,0
4,first_arm_1,,,,"2024-05-03 11:00:00",,S-4,11,1,2,"2024-05-03 11:05:00",,0,0,0,,2
1,second_arm_1,,,,"2024-05-09 10:00:00",,S-1,11,1,2,"2024-05-09 10:05:00",5,0,1,0,3,2
1,second_arm_1,your_work,1,,,,,,,,"2024-05-10 10:05:00",3,0,0,0,,2
1,first_arm_1,,,one@example.org,"2024-05-01 10:00:00",one@example.org,S-1,11,1,2,"2024-05-01 10:05:00",2,1,0,1,"2,5",2
,first_arm_1,,,,"2024-05-03 10:00:00",,S-3,12,1,2,"2024-05-03 10:05:00",4,0,0,0,,2
CSV
cat >labels.csv <<'CSV'
"Record ID","Event Name","Repeat Instrument","Repeat Instance","Survey Identifier","Survey Timestamp","Your e-mail","Staff number","Where do you work?","Is your role technical?",Complete?,"Survey Timestamp","People know what I do","What support did you get? (choice=A course)","What support did you get? (choice=A mentor, coach or buddy)","What support did you get? (choice=Other)","Days of training",Complete?
1,"First",,,one@example.org,"2024-05-01 10:00:00",one@example.org,S-1,"University of Aldmoor",Yes,Complete,"2024-05-01 10:05:00",Agree,Checked,Unchecked,Checked,"2,5",Complete
2,"First",,,,"2024-05-02 10:00:00",two@example.org,S-2,"Bracken Institute",No,Complete,,,Unchecked,Unchecked,Unchecked,,Incomplete
CSV
trig-collect init raw.trig --survey "$survey"
show trig-collect ingest raw.trig raw.csv --codes dictionary.csv
show trig-collect rejects raw.trig
for secret in example.org S-1; do grep -c "$secret" raw.trig; done
show trig-collect check labels.csv --survey "$survey" --codes dictionary.csv
show trig-collect check labels.csv --survey "$survey" --format csv
show trig-collect check raw.csv --survey "$survey" --codes labels.csv

# Several rows a person cannot be told apart by a survey that keeps no ids.
mkdir bare
printf 'key,value\nid,bare\ntitle,Bare\n' >bare/survey.csv
printf 'name,role,type\ndays,item,numeric\n' >bare/variables.csv
show trig-collect check raw.csv --survey bare --codes dictionary.csv
