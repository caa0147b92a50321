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
              effect_low = NA, effect_high = NA, n = NA, tukey = NA)
  given <- list(...)
  row[names(given)] <- given
  data.frame(row)
}

# The respondents of [groups] who answered, with y and g. A calibrated design keeps the others, who weigh
# nothing: they tie with nobody.
part_of <- function(y, by, groups) {
  inside <- scope & !is.na(y) & by %in% groups & weights(design) > 0
  y[!inside] <- if (is.numeric(y)) mean(sort(unique(y[inside]))[1:2], na.rm = TRUE) else y[inside][1]
  by[!inside] <- by[inside][1]
  design$variables$y <- y
  design$variables$g <- factor(by, levels = groups)
  design[inside, ]
}
weigh <- function(part) weights(part) > 0
tail <- (1 - settings$level) / 2

# Answers by groups. The intervals of V are those of F's noncentrality.
test_table <- function(statistic) function(y, by, groups, pair) {
  part <- part_of(y, by, groups)
  part$variables$g <- factor(part$variables$g)
  part$variables$y[!weigh(part)] <- part$variables$y[weigh(part)][1]  # an answer that was given
  nu <- degrees(design, part, settings$df)
  n <- sum(weigh(part))
  of_all <- n / nrow(part)  # svychisq counts who weighs nothing in X2
  r <- length(unique(part$variables$y)); k <- length(unique(part$variables$g))
  if (r < 2 || k < 2) return(empty_row(pair = pair, n = n))
  second <- svychisq(~y + g, part, statistic = "F")
  x2 <- unname(svychisq(~y + g, part, statistic = "Chisq")$statistic) * of_all
  f <- unname(second$statistic); d0 <- unname(second$parameter[1])
  smaller <- min(r, k) - 1
  v <- min(1, sqrt(max(0, x2 - x2 / f) / n / smaller))
  limit <- function(p) min(1, sqrt(noncentrality(f, d0, d0 * nu, p) * (x2 / f) / d0 / n / smaller))
  found <- switch(statistic,
    F = list(f, d0, d0 * nu, pf(f, d0, d0 * nu, lower.tail = FALSE)),
    Chisq = with(svychisq(~y + g, part, statistic = "Chisq"), list(x2, unname(parameter), NA, unname(p.value))),
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
  n <- table(g[w > 0])
  variances <- sapply(groups, function(i) {
    inside <- g == i & w > 0
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
            effect_low = limit(1 - tail), effect_high = limit(tail), n = sum(weigh(part)))
}

# Ranks: svyranktest; of two groups Cliff's delta, linearised.
test_ranks <- function(kind) function(y, by, groups, pair) {
  part <- part_of(y, by, groups)
  part$variables$g <- factor(part$variables$g)
  k <- nlevels(part$variables$g)
  nu <- degrees(design, part, settings$df)
  found <- svyranktest(y ~ g, part, test = kind)
  w <- weights(part); y <- part$variables$y; g <- part$variables$g
  if (k > 2) {
    f <- as.vector(found$parameter) / (k - 1)
    df2 <- nu - (k - 1)
    r <- rank_scores(y, w, kind)
    between <- sum(w * (ave(r * w, g, FUN = sum) / ave(w, g, FUN = sum) - weighted.mean(r, w))^2)
    eta2 <- between / sum(w * (r - weighted.mean(r, w))^2)
    share <- function(lambda) {
      x <- eta2 / (1 - eta2) / ((k - 1) * f) * lambda
      x / (1 + x)
    }
    limit <- function(p) share(noncentrality(f, k - 1, df2, p))
    return(empty_row(pair = pair, estimate = f, df = k - 1, df2 = df2, p = pf(f, k - 1, df2, lower.tail = FALSE),
                     effect_size = share(max(0, (k - 1) * (f - 1))), effect_low = limit(1 - tail), effect_high = limit(tail), n = sum(weigh(part))))
  }
  df <- nu - 1
  t <- unname(found$statistic); difference <- unname(found$estimate); se <- difference / t
  p1 <- (w / sum(w[g == levels(g)[1]]))[g == levels(g)[1]]; y1 <- y[g == levels(g)[1]]
  p2 <- (w / sum(w[g == levels(g)[2]]))[g == levels(g)[2]]; y2 <- y[g == levels(g)[2]]
  score <- ifelse(g == levels(g)[2], sapply(y, function(v) sum(p1 * sign(v - y1))), sapply(y, function(v) sum(p2 * sign(y2 - v))))
  delta <- weighted.mean(score[g == levels(g)[2]], w[g == levels(g)[2]])
  part$variables$z <- (score - delta) / ave(w, g, FUN = sum)
  q <- qt(1 - tail, df)
  reach <- q * as.vector(SE(svytotal(~z, part)))
  empty_row(first = levels(g)[1], second = levels(g)[2], pair = pair, estimate = t, df = df, difference = difference,
            difference_se = se, difference_low = difference - q * se, difference_high = difference + q * se,
            p = 2 * pt(-abs(t), df), effect_size = delta, effect_low = max(-1, delta - reach),
            effect_high = min(1, delta + reach), n = sum(w > 0))
}
# svyranktest's own, which it does not return.
rank_scores <- function(y, w, kind) {
  order <- order(y)
  r <- numeric(length(y))
  r[order] <- ave(cumsum(w[order]) - w[order] / 2, factor(y[order]))
  r <- r / sum(w)
  switch(kind, vanderWaerden = qnorm(r), median = as.numeric(r > 0.5), r)
}

# Tests that know of no design: oneway.test, kruskal.test, wilcox.test; pairs by TukeyHSD, t.test, Dunn's z.
cliff <- function(y1, y2, everybody) {
  score <- c(sapply(y1, function(v) mean(sign(y2 - v))), sapply(y2, function(v) mean(sign(v - y1))))
  z <- (score - mean(sign(outer(y2, y1, "-")))) / rep(c(length(y1), length(y2)), c(length(y1), length(y2)))
  n <- length(y1) + length(y2)
  mean(sign(outer(y2, y1, "-"))) + c(0, -1, 1) * qt(1 - tail, n - 2) * sqrt(everybody / (everybody - 1) * sum(z^2))
}
test_unweighted <- function(kind) function(y, by, groups, pair) {
  inside <- scope & !is.na(y) & by %in% all_groups & weights(design) > 0
  y <- y[inside]; g <- factor(by[inside], levels = all_groups)
  g <- factor(g)
  n <- length(y); k <- nlevels(g)
  ranked <- kind %in% c("kruskal", "wilcoxon")
  two <- if (pair) groups else if (k == 2) levels(g)
  row <- list(pair = pair, n = n)
  if (!is.null(two)) {
    y1 <- y[g == two[1]]; y2 <- y[g == two[2]]
    m <- length(y1) + length(y2)
    row[c("first", "second", "n")] <- list(two[1], two[2], m)
    if (ranked) effect <- pmin(1, pmax(-1, cliff(y1, y2, n)))
    else {
      s <- sqrt(((length(y1) - 1) * var(y1) + (length(y2) - 1) * var(y2)) / (m - 2))
      h <- (1 - 3 / (4 * (m - 2) - 1)) * (mean(y2) - mean(y1)) / s
      effect <- h + c(0, -1, 1) * qt(1 - tail, m - 2) * sqrt(1 / length(y1) + 1 / length(y2) + h^2 / (2 * (m - 2)))
    }
    row[c("effect_size", "effect_low", "effect_high")] <- effect
    found <- if (kind == "wilcoxon") {
      w <- suppressWarnings(wilcox.test(y1, y2))
      list(estimate = w$statistic[[1]], p = w$p.value)
    } else if (kind == "kruskal" && pair) {
      r <- rank(y); ties <- table(y); ties <- sum(ties^3 - ties)
      difference <- mean(r[g == two[2]]) - mean(r[g == two[1]])
      se <- sqrt((n * (n + 1) / 12 - ties / (12 * (n - 1))) * (1 / length(y1) + 1 / length(y2)))
      list(estimate = difference / se, p = 2 * pnorm(-abs(difference / se)), difference = difference, difference_se = se)
    } else if (kind == "kruskal") {
      h <- kruskal.test(y, g)
      list(estimate = h$statistic[[1]], df = h$parameter[[1]], p = h$p.value)
    } else if (kind == "anova" && pair) {
      fit <- aov(y ~ g)
      all <- TukeyHSD(fit, conf.level = settings$level)$g
      name <- paste(two[2], two[1], sep = "-")
      error <- sum(residuals(fit)^2) / (n - k)
      se <- sqrt(error * (1 / length(y1) + 1 / length(y2)))
      difference <- all[name, "diff"]
      list(estimate = difference / se * sqrt(2), df = k, df2 = n - k, tukey = all[name, "p adj"], difference = difference,
           difference_se = se, difference_low = all[name, "lwr"], difference_high = all[name, "upr"])
    } else {
      t <- t.test(y2, y1, var.equal = kind == "anova", conf.level = settings$level)
      list(estimate = t$statistic[[1]], df = t$parameter[[1]], p = t$p.value, difference = mean(y2) - mean(y1),
           difference_se = t$stderr, difference_low = t$conf.int[1], difference_high = t$conf.int[2])
    }
    row[names(found)] <- found
    return(do.call(empty_row, row))
  }
  if (ranked) {
    h <- kruskal.test(y, g)
    effect <- c(max(0, (h$statistic[[1]] - k + 1) / (n - k)), NA, NA)
    found <- list(estimate = h$statistic[[1]], df = k - 1, p = h$p.value)
  } else {
    anova <- oneway.test(y ~ g, var.equal = TRUE)
    t <- oneway.test(y ~ g, var.equal = kind == "anova")
    found <- list(estimate = t$statistic[[1]], df = k - 1, df2 = t$parameter[[2]], p = t$p.value)
    share <- function(lambda) lambda / (lambda + n - k)
    f <- anova$statistic[[1]]
    effect <- share(c(max(0, (k - 1) * (f - 1)), noncentrality(f, k - 1, n - k, 1 - tail), noncentrality(f, k - 1, n - k, tail)))
  }
  row[names(found)] <- found
  row[c("effect_size", "effect_low", "effect_high")] <- effect
  do.call(empty_row, row)
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
    result$p_adjusted[pairs] <- ifelse(is.na(result$tukey[pairs]), p.adjust(result$p[pairs], method), result$tukey[pairs])
  }
  result
}
