# Surveys drawn at random, and hard on purpose: designs of every kind; answers far from 0, tied, all the same,
# rare, or none at all; weights of 0 and of very different size; domains of one person. Both programs from export
# to result, against R survey. A seed a kind of design by default; TRIG_DRAWS=40 draws the first 40, TRIG_SECONDS=600
# goes on with new ones for so long. What differs is named with its seed, and TRIG_SEED=12 draws that alone.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/survey_statistics.R"))
source(file.path(source_folder, "tests/oracle/stores.R"))

# ---- people ---------------------------------------------------------------------------------

one_of <- function(...) sample(list(...), 1)[[1]]

# In strata of clusters of desks, all of whom were drawn from more.
draw_people <- function() {
  d <- do.call(rbind, lapply(seq_len(sample(2:7, 1)), function(stratum)
    do.call(rbind, lapply(seq_len(sample(2:6, 1)), function(cluster)
      do.call(rbind, lapply(seq_len(sample(2:4, 1)), function(desk)
        data.frame(stratum = paste0("s", stratum), cluster, desk)[rep(1, sample(1:4, 1)), ]))))))
  d[sample(nrow(d)), ]
}

draw_answers <- function(d) {
  n <- nrow(d)
  holes <- function(x, share = 0.05) ifelse(runif(n) < share, NA, x)
  lift <- rnorm(n, 0.3 * d$cluster)
  d$grade <- holes(sample(c("a", "b", "rare"), n, TRUE, c(12, 8, 1)))
  d$who <- ifelse(seq_len(n) == sample(n, 1), "one", "others")
  d$far <- holes(round(rnorm(n, 1e6), 3))
  d$below <- holes(round(-20 - lift, 2))
  d$tied <- holes(as.numeric(lift > 1.5))
  d$same <- holes(7)
  d$few <- holes(round(lift, 3), 0.93)
  d$nobody <- NA
  d$heavy <- holes(round(exp(3 * lift), 6))
  d$agree <- holes(pmin(5, pmax(1, round(2.5 + lift))))
  d$positive <- as.numeric(d$agree >= 4)
  d
}

draw_weights <- function(n) switch(sample(5, 1),
  rep(1, n),
  round(rgamma(n, 3, 0.2) + 0.5, 3),
  signif(10^runif(n, -3, 3), 6),
  round(runif(n, 1, 4), 2) * (runif(n) > 0.08),
  round(runif(n, 1, 4), 2) * 1e6)

# ---- designs ----------------------------------------------------------------------------------

# The population of [key] within [within], of which the sample's units are a part, or all of them; or the share.
draw_fpc <- function(key, within, fractions) {
  sampled <- ave(as.numeric(factor(key)), within, FUN = function(x) length(unique(x)))
  population <- sampled * ave(seq_along(key), within, FUN = function(x) sample(c(1, 2, 3, 10), 1))
  if (fractions) sampled / population else population
}

