# What the numbers of numbers.csv come from, by its column call: statements of contrasts.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
design <- svydesign(ids = ~team, strata = ~region, weights = ~w, data = d)
named <- match(values, as.character(found[[by]]))
for (i in 1:2) ...
weights <- list(c(1, -1, 0), c(0.5, 0.5, -1))
values <- c("a", "b", "c")
answered <- design[!is.na(design$variables[[column]]) & design$variables[[by]] %in% values, ]
coefficients <- numeric(3)
coefficients[named] <- weights[[i]]
used <- answered[answered$variables[[by]] %in% values[weights[[i]] != 0], ]
found <- svycontrast(found, coefficients)
part <- used
df <- degf(part)
se <- as.vector(SE(found))
b <- as.vector(coef(found))
list(estimate = b, se = se, ci_low = b - qt(0.975, df) * se, ci_high = b + qt(0.975, df) * se, df = df, n = nrow(part), 
    p = 2 * pt(-abs(b/se), df))
