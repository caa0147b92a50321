# Institutions as a set: what `compare` says of shrunken estimates, funnels and
# ranks, computed again from its own estimates and standard errors. All answers
# are synthetic.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/shrinkage.R"))
RNGversion("4.0.0")
set.seed(20241)

folder <- file.path(getwd(), "ensemble")
dir.create(folder)
places <- sprintf("place%02d", 1:35)
sizes <- rep(c(11, 14, 19, 27, 40, 66, 90), 5)
write <- function(name, data) write.csv(data, file.path(folder, name), row.names = FALSE, quote = FALSE, na = "")
write("survey.csv", data.frame(key = c("id", "title"), value = c("ensemble", "Synthetic")))
write("institutions.csv", data.frame(id = places, name = places))
write("scales.csv", data.frame(scale = "agree", code = 1:5, label = c("sd", "d", "n", "a", "sa"),
                               kind = "substantive", positive = c(0, 0, 0, 1, 1), neutral = c(0, 0, 1, 0, 0)))
write("variables.csv", data.frame(name = c("place", "a", "b", "days"), role = c("institution", rep("item", 3)),
                                  type = c("nominal", "ordinal", "ordinal", "numeric"),
                                  scale = c("", "agree", "agree", ""), pillar = c("", "p", "p", "")))
write("pillars.csv", data.frame(id = "p", label = "Pillar", order = 1))
level <- rnorm(35, 0, 0.5)
place <- rep(seq_along(places), sizes)
likert <- function(shift) pmin(5, pmax(1, round(3 + shift + rnorm(length(place)))))
write("data.csv", data.frame(place = places[place], a = likert(level[place]), b = likert(0),
                             days = round(12 + 4 * level[place] + rnorm(length(place), 0, 5), 2)))
run("trig-collect", "init", "s.trig", "--survey", folder)
run("trig-collect", "ingest", "s.trig", file.path(folder, "data.csv"))

measures <- "a,b,days,a:positive,pillar:p:positive"
in_shares <- c("a:positive", "pillar:p:positive")

# ---- in R -------------------------------------------------------------------------------

funnel <- function(rule, y, v, n, share) {
  centre <- sum(n * y) / sum(n)
  to <- if (share) function(x) asin(sqrt(x)) else identity
  from <- if (share) function(x) sin(pmin(pmax(x, 0), pi / 2))^2 else identity
  s <- if (share) 1 / (2 * sqrt(n)) else sqrt(sum(n * v * n) / sum(n)) / sqrt(n)
  k <- length(y)
  z <- (to(y) - to(centre)) / s
  ends <- quantile(z, c(0.1, 0.9))
  phi <- mean(pmin(pmax(z, ends[1]), ends[2])^2)
  q <- qnorm(0.9)
  if (rule == "additive") phi <- phi / (0.8 - 2 * q * dnorm(q) + 0.2 * q^2)
  w <- 1 / s^2
  t <- switch(rule, chance = 0, exact = 0,
    "paule-mandel" = {
      spread <- function(t) sum((to(y) - sum(to(y) / (s^2 + t)) / sum(1 / (s^2 + t)))^2 / (s^2 + t)) - (k - 1)
      if (spread(0) <= 0) 0 else uniroot(spread, c(0, 100 * var(to(y))), tol = 1e-16)$root
    },
    max(0, (k * phi - (k - 1)) / (sum(w) - sum(w^2) / sum(w))))
  at <- function(q) from(to(centre) + q * sqrt(s^2 + t))
  if (rule == "exact" && share) at <- function(q) {
    p <- pnorm(q)
    r <- qbinom(p, n, centre)
    top <- pbinom(r, n, centre)
    pmax(0, (r - (top - p) / (top - pbinom(r - 1, n, centre))) / n)
  }
  data.frame(funnel_low_95 = at(-1.959964), funnel_high_95 = at(1.959964), funnel_low_998 = at(-3.090232),
             funnel_high_998 = at(3.090232))
}

# Goldstein and Healy's intervals, from errors widened for their degrees of freedom.
overlap <- function(y, se, df, share) {
  u <- se * qt(0.975, 2 * df) / qnorm(0.975)
  pairs <- which(upper.tri(diag(length(u))), arr.ind = TRUE)
  r <- (u[pairs[, 1]] + u[pairs[, 2]]) / sqrt(u[pairs[, 1]]^2 + u[pairs[, 2]]^2)
  c <- uniroot(function(c) mean(2 * pnorm(-c * r)) - 0.05, c(0.5, 4), tol = 1e-14)$root
  on <- if (share) function(x) pmin(1, pmax(0, x)) else identity
  data.frame(comparison_low = on(y - c * u), comparison_high = on(y + c * u))
}

