library(psych)

# Answers into numbers. NA: no answer that counts.
coded <- function(x, codes, values) values[match(x, codes)]
line <- function(x, offset, factor) offset + factor * as.numeric(x)
average <- function(items, least) NULL  # not needed here

row_of <- function(measure, statistic, estimate, ..., with = "") {
  row <- data.frame(measure = measure, with = with, statistic = statistic, estimate = estimate, se = NA, ci_low = NA,
                    ci_high = NA, n = NA, df = NA, p = NA)
  more <- list(...)
  row[names(more)] <- more
  row
}

labelled <- function(rows, ...) if (!is.null(rows)) data.frame(check.names = FALSE, ..., rows)

# One pillar: the items of those of [rows] who answered all of them.
scale_rows <- function(names, pillar, rows, settings) {
  items <- as.data.frame(measures[names], check.names = FALSE, col.names = names)
  inside <- rows & stats::complete.cases(items) & weight > 0
  x <- as.matrix(items[inside, ])
  w <- weight[inside]
  n <- length(w)
  people <- sum(w)^2 / sum(w^2)
  if (n < 2) return(NULL)
  covariance <- cov.wt(x, w / sum(w), method = "ML")$cov
  found <- list(alpha = alpha_rows, omega = omega_rows, kmo = kmo_rows, parallel = parallel_rows)[settings$methods]
  found <- lapply(Filter(Negate(is.null), found),
                  function(rows_of) rows_of(names, pillar, covariance, n, people, settings$level))
  if ("correlation" %in% settings$methods)
    found$pairs <- pair_rows(names, as.matrix(items), if (settings$pairwise) rows & weight > 0 else inside,
                             settings$level)
  if ("polychoric" %in% settings$methods)
    found$poly <- polychoric_rows(names, pillar, as.matrix(items), inside, settings$correct)
  do.call(rbind, unname(found))
}

alpha_rows <- function(names, pillar, covariance, n, people, level) {
  found <- suppressMessages(alpha(covariance, check.keys = FALSE, warnings = FALSE))
  interval <- alpha.ci(found$total$raw_alpha, people, length(names), p.val = 1 - level)
  dropped <- if (length(names) > 2) found$alpha.drop$raw_alpha else NA
  rbind(row_of(pillar, c("alpha", "inter_item"), c(found$total$raw_alpha, found$total$average_r),
               ci_low = c(interval$lower.ci, NA), ci_high = c(interval$upper.ci, NA), n = n),
        row_of(names, "item_rest", found$item.stats$r.drop, n = n),
        row_of(names, "alpha_if_dropped", dropped, n = n))
}

# One factor by maximum likelihood; the total omega, as omega() has it, of the items in their own units.
omega_rows <- function(names, pillar, covariance, n, people, level) {
  if (length(names) < 3) return(row_of(c(pillar, names), c("omega", rep("loading", length(names))), NA, n = n))
  fit <- factanal(covmat = covariance, factors = 1, n.obs = n, rotation = "none",
                  control = list(nstart = 10, opt = list(factr = 10, maxit = 10000)))
  loading <- as.vector(fit$loadings) * sign(sum(fit$loadings))
  l <- loading * sqrt(diag(covariance))
  u <- fit$uniquenesses * diag(covariance)
  all <- sum(covariance)
  omega <- 1 - sum(u) / all
  # Delta method: what the score equations make of the derivative by the covariances.
  W <- solve(l %o% l + diag(u))
  direction <- c(lapply(seq_along(l), function(a) outer(seq_along(l) == a, l) + outer(l, seq_along(l) == a)),
                 lapply(seq_along(l), function(a) diag(as.numeric(seq_along(l) == a))))
  half <- lapply(direction, function(D) W %*% D)
  information <- outer(seq_along(half), seq_along(half),
                       Vectorize(function(a, b) sum(diag(half[[a]] %*% half[[b]])) / 2))
  c <- solve(information, rep(0:1, each = length(l)))
  X <- Reduce(`+`, Map(`*`, c, direction))
  G <- sum(u) / all^2 - W %*% X %*% W / (2 * all)
  se <- sqrt(2 * sum(diag(G %*% covariance %*% G %*% covariance)) / people)
  bounded <- any(fit$uniquenesses <= 0.005 * (1 + 1e-6))
  interval <- plogis(qlogis(omega) + c(-1, 1) * qnorm((1 + level) / 2) * se / (omega * (1 - omega)))
  if (bounded) se <- interval[1:2] <- NA
  rbind(row_of(pillar, "omega", omega, se = se, ci_low = interval[1], ci_high = interval[2], n = n),
        row_of(names, "loading", loading, n = n))
}

