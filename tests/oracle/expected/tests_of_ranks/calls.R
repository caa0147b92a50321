# What the numbers of numbers.csv come from, by its column call: statements of tests_of_ranks.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
for (method in names(tests)) ...
for (method in c("anova", "welch", "kruskal-wallis", "wilcoxon")) ...
for (method in c(names(tests), "unweighted-anova", "unweighted-welch", "unweighted-kruskal-wallis")) ...
tests <- c(wilcoxon = "wilcoxon", `kruskal-wallis` = "KruskalWallis", `van-der-waerden` = "vanderWaerden", median = "median")
test <- tests[[method]]
y <- number(design$variables[[measure]])
design <- update(design, y = y, g = design$variables[[by]])
theirs <- svyranktest(y ~ g, design, test = test)
two <- length(unique(na.omit(design$variables$g[!is.na(y)]))) == 2
row <- if (two) list(estimate = abs(theirs$statistic[[1]]), df = theirs$parameter[[1]], p = theirs$p.value[[1]]) else list(estimate = theirs$parameter[[1]]/theirs$statistic[[1]], 
    df = theirs$statistic[[1]], df2 = theirs$ddf, p = as.vector(theirs$p.value))
row

# ---- 2
as.list(row[setdiff(c(columns, effects), loose)])

# ---- 3
as.list(row[loose])
