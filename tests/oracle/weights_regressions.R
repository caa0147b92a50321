# The code that `trig-analyze regress --show-r` prints, run as it stands, where weights were
# computed: calibrated designs, and replicates of them.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/populations.R"))

models <- list(linear = c("--outcome", "y"), logistic = c("--outcome", "s:positive", "--family", "logistic"),
               ordinal = c("--outcome", "s", "--family", "ordinal"))

# svyolr's steps end early, and earlier for replicates.
tolerance_of <- function(model, replicated) if (model != "ordinal") 1e-6 else if (replicated) 2e-3 else 1e-4

label_of <- function(rows) paste(rows$term, ifelse(is.na(rows$level), "", rows$level), rows$statistic)

check_printed <- function(what, store, data, model, replicated, ...) {
  table <- tempfile(fileext = ".csv")
  code <- run("trig-analyze", "regress", store, models[[model]], "--on", "role,age", "--df", "design", "--disclosure", "none",
              "--format", "csv", "--out", table, "--show-r", "--quiet", ...)
  ours <- read_text(table)
  room <- new.env()
  room$d <- read_text(data)
  sink(tempfile())
  failed <- tryCatch({ eval(parse(text = code), room); NULL }, error = function(e) conditionMessage(e))
  sink()
  if (!is.null(failed)) return(fail(what, ": the printed code fails: ", failed))
  expect(paste(what, "has a row of R for every estimate"), all(label_of(ours)[!is.na(ours$estimate)] %in% label_of(room$result)))
  for (i in seq_len(nrow(room$result))) {
    row <- room$result[i, ]
    # R counts degrees of freedom of calibrated replicates by their rank, which is not the design's.
    columns <- c("estimate", "se", "t", if (!replicated) c("df", "ci_low", "ci_high", "p"))
    numbers <- as.list(row[columns])
    expect_row(paste(what, label_of(row)), ours[label_of(ours) == label_of(row), ], numbers[!is.na(numbers)],
               tolerance_of(model, replicated))
  }
}

p <- population_of(5)
d <- sample_of(p, 300)
store <- make_store("printed", d[c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age")],
                    sub("ROLE", "stratum", sub("PSU", "psu", variables)), scales)
for (name in c("raked", "cells", "linear")) {
  way <- methods(p)[[name]]
  write_totals("totals.csv", way$tables)
  run("trig-analyze", "weight", store, way$options, "--to", "totals.csv", "--name", name, "--quiet")
  for (model in names(models)) {
    check_printed(paste(name, model), store, "printed.csv", model, FALSE, "--weights", name)
    if (name == "raked")
      check_printed(paste(name, model, "jkn"), store, "printed.csv", model, TRUE, "--weights", name, "--replicates", "jkn")
  }
}
finish(least = 300)
