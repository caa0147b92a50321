# Drafts of what exports tell between the lines (synthetic): questions worded the other way round, the
# state of a response, a choice of one spread over columns, waves by the names of files, a crosswalk.
awk 'BEGIN {
    srand(5); split("Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree", words, "|")
    split("2021 2024", years, " ")
    for (y = 1; y <= 2; y++) {
        file = "staff_" years[y] ".csv"
        print "id,Status,My job [I feel valued],My job [I am not only paid well but thanked],My job [My work is not seen],My job [My boss drains me],My job [I never feel left out],Colour [red],Colour [blue],Colour [green],Tools [saw],Tools [mill]" >file
        for (i = 1; i <= 120; i++) {
            mood = rand() * 4
            printf "%d,%s", 1000 * years[y] + i, (i % 5 == 0 ? "Partial" : "Complete") >file
            for (q = 1; q <= 5; q++) {
                step = (q == 3 || q == 4 ? 4 - mood : mood) + rand() * 1.4 - 0.7
                step = int(step + 0.5); step = step < 0 ? 0 : step > 4 ? 4 : step
                printf ",%s", words[step + 1] >file
            }
            colour = int(rand() * 3)
            for (c = 0; c < 3; c++) printf ",%d", (c == colour) >file
            printf ",%d,%d\n", rand() < 0.6, rand() < 0.6 >file
        }
    }
}'
trig-collect draft staff_2021.csv staff_2024.csv --out survey >/dev/null
show cut -d, -f1,3-7,13- survey/variables.csv
show cat survey/waves.csv
show grep -E '^(status|colour)' survey/scales.csv
trig-collect check survey >/dev/null && echo "a definition"
trig-collect init staff.trig --survey survey
trig-collect ingest staff.trig staff_2021.csv staff_2024.csv --format csv | grep -E ',wave,|,count,(read|stored)|partial'
echo "== the next wave"
sed 's/I feel valued/I feel highly valued/; s/My boss drains me/The canteen is good/' staff_2024.csv >staff_2026.csv
trig-collect draft staff_2026.csv --survey survey --wave 2026 --crosswalk new.csv >/dev/null
show cat new.csv
show trig-collect draft staff_2026.csv --survey survey --wave 2026 --crosswalk new.csv
show trig-collect draft staff_2026.csv --survey survey --crosswalk other.csv
show trig-collect draft staff_2026.csv --crosswalk other.csv
cp new.csv survey/crosswalk.csv
echo '2026,2026,,,2026,' >>survey/waves.csv
trig-collect check survey >/dev/null && echo "a definition with its crosswalk"
echo "== files that nothing dates"
cp staff_2021.csv first.csv
cp staff_2024.csv second.csv
trig-collect draft first.csv second.csv --out undated >/dev/null
show cut -d, -f1-5 undated/waves.csv
trig-collect init undated.trig --survey undated
show trig-collect ingest undated.trig first.csv
