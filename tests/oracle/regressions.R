# `trig-analyze regress` against svyglm, svyolr, glm and polr on data that R and its packages bring
# along (survey's Academic Performance Index; housing, infert, warpbreaks, esoph) and on synthetic
# surveys, under every kind of design: strata, clusters, two stages, fpc, replicate weights in the
# file or made; and summaries of two-stage samples against svymean, svytotal, svyratio and svyby.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/stores.R"))
suppressPackageStartupMessages(library(MASS))

# ---- one model ---------------------------------------------------------------------------

# R's name of the coefficient of a row: each factor of the term with its level.
coefficient_name <- function(term, level, data) {
  if (term == "(Intercept)") return(term)
  parts <- strsplit(term, ":", fixed = TRUE)[[1]]
  levels <- strsplit(level, ":", fixed = TRUE)[[1]]
  factors <- vapply(parts, function(part) is.factor(data[[part]]), TRUE)
  parts[factors] <- paste0(parts[factors], levels)
  paste(parts, collapse = ":")
}

# Those with all answers; factors by text, each against the level that the program takes.
part_for <- function(design, formula, references) {
  used <- complete.cases(design$variables[all.vars(formula)])
  part <- design[used, ]
  for (name in names(references))
    part$variables[[name]] <- relevel(factor(as.character(part$variables[[name]])), references[[name]])
  part
}

# svyglm's covariance is of the step before the last: once more from where it ended. With a smaller
# epsilon it would take aliased columns for others. Replicates are fitted from there anyway, and R
# refuses those with aliased columns: NULL.
fit_twice <- function(formula, part, family) {
  if (inherits(part, "svyrep.design"))
    return(tryCatch(suppressWarnings({
      svyglm(formula, part, family = family, control = list(epsilon = 1e-8, maxit = 60))
      svyglm(formula, part, family = family, control = list(epsilon = 1e-13, maxit = 60))
    }), error = function(e) NULL))
  fit <- svyglm(formula, part, family = family, control = list(epsilon = 1e-8, maxit = 60))
  start <- coef(fit, na.rm = FALSE)
  start[is.na(start)] <- 0
  svyglm(formula, part, family = family, start = start, control = list(epsilon = 1e-8, maxit = 60))
}

expect_coefficient <- function(what, row, b, se, df, tolerance) {
  half <- if (df >= 1) qt(0.975, df) * se else NA
  numbers <- list(estimate = b, se = se)
  if (df >= 1) numbers <- c(numbers, ci_low = b - half, ci_high = b + half, t = b / se, p = 2 * pt(-abs(b / se), df), df = df)
  expect_row(what, row, numbers, tolerance)
}

# Asks for the model and compares coefficients, tests of terms and what the model explains.
# [outcome] and [on] are as the user writes them, [formula] as R does.
check_glm <- function(label, design, store, outcome, on, formula, family, ..., references = list(), df_rule = "r") {
  references <- references[intersect(names(references), all.vars(formula))]
  name <- c(gaussian = "gaussian", quasibinomial = "logistic", quasipoisson = "poisson")[[family$family]]
  asked <- c("regress", store, "--outcome", outcome, "--on", on, "--family", name, "--df", df_rule, "--disclosure", "none", ...)
  if (length(references)) asked <- c(asked, "--reference", paste0(names(references), "=", references, collapse = ","))
  ours <- analyze(asked)
  if (is.null(ours)) return(invisible())
  part <- part_for(design, formula, references)
  fit <- fit_twice(formula, part, family)
  if (is.null(fit)) return(expect(paste(label, outcome, on, "has aliased columns"), anyNA(ours$estimate)))
  b <- coef(fit, na.rm = FALSE)
  se <- sqrt(diag(as.matrix(vcov(fit))))
  df <- degf(part) + 1 - sum(!is.na(b))
  rows <- ours[ours$statistic == "coefficient", ]
  expect(paste(label, on, "has a row for each coefficient"), nrow(rows) == length(b))
  for (i in seq_len(nrow(rows))) {
    coefficient <- coefficient_name(rows$term[i], rows$level[i], part$variables)
    what <- paste(label, outcome, on, coefficient)
    if (!coefficient %in% names(b)) fail(what, ": R has no such coefficient")
    else if (is.na(b[[coefficient]])) expect(paste(what, "is aliased"), is.na(rows$estimate[i]))
    else expect_coefficient(what, rows[i, ], b[[coefficient]], se[[coefficient]], df, 1e-7)
  }
  for (term in attr(terms(formula), "term.labels")) {
    test <- tryCatch(regTermTest(fit, as.formula(paste("~", term)), df = df), error = function(e) NULL)
    if (is.null(test) || df < 1) next
    expect_row(paste(label, outcome, on, "test of", term), ours[ours$term == term & ours$statistic == "wald_f", ],
               list(estimate = as.vector(test$Ftest), p = as.vector(test$p), df_term = test$df), 1e-6)
  }
  explained <- 1 - fit$deviance / fit$null.deviance
  if (name == "gaussian")
    expect_row(paste(label, on, "R squared"), ours[ours$statistic == "r_squared", ], list(estimate = explained), 1e-7)
  else
    expect_row(paste(label, on, "Cox and Snell"), ours[ours$statistic == "r_squared_cox_snell", ],
               list(estimate = as.vector(psrsq(fit))), 1e-7)
  invisible(ours)
}

