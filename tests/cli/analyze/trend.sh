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

# The same people in both waves, by pseudonym; a third of them leave.
mkdir linked
sed 's/^id,Id,record.*/&\nwho,Who,respondent,text,,,,/' places/variables.csv >linked/variables.csv
for file in survey scales pillars institutions groups waves crosswalk; do cp places/$file.csv linked; done
printf 'a key of forty-eight bytes, made for this case.\n' >key
chmod 600 key
trig-collect init linked.trig --survey linked >/dev/null
for wave in 2021 2024; do
    sed -e '1s/^id/who,id/' -e "1!s/^$wave-\([a-z]*-\)\([0-9]*\)/\1\2,&/" $wave.csv |
        awk -F, -v wave=$wave 'wave == 2024 && NR % 3 == 0 { sub(/^/, "new-") } { print }' >linked-$wave.csv
    trig-collect ingest linked.trig linked-$wave.csv --wave $wave --person-key key >/dev/null
done
show trig-analyze trend linked.trig --measure v1,v1:positive --institution cedar --detect 5
show trig-analyze trend places.trig --detect 500
# What the R code of a trend does not cover is said in it.
uncovered() { trig-analyze trend "$@" --show-r | grep '^# .*\(independent\|among\)'; }
show uncovered linked.trig --measure v1 --institution cedar --quiet
show uncovered places.trig --measure v1 --institution ash --decompose grade --quiet

# Five waves of made-up answers: a line through them, and one that a break cuts short.
mkdir five
for file in survey scales pillars institutions groups variables; do cp places/$file.csv five; done
{
    echo id,label,opened,time
    for year in 2012 2015 2018 2021 2024; do echo "$year,W$year,$year-02-01,$year"; done
} >five/waves.csv
printf 'variable,from_wave,to_wave,relation,note\nc2,2012,2015,broken,\n' >five/crosswalk.csv
trig-collect init five.trig --survey five >/dev/null
comparison_answers 2021 >2012.csv
sed 's/^2021/2015/' 2021.csv >2015.csv
comparison_answers 2024 | sed 's/^2024/2018/' >2018.csv
for wave in 2012 2015 2018 2021 2024; do
    trig-collect ingest five.trig $wave.csv --wave $wave --again >/dev/null
done
show trig-analyze trend five.trig --measure v1,v1:positive,c2
show short trig-analyze trend five.trig --measure v1:positive --institution cedar --format csv --quiet
show trig-analyze trend five.trig --measure v1 --by institution --wave 2012,2024
# Parts of a change; those of a place whose grades are too small are hidden.
show trig-analyze trend places.trig --measure v1,v1:positive --institution ash --decompose grade
show trig-analyze trend places.trig --by grade --decompose grade
show trig-analyze trend places.trig --decompose institution
show trig-analyze trend places.trig --decompose grade --charts png --out charts

# What institutions did, beside how their answers moved; nothing about careers.
mkdir acting
cp places/*.csv acting
awk -F, -v OFS=, 'NR == 1 { print $0, "signed" } NR > 1 { print $0, (NR > 8 ? "" : 2016 + NR % 6 "-05-31") }' \
    places/institutions.csv >acting/institutions.csv
printf 'institution,wave,pillar,action,date\nash,2024,vis,Name badges,\nbirch,,vis,A showcase,2022-03-01\ncedar,2024,vis,Bylines,\n' >acting/actions.csv
trig-collect init acting.trig --survey acting >/dev/null
for wave in 2021 2024; do trig-collect ingest acting.trig $wave.csv --wave $wave >/dev/null; done
show trig-analyze trend acting.trig --measure v1,c1 --by institution

# A question on another scale in the second wave, under the same heading: two variables, and a score across both.
mkdir rescaled
cp places/*.csv rescaled
{ cat places/scales.csv; for code in 1 2 3 4 5 6 7; do echo "seven,$code,$code,$code,substantive,$((code > 4))"; done; } >rescaled/scales.csv
sed 's/^v2,.*/&\nv2x,My work is named (seven steps),item,ordinal,seven,vis,,/' places/variables.csv >rescaled/variables.csv
printf 'variable,heading,wave\nv2x,v2,2024\n' >rescaled/columns.csv
printf 'variable,from_wave,to_wave,relation,from_variable\nv2x,2021,2024,rescaled,v2\nc2,2021,2024,rescaled,\n' >rescaled/crosswalk.csv
awk -F, -v OFS=, 'NR > 1 && $5 { $5 = int(1.5 * $5) } { print }' 2024.csv >seven.csv
trig-collect init rescaled.trig --survey rescaled >/dev/null
trig-collect ingest rescaled.trig 2021.csv --wave 2021 >/dev/null
trig-collect ingest rescaled.trig seven.csv --wave 2024 >/dev/null
show trig-analyze trend rescaled.trig --institution ash --measure pillars,pillar:vis:positive,v2x
trig-analyze trend rescaled.trig --measure pillar:vis --findings --format csv --quiet >findings.csv
show cut -d, -f1-7 findings.csv
sed 's/,v2$/,/' rescaled/crosswalk.csv >crosswalk.new && mv crosswalk.new rescaled/crosswalk.csv
show trig-collect redefine rescaled.trig --survey rescaled
show trig-analyze trend rescaled.trig --measure pillar:vis
