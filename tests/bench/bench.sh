#!/bin/sh
# How fast exports are ingested and summarised, and with how much memory, beside other programs and R's survey.
#
#   tests/bench/bench.sh [--sizes "10000 100000 1000000"] [--cells 50000] [--rounds 3] [--build DIR] [--out DIR]
#
# Needs a release build (cmake --preset release && cmake --build --preset release). R, sqlite3, duckdb and
# pspp are left out where they are not installed. --cells is how many respondents are counted in 6,760 cells.
# All answers are synthetic. Leaves bench.csv and bench.txt in the --out folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
sizes="10000 100000 1000000"
cells=50000
rounds=3
build="$root/build/release"
out="$root/out/bench"
while [ $# -gt 0 ]; do
    case "$1" in
    --sizes) sizes=$2 ;;
    --cells) cells=$2 ;;
    --rounds) rounds=$2 ;;
    --build) build=$2 ;;
    --out) out=$2 ;;
    *)
        sed -n '2,9p' "$0" >&2
        exit 2
        ;;
    esac
    [ $# -ge 2 ] || exit 2
    shift 2
done
bin="$build/bin"
for program in trig-collect trig-analyze trig-synthesize trig-measure; do
    [ -x "$bin/$program" ] && continue
    echo "$bin/$program is not there; build it: cmake --preset release -DBUILD_TESTING=ON && cmake --build --preset release" >&2
    exit 1
done
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d "$out/work.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
r=""
if command -v Rscript >/dev/null 2>&1 &&
    Rscript -e 'q(status = !all(requireNamespace("data.table", quietly = TRUE), requireNamespace("survey", quietly = TRUE)))' >/dev/null 2>&1; then
    r="Rscript --vanilla $here/peers.R"
else
    echo "R with data.table and survey is not installed: measuring without it"
fi

# R's share: as far as it comes in 60 seconds and 4 GiB.
peer_seconds=60
peer_mib=4096

# facts: what was measured, on what.
facts() {
    echo "machine: $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1), $(nproc) cores," \
        "$(awk '/^MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), $(uname -sr)"
    echo "trigpillar: $("$bin/trig-analyze" --version | head -1), build type $(sed -n 's/^CMAKE_BUILD_TYPE[^=]*=//p' "$build/CMakeCache.txt")"
    [ -z "$r" ] || Rscript -e 'cat(sprintf("R %s, data.table %s, survey %s\n", getRversion(), packageVersion("data.table"), packageVersion("survey")))'
    echo "date: $(date -u +%Y-%m-%d); median of $rounds rounds after a warm-up, in turn; 24 items, 4 pillars, 140 institutions, 2 waves"
}

# synthesize N: two waves of N/2 responses each, and a definition whose counts are half as large again.
synthesize() {
    for wave in w1 w2; do
        for form in plain plain-text; do
            "$bin/trig-synthesize" --definition "$here/definition" --platform $form --wave $wave --seed 2024 \
                --responses $(($1 / 2)) --out "$work/$form-$wave.csv" --truth "$work/$wave-truth.csv" --quiet
        done
    done
    rm -rf "$work/definition"
    cp -r "$here/definition" "$work/definition"
    {
        echo "wave,institution,count"
        awk -F, '$1 == "respondents" {printf "%s,%s,%d\n", $2, $3, $7 * 1.5 + 1}' \
            "$work/w1-truth.csv" "$work/w2-truth.csv"
    } >"$work/definition/population.csv"
}

# keep SIZE TASK: the rows of trig-measure on stdin, with what they are about.
keep() {
    awk -F, -v OFS=, -v size="$1" -v task="$2" -v bytes="$3" 'NR > 1 {
        rate = (task ~ /^ingest/ && $4 > 0 && $1 !~ /start/) ? sprintf("%.1f", bytes / 1e6 / $4) : ""
        print size, task, $0, rate
    }' >>"$out/bench.csv"
}

