# Waves beside one another: changes between two of them with the people they share, checked against
# the algebra on influence values and, where everybody answered twice, against the survey package
# with people as units. All answers are synthetic.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/shrinkage.R"))
RNGversion("4.0.0")
set.seed(20242)

times <- c("2012" = 2012, "2015" = 2015, "2018" = 2018, "2021" = 2021, "2024" = 2024.5)
places <- sprintf("place%d", 1:8)
sizes <- c(14, 19, 25, 33, 47, 60, 85, 120)
# place7 has not signed, place8 signs after the last wave.
signed <- c("2017-05-31", "2017-05-31", "2018-04-10", "2019-06-01", "2021-12-01", "2023-02-15", "", "2024-06-01")

largest_stored <- 120000 # five waves
writeLines(strrep("k", 48), "key")
Sys.chmod("key", "600")

# A survey of its own folder and store.
make_store <- function(name, data) {
  folder <- file.path(getwd(), name)
  dir.create(folder)
  write <- function(file, data) write.csv(data, file.path(folder, file), row.names = FALSE, quote = FALSE, na = "")
  write("survey.csv", data.frame(key = c("id", "title"), value = c(name, "Synthetic")))
  write("institutions.csv", data.frame(id = places, name = places, signed = signed))
  write("waves.csv", data.frame(id = names(times), label = names(times), opened = paste0(names(times), "-02-01"),
                                time = times))
  write("pillars.csv", data.frame(id = c("p", "q"), label = c("Pillar", "Other"), order = 1:2))
  write("scales.csv", data.frame(scale = "agree", code = 1:5, label = c("sd", "d", "n", "a", "sa"),
                                 kind = "substantive", positive = c(0, 0, 0, 1, 1), neutral = c(0, 0, 1, 0, 0)))
  write("variables.csv", data.frame(
    name = c("who", "place", "wave", "grade", "site", "a", "b", "days", "w"),
    role = c("respondent", "institution", "wave", "attribute", "attribute", rep("item", 3), "weight"),
    type = c("text", "nominal", "nominal", "nominal", "nominal", "ordinal", "ordinal", "numeric", "numeric"),
    scale = c("", "", "", "", "", "agree", "agree", "", ""), pillar = c("", "", "", "", "", "p", "p", "", "")))
  # place1 and place2 act between the last waves by date, place4 by the wave that is named; place3 too early,
  # place5 too late, place6 about something else.
  write("actions.csv", data.frame(institution = places[1:6], wave = c("", "", "", "2024", "2024", "2024"),
                                  pillar = c("p", "p", "p", "p", "p", "q"), action = "something",
                                  date = c("2021-02-01", "2023-05-30", "2020-12-31", "", "2024-02-01", "2022-01-01")))
  write("data.csv", data)
  run("trig-collect", "init", paste0(name, ".trig"), "--survey", folder)
  run("trig-collect", "ingest", paste0(name, ".trig"), file.path(folder, "data.csv"), "--person-key", "key")
}

# Answers of people who stay from wave to wave with probability [stays], and keep their mind for the most part.
draw <- function(stays, waves, missing) {
  rows <- list()
  for (i in seq_along(places)) {
    people <- data.frame(who = character(0), mind = numeric(0))
    for (wave in waves) {
      people <- people[runif(nrow(people)) < stays, ]
      new <- sizes[i] + if (stays < 1) sample(-2:4, 1) else 0
      new <- max(0, new - nrow(people))
      people <- rbind(people, data.frame(who = sprintf("%s-%s-%d", places[i], wave, seq_len(new)),
                                         mind = rnorm(new, (i - 4) / 10, 1))[seq_len(new), ])
      n <- nrow(people)
      lift <- 0.06 * (times[[wave]] - 2012)
      likert <- function(shift) {
        y <- pmin(5, pmax(1, round(3 + shift + 0.8 * people$mind + rnorm(n, 0, 0.6))))
        ifelse(runif(n) < missing, NA, y)
      }
      rows[[length(rows) + 1]] <- data.frame(
        who = people$who, place = places[i], wave = wave, grade = sample(c("five", "seven"), n, TRUE, c(0.6, 0.4)),
        site = sample(c("north", "south", NA), n, TRUE, c(0.5, 0.4 - lift / 10, 0.1 + lift / 10)),
        a = likert(lift), b = likert(0), days = round(10 + 2 * people$mind + lift + rnorm(n), 2),
        w = round(runif(n, 0.5, 2), 3))
    }
  }
  do.call(rbind, rows)
}

