# What is found out can be said instead, and what makes no sense is refused.
survey="$FIXTURES/tiny"
printf 'A title line\nid|institution|wave|vis_1\nResponse|Place|Year|Answer\n1|aldmoor|2024|4\n' >odd.csv
show trig-collect check odd.csv --survey "$survey" --separator '|' --header-rows 2 --platform plain_csv --encoding utf-8
show trig-collect check odd.csv --survey "$survey" --separator xx
show trig-collect check odd.csv --survey "$survey" --header-rows 9
show trig-collect check odd.csv --survey "$survey" --platform nowhere
show trig-collect check odd.csv --survey "$survey" --wave 1066
show trig-collect check odd.csv --survey "$survey" --institution Hogwarts
show trig-collect check odd.csv --survey "$survey" --codes key.csv
show trig-collect check odd.csv --survey "$survey" --bad-answers keep
printf 'institution,when,vis_1\naldmoor,01/03/2021,Agree\naldmoor,25/04/2024,Agree\naldmoor,01/01/2023,Agree\naldmoor,,Agree\n' >dates.csv
show trig-collect check dates.csv --survey "$survey"

# Where no column says which institution answered, the name of the file may.
printf 'id,wave,vis_1\n1,2024,Agree\n' >'results Aldmoor 2024.csv'
cp 'results Aldmoor 2024.csv' results.csv
cp results.csv aldmoor_brack.csv
for file in 'results Aldmoor 2024.csv' results.csv aldmoor_brack.csv; do
    echo "$file"
    trig-collect check "$file" --survey "$FIXTURES/tiny" --format csv 2>&1 | grep -E 'institution,|read,|trig-collect'
done
