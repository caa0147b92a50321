# Qualtrics: three header rows (JSON), recoded suffixes, UTF-16, 2016, legacy, tags alone.
survey="$FIXTURES/tiny"
cp "$FIXTURES"/exports/qualtrics* .

# brief FILE...: platform, the columns that are kept, what was set aside.
brief() {
    trig-collect check "$@" --survey "$survey" --format csv |
        grep -E ',(detected,(platform|header rows)|column|set aside|count),' |
        grep -vE 'affairs|never kept|not matched|none: nothing'
}
show trig-collect check qualtrics.csv --survey "$survey"

# The wordings hold line breaks: lines are still those of the file.
show trig-collect init tiny.trig --survey "$survey"
trig-collect ingest tiny.trig qualtrics.csv >/dev/null
show trig-collect rejects tiny.trig

# Tab-separated numbers: Q4_1 is the third choice and Q4_-1 the fifth. The same as UTF-16.
show brief qualtrics-codes.tsv
mkdir sixteen
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE qualtrics-codes.tsv; } >sixteen/qualtrics-codes.tsv
trig-collect check qualtrics-codes.tsv --survey "$survey" --format csv >eight.csv
trig-collect check sixteen/qualtrics-codes.tsv --survey "$survey" --format csv | sed 's#^sixteen/##' >sixteen.csv
show diff eight.csv sixteen.csv
show brief qualtrics-codes.tsv --keep-partial

show brief qualtrics-2016.csv
show brief qualtrics-legacy.csv
show brief qualtrics-legacy-localised.csv
show brief qualtrics-tags.csv --institution aldmoor
