# `trig-analyze summary --statistic`: totals and the rest against survey's own functions, on
# synthetic surveys of every kind of design and on the Academic Performance Index data that
# survey brings along; and the code that --show-r prints, run as it stands.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/survey_statistics.R"))
source(file.path(source_folder, "tests/oracle/stores.R"))

# ---- surveys ----------------------------------------------------------------------------

# Respondents of teams in regions, with unequal weights and gaps; a few answer nothing.
synthetic <- function(seed, n) {
  RNGversion("4.0.0")
  set.seed(seed)
  teams <- data.frame(region = rep(c("n", "s", "e", "w"), c(7, 5, 9, 4)))
  teams$team <- seq_len(nrow(teams))
  teams$lift <- rnorm(nrow(teams), sd = 0.5)
  d <- teams[sample(nrow(teams), n, replace = TRUE), ]
  holes <- function(x, share) ifelse(runif(n) < share, NA, x)
  d$teams <- c(n = 12, s = 30, e = 9, w = 4)[d$region]
  d$w <- round(rgamma(n, 3, 0.2) + 0.5, 3)
  d$grade <- holes(sample(c("a", "b", "c"), n, TRUE, c(5, 3, 1)), 0.03)
  d$agree <- holes(pmin(5, pmax(1, round(rnorm(n, 3.2 + d$lift)))), 0.06)
  d$like <- holes(pmin(5, pmax(1, round(0.5 * ifelse(is.na(d$agree), 3, d$agree) + rnorm(n, 1.5)))), 0.06)
  d$hours <- holes(round(rexp(n, 0.08) + 2 * (d$lift + 2), 2), 0.05)
  d$days <- holes(round(20 * runif(n), 0), 0.05)
  d
}

# Every rule of quantiles and every interval.
check_rules <- function(label, design, store, by, measure, column) {
  beta_name <- c(mean = "mean", beta = "beta", logit = "xlogit", asin = "asin")
  check <- function(rule, interval) {
    ours <- analyze("summary", store, "--measure", measure, "--by", by, "--statistic", "p30,median,p80", "--qrule", rule,
                    "--quantile-interval", interval, "--df", "r", "--disclosure", "none")
    for (statistic in c("p30", "median", "p80")) for (value in sort(unique(na.omit(design$variables[[by]])))) {
      p <- c(p30 = 0.3, median = 0.5, p80 = 0.8)[[statistic]]
      expect_row(paste(label, rule, interval, statistic, value), ours[ours$statistic == statistic & ours[[by]] %in% value, ],
                 quantile_of(p, rule, beta_name[[interval]])(design, design$variables[[by]] == value, column))
    }
  }
  for (rule in c("math", "school", paste0("hf", 1:9))) check(rule, "mean")
  for (interval in c("beta", "logit", "asin")) check("math", interval)
}

# The interval of a share by each method: svyciprop's, and formulas where it has none. NA: left out.
interval_of <- list(
  "korn-graubard" = function(part, f) confint(svyciprop(f, part, method = "beta")),
  "logit" = function(part, f) confint(svyciprop(f, part, method = "xlogit")),
  "asin" = function(part, f) confint(svyciprop(f, part, method = "asin")),
  "mean" = function(part, f) pmin(pmax(confint(svyciprop(f, part, method = "mean")), 0), 1),
  "wilson" = function(part, f) with(effective(part, f), {
    s <- q^2 / n
    (p + s / 2 + c(-1, 1) * q * sqrt(p * (1 - p) / n + s / (4 * n))) / (1 + s)
  }),
  "jeffreys" = function(part, f) with(effective(part, f), qbeta(c(0.025, 0.975), n * p + 0.5, n * (1 - p) + 0.5)),
  "clopper-pearson" = function(part, f) with(effective(part, f),
    c(qbeta(0.025, n * p, n * (1 - p) + 1), qbeta(0.975, n * p + 1, n * (1 - p)))),
  "likelihood" = function(part, f) with(effective(part, f), {
    beyond <- function(y) 2 * n * (p * log(p / y) + (1 - p) * log((1 - p) / (1 - y))) - q^2
    c(uniroot(beyond, c(1e-9, p), tol = 1e-14)$root, uniroot(beyond, c(p, 1 - 1e-9), tol = 1e-14)$root)
  }))
effective <- function(part, f) {
  m <- svymean(f, part)
  p <- as.vector(coef(m))
  list(p = p, n = p * (1 - p) / as.vector(vcov(m)), q = qt(0.975, degf(part)))
}

check_intervals <- function(label, design, store, by, measure, column, ...) {
  for (method in names(interval_of)) {
    ours <- analyze("summary", store, "--measure", measure, "--by", by, "--interval", method, "--df", "r",
                    "--disclosure", "none", ...)
    for (value in sort(unique(na.omit(design$variables[[by]])))) {
      part <- answered(design, design$variables[[by]] == value, column)
      f <- as.formula(paste0("~", column))
      people <- nrow(part) * c(coef(svymean(f, part)), 1 - coef(svymean(f, part)))
      refused <- method %in% c("logit", "mean") && (nrow(part) < 50 || min(people) < 5)
      bounds <- if (refused) c(NA, NA) else as.vector(interval_of[[method]](part, f))
      expect_row(paste(label, method, value), ours[ours[[by]] %in% value, ], list(ci_low = bounds[1], ci_high = bounds[2]))
      if (method == "likelihood" && nrow(part) > 80)  # R interpolates a profile, and scales it once more
        expect(paste(label, "likelihood is near svyciprop's", value),
               all(equal(bounds, confint(svyciprop(f, part, method = "likelihood")), 0.05)))
    }
  }
}

