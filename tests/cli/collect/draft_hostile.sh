# Drafts of exports that nobody would wish for: an end in order, and no half-written folder.
printf 'id,How satisfied are you?,Name\n1,Very satisfied,Ann\n' >one.csv
printf 'id,How satisfied are you?,Name\n' >none.csv
printf 'id,a,b\n,,\n,,\n' >blank.csv
printf 'a,a,A ,b\nYes,No,Yes,3\nYes,No,No,4\n' >double.csv
: >empty.csv
awk 'BEGIN {
    for (row = 0; row < 4; row++) for (i = 0; i < 10000; i++)
        printf "%s%s", row ? (i % 3 ? "Agree" : "word " row) : "column " i, i < 9999 ? "," : "\n"
}' >wide.csv
awk 'BEGIN {print "id,said"; for (i = 0; i < 20000; i++) print i ",text number " i " in words"}' >long.csv
for name in one none blank double empty wide long; do
    show trig-collect draft $name.csv --out $name --format csv >$name.txt
    echo "$name: $(grep -c . $name.txt) lines; $(grep '^! ' $name.txt | head -1 | cut -c1-120)"
    [ -d $name ] || continue
    trig-collect check $name >/dev/null || echo "the draft of $name is no definition"
    trig-collect init $name.trig --survey $name
    trig-collect ingest $name.trig $name.csv --format csv | grep -E ',count,(read|stored),' | cut -d, -f3,5
done
ls -d ./*partial* 2>/dev/null
cut -d, -f1,3,13 double/variables.csv

show trig-collect draft one.csv
show trig-collect draft one.csv --out one
show trig-collect draft one.csv --out none.csv
show trig-collect draft one.csv --out new/deep/folder --format json
show trig-collect draft nowhere.csv --out two

# Limits on what a text may hold name the options that raise them.
{
    printf 'id,why\n1,"'
    head -c 1100000 /dev/zero | tr '\0' x
    printf '"\n2,short\n'
} >fat.csv
show trig-collect draft fat.csv --out fat
show trig-collect draft fat.csv --out fat --field-limit 2M --record-limit 1M
show trig-collect draft fat.csv --out fat --field-limit much
show trig-collect draft fat.csv --field-limit 2M --out fat
trig-collect init fat.trig --survey fat
trig-collect ingest fat.trig fat.csv 2>&1 | cut -c1-160
trig-collect ingest fat.trig fat.csv --field-limit 2M --format csv | grep -E ',count,(read|stored),' | cut -d, -f3,5
