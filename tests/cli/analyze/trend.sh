# Changes from wave to wave: the sector, an institution, categories; items that changed.
. "$FIXTURES/comparison_store.sh"
comparison_store
show trig-analyze trend places.trig
show trig-analyze trend places.trig --institution ash --measure pillar:car,c2,v1:positive
show trig-analyze trend places.trig --institution elm --measure v1
show trig-analyze trend places.trig --by grade --measure days
show short trig-analyze trend places.trig --by group --measure v1 --format csv --quiet
show short trig-analyze trend places.trig --measure pillar:car --format json --quiet
show trig-analyze trend places.trig --institution ash --by grade
