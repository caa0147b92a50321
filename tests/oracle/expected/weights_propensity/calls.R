# What the numbers of numbers.csv come from, by its column call: statements of weights_propensity.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
for (value in sort(unique(groups))) ...
groups <- if (by == "all") rep("all", length(y)) else design$variables[[by]]
residuals_of <- function (y, p, x) 
{
    c <- qr.coef(qr(crossprod(x * sqrt(1 - p))), crossprod(x, (1 - p) * y/p))
    c[is.na(c)] <- 0
    y - p * as.vector(x %*% c)
}
y <- d$y
p <- d$p
inside <- groups == value & !is.na(y)
z <- ifelse(inside, y, 0)
z <- residuals_of(inside * (z - mean)/sum(inside/p), p, x)
mean <- sum(z/p)/sum(inside/p)
list(estimate = mean, se = as.vector(SE(svytotal(z, design))), n = sum(inside))

# ---- 3
fit <- svyglm(y ~ role + age, design)
for (i in seq_len(min(nrow(ours), nrow(theirs)))) ...
theirs <- cbind(coef(fit), SE(fit))
list(estimate = theirs[i, 1], se = theirs[i, 2])
