# SurveyMonkey: sparse, filled with serial dates, numbers, flattened; blank rows at the end.
survey="$FIXTURES/tiny"
cp "$FIXTURES"/exports/surveymonkey* .

# brief FILE...: platform, the columns that are kept, what was set aside.
brief() {
    trig-collect check "$@" --format csv |
        grep -E ',(detected,(platform|header rows)|column|set aside|count),' |
        grep -vE 'affairs|never kept|not matched|none: nothing'
}
show trig-collect check surveymonkey.csv --survey "$survey"
show brief surveymonkey-filled.csv --survey "$survey"
show brief surveymonkey-flat.csv --survey "$survey"

# Which end of a scale 1 is, numbers do not say; a rule does.
show trig-collect check surveymonkey-numeric.csv --survey "$survey"
cp -r "$survey" known
{
    cat "$survey/columns.csv"
    echo 'vis_1,surveymonkey,How far do you agree? People know what I do,,,'
    echo 'vis_2,surveymonkey,How far do you agree? My work goes unseen,,,'
    echo 'car_1,surveymonkey,How far do you agree? I can see a career here,,,'
    echo 'technical,surveymonkey,Is your role technical? Response,,,'
} >known/columns.csv
sed 's/^yesno,yes,Yes,/yesno,1,Yes,/; s/^yesno,no,No,/yesno,2,No,/' "$survey/scales.csv" >known/scales.csv
sed 's/^\(technical.*\),yes,/\1,1,/' "$survey/variables.csv" >known/variables.csv
show brief surveymonkey-numeric.csv --survey known
