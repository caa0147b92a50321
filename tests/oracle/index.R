# Composite indices: what `index` prints, computed again from the answers. All answers
# are synthetic.
here <- commandArgs(trailingOnly = TRUE)[2]
source(file.path(here, "tests/oracle/programs.R"))
RNGversion("4.0.0")
set.seed(7102)

# The bootstrap's draws are numbered, not R's own: the functions that --show-r prints make them.
source(file.path(here, "analyze/show_r/show_r_replicates.R"))

folder <- file.path(getwd(), "index")
dir.create(folder)
places <- sprintf("place%02d", 1:24)
sizes <- rep(c(12, 15, 21, 34, 60, 90), 4)
write <- function(name, data) write.csv(data, file.path(folder, name), row.names = FALSE, quote = FALSE, na = "")
write("survey.csv", data.frame(key = c("id", "title"), value = c("index", "Synthetic")))
write("institutions.csv", data.frame(id = places, name = places))
write("scales.csv", data.frame(scale = "agree", code = 1:5, label = c("sd", "d", "n", "a", "sa"),
                               kind = "substantive", positive = c(0, 0, 0, 1, 1), neutral = c(0, 0, 1, 0, 0)))
write("pillars.csv", data.frame(id = c("one", "two"), label = c("One", "Two"), order = 1:2))
write("variables.csv", data.frame(name = c("place", "a", "b", "c", "days"),
                                  role = c("institution", rep("item", 4)),
                                  type = c("nominal", "ordinal", "ordinal", "ordinal", "numeric"),
                                  scale = c("", "agree", "agree", "agree", ""),
                                  pillar = c("", "one", "two", "", "")))
level <- rnorm(24, 0, 0.5)
place <- rep(seq_along(places), sizes)
likert <- function(shift) {
  y <- pmin(5, pmax(1, round(3 + shift + rnorm(length(place)))))
  ifelse(runif(length(y)) < 0.06, NA, y)
}
d <- data.frame(place = places[place], a = likert(level[place]), b = likert(rev(level)[place]),
                c = likert(level[place] / 2), days = round(9 + 3 * level[place] + rexp(length(place), 1 / 4), 2))
write("data.csv", d)
run("trig-collect", "init", "s.trig", "--survey", folder)
run("trig-collect", "ingest", "s.trig", file.path(folder, "data.csv"))

answers <- list("pillar:one" = (d$a - 1) * 25, "pillar:two" = (d$b - 1) * 25,
                "c:positive" = ifelse(is.na(d$c), NA, d$c > 3) * 1, days = d$days)

# ---- in R -------------------------------------------------------------------------------

means <- function(weight) sapply(answers, function(y) {
  use <- !is.na(y)
  rowsum(weight[use] * y[use], place[use])[, 1] / rowsum(weight[use], place[use])[, 1]
})
truth <- means(rep(1, nrow(d)))

# How many of [all] are below each y, and half of the equal ones; rounding is no difference.
below <- function(y, all) {
  apart <- outer(y, all, "-") / pmax(outer(abs(y), abs(all), pmax), 1e-300)
  rowSums((apart > 1e-12) + (abs(apart) <= 1e-12) / 2)
}

# A function of y for the yardstick that all[, j] makes.
yardstick <- function(s, all, how = s$normalisation, own = FALSE) {
  low <- if (own || is.na(s$low)) min(all) else s$low
  high <- if (own || is.na(s$high)) max(all) else s$high
  up <- switch(how,
    "min-max" = function(y) (y - low) / (high - low) * 100,
    z = function(y) (y - mean(all)) / sd(all),
    rank = function(y) 100 * (below(y, all) - 0.5) / (length(all) - 1),
    percentile = function(y) 100 * below(y, all) / length(all),
    reference = function(y) 100 * y / s$reference,
    none = function(y) y * if (grepl(":positive", s$indicator)) 100 else 1)
  if (s$direction == "lower") function(y) switch(how, z = 0, reference = 200, 100) - up(y) else up
}
together <- function(x, w, aggregation)
  if (aggregation == "arithmetic") as.vector(x %*% w) else as.vector(exp(log(1 + 0.99 * pmax(x, 0)) %*% w))

composite <- function(spec, aggregation) {
  w <- spec$weight / sum(spec$weight)
  sticks <- lapply(seq_len(nrow(spec)), function(j) yardstick(spec[j, ], truth[, spec$indicator[j]]))
  function(y) together(sapply(seq_along(sticks), function(j) sticks[[j]](y[, spec$indicator[j]])), w, aggregation)
}

# ---- replicates: the design is a stratum an institution, units its respondents ---------------

