# Rejects as CSV: where, why, and the fields, under the headings of their exports.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
show trig-collect rejects tiny.trig
printf 'id,institution,wave,vis_1,remarks\n1,aldmoor,2024,Perhaps,"=1+1, ""quoted"""\n2,aldmoor,2024,Agree,\n' >one.csv
printf 'Response number;Where do you work?;wave;People know what I do;People know it\n7;Elsewhere;2024;Agree;x\n8;brack;2024;;\n' >two.csv
trig-collect ingest tiny.trig one.csv two.csv >/dev/null
echo "= $?"
show trig-collect rejects tiny.trig
show trig-collect rejects tiny.trig --import 2
show trig-collect rejects tiny.trig --import 9
show trig-collect rejects tiny.trig --import x
