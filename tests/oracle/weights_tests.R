# Tests of groups with computed weights: svychisq, svyttest, svyranktest and regTermTest on R survey's
# calibrated design, whose errors are those of residuals; and the very code that --show-r prints.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))
source(file.path(source_folder, "tests/oracle/populations.R"))
source(file.path(source_folder, "tests/oracle/survey_statistics.R"))
options(survey.lonely.psu = "fail")

# What R has no other value for than of the code that --show-r prints: effects and intervals.
check_shown_tests <- function(what, store, export, ...) {
  code <- tempfile(fileext = ".R")
  out <- tempfile(fileext = ".csv")
  printed <- run("trig-analyze", "test", store, ..., "--disclosure", "none", "--format", "csv", "--quiet", "--show-r",
                 "--out", out)
  writeLines(printed, code)
  room <- new.env()
  room$d <- read.csv(export, colClasses = "character", na.strings = "", check.names = FALSE)
  capture.output(suppressWarnings(source(code, local = room)))
  ours <- read_text(out)
  if (nrow(ours) != nrow(room$result)) return(fail(what, " --show-r: ", nrow(ours), " rows, R has ", nrow(room$result)))
  for (i in seq_len(nrow(ours)))
    expect_row(paste(what, "--show-r", paste(c(...), collapse = " "), "row", i), ours[i, ],
               as.list(room$result[i, c("estimate", "df", "df2", "difference", "difference_se", "difference_low",
                                        "difference_high", "p", "p_adjusted", "effect_size", "effect_low",
                                        "effect_high", "n")]), 1e-6)
}

# Those who answered both, as R has a part of a calibrated design: the others weigh nothing.
part_of <- function(design, measure, by) {
  inside <- !is.na(design$variables[[measure]]) & !is.na(design$variables[[by]])
  lowest <- sort(unique(design$variables[[measure]]))[1:2]
  design$variables[[measure]][!inside] <- if (measure == "y") mean(lowest) else lowest[1]  # ties with nobody
  design$variables[[by]][!inside] <- sort(design$variables[[by]])[1]
  design[inside, ]
}

two_groups <- function(found)
  list(estimate = abs(found$statistic[[1]]), df = found$parameter[[1]], p = found$p.value[[1]], difference = abs(found$estimate[[1]]))

# svychisq takes n and the degrees of freedom from all rows of a part, those without weight too; here they are
# those of who answered.
table_test <- function(statistic) function(formula, part) {
  found <- suppressWarnings(svychisq(as.formula(paste("~", formula[[2]], "+", formula[[3]])), part, statistic = statistic))
  all <- length(unique(part$cluster[, 1])) - length(unique(part$strata[, 1]))
  nu <- degf(part)
  f <- as.vector(found$statistic)
  df <- found$parameter[[1]]
  row <- switch(statistic,
    F = list(estimate = f, df = df, df2 = df * nu),
    Chisq = return(list(estimate = f * sum(weighs(part)) / nrow(part), df = df, p = as.vector(found$p.value))),
    Wald = list(estimate = f, df = df, df2 = nu),
    adjWald = list(estimate = f * all / (all - df + 1) * (nu - df + 1) / nu, df = df, df2 = nu - df + 1))
  c(row, p = pf(row$estimate, row$df, row$df2, lower.tail = FALSE))
}

table_tests <- c("rao-scott" = "F", "rao-scott-chisq" = "Chisq", "wald" = "Wald", "adjusted-wald" = "adjWald")

