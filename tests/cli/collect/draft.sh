# Definitions drafted from synthetic exports: every kind of scale, found in shuffled order; every way to write
# several answers; roles; what is never written. Each draft is checked, and its export stored, without a hand on it.

# table COLUMN... : a CSV of 40 records; column i is NAME=answer|answer|..., its answers taken in turn.
table() {
    awk 'BEGIN {
        for (i = 1; i < ARGC; i++) {
            at = index(ARGV[i], "="); name[i] = substr(ARGV[i], 1, at - 1)
            count[i] = split(substr(ARGV[i], at + 1), answers, "|")
            for (j = 1; j <= count[i]; j++) answer[i, j] = answers[j]
            printf "%s\"%s\"", (i > 1 ? "," : ""), name[i]
        }
        print ""
        for (row = 0; row < 40; row++) {
            for (i = 1; i < ARGC; i++) {
                text = answer[i, (row * 7 + i) % count[i] + 1]; gsub("#", row + 1, text)
                printf "%s\"%s\"", (i > 1 ? "," : ""), text
            }
            print ""
        }
        exit
    }' "$@"
}
# works NAME: the draft of NAME.csv is a definition, and stores every record.
works() {
    rm -rf "$1" "$1.trig"
    trig-collect draft "$1.csv" --out "$1" >/dev/null && trig-collect check "$1" >/dev/null &&
        trig-collect init "$1.trig" --survey "$1" && trig-collect ingest "$1.trig" "$1.csv" --format csv |
        grep -E ',count,(read|stored),' | cut -d, -f3,5
}

table 'id=#' 'Pay is fair=Agree|Strongly disagree|Neither agree nor disagree|Strongly agree|Disagree|N/A' \
    'Time to learn=Often|Never|Always|Sometimes|Rarely' \
    'Your workshop=Very dissatisfied|Satisfied|Dissatisfied|Very satisfied|Neither satisfied nor dissatisfied' \
    'Stay next year=Very unlikely|Likely|Very likely|Unlikely' \
    'A mentor=Very important|Not at all important|Moderately important|Extremely important|Slightly important' \
    'The training was=Good|Poor|Excellent|Fair|Very good' 'Permanent contract=Yes|No|Prefer not to say' \
    'Say in decisions=Some|None|A great deal|A little|Quite a lot' \
    'Teach others=Very confident|Not at all confident|Somewhat confident|Extremely confident' \
    'Workload=3|10 (Too much)|1 (Too little)|7|5|2|9' 'Known=5 - Never|2|1 - Always|4|3' \
    'Length of service=More than 10 years|1-2 years|Less than a year|3-5 years|6-10 years' \
    'Praise=Tend to agree|Agree strongly|Tend to disagree' >scales.csv
works scales
show cut -d, -f1-8 scales/scales.csv
show grep CHECK scales/scales.csv

table 'id=#' 'Joined=Lathe,Mill|Mill|Saw,Lathe|Saw|Lathe|Mill,Saw' 'Semicolons=Books (e.g. notes, maps);Talks|Talks|Films;Talks' \
    'Other tools=' 'Zero [saw]=1|0|0' 'Zero [mill]=0|1|1' 'Zero [file]=0|0|0' 'Yes[a]=Y||' 'Yes[b]=|Y|Y|' \
    'Own - Paper=Paper||Paper' 'Own - Glass=|Glass|' 'Own - Other (please specify)=|My own no #|' \
    'codes=a1 b2|b2|c3 a1|c3|a1 b2 c3' 'Lined=Salt, vinegar and ink,Sugar|Sugar|Salt, vinegar and ink|Rice,Sugar|Rice' >several.csv
works several
show cut -d, -f1-3,8 several/scales.csv
show cut -d, -f1-6 several/columns.csv
show cut -d, -f1,3-5 several/variables.csv

table 'Response ID=r#' 'Submitted=13/04/2024 10:00|14/04/2024 11:30|02/05/2024 08:15' 'Your name=Ann Elk #|Bo Ash #' \
    'Contact=ann#@example.org' 'IP Address=192.0.2.#' 'Reached at=+44 20 7946 0#12' 'University=University of Aldmoor|Bexworth College|Cray Institute' \
    'weight=0.5|1.5|1' 'Where born=In Ulm|At sea|In Bath|In Rome no #' 'Years in post=3|12|7|0' \
    'What would help you most=I want more time, # times|Nothing much comes to my mind today #' >roles.csv