# Each adds columns to d, and says what their roles are, what survey.csv holds, and R's design.
kinds <- list(
  people = function(d) list(d, character(), design = function(d) svydesign(ids = ~1, weights = ~w, data = d)),
  strata = function(d) {
    d$size <- draw_fpc(seq_len(nrow(d)), d$stratum, one_of(TRUE, FALSE))
    list(d, c(stratum = "stratum", size = "fpc"),
         design = function(d) svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~size, data = d))
  },
  clusters = function(d) {
    d$unit <- paste(d$stratum, d$cluster)
    list(d, c(unit = "psu"), design = function(d) svydesign(ids = ~unit, weights = ~w, data = d))
  },
  nested = function(d) {
    d$size <- draw_fpc(d$cluster, d$stratum, one_of(TRUE, FALSE))
    list(d, c(stratum = "stratum", cluster = "psu", size = "fpc"),
         design = function(d) svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, fpc = ~size, nest = TRUE, data = d))
  },
  stages = function(d) {
    fractions <- one_of(TRUE, FALSE)
    d$unit <- paste(d$stratum, d$cluster)
    d$size <- draw_fpc(d$unit, d$stratum, fractions)
    d$size2 <- draw_fpc(d$desk, d$unit, fractions)
    list(d, c(stratum = "stratum", unit = "psu", size = "fpc", desk = "psu2", size2 = "fpc2"),
         design = function(d) svydesign(ids = ~unit + desk, strata = ~stratum, weights = ~w, fpc = ~size + size2, nest = TRUE,
                                        data = d))
  },
  lonely = function(d) {
    rule <- one_of("remove", "adjust", "average", "certainty")
    d <- d[d$stratum != "s1" | d$cluster == 1, ]
    list(d, c(stratum = "stratum", cluster = "psu"), paste0("lonely_psu,", rule), design = function(d) {
      options(survey.lonely.psu = rule)
      svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, nest = TRUE, data = d)
    })
  },
  jackknife = function(d) c(kinds$nested(d), list(option = c("--replicates", "jkn"))),
  replicates = function(d) {
    count <- sample(2:9, 1)
    given <- matrix(signif(rexp(nrow(d) * count), 5) * (runif(nrow(d) * count) > 0.1), nrow(d))
    names <- sprintf("r%02d", seq_len(count))
    type <- one_of("jk1", "brr", "fay", "bootstrap", "sdr", "other")
    mse <- one_of(TRUE, FALSE)
    rscales <- sample(c(0.3, 1, 2.5), count, TRUE)
    told <- switch(type, jk1 = list(type = "JK1", scale = (count - 1) / count), brr = list(type = "BRR"),
                   fay = list(type = "Fay", rho = 0.3), bootstrap = list(type = "bootstrap", scale = 0.1, rscales = 1),
                   sdr = list(type = "successive-difference"), other = list(type = "other", scale = 0.7, rscales = rscales))
    settings <- c(paste0("replicate_type,", type), paste0("replicate_mse,", as.integer(mse)), "replicate_combined,0",
                  switch(type, fay = "fay_rho,0.3", bootstrap = "replicate_scale,0.1",
                         other = c("replicate_scale,0.7", paste0("replicate_rscales,", paste(rscales, collapse = "|")))))
    d[names] <- given
    list(d, setNames(rep("replicate", count), names), settings, design = function(d)
      do.call(svrepdesign, c(list(variables = d, repweights = given, weights = d$w, combined.weights = FALSE, mse = mse), told)))
  })

# ---- what R says where it says something ---------------------------------------------------------

# Nobody has no numbers; where R stops, or has infinite ones, there is nothing to compare. Ours are undefined then.
plainly <- function(statistic, ask) function(design, inside, columns) {
  part <- answered(design, inside, columns)
  if (sum(weighs(part)) < 1 + (statistic %in% c("variance", "sd", "correlation"))) return(list(n = sum(weighs(part))))
  origin <- if (identical(unname(columns), "far") && statistic %in% c("mean", "variance", "sd")) 1e6 else 0
  design$variables$far <- design$variables$far - origin  # R has more digits then
  found <- suppressWarnings(tryCatch(ask(design, inside, columns), error = function(e) list(n = sum(weighs(part)))))
  found <- lapply(found, function(x) if (is.finite(x)) x else NA)
  if ("estimate" %in% names(found) && is.na(found$estimate)) return(found[c("estimate", "n")])
  if (isTRUE(found$deff <= 0)) found$deff <- NULL  # those there weigh less than they are
  if (inherits(part, "svyrep.design") && any(!weighs(part))) {  # R counts who weighs nothing
    found$deff <- NULL
    if (statistic %in% c("variance", "sd")) return(found["n"])
  }
  if (statistic == "correlation" && !isTRUE(abs(found$estimate) < 1 - 1e-3)) found[c("se", "ci_low", "ci_high")] <- NULL
  if (statistic == "mean") for (name in c("estimate", "ci_low", "ci_high")) found[[name]] <- found[[name]] + origin
  if (statistic %in% c("median", "p10", "p75") && !is.null(found$estimate)) {
    part$variables$.below <- as.numeric(part$variables[[columns]] <= found$estimate)
    error <- as.vector(SE(svymean(~.below, part)))
    if (!isTRUE(error > 1e-9)) found[c("se", "ci_low", "ci_high")] <- NULL  # R's is what rounding left
  }
  found
}
theirs <- Map(plainly, names(theirs), theirs)

