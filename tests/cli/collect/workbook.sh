# Workbooks: Microsoft Forms, which sheet, what is no workbook.
make_export="$BUILD/tests/made/make_export"
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
"$make_export" forms forms.xlsx
show trig-collect ingest tiny.trig forms.xlsx --wave 2024
show trig-collect rejects tiny.trig
show trig-collect ingest tiny.trig forms.xlsx --wave 2024 --again --bad-answers missing --sheet sheet1 --format csv
show trig-collect check forms.xlsx --survey "$FIXTURES/tiny" --sheet Other
show trig-collect check forms.xlsx --survey "$FIXTURES/tiny" --unpack-limit 100
head -c 2000 forms.xlsx >cut.xlsx
show trig-collect check cut.xlsx --survey "$FIXTURES/tiny"
printf '\320\317\021\340\241\261\032\341older' >older.xls
show trig-collect check older.xls --survey "$FIXTURES/tiny"
