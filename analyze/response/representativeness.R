
# The spread S of response rates n / N between the cells of each group, people by people: its square less what chance
# adds, and what chance the answers leave in it. The rates are those that glm(cbind(n, N - n) ~ cell, binomial) fits.
spread_of <- function(N, n, group) {
  rate <- n / N
  v <- ifelse(N > 1, rate * (1 - rate) * N / (N - 1), 0)
  whole <- ave(N, group, FUN = sum)
  apart <- rate - ave(n, group, FUN = sum) / whole
  Q <- sum(v^2 * (1 - 2 * N / whole)) + sum((rowsum(N * v, group) / rowsum(N, group))^2)
  others <- sum(N) - 1
  list(rate = sum(n) / sum(N), variance = (sum(N * apart^2) - sum((1 - N / whole) * v)) / others,
       chance = (if (any(apart != 0)) weighted.mean(v, N * apart^2) else 0) / others, noise = 2 * max(0, Q) / others^2)
}

# S with an interval of every value that it is not too far from by that value's own error.
interval_of <- function(s, level) {
  z <- qnorm((1 + level) / 2)
  middle <- s$variance + 2 * z^2 * s$chance
  reach <- sqrt(max(0, middle^2 - s$variance^2 + z^2 * s$noise))
  root <- function(x) sqrt(max(0, x))
  S <- root(s$variance)
  low <- root(middle - reach)
  data.frame(estimate = S, se = if (low > 0) sqrt(4 * s$chance * s$variance + s$noise) / (2 * S) else NA,
             ci_low = low, ci_high = root(middle + reach))
}

# R = 1 - 2 S, and the most that a mean may be off in standard deviations.
whole_of <- function(N, n, level) {
  s <- spread_of(N, n, rep(1, length(N)))
  S <- interval_of(s, level)
  indicator <- function(S) pmax(0, 1 - 2 * S)
  R <- data.frame(estimate = indicator(S$estimate), se = 2 * S$se, ci_low = indicator(S$ci_high), ci_high = indicator(S$ci_low))
  bias <- S / s$rate
  bias$se <- NA
  data.frame(statistic = c("R", "max_bias"), rbind(R, bias), n = sum(n), population = sum(N), response_rate = s$rate)
}

# How much each category is answered above or below all together.
categories_of <- function(N, n, level) {
  rate <- n / N
  v <- ifelse(N > 1, rate * (1 - rate) * N / (N - 1), 0)
  share <- N / sum(N)
  estimate <- sqrt(share) * (rate - sum(n) / sum(N))
  se <- sqrt(share) * sapply(seq_along(N), function(i) sqrt(sum(((seq_along(N) == i) - share)^2 * v / N)))
  reach <- qnorm((1 + level) / 2) * se
  data.frame(statistic = "unconditional", estimate, se, ci_low = estimate - reach, ci_high = estimate + reach, n,
             population = N, response_rate = rate)
}

partial_of <- function(statistic, N, n, group, level) {
  data.frame(statistic, interval_of(spread_of(N, n, group), level), n = sum(n), population = sum(N), response_rate = sum(n) / sum(N))
}

# The rows of one place: [rows] of d beside the people of their sites. Cells too small to show ([pooled]) are one, with
# everybody whose category is not known.
indicators <- function(labels, rows, pooled = character()) {
  here <- people[people$site %in% site[rows], ]
  key <- function(data) do.call(paste, c(data[on], sep = ","))
  mine <- ifelse(rows & paste(site, key(d)) %in% paste(here$site, key(here)), key(d), NA)
  cells <- here[!duplicated(key(here)), on, drop = FALSE]
  N <- as.vector(rowsum(here$people, key(here))[key(cells), ])
  n <- as.vector(table(factor(mine, key(cells))))
  labelled <- function(measure, found, categories = NULL) {
    out <- data.frame(labels, measure, found, check.names = FALSE)
    for (name in setdiff(on, names(labels))) out[[name]] <- ""
    if (!is.null(categories)) out[[measure]] <- categories
    out
  }
  if (length(pooled)) {
    apart <- !key(cells) %in% pooled
    return(labelled(paste(on, collapse = ","), whole_of(c(N[apart], sum(N[!apart])), c(n[apart], sum(rows) - sum(n[apart])), level)))
  }
  found <- list(labelled(paste(on, collapse = ","), whole_of(N, n, level)))
  for (name in on) {
    alone <- rowsum(cbind(N, n), cells[[name]])
    found <- c(found, list(labelled(name, partial_of("unconditional", alone[, 1], alone[, 2], rep(1, nrow(alone)), level)),
                           labelled(name, categories_of(alone[, 1], alone[, 2], level), rownames(alone))))
  }
  if (length(on) > 1) for (name in on)
    found <- c(found, list(labelled(name, partial_of("conditional", N, n, do.call(paste, cells[setdiff(on, name)]), level))))
  do.call(rbind, found)
}

rows <- list()