store="$work/bench.trig"

# bench_ingest FORM: exports in codes (plain) or in words (plain-text).
bench_ingest() {
    exports="'$work/$1-w1.csv' '$work/$1-w2.csv'"
    init="rm -f '$store'; '$bin/trig-collect' init '$store' --survey '$work/definition'"
    ingest="'$bin/trig-collect' ingest '$store' $exports"
    set -- --rounds "$rounds" --setup "$init" --run "trig-collect ingest" "$ingest" \
        --setup "$init" --run "trig-collect ingest (1 thread)" "$ingest --threads 1" \
        --timeout "$peer_seconds" --memory "$peer_mib"
    if [ -n "$r" ]; then
        set -- "$@" --run "data.table::fread (default threads)" "$r fread 0 $exports" \
            --run "data.table::fread (1 thread)" "$r fread 1 $exports" \
            --run "R: start and load data.table only" "$r nothing"
    fi
    for peer in sqlite3 duckdb pspp; do
        command -v $peer >/dev/null || continue
        set -- "$@" --run "$peer" "'$here/peers.sh' $peer '$work' $exports"
    done
    "$bin/trig-measure" "$@"
}

summary="'$bin/trig-analyze' summary '$store' --by institution,wave --wave all --measure pillars --fpc on \
--disclosure none --format csv"

bench_summary() {
    set -- --rounds "$rounds" \
        --run "trig-analyze summary" "$summary"
    if "$bin/trig-analyze" help summary | grep -q -e --threads; then
        set -- "$@" --run "trig-analyze summary (1 thread)" "$summary --threads 1"
    fi
    if [ -n "$r" ]; then
        $r prepare "$work/definition/population.csv" "$work/answers.rds" "$work/plain-w1.csv" \
            "$work/plain-w2.csv"
        set -- "$@" --timeout "$peer_seconds" --memory "$peer_mib" \
            --run "survey::svyby (stratified; fpc)" "$r svyby '$work/answers.rds' '$work/svyby.csv'" \
            --run "R: start and load the answers only" "$r startup '$work/answers.rds'" \
            --run "data.table: fread and means without errors" "$r means 0 '$work/plain-w1.csv' '$work/plain-w2.csv'"
    fi
    "$bin/trig-measure" "$@"
}

# bench_engine TASK OURS THEIRS: another analysis of the same store, in turn with R's function for it.
bench_engine() {
    task=$1
    set -- --rounds "$rounds" --run "trig-analyze ${2%% *}" \
        "'$bin/trig-analyze' ${2%% *} '$store' ${2#* } --wave all --disclosure none --format csv" \
        --run "survey::$3" "$r $3 '$work/answers.rds'" --timeout "$peer_seconds" --memory "$peer_mib"
    [ -n "$r" ] || set -- "$1" "$2" "$3" "$4" "$5"
    "$bin/trig-measure" "$@" >"$work/engine.csv"
    keep "$size" "$task" 0 <"$work/engine.csv"
}

