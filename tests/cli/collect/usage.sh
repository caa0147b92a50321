# Wrong usage ends with 2 and says what would be right.
show trig-collect
show trig-collect injest tiny.trig x.csv
show trig-collect ingest tiny.trig
show trig-collect ingest tiny.trig x.csv --wawe 2024
show trig-collect init tiny.trig
show trig-collect help ingest
show trig-collect --version
