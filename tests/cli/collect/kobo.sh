# KoboToolbox and ODK (synthetic): names with both forms of several answers, labels, places, a repeated group.
survey="$FIXTURES/tiny"
cat >names.csv <<'CSV'
"start";"end";"deviceid";"about/institution";"about/technical";"about/place";"about/_place_latitude";"about/_place_longitude";"work/vis_1";"work/support";"work/support/course";"work/support/mentor";"work/support/time";"work/support/other";"work/days";"_id";"_uuid";"_submission_time";"_validation_status";"_index"
"2024-05-01T09:50:00.000+01:00";"2024-05-01T10:00:00.000+01:00";"ee.example:1";"aldmoor";"yes";"54.1 -2.1 0 5";"54.1";"-2.1";"4";"course other";"1";"0";"0";"1";"2";"101";"aaaa";"2024-05-01T10:00:02";"";"1"
"2024-05-02T09:50:00.000+01:00";"2024-05-02T10:00:00.000+01:00";"ee.example:2";"brack";"no";"";"";"";"2";"";"";"";"";"";"";"102";"bbbb";"2024-05-02T10:00:02";"";"2"
"2024-05-03T09:50:00.000+01:00";"2024-05-03T10:00:00.000+01:00";"ee.example:3";"brack";"no";"";"";"";"2";"course";"1";"0";"0";"0";"7";"103";"cccc";"2024-05-03T10:00:02";"";"3"
CSV
cat >labels.csv <<'CSV'
"About you/Where do you work?";"About you/Is your role technical?";"People know what I do";"What support did you get?";"_id";"_uuid";"_submission_time"
"Bracken Institute";"No";"Agree";"A course A mentor, coach or buddy";"201";"dddd";"2024-05-04T10:00:02"
CSV
cat >repeat.csv <<'CSV'
"institution";"days";"_index";"_parent_table_name";"_parent_index";"_submission__id";"_submission__submission_time"
"aldmoor";"2";"1";"tiny";"1";"101";"2024-05-01"
"aldmoor";"3";"2";"tiny";"1";"101";"2024-05-01"
CSV
trig-collect init kobo.trig --survey "$survey"
show trig-collect ingest kobo.trig names.csv
show trig-collect rejects kobo.trig
grep -aFc -e "54.1 -2.7" -e ee.example kobo.trig
show trig-collect check labels.csv --survey "$survey"
show trig-collect check repeat.csv --survey "$survey" --wave 2024 --format csv
