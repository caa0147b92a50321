# Tests of groups with computed weights: svychisq, svyttest, svyranktest and regTermTest on R survey's
# calibrated design, whose errors are those of residuals; and the very code that --show-r prints.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/populations.R"))
source(file.path(source_folder, "tests/oracle/survey_statistics.R"))
options(survey.lonely.psu = "fail")

# What R has no other value for than of the code that --show-r prints: effects and intervals.
check_shown_tests <- function(what, store, export, ...) {
  code <- tempfile(fileext = ".R")
  out <- tempfile(fileext = ".csv")
  printed <- run("trig-analyze", "test", store, ..., "--disclosure", "none", "--format", "csv", "--quiet", "--show-r",
                 "--out", out)
  writeLines(printed, code)
  room <- new.env()
  room$d <- read.csv(export, colClasses = "character", na.strings = "", check.names = FALSE)
  capture.output(suppressWarnings(source(code, local = room)))
  ours <- read_text(out)
  if (nrow(ours) != nrow(room$result)) return(fail(what, " --show-r: ", nrow(ours), " rows, R has ", nrow(room$result)))
  for (i in seq_len(nrow(ours)))
    expect_row(paste(what, "--show-r", paste(c(...), collapse = " "), "row", i), ours[i, ],
               as.list(room$result[i, c("estimate", "df", "df2", "difference", "difference_se", "difference_low",
                                        "difference_high", "p", "p_adjusted", "effect_size", "effect_low",
                                        "effect_high", "n")]), 1e-6)
}

# Those who answered both, as R has a part of a calibrated design: the others weigh nothing.
part_of <- function(design, measure, by) {
  inside <- !is.na(design$variables[[measure]]) & !is.na(design$variables[[by]])
  lowest <- sort(unique(design$variables[[measure]]))[1:2]
  design$variables[[measure]][!inside] <- if (measure == "y") mean(lowest) else lowest[1]  # ties with nobody
  design$variables[[by]][!inside] <- sort(design$variables[[by]])[1]
  design[inside, ]
}

two_groups <- function(found)
  list(estimate = abs(found$statistic[[1]]), df = found$parameter[[1]], p = found$p.value[[1]], difference = abs(found$estimate[[1]]))

# svychisq takes n and the degrees of freedom from all rows of a part, those without weight too; here they are
# those of who answered.
table_test <- function(statistic) function(formula, part) {
  found <- suppressWarnings(svychisq(as.formula(paste("~", formula[[2]], "+", formula[[3]])), part, statistic = statistic))
  all <- length(unique(part$cluster[, 1])) - length(unique(part$strata[, 1]))
  nu <- degf(part)
  f <- as.vector(found$statistic)
  df <- found$parameter[[1]]
  row <- switch(statistic,
    F = list(estimate = f, df = df, df2 = df * nu),
    Chisq = return(list(estimate = f * sum(weighs(part)) / nrow(part), df = df, p = as.vector(found$p.value))),
    Wald = list(estimate = f, df = df, df2 = nu),
    adjWald = list(estimate = f * all / (all - df + 1) * (nu - df + 1) / nu, df = df, df2 = nu - df + 1))
  c(row, p = pf(row$estimate, row$df, row$df2, lower.tail = FALSE))
}

