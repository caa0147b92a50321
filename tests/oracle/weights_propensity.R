# Weights by response propensities against R glm on grouped counts, and the errors of estimates that
# use them, on random data and on the Academic Performance Index data that come with R survey.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/populations.R"))

# The propensity of each row of [d], from the table of people by [columns]; rows nobody answered in belong to it.
propensities_of <- function(d, people, columns) {
  key <- function(t) do.call(paste, c(unname(t[columns]), sep = "|"))
  people$r <- as.vector(table(factor(key(d), key(people))))
  fit <- glm(reformulate(columns, response = "cbind(r, Freq - r)"), binomial, people,
             control = list(epsilon = 1e-14, maxit = 100))
  fitted(fit)[match(key(d), key(people))]
}

# The residuals of z, the linearised values of an estimate, by the formula itself: y - p x c,
# c = (sum (1 - p) x x')^-1 sum (1 - p) x y / p.
residuals_of <- function(y, p, x) {
  c <- qr.coef(qr(crossprod(x * sqrt(1 - p))), crossprod(x, (1 - p) * y / p))
  c[is.na(c)] <- 0
  y - p * as.vector(x %*% c)
}

# Means of y over the groups of [by] beside their errors under a design of weights 1 / p.
expect_means <- function(what, store, design, p, x, y, by, measure, tolerance, ...) {
  ours <- analyze("summary", store, "--measure", measure, "--disclosure", "none", "--by", by, ...)
  groups <- if (by == "all") rep("all", length(y)) else design$variables[[by]]
  for (value in sort(unique(groups))) {
    inside <- groups == value & !is.na(y)
    z <- ifelse(inside, y, 0)
    mean <- sum(z / p) / sum(inside / p)
    z <- residuals_of(inside * (z - mean) / sum(inside / p), p, x)
    row <- ours[if (by == "all") TRUE else ours[[by]] %in% value, ]
    expect_row(paste(what, by, value, measure), row,
               list(estimate = mean, se = as.vector(SE(svytotal(z, design))), n = sum(inside)), tolerance)
  }
}

check_random <- function(seed, columns, size, design_of, roles) {
  p <- population_of(seed)
  d <- sample_of(p, size)
  d$w <- 1
  label <- paste0("propensity", seed)
  header <- sub("ROLE", roles[1], sub("PSU", roles[2], variables))
  header <- header[!grepl("^w,", header)]
  store <- make_store(label, d[c("id", "h", "team", "role", "grade", "site", "y", "s", "age")], header, scales)
  people <- frequencies(reformulate(columns), p)
  write_totals("totals.csv", list(people))
  run("trig-analyze", "weight", store, "--method", "propensity", "--to", "totals.csv", "--quiet")
  d$p <- propensities_of(d, people, columns)
  expect_weights(label, weights_of(store, d), 1 / d$p, 1e-9)
  d$base <- 1 / d$p
  x <- model.matrix(reformulate(columns), d)
  design <- design_of(d)
  for (by in c("all", "role", "site", "grade")) {
    expect_means(label, store, design, d$p, x, d$y, by, "y", 1e-8, "--weights", "weight")
    expect_means(label, store, design, d$p, x, as.numeric(d$s >= 4), by, "s:positive", 1e-8, "--weights", "weight")
  }
  check_shown(label, store, paste0(label, ".csv"), "weight")
  # As svyrecvar takes residuals: least squares on p x, weighted by (1 - p) / p^2.
  design$postStrata <- list(structure(list(qr = qr(x * sqrt(1 - d$p)), w = 1 / sqrt(1 - d$p), stage = 0, index = NULL),
                                      class = "greg_calibration"))
  design$variables$positive <- as.numeric(d$s >= 4)
  check_regression(label, store, design, "--weights", "weight")
  # The same by summing a finer table.
  write_totals("totals.csv", list(frequencies(~ role + grade + site + h, p)))
  if (!"h" %in% columns && roles[1] == "attribute") {
    run("trig-analyze", "weight", store, "--method", "propensity", "--to", "totals.csv", "--by",
        paste(columns, collapse = ","), "--name", "summed", "--quiet")
    expect_weights(paste(label, "summed"), weights_of(store, d, "summed"), 1 / d$p, 1e-9)
  }
}

options(survey.lonely.psu = "fail")
check_random(11, c("role", "grade"), 400, plain, c("attribute", "attribute"))
check_random(12, c("role", "grade", "site"), 120, plain, c("attribute", "attribute")) # rows that nobody answered in
check_random(13, "site", 300, strata, c("stratum", "attribute"))
check_random(14, c("role", "site"), 500, strata, c("stratum", "attribute"))
check_random(15, c("role", "grade", "site"), 600, clusters, c("stratum", "psu"))

