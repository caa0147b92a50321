# How evenly people answered: `representativeness` beside R-indicators made here from the answers and the population
# counts, with vectors and the matrices of their quadratic forms. All answers are synthetic.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
RNGversion("4.0.0")

places <- sprintf("place%02d", 1:12)
grades <- c("junior", "senior", "lead")
terms <- c("fixed", "open")
folder <- file.path(getwd(), "representativeness")
dir.create(folder)
write <- function(name, data) write.csv(data, file.path(folder, name), row.names = FALSE, quote = FALSE, na = "")
write("institutions.csv", data.frame(id = places, name = places))
write("waves.csv", data.frame(id = c("w1", "w2"), label = c("First", "Second"), opened = paste0(2020:2021, "-01-01")))
write("groups.csv", data.frame(group = rep(c("north", "south"), c(5, 7)), institution = places))
write("scales.csv", rbind(data.frame(scale = "grade", code = grades, label = grades), data.frame(scale = "term", code = terms, label = terms)))
write("variables.csv", data.frame(name = c("place", "grade", "term"), role = c("institution", "attribute", "attribute"),
                                  type = "nominal", scale = c("", "grade", "term")))
in_group <- function(place) ifelse(place %in% places[1:5], "north", "south")

# A population whose cells answer unevenly, and who of it did; a few say nothing of their term.
make <- function(seed, least) {
  set.seed(seed)
  store <- paste0("even", seed, ".trig")
  write("survey.csv", data.frame(key = c("id", "title"), value = c(store, "Synthetic")))
  people <- expand.grid(grade = grades, term = terms, place = places, wave = c("w1", "w2"), stringsAsFactors = FALSE)
  people$count <- least + sample(60, nrow(people), TRUE)
  propensity <- plogis(-0.2 + rnorm(3, 0, 0.5)[match(people$grade, grades)] + rnorm(2, 0, 0.3)[match(people$term, terms)] +
                         rnorm(12, 0, 0.2)[match(people$place, places)])
  people$answered <- rbinom(nrow(people), people$count, propensity)
  data <- people[rep(seq_len(nrow(people)), people$answered), c("wave", "place", "grade", "term")]
  write("population.csv", setNames(people[c("wave", "place", "grade", "term", "count")], c("wave", "institution", "grade", "term", "count")))
  run("trig-collect", "init", store, "--survey", folder)
  for (wave in c("w1", "w2")) {
    export <- file.path(folder, paste0(store, wave, ".csv"))
    write.csv(data[data$wave == wave, -1], export, row.names = FALSE, quote = FALSE)
    run("trig-collect", "ingest", store, export, "--wave", wave)
  }
  people$group <- in_group(people$place)
  people$institution <- people$place
  list(store = store, people = people)
}

# S2 of cells within groups, with chance taken off, and the ends of its interval.
spread <- function(N, n, group, level = 0.95) {
  rho <- n / N
  v <- ifelse(N > 1, rho * (1 - rho) * N / (N - 1), 0)
  G <- outer(group, group, "==")
  M <- diag(N, length(N)) - outer(N, N) * G / as.vector(G %*% N) # the sum of squares is rho' M rho
  C <- diag(v / N, length(N))
  X <- as.numeric(rho %*% M %*% rho) - sum(diag(M %*% C))
  within <- rho - as.vector(G %*% n) / as.vector(G %*% N)
  mean_v <- if (sum(N * within^2) > 0) sum(N * within^2 * v) / sum(N * within^2) else 0
  Q2 <- 2 * sum(diag(M %*% C %*% M %*% C))
  z <- qnorm(0.5 + level / 2)
  ends <- X + 2 * z^2 * mean_v + c(-1, 1) * sqrt(pmax(0, (X + 2 * z^2 * mean_v)^2 - X^2 + z^2 * Q2))
  root <- function(x) sqrt(pmax(x, 0) / (sum(N) - 1))
  se <- sqrt(4 * mean_v * max(X, 0) + Q2) / (sum(N) - 1) / (2 * root(X))
  list(estimate = root(X), se = if (root(ends[1]) > 0) se else NA, ci_low = root(ends[1]), ci_high = root(ends[2]))
}

of_cell <- function(N, n, at) {
  share <- N[at] / sum(N)
  estimate <- sqrt(share) * (n[at] / N[at] - sum(n) / sum(N))
  v <- n / N * (1 - n / N) / (N - 1)
  weight <- -N / sum(N)
  weight[at] <- weight[at] + 1
  se <- sqrt(share * sum(weight^2 * v))
  list(estimate = estimate, se = se, ci_low = estimate - qnorm(0.975) * se, ci_high = estimate + qnorm(0.975) * se)
}

with_people <- function(numbers, N, n) c(numbers, list(n = sum(n), population = sum(N), response_rate = sum(n) / sum(N)))

