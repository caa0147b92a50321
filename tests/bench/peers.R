# What R's data.table and survey do with the bench's exports.
#   Rscript peers.R nothing                                 start and load data.table
#   Rscript peers.R fread THREADS EXPORT...                 read the exports
#   Rscript peers.R means THREADS EXPORT...                 read them; means by institution and wave
#   Rscript peers.R prepare POPULATION RDS EXPORT...        pillar scores and the design, kept for svyby
#   Rscript peers.R startup RDS                             load the packages and that file, nothing else
#   Rscript peers.R svyby RDS OUT                           means and standard errors by institution and wave
#   Rscript peers.R svyclusters RDS                         the same of one pillar, institutions as clusters
#   Rscript peers.R svycounts RDS                           respondents by institution, role, grade and wave
#   Rscript peers.R svycells EXPORT                         respondents in cells of three factors
#   Rscript peers.R svychisq RDS                            one item by institution
#   Rscript peers.R svyglm RDS                              logistic regression of ten coefficients
#   Rscript peers.R svyboot RDS                             one pillar's means from 1,000 bootstrap replicates
#   Rscript peers.R differ OURS OUT                         the largest relative difference of the results
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
mode <- arguments[1]
pillars <- c("visibility", "recognition", "career", "sustainability")

read_exports <- function(files, threads) {
  setDTthreads(threads)
  rbindlist(lapply(files, fread, showProgress = FALSE))
}

# 0-100, the mean of the answered items, from half of the items on.
score <- function(answers, pillar) {
  items <- grep(paste0("^", substr(pillar, 1, 3), "_"), names(answers), value = TRUE)
  values <- as.matrix(answers[, ..items])
  values[!values %in% 1:5] <- NA
  values <- (values - 1) * 25
  values[, 6] <- 100 - values[, 6]
  scores <- rowMeans(values, na.rm = TRUE)
  scores[rowSums(!is.na(values)) < 3] <- NA
  scores
}

scored <- function(answers) {
  for (pillar in pillars) set(answers, j = pillar, value = score(answers, pillar))
  answers[, c("institution", "wave", "role", "grade", "vis_1", pillars), with = FALSE]
}

# The design of the files, with what else of it an analysis asks for.
staff_design <- function(file, strata = ~stratum, ...) {
  suppressPackageStartupMessages(library(survey))
  options(survey.lonely.psu = "adjust")
  answers <- readRDS(file)
  answers$stratum <- interaction(answers$institution, answers$wave, drop = TRUE)
  answers$weight <- 1
  answers$vis_1[!answers$vis_1 %in% 1:5] <- NA
  svydesign(strata = strata, weights = ~weight, data = answers, ...)
}

if (mode == "nothing") {
  invisible()
} else if (mode == "fread") {
  stopifnot(nrow(read_exports(arguments[-(1:2)], as.integer(arguments[2]))) > 0)
} else if (mode == "means") {
  answers <- scored(read_exports(arguments[-(1:2)], as.integer(arguments[2])))
  print(answers[, lapply(.SD, mean, na.rm = TRUE), by = .(institution, wave), .SDcols = pillars])
} else if (mode == "prepare") {
  answers <- scored(read_exports(arguments[-(1:3)], 0))
  population <- fread(arguments[2])
  answers[population, size := count, on = .(institution, wave)]
  saveRDS(as.data.frame(answers), arguments[3], compress = FALSE)
} else if (mode == "startup") {
  suppressPackageStartupMessages(library(survey))
  stopifnot(nrow(readRDS(arguments[2])) > 0)
} else if (mode == "svyby") {
  design <- staff_design(arguments[2], ids = ~1, fpc = ~size)
  results <- lapply(pillars, function(pillar) {
    by <- svyby(reformulate(pillar), ~ institution + wave, design, svymean, na.rm = TRUE)
    data.frame(institution = by$institution, wave = by$wave, pillar = pillar, estimate = by[[pillar]], se = by$se)
  })
  fwrite(rbindlist(results), arguments[3])
} else if (mode == "svyclusters") {
  design <- staff_design(arguments[2], ids = ~institution, strata = ~wave, nest = TRUE)
  print(svyby(~visibility, ~ institution + wave, design, svymean, na.rm = TRUE)[1:3, ])
} else if (mode == "svycounts") {
  design <- update(staff_design(arguments[2], ids = ~1), one = 1)
  print(svyby(~one, ~ institution + role + grade + wave, design, svytotal)[1:3, ])
} else if (mode == "svycells") {
  suppressPackageStartupMessages(library(survey))
  design <- svydesign(ids = ~1, weights = ~one, data = transform(read.csv(arguments[2]), one = 1))
  print(svyby(~one, ~ first + second + third, design, svytotal)[1:3, ])
} else if (mode == "svychisq") {
  print(svychisq(~ vis_1 + institution, staff_design(arguments[2], ids = ~1)))
} else if (mode == "svyglm") {
  design <- staff_design(arguments[2], ids = ~1)
  print(summary(svyglm(I(vis_1 >= 4) ~ role + grade + wave + recognition + career, design, family = quasibinomial())))
} else if (mode == "svyboot") {
  set.seed(1)
  design <- as.svrepdesign(staff_design(arguments[2], ids = ~1), type = "bootstrap", replicates = 1000)
  print(svyby(~visibility, ~ institution + wave, design, svymean, na.rm = TRUE)[1:3, ])
} else if (mode == "differ") {
  ours <- fread(arguments[2])[statistic == "mean", .(institution, wave, pillar, estimate, se)]
  both <- merge(ours, fread(arguments[3]), by = c("institution", "wave", "pillar"), suffixes = c("", "_r"))
  stopifnot(nrow(both) > 0)
  relative <- function(a, b) max(abs(a - b) / pmax(abs(b), 1e-300), na.rm = TRUE)
  # A stratum of one respondent: its variance is a convention, not a number to compare.
  several <- both[se_r > 0]
  cat(sprintf("%d estimates; largest relative difference: estimates %.1e, standard errors %.1e\n",
              nrow(both), relative(both$estimate, both$estimate_r), relative(several$se, several$se_r)))
}
