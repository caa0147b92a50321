# Adjusted benchmarks: `benchmark --against adjusted:..` beside Draper and Gittoes' formulas written out by
# their lambdas, and glm with a sandwich made by hand, on drawn surveys; the published table of five
# institutions as respondents; what may not stand by itself. All answers are synthetic.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
RNGversion("4.0.0")
set.seed(20244)

write_survey <- function(folder, institutions, variables, data, threshold = 10, groups = NULL) {
  dir.create(folder)
  write <- function(name, data) write.csv(data, file.path(folder, name), row.names = FALSE, quote = FALSE, na = "")
  write("survey.csv", data.frame(key = c("id", "title", "disclosure_threshold"), value = c(folder, "Synthetic", threshold)))
  write("institutions.csv", data.frame(id = institutions, name = institutions))
  write("pillars.csv", data.frame(id = "p", label = "P"))
  write("scales.csv", data.frame(scale = c(rep("agree", 5), "yes", "yes"), code = c(1:5, 0:1), label = c(1:5, 0:1),
                                 kind = "substantive", positive = c(0, 0, 0, 1, 1, 0, 1)))
  write("variables.csv", variables)
  write("data.csv", data)
  store <- paste0(folder, ".trig")
  run("trig-collect", "init", store, "--survey", folder)
  run("trig-collect", "ingest", store, file.path(folder, "data.csv"))
  store
}

# ---- in R ---------------------------------------------------------------------------------

# Draper and Gittoes by lambdas over institution k and cell j.
by_lambda <- function(d, y, w, own, cell, pooled, out, means) {
  ok <- !is.na(y)
  d <- d[ok, ]; y <- y[ok]; w <- w[ok]; cell <- factor(cell[ok]); place <- factor(d$place)
  n <- tapply(w, list(place, cell), sum); n[is.na(n)] <- 0
  m <- tapply(w * y, list(place, cell), sum) / n
  squares <- tapply(w^2, list(place, cell), sum); squares[is.na(squares)] <- 0
  centred <- y - m[cbind(as.integer(place), as.integer(cell))]
  plug <- tapply(w^2 * centred^2, list(place, cell), sum) / n^2
  i <- which(levels(place) == own)
  share <- n[i, ] / sum(n[i, ])
  behind <- colSums(n) - (if (out) n[i, ] else 0)
  lambda <- -t(t(n) * share / behind)
  lambda[i, ] <- if (out) share else share * (1 - n[i, ] / behind)
  overall <- tapply(w * y, cell, sum) / tapply(w, cell, sum)
  s2 <- tapply(w * (y - overall[as.integer(cell)])^2, cell, sum) / tapply(w, cell, sum)
  if (means) s2 <- s2 * table(cell) / pmax(1, table(cell) - 1)
  v <- if (pooled) t(t(squares / n^2) * as.vector(s2)) else plug
  used <- n > 0 & rep(share > 0, each = nrow(n))
  difference <- sum((lambda * m)[used])
  observed <- sum((share * m[i, ])[share > 0])
  se <- sqrt(sum((lambda^2 * v)[used]))
  df <- if (means && pooled) sum(table(cell)[share > 0] - 1) else Inf
  finish_row(observed, difference, se, df, if (out) 0 else sum((share * n[i, ] / behind)[share > 0]))
}

finish_row <- function(observed, difference, se, df, own_share) {
  t <- qt(0.975, df)
  z <- difference / se
  list(estimate = observed, benchmark = observed - difference, difference = difference, difference_se = se,
       difference_low = difference - t * se, difference_high = difference + t * se,
       difference_df = if (is.finite(df)) df else NA, z = z, p = 2 * pt(-abs(z), df), own_share = own_share)
}

# Main effects by glm; the error by moving each respondent's weight a little, through a refit.
by_glm <- function(d, y, w, own, mix, pooled, means) {
  ok <- !is.na(y)
  data <- data.frame(y = y, mix)[ok, ]
  w <- w[ok]
  k <- d$place[ok] == own
  family <- if (means) gaussian() else quasibinomial()
  fit <- glm(y ~ ., family, data, weights = w, control = glm.control(epsilon = 1e-14, maxit = 100))
  mu <- fitted(fit)
  x <- model.matrix(fit)
  slope <- if (means) rep(1, length(mu)) else mu * (1 - mu)
  pull <- as.vector(x %*% solve(crossprod(x * sqrt(w * slope)), crossprod(x, w * k * slope) / sum(w[k])))
  v <- if (means) rep(sum(w * (data$y - mu)^2) / sum(w) * nrow(x) / (nrow(x) - ncol(x)), nrow(x)) else slope
  if (!pooled) v <- (data$y - mu)^2
  se <- sqrt(sum(w^2 * (k / sum(w[k]) - pull)^2 * v))
  observed <- sum((w * data$y)[k]) / sum(w[k])
  finish_row(observed, observed - sum((w * mu)[k]) / sum(w[k]), se, if (means && pooled) nrow(x) - ncol(x) else Inf,
             sum(abs(pull * w)[k]) / sum(abs(pull * w)))
}

