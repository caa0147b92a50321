# An institution beside the sector, the others and groups, in every form; what is hidden, and what is refused.
. "$FIXTURES/comparison_store.sh"
comparison_store
show trig-analyze benchmark places.trig --institution "university of ashcombe"
show trig-analyze benchmark places.trig --institution cedar --against others --measure v1:positive,days,pillar:vis:positive
show trig-analyze benchmark places.trig --institution gorse --against "group:hill & dale" --measure v1 --wave all --labels
show trig-analyze benchmark places.trig --institution cedar --sector institutions --measure v1 --quiet
show short trig-analyze benchmark places.trig --institution cedar --measure pillar:vis --format csv
show short trig-analyze benchmark places.trig --institution cedar --measure v1:positive --format json --quiet
# ---- adjusted for the mix -----------------------------------------------------------------
show trig-analyze benchmark places.trig --institution cedar --against adjusted:grade --measure pillars,v1:positive,days
show trig-analyze benchmark places.trig --institution gorse --against adjusted:grade --own out --measure v1 --quiet
show short trig-analyze benchmark places.trig --institution cedar --against adjusted:grade --adjust logistic --measure v1:positive --material 1 --format csv
show trig-analyze benchmark places.trig --institution birch --against adjusted:grade,v2 --measure v1 --wave all
# ---- the top, and itself before -----------------------------------------------------------
show trig-analyze benchmark places.trig --institution cedar --against top:50 --measure pillars,days
show trig-analyze benchmark places.trig --institution gorse --against top:90 --measure days --sector institutions --quiet
show trig-analyze benchmark places.trig --institution cedar --against wave:2021 --measure pillars,c2
# ---- hidden ----------------------------------------------------------------------------
show trig-analyze benchmark places.trig --institution ivy --measure v1
show trig-analyze benchmark places.trig --institution elm --against group:Pair --measure v1
# ---- refused ------------------------------------------------------------------------------
show trig-analyze benchmark places.trig
show trig-analyze benchmark places.trig --institution elm --wave 2021
show trig-analyze benchmark places.trig --institution Cedarhaven
show trig-analyze benchmark places.trig --institution cedar --against group:Dale
show trig-analyze benchmark places.trig --institution cedar --against everybody
show trig-analyze benchmark places.trig --institution cedar --measure respondents
show trig-analyze benchmark places.trig --institution cedar --against adjusted:group
show trig-analyze benchmark places.trig --institution cedar --against adjusted:
show trig-analyze benchmark places.trig --institution cedar --against adjusted:grade --own out --adjust logistic
show trig-analyze benchmark places.trig --institution cedar --own out
show trig-analyze benchmark places.trig --institution cedar --against cohort
show trig-analyze benchmark places.trig --institution cedar --against top:half
show trig-analyze benchmark places.trig --institution elm --against wave:2021
show trig-analyze benchmark places.trig --institution cedar --against wave:2024
show trig-analyze benchmark places.trig --institution cedar --against adjusted:grade --sector institutions
