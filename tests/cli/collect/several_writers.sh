# Several programs ingest into one store at once: none fails, nothing is lost or taken twice.
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
for n in 1 2 3 4 5 6; do
    {
        echo 'id,institution,wave,vis_1'
        for i in $(seq 1 40); do echo "$((n * 20 + i)),aldmoor,2024,Agree"; done
    } >part$n.csv
done
for n in 1 2 3 4 5 6; do
    trig-collect ingest tiny.trig part$n.csv >out$n.txt 2>&1 || echo "part $n failed: $(cat out$n.txt)" &
done
wait
trig-collect status tiny.trig --format csv | awk -F, '
    $1 == "import" {read += $8; stored += $9; rejected += $10}
    $1 == "reject" {print $14, $15}
    END {print read " read, " stored " stored, " rejected " rejected"}'
show trig-collect verify tiny.trig
ls
