# Weights: post-stratification, raking, calibration and trimming against R survey, and
# the errors of estimates that use them, on random data and on the Academic Performance
# Index data that come with R survey.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/populations.R"))

# Means of our summary beside svymean of domains of the calibrated design.
expect_means <- function(what, store, design, by, measures, tolerance, ...) {
  design$variables$one <- "all"
  groups <- if (is.null(by)) "one" else by
  ours <- analyze("summary", store, "--measure", paste(names(measures), collapse = ","), "--disclosure", "none",
                  "--df", "r", "--by", if (is.null(by)) "all" else by, ...)
  for (measure in names(measures)) {
    column <- measures[[measure]]
    for (value in sort(unique(na.omit(design$variables[[groups]])))) {
      inside <- design$variables[[groups]] %in% value & !is.na(design$variables[[column]])
      design$variables$answer <- ifelse(inside, design$variables[[column]], 0)
      part <- subset(design, inside)
      mean <- svymean(~answer, part)
      mine <- ours[ours$measure == measure & if (is.null(by)) TRUE else ours[[by]] %in% value, ]
      expect_row(paste(what, by, value, measure), mine,
                 list(estimate = as.vector(coef(mean)), se = as.vector(SE(mean)), df = degf(part), n = sum(inside)),
                 tolerance)
    }
  }
}