# Intervals of shares where there is somebody on both sides. R's svyciprop has degrees of freedom of its own for
# Korn and Graubard's, which for ours never narrow it.
check_shares <- function(label, design, store, by, df_rule, ...) {
  intervals <- list("korn-graubard" = "beta", logit = "xlogit", asin = "asin", mean = "mean")
  for (name in names(intervals)) {
    ours <- analyze("summary", store, "--measure", "agree:positive", "--by", by, "--interval", name, "--df", df_rule,
                    "--disclosure", "none", ...)
    for (value in sort(unique(na.omit(design$variables[[by]])))) {
      part <- answered(design, design$variables[[by]] == value, "positive")
      mean <- suppressWarnings(tryCatch(svymean(~positive, part), error = function(e) NULL))
      if (is.null(mean) || any(!weighs(part)) || degrees_of(part) < 1 || !isTRUE(as.vector(SE(mean)) > 1e-6)) next
      p <- as.vector(coef(mean))
      if (name %in% c("logit", "mean") && (nrow(part) < 50 || nrow(part) * min(p, 1 - p) < 5)) next
      theirs <- as.vector(confint(svyciprop(~positive, part, method = intervals[[name]], df = degrees_of(part))))
      if (name == "korn-graubard" && (degrees_of(part) > nrow(part) - 1 || degf(part) != degrees_of(part))) next
      half <- qt(0.975, degrees_of(part)) * as.vector(SE(mean)) / (2 * sqrt(p * (1 - p)))
      if (name == "asin" && (asin(sqrt(p)) < half || asin(sqrt(p)) + half > pi / 2)) next  # beyond the scale R turns round
      expect_row(paste(label, "interval", name, value), ours[ours[[by]] %in% value, ],
                 list(ci_low = max(0, theirs[1]), ci_high = min(1, theirs[2])), 1e-7)
    }
  }
}

# ---- draws ---------------------------------------------------------------------------------------------

answers <- c(far = "numeric", below = "numeric", tied = "numeric", same = "numeric", few = "numeric", nobody = "numeric",
             heavy = "numeric", agree = "likert", grade = "category", who = "category")
pairs <- list("below/agree" = c("below", "agree"), "heavy/tied" = c("heavy", "tied"), "few/below" = c("few", "below"),
              "heavy~agree" = c("heavy", "agree"), "below~far" = c("below", "far"))

draw <- function(seed) {
  RNGversion("4.0.0")
  set.seed(seed)
  kind <- names(kinds)[1 + seed %% length(kinds)]
  d <- draw_answers(draw_people())
  d$w <- draw_weights(nrow(d))
  survey <- kinds[[kind]](d)
  d <- survey[[1]]
  label <- paste("seed", seed, kind)
  options(survey.lonely.psu = "fail")
  settings <- if (length(survey) > 2 && is.character(survey[[3]])) survey[[3]] else character()
  store <- make_store(paste0("draw", seed), d, c(survey[[2]], w = "weight", answers), settings)
  design <- survey$design(d)
  if (!is.null(survey$option)) design <- as.svrepdesign(design, type = "JKn")
  replicated <- inherits(design, "svyrep.design")
  df_rule <<- if (replicated) "design" else "r"
  degrees_of <<- if (replicated) function(part) degf(design) else degf
  measures <- sample(c("far", "below", "tied", "same", "few", "nobody", "heavy", "agree", "agree:positive"), 4)
  columns <- setNames(sub("agree:positive", "positive", measures), measures)
  by <- one_of("grade", "who")
  statistics <- sample(c("mean", "total", "median", "p10", "p75", "variance", "sd"), 4)
  statistics <- if ("agree:positive" %in% measures) setdiff(statistics, "mean") else statistics
  check_design(label, design, store, by, columns, statistics, survey$option)
  asked <- sample(pairs, 2)
  check_pairs(label, design, store, by, paste(c("heavy", "agree", "below", "far", grep("/", names(pairs), value = TRUE)),
                                              collapse = ","), asked, survey$option)
  check_shares(label, design, store, by, df_rule, survey$option)
  unlink(c(paste0("draw", seed, c(".csv", ".trig")), paste0("draw", seed, "_definition")), recursive = TRUE)
}

if (nzchar(Sys.getenv("TRIG_SEED"))) {
  draw(as.integer(Sys.getenv("TRIG_SEED")))
} else {
  for (seed in seq_len(max(length(kinds), number(Sys.getenv("TRIG_DRAWS", "0"))))) draw(seed)
  until <- Sys.time() + number(Sys.getenv("TRIG_SECONDS", "0"))
  while (Sys.time() < until) draw(sample.int(.Machine$integer.max, 1))
}
finish(least = 1)
