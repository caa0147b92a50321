# Fay and Herriot's model without covariates, by restricted maximum likelihood, and Morris's intervals, in
# which what is due to a result's own error, of [df] degrees of freedom, counts by t.
restricted <- function(y, v) {
  minus <- function(t) {
    w <- 1 / (v + t)
    m <- sum(w * y) / sum(w)
    sum(log(v + t)) / 2 + log(sum(w)) / 2 + sum(w * (y - m)^2) / 2
  }
  slope <- function(t) {
    w <- 1 / (v + t)
    m <- sum(w * y) / sum(w)
    sum(w^2 * (y - m)^2) - sum(w) + sum(w^2) / sum(w)
  }
  best <- optimize(minus, c(0, 10 * var(y)), tol = 1e-10)$minimum
  if (slope(0) < 0 && best < 1e-6 * min(v)) return(0)
  uniroot(slope, c(best / 2, best * 2), tol = 1e-14 * best)$root
}

shrink <- function(y, v, df) {
  k <- length(y)
  t <- restricted(y, v)
  w <- 1 / (v + t)
  m <- sum(w * y) / sum(w)
  own <- sum(w) / w
  b <- ifelse(own > 3, (own - 3) / (own - 1), 0) * v * w
  f <- 2 / (k - 3) * (sum(w * v) / sum(w) + t) * w
  half <- sqrt(qt(0.975, df)^2 * v * (1 - (own - 1) / own * b) + qnorm(0.975)^2 * f * b^2 * (y - m)^2)
  e <- y - b * (y - m)
  data.frame(shrunken = e, shrunken_low = e - half, shrunken_high = e + half,
             reliability = t * w)
}
