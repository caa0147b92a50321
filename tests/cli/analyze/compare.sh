# All institutions beside the sector.
. "$FIXTURES/comparison_store.sh"
comparison_store
show trig-analyze compare places.trig
show short trig-analyze compare places.trig --measure v1:positive --format csv --quiet
show trig-analyze compare places.trig --sector institutions --measure days --labels
show short trig-analyze compare places.trig --measure v1 --format json --quiet
show trig-analyze compare places.trig --measure pillar:vis --margin 15 --overlap --quiet
show trig-analyze compare places.trig --by grade
