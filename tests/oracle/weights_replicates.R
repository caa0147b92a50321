# Errors by replicate weights: made from the design or given in the data. Replicates of computed weights: each is calibrated anew, as R survey calibrates a design of replicates. Replicates
# made from the design, and weights in the data of every kind that survey declares.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/populations.R"))

# Means, shares and totals beside R's of domains; regressions of all.
check_replicates <- function(what, store, design, tolerance, bys, ...) {
  ours <- list(all = analyze("summary", store, "--measure", "y,s,s:positive", "--statistic", "mean,total", "--df", "design",
                             "--disclosure", "none", ...))
  for (by in bys)
    ours[[by]] <- analyze("summary", store, "--measure", "y,s,s:positive", "--statistic", "mean,total", "--df", "design",
                          "--disclosure", "none", "--by", by, ...)
  for (by in names(ours)) for (value in if (by == "all") "all" else sort(unique(design$variables[[by]])))
    for (measure in names(measures)) {
      column <- measures[[measure]]
      part <- design[!is.na(design$variables[[column]]) & (if (by == "all") TRUE else design$variables[[by]] == value), ]
      for (statistic in c("mean", "total")) {
        if (statistic == "total" && measure == "s:positive") next
        theirs <- (if (statistic == "mean") svymean else svytotal)(reformulate(column), part)
        kind <- if (measure == "s:positive") "share" else statistic
        rows <- ours[[by]]
        mine <- rows[rows$measure == measure & rows$statistic %in% c(kind, "proportion"[kind == "share"]) &
                     (if (by == "all") TRUE else rows[[by]] %in% value), ]
        expect_row(paste(what, statistic, measure, by, value), mine,
                   list(estimate = as.vector(coef(theirs)), se = as.vector(SE(theirs))), tolerance)
      }
    }
  check_regression(what, store, design, ...)
}