# Proportional odds; R's steps end at five digits.
check_ordinal <- function(label, design, store, outcome, on, formula, ..., references = list()) {
  asked <- c("regress", store, "--outcome", outcome, "--on", on, "--family", "ordinal", "--df", "r", "--disclosure", "none", ...)
  if (length(references)) asked <- c(asked, "--reference", paste0(names(references), "=", references, collapse = ","))
  ours <- analyze(asked)
  if (is.null(ours)) return(invisible())
  part <- part_for(design, formula, references)
  answer <- all.vars(formula)[1]
  part$variables[[answer]] <- factor(part$variables[[answer]], ordered = TRUE)
  fit <- svyolr(formula, part, control = list(reltol = 1e-15, maxit = 2000))
  se <- sqrt(diag(as.matrix(vcov(fit))))
  df <- degf(part) - length(fit$coefficients)
  rows <- ours[ours$statistic == "coefficient", ]
  for (i in seq_len(nrow(rows))) {
    coefficient <- coefficient_name(rows$term[i], rows$level[i], part$variables)
    expect_coefficient(paste(label, outcome, on, coefficient), rows[i, ], fit$coefficients[[coefficient]], se[[coefficient]], df, 1e-4)
  }
  thresholds <- ours[ours$statistic == "threshold", ]
  expect(paste(label, "has a threshold between answers"), nrow(thresholds) == length(fit$zeta))
  for (i in seq_len(nrow(thresholds)))
    expect_row(paste(label, "threshold", i), thresholds[i, ], list(estimate = unname(fit$zeta[i])), 1e-4)
  invisible(list(ours = ours, part = part))
}

# The model's own function, without a design: estimates alone.
check_against <- function(label, ours, fit, data, thresholds = NULL) {
  rows <- ours[ours$statistic == "coefficient", ]
  b <- coef(fit)
  for (i in seq_len(nrow(rows)))
    expect_row(paste(label, rows$term[i], rows$level[i]), rows[i, ],
               list(estimate = b[[coefficient_name(rows$term[i], rows$level[i], data)]]), 1e-5)
  rows <- ours[ours$statistic == "threshold", ]
  for (i in seq_along(thresholds))
    expect_row(paste(label, "threshold", i), rows[i, ], list(estimate = unname(thresholds[i])), 1e-5)
}

logistic <- quasibinomial()
poisson_like <- quasipoisson()

# ---- Academic Performance Index ----------------------------------------------------------------

data(api)
live_only("^(api|bootstrap_given|housing|counts|infert|warpbreaks|esoph)")
roles <- c(stype = "category", awards = "category", sch.wide = "category", api00 = "numeric", api99 = "numeric",
           enroll = "numeric", meals = "numeric", ell = "numeric", mobility = "numeric")
prepare <- function(d) {
  d$wide <- as.numeric(d$sch.wide == "Yes")
  for (name in c("stype", "awards", "sch.wide")) d[[name]] <- factor(as.character(d[[name]]))
  d$dnum <- as.character(d$dnum)
  d$snum <- as.character(d$snum)
  d
}
api_models <- function(label, design, store, ...) {
  check <- function(...) check_glm(label, design, store, ..., references = list(stype = "E", awards = "No"))
  check("api00", "ell,meals,mobility", api00 ~ ell + meals + mobility, gaussian(), ...)
  check("api00", "stype,awards,stype:awards,meals", api00 ~ stype + awards + stype:awards + meals, gaussian(), ...)
  check("api00", "stype*meals,api99", api00 ~ stype * meals + api99, gaussian(), ...)
  check("sch.wide=Yes", "ell,meals,mobility,stype", wide ~ ell + meals + mobility + stype, logistic, ...)
  check("sch.wide=Yes", "meals*ell", wide ~ meals * ell, logistic, ...)
  check("enroll", "stype,meals,awards", enroll ~ stype + meals + awards, poisson_like, ...)
}

