# Rank confidence sets of Mogstad, Romano, Shaikh and Wilhelm (2024) where critical values need no draws:
# the largest of standardised differences by integration over one institution's error, or two, or by the
# multivariate normal distribution. A difference is told from 0 where every set of differences that holds it
# has a largest one beyond its quantile; of more than three institutions at once, by the steps of Romano and
# Wolf, which are a short cut to the same. Rankings with a difference at the very edge are left out, since
# draws may put them on either side.   Rscript ranks.R CASES OUT
suppressPackageStartupMessages(library(mvtnorm))
argument <- commandArgs(trailingOnly = TRUE)
level <- 0.95
edge <- 0.03

quantile_of <- function(below) uniroot(function(c) below(c) - level, c(1, 8), tol = 1e-4)$root

# P(all |e_j - e_k| <= c s_jk, k in others): given e_j they are independent.
star <- function(j, others, case, grid = (seq_len(300) - 0.5) / 300) {
  x <- case$se[j] * qt(grid, case$df[j])
  s <- sqrt(case$se[j]^2 + case$se[others]^2)
  function(c) {
    inside <- 1
    for (i in seq_along(others)) {
      k <- others[i]
      inside <- inside * (pt((x + c * s[i]) / case$se[k], case$df[k]) - pt((x - c * s[i]) / case$se[k], case$df[k]))
    }
    mean(inside)
  }
}

# All three differences: over e_1 by quantiles, over e_2 by Simpson's rule between the bounds that e_1 sets.
triangle <- function(case, grid = (seq_len(150) - 0.5) / 150, steps = 120) {
  x <- case$se[1] * qt(grid, case$df[1])
  s <- function(j, k) sqrt(case$se[j]^2 + case$se[k]^2)
  weight <- c(1, rep(c(4, 2), length.out = steps - 1), 1) / 3
  at <- (0:steps) / steps * 2 - 1
  function(c) mean(vapply(x, function(one) {
    two <- one + at * c * s(1, 2)
    high <- pmin(one + c * s(1, 3), two + c * s(2, 3))
    low <- pmax(one - c * s(1, 3), two - c * s(2, 3))
    inside <- pmax(0, pt(high / case$se[3], case$df[3]) - pt(low / case$se[3], case$df[3]))
    sum(weight * inside * dt(two / case$se[2], case$df[2]) / case$se[2]) * 2 * c * s(1, 2) / steps
  }, 0))
}

# Any set of differences of normal errors: rows of [pairs] are two institutions each.
normal <- function(pairs, case) {
  line <- matrix(0, nrow(pairs), length(case$se))
  line[cbind(seq_len(nrow(pairs)), pairs[, 1])] <- 1
  line[cbind(seq_len(nrow(pairs)), pairs[, 2])] <- -1
  correlation <- cov2cor(line %*% diag(case$se^2) %*% t(line))
  set.seed(1)
  function(c) pmvnorm(rep(-c, nrow(pairs)), rep(c, nrow(pairs)), corr = correlation,
                      algorithm = GenzBretz(maxpts = 50000, abseps = 2e-4))[[1]]
}

below <- function(pairs, case) {
  ends <- table(factor(c(pairs), seq_along(case$se)))
  middle <- which(ends == nrow(pairs))[1]
  if (!is.na(middle)) return(star(middle, unname(rowSums(pairs) - middle), case))
  if (length(case$se) == 3) triangle(case) else normal(pairs, case)
}

# The differences that are told from 0 by looking at every set of them; NULL at the edge.
closed <- function(pairs, stat, case) {
  told <- rep(TRUE, nrow(pairs))
  for (set in seq_len(2^nrow(pairs) - 1)) {
    within <- bitwAnd(set, 2^(seq_len(nrow(pairs)) - 1)) > 0
    c <- quantile_of(below(pairs[within, , drop = FALSE], case))
    if (abs(max(stat[within]) - c) < edge) return(NULL)
    if (max(stat[within]) <= c) told[within] <- FALSE
  }
  told
}

step_down <- function(pairs, stat, case) {
  told <- rep(FALSE, nrow(pairs))
  repeat {
    if (all(told)) return(told)
    c <- quantile_of(below(pairs[!told, , drop = FALSE], case))
    if (any(abs(stat[!told] - c) < edge)) return(NULL)
    new <- !told & stat > c
    if (!any(new)) return(told)
    told <- told | new
  }
}

sets_of <- function(case, pairs, find) {
  stat <- abs(case$y[pairs[, 1]] - case$y[pairs[, 2]]) / sqrt(case$se[pairs[, 1]]^2 + case$se[pairs[, 2]]^2)
  told <- find(pairs, stat, case)
  if (is.null(told)) return(NULL)
  pairs <- pairs[told, , drop = FALSE]
  first <- case$y[pairs[, 1]] > case$y[pairs[, 2]]
  higher <- c(pairs[first, 1], pairs[!first, 2])
  lower <- c(pairs[first, 2], pairs[!first, 1])
  places <- seq_along(case$y)
  list(low = 1 + tabulate(lower, length(places)), high = length(places) - tabulate(higher, length(places)))
}

rank_case <- function(case) {
  k <- nrow(case)
  result <- data.frame(case = case$case, kind = case$kind, institution = paste0("i", case$item),
                       estimate = rank(-case$y, ties.method = "min"), ci_low = NA, ci_high = NA)
  if (case$kind[1] == "simultaneous") {
    pairs <- t(combn(k, 2))
    sets <- sets_of(case, pairs, if (k > 3) step_down else closed)
    if (is.null(sets)) return(NULL)
    result[c("ci_low", "ci_high")] <- sets
    return(result)
  }
  for (own in seq_len(k)) {
    sets <- sets_of(case, cbind(own, setdiff(seq_len(k), own)), closed)
    if (!is.null(sets)) result[own, c("ci_low", "ci_high")] <- c(sets$low[own], sets$high[own])
  }
  result[!is.na(result$ci_low), ]
}

cases <- read.csv(argument[1])
result <- do.call(rbind, lapply(split(cases, factor(cases$case, unique(cases$case))), rank_case))
write.csv(result, argument[2], row.names = FALSE, quote = FALSE)
