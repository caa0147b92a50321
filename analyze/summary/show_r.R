
# Rows and what ties them. A row's estimate as a function of the weights [w] of those who answered, of their answers
# [y] and, where it is of two measures, [x].
away <- function(w, y) if (all(y == y[1])) 0 * y else y - sum(w * y) / sum(w)
square <- function(w, x, y) sum(w * away(w, x) * away(w, y)) / sum(w)
value <- list(
  mean = function(w, y, x) sum(w * y) / sum(w),
  total = function(w, y, x) sum(w * y),
  ratio = function(w, y, x) sum(w * y) / sum(w * x),
  variance = function(w, y, x) length(y) / (length(y) - 1) * square(w, y, y),
  sd = function(w, y, x) sqrt(value$variance(w, y, x)),
  correlation = function(w, y, x) square(w, y, x) / sqrt(square(w, y, y) * square(w, x, x)))

# How it changes with each weight (influence values): the errors of estimates are those of totals of these.
influence <- list(
  mean = function(w, y, x) away(w, y) / sum(w),
  total = function(w, y, x) y,
  ratio = function(w, y, x) (y - value$ratio(w, y, x) * x) / sum(w * x),
  variance = function(w, y, x) (length(y) / (length(y) - 1) * away(w, y)^2 - value$variance(w, y, x)) / sum(w),
  sd = function(w, y, x) {
    sd <- value$sd(w, y, x)
    if (sd > 0) influence$variance(w, y, x) / (2 * sd) else 0 * y
  },
  correlation = function(w, y, x) {
    y <- away(w, y) / sqrt(square(w, y, y))
    x <- away(w, x) / sqrt(square(w, x, x))
    (y * x - value$correlation(w, y, x) * (y^2 + x^2) / 2) / sum(w)
  })

# Row [i] of the result: places one after another, each with all that is estimated of it.
row_at <- function(i) {
  row <- planned[[(i - 1) %% length(planned) + 1]]
  row$y <- measures[[row$first]]
  row$x <- measures[[row$second]]
  row$people <- places[[(i - 1) %/% length(planned) + 1]] & !is.na(row$y) & !is.na(row$x) &
    weights(design, "sampling") > 0
  row
}
of_people <- function(what, row, w) what[[row$statistic]](w[row$people], row$y[row$people], row$x[row$people])

# The estimates of rows with their covariances, as svymean has them.
tie <- function(rows, w = weights(design, "sampling")) {
  found <- vapply(rows, function(row) of_people(value, row, w), 0)
  used <- Reduce(`|`, lapply(rows, function(row) row$people))
  if (inherits(design, "svyrep.design")) {
    theta <- withReplicates(design, function(w, d) vapply(rows, function(row) of_people(value, row, w), 0),
                            return.replicates = TRUE)$replicates
    theta[!is.finite(theta)] <- NA  # nobody there in that replicate
    v <- svrVar(as.matrix(theta), design$scale, design$rscales, "na.omit", design$mse, found)
  } else {
    design$variables$.z <- sapply(rows, function(row) replace(numeric(nrow(design)), row$people, of_people(influence, row, w)))
    v <- vcov(svytotal(~.z, design[used, ]))
  }
  structure(found, names = seq_along(rows), var = as.matrix(v), used = used, class = "svystat")
}

# A linear combination of rows of the result.
contrast_of <- function(labels, at, k) {
  tied <- tie(lapply(at, row_at))
  found <- svycontrast(tied, k)
  part <- design[attr(tied, "used"), ]
  df <- degrees(design, part, settings$df)
  estimate <- as.vector(coef(found))
  se <- as.vector(SE(found))
  t <- if (df >= 1) qt((1 + settings$level) / 2, df) else NA
  data.frame(labels, estimate = estimate, se = se, ci_low = estimate - t * se, ci_high = estimate + t * se,
             n = sum(attr(tied, "used")), deff = NA, df = df, p = 2 * pt(-abs(estimate / se), df),
             check.names = FALSE)
}

# The covariances of each two of the rows [at], in their order. Where lonely units stand for the average of the
# others, these are the others of the two rows' own strata.
covariances_of <- function(at) {
  rows <- lapply(at, row_at)
  pairwise <- getOption("survey.lonely.psu") == "average" || inherits(design, "svyrep.design")
  v <- if (pairwise) outer(seq_along(at), seq_along(at), Vectorize(function(i, j) {
    attr(tie(rows[c(i, j)]), "var")[1, 2]
  })) else attr(tie(rows), "var")
  data.frame(row = rep(at, length(at)), with = rep(at, each = length(at)), covariance = as.vector(v))
}