# ---- drawn surveys ----------------------------------------------------------------------------

draw <- function(sizes, roles, grades) {
  places <- sprintf("place%02d", seq_along(sizes))
  place <- rep(places, sizes)
  n <- length(place)
  d <- data.frame(place, role = sample(roles, n, TRUE, prob = 1 / seq_along(roles)), grade = sample(grades, n, TRUE),
                  wt = round(0.4 + 2 * runif(n), 4))
  level <- rnorm(length(sizes), 0, 0.4)[match(place, places)] + 0.5 * (d$role == roles[1]) - 0.4 * (d$grade == grades[1])
  likert <- function() ifelse(runif(n) < 0.05, NA, pmin(5, pmax(1, round(3.2 + level + rnorm(n)))))
  d$a <- likert()
  d$b <- likert()
  d$days <- round(12 + 4 * level + rnorm(n, 0, 5), 2)
  d
}
variables <- data.frame(name = c("place", "role", "grade", "wt", "a", "b", "days"),
                        role = c("institution", "attribute", "attribute", "weight", "item", "item", "item"),
                        type = c("nominal", "nominal", "nominal", "numeric", "ordinal", "ordinal", "numeric"),
                        scale = c("", "", "", "", "agree", "agree", ""), pillar = c("", "", "", "", "p", "p", ""))
measures <- "pillar:p,a:positive,b=5,days"

values <- function(d) {
  score <- 25 * (cbind(d$a, d$b) - 1)
  list(`pillar:p` = rowMeans(score, na.rm = TRUE), `a:positive` = as.numeric(d$a >= 4), `b=5` = as.numeric(d$b == 5),
       days = d$days)
}

check <- function(store, d, own, weighted, adjust, pooled, out) {
  command <- c("benchmark", store, "--institution", own, "--against", "adjusted:role,grade", "--measure", measures,
               "--disclosure", "none", "--weights", if (weighted) "wt" else "none", "--adjust", adjust,
               "--variance", if (pooled) "pooled" else "plugin", "--own", if (out) "out" else "in")
  ours <- do.call(analyze, as.list(command))
  y <- values(d)
  w <- if (weighted) d$wt else rep(1, nrow(d))
  for (name in names(y)) {
    means <- name %in% c("pillar:p", "days")
    theirs <- if (adjust == "cells") by_lambda(d, y[[name]], w, own, paste(d$role, d$grade), pooled, out, means)
              else by_glm(d, y[[name]], w, own, d[c("role", "grade")], pooled, means)
    expect_row(paste(store, own, name, adjust, if (weighted) "weighted", if (pooled) "pooled" else "plugin",
                     if (out) "left out"), ours[ours$measure == name, ], theirs, 1e-7)
  }
}

surveys <- list(
  dense = draw(c(120, 90, 60, 45, 200, 33, 80, 150), c("lab", "it", "ws"), c("low", "high")),
  sparse = draw(rep(c(11, 17, 24, 40), 4), c("lab", "it", "ws", "farm", "store"), c("a", "b", "c", "d")))
for (name in names(surveys)) {
  d <- surveys[[name]]
  store <- write_survey(name, sort(unique(d$place)), variables, d)
  for (own in unique(d$place)[c(1, 6)])
    for (weighted in c(FALSE, TRUE))
      for (pooled in c(TRUE, FALSE)) {
        check(store, d, own, weighted, "cells", pooled, FALSE)
        check(store, d, own, weighted, "logistic", pooled, FALSE)
        # In a sparse mix nobody else may be in a cell: then there is no benchmark without the institution.
        if (name == "dense") check(store, d, own, weighted, "cells", pooled, TRUE)
      }
}

# R's own UCBAdmissions: six departments, whose applicants differ in sex.
live_only("^berkeley")
d <- as.data.frame(UCBAdmissions)
d <- d[rep(seq_len(nrow(d)), d$Freq), ]
d <- data.frame(place = paste0("dept", d$Dept), sex = as.character(d$Gender), v = as.numeric(d$Admit == "Admitted"))
store <- write_survey("berkeley", sort(unique(d$place)),
                      data.frame(name = c("place", "sex", "v"), role = c("institution", "attribute", "item"),
                                 type = c("nominal", "nominal", "ordinal"), scale = c("", "", "yes")), d)
