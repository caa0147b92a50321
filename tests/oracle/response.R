# Response rates: `response` by AAPOR's formulas, made again here from the answers and the population counts, with
# everyone counted eligible and not, partial responses stored, set aside and not told apart. All answers are synthetic.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
RNGversion("4.0.0")
set.seed(20251)

places <- sprintf("place%02d", 1:30)
grades <- c("junior", "senior", "lead")
folder <- file.path(getwd(), "response")
dir.create(folder)
write <- function(name, data) write.csv(data, file.path(folder, name), row.names = FALSE, quote = FALSE, na = "")
write("institutions.csv", data.frame(id = places, name = places))
write("waves.csv", data.frame(id = c("w1", "w2"), label = c("First", "Second"), opened = paste0(2020:2021, "-01-01")))
write("groups.csv", data.frame(group = rep(c("north", "south"), c(12, 18)), institution = places))
write("scales.csv", rbind(
  data.frame(scale = "agree", code = 1:5, label = c("sd", "d", "n", "a", "sa"), kind = "substantive", positive = c(0, 0, 0, 1, 1)),
  data.frame(scale = "grade", code = grades, label = grades, kind = "substantive", positive = 0),
  data.frame(scale = "yes", code = c("yes", "no"), label = c("yes", "no"), kind = "substantive", positive = 0)))

# One survey: its answers by wave, stored with or without what says which responses are partial.
make <- function(store, seed, tells, keep) {
  set.seed(seed)
  rows <- data.frame(name = c("place", "grade", "staff", "a", "state"),
                     role = c("institution", "attribute", "attribute", "item", "status"),
                     type = c("nominal", "nominal", "nominal", "ordinal", "nominal"),
                     scale = c("", "grade", "yes", "agree", ""), eligible = c("", "", "yes", "", ""))
  write("variables.csv", if (tells) rows else rows[1:4, ])
  write("survey.csv", data.frame(key = c("id", "title"), value = c(store, "Synthetic")))
  data <- do.call(rbind, lapply(c("w1", "w2"), function(wave) {
    place <- rep(places, sample(c(8, 15, 30, 60, 90), 30, TRUE))
    n <- length(place)
    data.frame(wave, place, grade = sample(c(grades, NA), n, TRUE, c(50, 30, 17, 3)), staff = ifelse(runif(n) < 0.2, "no", "yes"),
               a = sample(1:5, n, TRUE), state = ifelse(runif(n) < 0.25, "partial", "complete"))
  }))
  # Counts by grade add up to a place's; five places are not counted, and one has fewer people than answers.
  cells <- expand.grid(grade = grades, place = places[1:25], wave = c("w1", "w2"), stringsAsFactors = FALSE)
  answered <- mapply(function(w, p, g) sum(data$wave == w & data$place == p & data$grade %in% g), cells$wave, cells$place,
                     cells$grade)
  cells$count <- ceiling(answered / runif(nrow(cells), 0.3, 0.8)) + 1
  cells$count[cells$place == "place05"] <- pmax(1, floor(answered[cells$place == "place05"] / 3))
  write("population.csv", cells[c("wave", "place", "grade", "count")] |> setNames(c("wave", "institution", "grade", "count")))
  run("trig-collect", "init", store, "--survey", folder)
  for (wave in c("w1", "w2")) {
    export <- file.path(folder, paste0(store, wave, ".csv"))
    columns <- c("place", "grade", "staff", "a", if (tells) "state")
    write.csv(data[data$wave == wave, columns], export, row.names = FALSE, quote = FALSE, na = "")
    run("trig-collect", "ingest", store, export, "--wave", wave, if (keep) "--keep-partial")
  }
  if (tells && !keep) data <- data[data$state == "complete", ]
  list(store = store, data = data, counts = cells)
}

# The four rates of some responses and the people counted, by AAPOR's definitions.
rates_of <- function(d, population, everybody, partials = TRUE) {
  inside <- d$staff == "yes"
  complete <- sum(inside & d$state == "complete")
  partial <- sum(inside & d$state == "partial")
  outside <- if (everybody) sum(!inside) else 0
  unknown <- population - complete - partial - outside
  share <- (complete + partial) / (complete + partial + outside)
  if (is.na(unknown) || unknown < 0) return(list(RR1 = NA, RR2 = NA, RR3 = NA, RR4 = NA))
  c(list(RR1 = complete / (complete + partial + unknown),
         RR2 = if (partials) (complete + partial) / (complete + partial + unknown) else NA),
    list(RR3 = complete / (complete + partial + share * unknown),
         RR4 = (complete + partial) / (complete + partial + share * unknown)))
}

# One place of a breakdown: what the program says beside the formulas.
expect_rates <- function(what, ours, d, people, everybody, partials = TRUE, shown = TRUE) {
  known <- paste(d$wave, d$place) %in% paste(people$wave, people$place) & d$staff == "yes"
  here <- unique(paste(d$wave, d$place)[known])
  counted <- people[paste(people$wave, people$place) %in% here, ]
  theirs <- rates_of(d[paste(d$wave, d$place) %in% here, ], if (nrow(counted)) sum(counted$count) else NA, everybody, partials)
  names <- paste0("RR", seq_len(if (everybody) 4 else 2))
  for (name in names) {
    row <- ours[ours$statistic == name, ]
    if (shown || (nrow(row) == 1 && !is.na(row$estimate)))
      expect_row(paste(what, name), row, list(estimate = theirs[[name]]))
  }
}

