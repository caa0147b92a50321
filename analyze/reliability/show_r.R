library(psych)

# Answers into numbers. NA: no answer that counts.
coded <- function(x, codes, values) values[match(x, codes)]
line <- function(x, offset, factor) offset + factor * as.numeric(x)

# One pillar: the items of those who answered all of them.
consistency <- function(names, weights, level) {
  items <- as.data.frame(measures[names], check.names = FALSE, col.names = names)
  inside <- scope & stats::complete.cases(items) & weights > 0
  items <- items[inside, ]
  w <- weights[inside]
  n <- nrow(items)
  people <- sum(w)^2 / sum(w^2)
  if (any(w != w[1])) items <- cov.wt(items, w / sum(w))$cov
  found <- suppressMessages(alpha(items, check.keys = FALSE, warnings = FALSE))
  interval <- alpha.ci(found$total$raw_alpha, people, length(names), p.val = 1 - level)
  dropped <- if (length(names) > 2) found$alpha.drop$raw_alpha else NA
  rbind(
    data.frame(measure = NA, statistic = c("alpha", "inter_item"),
               estimate = c(found$total$raw_alpha, found$total$average_r),
               ci_low = c(interval$lower.ci, NA), ci_high = c(interval$upper.ci, NA), n = n),
    data.frame(measure = names, statistic = "item_rest", estimate = found$item.stats$r.drop,
               ci_low = NA, ci_high = NA, n = n),
    data.frame(measure = names, statistic = "alpha_if_dropped", estimate = dropped,
               ci_low = NA, ci_high = NA, n = n))
}
