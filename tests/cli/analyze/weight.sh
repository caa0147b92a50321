# Weights that reproduce population totals: what is computed, stored, used and refused.
trig-collect init tiny.trig --survey "$FIXTURES/tiny" >/dev/null
awk 'BEGIN {
    print "id,institution,wave,technical,vis_1,vis_2,car_1,days"
    for (i = 1; i <= 90; i++)
        print i "," (i % 3 ? "aldmoor" : "brack") ",2024,yes," (i * i + int(i / 7)) % 5 + 1 "," (i * 3 + int(i / 11)) % 5 + 1 "," i % 5 + 1 "," i * i % 97
}' >export.csv
trig-collect ingest tiny.trig export.csv >/dev/null || echo "not stored"

printf 'wave,institution,vis_1,count\n,aldmoor,,300\n,brack,,50\n,,1,60\n,,2,70\n,,3,80\n,,4,80\n,,5,60\n' >totals.csv
show trig-analyze weight tiny.trig --method rake --to totals.csv --name raked
trig-analyze weight tiny.trig --method rake --to totals.csv --name raked --show-r | sed -n '/^# Rows of the totals/,$p'
show trig-analyze summary tiny.trig --weights raked --measure vis_2,days
show trig-analyze weight tiny.trig --method poststratify --to totals.csv --by institution --format csv
show trig-analyze weight tiny.trig --method rake --to totals.csv --name raked --trim 1.4 --format json --quiet
show trig-analyze weight tiny.trig --method calibrate --calfun logit --bounds 0.2,4 --to totals.csv --name fitted --dry-run --format csv
printf 'institution,total_of,count\naldmoor,,300\nbrack,,50\n,days,17500\n' >days.csv
show trig-analyze weight tiny.trig --method calibrate --to days.csv --name training --disclosure none
show trig-analyze summary tiny.trig --weights training --measure vis_2 --format csv
show trig-collect status tiny.trig
show trig-collect verify tiny.trig
trig-collect codebook tiny.trig --format csv | grep '#weight'
trig-collect export tiny.trig --to csv --out out.csv >/dev/null && head -3 out.csv

# ---- what is refused ------------------------------------------------------------------------
show trig-analyze weight tiny.trig --method rake
show trig-analyze weight tiny.trig --to totals.csv
show trig-analyze weight tiny.trig --method poststratify --to totals.csv
show trig-analyze weight tiny.trig --method poststratify --to totals.csv --by age
show trig-analyze weight tiny.trig --method rake --to totals.csv --bounds 0.5,2
show trig-analyze weight tiny.trig --method calibrate --to totals.csv --bounds 2,3
show trig-analyze weight tiny.trig --method calibrate --to totals.csv --bounds 0.95,1.05
show trig-analyze weight tiny.trig --method rake --to totals.csv --name days
show trig-analyze weight tiny.trig --method rake --to totals.csv --weights raked
printf 'wave,institution,vis_1,grade,count\n,aldmoor,,,300\n,brak,,,50\n,,9,,60\n,aldmoor,,,300\n,,1,,many\n,,2,,-5\n,,3,,\n' >wrong.csv
show trig-analyze weight tiny.trig --method rake --to wrong.csv
printf 'institution,vis_1,count\naldmoor,,300\nbrack,,50\n,1,60\n,2,70\n,3,80\n,4,90\n' >contradiction.csv
show trig-analyze weight tiny.trig --method rake --to contradiction.csv
show trig-analyze weight tiny.trig --method rake --to contradiction.csv --uncovered drop
printf 'vis_1,vis_2,count\n1,1,60\n1,2,10\n' >empty.csv
show trig-analyze weight tiny.trig --method poststratify --to empty.csv --uncovered drop
show trig-analyze summary tiny.trig --weights raket

# ---- what is stored has changed ---------------------------------------------------------------
sed 's/^\([0-9]\)/9\1/' export.csv | head -30 >more.csv
trig-collect ingest tiny.trig more.csv >/dev/null || echo "not stored"
show trig-analyze summary tiny.trig --weights raked
show trig-collect status tiny.trig
trig-collect undo tiny.trig 2 >/dev/null
show trig-analyze summary tiny.trig --weights raked --measure vis_2 --format csv --quiet

# ---- propensities to respond -----------------------------------------------------------------
printf 'institution,vis_1,count\naldmoor,1,40\naldmoor,2,30\naldmoor,3,50\naldmoor,4,40\naldmoor,5,60\nbrack,1,30\nbrack,2,20\nbrack,3,20\nbrack,4,25\nbrack,5,20\n' >cells.csv
show trig-analyze weight tiny.trig --method propensity --to cells.csv --name likely
show trig-analyze weight tiny.trig --method propensity --to cells.csv --name likely --disclosure none
show trig-analyze summary tiny.trig --weights likely --measure vis_2
trig-analyze summary tiny.trig --weights likely --measure vis_2 --show-r --quiet | sed -n '/^# Rows of the totals/,/greg_calibration/p'
show trig-analyze weight tiny.trig --method propensity --to totals.csv
show trig-analyze weight tiny.trig --method propensity --to cells.csv --weights days
show trig-analyze weight tiny.trig --method propensity --to cells.csv --replicates jkn
show trig-analyze summary tiny.trig --weights likely --measure vis_2 --replicates jkn
printf 'institution,vis_1,count\naldmoor,1,40\naldmoor,,40\nbrack,,300\n' >uneven.csv
show trig-analyze weight tiny.trig --method propensity --to uneven.csv --uncovered drop
printf 'institution,count\naldmoor,5\nbrack,300\n' >few.csv
show trig-analyze weight tiny.trig --method propensity --to few.csv
printf 'institution,count\naldmoor,60\nbrack,300\n' >everybody.csv
show trig-analyze weight tiny.trig --method propensity --to everybody.csv
