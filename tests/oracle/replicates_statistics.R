# Quantiles, variances, ratios, correlations, contrasts and covariances over replicate weights: made from the
# design (JKn, JK1, Fay) and given in the data (R's bootstrap), against R survey's svrepdesign; with weights that
# were computed, whose replicates are calibrated anew; and of imputed sets, combined by mitools.
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

# ---- computed weights --------------------------------------------------------------------------

# Replicates of weights that were computed: each is calibrated anew. R takes degrees of freedom from the rank of
# calibrated replicates, which is not the design's: [degrees] are.
check_computed <- function(what, store, export, p, d, names, design_of, degrees, ...) {
  for (name in names) {
    way <- methods(p)[[name]]
    write_totals("totals.csv", way$tables)
    run("trig-analyze", "weight", store, way$options, "--to", "totals.csv", "--name", name, "--quiet")
    d$base <- if (name %in% c("linear", "bounded", "raking", "logit")) d$w * nrow(p) / sum(d$w) else d$w
    design <- suppressWarnings(way$weigh(design_of(d)))
    expect("replicates of computed weights are numbers", all(is.finite(weights(design, "analysis"))))
    df_rule <<- "design"
    degrees_of <<- function(part) degrees
    usual_tolerance <<- way$tolerance
    check_replicates(paste(what, name), store, export, design, "--weights", name, ...)
    check_regression(paste(what, name), store, design, "--weights", name, ...)
  }
  usual_tolerance <<- 1e-8
}
computed <- function(label, seed, roles, design_of, type, option, names) {
  p <- population_of(seed)
  d <- sample_of(p, 300)
  d$positive <- as.numeric(d$s >= 4)
  store <- make_store(label, d[columns], definition_of(roles), scales)
  check_computed(label, store, paste0(label, ".csv"), p, d, names, function(d) as.svrepdesign(design_of(d), type = type),
                 degf(design_of(transform(d, base = w))), "--replicates", option)
}
computed("computed jkn", 41, c("stratum", "psu"), clusters, "JKn", "jkn", c("cells", "raked", "linear"))
computed("computed jk1", 42, c("attribute", "psu"), function(d) svydesign(ids = ~team, weights = ~base, data = d), "JK1", "jk1",
         c("crossed", "bounded"))

# ---- imputed sets ------------------------------------------------------------------------------

# Four sets whose gaps in y were filled; the weights are those of the first store's definition, the same in all.
imputed_sets <- function(d) lapply(1:4, function(i) {
  gaps <- is.na(d$y)
  d$y[gaps] <- round(sample(d$y[!gaps], sum(gaps), replace = TRUE) + 2 * i, 3)
  d
})
imputed_stores <- function(label, sets, ...) vapply(seq_along(sets), function(i) {
  if (i == 1) return(make_store(label, sets[[1]], ...))
  store <- paste0(label, i, ".trig")
  write.csv(sets[[i]], paste0(label, i, ".csv"), row.names = FALSE, na = "", fileEncoding = "UTF-8")
  run("trig-collect", "init", store, "--survey", paste0(label, "_definition"))
  run("trig-collect", "ingest", store, paste0(label, i, ".csv"))
  store
}, "")

# Rubin's rules by mitools, over what R survey has of each set; degrees of freedom by Barnard and Rubin's formula.
expect_combined <- function(what, ours, found, nu, n, floor = -Inf) {
  combined <- mitools::MIcombine(lapply(found, `[[`, "estimate"), lapply(found, function(x) as.matrix(x$se^2)))
  m <- length(found)
  se <- sqrt(as.vector(combined$variance))
  between <- (1 + 1 / m) * var(vapply(found, `[[`, 0, "estimate"))
  share <- if (between > 0) between / se^2 else 0
  df <- 1 / (1 / ((nu + 1) / (nu + 3) * nu * (1 - share)) + share^2 / (m - 1))
  bounds <- combined$coefficients + c(-1, 1) * qt(0.975, df) * se
  expect_row(what, ours, list(estimate = combined$coefficients, se = se, df = df, n = n, ci_low = max(floor, bounds[1]),
                              ci_high = bounds[2]))
}
check_imputed <- function(what, stores, designs, ...) {
  ask <- c(theirs[c("mean", "total", "variance", "sd")],
           list(median = quantile_of(0.5, interval = "quantile"), p75 = quantile_of(0.75, interval = "quantile")))
  ours <- analyze("summary", stores, "--imputed", "--measure", "y,s,y/age", "--by", "role", "--statistic",
                  paste(names(ask), collapse = ","), "--quantile-interval", "quantile", "--df", df_rule, "--disclosure", "none", ...)
  for (role in c("a", "b", "c")) {
    for (statistic in names(ask)) for (column in c("y", "s")) {
      found <- lapply(designs$designs, function(design) ask[[statistic]](design, design$variables$role == role, column))
      expect_combined(paste(what, statistic, column, role),
                      ours[ours$role %in% role & ours$statistic == statistic & ours$measure == column, ], found, found[[1]]$df,
                      found[[1]]$n, if (statistic %in% c("variance", "sd")) 0 else -Inf)
    }
    found <- lapply(designs$designs, function(design) theirs$ratio(design, design$variables$role == role, c("y", "age")))
    expect_combined(paste(what, "ratio", role), ours[ours$role %in% role & ours$measure == "y/age", ], found, found[[1]]$df,
                    found[[1]]$n)
  }
  # The same from end to end: a list of sets as survey and mitools know it.
  combined <- mitools::MIcombine(with(designs, svymean(~y)))
  expect_row(paste(what, "as a list of sets"), analyze("summary", stores, "--imputed", "--measure", "y", "--disclosure", "none",
                                                       "--df", df_rule, ...),
             list(estimate = as.vector(coef(combined)), se = as.vector(SE(combined))))
}
if (requireNamespace("mitools", quietly = TRUE)) {
  df_rule <- "r"
  degrees_of <- function(part) degf(part)
  d <- survey_of(35)
  sets <- imputed_sets(d)
  stores <- imputed_stores("sets", lapply(sets, `[`, columns), definition_of(c("stratum", "psu")), scales)
  designs <- svydesign(ids = ~team, strata = ~h, weights = ~w, nest = TRUE, data = mitools::imputationList(sets))
  check_imputed("imputed, jkn", stores, as.svrepdesign(designs, type = "JKn"), "--replicates", "jkn")

  d <- survey_of(36)
  made <- as.svrepdesign(svydesign(ids = ~team, strata = ~h, weights = ~w, nest = TRUE, data = d), type = "bootstrap",
                         compress = FALSE, replicates = 40)
  names <- sprintf("r%03d", 1:40)
  for (i in 1:40) d[[names[i]]] <- signif(weights(made, "analysis")[, i], 12)
  sets <- imputed_sets(d)
  stores <- imputed_stores("given", lapply(sets, `[`, c(columns, names)),
                           c(definition_of(c("attribute", "attribute")),
                             sprintf("%s,%s,replicate_weight,numeric,,,,,,,,", names, names)), scales,
                           survey = c("id,synthetic", other(made), "replicate_combined,1"))
  designs <- svrepdesign(data = mitools::imputationList(sets), weights = ~w, repweights = d[names], type = "other",
                         scale = made$scale, rscales = made$rscales, combined.weights = TRUE)
  df_rule <- "design"
  degrees_of <- function(part) degf(designs$designs[[1]])
  check_imputed("imputed, given", stores, designs)
}

finish(least = 5000)