# One place of a breakdown.
expect_place <- function(what, ours, people, on) {
  total <- aggregate(cbind(count, answered) ~ ., people[c(on, "count", "answered")], sum)
  S <- spread(total$count, total$answered, rep(1, nrow(total)))
  top <- function(statistic) ours[ours$measure == paste(on, collapse = ",") & ours$statistic == statistic, ]
  expect_row(paste(what, "R"), top("R")[1, ], with_people(
    list(estimate = 1 - 2 * S$estimate, se = 2 * S$se, ci_low = 1 - 2 * S$ci_high, ci_high = 1 - 2 * S$ci_low), total$count, total$answered))
  rate <- sum(total$answered) / sum(total$count)
  expect_row(paste(what, "max_bias"), top("max_bias")[1, ], list(estimate = S$estimate / rate, ci_low = S$ci_low / rate, ci_high = S$ci_high / rate))
  for (name in on) {
    alone <- aggregate(cbind(count, answered) ~ ., people[c(name, "count", "answered")], sum)
    mine <- ours[ours$measure == name & ours$statistic == "unconditional", ]
    expect_row(paste(what, name), mine[is.na(mine[[name]]), ],
               with_people(spread(alone$count, alone$answered, rep(1, nrow(alone))), alone$count, alone$answered))
    for (i in seq_len(nrow(alone)))
      expect_row(paste(what, name, alone[[name]][i]), mine[mine[[name]] %in% alone[[name]][i], ],
                 with_people(of_cell(alone$count, alone$answered, i), alone$count[i], alone$answered[i]))
    if (length(on) > 1)
      expect_row(paste(what, name, "conditional"), ours[ours$measure == name & ours$statistic == "conditional", ],
                 spread(total$count, total$answered, do.call(paste, total[setdiff(on, name)])))
  }
}

compare <- function(survey, by, on, ...) {
  ours <- analyze("representativeness", survey$store, "--on", paste(on, collapse = ","), "--wave", "w1,w2", "--by",
                  paste(c("wave", by), collapse = ","), ...)
  key <- c("wave", by)
  for (place in unique(do.call(paste, survey$people[key])))
    expect_place(paste(survey$store, place, paste(on, collapse = ",")), ours[do.call(paste, ours[key]) == place, ],
                 survey$people[do.call(paste, survey$people[key]) == place, ], on)
}

for (seed in 1:2) {
  even <- make(seed, 60)
  compare(even, NULL, c("grade", "term"))
  compare(even, NULL, "term")
  compare(even, "group", c("grade", "term"))
  compare(even, "group", c("grade"))
  compare(even, "institution", c("grade", "term"), "--disclosure", "none")
  compare(even, NULL, c("institution", "grade"), "--disclosure", "none")
}

# Cells too small to show are one.
small <- make(3, 0)
ours <- analyze("representativeness", small$store, "--on", "institution,grade,term", "--wave", "w2")
listed <- analyze("summary", small$store, "--by", "institution,grade,term", "--measure", "respondents", "--wave", "w2")
shown <- listed[!is.na(listed$estimate), ]
people <- small$people[small$people$wave == "w2", ]
apart <- people$answered == 0 | do.call(paste, people[c("place", "grade", "term")]) %in% do.call(paste, shown[c("institution", "grade", "term")])
expect("some cells are hidden", any(!apart) && any(apart & people$answered > 0))
N <- c(people$count[apart], sum(people$count[!apart]))
n <- c(people$answered[apart], sum(people$answered[!apart]))
S <- spread(N, n, rep(1, length(N)))
expect_row("pooled R", ours[ours$statistic == "R", ], with_people(list(estimate = 1 - 2 * S$estimate, ci_low = 1 - 2 * S$ci_high), N, n))
expect("no partial indicators", nrow(ours) == 2)

# The R code that --show-r prints, run as it stands on the responses.
check_shown <- function(survey, ...) {
  d <- survey$people[rep(seq_len(nrow(survey$people)), survey$people$answered), c("wave", "institution", "grade", "term")]
  write.csv(d, "responses.csv", row.names = FALSE, na = "")
  shown <- run_shown("responses.csv", "representativeness", survey$store, ...)
  expect_shown(paste("shown", survey$store, ...), shown,
               intersect(c("wave", "institution", "group", "grade", "term", "measure", "statistic"), names(shown$result)),
               c("estimate", "se", "ci_low", "ci_high", "n", "population", "response_rate"))
}
for (survey in list(even, small)) {
  check_shown(survey, "--on", "grade,term", "--by", "wave", "--wave", "all")
  check_shown(survey, "--on", "institution,grade", "--by", "wave", "--wave", "all", "--level", "0.9", "--disclosure", "none")
  check_shown(survey, "--on", "institution,grade,term", "--by", "group")
  check_shown(survey, "--on", "term", "--by", "wave,institution", "--wave", "all")
  check_shown(survey, "--on", "grade", "--wave", "all")
}

finish(2500)
