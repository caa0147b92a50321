# The noncentrality under which the chance of a smaller F is [probability].
noncentrality <- function(f, df, df2, probability) {
  if (pf(f, df, df2) <= probability) return(0)
  high <- max(1, df * f)
  while (pf(f, df, df2, high) > probability) high <- 2 * high
  uniroot(function(l) pf(f, df, df2, l) - probability, c(0, high), tol = 1e-10 * high)$root
}
empty_row <- function(...) {
  row <- list(first = "", second = "", pair = FALSE, estimate = NA, df = NA, df2 = NA, difference = NA,
              difference_se = NA, difference_low = NA, difference_high = NA, p = NA, effect_size = NA,
              effect_low = NA, effect_high = NA, n = NA)
  given <- list(...)
  row[names(given)] <- given
  data.frame(row)
}

# The respondents of [groups] who answered, with y and g.
part_of <- function(y, by, groups) {
  inside <- scope & !is.na(y) & by %in% groups & weights(design) > 0
  update(design, y = y, g = factor(by, levels = groups))[inside, ]
}
tail <- (1 - settings$level) / 2

# Answers by groups. The intervals of V are those of F's noncentrality.
test_table <- function(statistic) function(y, by, groups, pair) {
  part <- part_of(y, by, groups)
  part$variables$g <- factor(part$variables$g)
  nu <- degrees(design, part, settings$df)
  n <- nrow(part)
  r <- length(unique(part$variables$y)); k <- length(unique(part$variables$g))
  if (r < 2 || k < 2) return(empty_row(pair = pair, n = n))
  second <- svychisq(~y + g, part, statistic = "F")
  x2 <- unname(svychisq(~y + g, part, statistic = "Chisq")$statistic)
  f <- unname(second$statistic); d0 <- unname(second$parameter[1])
  smaller <- min(r, k) - 1
  v <- min(1, sqrt(max(0, x2 - x2 / f) / n / smaller))
  limit <- function(p) min(1, sqrt(noncentrality(f, d0, d0 * nu, p) * (x2 / f) / d0 / n / smaller))
  found <- switch(statistic,
    F = list(f, d0, d0 * nu, pf(f, d0, d0 * nu, lower.tail = FALSE)),
    Chisq = with(svychisq(~y + g, part, statistic = "Chisq"), list(unname(statistic), unname(parameter), NA, unname(p.value))),
    {
      w <- svychisq(~y + g, part, statistic = "Wald")
      df <- unname(w$parameter[1])
      df2 <- if (statistic == "Wald") nu else nu - df + 1
      w <- as.vector(w$statistic) * (if (statistic == "Wald") 1 else df2 / nu)
      list(w, df, df2, pf(w, df, df2, lower.tail = FALSE))
    })
  empty_row(pair = pair, estimate = found[[1]], df = found[[2]], df2 = found[[3]], p = found[[4]], effect_size = v,
            effect_low = limit(1 - tail), effect_high = limit(tail), n = n)
}

# Two means: svyttest; Hedges's g with the groups' pooled standard deviation.
test_two <- function(part, nu, pair) {
  part$variables$g <- factor(part$variables$g)
  groups <- levels(part$variables$g)
  found <- svyttest(y ~ g, part)
  df <- nu - 1
  difference <- unname(found$estimate)
  t <- unname(found$statistic)
  se <- difference / t
  w <- weights(part); y <- part$variables$y; g <- part$variables$g
  n <- table(g)
  variances <- sapply(groups, function(i) {
    inside <- g == i
    mean <- weighted.mean(y[inside], w[inside])
    sum(w[inside] * (y[inside] - mean)^2) / sum(w[inside]) * sum(inside) / (sum(inside) - 1)
  })
  pooled_df <- sum(n) - 2
  pooled <- sum((n - 1) * variances) / pooled_df
  correction <- 1 - 3 / (4 * pooled_df - 1)
  effect <- correction * difference / sqrt(pooled)
  effect_se <- sqrt(se^2 / pooled * correction^2 + effect^2 / (2 * pooled_df))
  q <- qt(1 - tail, df)
  empty_row(first = groups[1], second = groups[2], pair = pair, estimate = t, df = df, difference = difference,
            difference_se = se, difference_low = difference - q * se, difference_high = difference + q * se,
            p = 2 * pt(-abs(t), df), effect_size = effect, effect_low = effect - q * effect_se,
            effect_high = effect + q * effect_se, n = sum(n))
}
# Several: Wald's test of svyglm; the share of the variance that is between groups.
test_means <- function(y, by, groups, pair) {
  part <- part_of(y, by, groups)
  part$variables$g <- factor(part$variables$g)
  k <- nlevels(part$variables$g)
  nu <- degrees(design, part_of(y, by, if (pair) all_groups else groups), settings$df)
  if (k == 2) return(test_two(part, nu, pair))
  found <- regTermTest(svyglm(y ~ g, part), ~g)
  f <- as.vector(found$Ftest)
  df2 <- nu - (k - 1)
  w <- weights(part); y <- part$variables$y
  between <- sum(w * (ave(y * w, part$variables$g, FUN = sum) / ave(w, part$variables$g, FUN = sum) - weighted.mean(y, w))^2)
  eta2 <- between / sum(w * (y - weighted.mean(y, w))^2)
  share <- function(lambda) {
    x <- eta2 / (1 - eta2) / ((k - 1) * f) * lambda
    x / (1 + x)
  }
  limit <- function(p) share(noncentrality(f, k - 1, df2, p))
  empty_row(pair = pair, estimate = f, df = k - 1, df2 = df2, p = pf(f, k - 1, df2, lower.tail = FALSE), effect_size = share(max(0, (k - 1) * (f - 1))),
            effect_low = limit(1 - tail), effect_high = limit(tail), n = nrow(part))
}

# All rows of a measure: everybody, then pairs of those who may be compared by themselves.
add_rows <- function(result, measure, test, y, by, groups, alone) {
  all_groups <<- groups
  rows <- test(y, by, groups, FALSE)
  if (pairwise && length(groups) > 2 && length(alone) > 1)
    rows <- rbind(rows, do.call(rbind, utils::combn(alone, 2, simplify = FALSE, FUN = function(pair) {
      row <- test(y, by, pair, TRUE)
      row$first <- pair[1]; row$second <- pair[2]
      row
    })))
  rbind(result, data.frame(measure = measure, rows))
}
adjust_rows <- function(result, method) {
  result$p_adjusted <- NA
  result$p_adjusted[!result$pair] <- p.adjust(result$p[!result$pair], method)
  for (measure in unique(result$measure)) {
    pairs <- result$pair & result$measure == measure
    result$p_adjusted[pairs] <- p.adjust(result$p[pairs], method)
  }
  result
}
