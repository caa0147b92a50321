# What the numbers of numbers.csv come from, by its column call: statements of adjusted.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
values <- function (d) 
{
    score <- 25 * (cbind(d$a, d$b) - 1)
    list(`pillar:p` = rowMeans(score, na.rm = TRUE), `a:positive` = as.numeric(d$a >= 4), `b=5` = as.numeric(d$b == 
        5), days = d$days)
}
finish_row <- function (observed, difference, se, df, own_share) 
{
    t <- qt(0.975, df)
    z <- difference/se
    list(estimate = observed, benchmark = observed - difference, difference = difference, difference_se = se, difference_low = difference - 
        t * se, difference_high = difference + t * se, difference_df = if (is.finite(df)) df else NA, z = z, p = 2 * 
        pt(-abs(z), df), own_share = own_share)
}
by_glm <- function (d, y, w, own, mix, pooled, means) 
{
    ok <- !is.na(y)
    data <- data.frame(y = y, mix)[ok, ]
    w <- w[ok]
    k <- d$place[ok] == own
    family <- if (means) 
        gaussian()
    else quasibinomial()
    fit <- glm(y ~ ., family, data, weights = w, control = glm.control(epsilon = 1e-14, maxit = 100))
    mu <- fitted(fit)
    x <- model.matrix(fit)
    slope <- if (means) 
        rep(1, length(mu))
    else mu * (1 - mu)
    pull <- as.vector(x %*% solve(crossprod(x * sqrt(w * slope)), crossprod(x, w * k * slope)/sum(w[k])))
    v <- if (means) 
        rep(sum(w * (data$y - mu)^2)/sum(w) * nrow(x)/(nrow(x) - ncol(x)), nrow(x))
    else slope
    if (!pooled) 
        v <- (data$y - mu)^2
    se <- sqrt(sum(w^2 * (k/sum(w[k]) - pull)^2 * v))
    observed <- sum((w * data$y)[k])/sum(w[k])
    finish_row(observed, observed - sum((w * mu)[k])/sum(w[k]), se, if (means && pooled) 
        nrow(x) - ncol(x)
    else Inf, sum(abs(pull * w)[k])/sum(abs(pull * w)))
}
means <- name %in% c("pillar:p", "days")
w <- if (weighted) d$wt else rep(1, nrow(d))
for (name in names(y)) ...
y <- values(d)
by_lambda <- function (d, y, w, own, cell, pooled, out, means) 
{
    ok <- !is.na(y)
    d <- d[ok, ]
    y <- y[ok]
    w <- w[ok]
    cell <- factor(cell[ok])
    place <- factor(d$place)
    n <- tapply(w, list(place, cell), sum)
    n[is.na(n)] <- 0
    m <- tapply(w * y, list(place, cell), sum)/n
    squares <- tapply(w^2, list(place, cell), sum)
    squares[is.na(squares)] <- 0
    centred <- y - m[cbind(as.integer(place), as.integer(cell))]
    plug <- tapply(w^2 * centred^2, list(place, cell), sum)/n^2
    i <- which(levels(place) == own)
    share <- n[i, ]/sum(n[i, ])
    behind <- colSums(n) - (if (out) 
        n[i, ]
    else 0)
    lambda <- -t(t(n) * share/behind)
    lambda[i, ] <- if (out) 
        share
    else share * (1 - n[i, ]/behind)
    overall <- tapply(w * y, cell, sum)/tapply(w, cell, sum)
    s2 <- tapply(w * (y - overall[as.integer(cell)])^2, cell, sum)/tapply(w, cell, sum)
    if (means) 
        s2 <- s2 * table(cell)/pmax(1, table(cell) - 1)
    v <- if (pooled) 
        t(t(squares/n^2) * as.vector(s2))
    else plug
    used <- n > 0 & rep(share > 0, each = nrow(n))
    difference <- sum((lambda * m)[used])
    observed <- sum((share * m[i, ])[share > 0])
    se <- sqrt(sum((lambda^2 * v)[used]))
    df <- if (means && pooled) 
        sum(table(cell)[share > 0] - 1)
    else Inf
    finish_row(observed, difference, se, df, if (out) 
        0
    else sum((share * n[i, ]/behind)[share > 0]))
}
theirs <- if (adjust == "cells") by_lambda(d, y[[name]], w, own, paste(d$role, d$grade), pooled, out, means) else by_glm(d, 
    y[[name]], w, own, d[c("role", "grade")], pooled, means)
theirs

# ---- 5
for (i in seq_len(nrow(ours))) ...
world <- new.env()
world$d <- read_text(file.path(data, "data.csv"))
names(world$d)[names(world$d) == "place"] <- "institution"
world$result[i, setdiff(names(world$result)[vapply(world$result, is.numeric, NA)], c("n_eff", "deff"))]

