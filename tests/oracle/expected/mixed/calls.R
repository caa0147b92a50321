# What the numbers of numbers.csv come from, by its column call: statements of mixed.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 5
spread_alike <- function (y, place) 
{
    centre <- ave(y, place)
    within <- sqrt(sum((y - centre)^2)/(length(y) - length(unique(place))))
    centre + (y - centre)/ave(y, place, FUN = sd) * within
}
y <- spread_alike(original, place)
fit <- lme4::lmer(original ~ 1 + (1 | place), REML = TRUE)
place <- as.character(dyestuff$Batch)
original <- dyestuff$Yield
reliability <- variance[1]/(variance[1] + variance[2]/n)
k <- length(unique(place))
predicted <- coef(fit)$place[rows$institution, 1]
morris <- function (y, predicted, own) 
y - max(0, (own - 3)/(own - 1)) * (y - predicted)
n <- length(y)/k
variance <- as.data.frame(lme4::VarCorr(fit))$vcov
for (i in seq_len(nrow(rows))) ...
means <- as.vector(tapply(original, place, mean)[rows$institution])
list(estimate = means[[i]], se = sqrt(variance[2]/n), shrunken = morris(means[[i]], predicted[i], k), reliability = reliability)

# ---- 6
v <- as.vector(tapply(data$y, data$place, function(x) var(x)/length(x))[rows$institution])
y <- as.vector(tapply(data$y, data$place, mean)[rows$institution])
tau <- metafor::confint.rma.uni(fit, control = list(tol = 1e-12, tau2.max = 1e+05))$random["tau", ]
fit <- metafor::rma(y, v, method = "REML", control = list(threshold = 1e-10, maxiter = 2000))
list(estimate = sqrt(fit$tau2), ci_low = tau[["ci.lb"]], ci_high = tau[["ci.ub"]])

# ---- 7
v <- as.vector(tapply(data$y, data$place, function(x) var(x)/length(x))[rows$institution])
y <- as.vector(tapply(data$y, data$place, mean)[rows$institution])
fit <- metafor::rma(y, v, method = "REML", control = list(threshold = 1e-10, maxiter = 2000))
list(estimate = fit$QE, p = fit$QEp, df = nrow(rows) - 1)

# ---- 8
v <- as.vector(tapply(data$y, data$place, function(x) var(x)/length(x))[rows$institution])
y <- as.vector(tapply(data$y, data$place, mean)[rows$institution])
fit <- metafor::rma(y, v, method = "REML", control = list(threshold = 1e-10, maxiter = 2000))
list(estimate = max(0, 1 - (nrow(rows) - 1)/fit$QE))

# ---- 9
v <- as.vector(tapply(data$y, data$place, function(x) var(x)/length(x))[rows$institution])
fit <- metafor::rma(y, v, method = "REML", control = list(threshold = 1e-10, maxiter = 2000))
own <- sum(1/(v + fit$tau2)) * (v + fit$tau2)
predicted <- metafor::blup(fit)$pred
for (i in seq_len(nrow(rows))) ...
y <- as.vector(tapply(data$y, data$place, mean)[rows$institution])
morris <- function (y, predicted, own) 
y - max(0, (own - 3)/(own - 1)) * (y - predicted)
list(shrunken = morris(y[[i]], predicted[i], own[[i]]), reliability = fit$tau2/(fit$tau2 + v[[i]]))
