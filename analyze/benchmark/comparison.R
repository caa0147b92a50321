# The mean over the rows [own] minus the benchmark: the means over [terms] (a list of rows), each times
# one of the coefficients [k].
difference_of <- function(design, own, terms, k, y) {
  answered <- !is.na(y) & weights(design) > 0
  y <- ifelse(answered, y, 0)
  parts <- do.call(cbind, lapply(c(list(own), terms), function(rows) cbind(y, 1) * (rows & answered)))
  i <- seq_len(1 + length(terms))
  colnames(parts) <- c(rbind(paste0("y", i), paste0("n", i)))
  ratios <- paste0("(", format(c(1, -k), digits = 17), ") * y", i, " / n", i, collapse = " + ")
  svycontrast(svytotal(parts, design), parse(text = ratios)[[1]])
}

# Welch's degrees of freedom of two parts with variances [v].
welch <- function(v, df) {
  if (any(v > 0 & df < 1)) return(NA)
  sum(v)^2 / sum((v^2 / df)[v > 0])
}

spread <- function(y, w) {
  mean <- sum(w * y) / sum(w)
  max(0, sum(w * y^2) / sum(w) - mean^2) * length(y) / (length(y) - 1)
}

effect <- function(difference, benchmark, own, rest, share) {
  if (share) return(2 * asin(sqrt(benchmark + difference)) - 2 * asin(sqrt(benchmark)))
  df <- length(own$y) + length(rest$y) - 2
  pooled <- ((length(own$y) - 1) * spread(own$y, own$w) + (length(rest$y) - 1) * spread(rest$y, rest$w)) / df
  (1 - 3 / (4 * df - 1)) * difference / sqrt(pooled)
}

# The test of the difference when everybody compared is alike: one variance of answers.
pooled_test <- function(design, own, terms, k, y, difference) {
  answered <- !is.na(y) & weights(design) > 0
  w <- ifelse(answered, weights(design), 0)
  mean_line <- function(rows) w * rows / sum(w * rows)
  line <- mean_line(own) - Reduce(`+`, Map(function(rows, k) k * mean_line(rows), terms, k))
  all <- (own | Reduce(`|`, terms)) & answered
  open <- if (is.null(design$fpc$popsize)) 1 else 1 - design$fpc$sampsize[, 1] / design$fpc$popsize[, 1]
  z <- difference / sqrt(spread(y[all], w[all]) * sum(open * line^2))
  c(z, 2 * pt(-abs(z), sum(all) - 1))
}

# So many answers drawn with replacement would say as much.
effective <- function(design, row, y, w, inside, share) {
  p <- row$estimate
  open <- if (is.null(design$fpc$popsize)) rep(1, length(y)) else 1 - design$fpc$sampsize[, 1] / design$fpc$popsize[, 1]
  if (share && row$se == 0) return(row$n / mean(open[inside]))
  simple <- if (share) p * (1 - p) / row$n else sum(w[inside] * (y[inside] - p)^2) / sum(w[inside]) / (row$n - 1)
  row$n * simple / row$se^2
}

beside <- c("benchmark", "difference", "difference_se", "difference_low", "difference_high", "difference_df", "z",
            "p", "effect_size")

# One row: measure [m] over the rows [own] beside its benchmark.
comparison <- function(design, own, terms, k, m, settings) {
  y <- measures[[m]]
  w <- weights(design)
  answered <- !is.na(y) & w > 0
  row <- estimate(design, own, m, settings)
  row$n_eff <- effective(design, row, y, w, own & answered, settings$share[m])
  if (!length(terms)) {
    row[beside] <- NA
    return(row)
  }
  rest <- Reduce(`|`, terms) & !own
  share <- sum(k * vapply(terms, function(rows) sum(w[rows & own & answered]) / sum(w[rows & answered]), 0))
  found <- difference_of(design, own, terms, k, y)
  row$difference <- as.vector(coef(found))
  row$benchmark <- row$estimate - row$difference
  row$difference_se <- sqrt(as.vector(vcov(found)))
  other <- estimate(design, rest, m, settings)
  part <- (1 - share)^2 * row$se^2
  df <- if (settings$declared) degrees(design, design[(own | rest) & answered, ], settings$df)
        else welch(c(part, max(0, row$difference_se^2 - part)), c(row$df, other$df))
  if (row$se == 0 || other$se == 0) df <- NA  # one side's answers do not vary: no interval
  t <- qt((1 + settings$level) / 2, df)
  row$difference_low <- row$difference - t * row$difference_se
  row$difference_high <- row$difference + t * row$difference_se
  row$difference_df <- df
  row$z <- if (is.na(df)) NA else row$difference / row$difference_se
  row$p <- 2 * pt(-abs(row$z), df)
  if (settings$pooled) row[c("z", "p")] <- pooled_test(design, own, terms, k, y, row$difference)
  sides <- lapply(list(own, rest), function(rows) list(y = y[rows & answered], w = w[rows & answered]))
  row$effect_size <- effect(row$difference, row$benchmark, sides[[1]], sides[[2]], settings$share[m])
  row
}

rows <- list()