options(survey.lonely.psu = "adjust")
measures <- c("a", "a:positive", "days", "pillar:p")

add_measures <- function(d) {
  d$`a:positive` <- as.numeric(d$a >= 4)
  answered <- rowSums(!is.na(d[c("a", "b")]))
  d$`pillar:p` <- ifelse(answered >= 1, rowMeans(25 * (d[c("a", "b")] - 1), na.rm = TRUE), NA)
  d$stratum <- paste(d$place, d$wave)
  d
}

# What the influence values of two parts of the data share through people: stratum means taken off,
# times the root of n / (n - 1).
centred <- function(d, z) {
  n <- ave(rep(1, nrow(d)), d$stratum, FUN = sum)
  sqrt(n / (n - 1)) * (z - ave(z, d$stratum))
}
influence <- function(d, measure, rows, weight) {
  ok <- rows & !is.na(d[[measure]])
  mean <- sum((weight * d[[measure]])[ok]) / sum(weight[ok])
  z <- rep(0, nrow(d))
  z[ok] <- (weight * (d[[measure]] - mean))[ok] / sum(weight[ok])
  list(mean = mean, z = z, n = sum(ok), ok = ok)
}
shared <- function(d, z1, rows1, z2, rows2) {
  u1 <- ifelse(d$wave %in% unique(d$wave[rows1]), centred(d, z1), 0)
  u2 <- ifelse(d$wave %in% unique(d$wave[rows2]), centred(d, z2), 0)
  one <- tapply(u1, d$who, sum)
  two <- tapply(u2, d$who, sum)
  # A person's own two rows: sums over different waves.
  sum(one * two)
}

check_changes <- function(what, store, d, weighted, by, own) {
  weight <- if (weighted) d$w else rep(1, nrow(d))
  found <- analyze("trend", store, "--measure", paste(measures, collapse = ","), "--disclosure", "none",
                   if (!weighted) c("--weights", "none"), if (!is.null(by)) c("--by", by))
  for (measure in measures)
    for (category in unique(own))
      for (at in 2:length(times)) {
        after <- influence(d, measure, own == category & d$wave == names(times)[at], weight)
        before <- influence(d, measure, own == category & d$wave == names(times)[at - 1], weight)
        variance <- sum(centred(d, after$z)^2) + sum(centred(d, before$z)^2) -
          2 * shared(d, before$z, d$wave == names(times)[at - 1], after$z, d$wave == names(times)[at])
        linked <- length(intersect(d$who[after$ok], d$who[before$ok]))
        row <- found[found$measure == measure & found$wave %in% names(times)[at] & found$statistic %in% c("mean", "proportion"), ]
        if (!is.null(by)) row <- row[row[[by]] %in% category, ]
        se <- sqrt(variance)
        if (linked < 2) se <- sqrt(sum(centred(d, after$z)^2) + sum(centred(d, before$z)^2))
        expect_row(paste(what, measure, category, names(times)[at]), row,
                   list(estimate = after$mean, benchmark = before$mean, difference = after$mean - before$mean,
                        difference_se = se, z = (after$mean - before$mean) / se,
                        detectable = (qt(0.975, number(row$difference_df)) + qt(0.8, number(row$difference_df))) * se))
      }
}

d <- draw(0.6, names(times), 0.08)
make_store("panel", d)
d <- add_measures(d)
check_changes("sector", "panel.trig", d, FALSE, NULL, rep("all", nrow(d)))
check_changes("weighted", "panel.trig", d, TRUE, NULL, rep("all", nrow(d)))
check_changes("institutions", "panel.trig", d, TRUE, "institution", d$place)
check_changes("grades", "panel.trig", d, FALSE, "grade", d$grade)

# ---- through all waves ---------------------------------------------------------------------------

# Every order of n things: the null of Mann and Kendall.
orders <- function(n) {
  if (n == 1) return(matrix(1))
  before <- orders(n - 1)
  do.call(rbind, lapply(seq_len(n), function(first) cbind(first, before + (before >= first))))
}
all_orders <- orders(length(times))
score_of <- function(y) sum(sign(outer(y, y, "-"))[lower.tri(diag(length(y)))])
null_scores <- apply(all_orders, 1, score_of)