strat <- prepare(apistrat)
strat$stratum <- as.character(strat$stype)
strat_store <- make_store("apistrat", strat, c(stratum = "stratum", pw = "weight", fpc = "fpc", roles))
strat_design <- svydesign(ids = ~1, strata = ~stratum, weights = ~pw, fpc = ~fpc, data = strat)
check_glm("apistrat", strat_design, strat_store, "api00", "ell,meals,mobility", api00 ~ ell + meals + mobility, gaussian(), "--fpc", "on")
api_models("apistrat with fpc", strat_design, strat_store, "--fpc", "on")
api_models("apistrat", svydesign(ids = ~1, strata = ~stratum, weights = ~pw, data = strat), strat_store, "--fpc", "off")

one <- prepare(apiclus1)
one_store <- make_store("apiclus1", one, c(dnum = "psu", pw = "weight", fpc = "fpc", roles))
one_design <- svydesign(ids = ~dnum, weights = ~pw, fpc = ~fpc, data = one)
api_models("apiclus1 with fpc", one_design, one_store, "--fpc", "on")

two <- prepare(apiclus2)
two_store <- make_store("apiclus2", two, c(dnum = "psu", snum = "psu2", fpc1 = "fpc", fpc2 = "fpc2", pw = "weight", roles))
two_design <- svydesign(ids = ~dnum + snum, weights = ~pw, fpc = ~fpc1 + fpc2, data = two)
api_models("apiclus2", two_design, two_store, "--fpc", "on")

# ---- summaries of two stages ----------------------------------------------------------------------

described <- function(part, found)
  list(estimate = as.vector(coef(found)), se = as.vector(SE(found)), df = degf(part), n = nrow(part))

expect_summary <- function(label, design, store, measure, statistic, call) {
  ask <- function(...) {
    rows <- analyze("summary", store, "--measure", measure, "--statistic", statistic, "--df", "r", "--disclosure", "none",
                    "--fpc", "on", ...)
    rows[rows$measure == measure, ]
  }
  expect_row(paste(label, statistic, measure), ask(), described(design, call(design)))
  by <- ask("--by", "stype")
  for (level in levels(design$variables$stype)) {
    part <- subset(design, stype == level)
    expect_row(paste(label, statistic, measure, level), by[by$stype %in% level, ], described(part, call(part)))
  }
}
two_stages <- list(apistrat = list(strat_design, strat_store), apiclus1 = list(one_design, one_store),
                   apiclus2 = list(two_design, two_store))
for (label in names(two_stages)) {
  design <- two_stages[[label]][[1]]
  store <- two_stages[[label]][[2]]
  for (measure in c("api00", "meals")) {
    formula <- as.formula(paste("~", measure))
    expect_summary(label, design, store, measure, "mean", function(part) svymean(formula, part))
    expect_summary(label, design, store, measure, "total", function(part) svytotal(formula, part))
  }
  expect_summary(label, design, store, "sch.wide=Yes", "mean", function(part) svymean(~wide, part))
  expect_summary(label, design, store, "api00/api99", "mean", function(part) svyratio(~api00, ~api99, part))
  by <- svyby(~api00, ~stype, design, svymean)
  ours <- analyze("summary", store, "--measure", "api00", "--by", "stype", "--disclosure", "none", "--fpc", "on")
  for (level in by$stype)
    expect_row(paste(label, "svyby", level), ours[ours$stype == level, ],
               list(estimate = by[level, "api00"], se = SE(by)[by$stype == level]))
}

# ---- replicate weights ------------------------------------------------------------------------------

# Made by the program from the design, as as.svrepdesign makes them.
check_made <- function(label, design, store, type, option) {
  made <- as.svrepdesign(design, type = type)
  check <- function(...) check_glm(paste(label, option), made, store, ..., "--replicates", option, "--fpc", "on",
                                   references = list(stype = "E"))
  check("api00", "stype,meals", api00 ~ stype + meals, gaussian())
  check("sch.wide=Yes", "ell,stype", wide ~ ell + stype, logistic)
  check("enroll", "meals", enroll ~ meals, poisson_like)
}
check_made("apiclus1", one_design, one_store, "JK1", "jk1")
check_made("apistrat", strat_design, strat_store, "JKn", "jkn")

