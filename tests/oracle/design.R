# What R survey says about the designs that design_test.c draws.
#   Rscript design.R CASES
# CASES: a line a case: NAME;DESIGN;LONELY;BY;OPTIONS, as the command line has them.
suppressPackageStartupMessages(library(survey))
cases <- strsplit(readLines(commandArgs(trailingOnly = TRUE)[1]), ";", fixed = TRUE)

design_of <- function(d, text, fpc) {
  parts <- do.call(rbind, strsplit(strsplit(text, ",")[[1]], "="))
  role <- stats::setNames(parts[, 2], parts[, 1])
  has <- function(name) name %in% names(role)
  formula <- function(names) stats::as.formula(paste("~", paste(role[names], collapse = " + ")))
  for (name in role[names(role) %in% c("weight", "fpc", "fpc2")]) d[[name]] <- as.numeric(d[[name]])
  d$person <- seq_len(nrow(d))
  role["psu"] <- if (has("psu")) role["psu"] else "person"
  if (has("fpc2") && !has("psu2")) role["psu2"] <- "person"
  two <- fpc && has("fpc2")
  d$one <- 1
  strata <- if (two && has("strata2")) formula(c("strata", "strata2")) else if (has("strata")) formula("strata")
  sizes <- if (two) formula(c("fpc", "fpc2")) else if (fpc && has("fpc")) formula("fpc")
  weights <- if (has("weight")) formula("weight")
  svydesign(ids = formula(c("psu", if (two) "psu2")), strata = strata, fpc = sizes, weights = weights, data = d,
            nest = has("strata"))
}
degrees <- function(design, part, rule) {
  if (rule == "design" || inherits(design, "svyrep.design")) return(degf(if (rule == "r") part else design))
  touched <- design$strata[, 1] %in% part$strata[, 1]
  length(unique(design$cluster[touched, 1])) - length(unique(part$strata[, 1]))
}
rows_of <- function(design, inside, rule, labels) {
  do.call(rbind, lapply(c("y", "z=yes", "z"), function(measure) {
    value <- if (measure == "y") as.numeric(design$variables$y) else as.numeric(design$variables$z == "yes")
    design$variables$value <- value
    part <- design[inside & !is.na(value) & weights(design, "sampling") > 0, ]
    if (nrow(part) == 0) return(NULL)
    mean <- svymean(~value, part)
    total <- svytotal(~value, part)
    statistic <- c(if (measure == "z=yes") "proportion" else "mean", "total")
    rows <- data.frame(measure = measure, statistic = statistic, estimate = c(coef(mean), coef(total)),
                       se = c(SE(mean), SE(total)), n = nrow(part), df = degrees(design, part, rule))
    if (length(labels)) data.frame(labels[rep(1, nrow(rows)), , drop = FALSE], rows, row.names = NULL) else rows
  }))
}
run <- function(case) {
  d <- read.csv(paste0(case[1], ".csv"), colClasses = "character", na.strings = "")
  options(survey.lonely.psu = case[3])
  design <- design_of(d, case[2], !grepl("--fpc off", case[5]))
  if (grepl("--replicates jk", case[5]))
    design <- as.svrepdesign(design, type = if (grepl("jk1", case[5])) "JK1" else "JKn")
  scope <- d$contract %in% c("open", "fixed")
  rule <- if (grepl("--df", case[5])) sub(".*--df ([a-z]+).*", "\\1", case[5]) else "strata"
  by <- if (case[4] == "all") character() else strsplit(case[4], ",")[[1]]
  labels <- unique(d[scope & stats::complete.cases(d[by]), by, drop = FALSE])
  result <- if (!length(by)) rows_of(design, scope, rule, NULL) else
    do.call(rbind, lapply(seq_len(nrow(labels)), function(i) {
      inside <- scope
      for (name in by) inside <- inside & d[[name]] %in% labels[i, name]
      rows_of(design, inside, rule, labels[i, , drop = FALSE])
    }))
  write.csv(format(result, digits = 15, trim = TRUE), paste0(case[1], ".theirs.csv"), row.names = FALSE, quote = FALSE)
}
invisible(lapply(cases, run))