kendall <- function(y) {
  s <- score_of(y)
  null <- apply(all_orders, 1, function(o) score_of(y[o]))
  list(estimate = if (length(unique(y)) > 1) cor(seq_along(y), y, method = "kendall") else NA_real_,
       p = mean(abs(null) >= abs(s)))
}

theil_sen <- function(x, y) {
  pairs <- which(lower.tri(diag(length(x))), arr.ind = TRUE)
  slopes <- sort((y[pairs[, 1]] - y[pairs[, 2]]) / (x[pairs[, 1]] - x[pairs[, 2]]))
  n <- length(slopes)
  rank <- sum(sapply(0:(n - 1), function(k) n - 2 * k > 0 && mean(null_scores >= n - 2 * k) <= 0.025))
  list(estimate = median(slopes), ci_low = if (rank) slopes[rank] else NA_real_,
       ci_high = if (rank) slopes[n + 1 - rank] else NA_real_)
}

line_rows <- function(found, measure, by, category) {
  rows <- found[found$measure == measure & is.na(found$wave), ]
  if (is.null(by)) rows else rows[rows[[by]] %in% category, ]
}

# @param linked  whether the store says who answered.
check_lines <- function(what, store, d, weighted, by, own, linked) {
  weight <- if (weighted) d$w else rep(1, nrow(d))
  found <- analyze("trend", store, "--measure", paste(measures, collapse = ","), "--disclosure", "none",
                   if (!weighted) c("--weights", "none"), if (!is.null(by)) c("--by", by))
  design <- svydesign(ids = ~1, strata = ~stratum, weights = weight, data = d)
  for (measure in measures)
    for (category in unique(own)) {
      ok <- own == category & !is.na(d[[measure]])
      x <- times[d$wave]
      rows <- line_rows(found, measure, by, category)
      label <- paste(what, measure, category)
      fit <- lm(d[[measure]][ok] ~ x[ok], weights = weight[ok])
      centre <- weighted.mean(x[ok], weight[ok])
      z <- rep(0, nrow(d))
      z[ok] <- weight[ok] * (x[ok] - centre) * residuals(fit) / sum(weight[ok] * (x[ok] - centre)^2)
      u <- centred(d, z)
      variance <- sum(if (linked) tapply(u, d$who, sum)^2 else u^2)
      # Pairs of waves that fewer than two people share are taken as independent.
      if (linked)
        for (pair in combn(names(times), 2, simplify = FALSE)) {
          both <- intersect(d$who[ok & d$wave == pair[1]], d$who[ok & d$wave == pair[2]])
          if (length(both) < 2)
            variance <- variance - 2 * shared(d, ifelse(d$wave == pair[1], z, 0), d$wave == pair[1] & ok,
                                              ifelse(d$wave == pair[2], z, 0), d$wave == pair[2] & ok)
        }
      slope <- list(estimate = coef(fit)[[2]], se = sqrt(variance), z = coef(fit)[[2]] / sqrt(variance), n = sum(ok))
      if (!linked) {
        part <- subset(update(design, y = d[[measure]], x = x), ok)
        model <- svyglm(y ~ x, part)
        slope$estimate <- coef(model)[[2]]
        slope$se <- SE(model)[[2]]
        slope$df <- sum(table(d$stratum[d$stratum %in% d$stratum[ok]]) - 1) - 1
        slope$p <- 2 * pt(-abs(coef(model)[[2]] / SE(model)[[2]]), slope$df)
        slope$ci_low <- slope$estimate - qt(0.975, slope$df) * slope$se
      }
      expect_row(paste(label, "slope"), rows[rows$statistic == "slope", ], slope)
      means <- sapply(names(times), function(wave) weighted.mean(d[[measure]][ok & d$wave == wave], weight[ok & d$wave == wave]))
      expect_row(paste(label, "kendall"), rows[rows$statistic == "mann_kendall", ], kendall(means))
      expect_row(paste(label, "theil_sen"), rows[rows$statistic == "theil_sen", ], theil_sen(times, means))
      share <- measure == "a:positive" && !weighted && !linked
      armitage <- rows[rows$statistic == "cochran_armitage", ]
      expect(paste(label, "has cochran_armitage for plain shares only"), nrow(armitage) == share)
      if (share) {
        r <- tapply(d[[measure]][ok], factor(d$wave[ok], names(times)), sum)
        n <- tapply(ok[ok], factor(d$wave[ok], names(times)), sum)
        test <- prop.trend.test(r, n, times)
        expect_row(paste(label, "armitage"), armitage, list(z = sign(coef(fit)[[2]]) * sqrt(test$statistic[[1]]), p = test$p.value))
      }
    }
  for (statistic in c("slope", "mann_kendall", "cochran_armitage")) {
    rows <- found[found$statistic == statistic, ]
    expect(paste(what, statistic, "p adjusted"),
           all(equal(number(rows$p_adjusted), p.adjust(number(rows$p), "holm"))))
  }
}

