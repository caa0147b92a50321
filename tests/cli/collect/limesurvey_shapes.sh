# LimeSurvey (synthetic): VV export with its escapes, abbreviated headings, scales labelled at their ends,
# an answer that began with =, and headings that could be two things.
survey="$FIXTURES/tiny"
printf '%b' 'Response ID\tDate submitted\tLast page\tStart language\tIP address\tWhere?\tTechnical?\tHow far? [People know what I do]\tHow far? [My work goes unseen]\tSupport [A course]\tSupport [Other]\tDays\tElse\n' \
    'id\tsubmitdate\tlastpage\tstartlanguage\tipaddr\tinstitution\ttechnical\tlik_vis_1\tvis_2\tsup_course\tsup_other\tdays\tremarks\n' \
    '1\t2024-05-01 10:00:00\t3\ten\t203.0.113.7\taldmoor\tyes\t4\t{question_not_shown}\tY\t\t3\tFirst{newline}second {lbrace}tab{rbrace} {quote}so{quote}\n' \
    '2\t2024-05-02 10:00:00\t3\ten\t203.0.113.8\tbrack\tno\t\t2\t{question_not_shown}\t{question_not_shown}\t{question_not_shown}\t{question_not_shown}\n' \
    '3\t{question_not_shown}\t1\ten\t203.0.113.9\taldmoor\tyes\t5\t\t\t\t\t\n' \
    '4\t2024-05-02 10:00:00\t3\ten\t203.0.113.8\tbrack\tno\t9{tab}9\t2\t\t\t\t\n' >vv.txt
cat >short.csv <<'CSV'
Response ID,Date submitted,Last page,Where do you wo..,How far do yo.. [People know wh..],How far do yo.. [My work goes u..],What support.. [A mentor..],Anything ..
1,01/05/2024 10:00,3,Aldmoor,4 (Agree),2,Yes,'=not a sum
CSV
cat >twice.csv <<'CSV'
Response ID,Date submitted,Last page,Where do you work?,What support did you get? [A course],What support did you get? [A course]
1,01/05/2024 10:00,3,Aldmoor,Yes,No
CSV
trig-collect init vv.trig --survey "$survey"
show trig-collect ingest vv.trig vv.txt
show trig-collect rejects vv.trig
show trig-collect check short.csv --survey "$survey"
show trig-collect check twice.csv --survey "$survey"