# Every test of [answers], and of [values], by one variable of two groups, or of more.
compare_tests <- function(what, store, design, values, answers, by, two, ...) {
  tolerance <- if (grepl("cells|linear|number$", what)) 1e-8 else 1e-6  # the others' weights are found by steps
  # What [ask_r] has of each measure, beside our rows; which group is first is a matter of taste.
  compare <- function(method, measures, ask_r, signless = FALSE) {
    ours <- analyze("test", store, "--measure", paste(measures, collapse = ","), "--by", by, "--method", method,
                    "--df", "r", "--disclosure", "none", ...)
    if (signless) for (column in c("estimate", "difference"))
      ours[[column]] <- format(abs(number(ours[[column]])), digits = 17)
    for (measure in measures)
      expect_row(paste(what, method, measure, by), ours[ours$measure == measure, ],
                 ask_r(as.formula(paste(measure, "~", by)), part_of(design, measure, by)), tolerance)
  }
  if (length(answers)) for (method in names(table_tests)) compare(method, answers, table_test(table_tests[[method]]))
  if (two) {
    compare("means", values, function(formula, part) two_groups(svyttest(formula, part)), TRUE)
    for (test in c("wilcoxon", "vanderWaerden", "median"))
      compare(sub("rW", "r-w", sub("vand", "van-d", test)), values,
              function(formula, part) two_groups(svyranktest(formula, part, test = test)), TRUE)
    return(invisible())
  }
  compare("means", values, function(formula, part) {
    found <- regTermTest(svyglm(formula, part), reformulate(by))
    list(estimate = as.vector(found$Ftest), df = found$df, df2 = found$ddf, p = as.vector(found$p))
  })
  compare("kruskal-wallis", values, function(formula, part) {
    found <- svyranktest(formula, part, test = "KruskalWallis")
    list(estimate = found$parameter[[1]] / found$statistic[[1]], df = found$statistic[[1]], df2 = found$ddf,
         p = as.vector(found$p.value))
  })
}

check_tests <- function(what, store, design, ...) {
  for (by in c("site", "half")) compare_tests(what, store, design, c("x", "y"), c("t", "s"), by, TRUE, ...)
  compare_tests(what, store, design, c("x", "y"), c("t", "s"), "role", FALSE, ...)
  compare_tests(what, store, design, c("x", "y"), character(), "grade", FALSE, ...)
}

check_random <- function(seed, label, roles, design_of, base, ways) {
  p <- population_of(seed)
  d <- sample_of(p, 400)
  if (!base) d$w <- 1
  d$x <- p$y[match(d$id, p$id)]
  d$t <- p$s[match(d$id, p$id)]
  d$half <- ifelse(substr(d$team, 3, 4) < "t5", "early", "late")
  header <- c(sub("ROLE", roles[1], sub("PSU", roles[2], variables)), "x,X,item,numeric,,,,,,,,", "t,T,item,ordinal,five,,,,,,,",
              "half,Half,attribute,nominal,,,,,,,,")
  store <- make_store(paste0(label, seed), d[c("id", "w", "h", "team", "role", "grade", "site", "y", "s", "age", "x", "t", "half")],
                      header, scales)
  for (name in ways) {
    way <- c(methods(p), numbers(p))[[name]]
    if (is.null(way$rows)) write_totals("totals.csv", way$tables) else writeLines(way$rows, "totals.csv")
    run("trig-analyze", "weight", store, way$options, "--to", "totals.csv", "--name", name, "--quiet")
    d$base <- if (name %in% c("cells", "raked")) d$w else d$w * nrow(p) / sum(d$w)
    check_tests(paste(label, name), store, way$weigh(design_of(d)), "--weights", name)
    export <- paste0(label, seed, ".csv")
    for (method in c("rao-scott", "rao-scott-chisq"))
      check_shown_tests(paste(label, name), store, export, "--weights", name, "--measure", "s,t,s:positive", "--by", "role", "--method", method, "--pairwise")
    check_shown_tests(paste(label, name), store, export, "--weights", name, "--measure", "y,s", "--by", "role", "--method", "means", "--pairwise")
    check_shown_tests(paste(label, name), store, export, "--weights", name, "--measure", "y,s", "--by", "site", "--method", "wilcoxon")
  }
  if (base) return()
  # Trimmed: residuals are those of the weights before.
  for (name in c("raked", "number")) {
    way <- c(methods(p), numbers(p))[[name]]
    if (is.null(way$rows)) write_totals("totals.csv", way$tables) else writeLines(way$rows, "totals.csv")
    run("trig-analyze", "weight", store, way$options, "--to", "totals.csv", "--name", "trimmed", "--trim", "0.6,1.5",
        "--weights", "none", "--quiet")
    d$base <- if (name == "raked") 1 else nrow(p) / nrow(d)
    design <- way$weigh(design_of(d))
    average <- mean(weights(design))
    check_tests(paste(label, name, "trimmed"), store,
                trimWeights(design, upper = 1.5 * average, lower = 0.6 * average, strict = TRUE), "--weights", "trimmed")
  }
}

