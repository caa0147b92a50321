# What the numbers of numbers.csv come from, by its column call: statements of trends.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
shared <- function (d, z1, rows1, z2, rows2) 
{
    u1 <- ifelse(d$wave %in% unique(d$wave[rows1]), centred(d, z1), 0)
    u2 <- ifelse(d$wave %in% unique(d$wave[rows2]), centred(d, z2), 0)
    one <- tapply(u1, d$who, sum)
    two <- tapply(u2, d$who, sum)
    sum(one * two)
}
measures <- c("a", "a:positive", "days", "pillar:p")
centred <- function (d, z) 
{
    n <- ave(rep(1, nrow(d)), d$stratum, FUN = sum)
    sqrt(n/(n - 1)) * (z - ave(z, d$stratum))
}
variance <- sum(centred(d, after$z)^2) + sum(centred(d, before$z)^2) - 2 * shared(d, before$z, d$wave == names(times)[at - 
    1], after$z, d$wave == names(times)[at])
weight <- if (weighted) d$w else rep(1, nrow(d))
for (at in 2:length(times)) ...
times <- c(`2012` = 2012, `2015` = 2015, `2018` = 2018, `2021` = 2021, `2024` = 2024.5)
for (category in unique(own)) ...
own <- rep("all", nrow(d))
for (measure in measures) ...
influence <- function (d, measure, rows, weight) 
{
    ok <- rows & !is.na(d[[measure]])
    mean <- sum((weight * d[[measure]])[ok])/sum(weight[ok])
    z <- rep(0, nrow(d))
    z[ok] <- (weight * (d[[measure]] - mean))[ok]/sum(weight[ok])
    list(mean = mean, z = z, n = sum(ok), ok = ok)
}
se <- sqrt(variance)
se <- sqrt(sum(centred(d, after$z)^2) + sum(centred(d, before$z)^2))
before <- influence(d, measure, own == category & d$wave == names(times)[at - 1], weight)
after <- influence(d, measure, own == category & d$wave == names(times)[at], weight)
list(estimate = after$mean, benchmark = before$mean, difference = after$mean - before$mean, difference_se = se, 
    z = (after$mean - before$mean)/se, detectable = (qt(0.975, number(row$difference_df)) + qt(0.8, number(row$difference_df))) * 
        se)

# ---- 2
centre <- weighted.mean(x[ok], weight[ok])
centred <- function (d, z) 
{
    n <- ave(rep(1, nrow(d)), d$stratum, FUN = sum)
    sqrt(n/(n - 1)) * (z - ave(z, d$stratum))
}
times <- c(`2012` = 2012, `2015` = 2015, `2018` = 2018, `2021` = 2021, `2024` = 2024.5)
measures <- c("a", "a:positive", "days", "pillar:p")
for (category in unique(own)) ...
own <- rep("all", nrow(d))
z <- rep(0, nrow(d))
z[ok] <- weight[ok] * (x[ok] - centre) * residuals(fit)/sum(weight[ok] * (x[ok] - centre)^2)
for (pair in combn(names(times), 2, simplify = FALSE)) ...
shared <- function (d, z1, rows1, z2, rows2) 
{
    u1 <- ifelse(d$wave %in% unique(d$wave[rows1]), centred(d, z1), 0)
    u2 <- ifelse(d$wave %in% unique(d$wave[rows2]), centred(d, z2), 0)
    one <- tapply(u1, d$who, sum)
    two <- tapply(u2, d$who, sum)
    sum(one * two)
}
u <- centred(d, z)
weight <- if (weighted) d$w else rep(1, nrow(d))
x <- times[d$wave]
for (measure in measures) ...
ok <- own == category & !is.na(d[[measure]])
variance <- sum(if (linked) tapply(u, d$who, sum)^2 else u^2)
variance <- variance - 2 * shared(d, ifelse(d$wave == pair[1], z, 0), d$wave == pair[1] & ok, ifelse(d$wave == 
    pair[2], z, 0), d$wave == pair[2] & ok)
fit <- lm(d[[measure]][ok] ~ x[ok], weights = weight[ok])
slope <- list(estimate = coef(fit)[[2]], se = sqrt(variance), z = coef(fit)[[2]]/sqrt(variance), n = sum(ok))
slope$estimate <- coef(model)[[2]]
slope$se <- SE(model)[[2]]
slope$df <- sum(table(d$stratum[d$stratum %in% d$stratum[ok]]) - 1) - 1
slope$p <- 2 * pt(-abs(coef(model)[[2]]/SE(model)[[2]]), slope$df)
slope$ci_low <- slope$estimate - qt(0.975, slope$df) * slope$se
slope

