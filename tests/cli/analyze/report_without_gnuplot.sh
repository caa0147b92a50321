# Without gnuplot there are no charts; page and tables are written all the same, and it is said what to install.
. "$FIXTURES/demo_store.sh"
. "$FIXTURES/page.sh"
demo_store
analyze=$(command -v trig-analyze)
bare() {
    PATH=$PWD/empty "$analyze" "$@"
}
mkdir empty
show bare report technicians.trig --institution aldermere --out brief
look_at_page brief/brief.html
grep -c '<svg' brief/brief.html
find brief -type f | sort
