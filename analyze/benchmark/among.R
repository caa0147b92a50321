
# Institutions among one another. What lies between them beyond chance: the variance that makes the restricted
# likelihood of results [y] with error variances [v] largest.
between <- function(y, v) {
  slope <- function(t) {
    w <- 1 / (v + t)
    sum(w^2 * (y - sum(w * y) / sum(w))^2) - sum(w) + sum(w^2) / sum(w)
  }
  t <- var(y)
  for (step in 1:200) {  # scoring
    w <- 1 / (v + t)
    before <- t
    t <- max(0, t + slope(t) / (sum(w^2) - 2 * sum(w^3) / sum(w) + (sum(w^2) / sum(w))^2))
    if (abs(t - before) <= 1e-13 * (t + min(v))) break
  }
  t
}

# Results drawn towards their mean, with Morris's intervals.
shrink <- function(y, v, df, level) {
  t <- between(y, v)
  w <- 1 / (v + t)
  mean <- sum(w * y) / sum(w)
  k <- sum(w) / w
  b <- ifelse(k > 3, (k - 3) / (k - 1), 0) * v * w
  own <- v * (1 - (k - 1) / k * b)
  fitted <- 2 / (length(y) - 3) * (sum(w * v) / sum(w) + t) * w * b^2 * (y - mean)^2
  shrunken <- y - b * (y - mean)
  width <- sqrt(qt((1 + level) / 2, df)^2 * own + qnorm((1 + level) / 2)^2 * fitted)
  data.frame(shrunken, shrunken_low = shrunken - width, shrunken_high = shrunken + width, reliability = t * w)
}

# Q around the mean weighted by precision, and the variance between at which it is [target].
spread_q <- function(y, v) {
  w <- 1 / v
  sum(w * (y - sum(w * y) / sum(w))^2)
}
between_at <- function(y, v, target) {
  if (spread_q(y, v) <= target) return(0)
  most <- max(v)
  while (spread_q(y, v + most) > target) most <- 2 * most
  uniroot(function(t) spread_q(y, v + t) - target, c(0, most), tol = 1e-15 * most, maxiter = 10000)$root
}

# Spiegelhalter's funnel limits around the common value, for [n] respondents. [share]: of answers that are all or nothing.
funnel <- function(y, v, n, share, rule) {
  centre <- sum(n * y) / sum(n)
  to <- if (share) function(x) asin(sqrt(x)) else identity
  from <- if (share) function(x) sin(pmin(pmax(x, 0), pi / 2))^2 else identity
  s <- (if (share) 0.5 else sqrt(sum(n * v * n) / sum(n))) / sqrt(n)
  z <- (to(y) - to(centre)) / s
  phi <- mean(pmin(pmax(z, quantile(z, 0.1)), quantile(z, 0.9))^2) / (if (rule == "additive") 0.6786545589528747 else 1)
  k <- length(y)
  t <- switch(rule,
    chance = , exact = 0,
    "paule-mandel" = between_at(to(y), s^2, k - 1),
    max(0, (k * phi - (k - 1)) / (sum(1 / s^2) - sum(1 / s^4) / sum(1 / s^2))))
  at <- function(q) from(to(centre) + q * sqrt(s^2 + t))
  if (rule == "exact" && share) at <- function(q) {
    n <- pmax(1, floor(n + 0.5))
    r <- qbinom(pnorm(q), n, centre)
    pmax(0, (r - (pbinom(r, n, centre) - pnorm(q)) / dbinom(r, n, centre)) / n)
  }
  data.frame(funnel_low_95 = at(-1.959964), funnel_high_95 = at(1.959964), funnel_low_998 = at(-3.090232),
             funnel_high_998 = at(3.090232))
}

# Goldstein and Healy's intervals, which do not overlap where two institutions differ, on average over all pairs.
overlap <- function(y, se, df, level) {
  u <- se * qt((1 + level) / 2, 2 * df) / qnorm((1 + level) / 2)
  pairs <- combn(length(u), 2)
  ratio <- (u[pairs[1, ]] + u[pairs[2, ]]) / sqrt(u[pairs[1, ]]^2 + u[pairs[2, ]]^2)
  c <- uniroot(function(c) mean(2 * pnorm(-c * ratio)) - (1 - level), c(0.1, 6), tol = 1e-14)$root
  data.frame(comparison_low = y - c * u, comparison_high = y + c * u)
}

