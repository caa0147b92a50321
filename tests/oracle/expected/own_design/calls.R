# What the numbers of numbers.csv come from, by its column call: statements of own_design.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
for (measure in names(measures)) ...
measures <- c(`pillar:voice` = "score", heard = "heard_value", ignored = "ignored_value", asked = "asked_value", 
    years = "years", `heard:positive` = "positive")
clustered <- svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~size, nest = TRUE, data = scored)
korn_graubard <- function (p, se, n, df) 
{
    effective <- (if (p * (1 - p) > 1e-12) 
        p * (1 - p)/se^2
    else n) * min(1, (qt(0.975, n - 1)/qt(0.975, df))^2)
    x <- effective * p
    c(if (p < 1e-12) 0 else qbeta(0.025, x, effective - x + 1), if (p > 1 - 1e-12) 1 else qbeta(0.975, x + 1, effective - 
        x))
}
column <- measures[[measure]]
design <- clustered
attr(design, "has_psu") <- has_psu
theirs <- function (design, inside, column, df_rule) 
{
    data <- design$variables
    member <- inside & !is.na(data[[column]])
    design$variables$y <- ifelse(member, data[[column]], 0)
    part <- subset(design, member)
    mean <- svymean(~y, part, deff = if (mean(weights(design)) > 1.25) 
        TRUE
    else "replace")
    df <- switch(df_rule, r = degf(part), design = degf(design), strata = {
        touched <- data$region %in% data$region[inside]
        units <- if (attr(design, "has_psu")) paste(data$region, data$team) else seq_len(nrow(data))
        length(unique(units[touched])) - length(unique(data$region[touched]))
    })
    interval <- confint(mean, df = df)
    row <- list(estimate = as.vector(coef(mean)), se = as.vector(SE(mean)), n = sum(member), df = df, deff = as.vector(deff(mean)))
    if (column == "positive") 
        interval <- with(row, korn_graubard(estimate, se, n, df))
    bounds <- if (column == "score") 
        c(0, 100)
    else c(-Inf, Inf)
    row$ci_low <- max(interval[1], bounds[1])
    row$ci_high <- min(interval[2], bounds[2])
    row
}
theirs(design, rep(TRUE, nrow(design$variables)), column, df_rule)

# ---- 2
for (measure in names(measures)) ...
measures <- c(`pillar:voice` = "score", heard = "heard_value", ignored = "ignored_value", asked = "asked_value", 
    years = "years", `heard:positive` = "positive")
clustered <- svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~size, nest = TRUE, data = scored)
korn_graubard <- function (p, se, n, df) 
{
    effective <- (if (p * (1 - p) > 1e-12) 
        p * (1 - p)/se^2
    else n) * min(1, (qt(0.975, n - 1)/qt(0.975, df))^2)
    x <- effective * p
    c(if (p < 1e-12) 0 else qbeta(0.025, x, effective - x + 1), if (p > 1 - 1e-12) 1 else qbeta(0.975, x + 1, effective - 
        x))
}
column <- measures[[measure]]
for (sector in by$sector) ...
design <- clustered
attr(design, "has_psu") <- has_psu
theirs <- function (design, inside, column, df_rule) 
{
    data <- design$variables
    member <- inside & !is.na(data[[column]])
    design$variables$y <- ifelse(member, data[[column]], 0)
    part <- subset(design, member)
    mean <- svymean(~y, part, deff = if (mean(weights(design)) > 1.25) 
        TRUE
    else "replace")
    df <- switch(df_rule, r = degf(part), design = degf(design), strata = {
        touched <- data$region %in% data$region[inside]
        units <- if (attr(design, "has_psu")) paste(data$region, data$team) else seq_len(nrow(data))
        length(unique(units[touched])) - length(unique(data$region[touched]))
    })
    interval <- confint(mean, df = df)
    row <- list(estimate = as.vector(coef(mean)), se = as.vector(SE(mean)), n = sum(member), df = df, deff = as.vector(deff(mean)))
    if (column == "positive") 
        interval <- with(row, korn_graubard(estimate, se, n, df))
    bounds <- if (column == "score") 
        c(0, 100)
    else c(-Inf, Inf)
    row$ci_low <- max(interval[1], bounds[1])
    row$ci_high <- min(interval[2], bounds[2])
    row
}
row <- theirs(design, design$variables$sector %in% sector, column, df_rule)
row