# ---- institutions and waves, their counts in the survey: each wave has its own fit --------------

check_staff <- function(seed) {
  RNGversion("4.0.0")
  set.seed(seed)
  places <- sprintf("u%02d", 1:8)
  p <- do.call(rbind, lapply(c("2021", "2024"), function(wave) do.call(rbind, lapply(places, function(place) {
    n <- sample(60:140, 1)
    data.frame(wave = wave, institution = place, role = sample(c("a", "b", "c"), n, TRUE, c(5, 3, 2)),
               grade = sample(as.character(1:4), n, TRUE), site = "n", y = round(rnorm(n, 50, 10), 2))
  }))))
  p$id <- sprintf("p%05d", seq_len(nrow(p)))
  p$s <- pmin(5, pmax(1, round(p$y / 20 + rnorm(nrow(p)))))
  d <- p[runif(nrow(p)) < 0.3 + 0.2 * (p$role == "a") - 0.1 * (p$wave == "2024"), ]
  d$y[runif(nrow(d)) < 0.04] <- NA
  counted <- frequencies(~ wave + institution + role, p)
  label <- paste0("staff", seed)
  store <- make_store(label, d[c("id", "wave", "institution", "role", "grade", "site", "y", "s")],
                      c(variables[1], "id,Id,record,text,,,,,,,,", "wave,Wave,wave,nominal,,,,,,,,",
                        "institution,Institution,institution,nominal,,,,,,,,", variables[6:9], variables[10]),
                      scales, institutions.csv = c("id,name", paste0(places, ",U", 1:8)),
                      waves.csv = c("id,label,opened", "2021,2021,2021-02-01", "2024,2024,2024-02-01"),
                      population.csv = c("wave,institution,role,count", do.call(paste, c(counted, sep = ","))))
  run("trig-analyze", "weight", store, "--method", "propensity", "--wave", "all", "--quiet")
  for (wave in c("2021", "2024")) {
    here <- d$wave == wave
    d$p[here] <- propensities_of(d[here, ], counted[counted$wave == wave, ], c("institution", "role"))
  }
  expect_weights(label, weights_of(store, d), 1 / d$p, 1e-9)
  d$stratum <- paste(d$wave, d$institution)
  design <- svydesign(ids = ~1, strata = ~stratum, weights = ~I(1 / p), data = d)
  x <- model.matrix(~ (institution + role) * wave, d)
  for (wave in c("2021", "2024")) {
    for (by in c("all", "role", "institution"))
      expect_means(label, store, design, d$p, x, ifelse(d$wave == wave, d$y, NA), by, "y", 1e-8, "--weights", "weight",
                   "--wave", wave, "--fpc", "off")
    check_shown(label, store, paste0(label, ".csv"), "weight", "--wave", wave, "--fpc", "off")
    check_shown(label, store, paste0(label, ".csv"), "weight", "--wave", wave, "--fpc", "on")
  }
}
check_staff(16)
check_staff(17)

# ---- the Academic Performance Index: schools of the stratified sample as those that responded -----------

data(api)
api <- apistrat
api$id <- sprintf("s%04d", seq_len(nrow(api)))
columns <- c("stype", "sch.wide", "awards")
store <- make_store("api", api[c("id", columns, "api00", "enroll")],
                    c(variables[1], "id,Id,record,text,,,,,,,,", "stype,Type,attribute,nominal,,,,,,,,",
                      "sch.wide,Target met,attribute,nominal,,,,,,,,", "awards,Award,attribute,nominal,,,,,,,,",
                      "api00,Index,item,numeric,,,,,,,,", "enroll,Pupils,attribute,numeric,,,,,,,,"),
                    "scale,code,label,value,kind,positive")
people <- frequencies(reformulate(columns), apipop)
write_totals("totals.csv", list(people))
run("trig-analyze", "weight", store, "--method", "propensity", "--to", "totals.csv", "--quiet")
api$p <- propensities_of(api, people, columns)
expect_weights("api", weights_of(store, api), 1 / api$p, 1e-9)
x <- model.matrix(reformulate(columns), api)
design <- svydesign(ids = ~1, weights = ~I(1 / p), data = api)
for (by in c("all", columns))
  for (measure in c("api00", "enroll"))
    expect_means("api", store, design, api$p, x, api[[measure]], by, measure, 1e-8, "--weights", "weight")

finish(least = 2000)
