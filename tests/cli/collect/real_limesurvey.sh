# The published RSE survey: every response of both countries is stored.
[ -d "$EXPORTS/limesurvey" ] || skip "no real exports in $EXPORTS"
trig-collect init rse.trig --survey rse
trig-collect ingest rse.trig "$EXPORTS"/limesurvey/ssi_2017_*.csv --format csv >out.csv
echo "= $?"
grep -E ',count,|,detected,' out.csv | cut -d, -f2-5
show trig-collect verify rse.trig