check_random(21, "strata", c("stratum", "attribute"), strata, FALSE, c("cells", "linear", "number"))
check_random(22, "clusters", c("stratum", "psu"), clusters, TRUE, c("raked", "bounded", "number_raking"))

# The Academic Performance Index: pupils add up to all there are in the schools of a type, and so do last year's indices.
data(api)
live_only("^api")
api <- apistrat
api$id <- sprintf("s%04d", seq_len(nrow(api)))
api$band <- as.character(1 + (api$full > 85) + (api$full > 95))
api$big <- ifelse(api$enroll > 550, "big", "small")
api_variables <- c(variables[1], "id,Id,record,text,,,,,,,,", "pw,Weight,weight,numeric,,,,,,,,", "stype,Type,stratum,nominal,,,,,,,,",
                   "sch.wide,Target met,attribute,nominal,,,,,,,,", "comp.imp,Improved,attribute,nominal,,,,,,,,",
                   "both,Both targets,attribute,nominal,,,,,,,,", "big,Size,attribute,nominal,,,,,,,,",
                   "api00,Index,item,numeric,,,,,,,,", "api99,Index before,item,numeric,,,,,,,,",
                   "meals,Free meals,item,numeric,,,,,,,,", "enroll,Pupils,attribute,numeric,,,,,,,,",
                   "band,Teachers,item,ordinal,band,,,,,,,")
store <- make_store("api", api[c("id", "pw", "stype", "sch.wide", "comp.imp", "both", "big", "api00", "api99", "meals", "enroll", "band")],
                    api_variables, c("scale,code,label,value,kind,positive", paste0("band,", 1:3, ",", 1:3, ",", 1:3, ",substantive,", c(0, 0, 1))))
known <- apipop[!is.na(apipop$enroll), ]
for (calfun in c("linear", "raking")) {
  types <- frequencies(~ stype, known)
  pupils <- aggregate(enroll ~ stype, known, sum)
  writeLines(c("stype,sch.wide,total_of,count", sprintf("%s,,,%d", types$stype, types$Freq), sprintf("%s,,enroll,%d", pupils$stype, pupils$enroll),
               sprintf(",%s,api99,%d", c("No", "Yes"), tapply(known$api99, known$sch.wide, sum))), "totals.csv")
  run("trig-analyze", "weight", store, "--method", "calibrate", "--calfun", calfun, "--to", "totals.csv", "--name", calfun, "--quiet")
  api$base <- api$pw * nrow(known) / sum(api$pw)
  design <- svydesign(ids = ~1, strata = ~stype, weights = ~base, data = api)
  formula <- ~ 0 + stype + enroll:stype + api99:sch.wide
  design <- calibrate(design, formula, colSums(model.matrix(formula, known)), calfun = calfun, epsilon = 1e-11, maxit = 200)
  expect_weights(paste("api", calfun), weights_of(store, api, calfun), weights(design), 1e-6)
  what <- paste("api", if (calfun == "linear") "number" else calfun)
  for (by in if (calfun == "linear") c("comp.imp", "both", "sch.wide") else "big")
    compare_tests(what, store, design, c("api00", "meals"), "band", by, TRUE, "--weights", calfun)
  for (method in c("rao-scott", "means", "wilcoxon"))
    check_shown_tests(what, store, "api.csv", "--weights", calfun, "--measure", "band", "--by", "both", "--method", method)
}

finish(least = 3000)