check_random <- function(seed, label, roles, design_of, base, sizes) {
  p <- population_of(seed)
  d <- sample_of(p, sizes)
  if (!base) d$w <- 1
  header <- sub("ROLE", roles[1], sub("PSU", roles[2], variables))
  store <- make_store(paste0(label, seed), d[c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age")],
                      header, scales)
  d$positive <- as.numeric(d$s >= 4)
  for (name in names(methods(p))) {
    method <- methods(p)[[name]]
    what <- paste(label, seed, name)
    write_totals("totals.csv", method$tables)
    run("trig-analyze", "weight", store, method$options, "--to", "totals.csv", "--name", name, "--quiet")
    # Weights of a calibration start from those that add up to everybody, so that bounds are about the average.
    d$base <- if (name %in% c("linear", "bounded", "raking", "logit")) d$w * nrow(p) / sum(d$w) else d$w
    design <- method$weigh(design_of(d))
    expect_weights(what, weights_of(store, d, name), weights(design), method$tolerance)
    expect_means(what, store, design, NULL, measures, method$tolerance, "--weights", name)
    for (by in c("role", "site", "grade"))
      expect_means(what, store, design, by, measures, method$tolerance, "--weights", name)
  }
  check_shown(paste(label, seed), store, paste0(label, seed, ".csv"), names(methods(p)))
  # Trimmed, in one pass and until all are within.
  for (once in c(TRUE, FALSE)) {
    write_totals("totals.csv", methods(p)$raked$tables)
    run("trig-analyze", "weight", store, "--method", "rake", "--to", "totals.csv", "--name", "trimmed", "--trim",
        "0.6,1.5", if (once) "--trim-once", if (!base) c("--weights", "none"), "--quiet")
    d$base <- d$w
    design <- methods(p)$raked$weigh(design_of(d))
    average <- mean(weights(design))
    design <- trimWeights(design, upper = 1.5 * average, lower = 0.6 * average, strict = !once)
    expect_weights(paste(label, seed, "trimmed"), weights_of(store, d, "trimmed"), weights(design), 1e-6)
    if (!base)
      for (by in c("role", "site"))
        expect_means(paste(label, seed, "trimmed"), store, design, by, measures, 1e-6, "--weights", "trimmed")
  }
}

options(survey.lonely.psu = "fail")
check_random(1, "plain", c("attribute", "attribute"), plain, FALSE, 400)
check_random(2, "strata", c("stratum", "attribute"), strata, FALSE, 500)
check_random(3, "weighted", c("stratum", "attribute"), strata, TRUE, 450)
check_random(4, "clusters", c("stratum", "psu"), clusters, TRUE, 600)
check_random(5, "teams", c("stratum", "psu"), clusters, FALSE, 500)

# ---- institutions and waves, their counts in the survey ------------------------------------

# Each wave is post-stratified by itself; where only the institution was counted, to that.
staff <- function(seed) {
  RNGversion("4.0.0")
  set.seed(seed)
  places <- sprintf("u%02d", 1:12)
  p <- do.call(rbind, lapply(c("2021", "2024"), function(wave) do.call(rbind, lapply(places, function(place) {
    n <- sample(60:220, 1)
    data.frame(wave = wave, institution = place, role = sample(c("a", "b", "c"), n, TRUE, c(4, 3, 3)))
  }))))
  p$grade <- as.character(1 + rbinom(nrow(p), 3, 0.2 + 0.2 * (p$role == "b")))
  p$site <- sample(c("n", "s"), nrow(p), TRUE)
  p$y <- round(rnorm(nrow(p), 40 + 6 * (p$role == "b") + as.numeric(substr(p$institution, 2, 3)), 8), 3)
  p$s <- pmin(5, pmax(1, round(rnorm(nrow(p), 2.6 + 0.5 * (p$role == "c"), 1))))
  p$id <- sprintf("p%05d", seq_len(nrow(p)))
  p$age <- 40
  p$w <- 1
  p
}
check_staff <- function(seed) {
  p <- staff(seed)
  d <- p[runif(nrow(p)) < 0.3 + 0.2 * (p$role == "a"), ]
  d$y[runif(nrow(d)) < 0.04] <- NA
  counted <- rbind(
    transform(frequencies(~ wave + institution + role, subset(p, institution < "u09")), grade = ""),
    transform(frequencies(~ wave + institution, subset(p, institution >= "u09")), role = "", grade = ""))
  counts <- counted[c("wave", "institution", "role", "Freq")]
  counts <- c("wave,institution,role,count", do.call(paste, c(counts, sep = ",")))
  store <- make_store(paste0("staff", seed), d[c("id", "wave", "institution", "role", "grade", "site", "y", "s")],
                      c(variables[1], "id,Id,record,text,,,,,,,,", "wave,Wave,wave,nominal,,,,,,,,",
                        "institution,Institution,institution,nominal,,,,,,,,", variables[6:9], variables[10]),
                      scales, institutions.csv = c("id,name", paste0(sprintf("u%02d", 1:12), ",U", 1:12)),
                      waves.csv = c("id,label,opened", "2021,2021,2021-02-01", "2024,2024,2024-02-01"),
                      population.csv = counts)
  run("trig-analyze", "weight", store, "--method", "poststratify", "--wave", "all", "--quiet")
  d$stratum <- paste(d$wave, d$institution)
  d$size <- as.vector(table(paste(p$wave, p$institution))[d$stratum])
  d$cell <- paste(d$stratum, ifelse(d$institution < "u09", d$role, ""))
  p$cell <- paste(p$wave, p$institution, ifelse(p$institution < "u09", p$role, ""))
  for (fpc in c("on", "off")) {
    options(survey.lonely.psu = "adjust")
    design <- svydesign(ids = ~1, strata = ~stratum, weights = ~1, fpc = if (fpc == "on") ~size, data = d)
    design <- postStratify(design, ~cell, frequencies(~cell, p))
    expect_weights(paste("staff", seed), weights_of(store, d), weights(design), 1e-8)
    for (wave in c("2021", "2024")) {
      part <- design
      part$variables$y[part$variables$wave != wave] <- NA
      part$variables$s[part$variables$wave != wave] <- NA
      for (by in list(NULL, "role", "institution"))
        expect_means(paste("staff", seed, wave, fpc), store, part, by, c(y = "y", s = "s"), 1e-8, "--weights",
                     "weight", "--wave", wave, "--fpc", fpc)
    }
  }
  # A contrast of domains that share respondents: an institution beside the sector.
  ours <- analyze("compare", store, "--measure", "y", "--weights", "weight", "--wave", "2024", "--disclosure", "none")
  for (place in unique(d$institution)) {
    # The difference from the sector, as one linear function of both.
    inside <- design$variables$wave == "2024" & !is.na(d$y)
    w <- weights(design)
    own <- inside & d$institution == place
    y <- ifelse(inside, d$y, 0)
    z <- own * (y - sum(w * y * own) / sum(w * own)) / sum(w * own) -
      inside * (y - sum(w * y * inside) / sum(w * inside)) / sum(w * inside)
    row <- ours[ours$institution %in% place, ]
    expect_row(paste("compare", seed, place), row,
               list(estimate = sum(w * y * own) / sum(w * own),
                    difference_se = as.vector(SE(svytotal(z, design)))))
  }
}
check_staff(6)
check_staff(7)

# ---- the Academic Performance Index -----------------------------------------------------------

data(api)
live_only("^api")
api <- apistrat
api$id <- sprintf("s%04d", seq_len(nrow(api)))
api_variables <- c(variables[1], "id,Id,record,text,,,,,,,,", "pw,Weight,weight,numeric,,,,,,,,",
                   "stype,Type,stratum,nominal,,,,,,,,", "fpc,Schools,fpc,numeric,,,,,,,,",
                   "sch.wide,Target met,attribute,nominal,,,,,,,,", "awards,Award,attribute,nominal,,,,,,,,",
                   "api00,Index,item,numeric,,,,,,,,", "api99,Index before,item,numeric,,,,,,,,",
                   "enroll,Pupils,attribute,numeric,,,,,,,,")
store <- make_store("api", api[c("id", "pw", "stype", "fpc", "sch.wide", "awards", "api00", "api99", "enroll")],
                    api_variables, "scale,code,label,value,kind,positive")
options(survey.lonely.psu = "fail")
dstrat <- svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = api)
api_measures <- c(api00 = "api00", api99 = "api99", enroll = "enroll")
api_tables <- list(frequencies(~ stype, apipop), frequencies(~ sch.wide, apipop))
write_totals("totals.csv", api_tables)
run("trig-analyze", "weight", store, "--method", "rake", "--to", "totals.csv", "--name", "raked", "--quiet")
raked <- rake(dstrat, list(~stype, ~sch.wide), api_tables, control = tight)
expect_weights("api raked", weights_of(store, api, "raked"), weights(raked), 1e-6)
for (by in list(NULL, "awards", "stype"))
  expect_means("api raked", store, raked, by, api_measures, 1e-6, "--weights", "raked")