# ---- 3
for (category in unique(own)) ...
own <- rep("all", nrow(d))
measures <- c("a", "a:positive", "days", "pillar:p")
orders <- function (n) 
{
    if (n == 1) 
        return(matrix(1))
    before <- orders(n - 1)
    do.call(rbind, lapply(seq_len(n), function(first) cbind(first, before + (before >= first))))
}
weight <- if (weighted) d$w else rep(1, nrow(d))
ok <- own == category & !is.na(d[[measure]])
for (measure in measures) ...
times <- c(`2012` = 2012, `2015` = 2015, `2018` = 2018, `2021` = 2021, `2024` = 2024.5)
all_orders <- orders(length(times))
score_of <- function (y) 
sum(sign(outer(y, y, "-"))[lower.tri(diag(length(y)))])
means <- sapply(names(times), function(wave) weighted.mean(d[[measure]][ok & d$wave == wave], weight[ok & d$wave == 
    wave]))
kendall <- function (y) 
{
    s <- score_of(y)
    null <- apply(all_orders, 1, function(o) score_of(y[o]))
    list(estimate = if (length(unique(y)) > 1) cor(seq_along(y), y, method = "kendall") else NA_real_, p = mean(abs(null) >= 
        abs(s)))
}
kendall(means)

# ---- 4
orders <- function (n) 
{
    if (n == 1) 
        return(matrix(1))
    before <- orders(n - 1)
    do.call(rbind, lapply(seq_len(n), function(first) cbind(first, before + (before >= first))))
}
for (category in unique(own)) ...
own <- rep("all", nrow(d))
measures <- c("a", "a:positive", "days", "pillar:p")
score_of <- function (y) 
sum(sign(outer(y, y, "-"))[lower.tri(diag(length(y)))])
all_orders <- orders(length(times))
weight <- if (weighted) d$w else rep(1, nrow(d))
ok <- own == category & !is.na(d[[measure]])
for (measure in measures) ...
null_scores <- apply(all_orders, 1, score_of)
means <- sapply(names(times), function(wave) weighted.mean(d[[measure]][ok & d$wave == wave], weight[ok & d$wave == 
    wave]))
times <- c(`2012` = 2012, `2015` = 2015, `2018` = 2018, `2021` = 2021, `2024` = 2024.5)
theil_sen <- function (x, y) 
{
    pairs <- which(lower.tri(diag(length(x))), arr.ind = TRUE)
    slopes <- sort((y[pairs[, 1]] - y[pairs[, 2]])/(x[pairs[, 1]] - x[pairs[, 2]]))
    n <- length(slopes)
    rank <- sum(sapply(0:(n - 1), function(k) n - 2 * k > 0 && mean(null_scores >= n - 2 * k) <= 0.025))
    list(estimate = median(slopes), ci_low = if (rank) slopes[rank] else NA_real_, ci_high = if (rank) slopes[n + 
        1 - rank] else NA_real_)
}
theil_sen(times, means)

# ---- 6
restricted <- function (y, v) 
{
    minus <- function(t) {
        w <- 1/(v + t)
        m <- sum(w * y)/sum(w)
        sum(log(v + t))/2 + log(sum(w))/2 + sum(w * (y - m)^2)/2
    }
    slope <- function(t) {
        w <- 1/(v + t)
        m <- sum(w * y)/sum(w)
        sum(w^2 * (y - m)^2) - sum(w) + sum(w^2)/sum(w)
    }
    best <- optimize(minus, c(0, 10 * var(y)), tol = 1e-10)$minimum
    if (slope(0) < 0 && best < 1e-06 * min(v)) 
        return(0)
    uniroot(slope, c(best/2, best * 2), tol = 1e-14 * best)$root
}
unit <- sd(y)
t <- unit^2 * restricted(y/unit, v/unit^2)
v <- number(rows$se)^2
y <- number(rows$estimate)
k <- length(y)
se <- sqrt(sum((y - centre)^2/(v + t))/(k - 1)/sum(1/(v + t)))
centre <- sum(y/(v + t))/sum(1/(v + t))
list(estimate = centre, se = se, df = k - 1, ci_low = centre - qt(0.975, k - 1) * se, ci_high = centre + qt(0.975, 
    k - 1) * se)

# ---- 7
places <- sprintf("place%d", 1:8)
for (side in c(TRUE, FALSE)) ...
acted <- rows$institution %in% places[c(1, 2, 4)]
change <- number(rows$difference)
change <- svycontrast(means, c(`2021` = -1, `2024` = 1))
test <- t.test(change[acted == side])
test <- t.test(change[acted], change[!acted])
list(estimate = test$estimate[[1]], se = test$stderr, df = test$parameter[[1]], ci_low = test$conf.int[1], ci_high = test$conf.int[2])

