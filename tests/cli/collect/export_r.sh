# R's haven reads what is exported: values, labels, declared missing ones, dates.
Rscript -e 'library(haven)' >/dev/null 2>&1 || skip "R with haven is not installed"
trig-collect init tiny.trig --survey "$FIXTURES/tiny"
cat >one.csv <<'CSV'
id,institution,wave,when,technical,vis_1,vis_2,support,days,remarks
1,aldmoor,2024,2024-05-01 10:11:12,Yes,Agree,Disagree,course|time,2.5,"näive"
2,brack,2021,2021-02-03,No,Not applicable,,,0.1,
CSV
trig-collect ingest tiny.trig one.csv >/dev/null
cat >look.R <<'R'
library(haven)
look <- function(d) {
  print(names(d))
  print(attr(d$vis_1, "label"))
  print(attr(d$vis_1, "labels"))
  print(unname(as.vector(zap_labels(d$vis_1))))
  print(as.character(as_factor(d$vis_1, levels = "labels")))
  print(format(d$when, "%Y-%m-%d %H:%M:%S", tz = "UTC"))
  print(d$days)
  print(as.vector(zap_labels(d$support_course)))
  print(as.vector(d$remarks))
}
d <- read_sav("out.sav", user_na = TRUE)
look(d)
print(attr(d$vis_1, "na_values"))
print(is.na(read_sav("out.sav")$vis_1))
look(read_dta("out.dta"))
R
for kind in sav dta; do trig-collect export tiny.trig --to $kind --out out.$kind 2>/dev/null; done
show Rscript look.R