for (own in unique(d$place))
  for (adjust in c("cells", "logistic")) {
    ours <- analyze("benchmark", store, "--institution", own, "--against", "adjusted:sex", "--measure", "v=1",
                    "--adjust", adjust)
    expect_row(paste("berkeley", own, adjust), ours,
               by_lambda(d, d$v, rep(1, nrow(d)), own, d$sex, TRUE, FALSE, FALSE), 1e-7)
  }

# ---- a declared design: the linearised total --------------------------------------------------------

d <- surveys$dense
for (adjust in c("cells", "logistic")) {
  ours <- analyze("benchmark", "dense.trig", "--institution", "place02", "--against", "adjusted:role,grade",
                  "--measure", "pillar:p,a:positive", "--disclosure", "none", "--adjust", adjust,
                  "--design", "strata=role,psu=place,weight=wt")
  y <- values(d)
  for (name in c("pillar:p", "a:positive")) {
    ok <- !is.na(y[[name]])
    x <- ifelse(ok, y[[name]], 0)
    w <- d$wt * ok
    k <- d$place == "place02" & ok
    cell <- interaction(d$role, d$grade)
    mean_of <- function(rows, by) ave(w * x * rows, by, FUN = sum) / ave(w * rows, by, FUN = sum)
    if (adjust == "cells") {
      mu <- mean_of(ok, cell)
      pull <- ave(w * k, cell, FUN = sum) / sum(w[k]) / ave(w, cell, FUN = sum)
    } else {
      means <- name == "pillar:p"
      fit <- glm(x ~ role + grade, if (means) gaussian() else quasibinomial(), cbind(d, x = x)[ok, ], weights = w[ok],
                 control = glm.control(epsilon = 1e-14, maxit = 100))
      mu <- pull <- numeric(nrow(d))
      mu[ok] <- fitted(fit)
      matrix <- model.matrix(fit)
      slope <- if (means) rep(1, sum(ok)) else mu[ok] * (1 - mu[ok])
      pull[ok] <- matrix %*% solve(crossprod(matrix * sqrt(w[ok] * slope)), crossprod(matrix, (w * k)[ok] * slope) / sum(w[k]))
    }
    inner <- mean_of(k, cell)
    d$z <- ifelse(ok, ifelse(k, (x - inner) / sum(w[k]), 0) - pull * (x - mu), 0)
    design <- svydesign(~place, strata = ~role, weights = ~wt, data = d, nest = TRUE)
    difference <- sum((w * x)[k]) / sum(w[k]) - sum((w * mu)[k]) / sum(w[k])
    se <- as.vector(SE(svytotal(~z, design)))
    expect_row(paste("declared", adjust, name), ours[ours$measure == name, ],
               list(difference = difference, difference_se = se, z = difference / se), 1e-7)
  }
}

# ---- the published table, as respondents --------------------------------------------------------------

live_only("^five") # the program beside itself, no number of R
table <- data.frame(place = rep(c("RCN", "Newport", "UWE", "Bath", "Cambridge"), each = 4),
                    cell = rep(c("YoungM", "YoungF", "MatureM", "MatureF"), 5),
                    n = c(0, 0, 5, 50, 198, 271, 227, 205, 2133, 2099, 1443, 1156, 712, 501, 69, 62, 1467, 1176, 144, 130),
                    p = c(NA, NA, .8, .8, .838, .889, .819, .878, .897, .923, .868, .905, .941, .972, .884, .887,
                          .993, .992, .958, .969))
table$yes <- ifelse(table$n, round(table$n * table$p), 0)
rows <- rep(seq_len(nrow(table)), table$n)
answers <- data.frame(place = table$place[rows], cell = table$cell[rows],
                      v = unlist(Map(function(n, yes) rep(1:0, c(yes, n - yes)), table$n, table$yes)))
store <- write_survey("five", unique(table$place),
                      data.frame(name = c("place", "cell", "v"), role = c("institution", "attribute", "item"),
                                 type = c("nominal", "nominal", "ordinal"), scale = c("", "", "yes")), answers)
table$p <- ifelse(table$n, table$yes / table$n, NA)
write.csv(within(data.frame(institution = table$place, table[c("cell", "n", "p")]), n <- n), "five.csv",
          row.names = FALSE, quote = FALSE, na = "")
columns <- c("estimate", "benchmark", "difference", "difference_se", "difference_low", "difference_high", "z", "p",
             "own_share")
