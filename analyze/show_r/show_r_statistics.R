
# What else there is of a measure than its mean, and of two measures.
answered <- function(design, rows, first, second = first) {
  inside <- rows & !is.na(first) & !is.na(second) & weights(design, "sampling") > 0
  design$variables$y <- ifelse(inside, first, 0)
  design$variables$x <- ifelse(inside, second, 0)
  design[inside, ]
}
present <- function(part) weights(part, "sampling") > 0  # a part of a calibrated design keeps the other rows
people <- function(part) sum(present(part))
limits <- function(estimate, se, df, level) {
  estimate + c(-1, 1) * (if (df >= 1) qt((1 + level) / 2, df) else NA) * se
}
row <- function(measure, statistic, estimate, se, interval, n, deff, df) {
  data.frame(statistic = statistic, measure = measure, estimate = estimate, se = se,
             ci_low = interval[1], ci_high = interval[2], n = n, deff = deff, df = df, check.names = FALSE)
}
estimators$total <- function(design, rows, m, settings) {
  part <- answered(design, rows, measures[[m]])
  if (people(part) == 0) return(NULL)
  total <- svytotal(~y, part, deff = settings$deff)
  df <- degrees(design, part, settings$df)
  row(names(measures)[m], "total", as.vector(coef(total)), as.vector(SE(total)),
      limits(as.vector(coef(total)), as.vector(SE(total)), df, settings$level), people(part),
      if (diff(range(part$variables$y[present(part)])) == 0) NaN else as.vector(deff(total)), df)
}
# Weighted second moments, for every replicate of a design that has some.
moment <- function(w, x, y) sum(w * (x - sum(w * x) / sum(w)) * (y - sum(w * y) / sum(w))) / sum(w)
replicated <- function(part) inherits(part, "svyrep.design")
variance_of <- function(statistic) function(design, rows, m, settings) {
  part <- answered(design, rows, measures[[m]])
  if (people(part) < 2) return(NULL)
  root <- function(w, d) sqrt(nrow(d) / (nrow(d) - 1) * moment(w, d$y, d$y))
  v <- if (statistic == "sd" && replicated(part)) withReplicates(part, root) else svyvar(~y, part)
  estimate <- as.vector(coef(v))
  se <- as.vector(SE(v))
  if (statistic == "sd" && !replicated(part) && estimate > 0) {  # by the delta method
    estimate <- sqrt(estimate)
    se <- se / (2 * estimate)
  }
  df <- degrees(design, part, settings$df)
  row(names(measures)[m], statistic, estimate, se, pmax(limits(estimate, se, df, settings$level), 0), people(part),
      NA, df)
}
estimators$variance <- variance_of("variance")
estimators$sd <- variance_of("sd")
# survey's rules, with two slips mended: below the share of the smallest answer those without lines between answers
# take the second smallest, and shares that differ by a rounding error are two for them.
rule_of <- function(qrule) function(x, w, p) {
  rule <- get(paste0("qrule_", qrule), asNamespace("survey"))
  if (qrule %in% paste0("hf", 5:9)) return(rule(x, w, p))
  rounded <- function(share) round(share * 2^40) / 2^40
  at <- order(x)
  share <- rounded(cumsum(w[at]) / sum(w))
  if (rounded(p) < max(share[x[at] == min(x[w > 0])])) min(x[w > 0]) else rule(x[at], diff(c(0, share)), rounded(p))
}
quantile_of <- function(statistic, p, qrule, interval) function(design, rows, m, settings) {
  part <- answered(design, rows, measures[[m]])
  if (people(part) == 0) return(NULL)
  df <- degrees(design, part, settings$df)
  q <- if (replicated(part) && interval %in% c("beta", "xlogit", "asin")) {  # svyquantile has them for others only
    at <- rule_of(qrule)(part$variables$y, weights(part, "sampling"), p)
    bounds <- get("woodruffCI", asNamespace("survey"))(part$variables$y, at, p, part, rule_of(qrule), 1 - settings$level,
                                                       df, interval)
    c(at, bounds, diff(bounds) / (2 * qt((1 + settings$level) / 2, df)))
  } else svyquantile(~y, part, p, alpha = 1 - settings$level, qrule = rule_of(qrule), interval.type = interval, df = df)$y
  part$variables$below <- as.numeric(part$variables$y <= q[1])
  if (any(part$variables$below[present(part)] == 0) && isTRUE(as.vector(SE(svymean(~below, part))) < 1e-12) && df >= 1)
    q[2:4] <- c(q[1], q[1], 0)  # everybody was asked: what is left are rounding errors
  row(names(measures)[m], statistic, q[1], q[4], q[2:3], people(part), NA, df)
}
estimators$ratio <- function(design, rows, pair, settings) {
  part <- answered(design, rows, measures[[pair$first]], measures[[pair$second]])
  if (people(part) == 0) return(NULL)
  ratio <- svyratio(~y, ~x, part)
  part$variables$z <- part$variables$y - as.vector(coef(ratio)) * part$variables$x
  deff <- deff(svytotal(~z, part, deff = settings$deff))
  df <- degrees(design, part, settings$df)
  row(pair$name, "ratio", as.vector(coef(ratio)), as.vector(SE(ratio)),
      limits(as.vector(coef(ratio)), as.vector(SE(ratio)), df, settings$level), people(part), as.vector(deff), df)
}
estimators$correlation <- function(design, rows, pair, settings) {
  part <- answered(design, rows, measures[[pair$first]], measures[[pair$second]])
  if (people(part) < 2) return(NULL)
  if (replicated(part)) {
    v <- withReplicates(part, function(w, d) moment(w, d$x, d$y) / sqrt(moment(w, d$x, d$x) * moment(w, d$y, d$y)))
    r <- as.vector(coef(v))
    se <- as.vector(SE(v))
  } else {
    v <- svyvar(~y + x, part)
    s <- as.matrix(v)[1:2, 1:2]
    r <- s[1, 2] / sqrt(s[1, 1] * s[2, 2])
    slope <- c(-r / s[1, 1], 1 / sqrt(s[1, 1] * s[2, 2]), 1 / sqrt(s[1, 1] * s[2, 2]), -r / s[2, 2]) / 2
    se <- as.vector(sqrt(slope %*% attr(v, "var") %*% slope))  # by the delta method
  }
  df <- degrees(design, part, settings$df)
  row(pair$name, "correlation", r, se, tanh(limits(atanh(r), se / (1 - r^2), df, settings$level)), people(part), NA, df)
}
