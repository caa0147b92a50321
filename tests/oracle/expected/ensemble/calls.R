# What the numbers of numbers.csv come from, by its column call: statements of ensemble.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
for (i in seq_len(nrow(rows))) ...
as.list(theirs[i, ])

# ---- 2
heterogeneity <- function (y, v, n) 
{
    k <- length(y)
    q <- function(t) {
        w <- 1/(v + t)
        sum(w * (y - sum(w * y)/sum(w))^2)
    }
    at <- function(target) if (q(0) <= target) 
        0
    else uniroot(function(t) q(t) - target, c(0, 1000 * var(y)), tol = 1e-15)$root
    t <- c(restricted(y, v), at(qchisq(0.975, k - 1)), at(qchisq(0.025, k - 1)))
    within <- sum((n - 1) * v * n)/sum(n - 1)
    ssb <- sum(n * (y - sum(n * y)/sum(n))^2)
    q0 <- q(0)
    se <- if (q0 > k) 
        (log(q0) - log(k - 1))/(sqrt(2 * q0) - sqrt(2 * k - 3))/2
    else sqrt((1 - 1/(3 * (k - 2)^2))/(2 * (k - 2)))
    h <- exp(log(q0/(k - 1))/2 + c(0, -1, 1) * qnorm(0.975) * se)
    none <- c(NA, NA)
    list(tau = sqrt(t), icc = t/(t + within), between_share = c(ssb/(ssb + sum((n - 1) * v * n)), none), q = c(q0, 
        none), i2 = pmax(0, 1 - 1/h^2), reliability = c(mean(t[1]/(t[1] + v)), none), n_reliable = c(if (t[1] > 
        0) 0.7/0.3 * within/t[1] else NA, none), p = pchisq(q0, k - 1, lower.tail = FALSE))
}
ends <- c("shrunken_low", "shrunken_high", grep("funnel", names(theirs), value = TRUE))
share <- measure %in% in_shares
overlap <- function (y, se, df, share) 
{
    u <- se * qt(0.975, 2 * df)/qnorm(0.975)
    pairs <- which(upper.tri(diag(length(u))), arr.ind = TRUE)
    r <- (u[pairs[, 1]] + u[pairs[, 2]])/sqrt(u[pairs[, 1]]^2 + u[pairs[, 2]]^2)
    c <- uniroot(function(c) mean(2 * pnorm(-c * r)) - 0.05, c(0.5, 4), tol = 1e-14)$root
    on <- if (share) 
        function(x) pmin(1, pmax(0, x))
    else identity
    data.frame(comparison_low = on(y - c * u), comparison_high = on(y + c * u))
}
for (measure in unique(found$measure)) ...
for (measure in unique(spread$measure)) ...
for (rule in c("additive", "paule-mandel", "published", "chance", "exact")) ...
funnel <- function (rule, y, v, n, share) 
{
    centre <- sum(n * y)/sum(n)
    to <- if (share) 
        function(x) asin(sqrt(x))
    else identity
    from <- if (share) 
        function(x) sin(pmin(pmax(x, 0), pi/2))^2
    else identity
    s <- if (share) 
        1/(2 * sqrt(n))
    else sqrt(sum(n * v * n)/sum(n))/sqrt(n)
    k <- length(y)
    z <- (to(y) - to(centre))/s
    ends <- quantile(z, c(0.1, 0.9))
    phi <- mean(pmin(pmax(z, ends[1]), ends[2])^2)
    q <- qnorm(0.9)
    if (rule == "additive") 
        phi <- phi/(0.8 - 2 * q * dnorm(q) + 0.2 * q^2)
    w <- 1/s^2
    t <- switch(rule, chance = 0, exact = 0, `paule-mandel` = {
        spread <- function(t) sum((to(y) - sum(to(y)/(s^2 + t))/sum(1/(s^2 + t)))^2/(s^2 + t)) - (k - 1)
        if (spread(0) <= 0) 0 else uniroot(spread, c(0, 100 * var(to(y))), tol = 1e-16)$root
    }, max(0, (k * phi - (k - 1))/(sum(w) - sum(w^2)/sum(w))))
    at <- function(q) from(to(centre) + q * sqrt(s^2 + t))
    if (rule == "exact" && share) 
        at <- function(q) {
            p <- pnorm(q)
            r <- qbinom(p, n, centre)
            top <- pbinom(r, n, centre)
            pmax(0, (r - (top - p)/(top - pbinom(r - 1, n, centre)))/n)
        }
    data.frame(funnel_low_95 = at(-1.959964), funnel_high_95 = at(1.959964), funnel_low_998 = at(-3.090232), funnel_high_998 = at(3.090232))
}
v <- number(rows$se)^2
y <- number(rows$estimate)
shrink <- function (y, v, df) 
{
    k <- length(y)
    t <- restricted(y, v)
    w <- 1/(v + t)
    m <- sum(w * y)/sum(w)
    own <- sum(w)/w
    b <- ifelse(own > 3, (own - 3)/(own - 1), 0) * v * w
    f <- 2/(k - 3) * (sum(w * v)/sum(w) + t) * w
    half <- sqrt(qt(0.975, df)^2 * v * (1 - (own - 1)/own * b) + qnorm(0.975)^2 * f * b^2 * (y - m)^2)
    e <- y - b * (y - m)
    data.frame(shrunken = e, shrunken_low = e - half, shrunken_high = e + half, reliability = t * w)
}
n <- number(rows$n)
for (statistic in setdiff(names(theirs), "p")) ...
theirs <- cbind(shrink(y, v, number(rows$df)), funnel(rule, y, v, n, measure == "a:positive"), overlap(y, sqrt(v), 
    number(rows$df), share), same["p_equivalence"])
theirs[ends] <- lapply(theirs[ends], function(x) pmin(1, pmax(0, x)))
theirs <- heterogeneity(number(rows$estimate), number(rows$se)^2, number(rows$n))
list(estimate = theirs[[statistic]][1], ci_low = theirs[[statistic]][2], ci_high = theirs[[statistic]][3], n = sum(number(rows$n)), 
    p = if (statistic == "q") theirs$p else NA, df = if (statistic == "q") nrow(rows) - 1 else NA)
