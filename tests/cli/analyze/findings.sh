# What the numbers allow to be said: sentences in place of the numbers.
. "$FIXTURES/comparison_store.sh"
comparison_store
show trig-analyze benchmark places.trig --institution birch --measure pillars,v1:positive,days --findings
show trig-analyze benchmark places.trig --institution ivy --findings --quiet
show trig-analyze compare places.trig --measure pillar:vis,days --findings --quiet
show trig-analyze trend places.trig --institution cedar --findings --quiet
show trig-analyze trend places.trig --by grade --measure pillar:vis --findings --quiet
show trig-analyze test places.trig --by grade --measure pillar:vis,v1 --findings --quiet
show trig-analyze test places.trig --by institution --measure pillar:vis --pairwise --findings --quiet
show short trig-analyze benchmark places.trig --institution birch --measure pillar:vis --findings --format csv --quiet
show short trig-analyze trend places.trig --measure pillar:vis --findings --format json --quiet
