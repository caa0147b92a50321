#!/bin/sh
# What other programs do with the bench's exports; each reads them into a file of its own.
#
#   peers.sh sqlite3|duckdb|pspp FOLDER EXPORT...
set -eu
peer=$1
folder=$2
shift 2
case "$peer" in
sqlite3)
    rm -f "$folder/peer.db"
    for export in "$@"; do
        sqlite3 "$folder/peer.db" ".mode csv" ".import '$export' answers"
    done
    ;;
duckdb)
    rm -f "$folder/peer.duckdb"
    list=$(printf "'%s'," "$@")
    duckdb "$folder/peer.duckdb" "CREATE TABLE answers AS SELECT * FROM read_csv([${list%,}])"
    ;;
pspp)
    # Reads every column as text: types are no part of the work.
    for export in "$@"; do
        names=$(head -1 "$export" | awk -F, '{for (i = 1; i <= NF; i++) printf " v%d A60", i}')
        cat <<END
GET DATA /TYPE=TXT /FILE='$export' /DELIMITERS="," /QUALIFIER='"' /FIRSTCASE=2 /VARIABLES=$names.
SAVE /OUTFILE='$folder/peer.sav'.
END
    done >"$folder/peer.sps"
    pspp "$folder/peer.sps" -O format=txt -o /dev/null
    ;;
esac