write_totals("totals.csv", list(frequencies(~ stype + sch.wide, apipop)))
run("trig-analyze", "weight", store, "--method", "poststratify", "--to", "totals.csv", "--name", "cells", "--quiet")
cells <- postStratify(dstrat, ~ stype + sch.wide, frequencies(~ stype + sch.wide, apipop))
expect_weights("api cells", weights_of(store, api, "cells"), weights(cells), 1e-8)
for (by in list(NULL, "awards", "sch.wide"))
  expect_means("api cells", store, cells, by, api_measures, 1e-8, "--weights", "cells")
# A total of a number: schools by type, and the index of the year before over all of them.
writeLines(c("stype,total_of,count", do.call(paste, c(transform(frequencies(~ stype, apipop), none = "")[c(1, 3, 2)],
                                                      sep = ",")),
             paste0(",api99,", format(sum(apipop$api99), digits = 15))), "totals.csv")
for (calfun in c("linear", "raking")) {
  run("trig-analyze", "weight", store, "--method", "calibrate", "--to", "totals.csv", "--name", "index", "--calfun",
      calfun, "--quiet")
  index <- calibrate(dstrat, ~ stype + api99, colSums(model.matrix(~ stype + api99, apipop)), calfun = calfun,
                     epsilon = 1e-11)
  expect_weights(paste("api", calfun), weights_of(store, api, "index"), weights(index), 1e-6)
}

finish(least = 3000)