# Those whose errors are known of the institutions of a measure in a wave.
entries <- function(part) {
  part <- part[part$institution != "" & part$se > 0, ]
  part$count <- if (settings$effective) ifelse(is.na(part$n_eff), part$n, part$n_eff) else part$n
  part
}
blocks <- function(result) split(seq_len(nrow(result)), paste(result$wave, result$measure))

# The columns that institutions among one another add. Rank sets, and shrunken intervals by a bootstrap, are random
# draws and not made here.
among <- function(result, rule, shrinks, margin) {
  added <- c("shrunken", "shrunken_low", "shrunken_high", "reliability", "funnel_low_95", "funnel_high_95", "funnel_low_998",
             "funnel_high_998", "comparison_low", "comparison_high")
  if (!shrinks) added <- added[-(1:4)]
  result[added] <- NA
  for (rows in blocks(result)) {
    part <- entries(result[rows, ])
    if (settings$declared || nrow(part) < 4) next
    m <- match(part$measure[1], names(measures))
    y <- part$estimate
    found <- cbind(shrink(y, part$se^2, part$df, settings$level), funnel(y, part$se^2, part$count, settings$share[m], rule),
                   overlap(y, part$se, part$df, settings$level))
    ends <- grep("low|high", names(found))
    if (settings$low[m] == 0 && settings$high[m] == 1) found[ends] <- lapply(found[ends], function(x) pmin(pmax(x, 0), 1))
    result[row.names(part), added] <- found[added]
  }
  if (margin > 0) {
    share <- settings$high[match(result$measure, names(measures))] == 1
    result$p_equivalence <- pt((ifelse(share, margin / 100, margin) - abs(result$difference)) / result$difference_se,
                               result$difference_df, lower.tail = FALSE)
  }
  result
}

# How much institutions differ: Viechtbauer's Q-profile interval of the spread between them, Higgins and Thompson's of I2.
heterogeneity <- function(result) {
  do.call(rbind, lapply(blocks(result), function(rows) {
    part <- entries(result[rows, ])
    k <- nrow(part)
    if (settings$declared || k < 4) return(NULL)
    y <- part$estimate
    v <- part$se^2
    n <- part$count
    tail <- (1 - settings$level) / 2
    t <- c(between(y, v), between_at(y, v, qchisq(1 - tail, k - 1)), between_at(y, v, qchisq(tail, k - 1)))
    spread <- sum(pmax(0, n - 1) * v * n)
    within <- spread / sum(pmax(0, n - 1))
    apart <- sum(n * (y - sum(n * y) / sum(n))^2)
    q <- spread_q(y, v)
    se <- if (q > k) (log(q) - log(k - 1)) / (sqrt(2 * q) - sqrt(2 * k - 3)) / 2
          else sqrt((1 - 1 / (3 * (k - 2)^2)) / (2 * (k - 2)))
    i2 <- pmax(0, 1 - (k - 1) / q * exp(c(0, 2, -2) * qnorm(1 - tail) * se))
    needed <- if (t[1] > 0) 0.7 / 0.3 * within / t[1] else NA
    numbers <- rbind(sqrt(t), t / (t + within), c(apart / (apart + spread), NA, NA), c(q, NA, NA), i2,
                     c(mean(t[1] / (t[1] + v)), NA, NA), c(needed, NA, NA))
    data.frame(part[1, c("wave", "measure")], row.names = NULL,
               statistic = c("tau", "icc", "between_share", "q", "i2", "reliability", "n_reliable"), estimate = numbers[, 1],
               ci_low = numbers[, 2], ci_high = numbers[, 3], n = sum(part$n), df = c(NA, NA, NA, k - 1, NA, NA, NA),
               p = c(NA, NA, NA, pchisq(q, k - 1, lower.tail = FALSE), NA, NA, NA))
  }))
}