works roles
show cut -d, -f1,3,4 roles/variables.csv
show cat roles/institutions.csv
show cat roles/waves.csv
show cat roles/survey.csv
for secret in Elk example.org 192.0.2 7946 'more time' 'Rome no' 'much comes'; do
    grep -r "$secret" roles several scales && echo "the draft holds $secret"
done

# Roles by longer headings; what people write is theirs, however short and often it is.
table 'Response ID=r#' 'Which organisation do you work for?=Aldmoor|Bexworth|Cray' 'Weighting=0.5|1.5|1' \
    'Anything else?=No thanks|Ask Bo Ash|No thanks' 'If you selected other, please specify=Lathes|Looms' \
    'Do you have any comments or suggestions?=None|See Ann Elk|None' >asked.csv
works asked
show cut -d, -f1,3,4 asked/variables.csv
show cut -d, -f1,2 asked/institutions.csv
grep -rE 'Bo Ash|Ann Elk|Looms' asked && echo "the draft holds what people wrote"

# The order of records and columns changes nothing but the order of rows.
{ head -1 several.csv && tail -n +2 several.csv | sort -r; } >rows.csv
works rows
awk -F '","' -v OFS='","' '{
    gsub(/^"|"$/, ""); line = $NF; for (i = NF - 1; i > 0; i--) line = line OFS $i; print "\"" line "\""
}' scales.csv >turned.csv
works turned
same() { sort "$1" >one && sort "$2" >two && cmp one two && echo "the same: $1"; }
for file in variables scales columns; do
    same several/$file.csv rows/$file.csv
    same scales/$file.csv turned/$file.csv
done

# Codes without a key: that the direction is not known is said, not guessed.
table 'Grid [one]=1|2|5|4' 'Grid [two]=3|2|1' 'Grid [three]=5|4' >codes.csv
works codes
show cat codes/scales.csv

# Grids and pillars.
table 'How far do you agree? [I feel valued by my colleagues]=Agree|Disagree' \
    'How far do you agree? [I see a career here]=Disagree|Agree|Strongly agree' \
    'How far do you agree? [My name is on the website]=Disagree' \
    'Rate the canteen [Soup]=Good|Poor' 'Rate the canteen [Bread]=Poor|Excellent' >grids.csv
works grids
show cut -d, -f1-6 grids/variables.csv
show cat grids/pillars.csv

# Two waves: dates tell them apart, a number in front of a question does not.
printf 'id,Completion date,1. Pay is fair\n1,2021-02-04,Agree\n2,2021-02-05,Disagree\n' >w1.csv
printf 'id,Completion date,2. Pay is fair\n1,2024-04-25,Agree\n2,2024-05-28,Strongly disagree\n' >w2.csv
show trig-collect draft w1.csv w2.csv --out waves --platform jisc
show cat waves/waves.csv
trig-collect init waves.trig --survey waves
show trig-collect ingest waves.trig w1.csv w2.csv --format csv

# A new wave beside the definition of the one before.
mkdir before
printf 'key,value\nid,s\ntitle,S\n' >before/survey.csv
printf 'id,time\n2021,2021\n' >before/waves.csv
printf 'scale,code,label\na,1,Disagree\na,2,Agree\n' >before/scales.csv
printf '%s\n' name,label,role,type,scale 'fair,Pay is fair,item,ordinal,a' 'career,I have a career path here,item,ordinal,a' \
    'noise,The workshop is quiet,item,ordinal,a' 'years,Years in post,attribute,numeric,' >before/variables.csv
table 'Pay is fair=Agree|Disagree' 'I have a clear career path here=Disagree|Agree' \
    'The workshop is quiet=Always|Never|Often' 'Remote work suits me=Agree|Disagree' >after.csv
show trig-collect draft after.csv --survey before --wave 2024 --format csv
show trig-collect draft after.csv --survey nowhere
