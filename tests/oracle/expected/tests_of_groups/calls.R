# What the numbers of numbers.csv come from, by its column call: statements of tests_of_groups.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
as.list(row[setdiff(c(columns, effects), loose)])

# ---- 2
as.list(row[loose])

# ---- 3
y <- design$variables[[measure]]
part <- subset(design, !is.na(y) & !y %in% "na" & !is.na(design$variables[[by]]))
formula <- as.formula(paste0("~", measure, "+", by))
theirs <- suppressWarnings(svychisq(formula, part, statistic = statistic))
list(estimate = as.vector(theirs$statistic), df = theirs$parameter[[1]], p = as.vector(theirs$p.value))