for (variance in c("pooled", "plugin"))
  for (own in c("in", "out")) {
    published <- analyze("benchmark", "--from-table", "five.csv", "--variance", variance, "--own", own)
    for (place in unique(table$place)) {
      ours <- analyze("benchmark", store, "--institution", place, "--against", "adjusted:cell", "--measure", "v=1",
                      "--disclosure", "none", "--adjust", "cells", "--variance", variance, "--own", own)
      theirs <- published[published$institution == place, ]
      expect_row(paste("five", place, variance, own), ours, lapply(theirs[columns], number), 1e-9)
      expect(paste("five", place, variance, own, "flags"), identical(list(ours$flag, ours$evidence), list(theirs$flag, theirs$evidence)))
    }
  }

# ---- the R code that --show-r prints ---------------------------------------------------------------------

shown <- function(store, data, ...) {
  words <- c("benchmark", store, ..., "--measure", measures, "--disclosure", "none")
  code <- do.call(run, as.list(c("trig-analyze", words, "--format", "csv", "--quiet", "--out", "ours.csv", "--show-r")))
  ours <- read_text("ours.csv")
  world <- new.env()
  world$d <- read_text(file.path(data, "data.csv"))
  names(world$d)[names(world$d) == "place"] <- "institution"
  capture.output(eval(parse(text = code), world))
  for (i in seq_len(nrow(ours)))
    expect_row(paste("shown", ..., ours$measure[i]), ours[i, ],
               world$result[i, setdiff(names(world$result)[vapply(world$result, is.numeric, NA)], c("n_eff", "deff"))], 1e-8)
}
by <- c("--against", "adjusted:role,grade")
shown("dense.trig", "dense", "--institution", "place03", by, "--weights", "wt")
shown("dense.trig", "dense", "--institution", "place03", by, "--own", "out", "--weights", "wt")
shown("dense.trig", "dense", "--institution", "place03", by, "--adjust", "logistic", "--weights", "none")
shown("dense.trig", "dense", "--institution", "place03", by, "--variance", "plugin", "--weights", "none")
shown("dense.trig", "dense", "--institution", "place04", by, "--design", "strata=role,psu=place,weight=wt")
shown("dense.trig", "dense", "--institution", "place04", by, "--adjust", "logistic", "--design", "strata=role,weight=wt")
shown("sparse.trig", "sparse", "--institution", "place04", by, "--level", "0.9")

# ---- what may not stand by itself ---------------------------------------------------------------------------

# A combination of four people is taken together with another, whose mean summary hides too.
d <- surveys$dense
d$grade[d$role == "ws"] <- "low"
d$grade[which(d$role == "ws")[1:4]] <- "high"
store <- write_survey("hidden", sort(unique(d$place)), variables, d)
shown <- analyze("summary", store, "--by", "role,grade", "--measure", "days", "--weights", "none")
hidden <- shown[shown$suppressed %in% c("threshold", "secondary"), ]
expect("two combinations are hidden", nrow(hidden) >= 2)
cell <- ifelse(paste(d$role, d$grade) %in% paste(hidden$role, hidden$grade), "together", paste(d$role, d$grade))
for (own in c("place01", "place05")) {
  ours <- analyze("benchmark", store, "--institution", own, "--against", "adjusted:role,grade", "--measure", "days",
                  "--adjust", "cells", "--weights", "none")
  expect_row(paste("hidden", own), ours, by_lambda(d, d$days, rep(1, nrow(d)), own, cell, TRUE, FALSE, TRUE), 1e-7)
}

# A level of four people is taken together with another, and with those who did not say.
d <- surveys$dense
d$role[c(3, 130, 220, 300)] <- "rare"
d$role[c(7, 140, 230, 310, 400)] <- NA
store <- write_survey("levels", sort(unique(d$place)), variables, d)
standing <- function(variable) {
  shown <- analyze("summary", store, "--by", variable, "--measure", "a:positive,days", "--weights", "none")
  function(name) ifelse(d[[variable]] %in% shown[[variable]][shown$measure == name & is.na(shown$suppressed)], d[[variable]], "together")
}
role <- standing("role")
grade <- standing("grade")
expect("a level is hidden", sum(role("days") == "together") > 9)
for (own in c("place01", "place05")) {
  ours <- analyze("benchmark", store, "--institution", own, "--against", "adjusted:role,grade", "--measure", "a:positive,days",
                  "--adjust", "logistic", "--weights", "none")
  for (name in c("a:positive", "days"))
    expect_row(paste("levels", own, name), ours[ours$measure == name, ],
               by_glm(d, values(d)[[name]], rep(1, nrow(d)), own, data.frame(role = role(name), grade = grade(name)), TRUE,
                      name == "days"), 1e-7)
}
finish(1500)
