# `trig-analyze summary --contrast` and `--covariance` against svycontrast and vcov of svyby(.., covmat =
# TRUE), svymean, svytotal and svyratio: a synthetic survey with gaps, and survey's Academic Performance Index.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/stores.R"))

ask <- function(store, ...) analyze("summary", store, "--df", "r", "--disclosure", "none", ...)

# A contrast's row against R's [found], with the degrees of freedom of [part].
expect_contrast <- function(what, row, found, part) {
  b <- as.vector(coef(found)); se <- as.vector(SE(found)); df <- degf(part)
  expect_row(what, row, list(estimate = b, se = se, ci_low = b - qt(0.975, df) * se, ci_high = b + qt(0.975, df) * se,
                             df = df, n = nrow(part), p = 2 * pt(-abs(b / se), df)))
}

# The matrix that --covariance wrote for the first rows, against R's.
expect_matrix <- function(what, file, rows, theirs) {
  told <- read.csv(file)
  for (i in seq_along(rows)) for (j in seq_along(rows)) {
    ours <- told$covariance[told$row == rows[i] & told$with == rows[j]]
    expect(paste(what, i, j), length(ours) == 1 && equal(ours, theirs[i, j]))
  }
}

check <- function(label, design, store, by, column, values, ...) {
  contrasts <- c(sprintf("%s - %s", values[1], values[2]), sprintf("0.5*%s + 0.5*%s - %s", values[1], values[2], values[3]))
  weights <- list(c(1, -1, 0), c(0.5, 0.5, -1))
  ours <- ask(store, "--by", by, "--measure", column, "--statistic", "mean,total", "--contrast", paste(contrasts, collapse = ";"),
              "--covariance", "covariances.csv", ...)
  answered <- design[!is.na(design$variables[[column]]) & design$variables[[by]] %in% values, ]
  f <- as.formula(paste0("~", column)); by_f <- as.formula(paste0("~", by))
  order <- match(ours[[by]][ours$statistic == "mean" & is.na(ours$contrast)], values)
  for (statistic in c("mean", "total")) {
    found <- svyby(f, by_f, answered, if (statistic == "mean") svymean else svytotal, covmat = TRUE)
    named <- match(values, as.character(found[[by]]))
    for (i in 1:2) {
      coefficients <- numeric(3); coefficients[named] <- weights[[i]]
      used <- answered[answered$variables[[by]] %in% values[weights[[i]] != 0], ]
      expect_contrast(paste(label, statistic, contrasts[i]),
                      ours[ours$contrast %in% contrasts[i] & ours$statistic == statistic, ], svycontrast(found, coefficients), used)
    }
    rows <- which(ours$statistic == statistic & is.na(ours$contrast))
    expect_matrix(paste(label, statistic), "covariances.csv", rows, vcov(found)[named[order], named[order]])
  }
}

for (seed in 1:3) {
  RNGversion("4.0.0")
  set.seed(seed)
  n <- 240
  d <- data.frame(region = sample(c("n", "s", "e"), n, TRUE), w = round(rgamma(n, 3, 0.2) + 0.5, 3))
  d$team <- paste0(d$region, sample(8, n, TRUE))
  d$grade <- sample(c("a", "b", "c"), n, TRUE)
  d$hours <- ifelse(runif(n) < 0.1, NA, round(rexp(n, 0.08) + 3 * (d$grade == "b"), 2))
  d$days <- round(5 + sqrt(ifelse(is.na(d$hours), 9, d$hours)) + runif(n), 2)
  store <- make_store(paste0("tied", seed), d, c(region = "stratum", team = "psu", w = "weight", grade = "category", hours = "numeric",
                                                 days = "numeric"))
  check(paste("clusters", seed), svydesign(ids = ~team, strata = ~region, weights = ~w, data = d), store, "grade", "hours", c("a", "b", "c"))
  check(paste("strata", seed), svydesign(ids = ~1, strata = ~region, weights = ~w, data = d), store, "grade", "hours",
        c("c", "a", "b"), "--design", "strata=region,weight=w")
}

data(api)
live_only("^api")
store <- make_store("apistrat", apistrat, c(stype = "stratum", sch.wide = "category", pw = "weight", fpc = "fpc",
                                            api00 = "numeric", api99 = "numeric", enroll = "numeric", meals = "numeric"))
design <- svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
check("apistrat", design, store, "stype", "api00", c("E", "M", "H"))
for (statistic in c("mean", "total")) {
  found <- (if (statistic == "mean") svymean else svytotal)(~api00 + api99 + meals, design)
  ours <- ask(store, "--measure", "api00,api99,meals", "--statistic", statistic, "--contrast", "api00 - api99; -2*meals + api00",
              "--covariance", "covariances.csv")
  expect_contrast(paste("api00 - api99", statistic), ours[ours$contrast %in% "api00 - api99", ], svycontrast(found, c(1, -1, 0)), design)
  expect_contrast(paste("api00 - 2 meals", statistic), ours[grepl("meals", ours$contrast), ], svycontrast(found, c(1, 0, -2)), design)
  expect_matrix(paste("measures", statistic), "covariances.csv", 1:3, vcov(found))
}

# ---- the R code that --show-r prints, run as it stands ----------------------------------------

check_shown <- function(label, store, ...) {
  shown <- run_shown(sub("trig$", "csv", store), "summary", store, "--disclosure", "none", "--covariance", "covariances.csv", ...)
  ours <- read.csv("covariances.csv")
  theirs <- shown$covariances
  at <- match(paste(ours$row, ours$with), paste(theirs$row, theirs$with))
  close <- equal(ours$covariance, theirs$covariance[at], 1e-7)  # differences of products
  compared <<- compared + length(close)
  if (!length(close) || !all(close) || nrow(theirs) != nrow(ours)) fail(label, ": ", sum(!close), " covariances of ", length(close))
  tied <- shown$table[!is.na(shown$table$contrast), ]
  for (i in seq_len(nrow(tied))) {
    same <- shown$result$contrast %in% tied$contrast[i] & shown$result$measure == tied$measure[i] &
      shown$result$statistic == tied$statistic[i]
    expect_row(paste(label, tied$contrast[i]), tied[i, ], as.list(shown$result[same, c("estimate", "se", "ci_low", "ci_high", "df", "n", "p")]))
  }
}
several <- c("--measure", "hours,days,hours/days", "--statistic", "mean,total,variance,sd,correlation", "--contrast", "a - b; a - 0.5*b - 0.5*c")
for (seed in 1:3) {
  store <- paste0("tied", seed, ".trig")
  check_shown(paste("clusters", seed), store, "--by", "grade", several)
  check_shown(paste("places", seed), store, "--by", "region,grade", "--measure", "hours", "--contrast", "n,a - s,b")
}
check_shown("bootstrap", store, "--by", "grade", "--replicates", "bootstrap:50", "--measure", "hours,days", "--contrast", "a - b")
check_shown("average", store, "--by", "grade", "--design", "strata=team,weight=w", "--lonely", "average", "--measure", "hours,days",
            "--contrast", "a - b")
for (statistic in c("mean", "total,sd", "correlation"))
  check_shown(paste("apistrat", statistic), "apistrat.trig", "--by", "stype", "--measure", "api00,api99,meals", "--statistic", statistic,
              "--contrast", "E - M; 2*E - M - H")
finish(least = 4000)