# ---- 7
draw <- function (sizes, roles, grades) 
{
    places <- sprintf("place%02d", seq_along(sizes))
    place <- rep(places, sizes)
    n <- length(place)
    d <- data.frame(place, role = sample(roles, n, TRUE, prob = 1/seq_along(roles)), grade = sample(grades, n, 
        TRUE), wt = round(0.4 + 2 * runif(n), 4))
    level <- rnorm(length(sizes), 0, 0.4)[match(place, places)] + 0.5 * (d$role == roles[1]) - 0.4 * (d$grade == 
        grades[1])
    likert <- function() ifelse(runif(n) < 0.05, NA, pmin(5, pmax(1, round(3.2 + level + rnorm(n)))))
    d$a <- likert()
    d$b <- likert()
    d$days <- round(12 + 4 * level + rnorm(n, 0, 5), 2)
    d
}
difference <- sum((w * x)[k])/sum(w[k]) - sum((w * mu)[k])/sum(w[k])
design <- svydesign(~place, strata = ~role, weights = ~wt, data = d, nest = TRUE)
matrix <- model.matrix(fit)
cell <- interaction(d$role, d$grade)
cell <- ifelse(paste(d$role, d$grade) %in% paste(hidden$role, hidden$grade), "together", paste(d$role, d$grade))
mean_of <- function (rows, by) 
ave(w * x * rows, by, FUN = sum)/ave(w * rows, by, FUN = sum)
surveys <- list(dense = draw(c(120, 90, 60, 45, 200, 33, 80, 150), c("lab", "it", "ws"), c("low", "high")), sparse = draw(rep(c(11, 
    17, 24, 40), 4), c("lab", "it", "ws", "farm", "store"), c("a", "b", "c", "d")))
finish_row <- function (observed, difference, se, df, own_share) 
{
    t <- qt(0.975, df)
    z <- difference/se
    list(estimate = observed, benchmark = observed - difference, difference = difference, difference_se = se, difference_low = difference - 
        t * se, difference_high = difference + t * se, difference_df = if (is.finite(df)) df else NA, z = z, p = 2 * 
        pt(-abs(z), df), own_share = own_share)
}
se <- as.vector(SE(svytotal(~z, design)))
for (pooled in c(TRUE, FALSE)) ...
pull <- ave(w * k, cell, FUN = sum)/sum(w[k])/ave(w, cell, FUN = sum)
pull <- numeric(nrow(d))
pull[ok] <- matrix %*% solve(crossprod(matrix * sqrt(w[ok] * slope)), crossprod(matrix, (w * k)[ok] * slope)/sum(w[k]))
slope <- if (means) rep(1, sum(ok)) else mu[ok] * (1 - mu[ok])
x <- ifelse(ok, y[[name]], 0)
mu <- mean_of(ok, cell)
mu <- pull <- numeric(nrow(d))
mu[ok] <- fitted(fit)
fit <- glm(x ~ role + grade, if (means) gaussian() else quasibinomial(), cbind(d, x = x)[ok, ], weights = w[ok], 
    control = glm.control(epsilon = 1e-14, maxit = 100))
means <- name == "pillar:p"
for (place in unique(table$place)) ...
k <- d$place == "place02" & ok
w <- d$wt * ok
y <- values(d)
ok <- !is.na(y[[name]])
grade <- function (name) 
ifelse(d[[variable]] %in% shown[[variable]][shown$measure == name & is.na(shown$suppressed)], d[[variable]], "together")
role <- function (name) 
ifelse(d[[variable]] %in% shown[[variable]][shown$measure == name & is.na(shown$suppressed)], d[[variable]], "together")
for (own in unique(d$place)[c(1, 6)]) ...
for (own in unique(d$place)) ...
for (own in c("in", "out")) ...
for (own in c("place01", "place05")) ...
for (own in c("place01", "place05")) ...
for (name in names(surveys)) ...
for (name in c("pillar:p", "a:positive")) ...
for (name in c("a:positive", "days")) ...
values <- function (d) 
{
    score <- 25 * (cbind(d$a, d$b) - 1)
    list(`pillar:p` = rowMeans(score, na.rm = TRUE), `a:positive` = as.numeric(d$a >= 4), `b=5` = as.numeric(d$b == 
        5), days = d$days)
}
by_glm <- function (d, y, w, own, mix, pooled, means) 
{
    ok <- !is.na(y)
    data <- data.frame(y = y, mix)[ok, ]
    w <- w[ok]
    k <- d$place[ok] == own
    family <- if (means) 
        gaussian()
    else quasibinomial()
    fit <- glm(y ~ ., family, data, weights = w, control = glm.control(epsilon = 1e-14, maxit = 100))
    mu <- fitted(fit)
    x <- model.matrix(fit)
    slope <- if (means) 
        rep(1, length(mu))
    else mu * (1 - mu)
    pull <- as.vector(x %*% solve(crossprod(x * sqrt(w * slope)), crossprod(x, w * k * slope)/sum(w[k])))
    v <- if (means) 
        rep(sum(w * (data$y - mu)^2)/sum(w) * nrow(x)/(nrow(x) - ncol(x)), nrow(x))
    else slope
    if (!pooled) 
        v <- (data$y - mu)^2
    se <- sqrt(sum(w^2 * (k/sum(w[k]) - pull)^2 * v))
    observed <- sum((w * data$y)[k])/sum(w[k])
    finish_row(observed, observed - sum((w * mu)[k])/sum(w[k]), se, if (means && pooled) 
        nrow(x) - ncol(x)
    else Inf, sum(abs(pull * w)[k])/sum(abs(pull * w)))
}
by_glm(d, values(d)[[name]], rep(1, nrow(d)), own, data.frame(role = role(name), grade = grade(name)), TRUE, name == 
    "days")
