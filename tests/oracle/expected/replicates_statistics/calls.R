# What the numbers of numbers.csv come from, by its column call: statements of replicates_statistics.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
for (measure in names(measures)) ...
for (statistic in statistics) ...
theirs[[statistic]](design, inside, measures[[measure]])

# ---- 2
for (name in names(pairs)) ...
statistic <- if (grepl("~", name)) "correlation" else "ratio"
theirs[[statistic]](design, inside, pairs[[name]])

# ---- 3
for (j in 1:3) ...
for (i in 1:3) ...
list(covariance = vcov(by)[i, j])

# ---- 4
for (contrast in list(list("a - b", c(a = 1, b = -1)), list("a + b - 2*c", c(a = 1, b = 1, c = -2)))) ...
found <- svycontrast(by, contrast[[2]])
list(estimate = as.vector(coef(found)), se = as.vector(SE(found)))

# ---- 5
weighs <- function (design) 
weights(design, "sampling") > 0
columns <- c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age")
described <- function (part, estimate, se, interval = t_limits(estimate, se, degrees_of(part)), deff = NULL) 
{
    row <- list(estimate = estimate, se = se, ci_low = interval[1], ci_high = interval[2], n = sum(weighs(part)), 
        df = degrees_of(part))
    if (!is.null(deff)) 
        row$deff <- deff
    row
}
degrees_of <- function (part) 
degf(part)
rule_of <- function (qrule) 
function(x, w, p) {
    rule <- get(paste0("qrule_", qrule), asNamespace("survey"))
    if (qrule %in% paste0("hf", 5:9)) 
        return(rule(x, w, p))
    at <- order(x)[w[order(x)] > 0]
    x <- x[at]
    w <- w[at]
    rounded <- function(share) round(share * 2^40)/2^40
    share <- rounded(cumsum(w)/sum(w))
    if (rounded(p) < max(share[x == x[1]])) 
        x[1]
    else rule(x, diff(c(0, share)), rounded(p))
}
answered <- function (design, inside, columns) 
{
    inside <- inside %in% TRUE
    for (column in columns) inside <- inside & !is.na(design$variables[[column]])
    for (column in columns) design$variables[[column]] <- ifelse(inside, design$variables[[column]], 0)
    design[inside, ]
}
for (statistic in c("median", "p75")) ...
quantile_of <- function (p, qrule = "math", interval = "mean") 
function(design, inside, column) {
    part <- answered(design, inside, column)
    q <- suppressWarnings(svyquantile(as.formula(paste0("~", column)), part, p, qrule = rule_of(qrule), interval.type = interval, 
        df = degrees_of(part)))
    row <- as.list(q[[1]][1:4])
    found <- described(part, row[[1]], row[[4]], c(row[[2]], row[[3]]))
    if (qrule == "hf4" && is.nan(row[[4]])) 
        found[c("se", "ci_low", "ci_high")] <- NULL
    found
}
quantile_of(if (statistic == "median") 0.5 else 0.75, interval = "quantile")(design, TRUE, "y")

# ---- 6
as.list(theirs[c("estimate", "se", "ci_low", "ci_high", "n", "df")])
