# The commands of README.md run, section by section, on a survey as its reader would have it: the definition
# that it says to start from, and exports of invented answers.
command -v gnuplot >/dev/null || skip "the examples draw charts, and gnuplot is not installed"
prepare() {
    mkdir "$1" && cd "$1" || exit 1
    cp -r "$SOURCE/surveys/definitions/talent" definition
    cp "$SOURCE/surveys/indices/four_pillars.csv" .
    trig-synthesize --quiet --definition definition --platform plain-text --wave 2024 --responses 1500 --seed 1 \
        --out responses.csv || exit 1
    cp responses.csv export.csv
}
awk '
    /^## / {section++}
    {line = $0}
    line ~ /^ +trig-(collect|analyze) / {sub(/^ +/, "", line); print section "\t" line; next}
    {while (match(line, /`trig-(collect|analyze) [^`]*`/)) {
        print section "\t" substr(line, RSTART + 1, RLENGTH - 2)
        line = substr(line, RSTART + RLENGTH)
    }}' "$SOURCE/README.md" >commands.txt
here=$PWD
while IFS="$(printf '\t')" read -r section line; do
    [ -d "$here/$section" ] || (prepare "$here/$section") || exit 1
    cd "$here/$section" || exit 1
    sh -c "$line" >out.txt 2>err.txt </dev/null
    code=$?
    echo "$code $line"
    [ $code -eq 0 ] || sed 's/^/! /' err.txt
done <"$here/commands.txt"
