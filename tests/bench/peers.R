# What R's data.table and survey do with the bench's exports.
#   Rscript peers.R nothing                                 start and load data.table
#   Rscript peers.R fread THREADS EXPORT...                 read the exports
#   Rscript peers.R means THREADS EXPORT...                 read them; means by institution and wave
#   Rscript peers.R prepare POPULATION RDS EXPORT...        pillar scores and the design, kept for svyby
#   Rscript peers.R startup RDS                             load the packages and that file, nothing else
#   Rscript peers.R svyby RDS OUT                           means and standard errors by institution and wave
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
  answers[, c("institution", "wave", pillars), with = FALSE]
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
  suppressPackageStartupMessages(library(survey))
  options(survey.lonely.psu = "adjust")
  answers <- readRDS(arguments[2])
  answers$stratum <- interaction(answers$institution, answers$wave, drop = TRUE)
  answers$weight <- 1
  design <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, fpc = ~size, data = answers)
  results <- lapply(pillars, function(pillar) {
    by <- svyby(reformulate(pillar), ~ institution + wave, design, svymean, na.rm = TRUE)
    data.frame(institution = by$institution, wave = by$wave, pillar = pillar, estimate = by[[pillar]], se = by$se)
  })
  fwrite(rbindlist(results), arguments[3])
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
