# --disclosure hesa: the same rows, rounded, and what cannot be rounded is refused.
. "$FIXTURES/comparison_store.sh"
comparison_store
show trig-analyze summary places.trig --by institution --measure pillar:car,v1:positive,days,respondents --disclosure hesa
show short trig-analyze summary places.trig --by institution --measure pillar:car,v1:positive --format csv --quiet --disclosure hesa
show short trig-analyze summary places.trig --measure v1:positive --format json --disclosure hesa
show trig-analyze answers places.trig --by institution --measure v1 --disclosure hesa
show trig-analyze benchmark places.trig --institution gorse --disclosure hesa --findings
show trig-analyze benchmark places.trig --institution gorse --disclosure hesa
show trig-analyze compare places.trig --measure v1:positive,pillar:car --disclosure hesa
show trig-analyze compare places.trig --measure v1:positive --funnel additive --charts svg --out charts --fpc on --disclosure hesa
show trig-analyze trend places.trig --institution ash --measure v1:positive,pillar:car --disclosure hesa
show trig-analyze test places.trig --measure v1 --by grade --disclosure hesa
show trig-analyze regress places.trig --outcome v1 --on grade --disclosure hesa
show trig-analyze reliability places.trig --disclosure hesa
show trig-analyze weight places.trig --method rake --disclosure hesa
show trig-analyze index places.trig --spec spec.csv --disclosure hesa
show trig-analyze summary places.trig --show-r --disclosure hesa
show trig-analyze summary places.trig --statistic total --measure days --disclosure hesa
show trig-analyze summary places.trig --covariance out.csv --disclosure hesa
show trig-analyze benchmark --from-table x.csv --disclosure hesa
