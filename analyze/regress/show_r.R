
# Rows of coefficients b with covariance v; ratio: their exponentials.
coefficients_of <- function(labels, b, v, df, level, ratio) {
  se <- sqrt(diag(as.matrix(v)))
  half <- (if (df >= 1) qt((1 + level) / 2, df) else NA) * se
  p <- if (df >= 1) 2 * pt(-abs(b / se), df) else NA
  shown <- if (ratio) exp else identity
  data.frame(labels, estimate = shown(b), se = if (ratio) exp(b) * se else se, ci_low = shown(b - half),
             ci_high = shown(b + half), t = b / se, df_term = NA, df = df, p = p, row.names = NULL)
}

# A row a term: Wald's F.
tests_of <- function(fit, terms, df) {
  do.call(rbind, lapply(names(terms), function(name) {
    test <- tryCatch(regTermTest(fit, terms[[name]], df = df), error = function(e) NULL)  # singular: no test
    if (is.null(test)) return(NULL)
    data.frame(term = name, level = "", statistic = "wald_f", estimate = as.vector(test$Ftest), se = NA, ci_low = NA,
               ci_high = NA, t = NA, df_term = test$df, df = df, p = if (df >= 1) as.vector(test$p) else NA)
  }))
}

# The same where regTermTest would look for the design elsewhere.
ordinal_tests_of <- function(fit, terms, labels, df) {
  do.call(rbind, lapply(names(terms), function(name) {
    tested <- which(labels$term == name)
    b <- fit$coefficients[tested]
    f <- as.vector(b %*% solve(vcov(fit)[tested, tested], b)) / length(b)
    data.frame(term = name, level = "", statistic = "wald_f", estimate = f, se = NA, ci_low = NA, ci_high = NA, t = NA,
               df_term = length(b), df = df, p = if (df >= 1) pf(f, length(b), df, lower.tail = FALSE) else NA)
  }))
}

model_of <- function(statistic, value) {
  data.frame(term = "(Model)", level = "", statistic = statistic, estimate = value, se = NA, ci_low = NA, ci_high = NA,
             t = NA, df_term = NA, df = NA, p = NA)
}

# The variance of Pearson's residuals; summary of a fit with replicate weights has another number by that name.
dispersion_of <- function(fit) {
  if (!inherits(fit, "svrepglm")) return(as.vector(summary(fit)$dispersion))
  e <- (fit$y - fitted(fit)) / sqrt(fit$family$variance(fitted(fit)))
  as.vector(coef(svyvar(~.e, update(fit$survey.design, .e = e))))
}

fit_glm <- function(formula, part, family, labels, terms, df, settings, ratio) {
  fit <- svyglm(formula, design = part, family = family, control = list(epsilon = 1e-10, maxit = 60))
  estimated <- !is.na(coef(fit, na.rm = FALSE))
  start <- ifelse(estimated, coef(fit, na.rm = FALSE), 0)  # errors are of the step before the last: once more
  fit <- svyglm(formula, design = part, family = family, start = start, control = list(epsilon = 1e-10, maxit = 60))
  df <- df + 1 - sum(estimated)
  result <- rbind(coefficients_of(labels[estimated, ], coef(fit), vcov(fit), df, settings$level, ratio),
                  tests_of(fit, terms, df))
  if (family$family == "gaussian")
    return(rbind(result, model_of("r_squared", 1 - fit$deviance / fit$null.deviance),
                 model_of("dispersion", dispersion_of(fit))))
  result <- rbind(result, model_of("r_squared_cox_snell", psrsq(fit)),
                  model_of("r_squared_nagelkerke", suppressWarnings(psrsq(fit, "Nagelkerke"))))
  if (family$family == "quasipoisson")
    result <- rbind(result, model_of("dispersion", dispersion_of(fit)))
  result
}

fit_ordinal <- function(formula, part, labels, terms, df, settings, ratio) {
  part$variables <- part$variables[all.vars(formula)]  # svyolr would take a column w for its weights
  # A part of a calibrated design keeps everybody, those outside without weight; svyolr wants their answers too.
  outside <- weights(part, "sampling") == 0
  for (name in all.vars(formula)) part$variables[outside, name] <- part$variables[which(!outside)[1], name]
  # Steps of derivatives that suit predictors on 0 to 100 as well.
  fit <- svyolr(formula, design = part, control = list(reltol = 1e-15, maxit = 2000, ndeps = rep(1e-5, nrow(labels))))
  df <- df - length(fit$coefficients)
  slopes <- seq_along(fit$coefficients)
  shares <- as.vector(coef(svymean(~.y, part)))
  null <- -2 * sum(shares * log(shares))
  deviance <- fit$deviance / nrow(part)
  rbind(coefficients_of(labels[slopes, ], fit$coefficients, vcov(fit)[slopes, slopes], df, settings$level, ratio),
        coefficients_of(labels[-slopes, ], fit$zeta, vcov(fit)[-slopes, -slopes], df, settings$level, FALSE),
        ordinal_tests_of(fit, terms, labels, df),
        model_of("r_squared_cox_snell", 1 - exp(deviance - null)),
        model_of("r_squared_nagelkerke", (1 - exp(deviance - null)) / (1 - exp(-null))))
}

# A random intercept. lmer's steps end where the criterion is flat to five digits of the variance; the least is then
# found to more. The interval of icc is where the profiled criterion rises by a chi-square quantile.
fit_random <- function(formula, data, labels, groups, settings) {
  fit <- lme4::lmer(formula, data = data, REML = TRUE)
  parts <- lme4::lFormula(formula, data, REML = TRUE)
  criterion <- do.call(lme4::mkLmerDevfun, parts)
  theta <- unname(lme4::getME(fit, "theta"))
  if (theta > 0) theta <- optimize(criterion, theta * c(0.9, 1.1), tol = 1e-10)$minimum
  least <- criterion(theta)
  fit <- lme4::mkMerMod(environment(criterion), list(par = theta, fval = least, conv = 0), parts$reTrms, fr = parts$fr)
  above <- function(t) criterion(t) - least - qchisq(settings$level, 1)
  root <- function(from, to) uniroot(above, c(from, to), tol = 1e-12)$root
  low <- if (above(0) < 0) 0 else root(0, theta)
  high <- root(theta, 1000)
  criterion(theta)
  icc <- function(t) t^2 / (1 + t^2)
  q <- qnorm((1 + settings$level) / 2)
  row <- function(term, level, statistic, estimate, se, low, high)
    data.frame(term = term, level = level, statistic = statistic, estimate = estimate, se = se, ci_low = low,
               ci_high = high)
  b <- lme4::fixef(fit)
  se <- unname(sqrt(diag(as.matrix(vcov(fit)))))
  u <- lme4::ranef(fit, condVar = TRUE)$.g
  u_se <- sqrt(as.vector(attr(u, "postVar")))
  variances <- as.data.frame(lme4::VarCorr(fit))$vcov
  rbind(row(labels$term, labels$level, labels$statistic, unname(b), se, unname(b) - q * se, unname(b) + q * se),
        row(groups, "", "variance", variances[1], NA, NA, NA), row("(Residual)", "", "variance", variances[2], NA, NA, NA),
        row("(Model)", "", "icc", icc(theta), NA, icc(low), icc(high)),
        row(groups, rownames(u), "blup", u[[1]], u_se, u[[1]] - q * u_se, u[[1]] + q * u_se))
}
