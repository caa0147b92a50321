
# Rows of several waves, each test adjusted among those of its statistic.
lines <- list()

row_of_waves <- function(measure, statistic, found, se, n, df, tested) {
  half <- if (df >= 1) qt((1 + settings$level) / 2, df) * se else NA
  data.frame(measure = measure, statistic = statistic, estimate = found, se = se, ci_low = found - half,
             ci_high = found + half, n = n, df = df, z = if (tested) found / se else NA,
             p = if (tested) 2 * pt(-abs(found / se), df) else NA)
}

# The regression of measure [m] on the time of its wave; [waves] are the rows of each.
slope <- function(design, waves, times, m, settings) {
  time <- rep(NA, nrow(d))
  for (i in seq_along(waves)) time[waves[[i]]] <- times[i]
  design$variables$.time <- time
  design$variables$.y <- measures[[m]]
  inside <- !is.na(time) & !is.na(measures[[m]]) & weights(design) > 0
  part <- design[inside, ]
  fit <- svyglm(.y ~ .time, part)
  row_of_waves(names(measures)[m], "slope", coef(fit)[[2]], SE(fit)[[2]], sum(inside),
               degrees(design, part, settings$df) - 1, length(waves) > 2)
}

# Kitagawa's parts of the change from the rows [before] to the rows [after], by [kind]; errors by what each
# answer does to them, answers of a few being nearer to their own mean than to the truth.
parts <- function(design, before, after, kind, m, settings) {
  y <- measures[[m]]
  w <- weights(design)
  answered <- !is.na(y) & w > 0
  times <- list(before & answered, after & answered)
  kinds <- unique(kind[times[[1]] | times[[2]]])
  sums <- function(x) sapply(times, function(rows) sapply(kinds, function(k) sum(x[rows & kind == k])))
  total <- matrix(sums(w), length(kinds))
  count <- matrix(sums(rep(1, length(w))), length(kinds))
  level <- matrix(sums(w * ifelse(answered, y, 0)), length(kinds)) / total
  share <- sweep(total, 2, colSums(total), "/")
  moved <- share[, 2] - share[, 1]
  kept <- rowMeans(share)
  middle <- rowMeans(level)
  change <- level[, 2] - level[, 1]
  z <- matrix(0, length(w), 2)
  for (t in 1:2) for (j in seq_along(kinds)) {
    i <- times[[t]] & kind == kinds[j]
    few <- sqrt(count[j, t] / (count[j, t] - 1) * (sum(count[, t]) - 1) / sum(count[, t]))
    away <- few * (y[i] - level[j, t]) / total[j, t]
    side <- c(-1, 1)[t]
    z[i, 1] <- moved[j] / 2 * away + side * (middle[j] - sum(share[, t] * middle)) / sum(total[, t])
    z[i, 2] <- side * kept[j] * away + (change[j] - sum(share[, t] * change)) / 2 / sum(total[, t])
  }
  inside <- times[[1]] | times[[2]]
  df <- degrees(design, design[inside, ], settings$df)
  se <- as.vector(SE(svytotal(z, design)))
  rbind(row_of_waves(names(measures)[m], "composition", sum(moved * middle), se[1], sum(inside), df, TRUE),
        row_of_waves(names(measures)[m], "within", sum(kept * change), se[2], sum(inside), df, TRUE))
}

# Changes to a wave of institutions that acted, and of others; each counts once.
acting <- function(result, m, wave, acted, others) {
  rows <- result[result$measure == names(measures)[m] & result$wave == wave, ]
  of <- function(ids) rows$difference[match(ids, rows$institution)]
  both <- t.test(of(acted), of(others))
  row <- function(statistic, found, se, df, tested)
    row_of_waves(names(measures)[m], statistic, found, se, NA, df, tested)
  one <- t.test(of(acted))
  other <- t.test(of(others))
  rbind(row("acted", one$estimate[[1]], one$stderr, one$parameter[[1]], FALSE),
        row("not_acted", other$estimate[[1]], other$stderr, other$parameter[[1]], FALSE),
        row("acted_difference", one$estimate[[1]] - other$estimate[[1]], both$stderr, both$parameter[[1]], TRUE))
}

