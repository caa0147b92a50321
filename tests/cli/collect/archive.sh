# Exports in a zip file: the one file of data is read, several are named, bombs and damage are told.
make_export="$BUILD/tests/made/make_export"
responses='id,institution,wave,vis_1
1,aldmoor,2024,Agree
2,brack,2024,Disagree
'
more='id,institution,wave,vis_1
3,aldmoor,2024,Agree
'
"$make_export" zip one.zip survey/responses.csv "$responses"
"$make_export" zip mess.zip readme.txt "Read me" __MACOSX/._responses.csv x responses.csv "$responses" .hidden y
"$make_export" zip two.zip responses.csv "$responses" more.csv "$more" readme.txt "Read me"
"$make_export" zip texts.zip a.txt "$responses" b.dat "$more"
"$make_export" zip odd.zip responses.export "$responses"
"$make_export" zip bomb.zip b.csv "id,vis_1
$(yes ',,,' | head -c 100000)"
"$make_export" dta made.dta
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
show trig-collect ingest tiny.trig one.zip
echo "== the same responses, packed otherwise"
for file in mess odd; do
    trig-collect check $file.zip --survey "$FIXTURES/tiny" --format csv | grep -E 'packing|,read,'
done
trig-collect check - --survey "$FIXTURES/tiny" --format csv <one.zip | grep -E ',detected,(input|packing)|,read,'
show trig-collect ingest tiny.trig one.zip
echo "== what cannot be read"
show trig-collect check two.zip --survey "$FIXTURES/tiny"
show trig-collect draft texts.zip --out draft
head -c 100 one.zip >cut.zip
show trig-collect check cut.zip --survey "$FIXTURES/tiny"
show trig-collect check bomb.zip --survey "$FIXTURES/tiny" --unpack-limit 50K
gzip -n -c one.zip >twice.zip.gz
show trig-collect check twice.zip.gz --survey "$FIXTURES/tiny"
echo "== keys are no exports"
printf '"Q1","Where"\n"1","A"\n"2","B"\n"Q2","Why"\n"1","x"\n' >key.csv
printf '"Variable / Field Name","Form Name","Section Header","Field Type"\nid,one,,text\n' >dictionary.csv
show trig-collect check key.csv --survey "$FIXTURES/tiny"
show trig-collect draft dictionary.csv --out draft
ls
