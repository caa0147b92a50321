# Comparators whose institutions are chosen: `benchmark --against top:P`, `cohort` and `wave:W`, with the choice,
# the difference and its error made again from the answers. All answers are synthetic.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
RNGversion("4.0.0")
set.seed(20245)

folder <- file.path(getwd(), "comparators")
dir.create(folder)
write <- function(name, data) write.csv(data, file.path(folder, name), row.names = FALSE, quote = FALSE, na = "")
places <- sprintf("place%02d", 1:36)
cohorts <- rep(c("2018", "2020", "late"), c(20, 14, 2))
write("survey.csv", data.frame(key = c("id", "title"), value = c("comparators", "Synthetic")))
write("institutions.csv", data.frame(id = places, name = places, cohort = c(cohorts[-36], NA)))
write("waves.csv", data.frame(id = c("w1", "w2", "w3"), label = c("First", "Second", "Third"), opened = paste0(2019:2021, "-01-01")))
write("scales.csv", data.frame(scale = "agree", code = 1:5, label = c("sd", "d", "n", "a", "sa"), kind = "substantive",
                               positive = c(0, 0, 0, 1, 1)))
write("pillars.csv", data.frame(id = "p", label = "P"))
write("variables.csv", data.frame(name = c("place", "a", "b", "flat", "days"), role = c("institution", rep("item", 4)),
                                  type = c("nominal", rep("ordinal", 3), "numeric"), scale = c("", rep("agree", 3), ""),
                                  pillar = c("", "p", "p", "", "")))
run("trig-collect", "init", "s.trig", "--survey", folder)
level <- rnorm(36, 0, 0.5)
waves <- lapply(c("w1", "w2", "w3"), function(wave) {
  sizes <- sample(c(6, 12, 17, 24, 40, 75), 36, TRUE)
  place <- rep(1:36, sizes)
  likert <- function(shift) ifelse(runif(length(place)) < 0.06, NA, pmin(5, pmax(1, round(3 + shift + rnorm(length(place))))))
  d <- data.frame(place = places[place], a = likert(level[place]), b = likert(level[place]), flat = likert(0),
                  days = round(12 + 4 * level[place] + rnorm(length(place), 0, 5), 2))
  write(paste0(wave, ".csv"), d)
  run("trig-collect", "ingest", "s.trig", file.path(folder, paste0(wave, ".csv")), "--wave", wave)
  d
})

# ---- in R -----------------------------------------------------------------------------------

values <- function(d) list(`pillar:p` = rowMeans(25 * (cbind(d$a, d$b) - 1), na.rm = TRUE), days = d$days,
                           `a:positive` = as.numeric(d$a >= 4), flat = d$flat)

# Restricted maximum likelihood by its score's root, and the scores drawn to the mean.
shrunken <- function(y, v) {
  slope <- function(t) {
    w <- 1 / (v + t)
    m <- sum(w * y) / sum(w)
    sum(w^2 * (y - m)^2) - sum(w) + sum(w^2) / sum(w)
  }
  if (slope(0) <= 0) return(NULL)
  t <- uniroot(slope, c(0, 100 * var(y)), tol = 1e-14 * var(y))$root
  w <- 1 / (v + t)
  m <- sum(w * y) / sum(w)
  own <- sum(w) / w
  y - ifelse(own > 3, (own - 3) / (own - 1), 0) * v * w * (y - m)
}

# Own mean less a mean over [others] (which may hold the own), each institution a stratum.
difference <- function(d, y, own, members, own_part, by_institution) {
  ok <- !is.na(y)
  k <- d$place == own
  mean_of <- function(rows) mean(y[rows & ok])
  behind <- if (by_institution) lapply(members, function(i) d$place == i) else list(d$place %in% members)
  line <- function(rows) ifelse(rows & ok, (y - mean_of(rows)) / sum(rows & ok), 0)
  z <- line(k) - Reduce(`+`, lapply(behind, line)) / length(behind)
  strata <- d$place
  n <- ave(z, strata, FUN = length)
  variance <- sum(n / (n - 1) * (z - ave(z, strata))^2)
  benchmark <- mean(vapply(behind, mean_of, 0))
  list(estimate = mean_of(k), benchmark = benchmark, difference = mean_of(k) - benchmark, difference_se = sqrt(variance),
       own_share = if (!own_part) 0 else if (by_institution) 1 / length(members) else sum(k & ok) / sum(behind[[1]] & ok))
}