kmo_rows <- function(names, pillar, covariance, n, people, level) {
  found <- KMO(cov2cor(covariance))
  test <- cortest.bartlett(cov2cor(covariance), people)
  rbind(row_of(pillar, "kmo", found$MSA, n = n), row_of(names, "kmo", unname(found$MSAi), n = n),
        row_of(pillar, "bartlett", test$chisq, df = test$df, p = test$p.value, n = n))
}

# The eigenvalues of the data; benchmarks are random: fa.parallel(x, n.iter = 1000) draws others.
parallel_rows <- function(names, pillar, covariance, n, people, level) {
  correlation <- cov2cor(covariance)
  at <- seq_along(names)
  factors <- rep(NA, length(names))
  if (length(names) > 2) {
    # fa(correlation, 1, fm = "minres") stops at 1e-4; its own criterion, further
    lower <- lower.tri(correlation)
    misfit <- function(l) sum((correlation - l %o% l)[lower]^2)
    slope <- function(l) { R <- correlation - l %o% l; diag(R) <- 0; as.vector(-2 * R %*% l) }
    start <- as.vector(suppressMessages(suppressWarnings(fa(correlation, 1, fm = "minres")))$loadings)
    l <- optim(start, misfit, slope, method = "L-BFGS-B", lower = -sqrt(0.995), upper = sqrt(0.995),
               control = list(factr = 1e-3, pgtol = 0, maxit = 10000))$par
    diag(correlation) <- l^2
    factors <- eigen(correlation)$values
  }
  rbind(row_of(pillar, "eigenvalue", eigen(cov2cor(covariance))$values, with = paste("component", at), n = n),
        row_of(pillar, "factor_eigenvalue", factors, with = paste("factor", at), n = n))
}

pair_rows <- function(names, items, rows, level) {
  pairs <- utils::combn(length(names), 2)
  do.call(rbind, apply(pairs, 2, function(p) {
    both <- rows & stats::complete.cases(items[, p])
    w <- weight[both]
    r <- cov.wt(items[both, p], w / sum(w), cor = TRUE)$cor[1, 2]
    people <- sum(w)^2 / sum(w^2)
    interval <- if (people > 3) tanh(atanh(r) + c(-1, 1) * qnorm((1 + level) / 2) / sqrt(people - 3)) else c(NA, NA)
    row_of(names[p[1]], "correlation", r, with = names[p[2]], ci_low = interval[1], ci_high = interval[2],
           n = sum(both))
  }, simplify = FALSE))
}

# As polychoric(items, global = FALSE, correct = , weight = ), whose optimiser stops at 1e-4; its own likelihood,
# further.
polychoric_of <- function(tab, correct) {
  tab <- tab[rowSums(tab) > 0, colSums(tab) > 0, drop = FALSE]
  if (min(dim(tab)) < 2) return(NA)
  total <- sum(tab)
  tab[tab == 0] <- correct
  tab <- tab / total
  cuts <- function(sums) qnorm(pmin(cumsum(sums)[-length(sums)], 1))
  optimize(psych:::polyF, c(-1, 1), rc = cuts(rowSums(tab)), cc = cuts(colSums(tab)), tab = tab, tol = 1e-10)$minimum
}

polychoric_rows <- function(names, pillar, items, inside, correct) {
  n <- sum(inside)
  correlation <- diag(length(names))
  rows <- list()
  for (a in seq_along(names)) for (b in seq_along(names)) if (a < b) {
    tab <- as.matrix(xtabs(w ~ a + b, data.frame(w = weight[inside], a = items[inside, a], b = items[inside, b])))
    rho <- polychoric_of(unclass(tab), correct)
    correlation[a, b] <- correlation[b, a] <- rho
    rows[[length(rows) + 1]] <- row_of(names[a], "polychoric", rho, with = names[b], n = n)
  }
  k <- length(names)
  rbind(do.call(rbind, rows), row_of(pillar, "ordinal_alpha", k / (k - 1) * (1 - k / sum(correlation)), n = n))
}
