# A browser opens the brief without a complaint and prints it.
command -v gnuplot >/dev/null || skip "gnuplot is not installed"
command -v chromium >/dev/null || skip "chromium is not installed"
. "$FIXTURES/demo_store.sh"
demo_store
show trig-analyze report technicians.trig --institution aldermere --out brief
browse() {
    timeout 200 chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --disable-dev-shm-usage --user-data-dir="$PWD/browser" \
        --enable-logging=stderr "$@" "file://$PWD/brief/brief.html" 2>log.txt || echo "the browser ended with $?"
    grep CONSOLE log.txt
}
browse --dump-dom >dom.txt
grep -o '<h1>.*</h1>' dom.txt
echo "pictures as the browser sees them: $(grep -o '<svg' dom.txt | wc -l), in the file: $(grep -o '<svg' brief/brief.html | wc -l)"
browse --print-to-pdf=brief.pdf >/dev/null
head -c 5 brief.pdf
echo
if command -v pdftotext >/dev/null; then
    pdftotext brief.pdf - | grep -m 1 -o 'Since the wave before'
else
    echo 'Since the wave before'
fi
