# Replicate weights in the data: what is said where they look like the other kind than survey.csv says, and of
# replicates that leave nobody to estimate from; and numbers, which have no categories. Synthetic.
mkdir survey
cat >survey/variables.csv <<'CSV'
name,role,type
w,weight,numeric
r1,replicate_weight,numeric
r2,replicate_weight,numeric
r3,replicate_weight,numeric
team,attribute,nominal
days,attribute,numeric
same,attribute,numeric
CSV
answers() {
    awk -v whole="$1" 'BEGIN {
        print "w,r1,r2,r3,team,days,same"
        for (i = 0; i < 36; i++) {
            w = 10 + i % 7; f = whole ? w : 1; first = i % 3 == 0
            printf "%d,%d,%d,%d,%s,%d,4\n", w, first ? 0 : 2 * f, i % 2 ? f : 2 * f, i % 5 ? f : 0,
                first ? "early" : "late", i * i % 11
        }
    }'
}
ask() { show trig-analyze summary "$1.trig" --measure days,same,respondents/days --by team --statistic mean,sd --df design; }
for kind in whole factors; do
    for combined in 1 0; do
        printf 'key,value\nid,replicated\nreplicate_type,jk1\nreplicate_combined,%d\n' "$combined" >survey/survey.csv
        answers "$([ $kind = whole ] && echo 1 || echo 0)" >$kind.csv
        trig-collect init $kind$combined.trig --survey survey >/dev/null
        trig-collect ingest $kind$combined.trig $kind.csv >/dev/null
        ask $kind$combined
    done
done
show trig-analyze summary whole1.trig --measure days --by days
