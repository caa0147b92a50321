# Google Forms: from the form, from the sheet, in another language.
survey="$FIXTURES/tiny"
cp "$FIXTURES"/exports/google_forms* .

# What somebody typed as another answer is read where the scale has a place for it.
show trig-collect check google_forms.csv --survey "$survey"
cp -r "$survey" typed
sed 's/^\(support,other,.*\),$/\1,*/' "$survey/scales.csv" >typed/scales.csv
survey=typed
show trig-collect check google_forms-sheet.csv --survey "$survey" --format csv
show trig-collect check google_forms-localised.csv --survey "$survey" --format csv

# Which of 01/05 is the month, the definition says.
cp -r "$survey" american
sed 's/^date_order,.*/date_order,mdy/' "$survey/survey.csv" >american/survey.csv
trig-collect check google_forms-sheet.csv --survey american --format csv >american.csv
show grep -E ',(unreadable|set aside|count),' american.csv