# Two one-sided tests against a margin of 4 points, or units.
equivalence <- function(rows, share) {
  margin <- if (share) 0.04 else 4
  d <- number(rows$difference)
  se <- number(rows$difference_se)
  df <- number(rows$difference_df)
  data.frame(p_equivalence = pmax(pt(-(d + margin) / se, df), pt((d - margin) / se, df)),
             within = abs(d) + qt(0.95, df) * se < margin, beyond = abs(d) - qt(0.975, df) * se > margin)
}

# Simultaneous rank sets by the same steps, from draws of R's own.
rank_sets <- function(y, se, df, draws) {
  k <- length(y)
  errors <- sapply(seq_len(k), function(i) se[i] * rt(draws, df[i]))
  pairs <- which(upper.tri(diag(k)), arr.ind = TRUE)
  unit <- sqrt(se[pairs[, 1]]^2 + se[pairs[, 2]]^2)
  stat <- abs(y[pairs[, 1]] - y[pairs[, 2]]) / unit
  sizes <- abs(errors[, pairs[, 1]] - errors[, pairs[, 2]]) / rep(unit, each = draws)
  open <- rep(TRUE, nrow(pairs))
  repeat {
    c <- quantile(apply(sizes[, open, drop = FALSE], 1, max), 0.95)
    new <- open & stat > c
    if (!any(new)) break
    open <- open & !new
  }
  better <- worse <- numeric(k)
  for (i in which(!open)) {
    ends <- pairs[i, order(y[pairs[i, ]])]
    better[ends[1]] <- better[ends[1]] + 1
    worse[ends[2]] <- worse[ends[2]] + 1
  }
  data.frame(low = 1 + better, high = k - worse)
}

# Viechtbauer's Q-profile interval of tau2, Higgins and Thompson's of I2, and what follows from them.
heterogeneity <- function(y, v, n) {
  k <- length(y)
  q <- function(t) {
    w <- 1 / (v + t)
    sum(w * (y - sum(w * y) / sum(w))^2)
  }
  at <- function(target) if (q(0) <= target) 0 else uniroot(function(t) q(t) - target, c(0, 1000 * var(y)), tol = 1e-15)$root
  t <- c(restricted(y, v), at(qchisq(0.975, k - 1)), at(qchisq(0.025, k - 1)))
  within <- sum((n - 1) * v * n) / sum(n - 1)
  ssb <- sum(n * (y - sum(n * y) / sum(n))^2)
  q0 <- q(0)
  se <- if (q0 > k) (log(q0) - log(k - 1)) / (sqrt(2 * q0) - sqrt(2 * k - 3)) / 2
        else sqrt((1 - 1 / (3 * (k - 2)^2)) / (2 * (k - 2)))
  h <- exp(log(q0 / (k - 1)) / 2 + c(0, -1, 1) * qnorm(0.975) * se)
  none <- c(NA, NA)
  list(tau = sqrt(t), icc = t / (t + within), between_share = c(ssb / (ssb + sum((n - 1) * v * n)), none),
       q = c(q0, none), i2 = pmax(0, 1 - 1 / h^2), reliability = c(mean(t[1] / (t[1] + v)), none),
       n_reliable = c(if (t[1] > 0) 0.7 / 0.3 * within / t[1] else NA, none), p = pchisq(q0, k - 1, lower.tail = FALSE))
}

# ---- compared ---------------------------------------------------------------------------

