# What the numbers of numbers.csv come from, by its column call: statements of index.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
times <- function (a, b) 
(((a%/%half) * b)%%half * half + (a%%half) * b)%%word
both <- function (a, b) 
bitwXor(a%/%half, b%/%half) * half + bitwXor(a%%half, b%%half)
scramble <- function (x) 
{
    x <- (times(x, 747796405) + 2891336453)%%word
    x <- times(both(x%/%2^(x%/%2^28 + 4), x), 277803737)
    both(x%/%2^22, x)
}
bootstrap <- function (h, n, uncovered, replicates, seed) 
{
    drawn <- matrix(0, n, replicates)
    state <- scramble(both(scramble(both(scramble(seed), h)), seq_len(replicates) - 1))
    for (draw in seq_len(n - 1)) {
        unit <- floor(scramble((state + draw)%%word) * n/word) + 1
        drawn[cbind(unit, seq_len(replicates))] <- drawn[cbind(unit, seq_len(replicates))] + 1
    }
    if (n == 1) 
        drawn + 1
    else 1 - sqrt(uncovered) + sqrt(uncovered) * n/(n - 1) * drawn
}
for (h in seq_along(rows_of)) ...
rows_of <- split(seq_along(place), place)
boot <- matrix(0, nrow(d), 500)
boot[rows_of[[h]], ] <- bootstrap(h - 1, length(rows_of[[h]]), 1, 500, 3)
ours <- function (...) 
analyze("index", "s.trig", "--spec", "spec.csv", "--aggregation", aggregation, "--parts", "--disclosure", "none", 
    ...)
answers <- list(`pillar:one` = (d$a - 1) * 25, `pillar:two` = (d$b - 1) * 25, `c:positive` = ifelse(is.na(d$c), 
    NA, d$c > 3) * 1, days = d$days)
place <- rep(seq_along(places), sizes)
jack_means <- lapply(seq_len(nrow(d)), function(k) {
    n <- sizes[place[k]]
    means(replace(ifelse(place == place[k], n/(n - 1), 1), k, 0))
})
boot_means <- lapply(1:500, function(r) means(boot[, r]))
found <- list(boot = ours("--seed", "3"), jkn = ours("--replicates", "jkn"))
found <- analyze("index", "s.trig", "--spec", "spec.csv", "--disclosure", "none", "--replicates", "jkn", "--draws", 
    "8192")
means <- function (weight) 
sapply(answers, function(y) {
    use <- !is.na(y)
    rowsum(weight[use] * y[use], place[use])[, 1]/rowsum(weight[use], place[use])[, 1]
})
for (aggregation in c("arithmetic", "geometric")) ...
together <- function (x, w, aggregation) 
if (aggregation == "arithmetic") as.vector(x %*% w) else as.vector(exp(log(1 + 0.99 * pmax(x, 0)) %*% w))
answered <- sapply(answers, function(y) tapply(!is.na(y), place, sum))
variance_jack <- function (f) 
{
    theta <- sapply(jack_means, f)
    rowSums(sweep((theta - rowMeans(theta))^2, 2, (sizes[place] - 1)/sizes[place], "*"))
}
variance_boot <- function (f) 
apply(sapply(boot_means, f), 1, function(t) sum((t - mean(t))^2)/499)
for (kind in names(found)) ...
places <- sprintf("place%02d", 1:24)
truth <- means(rep(1, nrow(d)))
f <- function (y) 
together(sapply(seq_along(sticks), function(j) sticks[[j]](y[, spec$indicator[j]])), w, aggregation)
sizes <- rep(c(12, 15, 21, 34, 60, 90), 4)
n <- apply(answered[, spec$indicator], 1, min)
t <- qt(0.975, sizes - 1)
se <- sqrt(if (kind == "boot") variance_boot(f) else variance_jack(f))
for (i in seq_along(places)) ...
for (i in seq_along(places)) ...
for (i in 1:3) ...
y <- f(truth)
list(estimate = y[i], se = se[i], ci_low = y[i] - t[i] * se[i], ci_high = y[i] + t[i] * se[i], n = n[i], df = sizes[i] - 
    1)

# ---- 2
sizes <- rep(c(12, 15, 21, 34, 60, 90), 4)
for (aggregation in c("arithmetic", "geometric")) ...
together <- function (x, w, aggregation) 
if (aggregation == "arithmetic") as.vector(x %*% w) else as.vector(exp(log(1 + 0.99 * pmax(x, 0)) %*% w))
place <- rep(seq_along(places), sizes)
answers <- list(`pillar:one` = (d$a - 1) * 25, `pillar:two` = (d$b - 1) * 25, `c:positive` = ifelse(is.na(d$c), 
    NA, d$c > 3) * 1, days = d$days)
f <- function (y) 
together(sapply(seq_along(sticks), function(j) sticks[[j]](y[, spec$indicator[j]])), w, aggregation)
means <- function (weight) 
sapply(answers, function(y) {
    use <- !is.na(y)
    rowsum(weight[use] * y[use], place[use])[, 1]/rowsum(weight[use], place[use])[, 1]
})
below <- function (y, all) 
{
    apart <- outer(y, all, "-")/pmax(outer(abs(y), abs(all), pmax), 1e-300)
    rowSums((apart > 1e-12) + (abs(apart) <= 1e-12)/2)
}
places <- sprintf("place%02d", 1:24)
y <- f(truth)
truth <- means(rep(1, nrow(d)))
yardstick <- function (s, all, how = s$normalisation, own = FALSE) 
{
    low <- if (own || is.na(s$low)) 
        min(all)
    else s$low
    high <- if (own || is.na(s$high)) 
        max(all)
    else s$high
    up <- switch(how, `min-max` = function(y) (y - low)/(high - low) * 100, z = function(y) (y - mean(all))/sd(all), 
        rank = function(y) 100 * (below(y, all) - 0.5)/(length(all) - 1), percentile = function(y) 100 * below(y, 
            all)/length(all), reference = function(y) 100 * y/s$reference, none = function(y) y * if (grepl(":positive", 
            s$indicator)) 100 else 1)
    if (s$direction == "lower") 
        function(y) switch(how, z = 0, reference = 200, 100) - up(y)
    else up
}
for (j in seq_len(nrow(spec))) ...
for (i in seq_along(places)) ...
for (i in seq_along(places)) ...
for (i in 1:3) ...
x <- yardstick(spec[j, ], truth[, spec$indicator[j]])(truth[, spec$indicator[j]])
x <- lapply(1:2, function(a) lapply(seq_along(levels), function(l) sapply(seq_len(nrow(spec)), function(j) {
    how <- rep_len(levels[[l]], nrow(spec))[j]
    y <- truth[, spec$indicator[j]]
    yardstick(spec[j, ], y, if (a == 2 && how == "z") 
        "min-max"
    else how, own = l > 1)(y)
})))
list(estimate = x[i], weight = spec$weight[j]/sum(spec$weight))