# Given in the file, whole weights with the scales that R made.
check_given <- function(label, made, data, keep, type) {
  weights <- as.data.frame(weights(made, "analysis"))
  names(weights) <- sprintf("r%03d", seq_along(weights))
  settings <- c(paste0("replicate_type,", type), paste0("replicate_scale,", format_exactly(made$scale)),
                paste0("replicate_rscales,", paste(format_exactly(made$rscales), collapse = "|")), "replicate_combined,1")
  given <- setNames(rep("replicate", ncol(weights)), names(weights))
  store <- make_store(paste0(label, "_given"), cbind(data, weights), c(pw = "weight", given, keep), settings)
  check <- function(...) check_glm(paste(label, "given"), made, store, ..., references = list(stype = "E"), df_rule = "design")
  check("api00", "stype,meals", api00 ~ stype + meals, gaussian())
  check("sch.wide=Yes", "ell,meals", wide ~ ell + meals, logistic)
  # svyolr's steps end early for each replicate; polr's need not.
  slope <- withReplicates(made, function(w, d) {
    d$.w <- w / mean(w)
    fit <- polr(factor(band, ordered = TRUE) ~ ell, d[w > 0, ], weights = .w, control = list(reltol = 1e-15, maxit = 2000))
    c(coef(fit), fit$zeta)
  })
  ours <- analyze("regress", store, "--outcome", "band", "--on", "ell", "--family", "ordinal", "--disclosure", "none")
  for (i in seq_along(coef(slope)))
    expect_row(paste(label, "given, proportional odds", i), ours[ours$statistic %in% c("coefficient", "threshold"), ][i, ],
               list(estimate = unname(coef(slope)[i]), se = unname(SE(slope)[i])), 1e-5)
}
set.seed(17)
banded <- transform(one, band = findInterval(api00, c(550, 650, 750)) + 1)
check_given("bootstrap", as.svrepdesign(svydesign(ids = ~dnum, weights = ~pw, data = banded), type = "subbootstrap", replicates = 20),
            banded, c(roles, band = "likert"), "other")

# ---- classic data, without a design --------------------------------------------------------------------

no_design <- function(d) svydesign(ids = ~1, weights = rep(1, nrow(d)), data = d)

d <- housing[rep(seq_len(nrow(housing)), housing$Freq), ]
d$Sat <- as.integer(d$Sat)
store <- make_store("housing", d, c(Sat = "likert", Infl = "category", Type = "category", Cont = "category"))
for (name in c("Infl", "Type", "Cont")) d[[name]] <- factor(as.character(d[[name]]))
references <- list(Infl = "Low", Type = "Tower", Cont = "Low")
got <- check_ordinal("housing", no_design(d), store, "Sat", "Infl,Type,Cont", Sat ~ Infl + Type + Cont, references = references)
fit <- polr(factor(Sat, ordered = TRUE) ~ Infl + Type + Cont, got$part$variables, control = list(reltol = 1e-15, maxit = 2000))
check_against("polr of housing", got$ours, fit, got$part$variables, fit$zeta)

# The same from the table of counts, which are weights then.
d <- transform(housing, Sat = as.integer(Sat))
store <- make_store("counts", d, c(Sat = "likert", Infl = "category", Type = "category", Cont = "category", Freq = "weight"))
counted <- analyze("regress", store, "--outcome", "Sat", "--on", "Infl,Type,Cont", "--family", "ordinal", "--disclosure", "none",
                   "--reference", "Infl=Low,Type=Tower,Cont=Low")
check_against("polr of counts", counted, fit, got$part$variables, fit$zeta)

d <- infert
store <- make_store("infert", d, c(case = "category", education = "category", age = "numeric", parity = "numeric",
                                   induced = "numeric", spontaneous = "numeric"))
d$education <- factor(as.character(d$education))
formula <- case ~ education + age + parity + spontaneous + induced
ours <- check_glm("infert", no_design(d), store, "case=1", "education,age,parity,spontaneous,induced", formula, logistic,
                  references = list(education = "0-5yrs"))
d$education <- relevel(d$education, "0-5yrs")
check_against("glm of infert", ours, glm(formula, binomial, d, epsilon = 1e-14), d)
check_glm("infert", no_design(d), store, "age", "education*parity", age ~ education * parity, gaussian(),
          references = list(education = "0-5yrs"))

d <- warpbreaks
store <- make_store("warpbreaks", d, c(breaks = "numeric", wool = "category", tension = "category"))
references <- list(wool = "A", tension = "L")
ours <- check_glm("warpbreaks", no_design(d), store, "breaks", "wool*tension", breaks ~ wool * tension, poisson_like, references = references)
check_against("glm of warpbreaks", ours, glm(breaks ~ wool * tension, poisson, d, epsilon = 1e-14), d)
ours <- check_glm("warpbreaks", no_design(d), store, "breaks", "wool*tension", breaks ~ wool * tension, gaussian(), references = references)
check_against("lm of warpbreaks", ours, lm(breaks ~ wool * tension, d), d)