check_tests <- function(what, store, design, ...) {
  tolerance <- if (grepl("cells|linear", what)) 1e-8 else 1e-6  # the others' weights are found by steps
  # What [ask_r] has of each measure, beside our rows; which group is first is a matter of taste.
  compare <- function(method, measures, by, ask_r, signless = FALSE) {
    ours <- analyze("test", store, "--measure", paste(measures, collapse = ","), "--by", by, "--method", method,
                    "--df", "r", "--disclosure", "none", ...)
    if (signless) for (column in c("estimate", "difference"))
      ours[[column]] <- format(abs(number(ours[[column]])), digits = 17)
    for (measure in measures)
      expect_row(paste(what, method, measure, by), ours[ours$measure == measure, ],
                 ask_r(as.formula(paste(measure, "~", by)), part_of(design, measure, by)), tolerance)
  }
  for (by in c("role", "site", "half")) {
    compare("rao-scott", c("t", "s"), by, table_test("F"))
    compare("rao-scott-chisq", c("t", "s"), by, table_test("Chisq"))
    compare("wald", c("t", "s"), by, table_test("Wald"))
    compare("adjusted-wald", c("t", "s"), by, table_test("adjWald"))
  }
  for (by in c("site", "half")) {
    compare("means", c("x", "y"), by, function(formula, part) two_groups(svyttest(formula, part)), TRUE)
    for (test in c("wilcoxon", "vanderWaerden", "median"))
      compare(sub("rW", "r-w", sub("vand", "van-d", test)), c("x", "y"), by,
              function(formula, part) two_groups(svyranktest(formula, part, test = test)), TRUE)
  }
  for (by in c("role", "grade")) {
    compare("means", c("x", "y"), by, function(formula, part) {
      found <- regTermTest(svyglm(formula, part), reformulate(by))
      list(estimate = as.vector(found$Ftest), df = found$df, df2 = found$ddf, p = as.vector(found$p))
    })
    compare("kruskal-wallis", c("x", "y"), by, function(formula, part) {
      found <- svyranktest(formula, part, test = "KruskalWallis")
      list(estimate = found$parameter[[1]] / found$statistic[[1]], df = found$statistic[[1]], df2 = found$ddf,
           p = as.vector(found$p.value))
    })
  }
}

check_random <- function(seed, label, roles, design_of, base, ways) {
  p <- population_of(seed)
  d <- sample_of(p, 400)
  if (!base) d$w <- 1
  d$x <- p$y[match(d$id, p$id)]
  d$t <- p$s[match(d$id, p$id)]
  d$half <- ifelse(substr(d$team, 3, 4) < "t5", "early", "late")
  header <- c(sub("ROLE", roles[1], sub("PSU", roles[2], variables)), "x,X,item,numeric,,,,,,,,", "t,T,item,ordinal,five,,,,,,,",
              "half,Half,attribute,nominal,,,,,,,,")
  store <- make_store(paste0(label, seed), d[c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age", "x", "t", "half")],
                      header, scales)
  for (name in ways) {
    way <- methods(p)[[name]]
    write_totals("totals.csv", way$tables)
    run("trig-analyze", "weight", store, way$options, "--to", "totals.csv", "--name", name, "--quiet")
    d$base <- if (name %in% c("cells", "raked")) d$w else d$w * nrow(p) / sum(d$w)
    check_tests(paste(label, name), store, way$weigh(design_of(d)), "--weights", name)
    export <- paste0(label, seed, ".csv")
    for (method in c("rao-scott", "rao-scott-chisq"))
      check_shown_tests(paste(label, name), store, export, "--weights", name, "--measure", "s,t", "--by", "role", "--method", method, "--pairwise")
    check_shown_tests(paste(label, name), store, export, "--weights", name, "--measure", "y,s", "--by", "role", "--method", "means", "--pairwise")
    check_shown_tests(paste(label, name), store, export, "--weights", name, "--measure", "y,s", "--by", "site", "--method", "wilcoxon")
  }
  if (base) return()
  # Trimmed: residuals are those of the weights before.
  write_totals("totals.csv", methods(p)$raked$tables)
  run("trig-analyze", "weight", store, "--method", "rake", "--to", "totals.csv", "--name", "trimmed", "--trim", "0.6,1.5",
      "--weights", "none", "--quiet")
  d$base <- 1
  design <- methods(p)$raked$weigh(design_of(d))
  average <- mean(weights(design))
  check_tests(paste(label, "trimmed"), store,
              trimWeights(design, upper = 1.5 * average, lower = 0.6 * average, strict = TRUE), "--weights", "trimmed")
}

check_random(21, "strata", c("stratum", "attribute"), strata, FALSE, c("cells", "linear"))
check_random(22, "clusters", c("stratum", "psu"), clusters, TRUE, c("raked", "bounded"))

finish(least = 1500)
