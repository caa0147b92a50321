# The same survey in every encoding gives the same department names.
text='id;institution;wave;department;vis_1\n1;Prifysgol Cwmt%sr;2024;Caf%s – Sant%s;Agree\n'
# shellcheck disable=SC2059
printf "$text" ŵ é é >utf8.csv
printf '\357\273\277' | cat - utf8.csv >mark.csv
iconv -f UTF-8 -t UTF-16 utf8.csv >utf16.csv
iconv -f UTF-8 -t UTF-16BE utf8.csv >utf16be.csv
sed 's/ŵ/w/' utf8.csv >western.csv
iconv -f UTF-8 -t WINDOWS-1252 western.csv >windows.csv
iconv -f UTF-8 -t MACINTOSH western.csv >mac.csv
sed 's/$/\r/' utf8.csv >crlf.csv
sed 's/$/\r\r/' utf8.csv >crcrlf.csv
tr '\n' '\r' <utf8.csv >cr.csv
for file in utf8 mark utf16 utf16be windows mac crlf crcrlf cr; do
    trig-collect init $file.trig --survey "$FIXTURES/tiny"
    echo "== $file"
    trig-collect ingest $file.trig $file.csv --format csv --institution cwm | grep -E 'encoding|,read|,stored'
done
cp windows.csv wrong.csv
trig-collect init wrong.trig --survey "$FIXTURES/tiny"
show trig-collect ingest wrong.trig wrong.csv --encoding utf-8 --institution cwm --format csv
show trig-collect ingest wrong.trig wrong.csv --encoding klingon
