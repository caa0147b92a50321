# What the numbers of numbers.csv come from, by its column call: statements of weights_regressions.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
columns <- c("estimate", "se", "t", if (!replicated) c("df", "ci_low", "ci_high", "p"))
numbers <- as.list(row[columns])
numbers[!is.na(numbers)]