rows_of <- split(seq_along(place), place)
boot <- matrix(0, nrow(d), 500)
for (h in seq_along(rows_of)) boot[rows_of[[h]], ] <- bootstrap(h - 1, length(rows_of[[h]]), 1, 500, 3)
boot_means <- lapply(1:500, function(r) means(boot[, r]))
variance_boot <- function(f) apply(sapply(boot_means, f), 1, function(t) sum((t - mean(t))^2) / 499)
jack_means <- lapply(seq_len(nrow(d)), function(k) {
  n <- sizes[place[k]]
  means(replace(ifelse(place == place[k], n / (n - 1), 1), k, 0))
})
variance_jack <- function(f) {
  theta <- sapply(jack_means, f)
  rowSums(sweep((theta - rowMeans(theta))^2, 2, (sizes[place] - 1) / sizes[place], "*"))
}

specs <- list(
  plain = data.frame(indicator = names(answers)[1:3], direction = "higher", weight = c(1, 2, 3),
                     normalisation = "none", low = NA, high = NA, reference = NA),
  mixed = data.frame(indicator = names(answers), direction = c("higher", "lower", "higher", "lower"),
                     weight = c(2, 1, 1, 0.5), normalisation = c("min-max", "min-max", "reference", "rank"),
                     low = c(20, NA, NA, NA), high = c(90, NA, NA, NA), reference = c(NA, NA, 0.7, NA)),
  z = data.frame(indicator = names(answers), direction = c("higher", "higher", "lower", "lower"), weight = 1,
                 normalisation = "z", low = NA, high = NA, reference = NA),
  places = data.frame(indicator = names(answers), direction = c("higher", "higher", "higher", "lower"),
                      weight = c(1, 1, 4, 1), normalisation = c("rank", "percentile", "min-max", "percentile"),
                      low = NA, high = NA, reference = NA))
answered <- sapply(answers, function(y) tapply(!is.na(y), place, sum))

# ---- compared ---------------------------------------------------------------------------

for (name in names(specs)) for (aggregation in c("arithmetic", "geometric")) {
  spec <- specs[[name]]
  if (name == "z" && aggregation == "geometric") next
  write.csv(spec, "spec.csv", row.names = FALSE, na = "", quote = FALSE)
  f <- composite(spec, aggregation)
  ours <- function(...) analyze("index", "s.trig", "--spec", "spec.csv", "--aggregation", aggregation, "--parts",
                                "--disclosure", "none", ...)
  found <- list(boot = ours("--seed", "3"), jkn = ours("--replicates", "jkn"))
  n <- apply(answered[, spec$indicator], 1, min)
  for (kind in names(found)) {
    se <- sqrt(if (kind == "boot") variance_boot(f) else variance_jack(f))
    y <- f(truth)
    t <- qt(0.975, sizes - 1)
    rows <- found[[kind]][found[[kind]]$statistic == "composite", ]
    expect(paste(name, "is in order"), !is.unsorted(rev(number(rows$estimate))))
    for (i in seq_along(places))
      expect_row(paste(name, aggregation, kind, places[i]), rows[rows$institution == places[i], ],
                 list(estimate = y[i], se = se[i], ci_low = y[i] - t[i] * se[i], ci_high = y[i] + t[i] * se[i],
                      n = n[i], df = sizes[i] - 1), 1e-8)
  }
  points <- found$boot[found$boot$statistic == "points", ]
  for (j in seq_len(nrow(spec))) {
    x <- yardstick(spec[j, ], truth[, spec$indicator[j]])(truth[, spec$indicator[j]])
    for (i in seq_along(places))
      expect_row(paste(name, "points", places[i]),
                 points[points$institution == places[i] & points$measure == spec$indicator[j], ],
                 list(estimate = x[i], weight = spec$weight[j] / sum(spec$weight)), 1e-8)
  }
}

# ---- sensitivity: all choices in R, with draws of R's own ----------------------------------------