for (rule in c("additive", "paule-mandel", "published", "chance", "exact")) {
  found <- analyze("compare", "s.trig", "--measure", measures, "--funnel", rule, "--ranks",
                   if (rule == "additive") "simultaneous" else "none", "--draws", "20000", "--margin", "4", "--disclosure", "none")
  for (measure in unique(found$measure)) {
    rows <- found[found$measure == measure & !is.na(found$institution), ]
    y <- number(rows$estimate)
    v <- number(rows$se)^2
    n <- number(rows$n)
    share <- measure %in% in_shares
    expect(paste(measure, "has all institutions"), nrow(rows) == length(places))
    same <- equivalence(rows, share)
    theirs <- cbind(shrink(y, v, number(rows$df)), funnel(rule, y, v, n, measure == "a:positive"), overlap(y, sqrt(v), number(rows$df), share),
                    same["p_equivalence"])
    expect(paste(measure, "words of equivalence"),
           all(rows$equivalence == ifelse(same$within, "within", ifelse(same$beyond, "beyond", "unclear"))))
    ends <- c("shrunken_low", "shrunken_high", grep("funnel", names(theirs), value = TRUE))
    if (share) theirs[ends] <- lapply(theirs[ends], function(x) pmin(1, pmax(0, x)))
    for (i in seq_len(nrow(rows)))
      expect_row(paste(rule, measure, rows$institution[i]), rows[i, ], as.list(theirs[i, ]), 1e-8)
    if (rule != "additive") next
    reliable <- number(rows$reliability) >= 0.7
    expect(paste(measure, "ranks where reliable"),
           all(is.na(rows$rank) != reliable) && all(number(rows$rank[reliable]) == rank(-y, ties.method = "min")[reliable]))
    sets <- rank_sets(y, sqrt(v), number(rows$df), 20000)
    # Draws differ: a pair at the very edge may fall on either side.
    expect(paste(measure, "rank sets"), mean(abs(number(rows$rank_low) - sets$low) <= 1 &
                                               abs(number(rows$rank_high) - sets$high) <= 1) == 1 &&
             abs(sum(number(rows$rank_high) - number(rows$rank_low)) - sum(sets$high - sets$low)) <= 4)
  }
}

institutions <- analyze("compare", "s.trig", "--measure", measures, "--disclosure", "none")
spread <- analyze("compare", "s.trig", "--measure", measures, "--heterogeneity", "--disclosure", "none")
for (measure in unique(spread$measure)) {
  rows <- institutions[institutions$measure == measure & !is.na(institutions$institution), ]
  theirs <- heterogeneity(number(rows$estimate), number(rows$se)^2, number(rows$n))
  for (statistic in setdiff(names(theirs), "p")) {
    row <- spread[spread$measure == measure & spread$statistic == statistic, ]
    expect_row(paste(measure, statistic), row,
               list(estimate = theirs[[statistic]][1], ci_low = theirs[[statistic]][2], ci_high = theirs[[statistic]][3],
                    n = sum(number(rows$n)), p = if (statistic == "q") theirs$p else NA,
                    df = if (statistic == "q") nrow(rows) - 1 else NA), 1e-7)
  }
}
# ---- the R code that --show-r prints, run as it stands ------------------------------------------

shown_columns <- c("estimate", "se", "ci_low", "ci_high", "n", "n_eff", "difference", "difference_se", "p", "p_adjusted", "shrunken",
                   "shrunken_low", "shrunken_high", "reliability", "funnel_low_95", "funnel_high_95", "funnel_low_998",
                   "funnel_high_998", "comparison_low", "comparison_high", "p_equivalence")
d <- read_text(file.path(folder, "data.csv"))
names(d)[1] <- "institution"
write.csv(d, "shown.csv", row.names = FALSE, na = "")
for (rule in c("additive", "paule-mandel", "published", "chance", "exact")) {
  shown <- run_shown("shown.csv", "compare", "s.trig", "--measure", if (rule == "additive") measures else "a,a:positive", "--funnel", rule,
                     "--ranks", "none", "--margin", "3", "--disclosure", "none", if (rule == "chance") c("--fpc", "on", "--level", "0.9"))
  expect_shown(paste("shown", rule), shown, c("measure", "institution"), shown_columns, 1e-7)
}
shown <- run_shown("shown.csv", "compare", "s.trig", "--measure", "a", "--shrink", "bootstrap", "--draws", "100")
expect("bootstrapped intervals have no R code", is.null(shown$result$shrunken) && !is.null(shown$result$funnel_low_95))
for (level in c("0.95", "0.8")) {
  shown <- run_shown("shown.csv", "compare", "s.trig", "--measure", measures, "--heterogeneity", "--level", level)
  expect_shown(paste("shown heterogeneity", level), shown, c("measure", "statistic"), c("estimate", "ci_low", "ci_high", "n", "df", "p"), 1e-7)
}
finish(5000)
