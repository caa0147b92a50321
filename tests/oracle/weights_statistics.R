# Statistics of respondents with computed weights: quantiles, variances, ratios, correlations and
# regression against R survey's on the calibrated design, whose errors are those of residuals.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/populations.R"))
source(file.path(source_folder, "tests/oracle/survey_statistics.R"))

statistics <- c("mean", "total", "median", "p10", "p75", "variance", "sd")
pairs <- list("y/age" = c("y", "age"), "y~s" = c("y", "s"), "y~age" = c("y", "age"))

check_weighted <- function(what, store, design, name) {
  check_design(what, design, store, "role", c(y = "y", s = "s"), statistics, "--weights", name)
  check_pairs(what, design, store, "role", "y,s,age,y/age", pairs, "--weights", name)
  check_regression(what, store, design, "--weights", name)
}

check_random <- function(seed, label, roles, design_of, base) {
  p <- population_of(seed)
  d <- sample_of(p, 400)
  if (!base) d$w <- 1
  d$x <- p$y[match(d$id, p$id)]
  d$t <- p$s[match(d$id, p$id)]
  d$team2 <- ifelse(d$team < "h2t5", "early", "late")
  header <- c(sub("ROLE", roles[1], sub("PSU", roles[2], variables)), "x,X,item,numeric,,,,,,,,", "t,T,item,ordinal,five,,,,,,,",
              "team2,Half,attribute,nominal,,,,,,,,")
  store <- make_store(paste0(label, seed), d[c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age", "x", "t", "team2")],
                      header, scales)
  d$positive <- as.numeric(d$s >= 4)
  ways <- c(methods(p)[c("cells", "raked", "bounded", "raking")], numbers(p))
  for (name in names(ways)) {
    way <- ways[[name]]
    if (is.null(way$rows)) write_totals("totals.csv", way$tables) else writeLines(way$rows, "totals.csv")
    run("trig-analyze", "weight", store, way$options, "--to", "totals.csv", "--name", name, "--quiet")
    d$base <- if (name %in% c("cells", "raked")) d$w else d$w * nrow(p) / sum(d$w)
    design <- way$weigh(design_of(d))
    expect_weights(paste(label, name), weights_of(store, d, name), weights(design), 1e-6)
    check_weighted(paste(label, name), store, design, name)
  }
  if (base) return()
  # Trimmed: residuals are those of the weights before.
  write_totals("totals.csv", methods(p)$raked$tables)
  run("trig-analyze", "weight", store, "--method", "rake", "--to", "totals.csv", "--name", "trimmed", "--trim", "0.6,1.5",
      "--weights", "none", "--quiet")
  d$base <- 1
  design <- methods(p)$raked$weigh(design_of(d))
  average <- mean(weights(design))
  check_weighted(paste(label, "trimmed"), store,
                 trimWeights(design, upper = 1.5 * average, lower = 0.6 * average, strict = TRUE), "trimmed")
}

options(survey.lonely.psu = "fail")
check_random(11, "strata", c("stratum", "attribute"), strata, FALSE)
check_random(12, "clusters", c("stratum", "psu"), clusters, TRUE)

finish(least = 1000)
