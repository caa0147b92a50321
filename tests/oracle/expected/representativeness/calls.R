# What the numbers of numbers.csv come from, by its column call: statements of representativeness.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
spread <- function (N, n, group, level = 0.95) 
{
    rho <- n/N
    v <- ifelse(N > 1, rho * (1 - rho) * N/(N - 1), 0)
    G <- outer(group, group, "==")
    M <- diag(N, length(N)) - outer(N, N) * G/as.vector(G %*% N)
    C <- diag(v/N, length(N))
    X <- as.numeric(rho %*% M %*% rho) - sum(diag(M %*% C))
    within <- rho - as.vector(G %*% n)/as.vector(G %*% N)
    mean_v <- if (sum(N * within^2) > 0) 
        sum(N * within^2 * v)/sum(N * within^2)
    else 0
    Q2 <- 2 * sum(diag(M %*% C %*% M %*% C))
    z <- qnorm(0.5 + level/2)
    ends <- X + 2 * z^2 * mean_v + c(-1, 1) * sqrt(pmax(0, (X + 2 * z^2 * mean_v)^2 - X^2 + z^2 * Q2))
    root <- function(x) sqrt(pmax(x, 0)/(sum(N) - 1))
    se <- sqrt(4 * mean_v * max(X, 0) + Q2)/(sum(N) - 1)/(2 * root(X))
    list(estimate = root(X), se = if (root(ends[1]) > 0) se else NA, ci_low = root(ends[1]), ci_high = root(ends[2]))
}
S <- spread(total$count, total$answered, rep(1, nrow(total)))
with_people <- function (numbers, N, n) 
c(numbers, list(n = sum(n), population = sum(N), response_rate = sum(n)/sum(N)))
with_people(list(estimate = 1 - 2 * S$estimate, se = 2 * S$se, ci_low = 1 - 2 * S$ci_high, ci_high = 1 - 2 * S$ci_low), 
    total$count, total$answered)

# ---- 2
spread <- function (N, n, group, level = 0.95) 
{
    rho <- n/N
    v <- ifelse(N > 1, rho * (1 - rho) * N/(N - 1), 0)
    G <- outer(group, group, "==")
    M <- diag(N, length(N)) - outer(N, N) * G/as.vector(G %*% N)
    C <- diag(v/N, length(N))
    X <- as.numeric(rho %*% M %*% rho) - sum(diag(M %*% C))
    within <- rho - as.vector(G %*% n)/as.vector(G %*% N)
    mean_v <- if (sum(N * within^2) > 0) 
        sum(N * within^2 * v)/sum(N * within^2)
    else 0
    Q2 <- 2 * sum(diag(M %*% C %*% M %*% C))
    z <- qnorm(0.5 + level/2)
    ends <- X + 2 * z^2 * mean_v + c(-1, 1) * sqrt(pmax(0, (X + 2 * z^2 * mean_v)^2 - X^2 + z^2 * Q2))
    root <- function(x) sqrt(pmax(x, 0)/(sum(N) - 1))
    se <- sqrt(4 * mean_v * max(X, 0) + Q2)/(sum(N) - 1)/(2 * root(X))
    list(estimate = root(X), se = if (root(ends[1]) > 0) se else NA, ci_low = root(ends[1]), ci_high = root(ends[2]))
}
rate <- sum(total$answered)/sum(total$count)
S <- spread(total$count, total$answered, rep(1, nrow(total)))
list(estimate = S$estimate/rate, ci_low = S$ci_low/rate, ci_high = S$ci_high/rate)

# ---- 3
spread <- function (N, n, group, level = 0.95) 
{
    rho <- n/N
    v <- ifelse(N > 1, rho * (1 - rho) * N/(N - 1), 0)
    G <- outer(group, group, "==")
    M <- diag(N, length(N)) - outer(N, N) * G/as.vector(G %*% N)
    C <- diag(v/N, length(N))
    X <- as.numeric(rho %*% M %*% rho) - sum(diag(M %*% C))
    within <- rho - as.vector(G %*% n)/as.vector(G %*% N)
    mean_v <- if (sum(N * within^2) > 0) 
        sum(N * within^2 * v)/sum(N * within^2)
    else 0
    Q2 <- 2 * sum(diag(M %*% C %*% M %*% C))
    z <- qnorm(0.5 + level/2)
    ends <- X + 2 * z^2 * mean_v + c(-1, 1) * sqrt(pmax(0, (X + 2 * z^2 * mean_v)^2 - X^2 + z^2 * Q2))
    root <- function(x) sqrt(pmax(x, 0)/(sum(N) - 1))
    se <- sqrt(4 * mean_v * max(X, 0) + Q2)/(sum(N) - 1)/(2 * root(X))
    list(estimate = root(X), se = if (root(ends[1]) > 0) se else NA, ci_low = root(ends[1]), ci_high = root(ends[2]))
}
with_people <- function (numbers, N, n) 
c(numbers, list(n = sum(n), population = sum(N), response_rate = sum(n)/sum(N)))
with_people(spread(alone$count, alone$answered, rep(1, nrow(alone))), alone$count, alone$answered)

