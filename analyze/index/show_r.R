# The points of the institutions' results y on one indicator.
points_of <- function(y, s) {
  ends <- if (is.na(s$low)) range(y) else c(s$low, s$high)
  flat <- function(width, x, middle) if (width > 0) x else rep(middle, length(y))
  x <- switch(s$how,
    "min-max" = flat(diff(ends), 100 * (y - ends[1]) / diff(ends), 50),
    z = flat(sd(y), (y - mean(y)) / sd(y), 0),
    rank = 100 * (rank(y) - 1) / (length(y) - 1),
    percentile = 100 * (rank(y) - 0.5) / length(y),
    reference = 100 * y / s$reference,
    none = s$percent * y)
  if (s$lower) switch(s$how, z = 0, reference = 200, 100) - x else x
}

# The composites of every wave: [results] holds the estimate of every institution and measure.
index_of <- function(results, spec, aggregation) {
  one <- function(part) {
    wide <- matrix(part$estimate, ncol = nrow(spec), byrow = TRUE)
    x <- sapply(seq_len(nrow(spec)), function(j) points_of(wide[, j], spec[j, ]))
    composite <- if (aggregation == "arithmetic") x %*% spec$weight else exp(log(1 + 0.99 * pmax(x, 0)) %*% spec$weight)
    first <- part[seq(1, nrow(part), nrow(spec)), c("wave", "institution")]
    out <- data.frame(first, measure = "index", statistic = "composite", estimate = as.vector(composite))
    out[order(-out$estimate), ]
  }
  do.call(rbind, lapply(split(results, factor(results$wave, unique(results$wave))), one))
}
