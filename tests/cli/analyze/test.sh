# Tests of groups: each method, pairs, adjustment, several waves, R's code, disclosure, and what cannot be tested.
. "$FIXTURES/comparison_store.sh"
comparison_store

show short trig-analyze test places.trig --by grade
show short trig-analyze test places.trig --by grade --measure v1,v1:positive,c1=4,days --wave 2021,2024 --format csv --quiet
show short trig-analyze test places.trig --by institution --measure pillar:vis --pairwise --adjust bh --format csv --quiet
show short trig-analyze test places.trig --by institution --measure items --quiet
for method in rao-scott-chisq wald adjusted-wald means; do
    show short trig-analyze test places.trig --by grade --measure v1,c2 --method $method --format csv --quiet
done
for method in wilcoxon kruskal-wallis van-der-waerden median unweighted-anova unweighted-welch unweighted-kruskal-wallis \
    unweighted-wilcoxon; do
    show short trig-analyze test places.trig --by grade --measure v1,days --method $method --format csv --quiet
done
for method in wilcoxon unweighted-anova unweighted-welch unweighted-kruskal-wallis unweighted-wilcoxon; do
    show short trig-analyze test places.trig --by institution --measure pillar:car --method $method --pairwise --format csv \
        --quiet
done
show short trig-analyze test places.trig --by wave --measure v2 --labels --format json --disclosure none --adjust none
# Of R's code what belongs to the tests; the rest is every command's.
own_r() {
    trig-analyze "$@" --show-r | sed -n '/^# The noncentrality/,$p'
}
show own_r test places.trig --by grade --measure v1 --quiet

# ---- what cannot be tested ------------------------------------------------------------------------
show trig-analyze test places.trig
show trig-analyze test places.trig --by group
show trig-analyze test places.trig --by grade,institution
show trig-analyze test places.trig --by grade --measure respondents
show trig-analyze test places.trig --by grade --measure grade
show trig-analyze test places.trig --by grade --measure days --method wald
show trig-analyze test places.trig --by grade --method walt
show trig-analyze test places.trig --by grade --min-n 200 --quiet --measure v1,pillar:vis
# Too few in a group for a test by itself, and everybody alike.
{
    head -1 2024.csv
    for i in $(seq 1 30); do
        echo "r$i,ash,$([ "$i" -le 25 ] && echo five || echo seven),4,$((i % 5 + 1)),3,3,$((i % 7))"
    done
} >small.csv
trig-collect init small.trig --survey places >/dev/null
trig-collect ingest small.trig small.csv --wave 2024 >/dev/null || echo "not stored"
show trig-analyze test small.trig --by grade --measure v1,v2,pillar:vis --quiet
show trig-analyze test small.trig --by grade --measure v1,c1 --quiet --disclosure none
