# Quantiles, variances, ratios, correlations, contrasts and covariances over replicate weights: made from the
# design (JKn, JK1, Fay) and given in the data (R's bootstrap), against R survey's svrepdesign.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/populations.R"))
source(file.path(source_folder, "tests/oracle/survey_statistics.R"))

# Contrasts and covariances of means and totals by role: svycontrast and vcov of svyby over replicates.
check_contrasts <- function(what, store, design, ...) {
  out <- tempfile(fileext = ".csv")
  ours <- analyze("summary", store, "--measure", "y", "--statistic", "mean,total", "--by", "role", "--contrast",
                  "a - b; a + b - 2*c", "--covariance", out, "--df", df_rule, "--disclosure", "none", ...)
  covariances <- read_text(out)
  for (statistic in c("mean", "total")) {
    by <- svyby(~y, ~role, design, if (statistic == "mean") svymean else svytotal, na.rm = TRUE, covmat = TRUE)
    rows <- which(ours$statistic == statistic & !is.na(ours$role))
    for (i in 1:3) for (j in 1:3)
      expect_row(paste(what, "covariance", statistic, i, j),
                 covariances[covariances$row == rows[i] & covariances$with == rows[j], ], list(covariance = vcov(by)[i, j]))
    for (contrast in list(list("a - b", c(a = 1, b = -1)), list("a + b - 2*c", c(a = 1, b = 1, c = -2)))) {
      found <- svycontrast(by, contrast[[2]])
      expect_row(paste(what, "contrast", statistic, contrast[[1]]),
                 ours[ours$statistic == statistic & ours$contrast %in% contrast[[1]], ],
                 list(estimate = as.vector(coef(found)), se = as.vector(SE(found))))
    }
  }
}

# The quantile of every replicate.
check_own_quantiles <- function(what, store, design, ...) {
  ours <- analyze("summary", store, "--measure", "y", "--statistic", "median,p75", "--quantile-interval", "quantile",
                  "--df", df_rule, "--disclosure", "none", ...)
  for (statistic in c("median", "p75"))
    expect_row(paste(what, statistic, "of replicates"), ours[ours$statistic == statistic, ],
               quantile_of(if (statistic == "median") 0.5 else 0.75, interval = "quantile")(design, TRUE, "y"))
}

check_shown_rows <- function(what, store, export, ...) {
  code <- tempfile(fileext = ".R")
  out <- tempfile(fileext = ".csv")
  printed <- run("trig-analyze", "summary", store, "--by", "role", "--measure", "y,s,y/age", "--statistic",
                 "median,sd,variance,correlation", "--disclosure", "none", "--format", "csv", "--quiet", "--out", out,
                 "--show-r", "--df", df_rule, ...)
  writeLines(printed, code)
  room <- new.env()
  room$d <- read.csv(export, colClasses = "character", na.strings = "", check.names = FALSE)
  capture.output(suppressMessages(suppressWarnings(source(code, local = room))))
  ours <- read_text(out)
  for (i in seq_len(nrow(room$result))) {
    theirs <- room$result[i, ]
    expect_row(paste(what, "--show-r", theirs$role, theirs$statistic, theirs$measure),
               ours[ours$role == theirs$role & ours$measure == theirs$measure & ours$statistic == theirs$statistic, ],
               as.list(theirs[c("estimate", "se", "ci_low", "ci_high", "n", "df")]))
  }
}

check_replicates <- function(what, store, export, design, ...) {
  check_design(what, design, store, "role", c(y = "y", s = "s"), c("mean", "total", "median", "p10", "variance", "sd"), ...)
  check_pairs(what, design, store, "role", "y,s,y/age", list("y/age" = c("y", "age"), "y~s" = c("y", "s")), ...)
  check_contrasts(what, store, design, ...)
  check_own_quantiles(what, store, design, ...)
  check_shown_rows(what, store, export, ...)
  check_shown_rows(paste(what, "asin"), store, export, "--quantile-interval", "asin", ...)
}

# Two teams in each stratum, so that halves can be taken; [columns] of the data, and what their roles are.
survey_of <- function(seed) {
  p <- population_of(seed)
  d <- sample_of(p, 300)
  d$h <- paste0("h", as.integer(factor(d$team)) %/% 6)
  d$team <- paste0(d$h, ifelse(runif(nrow(d)) < 0.5, "x", "y"))
  d
}
columns <- c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age")
definition_of <- function(roles) sub("ROLE", roles[1], sub("PSU", roles[2], variables))

d <- survey_of(31)
store <- make_store("made", d[columns], definition_of(c("stratum", "psu")), scales)
design <- svydesign(ids = ~team, strata = ~h, weights = ~w, nest = TRUE, data = d)
check_replicates("jkn", store, "made.csv", as.svrepdesign(design, type = "JKn"), "--replicates", "jkn")

d <- survey_of(32)
store <- make_store("plain", d[columns], definition_of(c("attribute", "psu")), scales)
design <- svydesign(ids = ~team, weights = ~w, data = d)
check_replicates("jk1", store, "plain.csv", as.svrepdesign(design, type = "JK1"), "--replicates", "jk1")

# Weights in the data: R's bootstrap, and its Fay's halves.
given <- function(label, seed, type, settings, ...) {
  d <- survey_of(seed)
  set.seed(seed)
  design <- as.svrepdesign(svydesign(ids = ~team, strata = ~h, weights = ~w, nest = TRUE, data = d), type = type,
                           compress = FALSE, ...)
  weights <- weights(design, "analysis")
  names <- sprintf("r%03d", seq_len(ncol(weights)))
  for (i in seq_along(names)) d[[names[i]]] <- signif(weights[, i], 12)
  rows <- c(definition_of(c("attribute", "attribute")),
            sprintf("%s,%s,replicate_weight,numeric,,,,,,,,", names, names))
  store <- make_store(label, d[c(columns, names)], rows, scales,
                      survey = c("id,synthetic", settings(design), "replicate_combined,1"))
  design <- svrepdesign(data = d, weights = ~w, repweights = d[names], type = "other", scale = design$scale,
                        rscales = design$rscales, combined.weights = TRUE, mse = design$mse)
  df_rule <<- "design"  # of a part it is not known
  degrees_of <<- function(part) degf(design)
  check_replicates(label, store, paste0(label, ".csv"), design)
}
other <- function(design)
  c("replicate_type,other", paste0("replicate_scale,", format(design$scale, digits = 17)),
    paste0("replicate_rscales,", paste(format(design$rscales, digits = 17), collapse = "|")))
given("bootstrap", 33, "bootstrap", other, replicates = 60)
given("halves", 34, "Fay", other, fay.rho = 0.3)

finish(least = 900)
