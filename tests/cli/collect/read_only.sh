# A store on a medium that cannot be written: whatever would change it says so, and changes nothing.
if unshare -m true 2>/dev/null; then apart="unshare -m"
elif unshare -rm true 2>/dev/null; then apart="unshare -rm"
else skip "no file system of one's own can be made here"
fi
mkdir sealed new
trig-collect init sealed/tiny.trig --survey "$FIXTURES/tiny"
cat >first.csv <<'CSV'
id,staff,institution,wave,vis_1,remarks
r1,S1,aldmoor,2021,Agree,quince
r2,S2,aldmoor,2021,Perhaps,medlar
CSV
trig-collect ingest sealed/tiny.trig first.csv --make-person-key people.key >/dev/null
trig-collect rejects sealed/tiny.trig | sed 's/Perhaps/Agree/' >corrected.csv
sed 's/Agree/Disagree/' first.csv >changed.csv
cp "$FIXTURES"/tiny/* new
sed -i 's/A tiny survey/A small survey/' new/survey.csv
sum=$(sha256sum sealed/tiny.trig)
cat >inside.sh <<'SH'
mount --bind sealed sealed && mount -o remount,ro,bind sealed || exit 77
while read -r words; do
    echo "\$ trig-collect $words"
    # shellcheck disable=SC2086
    trig-collect $words 2>&1 | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/TIME/g'
done <<'WORDS'
erase sealed/tiny.trig --respondent S1 --person-key people.key
redefine sealed/tiny.trig --survey new
undo sealed/tiny.trig 1
ingest sealed/tiny.trig changed.csv --replace --person-key people.key
ingest sealed/tiny.trig --rejects corrected.csv --person-key people.key
export sealed/tiny.trig --to csv --out sealed/out.csv
export sealed/tiny.trig --to csv --out out.csv
verify sealed/tiny.trig
WORDS
SH
$apart sh inside.sh >out.txt
[ $? -eq 77 ] && skip "no file system can be mounted here"
cat out.txt
[ "$sum" = "$(sha256sum sealed/tiny.trig)" ] && echo "the store is what it was"
ls sealed
