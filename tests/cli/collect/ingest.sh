# What ingest prints, and what it sets aside.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
cat >mixed.csv <<'CSV'
id,state,when,institution,wave,technical,department,vis_1,vis_2,car_1,support,days,remarks,colour
1,Complete,01/05/2024,Aldmoor,2024,Yes,Physics,Agree,Disagree,N/A,"A course,A mentor, coach or buddy",3,Fine,red
2,Complete,02/05/2024,University of Aldmoor,Second wave,No,Physics,5,2.0,neither,Time for learning,0,,blue
3,Preview,02/05/2024,Aldmoor,2024,Yes,,Agree,,,,,,
4,Test,02/05/2024,Aldmoor,2024,Yes,,Agree,,,,,,
5,Partial,02/05/2024,Aldmoor,2024,Yes,,Agree,,,,,,
6,Complete,02/05/2024,Aldmoor,2024,,,,,,,,,
7,Complete,02/05/2024,Aldmore,2024,Yes,,Agree,,,,,,
8,Complete,02/05/2024,Aldmoor,1999,Yes,,Agree,,,,,,
9,Complete,31/02/2024,Aldmoor,2024,Yes,,Agree,,,,,,
10,Complete,02/05/2024,Aldmoor,2024,Yes,,Agree,,,,150,,
11,Complete,02/05/2024,Aldmoor,2024,Yes,,Agree,,,,many,,
12,Complete,02/05/2024,Aldmoor,2024,Yes,,Oct-49,,,,,,
13,Complete,02/05/2024,Aldmoor,2024,Yes,,#NAME?,,,,,,
14,Complete,02/05/2024,Aldmoor,2024,Yes,,Totally,,,A caurse,,,
15,Complete,02/05/2024,Aldmoor,2024,Yes,,Agree,,,,
16,Complete,02/05/2024,Aldmoor,2024,Yes,,Agree,,,,2,,,,,
17,Complete,02/05/2024,,2024,Yes,,Agree,,,,,,
18,Complete,45414.5,Aldmoor,2024,Yes,,Agree,,,,,,
19,Finished,02/05/2024,Aldmoor,2024,Yes,,Agree,,,,,,
,,,,,,,,,,,,,
CSV
show trig-collect ingest tiny.trig mixed.csv --dry-run
show trig-collect ingest tiny.trig mixed.csv --bad-answers missing --keep-partial
show trig-collect status tiny.trig
show trig-collect codebook tiny.trig