check_lines("linked sector", "panel.trig", d, TRUE, NULL, rep("all", nrow(d)), TRUE)
check_lines("linked places", "panel.trig", d, FALSE, "institution", d$place, TRUE)
fresh <- draw(0, names(times), 0.05)
make_store("fresh", fresh)
fresh <- add_measures(fresh)
check_lines("sector", "fresh.trig", fresh, FALSE, NULL, rep("all", nrow(fresh)), FALSE)
check_lines("weighted", "fresh.trig", fresh, TRUE, NULL, rep("all", nrow(fresh)), FALSE)
check_lines("places", "fresh.trig", fresh, TRUE, "institution", fresh$place, FALSE)
check_lines("grades", "fresh.trig", fresh, FALSE, "grade", fresh$grade, FALSE)

# Slopes of institutions, drawn towards their mean; of two waves they are changes by the time between.
check_pooled <- function(what, waves) {
  found <- analyze("trend", "fresh.trig", "--measure", paste(measures, collapse = ","), "--disclosure", "none", "--by",
                   "institution", "--weights", "none", if (!is.null(waves)) c("--wave", paste(waves, collapse = ",")))
  for (measure in measures) {
    rows <- found[found$measure == measure & found$statistic == "slope", ]
    y <- number(rows$estimate)
    v <- number(rows$se)^2
    expect(paste(what, measure, "has a slope an institution"), length(y) == length(places))
    unit <- sd(y) # slopes are small numbers; what searches for tau2 is made for others
    theirs <- shrink(y / unit, v / unit^2, number(rows$df))
    theirs[c("shrunken", "shrunken_low", "shrunken_high")] <- unit * theirs[c("shrunken", "shrunken_low", "shrunken_high")]
    for (column in names(theirs))
      expect(paste(what, measure, column), all(equal(number(rows[[column]]), theirs[[column]], 1e-6)))
    t <- unit^2 * restricted(y / unit, v / unit^2)
    mean <- found[found$measure == measure & found$statistic == "mean_slope", ]
    centre <- sum(y / (v + t)) / sum(1 / (v + t))
    k <- length(y)
    se <- sqrt(sum((y - centre)^2 / (v + t)) / (k - 1) / sum(1 / (v + t))) # Hartung and Knapp
    expect_row(paste(what, measure, "mean"), mean,
               list(estimate = centre, se = se, df = k - 1, ci_low = centre - qt(0.975, k - 1) * se,
                    ci_high = centre + qt(0.975, k - 1) * se), 1e-6)
    if (!is.null(waves)) {
      changes <- found[found$measure == measure & found$wave %in% waves[2], ]
      apart <- diff(times[waves])
      expect(paste(what, measure, "is the change by the time"),
             all(equal(y, number(changes$difference) / apart), equal(sqrt(v), number(changes$difference_se) / apart),
                 is.na(rows$p)))
    }
  }
}
check_pooled("pooled", NULL)
check_pooled("pooled changes", c("2012", "2024"))

# Institutions that acted on a pillar beside those that did not.
found <- analyze("trend", "fresh.trig", "--measure", paste(measures, collapse = ","), "--disclosure", "none", "--by",
                 "institution")
