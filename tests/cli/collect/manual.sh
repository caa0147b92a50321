# The examples of the man page run, and every option of the program is in it.
cat >wave2.csv <<'CSV'
response_id,institution,wave,technical_role,vis_named,vis_known
1,University of Aldermere,2024,Yes,Agree,Disagree
2,University of Aldermere,2024,Yes,Agree,Rather not
CSV
{
    cat wave2.csv
    echo "5,University of Aldermere,2024,Yes,Agree,Agree"
} >wave2-so-far.csv
cat >wave1.csv <<'CSV'
response_id,participant,institution,wave,technical_role,vis_named,vis_known
11,S4711,University of Aldermere,2021,Yes,Agree,Disagree
12,S4712,University of Aldermere,2021,Yes,Agree,Agree
CSV
cat >coded.csv <<'CSV'
URN,Q1,Q2_1
900-1,1,2
CSV
cat >key.csv <<'CSV'
Q1,Where do you work?
1,University of Aldermere
Q2_1,My contribution is named in publications
1,Strongly agree
2,Agree
CSV
echo 'Jane Doe' >names.txt
head -n 1 wave2.csv >north.csv
cp north.csv south.csv
echo '3,University of Aldermere,2024,Yes,Agree,Disagree' >>north.csv
echo '4,University of Aldermere,2024,Yes,Agree,Agree' >>south.csv
gzip north.csv south.csv
page="$SOURCE/collect/trig-collect.1"
sed -n '/^\.EX/,/^\.EE/p' "$page" | grep '^trig-collect' | while read -r line; do
    sh -c "$line" >out.txt 2>err.txt
    echo "$? $line"
    sed 's/^/! /' err.txt
done
for command in $(trig-collect --help | sed -n '/^Commands/,/^$/p' | grep -oE '^  [a-z]+'); do
    grep -q "^\.B $command\$" "$page" || echo "the man page does not know the command $command"
    trig-collect help "$command" | grep -oE '^  --[a-z-]+' | tr -d ' ' | while read -r option; do
        sed 's/\\-/-/g' "$page" | grep -qF -- "$option" || echo "the man page does not know $option of $command"
    done
done
for reason in $(grep -oE '\{"[a-z_]+"' "$SOURCE/collect/reason.c" | tr -d '{"'); do
    grep -q "$reason" "$page" || echo "the man page does not know the reason $reason"
done
