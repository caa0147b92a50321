# Adjusted benchmarks of a table: the published one of Draper & Gittoes (2004), table 2; options; what is refused.
cat >table.csv <<'END'
institution,cell,n,p
RCN,MatureM,5,0.8
RCN,MatureF,50,0.8
Newport,YoungM,198,0.838
Newport,YoungF,271,0.889
Newport,MatureM,227,0.819
Newport,MatureF,205,0.878
UWE,YoungM,2133,0.897
UWE,YoungF,2099,0.923
UWE,MatureM,1443,0.868
UWE,MatureF,1156,0.905
Bath,YoungM,712,0.941
Bath,YoungF,501,0.972
Bath,MatureM,69,0.884
Bath,MatureF,62,0.887
Cambridge,YoungM,1467,0.993
Cambridge,YoungF,1176,0.992
Cambridge,MatureM,144,0.958
Cambridge,MatureF,130,0.969
END
show trig-analyze benchmark --from-table table.csv --variance plugin
show trig-analyze benchmark --from-table table.csv --own out --level 0.9 --material 1 --quiet
show trig-analyze benchmark --from-table table.csv --variance plugin --format json --quiet --out plugin.json
show sed -n 1,24p plugin.json
# ---- hidden ---------------------------------------------------------------------------
printf 'institution,cell,n,p\nElm,x,40,0.5\nFir,x,50,0.4\nOak,x,30,0.7\nYew,y,20,0.6\n' >few.csv
show trig-analyze benchmark --from-table few.csv
# ---- refused ---------------------------------------------------------------------------
printf 'institution,cell,n,p\nElm,x,40,50\nElm,y,,0.5\nFir,x,ten,0.4\n' >wrong.csv
show trig-analyze benchmark --from-table wrong.csv
show trig-analyze benchmark --from-table nowhere.csv
show trig-analyze benchmark --from-table table.csv store.trig
show trig-analyze benchmark --from-table table.csv --show-r
show trig-analyze benchmark --from-table table.csv --variance both
show trig-analyze benchmark
