# The examples of the man page run, in order, on a store of invented answers.
command -v gnuplot >/dev/null || skip "the examples draw charts, and gnuplot is not installed"
. "$FIXTURES/demo_store.sh"
demo_store
cp "$SOURCE/surveys/indices/four_pillars.csv" .
sed -n '/^\.EX/,/^\.EE/p' "$SOURCE/analyze/trig-analyze.1" | sed 's/\\-/-/g' | grep '^trig-' >commands.txt
# So do those that the program's own help shows.
for command in $(trig-analyze completion | sed -n "s/^ *2:help) words='\([^']*\)'.*/\1/p"); do
    trig-analyze help "$command" | sed -n 's/^ *\(trig-analyze [^ ]* technicians\.trig.*\)/\1/p' >>commands.txt
done
while read -r line; do
    sh -c "$line" >out.txt 2>err.txt </dev/null
    code=$?
    echo "$code $line"
    [ $code -eq 0 ] || sed 's/^/! /' err.txt
done <commands.txt