for (name in c("plain", "mixed")) {
  spec <- specs[[name]]
  write.csv(spec, "spec.csv", row.names = FALSE, na = "", quote = FALSE)
  found <- analyze("index", "s.trig", "--spec", "spec.csv", "--disclosure", "none", "--replicates", "jkn", "--draws",
                   "8192")
  w <- spec$weight / sum(spec$weight)
  levels <- list(spec$normalisation, "min-max", "z", "rank")
  x <- lapply(1:2, function(a) lapply(seq_along(levels), function(l) sapply(seq_len(nrow(spec)), function(j) {
    how <- rep_len(levels[[l]], nrow(spec))[j]
    y <- truth[, spec$indicator[j]]
    yardstick(spec[j, ], y, if (a == 2 && how == "z") "min-max" else how, own = l > 1)(y)
  })))
  draws <- matrix(rgamma(700 * nrow(spec), rep(w * nrow(spec), each = 700)), 700)
  draws <- draws / rowSums(draws)
  ranks <- function(a, l, w)
    rank(-together(x[[a]][[l]], w, c("arithmetic", "geometric")[a]), ties.method = "min")
  specified <- ranks(1, 1, w)
  f <- array(0, c(2, 4, nrow(draws)))
  low <- high <- specified
  for (a in 1:2) for (l in 1:4) for (k in 0:nrow(draws)) {
    r <- ranks(a, l, if (k) draws[k, ] else w)
    if (k) f[a, l, k] <- mean(abs(r - specified))
    low <- pmin(low, r)
    high <- pmax(high, r)
  }
  rows <- found[found$statistic == "composite", ]
  rows <- rows[match(places, rows$institution), ]
  expect(paste(name, "best ranks"), max(abs(number(rows$choices_best) - low)) <= 2 &&
           mean(number(rows$choices_best) == low) > 0.7)
  expect(paste(name, "worst ranks"), max(abs(number(rows$choices_worst) - high)) <= 2 &&
           mean(number(rows$choices_worst) == high) > 0.7)
  within <- function(kept) mean(apply(f, kept, function(v) mean((v - mean(v))^2)))
  total <- mean((f - mean(f))^2)
  alone <- function(choice) 1 - within(choice) / total
  whole <- function(choice) within(setdiff(1:3, choice)) / total
  share <- function(measure, statistic) number(found$estimate[found$measure == measure & found$statistic == statistic])
  for (i in 1:3) {
    choice <- c("aggregation", "normalisation", "weights")[i]
    expect(paste(name, choice, "first order", share(choice, "first_order"), alone(i)),
           abs(share(choice, "first_order") - alone(i)) < 0.04)
    expect(paste(name, choice, "total order", share(choice, "total_order"), whole(i)),
           abs(share(choice, "total_order") - whole(i)) < 0.04)
  }
  expect(paste(name, "mean shift"), abs(share("ranks", "mean_shift") - mean(f)) < 0.1)
}
# ---- the R code that --show-r prints, run as it stands ---------------------------------------------
# Of places larger than the groups that respondents are drawn in, too, and with weights that are computed.

names(d)[1] <- "institution"
check_shown <- function(what, store, data, ...) {
  shown <- run_shown(data, "index", store, "--spec", "spec.csv", "--parts", ...)
  shown$table <- shown$table[shown$table$statistic %in% c("composite", "points"), ]
  expect_shown(what, shown, c("wave", "institution", "measure", "statistic"),
               c("estimate", "se", "ci_low", "ci_high", "n", "df", "weight"))
}
write.csv(d, "answers.csv", row.names = FALSE, na = "")
for (name in names(specs)) {
  write.csv(specs[[name]], "spec.csv", row.names = FALSE, na = "", quote = FALSE)
  check_shown(paste("shown", name), "s.trig", "answers.csv", "--seed", "3", "--replicates", "bootstrap:100", "--disclosure", "none")
}
check_shown("shown jkn", "s.trig", "answers.csv", "--replicates", "jkn", "--fpc", "on", "--df", "r", "--level", "0.9")
check_shown("shown few draws", "s.trig", "answers.csv", "--replicates", "bootstrap:20", "--df", "design")

large <- data.frame(wave = rep(c("w1", "w2"), each = 5200), place = rep(places[1:8], c(1500, 900, 401, 400, 399, 1000, 500, 100)))
large <- large[sample(nrow(large)), ]
large[c("a", "b", "c")] <- replicate(3, sample(c(1:5, NA), nrow(large), TRUE))
large$days <- round(rexp(nrow(large), 0.1) + match(large$place, places), 2)
write("survey.csv", data.frame(key = c("id", "title"), value = c("large", "Synthetic")))
write("waves.csv", data.frame(id = c("w1", "w2"), label = c("First", "Second"), opened = paste0(2020:2021, "-01-01")))
write("population.csv", data.frame(wave = rep(c("w1", "w2"), each = 8), institution = places[1:8], count = c(3000, 2000, 402, 800, 400, 1500, 900, 300)))
run("trig-collect", "init", "large.trig", "--survey", folder)
for (wave in c("w1", "w2")) {
  write.csv(large[large$wave == wave, -1], "wave.csv", row.names = FALSE, na = "")
  run("trig-collect", "ingest", "large.trig", "wave.csv", "--wave", wave)
}
names(large)[2] <- "institution"
large <- large[order(large$wave), ]
write.csv(large, "large.csv", row.names = FALSE, na = "")
write.csv(specs$mixed, "spec.csv", row.names = FALSE, na = "", quote = FALSE)
check_shown("shown in groups", "large.trig", "large.csv", "--wave", "all", "--replicates", "none")
check_shown("shown in groups, with fpc", "large.trig", "large.csv", "--fpc", "on", "--seed", "9", "--aggregation",
            "geometric")
# Of weights that are computed the replicates are weighed anew.
writeLines(c("institution,count", paste0(places[1:8], ",", c(3000, 2000, 402, 800, 400, 1500, 900, 300))), "totals.csv")
run("trig-analyze", "weight", "large.trig", "--method", "poststratify", "--by", "institution", "--to", "totals.csv", "--name", "pw", "--wave", "w2")
check_shown("shown weighed", "large.trig", "large.csv", "--weights", "pw", "--replicates", "bootstrap:60", "--wave", "w2")

finish(3500)