# Weights computed by every method, of a design whose replicates are made by [type].
check_made <- function(seed, label, roles, design_of, type, option, size, ways) {
  p <- population_of(seed)
  d <- sample_of(p, size)
  header <- sub("ROLE", roles[1], sub("PSU", roles[2], variables))
  store <- make_store(paste0(label, seed), d[c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age")], header,
                      scales)
  d$positive <- as.numeric(d$s >= 4)
  for (name in ways) {
    way <- methods(p)[[name]]
    write_totals("totals.csv", way$tables)
    run("trig-analyze", "weight", store, way$options, "--to", "totals.csv", "--name", name, "--quiet")
    d$base <- if (name %in% c("linear", "bounded", "raking", "logit")) d$w * nrow(p) / sum(d$w) else d$w
    replicated <- tryCatch(suppressWarnings(way$weigh(as.svrepdesign(design_of(d), type = type))), error = function(e) NULL)
    # Where a replicate leaves nobody in a row, R has weights that are no numbers, or fails.
    if (is.null(replicated) || !all(is.finite(weights(replicated, "analysis"))))
      run("trig-analyze", "summary", store, "--weights", name, "--replicates", option, code = 1)
    else
      check_replicates(paste(label, option, name), store, replicated, max(way$tolerance, 1e-7), "role",
                       "--weights", name, "--replicates", option)
    if (name == "linear")
      check_shown(paste(label, option), store, paste0(label, seed, ".csv"), name, "--replicates", option)
  }
}

options(survey.lonely.psu = "fail")
check_made(21, "plain", c("attribute", "attribute"), plain, "JK1", "jk1", 250, c("raked", "linear"))
check_made(22, "strata", c("stratum", "attribute"), strata, "JKn", "jkn", 300, c("cells", "crossed", "raking"))
check_made(23, "clusters", c("stratum", "psu"), clusters, "JKn", "jkn", 500, c("cells", "raked", "linear", "bounded", "logit"))

# Threads share the replicates of strata, and nothing changes.
shared <- lapply(c("1", "3"), function(threads)
  analyze("summary", "strata22.trig", "--measure", "y,s", "--by", "role", "--weights", "crossed", "--replicates",
          "bootstrap:300", "--threads", threads, "--disclosure", "none"))
expect("any number of threads gives the same errors", identical(as.list(shared[[1]]), as.list(shared[[2]])))

# ---- weights in the data ---------------------------------------------------------------------

# Forty clusters in twenty pairs, with factors of every kind: what each type needs said is in [keys], and how R
# is told in [told].
pairs_of <- function(seed) {
  p <- population_of(seed)
  d <- sample_of(p, 400)
  d$pair <- sprintf("h%02d", (seq_len(nrow(d)) - 1) %% 20)
  d$cluster <- paste0(d$pair, sample(c("a", "b"), nrow(d), TRUE))
  d$base <- d$w
  list(population = p, data = d, design = svydesign(ids = ~cluster, strata = ~pair, weights = ~base, data = d))
}
factors_of <- function(design, ...) {
  made <- as.svrepdesign(design, compress = FALSE, ...)
  factors <- matrix(as.numeric(as.matrix(weights(made, "replication"))), nrow(made))
  list(factors = round(factors, 12), scale = made$scale, rscales = made$rscales)
}
bars <- function(x) paste(format(x, digits = 17, trim = TRUE), collapse = "|")

check_given <- function(seed, label, made, type, keys, told, combined, mse, calibrated = character()) {
  d <- made$data
  columns <- sprintf("f%02d", seq_len(ncol(made$factors)))
  given <- made$factors
  if (combined) given <- round(given * d$w, 10)
  colnames(given) <- columns
  header <- c(sub("ROLE", "attribute", sub("PSU", "attribute", variables)),
              paste0(columns, ",", toupper(columns), ",replicate_weight,numeric,,,,,,,,"))
  settings <- c("id,synthetic", paste0("replicate_type,", type), keys, paste0("replicate_combined,", as.integer(combined)),
                paste0("replicate_mse,", as.integer(mse)))
  store <- make_store(paste0(label, seed), cbind(d[c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age")], given),
                      header, scales, survey = settings)
  d$positive <- as.numeric(d$s >= 4)
  design_of <- function(weights) {
    design <- do.call(svrepdesign, c(list(variables = d, repweights = given, weights = weights, combined.weights = combined,
                                          mse = mse), told))
    design$repweights <- compressWeights(design$repweights)  # calibrate() stumbles over others
    design
  }
  check_replicates(label, store, design_of(d$w), 1e-8, if (mse) character() else c("role", "site"))
  for (name in calibrated) {
    way <- methods(made$population)[[name]]
    write_totals("totals.csv", way$tables)
    run("trig-analyze", "weight", store, way$options, "--to", "totals.csv", "--name", name, "--quiet")
    scale <- if (name %in% c("linear", "bounded", "raking", "logit")) nrow(made$population) / sum(d$w) else 1
    if (combined) given <- given * scale
    replicated <- suppressWarnings(way$weigh(design_of(d$w * scale)))
    if (combined) given <- given / scale
    check_replicates(paste(label, name), store, replicated, max(way$tolerance, 1e-7), "role", "--weights", name)
    check_shown(label, store, paste0(label, seed, ".csv"), name)
  }
}

made <- pairs_of(31)
kinds <- list(
  jk1 = list(of = list(type = "JK1"), type = "jk1", told = function(k) list(type = "JK1", scale = (length(k$rscales) - 1) / length(k$rscales))),
  jkn = list(of = list(type = "JKn"), type = "jkn", keys = function(k) paste0("replicate_rscales,", bars(k$rscales)),
             told = function(k) list(type = "JKn", rscales = k$rscales, scale = 1)),
  brr = list(of = list(type = "BRR"), type = "brr", told = function(k) list(type = "BRR")),
  fay = list(of = list(type = "Fay", fay.rho = 0.3), type = "fay", keys = function(k) "fay_rho,0.3",
             told = function(k) list(type = "Fay", rho = 0.3)),
  bootstrap = list(of = list(type = "subbootstrap", replicates = 50), type = "bootstrap",
                   keys = function(k) paste0("replicate_scale,", bars(k$scale)),
                   told = function(k) list(type = "bootstrap", scale = k$scale, rscales = 1)),
  sdr = list(of = list(type = "BRR"), type = "sdr", told = function(k) list(type = "successive-difference")),
  other = list(of = list(type = "JKn"), type = "other",
               keys = function(k) c("replicate_scale,0.7", paste0("replicate_rscales,", bars(seq_along(k$rscales) / 40))),
               told = function(k) list(type = "other", scale = 0.7, rscales = seq_along(k$rscales) / 40)))
for (name in names(kinds)) {
  kind <- kinds[[name]]
  design <- if (name == "jk1") svydesign(ids = ~cluster, weights = ~base, data = made$data) else made$design
  k <- do.call(factors_of, c(list(design), kind$of))
  for (combined in c(FALSE, TRUE)) for (mse in c(FALSE, TRUE))
    check_given(31, paste0(name, combined, mse), c(made, k), kind$type, if (!is.null(kind$keys)) kind$keys(k), kind$told(k), combined,
                mse, if (name %in% c("jkn", "fay") && !mse) c("raked", "linear") else character())
}

finish(least = 1200)