# The code of --show-r gives what the table holds.
check_shown <- function(label, store, data, ...) {
  shown <- run_shown(data, "summary", store, "--disclosure", "none", ...)
  ours <- shown$table
  result <- shown$result
  numbers <- intersect(c("estimate", "se", "ci_low", "ci_high", "n", "deff", "df"), names(result))
  keys <- setdiff(names(result), c("estimate", "se", "ci_low", "ci_high", "n", "deff", "df"))
  key_of <- function(rows) do.call(paste, c(lapply(keys, function(key) as.character(rows[[key]])), sep = "\r"))
  expect(paste(label, "has a row of R for every estimate"),
         all(key_of(ours)[!is.na(ours$estimate) & ours$statistic != "count"] %in% key_of(result)))
  for (i in seq_len(nrow(result))) {
    row <- as.list(result[i, numbers])
    for (bound in c("ci_low", "ci_high", "deff")) if (is.na(row[[bound]])) row[[bound]] <- NULL
    expect_row(paste(label, "shown", key_of(result)[i]), ours[key_of(ours) == key_of(result)[i], ], row)
  }
}

# ---- the designs ----------------------------------------------------------------------------

statistics <- c("total", "median", "p10", "p75", "p97.5", "variance", "sd")
shown <- "mean,total,median,p75,variance,sd,correlation"
roles <- c(region = "stratum", team = "psu", w = "weight", teams = "fpc", grade = "category", agree = "likert",
           like = "likert", hours = "numeric", days = "numeric")
own_measures <- c("agree" = "agree", "hours" = "hours", "agree:positive" = "positive")
own_pairs <- list("agree~like" = c("agree", "like"), "agree~hours" = c("agree", "hours"), "like~hours" = c("like", "hours"),
                  "hours/days" = c("hours", "days"), "agree:positive/respondents" = c("positive", "one"))
for (seed in 1:3) {
  d <- synthetic(seed, 300)
  name <- paste0("synthetic", seed)
  store <- make_store(name, d, roles)
  d$positive <- as.numeric(d$agree >= 4)
  d$one <- 1
  check <- function(label, design, ...)
{
    check_design(paste(name, label), design, store, "grade", own_measures, statistics, ...)
    check_design(paste(name, label), design, store, "grade", c("respondents" = "one"), "total", ...)
    check_pairs(paste(name, label), design, store, "grade", "agree,like,hours,hours/days,agree:positive/respondents", own_pairs, ...)
  }
  check("clusters, fpc", svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~teams, data = d))
  check("clusters", svydesign(ids = ~team, strata = ~region, weights = ~w, data = d), "--fpc", "off")
  check("strata", svydesign(ids = ~1, strata = ~region, weights = ~w, data = d), "--design", "strata=region,weight=w")
  check("weights alone", svydesign(ids = ~1, weights = ~w, data = d), "--design", "weight=w")
  check("teams alone", svydesign(ids = ~team, weights = ~one, data = d), "--design", "psu=team", "--weights", "none")
  clusters <- svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~teams, data = d)
  check_rules(paste(name, "clusters"), clusters, store, "grade", "hours", "hours")
  check_rules(paste(name, "clusters"), clusters, store, "grade", "agree", "agree")
  for (rule in c("hf3", "hf5", "hf7"))
    check_shown(paste(name, rule), store, paste0(name, ".csv"), "--measure", "agree,hours", "--by", "grade", "--statistic",
                "p3,p30,p97", "--qrule", rule)
  check_intervals(paste(name, "clusters"), clusters, store, "grade", "agree:positive", "positive")
  check_shown(paste(name, "clusters"), store, paste0(name, ".csv"), "--measure", "agree,hours,agree:positive,hours/days,days/respondents",
              "--by", "grade", "--statistic", shown)
  check_shown(paste(name, "people"), store, paste0(name, ".csv"), "--measure", "respondents,days", "--statistic", "mean,total")
}

data(api)
live_only("^api")
api_roles <- c(stype = "category", sch.wide = "category", pw = "weight", fpc = "fpc", api00 = "numeric", api99 = "numeric",
               enroll = "numeric", meals = "numeric", dnum = "psu")
api_measures <- c("api00" = "api00", "enroll" = "enroll", "sch.wide=Yes" = "wide")
wide <- function(d) transform(d, wide = as.numeric(sch.wide == "Yes"), one = 1)
strata_roles <- replace(api_roles[names(api_roles) != "dnum"], "stype", "stratum")
store <- make_store("apistrat", apistrat, strata_roles)
check_design("apistrat", svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = wide(apistrat)), store,
             "sch.wide", api_measures, statistics)
