# The points of results y on one indicator, whose yardstick the institutions' own results [all] make.
points_of <- function(y, all, s) {
  ends <- if (is.na(s$low)) range(all) else c(s$low, s$high)
  flat <- function(width, x, middle) if (width > 1e-12 * max(abs(all))) x else rep(middle, length(y))
  apart <- outer(y, all, "-") / pmax(outer(abs(y), abs(all), pmax), 1e-300)  # rounding is no difference
  below <- rowSums((apart > 1e-12) + (abs(apart) <= 1e-12) / 2)
  x <- switch(s$how,
    "min-max" = flat(diff(ends), 100 * (y - ends[1]) / diff(ends), 50),
    z = flat(sd(all), (y - mean(all)) / sd(all), 0),
    rank = 100 * (below - 0.5) / (length(all) - 1),
    percentile = 100 * below / length(all),
    reference = 100 * y / s$reference,
    none = s$percent * y)
  if (s$lower) switch(s$how, z = 0, reference = 200, 100) - x else x
}
together <- function(x, weight, aggregation)
  as.vector(if (aggregation == "arithmetic") x %*% weight else exp(log(1 + 0.99 * pmax(x, 0)) %*% weight))

# The mean of a measure where [rows] are, in every replicate.
replicate_means <- function(rows, y, weight) {
  use <- rows & !is.na(y)
  colSums(weight[use, , drop = FALSE] * y[use]) / colSums(weight[use, , drop = FALSE])
}

# The composites of every wave, with errors by replicates, and with [parts] the points behind them: [results] holds the
# estimate of every institution and measure. The ranks that chance and other choices give are draws, and not made here.
index_of <- function(results, spec, aggregation, parts) {
  replicated <- weights(design, "analysis")
  one <- function(part) {
    wide <- matrix(part$estimate, ncol = nrow(spec), byrow = TRUE)
    points <- function(y) sapply(seq_len(nrow(spec)), function(j) points_of(y[, j], wide[, j], spec[j, ]))
    x <- points(wide)
    first <- part[seq(1, nrow(part), nrow(spec)), ]
    estimate <- together(x, spec$weight, aggregation)
    found <- lapply(seq_len(nrow(first)), function(i) {
      rows <- scope & d$institution %in% first$institution[i]
      if (!is.null(d$wave) && first$wave[i] != "") rows <- rows & d$wave %in% first$wave[i]
      theta <- together(points(sapply(spec$measure, function(m) replicate_means(rows, measures[[m]], replicated))),
                        spec$weight, aggregation)
      se <- sqrt(svrVar(theta[is.finite(theta)], design$scale, design$rscales[is.finite(theta)], mse = design$mse, coef = estimate[i]))
      own <- part[(i - 1) * nrow(spec) + seq_len(nrow(spec)), ]
      df <- min(own$df, most_df)
      reach <- if (is.na(df) || df < 1) NA else qt((1 + settings$level) / 2, df) * se
      data.frame(first[i, c("wave", "institution")], measure = "index", statistic = "composite", estimate = estimate[i],
                 se = as.vector(se), ci_low = estimate[i] - as.vector(reach), ci_high = estimate[i] + as.vector(reach),
                 n = min(own$n), df = df, weight = NA)
    })
    out <- do.call(rbind, found)
    if (parts) {
      scored <- data.frame(part[c("wave", "institution", "measure")], statistic = "points", estimate = as.vector(t(x)), se = NA,
                           ci_low = NA, ci_high = NA, n = NA, df = NA, weight = rep(spec$weight, nrow(first)))
      out <- rbind(out, scored)
    }
    out[order(-estimate[match(out$institution, first$institution)], out$statistic != "composite"), ]
  }
  do.call(rbind, lapply(split(results, factor(results$wave, unique(results$wave))), one))
}