# bench_cells: respondents of a survey of its own in 26 x 26 x 10 cells, counted with standard errors.
bench_cells() {
    mkdir -p "$work/cells"
    printf 'key,value\nid,cells\ntitle,Synthetic survey of many cells\n' >"$work/cells/survey.csv"
    awk 'BEGIN {
        print "scale,code,label"
        for (i = 1; i <= 26; i++) print "letter," i ",Letter " i
        for (i = 1; i <= 10; i++) print "digit," i ",Digit " i
    }' >"$work/cells/scales.csv"
    printf 'name,label,role,type,scale\nresponse_id,Response id,record,text,\nfirst,First,attribute,nominal,letter\nsecond,Second,attribute,nominal,letter\nthird,Third,attribute,nominal,digit\n' >"$work/cells/variables.csv"
    awk -v count="$cells" 'BEGIN {
        srand(1)
        print "response_id,first,second,third"
        for (i = 1; i <= count; i++)
            print i "," int(rand() * 26) + 1 "," int(rand() * 26) + 1 "," int(rand() * 10) + 1
    }' >"$work/cells.csv"
    rm -f "$work/cells.trig"
    "$bin/trig-collect" init "$work/cells.trig" --survey "$work/cells" >"$work/cells.log"
    "$bin/trig-collect" ingest "$work/cells.trig" "$work/cells.csv" >>"$work/cells.log" 2>&1
    set -- --rounds "$rounds" --run "trig-analyze summary" "'$bin/trig-analyze' summary '$work/cells.trig' \
--by first,second,third --measure respondents --statistic total --disclosure none --format csv"
    [ -z "$r" ] || set -- "$@" --timeout "$peer_seconds" --memory "$peer_mib" \
        --run "survey::svytotal" "$r svycells '$work/cells.csv'"
    "$bin/trig-measure" "$@" >"$work/engine.csv"
    keep "$cells" cells 0 <"$work/engine.csv"
}

# agree: whether the two sides computed the same, which makes their times comparable.
agree() {
    [ -n "$r" ] && [ -s "$work/svyby.csv" ] || return 0
    sh -c "$summary" >"$work/summary.csv" 2>/dev/null
    echo "$1 responses: $($r differ "$work/summary.csv" "$work/svyby.csv")" >>"$work/agreement.txt"
    rm -f "$work/svyby.csv"
}

echo "responses,task,label,outcome,rounds,wall_median,wall_min,wall_max,user_median,peak_mib,ratio_median,ratio_min,ratio_max,mb_per_s" >"$out/bench.csv"
: >"$work/agreement.txt"
for size in $sizes; do
    echo "== $size responses"
    synthesize "$size"
    for form in plain-text plain; do
        bench_ingest $form >"$work/ingest.csv"
        bytes=$(cat "$work/$form-w1.csv" "$work/$form-w2.csv" | wc -c)
        [ $form = plain ] && task="ingest-codes" || task="ingest-words"
        keep "$size" "$task" "$bytes" <"$work/ingest.csv"
    done
    bench_summary >"$work/summary-times.csv"
    keep "$size" summary 0 <"$work/summary-times.csv"
    agree "$size"
    bench_engine clustered "summary --by institution,wave --measure pillars --design psu=institution" svyclusters
    bench_engine counts "summary --by institution,role,grade,wave --measure respondents" svycounts
    bench_engine bootstrap "summary --by institution,wave --measure pillars --replicates bootstrap:1000" svyboot
    bench_engine rao-scott "test --by institution --measure items" svychisq
    bench_engine logistic "regress --outcome vis_1:positive --on role,grade,wave,pillar:recognition,pillar:career --family logistic" svyglm
done
echo "== $cells responses in 6760 cells"
bench_cells

{
    facts
    echo
    awk -F, 'NR == 1 {
        printf "%9s  %-12s %-44s %8s %8s %8s %8s %9s %7s %7s\n", "responses", "task", "program", "wall s", "min", "max", "user s", "peak MiB", "MB/s", "ratio"
        next
    }
    $4 != "ok" {printf "%9d  %-12s %-44s %8s\n", $1, $2, $3, $4; next}
    {printf "%9d  %-12s %-44s %8.3f %8.3f %8.3f %8.3f %9.1f %7s %7s\n", $1, $2, $3, $6, $7, $8, $9, $10, $14, $11}' "$out/bench.csv"
    echo
    echo "ratio: wall time over that of the task's first row, round by round, median. user s: processor time, which"
    echo "other work on the machine disturbs less. timeout, failed: R was given $peer_seconds seconds and $peer_mib MiB of"
    echo "address space. load at the end: $(cut -d' ' -f1-3 /proc/loadavg)"
    cat "$work/agreement.txt"
} | tee "$out/bench.txt"
