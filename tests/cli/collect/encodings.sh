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

echo "== other letters"
said() {
    printf 'id;institution;wave;department;vis_1\n1;cwm;2024;%s;Agree\n2;cwm;2024;%s;Agree\n' "$3" "$4" |
        iconv -f UTF-8 -t "$2" >"$1-$2.csv"
    rm -f other.trig
    trig-collect init other.trig --survey "$FIXTURES/tiny"
    trig-collect ingest other.trig "$1-$2.csv" --format csv | grep ',encoding,'
    trig-collect export other.trig --to csv --out other.csv 2>/dev/null
    grep -cF -e "$3" -e "$4" other.csv
}
for encoding in ISO-8859-2 WINDOWS-1250 CP852; do
    said hungarian $encoding 'Erősen túlterhelt, fűtetlen műhely' 'Többször köszönöm, értékelik'
done
for encoding in CP850 CP437 WINDOWS-1252 ISO-8859-1 MACINTOSH; do
    said german $encoding 'Für mich ist die Übergabe schwierig' 'Schöne Geräte, müde'
    said french $encoding 'La forêt me manque, là-bas' 'Très fière, où être'
    said few $encoding 'Café' 'Zürich'
done
said portuguese ISO-8859-1 'Não são ações' 'Há pressão, você põe'
quoted=$(printf 'I think\342\200\246maybe \342\200\234yes\342\200\235 \342\200\223 work\342\200\224life')
curly=$(printf 'don\342\200\231t know\342\200\246perhaps, it\342\200\231s the staff\342\200\223student ratio')
said english WINDOWS-1252 "$quoted" "$curly"
said english MACINTOSH "$quoted" "$curly"
said estonian ISO-8859-1 'Õpetajad on väga head' 'Sõber tõesti, köök ja üldse'
said polish CP852 'Zażółć gęślą jaźń' 'źle się czuję'
said czech ISO-8859-2 'Žluťoučký kůň úpěl' 'příliš těžké'