d <- esoph[rep(seq_len(nrow(esoph)), esoph$ncases + esoph$ncontrols), ]
d$case <- unlist(Map(function(cases, controls) rep(1:0, c(cases, controls)), esoph$ncases, esoph$ncontrols))
for (name in c("agegp", "alcgp", "tobgp")) d[[name]] <- factor(as.character(d[[name]]))
store <- make_store("esoph", d, c(case = "category", agegp = "category", alcgp = "category", tobgp = "category"))
references <- list(agegp = "55-64", alcgp = "0-39g/day", tobgp = "0-9g/day")
ours <- check_glm("esoph", no_design(d), store, "case=1", "agegp,alcgp,tobgp", case ~ agegp + alcgp + tobgp, logistic, references = references)
for (name in names(references)) d[[name]] <- relevel(d[[name]], references[[name]])
check_against("glm of esoph", ours, glm(case ~ agegp + alcgp + tobgp, binomial, d, epsilon = 1e-14), d)
# ---- synthetic surveys, models drawn at random ---------------------------------------------------------

# Respondents of teams in regions, with unequal weights, a rare grade, a number far from 0, a number
# that nobody shares, and gaps everywhere.
synthetic <- function(seed, n) {
  RNGversion("4.0.0")
  set.seed(seed)
  teams <- data.frame(region = rep(c("n", "s", "e", "w"), c(7, 5, 9, 4)))
  teams$team <- seq_len(nrow(teams))
  teams$lift <- rnorm(nrow(teams), sd = 0.4)
  d <- teams[sample(nrow(teams), n, replace = TRUE), ]
  holes <- function(x, share) ifelse(runif(n) < share, NA, x)
  d$teams <- c(n = 12, s = 30, e = 9, w = 5)[d$region]
  d$w <- round(rgamma(n, 3, 0.2) + 0.5, 3)
  d$grade <- holes(sample(c("a", "b", "c"), n, TRUE, c(8, 4, 1)), 0.03)
  d$site <- holes(sample(c("x", "y"), n, TRUE), 0.02)
  d$year <- holes(sample(1990:2024, n, TRUE), 0.03)
  d$hours <- holes(round(rexp(n, 0.08) + 2 * (d$lift + 2), 6), 0.03)
  pull <- d$lift + 0.5 * (d$grade %in% "b") + 0.01 * (ifelse(is.na(d$year), 2000, d$year) - 2007)
  d$agree <- holes(pmin(5, pmax(1, round(rnorm(n, 3.2 + pull)))), 0.04)
  d$days <- holes(rpois(n, exp(1.5 + 0.4 * pull)), 0.04)
  d$said <- holes(ifelse(runif(n) < plogis(0.3 + pull), "yes", "no"), 0.04)
  d$yes <- as.numeric(d$said == "yes")
  d$grade <- factor(d$grade)
  d$site <- factor(d$site)
  d
}

roles <- c(region = "stratum", team = "psu", w = "weight", teams = "fpc", grade = "category", site = "category",
           said = "category", agree = "likert", year = "numeric", hours = "numeric", days = "numeric")
terms_to_draw <- c("grade", "site", "year", "hours", "grade:site", "grade:year", "year:hours", "site:hours")
draw_terms <- function() terms_to_draw[sort(sample(length(terms_to_draw), sample(1:4, 1)))]
for (seed in 1:4) {
  d <- synthetic(seed, 320)
  label <- paste0("drawn", seed)
  store <- make_store(label, d, roles)
  clusters <- svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~teams, data = d)
  designs <- list(
    list("clusters with fpc", clusters, "--fpc", "on"),
    list("strata", svydesign(ids = ~1, strata = ~region, weights = ~w, data = d), "--design", "strata=region,weight=w"),
    list("nothing", svydesign(ids = ~1, weights = rep(1, nrow(d)), data = d), "--design", "none", "--weights", "none"),
    list("jackknife", as.svrepdesign(clusters, type = "JKn"), "--fpc", "on", "--replicates", "jkn"))
  for (asked in designs) {
    check <- function(call, outcome, column, ...) {
      drawn <- draw_terms()
      do.call(call, c(list(paste(label, asked[[1]]), asked[[2]], store, outcome, paste(drawn, collapse = ","),
                           reformulate(drawn, column), ...), asked[-(1:2)], list(references = list(grade = "a", site = "x"))))
    }
    check(check_glm, "days", "days", gaussian())
    check(check_glm, "agree", "agree", gaussian())
    check(check_glm, "said=yes", "yes", logistic)
    check(check_glm, "days", "days", poisson_like)
  }
}
finish(least = 3000)
