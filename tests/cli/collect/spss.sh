# Files of SPSS and Stata: labels, ends of scales, declared missing values, dates.
make_export="$BUILD/tests/made/make_export"
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
for kind in sav zsav dta; do
    "$make_export" $kind made.$kind
done
show trig-collect ingest tiny.trig made.sav

# The other two hold the same responses: their records are known.
show trig-collect ingest tiny.trig made.zsav made.dta --format csv
show trig-collect check made.sav --survey "$FIXTURES/tiny" --platform limesurvey
show trig-collect check made.sav --survey "$FIXTURES/tiny" --platform no_such
show trig-collect check made.sav --survey "$FIXTURES/tiny" --codes made.sav
show trig-collect check made.sav --survey "$FIXTURES/tiny" --encoding klingon
head -c 5000 made.sav >cut.sav
show trig-collect check cut.sav --survey "$FIXTURES/tiny"
gzip -n made.dta
show sh -c "trig-collect check made.dta.gz --survey '$FIXTURES/tiny' --format csv | grep -E 'detected|count'"