compare <- function(survey, ..., everybody = FALSE, partials = TRUE, by = character(), disclosure = "none") {
  ours <- analyze("response", survey$store, "--disclosure", disclosure, "--wave", "w1,w2", "--counted",
                  if (everybody) "everybody" else "eligible", "--by", paste(c("wave", by), collapse = ","))
  in_group <- function(place) ifelse(place %in% places[1:12], "north", "south")
  survey$data$group <- in_group(survey$data$place)
  survey$counts$group <- in_group(survey$counts$place)
  key <- function(d) do.call(paste, d[c("wave", sub("institution", "place", by))])
  mine <- do.call(paste, ours[c("wave", by)])
  asked <- survey$data$staff == "yes" & !("grade" %in% by & is.na(survey$data$grade))
  for (place in unique(key(survey$data[asked, ])))
    expect_rates(paste(survey$store, place), ours[mine == place, ], survey$data[key(survey$data) == place, ],
                 if ("grade" %in% by) survey$counts[key(survey$counts) == place, ] else survey$counts,
                 everybody, partials, disclosure == "none")
  invisible(ours)
}

for (seed in 1:2) {
  told <- make(paste0("told", seed, ".trig"), seed, TRUE, TRUE)
  compare(told)
  compare(told, by = "institution")
  compare(told, by = "group")
  compare(told, by = c("institution", "grade"))
  compare(told, by = "institution", everybody = TRUE)
  compare(told, by = "group", everybody = TRUE)
  # What is shown is right where much is hidden, and nothing of few people is.
  ours <- compare(told, by = "institution", everybody = TRUE, disclosure = "threshold")
  shown <- ours[is.na(ours$suppressed) & !is.na(ours$estimate), ]
  expect("some rates are hidden and some are not", nrow(shown) > 8 && nrow(shown) < nrow(ours))
  inside <- told$data[told$data$staff == "yes", ]
  size <- table(paste(inside$wave, inside$place))
  expect("no rate of fewer than ten", all(size[paste(shown$wave, shown$institution)] >= 10))
  out <- table(paste(told$data$wave, told$data$place)[told$data$staff == "no"])
  expect("no rate tells of one or two out of scope", !any(out[paste(shown$wave, shown$institution)] %in% 0:2))
  first <- shown[shown$statistic == "RR1", ]
  part <- table(paste(inside$wave, inside$place)[inside$state == "partial"])
  expect("nor of one or two partial responses", !any(part[paste(first$wave, first$institution)] %in% 0:2))
  # Beside the total, one hidden place among those that are counted would follow by subtraction.
  total <- compare(told, everybody = TRUE, disclosure = "threshold")
  for (row in which(!is.na(total$estimate))) {
    there <- ours[ours$wave == total$wave[row] & ours$statistic == total$statistic[row] & !ours$institution %in% places[26:30], ]
    hidden <- sum(!is.na(there$suppressed))
    expect(paste("no single place is hidden beside", total$wave[row], total$statistic[row]), hidden != 1)
  }
}
aside <- make("aside.trig", 3, TRUE, FALSE)
compare(aside, by = "institution", partials = FALSE)
# Nothing says which are partial: none was set aside, and all are taken as complete.
plain <- make("plain.trig", 4, FALSE, FALSE)
plain$data$state <- "complete"
compare(plain, by = "institution")
kept <- make("kept.trig", 5, FALSE, TRUE)
ours <- analyze("response", kept$store, "--disclosure", "none")
expect("RR1 is not given where partial responses are not told apart", is.na(ours$estimate[ours$statistic == "RR1"]))
expect("RR2 is", number(ours$estimate[ours$statistic == "RR2"]) > 0)
run("trig-analyze", "response", plain$store, "--by", "grade", "--counted", "everybody", code = 2)

# The R code that --show-r prints, run as it stands on the responses.
check_shown <- function(survey, ...) {
  d <- survey$data
  d$institution <- d$place
  write.csv(d, "responses.csv", row.names = FALSE, na = "")
  shown <- run_shown("responses.csv", "response", survey$store, ...)
  expect_shown(paste("shown", survey$store, ...), shown, intersect(c("wave", "institution", "group", "grade", "statistic"), names(shown$result)),
               c("estimate", "n", "population"))
}
for (survey in list(told, aside, plain, kept)) {
  check_shown(survey, "--wave", "w1,w2", "--by", "wave,institution")
  check_shown(survey, "--by", "grade")
  check_shown(survey, "--wave", "all", "--counted", "everybody", "--by", "group", "--disclosure", "none")
  check_shown(survey, "--wave", "all", "--by", "group,grade", "--disclosure", "none")
  check_shown(survey, "--counted", "everybody")
}

finish(1500)
