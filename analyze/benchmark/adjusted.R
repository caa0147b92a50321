# The values that do not stand by themselves, and missing ones, as one.
together <- function(x, standing) ifelse(x %in% standing, x, "taken together")

# What everybody scores in each row's cell, how each row pulls at the benchmark of the rows [k] and the
# pooled variance of answers: by cells, or by the main effects of [mix].
by_cells <- function(y, w, k, ok, behind, mix, means) {
  cell <- interaction(mix, drop = TRUE)
  total <- function(x) ave(x, cell, FUN = sum)
  n <- total(1 * ok)
  all <- total(w * ok)
  mean_of <- function(rows) total(w * rows * y) / total(w * rows)
  v <- total(w * ok * (y - mean_of(ok))^2) / all * (if (means) n / pmax(1, n - 1) else 1)
  list(mu = mean_of(behind), pull = total(w * k) / sum(w * k) / total(w * behind), v = v,
       df = sum(tapply(n - 1, cell, max)[tapply(k, cell, any)]), counts = total(1 * k) > 0)
}
by_main_effects <- function(y, w, k, ok, mix, means) {
  mix <- as.data.frame(lapply(mix, factor), col.names = paste0("x", seq_along(mix)))
  mix <- mix[vapply(mix, function(x) length(unique(x[ok])) > 1, NA)]
  family <- if (means) gaussian() else quasibinomial()
  fit <- glm(y ~ ., family, cbind(y = y, mix)[ok, ], weights = w[ok],
             control = glm.control(epsilon = 1e-14, maxit = 100))
  x <- model.matrix(fit)[, !is.na(coef(fit))]
  slope <- if (means) rep(1, sum(ok)) else fitted(fit) * (1 - fitted(fit))
  g <- colSums(x * (w * k)[ok] * slope) / sum(w * k)
  found <- list(mu = numeric(length(y)), pull = numeric(length(y)), v = numeric(length(y)))
  found$mu[ok] <- fitted(fit)
  found$pull[ok] <- x %*% solve(crossprod(x, x * w[ok] * slope), g)
  found$df <- sum(ok) - ncol(x)
  residual <- sum(w[ok] * (y[ok] - fitted(fit))^2) / sum(w[ok]) * sum(ok) / found$df
  found$v[ok] <- if (means) residual else slope
  found$counts <- ok
  found
}

# One row: measure [m] over the rows [own] beside what the rows [at] would score with the same [mix], a
# list of factors: one of cells, or those of a model.
adjusted <- function(design, own, at, mix, m, settings, by_model = FALSE, out = FALSE) {
  row <- estimate(design, own, m, settings)
  w <- weights(design)
  ok <- at & !is.na(measures[[m]]) & w > 0
  y <- ifelse(ok, measures[[m]], 0)
  w <- ifelse(ok, w, 0)
  k <- own & ok
  behind <- if (out) ok & !own else ok
  means <- !settings$share[m]
  found <- if (by_model) by_main_effects(y, w, k, ok, mix, means) else by_cells(y, w, k, ok, behind, mix, means)
  row$benchmark <- sum((w * found$mu)[k]) / sum(w[k])
  row$difference <- row$estimate - row$benchmark
  a <- k / sum(w[k]) - ifelse(behind, found$pull, 0)
  inner <- interaction(c(mix, list(own)), drop = TRUE)
  centre <- ave(w * y, inner, FUN = sum) / ave(w, inner, FUN = sum)
  open <- if (is.null(design$fpc$popsize)) 1 else 1 - design$fpc$sampsize[, 1] / design$fpc$popsize[, 1]
  if (settings$declared) {
    design$variables$.z <- ifelse(ok, a * y - k * centre / sum(w[k]) + ifelse(behind, found$pull, 0) * found$mu, 0)
    row$difference_se <- as.vector(SE(svytotal(~.z, design)))
    row$difference_df <- degrees(design, design[ok & (k | found$pull != 0), ], settings$df)
  } else if (settings$pooled) {
    row$difference_se <- sqrt(sum((open * w^2 * a^2 * found$v)[ok]))
    row$difference_df <- if (means) found$df else NA
  } else {
    place <- interaction(c(mix, list(d$institution)), drop = TRUE)
    own_mean <- ave(w * y, place, FUN = sum) / ave(w, place, FUN = sum)
    residual <- y - if (by_model) found$mu else own_mean
    row$difference_se <- sqrt(sum((open * w^2 * a^2 * residual^2)[ok]))
    row$difference_df <- NA
  }
  df <- if (is.na(row$difference_df)) Inf else row$difference_df
  t <- qt((1 + settings$level) / 2, df)
  row$difference_low <- row$difference - t * row$difference_se
  row$difference_high <- row$difference + t * row$difference_se
  row$z <- row$difference / row$difference_se
  row$p <- 2 * pt(-abs(row$z), df)
  rest <- ok & !own & found$pull != 0
  sides <- lapply(list(k, rest), function(rows) list(y = y[rows], w = w[rows]))
  row$effect_size <- effect(row$difference, row$benchmark, sides[[1]], sides[[2]], settings$share[m])
  row$own_share <- if (out) 0 else sum(abs(found$pull * w)[k]) / sum(abs(found$pull * w)[ok])
  row
}