check_pairs("apistrat", svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = wide(apistrat)), store, "stype",
            "api00,api99,meals,api00/api99", list("api00~api99" = c("api00", "api99"), "api99~meals" = c("api99", "meals"),
                                                 "api00/api99" = c("api00", "api99")))
check_rules("apistrat", svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat), store, "stype",
            "enroll", "enroll")
check_shown("apistrat", store, "apistrat.csv", "--measure", "api00,enroll,api00/api99", "--by", "sch.wide", "--statistic", shown)
check_intervals("apistrat", svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = wide(apistrat)), store,
                "stype", "sch.wide=Yes", "wide")
store <- make_store("apiclus1", apiclus1, api_roles)
check_design("apiclus1", svydesign(ids = ~dnum, weights = ~pw, fpc = ~fpc, data = wide(apiclus1)), store, "stype",
             api_measures, statistics)
check_shown("apiclus1", store, "apiclus1.csv", "--measure", "api00,enroll,enroll/respondents", "--by", "stype", "--statistic", shown)
# ---- everybody was asked: nothing is uncertain -------------------------------------------------

# R's intervals of quantiles are then what rounding errors make of them.
d <- synthetic(5, 200)
d$teams <- ave(d$team, d$region, FUN = function(team) length(unique(team)))
store <- make_store("census", d, roles)
for (rule in c("math", "school", "hf4", "hf7")) for (interval in c("mean", "beta", "logit", "asin")) {
  ours <- analyze("summary", store, "--measure", "agree,hours", "--by", "grade", "--statistic", "median,p30", "--qrule", rule,
                  "--quantile-interval", interval, "--disclosure", "none")
  for (i in seq_len(nrow(ours)))
    expect_row(paste("census", rule, interval, i), ours[i, ],
               list(se = 0, ci_low = number(ours$estimate[i]), ci_high = number(ours$estimate[i])))
}
check_shown("census", store, "census.csv", "--measure", "agree,hours", "--by", "grade", "--statistic", shown)

# ---- imputed sets ------------------------------------------------------------------------------

# Rubin's rules by mitools, degrees of freedom by Barnard and Rubin's formula.
if (requireNamespace("mitools", quietly = TRUE)) {
  d <- synthetic(7, 300)
  sets <- lapply(1:4, function(i) {
    gaps <- is.na(d$hours)
    d$hours[gaps] <- round(sample(d$hours[!gaps], sum(gaps), replace = TRUE) + i, 2)
    d$positive <- as.numeric(d$agree >= 4)
    d
  })
  stores <- vapply(1:4, function(i) make_store(paste0("imputed", i), sets[[i]], roles), "")
  # One survey: the sets have the same definition.
  for (i in 2:4) {
    run("trig-collect", "init", paste0("set", i, ".trig"), "--survey", "imputed1_definition")
    run("trig-collect", "ingest", paste0("set", i, ".trig"), paste0("imputed", i, ".csv"))
    stores[i] <- paste0("set", i, ".trig")
  }
  designs <- lapply(sets, function(set) svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~teams, data = set))
  for (statistic in c("mean", "total", "variance")) {
    ours <- analyze("summary", stores, "--imputed", "--measure", "hours", "--by", "grade", "--statistic", statistic,
                    "--df", "r", "--disclosure", "none")
    for (grade in c("a", "b", "c")) {
      parts <- lapply(designs, function(design) answered(design, design$variables$grade == grade, "hours"))
      ask <- list(mean = svymean, total = svytotal, variance = svyvar)[[statistic]]
      found <- lapply(parts, function(part) ask(~hours, part))
      combined <- mitools::MIcombine(lapply(found, function(x) as.vector(coef(x))),
                                     lapply(found, function(x) as.matrix(as.vector(SE(x))^2)))
      b <- var(vapply(found, function(x) as.vector(coef(x)), 0))
      share <- (1 + 1 / 4) * b / as.vector(combined$variance)
      nu <- degf(parts[[1]])
      df <- 1 / (1 / ((nu + 1) / (nu + 3) * nu * (1 - share)) + share^2 / 3)
      se <- sqrt(as.vector(combined$variance))
      bounds <- combined$coefficients + c(-1, 1) * qt(0.975, df) * se
      expect_row(paste("imputed", statistic, grade), ours[ours$grade %in% grade, ],
                 list(estimate = combined$coefficients, se = se, df = df, n = nrow(parts[[1]]),
                      ci_low = if (statistic == "variance") max(0, bounds[1]) else bounds[1], ci_high = bounds[2]))
    }
  }
  check_shown("imputed", stores, paste0("imputed", 1:4, ".csv"), "--imputed", "--measure", "hours,agree,days,hours/agree", "--by",
              "grade,region", "--statistic", "mean,total,variance,sd,median,correlation")
  check_shown("imputed shares", stores, paste0("imputed", 1:4, ".csv"), "--imputed", "--measure", "agree:positive", "--level", "0.9", "--df", "r")
}
finish(least = 1200)
