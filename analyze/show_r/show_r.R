library(survey)

# Answers into numbers. NA: no answer that counts.
coded <- function(x, codes, values) values[match(x, codes)]
line <- function(x, offset, factor) offset + factor * as.numeric(x)
option <- function(x, code) {
  chosen <- vapply(strsplit(x, "|", fixed = TRUE), function(codes) code %in% codes, NA)
  ifelse(is.na(x), NA, as.numeric(chosen))
}
average <- function(items, least) {
  answered <- rowSums(!is.na(items))
  ifelse(answered >= least, rowSums(items, na.rm = TRUE) / answered, NA)
}

# How many units of the sample each stratum has.
units <- function(unit, stratum) ave(as.numeric(factor(unit)), stratum, FUN = function(u) length(unique(u)))

# Degrees of freedom of a domain.
degrees <- function(design, part, rule) {
  if (rule == "design" || (rule == "strata" && inherits(design, "svyrep.design"))) return(degf(design))
  if (rule == "r") return(degf(part))
  strata <- unique(part$strata[weights(part) > 0, 1])
  touched <- design$strata[, 1] %in% strata & !duplicated(design$strata[, 1])
  sum(design$fpc$sampsize[touched, 1]) - length(strata)
}

# The interval of a proportion at the effective number of respondents.
proportion_interval <- function(method, p, variance, n, df, level, uncovered) {
  if (uncovered <= 0) return(c(p, p))
  n_eff <- if (variance > 0) p * (1 - p) / variance else n / uncovered
  alpha <- 1 - level
  q <- qt(1 - alpha / 2, df)
  if (method %in% c("logit", "mean") && (n < 50 || n * p < 5 || n * (1 - p) < 5)) return(c(NA, NA))
  if (method == "korn-graubard" && n > 1)
    n_eff <- n_eff * min(1, (qt(alpha / 2, n - 1) / qt(alpha / 2, df))^2)
  x <- n_eff * p
  part <- function(share, y) if (share > 0) share * log(share / y) else 0
  deviance <- function(y) 2 * n_eff * (part(p, y) + part(1 - p, 1 - y))
  root <- function(from, to) uniroot(function(y) deviance(y) - q^2, c(from, to), tol = 1e-14)$root
  switch(method,
    "korn-graubard" = , "clopper-pearson" = c(if (x > 0) qbeta(alpha / 2, x, n_eff - x + 1) else 0,
                                              if (x < n_eff) qbeta(1 - alpha / 2, x + 1, n_eff - x) else 1),
    wilson = (p + q^2 / (2 * n_eff) + c(-1, 1) * q * sqrt(p * (1 - p) / n_eff + q^2 / (4 * n_eff^2))) /
      (1 + q^2 / n_eff),
    jeffreys = c(if (p > 0) qbeta(alpha / 2, x + 0.5, n_eff - x + 0.5) else 0,
                 if (p < 1) qbeta(1 - alpha / 2, x + 0.5, n_eff - x + 0.5) else 1),
    logit = plogis(qlogis(p) + c(-1, 1) * q * sqrt(variance) / (p * (1 - p))),
    likelihood = c(if (p > 0) root(1e-12, p) else 0, if (p < 1) root(p, 1 - 1e-12) else 1),
    asin = sin(pmin(pmax(asin(sqrt(p)) + c(-1, 1) * q / (2 * sqrt(n_eff)), 0), pi / 2))^2,
    mean = pmin(pmax(p + c(-1, 1) * q * sqrt(variance), 0), 1))
}

# One row: [rows] of the design where measure [m] is answered.
estimate <- function(design, rows, m, settings) {
  y <- measures[[m]]
  inside <- rows & !is.na(y) & weights(design, "sampling") > 0
  n <- sum(inside)
  if (n == 0) return(NULL)
  design$variables$.y <- ifelse(inside, y, 0)  # a survey may have variables called y, or measures
  part <- design[inside, ]
  mean <- svymean(~.y, part, deff = settings$deff)
  p <- as.vector(coef(mean))
  variance <- as.vector(vcov(mean))
  deff <- as.vector(deff(mean))
  if (diff(range(y[inside])) == 0 && !is.na(variance)) {  # what is left are rounding errors
    p <- y[inside][1]
    variance <- 0
    deff <- NaN
  }
  df <- degrees(design, part, settings$df)
  present <- weights(part, "sampling") > 0  # a part of a calibrated design keeps the other rows, without weight
  covered <- part$variables$.covered  # of replicates
  covered <- if (!is.null(covered)) covered[present]
    else if (is.null(part$fpc$popsize)) rep(0, n)
    else part$fpc$sampsize[present, 1] / part$fpc$popsize[present, 1]
  uncovered <- 1 - mean(covered)
  interval <- p + c(-1, 1) * (if (df >= 1) qt((1 + settings$level) / 2, df) else NA) * sqrt(variance)
  interval <- pmin(pmax(interval, settings$low[m]), settings$high[m])
  if (settings$share[m] && df >= 1 && !is.na(variance))
    interval <- proportion_interval(settings$interval, p, variance, n, df, settings$level, uncovered)
  data.frame(measure = names(measures)[m], estimate = p, se = sqrt(variance),
             ci_low = interval[1], ci_high = interval[2], n = n,
             deff = deff, df = df, check.names = FALSE)
}

estimators <- list(mean = function(design, rows, m, settings) {
  if (is.na(settings$share[m])) return(NULL)  # people, who are counted
  found <- estimate(design, rows, m, settings)
  if (is.null(found)) return(NULL)
  data.frame(statistic = if (settings$share[m]) "proportion" else "mean", found)
})

# All rows of a breakdown by the columns [by] of d.
summarise <- function(design, by, rows, settings) {
  labels <- if (length(by)) d[by] else data.frame(all = rep("", nrow(d)))
  complete <- rows & stats::complete.cases(labels)
  domains <- split(seq_len(nrow(d))[complete], labels[complete, , drop = FALSE], drop = TRUE)
  do.call(rbind, lapply(domains, function(domain) {
    inside <- seq_len(nrow(d)) %in% domain
    found <- do.call(rbind, c(
      lapply(seq_len(settings$shown), function(m) {
        do.call(rbind, lapply(settings$statistics, function(s) estimators[[s]](design, inside, m, settings)))
      }),
      lapply(settings$pairs, function(pair) estimators[[pair$statistic]](design, inside, pair, settings))))
    if (is.null(found) || !length(by)) return(found)
    data.frame(labels[rep(domain[1], nrow(found)), , drop = FALSE], found, row.names = NULL, check.names = FALSE)
  }))
}