for (measure in measures) {
  rows <- found[found$measure == measure & found$wave %in% "2024", ]
  acted <- rows$institution %in% places[c(1, 2, 4)]
  change <- number(rows$difference)
  mine <- function(statistic) found[found$measure == measure & found$statistic == statistic, ]
  if (measure == "days") {
    expect("no pillar, no action", nrow(mine("acted")) == 0)
    next
  }
  for (side in c(TRUE, FALSE)) {
    test <- t.test(change[acted == side])
    expect_row(paste("acted", measure, side), mine(if (side) "acted" else "not_acted"),
               list(estimate = test$estimate[[1]], se = test$stderr, df = test$parameter[[1]], ci_low = test$conf.int[1],
                    ci_high = test$conf.int[2]))
  }
  test <- t.test(change[acted], change[!acted])
  expect_row(paste("acted difference", measure), mine("acted_difference"),
             list(estimate = diff(rev(test$estimate))[[1]], se = test$stderr, z = test$statistic[[1]], p = test$p.value,
                  df = test$parameter[[1]], ci_low = test$conf.int[1], ci_high = test$conf.int[2]))
}

# Results by the years since institutions signed.
for (measure in measures) {
  rows <- found[found$measure == measure & found$wave %in% "2024", ]
  y <- number(rows$estimate)[match(places[1:6], rows$institution)]
  x <- as.numeric(as.Date("2024-02-01") - as.Date(signed[1:6])) / 365.25
  fit <- lm(y ~ x)
  w <- (x - mean(x)) / sum((x - mean(x))^2)
  se <- sqrt(sum((w * residuals(fit) / (1 - hatvalues(fit)))^2))
  expect_row(paste("since signing", measure), found[found$measure == measure & found$statistic == "since_signing", ],
             list(estimate = coef(fit)[[2]], se = se, df = 4, z = coef(fit)[[2]] / se,
                  p = 2 * pt(-abs(coef(fit)[[2]] / se), 4), ci_low = coef(fit)[[2]] - qt(0.975, 4) * se))
}

# Who answered, and how each kind of people did: the influence of every respondent by moving their weight.
parts_of <- function(y, w, after, kind) {
  share <- function(t) tapply(w[t], kind[t], sum) / sum(w[t])
  level <- function(t) tapply((w * y)[t], kind[t], sum) / tapply(w[t], kind[t], sum)
  c1 <- share(!after); c2 <- share(after); r1 <- level(!after); r2 <- level(after)
  c(composition = sum((c2 - c1) * (r1 + r2) / 2), within = sum((c1 + c2) / 2 * (r2 - r1)))
}

check_parts <- function(what, d, weighted, by, own, kind, decompose) {
  weight <- if (weighted) d$w else rep(1, nrow(d))
  found <- analyze("trend", "fresh.trig", "--measure", paste(measures, collapse = ","), "--disclosure", "none",
                   "--decompose", decompose, "--wave", "2015,2021", if (!weighted) c("--weights", "none"),
                   if (!is.null(by)) c("--by", by))
  for (measure in measures)
    for (category in unique(own)) {
      ok <- which(own == category & !is.na(d[[measure]]) & d$wave %in% c("2015", "2021"))
      kinds <- factor(kind[ok])
      after <- d$wave[ok] == "2021"
      if (any(table(kinds, after) < 2)) next
      y <- d[[measure]][ok]
      w <- weight[ok]
      theirs <- parts_of(y, w, after, kinds)
      step <- 1e-4
      z <- matrix(0, nrow(d), 2)
      for (k in seq_along(ok)) {
        up <- down <- w
        up[k] <- w[k] * (1 + step)
        down[k] <- w[k] * (1 - step)
        z[ok[k], ] <- (parts_of(y, up, after, kinds) - parts_of(y, down, after, kinds)) / (2 * step)
      }
      # Answers are further from the truth than from the mean of their kind and wave.
      of <- interaction(kinds, after)
      count <- ave(w, of, FUN = length)
      all <- ave(w, after, FUN = length)
      for (part in 1:2) {
        u <- z[ok, part] / w
        centre <- ave(w * u, of, FUN = sum) / ave(w, of, FUN = sum)
        z[ok, part] <- w * (centre + sqrt(count / (count - 1) * (all - 1) / all) * (u - centre))
      }
      rows <- found[found$measure == measure & found$wave %in% "2021", ]
      if (!is.null(by)) rows <- rows[rows[[by]] %in% category, ]
      for (part in 1:2) {
        u <- centred(d, z[, part])
        expect_row(paste(what, measure, category, names(theirs)[part]), rows[rows$statistic == names(theirs)[part], ],
                   list(estimate = theirs[[part]], se = sqrt(sum(u^2)), z = theirs[[part]] / sqrt(sum(u^2))), 1e-6)
      }
      expect(paste(what, measure, category, "parts add up"),
             equal(sum(number(rows$estimate[rows$statistic %in% names(theirs)])),
                   number(rows$difference[!is.na(rows$difference)])))
    }
}
at_site <- ifelse(is.na(fresh$site), "none", fresh$site)
check_parts("parts", fresh, TRUE, NULL, rep("all", nrow(fresh)), fresh$grade, "grade")
check_parts("parts of grades", fresh, FALSE, "grade", fresh$grade, at_site, "site")
check_parts("parts of places", fresh, TRUE, "institution", fresh$place, fresh$grade, "grade")
check_parts("joint parts", fresh, FALSE, NULL, rep("all", nrow(fresh)), paste(fresh$grade, at_site), "grade,site")

