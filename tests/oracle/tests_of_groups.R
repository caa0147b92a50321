# Tests of groups: random surveys of several designs, and R's own Academic Performance Index data
# (survey::api), through both programs; the code that --show-r prints is run on the very same data, and
# svychisq is called besides.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/group_surveys.R"))
RNGversion("4.0.0")

# The calls as anyone would write them.
check_calls <- function(survey, ours, design, measure, by, statistic = "F") {
  mine <- ours[ours$measure == measure, ][1, ]
  y <- design$variables[[measure]]
  part <- subset(design, !is.na(y) & !y %in% "na" & !is.na(design$variables[[by]]))
  formula <- as.formula(paste0("~", measure, "+", by))
  theirs <- suppressWarnings(svychisq(formula, part, statistic = statistic))
  expect_row(paste(survey$name, "svychisq", statistic, measure, by), mine,
             list(estimate = as.vector(theirs$statistic), df = theirs$parameter[[1]], p = as.vector(theirs$p.value)))
}

random <- list()
for (seed in 1:2) for (kind in c("psu", "strata", "none")) random <- c(random, list(synthetic(seed, kind)))
for (survey in random) {
  clustered <- startsWith(survey$name, "psu")
  d <- transform(survey$data, w = as.numeric(w), nested = paste(region, team))
  design <- if (clustered) svydesign(ids = ~nested, strata = ~region, weights = ~w, fpc = ~as.numeric(size), data = d)
            else if (startsWith(survey$name, "strata")) svydesign(ids = ~1, strata = ~region, weights = ~w, data = d)
            else svydesign(ids = ~1, weights = ~w, data = d)
  fpc <- if (clustered) c("--fpc", "on") else c("--fpc", "off")
  for (by in c("role", "site", "half")) {
    for (method in c(F = "rao-scott", Chisq = "rao-scott-chisq", Wald = "wald", adjWald = "adjusted-wald")) {
      if (by == "site" && method %in% c("wald", "adjusted-wald") && clustered) next  # more contrasts than teams
      ours <- check_shown(survey, "--measure", "q1,q3,q1:positive", "--by", by, "--method", method, "--df", "r", fpc)
      statistic <- c("rao-scott" = "F", "rao-scott-chisq" = "Chisq", "wald" = "Wald", "adjusted-wald" = "adjWald")[[method]]
      check_calls(survey, ours, design, "q1", by, statistic)
      check_calls(survey, ours, design, "q3", by, statistic)
    }
    if (by != "site" || !clustered)
      check_shown(survey, "--measure", "q1,q2,days", "--by", by, "--method", "means", "--pairwise", "--adjust", "bh", "--df", "r", fpc)
  }
  check_shown(survey, "--measure", "q1,days", "--by", "role", "--pairwise", "--adjust", "by", "--level", "0.9")
}
for (name in c("apistrat", "apiclus1")) {
  survey <- api_survey(name)
  for (by in c("wide", if (name == "apiclus1") "stype")) {
    check_shown(survey, "--measure", "awards,both,comp,api00,meals", "--by", by, "--fpc", "on", "--df", "r")
    for (method in c("rao-scott-chisq", "wald", "adjusted-wald"))
      check_shown(survey, "--measure", "awards,both,comp", "--by", by, "--fpc", "on", "--method", method)
  }
}
finish(least = 2000)
