
# Rubin's rules, row by row of the sets' results, with Barnard and Rubin's degrees of freedom.
combine <- function(sets) {
  out <- sets[[1]]$result
  settings <- sets[[1]]$settings
  m <- length(sets)
  numbers <- function(name) matrix(sapply(sets, function(set) set$result[[name]]), ncol = m)
  key <- function(set) do.call(paste, set$result[setdiff(names(out), c("estimate", "se", "ci_low", "ci_high", "n", "deff", "df"))])
  stopifnot(all(sapply(sets, function(set) identical(key(set), key(sets[[1]])))))
  out$estimate <- rowMeans(numbers("estimate"))
  within <- rowMeans(numbers("se")^2)
  added <- (1 + 1 / m) * apply(numbers("estimate"), 1, var)
  exact <- within + added <= 1e-24 * out$estimate^2  # what is left are rounding errors
  within[exact] <- added[exact] <- 0
  share <- ifelse(added > 0, added / (within + added), 0)
  df <- apply(numbers("df"), 1, min)
  observed <- ifelse(is.infinite(df), df, (df + 1) / (df + 3) * df * (1 - share))
  out$df <- 1 / (1 / observed + ifelse(share > 0, share^2 / (m - 1), 0))
  out$se <- sqrt(within + added)
  out$n <- apply(numbers("n"), 1, min)
  out$deff <- NA
  reach <- ifelse(out$df >= 1, qt((1 + settings$level) / 2, pmax(out$df, 1)), NA) * out$se
  at <- match(out$measure, sets[[1]]$measures)
  unbounded <- out$statistic %in% c("total", "ratio", "variance", "sd", "correlation")
  low <- ifelse(out$statistic == "correlation", -1, ifelse(out$statistic %in% c("variance", "sd"), 0,
                ifelse(unbounded, -Inf, settings$low[at])))
  high <- ifelse(out$statistic == "correlation", 1, ifelse(unbounded, Inf, settings$high[at]))
  out$ci_low <- pmax(out$estimate - reach, low)
  out$ci_high <- pmin(out$estimate + reach, high)
  out
}
