# An institution's brief, looked at as a page: what a browser, a reader without sight and a printer need; what
# disclosure control forbids; the same page twice.
command -v gnuplot >/dev/null || skip "gnuplot is not installed"
. "$FIXTURES/demo_store.sh"
. "$FIXTURES/page.sh"
demo_store
make_brief() {
    trig-analyze report technicians.trig --institution aldermere --out brief
}
show make_brief
# ---- the page ----------------------------------------------------------------------------
page=brief/brief.html
look_at_page "$page"
echo "pictures: $(grep -c '<svg' "$page"), tables: $(grep -c '<table' "$page")"
# ---- beside the page ------------------------------------------------------------------------
for kind in svg png pdf gp; do
    for file in brief/charts/*."$kind"; do
        [ -s "$file" ] || echo "$file is empty"
    done
    echo "$kind: $(find brief/charts -name "*.$kind" | wc -l)"
done
cp -r brief/charts redrawn
(cd redrawn && rm overview.svg && gnuplot overview.gp && [ -s overview.svg ]) || echo "a chart's script does not redraw it"
# ---- the R code of the tables ----------------------------------------------------------------
show trig-analyze report technicians.trig --institution aldermere --charts svg --show-r --out with_code
for table in with_code/tables/*.csv; do
    grep -q '^library(survey)' "${table%.csv}.R" || echo "$table has no R code beside it"
done
# ---- what must not be there ------------------------------------------------------------------
threshold=10
for table in brief/tables/*.csv; do
    small_numbers "$table" $threshold
    institution_numbers "$table" brackenfell
done
show trig-analyze report technicians.trig --institution brackenfell --out small
[ -e small ] && echo "something is left of a refused brief"
# ---- twice -------------------------------------------------------------------------------------
mv brief first
make_brief >/dev/null
sed '/Made on\|Made with/d' first/brief.html >first.html
sed '/Made on\|Made with/d' brief/brief.html >second.html
cmp first.html second.html
for table in first/tables/*.csv; do
    cmp "$table" "brief/tables/${table##*/}"
done
for script in first/charts/*.gp first/charts/*.dat first/charts/*.svg; do
    cmp "$script" "brief/charts/${script##*/}"
done