check <- function(own, against, wave, by_institution) {
  d <- waves[[wave]]
  id <- paste0("w", wave)
  weighting <- if (by_institution) "institutions" else "respondents"
  ours <- analyze("benchmark", "s.trig", "--institution", own, "--against", against, "--wave", id, "--sector", weighting,
                  "--measure", "pillar:p,days,a:positive,flat")
  shown <- analyze("summary", "s.trig", "--by", "institution", "--wave", id, "--fpc", "off", "--measure", "pillar:p,days,a:positive,flat")
  for (name in names(values(d))) {
    what <- paste(own, against, id, weighting, name)
    row <- ours[ours$measure == name, ]
    table <- shown[shown$measure == name & is.na(shown$suppressed), ]
    if (!own %in% table$institution) {
      expect(paste(what, "is hidden as in summary"), !is.na(row$suppressed) && is.na(row$estimate))
      next
    }
    if (against == "cohort") {
      members <- intersect(table$institution, places[cohorts == cohorts[match(own, places)]])
    } else {
      percent <- as.numeric(sub("top:", "", against))
      scores <- shrunken(number(table$estimate), number(table$se)^2)
      if (is.null(scores)) {
        expect(paste(what, "has no top"), identical(row$suppressed, "comparator") && grepl("differ more than chance", row$note))
        next
      }
      top <- ceiling(nrow(table) * percent / 100)
      members <- setdiff(table$institution[scores >= sort(scores, decreasing = TRUE)[top]], own)
    }
    counts <- table(d$place[d$place %in% setdiff(members, own) & !is.na(values(d)[[name]])])
    largest <- sort(as.vector(counts), decreasing = TRUE)
    weak <- length(counts) < 3 || largest[1] > 0.4375 * sum(counts) || sum(largest[1:2]) > 0.86 * sum(counts)
    if (weak) expect(paste(what, "is a weak comparator"), identical(row$suppressed, "comparator") && is.na(row$benchmark))
    else expect_row(what, row, difference(d, values(d)[[name]], own, members, own %in% members, by_institution))
  }
}
for (wave in 1:3)
  for (own in places[c(2, 9, 18, 27, 34, 35)])
    for (against in c("top:50", "top:10", "cohort"))
      check(own, against, wave, wave == 2)

# ---- itself in an earlier wave: what trend says of these two -------------------------------------

for (own in places[c(2, 9, 18)])
  for (before in c("w1", "w2")) {
    measures <- c("--measure", "pillar:p,days,a:positive")
    ours <- analyze("benchmark", "s.trig", "--institution", own, "--against", paste0("wave:", before), measures)
    trend <- analyze("trend", "s.trig", "--institution", own, "--wave", paste0(before, ",w3"), measures)
    trend <- trend[trend$institution %in% own & trend$wave == "w3", ]
    expect(paste(own, before, "one row a measure"), nrow(ours) == 3 && all(ours$wave == "w3"))
    rest <- setdiff(names(ours), "p_adjusted")
    expect(paste(own, before, "is trend's"), isTRUE(all.equal(ours[rest], trend[rest], check.attributes = FALSE)))
    expect(paste(own, before, "Holm"), all(equal(number(ours$p_adjusted), p.adjust(number(ours$p), "holm"))))
  }

# ---- the R code that --show-r prints -----------------------------------------------------------------

for (against in c("top:50", "cohort")) {
  code <- run("trig-analyze", "benchmark", "s.trig", "--institution", "place09", "--against", against, "--measure",
              "pillar:p,days", "--format", "csv", "--quiet", "--out", "ours.csv", "--show-r")
  ours <- read_text("ours.csv")
  world <- new.env()
  world$d <- cbind(read_text(file.path(folder, "w3.csv")), wave = "w3")
  names(world$d)[1] <- "institution"
  capture.output(eval(parse(text = code), world))
  for (i in seq_len(nrow(ours)))
    expect_row(paste("shown", against, ours$measure[i]), ours[i, ],
               world$result[i, setdiff(names(world$result)[vapply(world$result, is.numeric, NA)], c("n_eff", "deff"))], 1e-8)
}

# ---- refused ---------------------------------------------------------------------------------------------

for (against in c("top:0", "top:100", "top:x", "top:", "wave:w9", "wave:w3", "wave:w1,w2", "cohort:x"))
  run("trig-analyze", "benchmark", "s.trig", "--institution", "place02", "--against", against, code = 2)
run("trig-analyze", "benchmark", "s.trig", "--institution", "place36", "--against", "cohort", code = 2)
run("trig-analyze", "benchmark", "s.trig", "--institution", "place02", "--against", "wave:w1", "--wave", "all", code = 2)
finish(500)