# ---- 8
places <- sprintf("place%d", 1:8)
for (side in c(TRUE, FALSE)) ...
acted <- rows$institution %in% places[c(1, 2, 4)]
change <- number(rows$difference)
change <- svycontrast(means, c(`2021` = -1, `2024` = 1))
test <- t.test(change[acted == side])
test <- t.test(change[acted], change[!acted])
list(estimate = diff(rev(test$estimate))[[1]], se = test$stderr, z = test$statistic[[1]], p = test$p.value, df = test$parameter[[1]], 
    ci_low = test$conf.int[1], ci_high = test$conf.int[2])

# ---- 9
signed <- c("2017-05-31", "2017-05-31", "2018-04-10", "2019-06-01", "2021-12-01", "2023-02-15", "", "2024-06-01")
places <- sprintf("place%d", 1:8)
w <- (x - mean(x))/sum((x - mean(x))^2)
x <- as.numeric(as.Date("2024-02-01") - as.Date(signed[1:6]))/365.25
y <- number(rows$estimate)[match(places[1:6], rows$institution)]
se <- sqrt(sum((w * residuals(fit)/(1 - hatvalues(fit)))^2))
fit <- lm(y ~ x)
list(estimate = coef(fit)[[2]], se = se, df = 4, z = coef(fit)[[2]]/se, p = 2 * pt(-abs(coef(fit)[[2]]/se), 4), 
    ci_low = coef(fit)[[2]] - qt(0.975, 4) * se)

# ---- 10
of <- interaction(kinds, after)
measures <- c("a", "a:positive", "days", "pillar:p")
for (category in unique(own)) ...
own <- rep("all", nrow(fresh))
all <- ave(w, after, FUN = length)
count <- ave(w, of, FUN = length)
centre <- ave(w * u, of, FUN = sum)/ave(w, of, FUN = sum)
step <- 1e-04
down <- w
down[k] <- w[k] * (1 - step)
up <- down <- w
up[k] <- w[k] * (1 + step)
for (k in seq_along(ok)) ...
kind <- fresh$grade
weight <- if (weighted) d$w else rep(1, nrow(d))
for (measure in measures) ...
centred <- function (d, z) 
{
    n <- ave(rep(1, nrow(d)), d$stratum, FUN = sum)
    sqrt(n/(n - 1)) * (z - ave(z, d$stratum))
}
ok <- which(own == category & !is.na(d[[measure]]) & d$wave %in% c("2015", "2021"))
z <- matrix(0, nrow(d), 2)
z[ok[k], ] <- (parts_of(y, up, after, kinds) - parts_of(y, down, after, kinds))/(2 * step)
z[ok, part] <- w * (centre + sqrt(count/(count - 1) * (all - 1)/all) * (u - centre))
kinds <- factor(kind[ok])
after <- d$wave[ok] == "2021"
w <- weight[ok]
y <- d[[measure]][ok]
parts_of <- function (y, w, after, kind) 
{
    share <- function(t) tapply(w[t], kind[t], sum)/sum(w[t])
    level <- function(t) tapply((w * y)[t], kind[t], sum)/tapply(w[t], kind[t], sum)
    c1 <- share(!after)
    c2 <- share(after)
    r1 <- level(!after)
    r2 <- level(after)
    c(composition = sum((c2 - c1) * (r1 + r2)/2), within = sum((c1 + c2)/2 * (r2 - r1)))
}
u <- z[ok, part]/w
u <- centred(d, z[, part])
for (part in 1:2) ...
for (part in 1:2) ...
theirs <- parts_of(y, w, after, kinds)
list(estimate = theirs[[part]], se = sqrt(sum(u^2)), z = theirs[[part]]/sqrt(sum(u^2)))

# ---- 11
for (i in seq_len(nrow(place$lines))) ...
place <- new.env()
place$d <- read_text(file.path("fresh", "data.csv"))
place$d$institution <- place$d$place
theirs <- as.list(place$lines[i, c("estimate", "se", "ci_low", "ci_high", "df", "z", "p", "p_adjusted", "n")])
theirs$n <- NULL
theirs[c("p", "z", "p_adjusted")] <- NULL
theirs

# ---- 12
change <- number(rows$difference)
change <- svycontrast(means, c(`2021` = -1, `2024` = 1))
list(difference = as.vector(coef(change)), difference_se = as.vector(SE(change)))

# ---- 13
measures <- c("a", "a:positive", "days", "pillar:p")
for (measure in measures) ...
for (measure in measures) ...
for (measure in measures) ...
paired <- t.test(wide[[measure]][wide$wave == "2024"], wide[[measure]][wide$wave == "2021"], paired = TRUE)
list(difference_se = paired$stderr)