# ---- 4
for (i in seq_len(nrow(alone))) ...
of_cell <- function (N, n, at) 
{
    share <- N[at]/sum(N)
    estimate <- sqrt(share) * (n[at]/N[at] - sum(n)/sum(N))
    v <- n/N * (1 - n/N)/(N - 1)
    weight <- -N/sum(N)
    weight[at] <- weight[at] + 1
    se <- sqrt(share * sum(weight^2 * v))
    list(estimate = estimate, se = se, ci_low = estimate - qnorm(0.975) * se, ci_high = estimate + qnorm(0.975) * 
        se)
}
with_people <- function (numbers, N, n) 
c(numbers, list(n = sum(n), population = sum(N), response_rate = sum(n)/sum(N)))
with_people(of_cell(alone$count, alone$answered, i), alone$count[i], alone$answered[i])

# ---- 5
for (name in on) ...
spread <- function (N, n, group, level = 0.95) 
{
    rho <- n/N
    v <- ifelse(N > 1, rho * (1 - rho) * N/(N - 1), 0)
    G <- outer(group, group, "==")
    M <- diag(N, length(N)) - outer(N, N) * G/as.vector(G %*% N)
    C <- diag(v/N, length(N))
    X <- as.numeric(rho %*% M %*% rho) - sum(diag(M %*% C))
    within <- rho - as.vector(G %*% n)/as.vector(G %*% N)
    mean_v <- if (sum(N * within^2) > 0) 
        sum(N * within^2 * v)/sum(N * within^2)
    else 0
    Q2 <- 2 * sum(diag(M %*% C %*% M %*% C))
    z <- qnorm(0.5 + level/2)
    ends <- X + 2 * z^2 * mean_v + c(-1, 1) * sqrt(pmax(0, (X + 2 * z^2 * mean_v)^2 - X^2 + z^2 * Q2))
    root <- function(x) sqrt(pmax(x, 0)/(sum(N) - 1))
    se <- sqrt(4 * mean_v * max(X, 0) + Q2)/(sum(N) - 1)/(2 * root(X))
    list(estimate = root(X), se = if (root(ends[1]) > 0) se else NA, ci_low = root(ends[1]), ci_high = root(ends[2]))
}
spread(total$count, total$answered, do.call(paste, total[setdiff(on, name)]))

# ---- 6
apart <- people$answered == 0 | do.call(paste, people[c("place", "grade", "term")]) %in% do.call(paste, shown[c("institution", 
    "grade", "term")])
spread <- function (N, n, group, level = 0.95) 
{
    rho <- n/N
    v <- ifelse(N > 1, rho * (1 - rho) * N/(N - 1), 0)
    G <- outer(group, group, "==")
    M <- diag(N, length(N)) - outer(N, N) * G/as.vector(G %*% N)
    C <- diag(v/N, length(N))
    X <- as.numeric(rho %*% M %*% rho) - sum(diag(M %*% C))
    within <- rho - as.vector(G %*% n)/as.vector(G %*% N)
    mean_v <- if (sum(N * within^2) > 0) 
        sum(N * within^2 * v)/sum(N * within^2)
    else 0
    Q2 <- 2 * sum(diag(M %*% C %*% M %*% C))
    z <- qnorm(0.5 + level/2)
    ends <- X + 2 * z^2 * mean_v + c(-1, 1) * sqrt(pmax(0, (X + 2 * z^2 * mean_v)^2 - X^2 + z^2 * Q2))
    root <- function(x) sqrt(pmax(x, 0)/(sum(N) - 1))
    se <- sqrt(4 * mean_v * max(X, 0) + Q2)/(sum(N) - 1)/(2 * root(X))
    list(estimate = root(X), se = if (root(ends[1]) > 0) se else NA, ci_low = root(ends[1]), ci_high = root(ends[2]))
}
n <- c(people$answered[apart], sum(people$answered[!apart]))
N <- c(people$count[apart], sum(people$count[!apart]))
S <- spread(N, n, rep(1, length(N)))
with_people <- function (numbers, N, n) 
c(numbers, list(n = sum(n), population = sum(N), response_rate = sum(n)/sum(N)))
with_people(list(estimate = 1 - 2 * S$estimate, ci_low = 1 - 2 * S$ci_high), N, n)
