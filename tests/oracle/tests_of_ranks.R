# Tests of ranks under a design (svyranktest), and tests that know of none (oneway.test, TukeyHSD, kruskal.test,
# wilcox.test), on random surveys and on survey::api; R's own calls besides the code that --show-r prints.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/group_surveys.R"))
RNGversion("4.0.0")

# svyranktest as anyone would write it.
check_ranks <- function(survey, design, measure, by, method, test) {
  ours <- analyze("test", survey$store, "--measure", measure, "--by", by, "--method", method, "--df", "r", "--disclosure", "none")
  y <- number(design$variables[[measure]])
  design <- update(design, y = y, g = design$variables[[by]])
  theirs <- svyranktest(y ~ g, design, test = test)
  two <- length(unique(na.omit(design$variables$g[!is.na(y)]))) == 2
  row <- if (two) list(estimate = abs(theirs$statistic[[1]]), df = theirs$parameter[[1]], p = theirs$p.value[[1]])
         else list(estimate = theirs$parameter[[1]] / theirs$statistic[[1]], df = theirs$statistic[[1]], df2 = theirs$ddf, p = as.vector(theirs$p.value))
  ours$estimate <- format(abs(number(ours$estimate)), digits = 17)  # which group comes first is a matter of taste
  expect_row(paste(survey$name, "svyranktest", test, measure, by), ours, row)
}
tests <- c("wilcoxon" = "wilcoxon", "kruskal-wallis" = "KruskalWallis", "van-der-waerden" = "vanderWaerden", "median" = "median")

for (seed in 11) for (kind in c("psu", "strata", "none")) {
  survey <- synthetic(seed, kind)
  d <- transform(survey$data, w = as.numeric(w), nested = paste(region, team))
  design <- if (kind == "psu") svydesign(ids = ~nested, strata = ~region, weights = ~w, data = d)
            else if (kind == "strata") svydesign(ids = ~1, strata = ~region, weights = ~w, data = d)
            else svydesign(ids = ~1, weights = ~w, data = d)
  for (by in c("role", "half")) for (method in names(tests)) {
    check_ranks(survey, design, "q1", by, method, tests[[method]])
    check_ranks(survey, design, "days", by, method, tests[[method]])
    check_shown(survey, "--measure", "q1,q2,days", "--by", by, "--method", method, "--pairwise", "--df", "r")
  }
  check_shown(survey, "--measure", "q1,days", "--by", "role", "--method", "wilcoxon", "--weights", "none")
  for (by in c("role", "half")) for (method in c("anova", "welch", "kruskal-wallis", "wilcoxon"))
    check_shown(survey, "--measure", "q1,q2,days", "--by", by, "--method", paste0("unweighted-", method), "--pairwise", "--adjust", "bh",
                loose = c(effects, if (method == "anova") c("p_adjusted", "difference_low", "difference_high")))
}
# Few and all different: the exact distribution of W.
set.seed(5)
few <- data.frame(id = 1:47, half = sample(c("old", "new"), 47, TRUE), days = sample(1e6, 47) / 1e4)
few <- make_store("few", few, rbind(variable("id", "record", "text"), variable("half", "attribute", "nominal"), variable("days", "attribute", "numeric")),
                  scale_of("unused", 1:2))
row <- analyze("test", few$store, "--measure", "days", "--by", "half", "--method", "unweighted-wilcoxon")
exact <- wilcox.test(number(few$data$days)[few$data$half == row$first], number(few$data$days)[few$data$half == row$second], exact = TRUE)
expect_row("exact Wilcoxon", row, list(estimate = exact$statistic[[1]], p = exact$p.value))
expect("it is called exact", grepl("exact", row$method))
for (name in c("apistrat", "apiclus1")) {
  survey <- api_survey(name)
  for (method in c(names(tests), "unweighted-anova", "unweighted-welch", "unweighted-kruskal-wallis"))
    check_shown(survey, "--measure", "api00,meals", "--by", "wide", "--method", method,
                loose = c(effects, "p_adjusted"))
}
finish(least = 1500)
