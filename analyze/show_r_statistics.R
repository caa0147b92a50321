
# What else there is of a measure than its mean.
answered <- function(design, rows, m) {
  design$variables$y <- measures[[m]]
  design[rows & !is.na(measures[[m]]) & weights(design) > 0, ]
}
limits <- function(estimate, se, df, level) {
  estimate + c(-1, 1) * (if (df >= 1) qt((1 + level) / 2, df) else NA) * se
}
row <- function(m, statistic, estimate, se, interval, n, deff, df) {
  data.frame(statistic = statistic, measure = names(measures)[m], estimate = estimate, se = se,
             ci_low = interval[1], ci_high = interval[2], n = n, deff = deff, df = df, check.names = FALSE)
}
estimators$total <- function(design, rows, m, settings) {
  part <- answered(design, rows, m)
  if (nrow(part) == 0) return(NULL)
  total <- svytotal(~y, part, deff = settings$deff)
  y <- part$variables$y
  df <- degrees(design, part, settings$df)
  row(m, "total", as.vector(coef(total)), as.vector(SE(total)),
      limits(as.vector(coef(total)), as.vector(SE(total)), df, settings$level), nrow(part),
      if (diff(range(y)) == 0) NaN else as.vector(deff(total)), df)
}
