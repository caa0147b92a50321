# LimeSurvey: headings as code, as code and text, as full text; incomplete responses.
survey="$FIXTURES/tiny"
cat >code.csv <<'CSV'
"id";"submitdate";"lastpage";"startlanguage";"ipaddr";"institution";"technical";"vis_1";"q3[vis_2]";"sup[course]";"sup[mentor]";"sup[time]";"sup[other]"
"1";"2024-05-01 10:00:00";"3";"en";"203.0.113.7";"aldmoor";"yes";"4";"2";"Y";"";"";"a library"
"2";"2024-05-02 10:00:00";"3";"cy";"203.0.113.8";"brack";"no";"{question_not_shown}";"2";"";"";"";""
"3";"";"1";"en";"203.0.113.9";"aldmoor";"yes";"5";"";"";"";"";""
CSV
cat >text.csv <<'CSV'
"id. Response ID";"submitdate. Date submitted";"ipaddr. IP address";"institution. Where do you work?";"technical. Is your role technical?";"x1[VIS1]. How far do you agree? [People know what I do]";"x1[VIS2]. How far do you agree? [My work goes unseen]";"sup[course]. What support did you get? [A course]";"sup[mentor]. What support did you get? [A mentor, coach or buddy]"
"1";"2024-05-01 10:00:00";"203.0.113.7";"Aldmoor";"Yes";"Agree";"Disagree";"Yes";"No"
"2";"2024-05-02 10:00:00";"203.0.113.8";"Bracken Institute";"No";"N/A";"Disagree";"No";"No"
"3";"";"203.0.113.9";"Aldmoor";"Yes";"Agree";"";"";""
CSV
cat >full.csv <<'CSV'
"Response ID";"Date submitted";"Last page";"Start language";"IP address";"Where do you work?";"How far do you agree? [People know what I do]";"What support did you get? [A course]";"What support did you get? [A mentor, coach or buddy]"
"1";"01/05/2024 10:00";"3";"en";"203.0.113.7";"Aldmoor";"Agree";"Yes";"No"
CSV
show trig-collect check code.csv --survey "$survey"
show trig-collect check text.csv --survey "$survey"
show trig-collect check full.csv --survey "$survey"
