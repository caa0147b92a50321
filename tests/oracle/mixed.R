# How institutions differ, against lme4's model of a random intercept and metafor's of results with known
# errors, on data that R brings along: Davies's yields of dyestuff (lme4; six batches) and lectures rated by
# students of ETH Zurich (lme4; fourteen departments), and on synthetic institutions.
#
# lme4 takes one variance for the answers of all institutions, `compare` each institution's own. They agree
# where institutions are of one size and spread, so spreads are made alike first; means stay, and so does
# what lme4 finds. metafor takes the errors as they are, and agrees everywhere.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/stores.R"))
if (!requireNamespace("lme4", quietly = TRUE)) {
  cat("SKIPPED: R has no package lme4 to compare with\n")
  quit(status = 77)
}
has_metafor <- requireNamespace("metafor", quietly = TRUE)
if (!has_metafor) cat("R has no package metafor: compared with lme4 only\n")
RNGversion("4.0.0")
set.seed(20261)

statistic <- function(spread, name) spread[spread$statistic == name, ]
institutions_of <- function(store)
  subset(analyze("compare", store, "--measure", "y", "--ranks", "none", "--disclosure", "none"), !is.na(institution))
spread_of <- function(store) analyze("compare", store, "--measure", "y", "--heterogeneity", "--disclosure", "none")

# Morris draws a result a little less towards the mean than a prediction that takes tau for known does.
morris <- function(y, predicted, own) y - max(0, (own - 3) / (own - 1)) * (y - predicted)

# Answers whose spread is that of all places together, at every place.
spread_alike <- function(y, place) {
  centre <- ave(y, place)
  within <- sqrt(sum((y - centre)^2) / (length(y) - length(unique(place))))
  centre + (y - centre) / ave(y, place, FUN = sd) * within
}

# @param original  answers before their spreads were made alike.
check_lme4 <- function(name, original, place) {
  y <- spread_alike(original, place)
  store <- make_store(name, data.frame(place = place, y = y), c(place = "institution", y = "item"))
  fit <- lme4::lmer(original ~ 1 + (1 | place), REML = TRUE)
  variance <- as.data.frame(lme4::VarCorr(fit))$vcov
  k <- length(unique(place))
  n <- length(y) / k
  reliability <- variance[1] / (variance[1] + variance[2] / n)
  spread <- spread_of(store)
  expect_row(paste(name, "tau"), statistic(spread, "tau"), list(estimate = sqrt(variance[1])), 1e-5)
  expect_row(paste(name, "icc"), statistic(spread, "icc"), list(estimate = variance[1] / sum(variance)), 1e-5)
  expect_row(paste(name, "reliability"), statistic(spread, "reliability"), list(estimate = reliability), 1e-5)
  expect_row(paste(name, "n"), statistic(spread, "n_reliable"), list(estimate = 0.7 / 0.3 * variance[2] / variance[1]), 1e-5)
  rows <- institutions_of(store)
  predicted <- coef(fit)$place[rows$institution, 1]
  means <- as.vector(tapply(original, place, mean)[rows$institution])
  for (i in seq_len(nrow(rows)))
    expect_row(paste(name, rows$institution[i]), rows[i, ],
               list(estimate = means[[i]], se = sqrt(variance[2] / n), shrunken = morris(means[[i]], predicted[i], k),
                    reliability = reliability), 1e-5)
  list(fit = fit, variance = variance, spread = spread)
}

# @param data  place and y.
check_metafor <- function(name, data, role) {
  store <- make_store(name, data, c(place = "institution", y = role))
  if (!has_metafor) return(store)
  rows <- institutions_of(store)
  y <- as.vector(tapply(data$y, data$place, mean)[rows$institution])
  v <- as.vector(tapply(data$y, data$place, function(x) var(x) / length(x))[rows$institution])
  fit <- metafor::rma(y, v, method = "REML", control = list(threshold = 1e-10, maxiter = 2000))
  tau <- metafor::confint.rma.uni(fit, control = list(tol = 1e-12, tau2.max = 1e5))$random["tau", ]
  own <- sum(1 / (v + fit$tau2)) * (v + fit$tau2)
  predicted <- metafor::blup(fit)$pred
  spread <- spread_of(store)
  expect_row(paste(name, "tau"), statistic(spread, "tau"),
             list(estimate = sqrt(fit$tau2), ci_low = tau[["ci.lb"]], ci_high = tau[["ci.ub"]]), 1e-5)
  expect_row(paste(name, "Q"), statistic(spread, "q"), list(estimate = fit$QE, p = fit$QEp, df = nrow(rows) - 1), 1e-7)
  expect_row(paste(name, "I2"), statistic(spread, "i2"), list(estimate = max(0, 1 - (nrow(rows) - 1) / fit$QE)), 1e-7)
  for (i in seq_len(nrow(rows)))
    expect_row(paste(name, rows$institution[i]), rows[i, ],
               list(shrunken = morris(y[[i]], predicted[i], own[[i]]), reliability = fit$tau2 / (fit$tau2 + v[[i]])), 1e-5)
  store
}

# ---- classic data ------------------------------------------------------------------------

live_only("^(dyestuff|lectures)")
dyestuff <- lme4::Dyestuff
found <- check_lme4("dyestuff", dyestuff$Yield, as.character(dyestuff$Batch))
# As lme4's own documentation and Davies and Goldsmith (1972) have them.
expect("published variances of dyestuff", all(round(found$variance, c(0, 0)) == c(1764, 2451)))

rated <- data.frame(place = paste0("dept", lme4::InstEval$dept), y = lme4::InstEval$y)
store <- check_metafor("lectures", rated, "likert")
fit <- lme4::lmer(y ~ 1 + (1 | place), rated)
variance <- as.data.frame(lme4::VarCorr(fit))$vcov
# Departments' spreads differ by a few percent only.
expect_row("lectures tau", statistic(spread_of(store), "tau"), list(estimate = sqrt(variance[1])), 0.02)

# ---- synthetic institutions --------------------------------------------------------------

for (round in 1:6) {
  k <- c(4, 5, 8, 20, 60, 140)[round]
  n <- c(30, 10, 17, 10, 50, 17)[round]
  place <- rep(sprintf("p%03d", seq_len(k)), each = n)
  check_lme4(paste0("alike", round), rnorm(k, 50, 8)[as.integer(factor(place))] + rnorm(k * n, 0, 20), place)
  sizes <- sample(c(10, 17, 50, 200), k, TRUE)
  at <- rep(seq_len(k), sizes)
  check_metafor(paste0("unlike", round),
                data.frame(place = sprintf("p%03d", at), y = rnorm(k, 50, 6)[at] + rnorm(length(at), 0, 10 + 3 * (at %% 5))),
                "item")
}
finish(if (has_metafor) 1200 else 900)