# The R code that --show-r prints, run as it stands: every row of several waves that it has.
check_shown <- function(what, by, ...) {
  code <- run("trig-analyze", "trend", "fresh.trig", "--measure", paste(measures, collapse = ","), "--disclosure", "none",
              "--format", "csv", "--quiet", "--show-r", "--out", "shown.csv", ..., if (length(by)) c("--by", paste(by, collapse = ",")))
  place <- new.env()
  place$d <- read_text(file.path("fresh", "data.csv"))
  place$d$institution <- place$d$place
  capture.output(eval(parse(text = code), place))
  ours <- read_text("shown.csv")
  covered <- c("slope", "composition", "within", "acted", "not_acted", "acted_difference")
  ours <- ours[ours$statistic %in% covered & !is.na(ours$estimate), ]
  keys <- intersect(c("measure", "statistic", "wave", "institution", by), intersect(names(ours), names(place$lines)))
  key <- function(rows) do.call(paste, lapply(rows[keys], function(x) ifelse(is.na(x), "", as.character(x))))
  expect(paste(what, "has all rows"), setequal(key(ours), key(place$lines)) && nrow(ours) == nrow(place$lines))
  for (i in seq_len(nrow(place$lines))) {
    theirs <- as.list(place$lines[i, c("estimate", "se", "ci_low", "ci_high", "df", "z", "p", "p_adjusted", "n")])
    if (is.na(theirs$n)) theirs$n <- NULL # of sides that acted or did not R counts institutions
    if (is.na(theirs$p)) theirs[c("p", "z", "p_adjusted")] <- NULL
    expect_row(paste(what, key(place$lines[i, ])), ours[key(ours) == key(place$lines[i, ]), ], theirs, 1e-8)
  }
}
check_shown("shown sector", NULL, "--decompose", "grade,site")
check_shown("shown plain", NULL, "--weights", "none", "--decompose", "site", "--wave", "2015,2018,2021")
check_shown("shown grades", "grade", "--decompose", "site", "--df", "r")
check_shown("shown places", "institution", "--decompose", "grade")
check_shown("shown changes of places", "institution", "--wave", "2012,2024", "--level", "0.9")

# Everybody answers in both waves: people are the units of one sample.
both <- draw(1, c("2021", "2024"), 0)
make_store("both", both)
both <- add_measures(both)
design <- svydesign(ids = ~who, strata = ~place, weights = ~1, data = both)
found <- analyze("trend", "both.trig", "--measure", paste(measures, collapse = ","), "--disclosure", "none",
                 "--by", "institution", "--weights", "none")
for (here in places)
  for (measure in measures) {
    part <- subset(update(design, y = both[[measure]]), both$place == here)
    means <- svyby(~y, ~wave, part, svymean, covmat = TRUE)
    change <- svycontrast(means, c("2021" = -1, "2024" = 1))
    n <- sum(both$place == here) / 2
    wide <- both[both$place == here, ]
    paired <- t.test(wide[[measure]][wide$wave == "2024"], wide[[measure]][wide$wave == "2021"], paired = TRUE)
    # Everybody moved alike: an error of 0 is none, and waves are taken as independent.
    if (paired$stderr < 1e-12) next
    expect_row(paste("both", here, measure),
               found[found$measure == measure & found$wave %in% "2024" & found$institution %in% here, ],
               list(difference = as.vector(coef(change)), difference_se = as.vector(SE(change))))
    expect_row(paste("paired", here, measure),
               found[found$measure == measure & found$wave %in% "2024" & found$institution %in% here, ],
               list(difference_se = paired$stderr))
  }
finish(3000)
