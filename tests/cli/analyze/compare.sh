# All institutions beside the sector.
. "$FIXTURES/comparison_store.sh"
comparison_store
show trig-analyze compare places.trig
show short trig-analyze compare places.trig --measure v1:positive --format csv --quiet
show trig-analyze compare places.trig --sector institutions --measure days --labels
show short trig-analyze compare places.trig --measure v1 --format json --quiet
show trig-analyze compare places.trig --measure pillar:vis --margin 15 --overlap --quiet
show trig-analyze compare places.trig --measure pillar:vis --pairs gorse,ivy,birch,hazel --margin 10
show short trig-analyze compare places.trig --measure v1:positive --pairs all --format csv --quiet
show trig-analyze compare places.trig --measure pillar:vis,v1:positive --heterogeneity
show trig-analyze compare places.trig --measure pillar:vis --heterogeneity --design strata=grade
show trig-analyze compare places.trig --measure pillar:vis --shrink bootstrap --quiet
show trig-analyze compare places.trig --by grade
show trig-analyze compare places.trig --pairs birch
show trig-analyze compare places.trig --pairs all --heterogeneity
show trig-analyze compare places.trig --pairs all --charts svg --out charts
