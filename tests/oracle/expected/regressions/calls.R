# What the numbers of numbers.csv come from, by its column call: statements of regressions.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
strat_design <- svydesign(ids = ~1, strata = ~stratum, weights = ~pw, fpc = ~fpc, data = strat)
references <- references[intersect(names(references), all.vars(formula))]
formula <- api00 ~ ell + meals + mobility
design <- strat_design
part_for <- function (design, formula, references) 
{
    used <- complete.cases(design$variables[all.vars(formula)])
    part <- design[used, ]
    for (name in names(references)) part$variables[[name]] <- relevel(factor(as.character(part$variables[[name]])), 
        references[[name]])
    part
}
part <- part_for(design, formula, references)
for (i in seq_len(nrow(rows))) ...
coefficient_name <- function (term, level, data) 
{
    if (term == "(Intercept)") 
        return(term)
    parts <- strsplit(term, ":", fixed = TRUE)[[1]]
    levels <- strsplit(level, ":", fixed = TRUE)[[1]]
    factors <- vapply(parts, function(part) is.factor(data[[part]]), TRUE)
    parts[factors] <- paste0(parts[factors], levels)
    paste(parts, collapse = ":")
}
coefficient <- coefficient_name(rows$term[i], rows$level[i], part$variables)
half <- if (df >= 1) qt(0.975, df) * se else NA
se <- se[[coefficient]]
b <- b[[coefficient]]
numbers <- list(estimate = b, se = se)
numbers <- c(numbers, ci_low = b - half, ci_high = b + half, t = b/se, p = 2 * pt(-abs(b/se), df), df = df)
numbers

# ---- 2
strat_design <- svydesign(ids = ~1, strata = ~stratum, weights = ~pw, fpc = ~fpc, data = strat)
references <- references[intersect(names(references), all.vars(formula))]
design <- strat_design
part_for <- function (design, formula, references) 
{
    used <- complete.cases(design$variables[all.vars(formula)])
    part <- design[used, ]
    for (name in names(references)) part$variables[[name]] <- relevel(factor(as.character(part$variables[[name]])), 
        references[[name]])
    part
}
family <- gaussian()
formula <- api00 ~ ell + meals + mobility
fit_twice <- function (formula, part, family) 
{
    if (inherits(part, "svyrep.design")) 
        return(tryCatch(suppressWarnings({
            svyglm(formula, part, family = family, control = list(epsilon = 1e-08, maxit = 60))
            svyglm(formula, part, family = family, control = list(epsilon = 1e-13, maxit = 60))
        }), error = function(e) NULL))
    fit <- svyglm(formula, part, family = family, control = list(epsilon = 1e-08, maxit = 60))
    start <- coef(fit, na.rm = FALSE)
    start[is.na(start)] <- 0
    svyglm(formula, part, family = family, start = start, control = list(epsilon = 1e-08, maxit = 60))
}
b <- coef(fit, na.rm = FALSE)
part <- part_for(design, formula, references)
for (term in attr(terms(formula), "term.labels")) ...
fit <- fit_twice(formula, part, family)
df <- degf(part) + 1 - sum(!is.na(b))
test <- tryCatch(regTermTest(fit, as.formula(paste("~", term)), df = df), error = function(e) NULL)
list(estimate = as.vector(test$Ftest), p = as.vector(test$p), df_term = test$df)

# ---- 3
strat_design <- svydesign(ids = ~1, strata = ~stratum, weights = ~pw, fpc = ~fpc, data = strat)
references <- references[intersect(names(references), all.vars(formula))]
design <- strat_design
part_for <- function (design, formula, references) 
{
    used <- complete.cases(design$variables[all.vars(formula)])
    part <- design[used, ]
    for (name in names(references)) part$variables[[name]] <- relevel(factor(as.character(part$variables[[name]])), 
        references[[name]])
    part
}
family <- gaussian()
part <- part_for(design, formula, references)
formula <- api00 ~ ell + meals + mobility
fit_twice <- function (formula, part, family) 
{
    if (inherits(part, "svyrep.design")) 
        return(tryCatch(suppressWarnings({
            svyglm(formula, part, family = family, control = list(epsilon = 1e-08, maxit = 60))
            svyglm(formula, part, family = family, control = list(epsilon = 1e-13, maxit = 60))
        }), error = function(e) NULL))
    fit <- svyglm(formula, part, family = family, control = list(epsilon = 1e-08, maxit = 60))
    start <- coef(fit, na.rm = FALSE)
    start[is.na(start)] <- 0
    svyglm(formula, part, family = family, start = start, control = list(epsilon = 1e-08, maxit = 60))
}
fit <- fit_twice(formula, part, family)
explained <- 1 - fit$deviance/fit$null.deviance
list(estimate = explained)

# ---- 4
references <- references[intersect(names(references), all.vars(formula))]
part_for <- function (design, formula, references) 
{
    used <- complete.cases(design$variables[all.vars(formula)])
    part <- design[used, ]
    for (name in names(references)) part$variables[[name]] <- relevel(factor(as.character(part$variables[[name]])), 
        references[[name]])
    part
}
part <- part_for(design, formula, references)
fit_twice <- function (formula, part, family) 
{
    if (inherits(part, "svyrep.design")) 
        return(tryCatch(suppressWarnings({
            svyglm(formula, part, family = family, control = list(epsilon = 1e-08, maxit = 60))
            svyglm(formula, part, family = family, control = list(epsilon = 1e-13, maxit = 60))
        }), error = function(e) NULL))
    fit <- svyglm(formula, part, family = family, control = list(epsilon = 1e-08, maxit = 60))
    start <- coef(fit, na.rm = FALSE)
    start[is.na(start)] <- 0
    svyglm(formula, part, family = family, start = start, control = list(epsilon = 1e-08, maxit = 60))
}
fit <- fit_twice(formula, part, family)
list(estimate = as.vector(psrsq(fit)))
