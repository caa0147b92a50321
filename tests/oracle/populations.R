# Random populations with samples of them, stores of these, and the ways to weigh them:
# our options beside R survey's calls.

# ---- surveys ---------------------------------------------------------------------------

write_definition <- function(folder, variables, scales, ..., survey = "id,synthetic") {
  dir.create(folder)
  put <- function(name, lines) writeLines(lines, file.path(folder, name))
  put("survey.csv", c("key,value", survey))
  put("variables.csv", variables)
  put("scales.csv", scales)
  others <- list(...)
  for (name in names(others)) put(name, others[[name]])
}

make_store <- function(name, data, ...) {
  write_definition(paste0(name, "_definition"), ...)
  export <- paste0(name, ".csv")
  write.csv(data, export, row.names = FALSE, na = "", fileEncoding = "UTF-8")
  store <- paste0(name, ".trig")
  run("trig-collect", "init", store, "--survey", paste0(name, "_definition"))
  run("trig-collect", "ingest", store, export)
  store
}

# The weights of every response, in the order of the data.
weights_of <- function(store, data, name = "weight") {
  out <- tempfile(fileext = ".csv")
  run("trig-collect", "export", store, "--to", "csv", "--out", out)
  exported <- read.csv(out, colClasses = "character", check.names = FALSE)
  number(exported[[paste0("#weight:", name)]])[match(data$id, exported$id)]
}

expect_weights <- function(what, ours, theirs, tolerance) {
  compared <<- compared + length(theirs)
  wrong <- !equal(ours, theirs, tolerance)
  if (length(ours) != length(theirs) || any(wrong))
    fail(what, ": ", sum(wrong), " of ", length(theirs), " weights differ, the first ", ours[wrong][1], " and ",
         theirs[wrong][1])
}

# The R code that --show-r prints, run on the export: the same numbers, and the same weights.
check_shown <- function(what, store, export, names, ..., columns = c("estimate", "se", "ci_low", "ci_high", "n", "df")) {
  for (name in names) {
    code <- tempfile(fileext = ".R")
    ours <- tempfile(fileext = ".csv")
    printed <- run("trig-analyze", "summary", store, "--weights", name, "--by", "role", "--measure", "y,s:positive",
                   "--disclosure", "none", "--format", "csv", "--quiet", "--out", ours, "--show-r", ...)
    writeLines(printed, code)
    room <- new.env()
    room$d <- read.csv(export, colClasses = "character", na.strings = "", check.names = FALSE)
    capture.output(suppressWarnings(source(code, local = room)))
    ours <- read.csv(ours, colClasses = "character", check.names = FALSE)
    for (i in seq_len(nrow(room$result))) {
      theirs <- room$result[i, ]
      expect_row(paste(what, name, "--show-r", theirs$role, theirs$measure),
                 ours[ours$role == theirs$role & ours$measure == theirs$measure, ],
                 as.list(theirs[columns]), 1e-6)
    }
  }
}

tight <- list(maxit = 1000, epsilon = 1e-12)
frequencies <- function(...) {
  table <- as.data.frame(xtabs(...), responseName = "Freq", stringsAsFactors = FALSE)
  table[table$Freq > 0, ]
}
write_totals <- function(path, tables, ...) {
  columns <- unique(c(unlist(lapply(tables, function(t) setdiff(names(t), "Freq"))), "count"))
  rows <- do.call(rbind, lapply(tables, function(t) {
    names(t)[names(t) == "Freq"] <- "count"
    for (column in setdiff(columns, names(t))) t[[column]] <- ""
    t[columns]
  }))
  rows$count <- format(rows$count, digits = 17, trim = TRUE)
  write.csv(rows, path, row.names = FALSE, quote = FALSE)
}

# ---- random populations ------------------------------------------------------------------

variables <- c("name,label,role,type,scale,pillar,reversed,min,max,unit,eligible,aliases",
               "id,Id,record,text,,,,,,,,", "w,Weight,weight,numeric,,,,,,,,", "h,Stratum,ROLE,nominal,,,,,,,,",
               "team,Team,PSU,nominal,,,,,,,,",
               "role,Role,attribute,nominal,role,,,,,,,", "grade,Grade,attribute,nominal,grade,,,,,,,",
               "site,Site,attribute,nominal,site,,,,,,,",
               "y,Y,item,numeric,,,,,,,,", "s,S,item,ordinal,five,,,,,,,", "age,Age,attribute,numeric,,,,,,,,")
scales <- c("scale,code,label,value,kind,positive",
            "role,a,A,,substantive,", "role,b,B,,substantive,", "role,c,C,,substantive,",
            "grade,1,One,,substantive,", "grade,2,Two,,substantive,", "grade,3,Three,,substantive,",
            "grade,4,Four,,substantive,", "site,n,N,,substantive,", "site,s,S,,substantive,",
            paste0("five,", 1:5, ",", 1:5, ",", 1:5, ",substantive,", c(0, 0, 0, 1, 1)))

population_of <- function(seed) {
  RNGversion("4.0.0")
  set.seed(seed)
  n <- 6000
  p <- data.frame(id = sprintf("p%04d", seq_len(n)), h = sample(c("h1", "h2", "h3", "h4"), n, TRUE, c(5, 3, 2, 2)))
  p$team <- paste0(p$h, "t", sample(12, n, TRUE))
  p$role <- sample(c("a", "b", "c"), n, TRUE, c(5, 3, 2))
  p$grade <- as.character(pmin(4, 1 + rpois(n, 1 + (p$role == "a"))))
  p$site <- sample(c("n", "s"), n, TRUE)
  p$age <- round(rnorm(n, 40 + 5 * (p$grade == "4"), 9), 1)
  p$y <- round(rnorm(n, 50 + 4 * (p$role == "b") + 3 * as.numeric(p$grade) + 0.2 * p$age, 10), 3)
  p$s <- pmin(5, pmax(1, round(rnorm(n, 2.5 + 0.3 * as.numeric(p$grade), 1))))
  p
}
sample_of <- function(p, n) {
  chance <- 1 + (p$role == "a") + 0.5 * (p$grade == "3") + 0.7 * (p$site == "n")
  d <- p[sample(nrow(p), n, prob = chance), ]
  d$w <- round(rgamma(n, 6, 0.5) + 1, 3)
  d$y[runif(n) < 0.05] <- NA
  d$s[runif(n) < 0.08] <- NA
  d
}
measures <- c(y = "y", s = "s", "s:positive" = "positive")

methods <- function(p) {
  cells <- list(frequencies(~ role + grade, p))
  margins <- list(frequencies(~ role, p), frequencies(~ grade, p), frequencies(~ site, p))
  crossed <- list(frequencies(~ role + site, p), frequencies(~ grade, p))
  formulas <- function(tables) lapply(tables, function(t) reformulate(setdiff(names(t), "Freq")))
  totals <- function(tables) {
    terms <- vapply(tables, function(t) paste(setdiff(names(t), "Freq"), collapse = "*"), "")
    colSums(model.matrix(as.formula(paste("~", paste(terms, collapse = "+"))), p))
  }
  greg <- function(tables, ...) function(design) {
    terms <- vapply(tables, function(t) paste(setdiff(names(t), "Freq"), collapse = "*"), "")
    calibrate(design, as.formula(paste("~", paste(terms, collapse = "+"))), totals(tables), epsilon = 1e-11,
              maxit = 200, ...)
  }
  list(
    cells = list(tables = cells, options = c("--method", "poststratify"), tolerance = 1e-8,
                 weigh = function(design) postStratify(design, ~ role + grade, cells[[1]])),
    raked = list(tables = margins, options = c("--method", "rake"), tolerance = 1e-6,
                 weigh = function(design) rake(design, formulas(margins), margins, control = tight)),
    crossed = list(tables = crossed, options = c("--method", "rake"), tolerance = 1e-6,
                   weigh = function(design) rake(design, formulas(crossed), crossed, control = tight)),
    linear = list(tables = margins, options = c("--method", "calibrate"), tolerance = 1e-8, weigh = greg(margins)),
    bounded = list(tables = crossed, options = c("--method", "calibrate", "--bounds", "0.45,2.8"), tolerance = 1e-6,
                   weigh = greg(crossed, bounds = c(0.45, 2.8))),
    raking = list(tables = margins, options = c("--method", "calibrate", "--calfun", "raking"), tolerance = 1e-6,
                  weigh = greg(margins, calfun = "raking")),
    logit = list(tables = margins, options = c("--method", "calibrate", "--calfun", "logit", "--bounds", "0.2,4"),
                 tolerance = 1e-6, weigh = greg(margins, calfun = "logit", bounds = c(0.2, 4))))
}

# Totals of a number besides those of people.
numbers <- function(p) {
  people <- frequencies(~ role, p)
  sums <- aggregate(age ~ site, p, sum)
  rows <- c("role,site,total_of,count", sprintf("%s,,,%d", people$role, people$Freq),
            sprintf(",%s,age,%s", sums$site, format(sums$age, digits = 15)))
  greg <- function(...) function(design)
    calibrate(design, ~ 0 + role + age:site, colSums(model.matrix(~ 0 + role + age:site, p)), epsilon = 1e-11, maxit = 200, ...)
  list(number = list(rows = rows, options = c("--method", "calibrate"), weigh = greg()),
       number_raking = list(rows = rows, options = c("--method", "calibrate", "--calfun", "raking"), weigh = greg(calfun = "raking")))
}

plain <- function(d) svydesign(ids = ~1, weights = ~base, data = d)
strata <- function(d) svydesign(ids = ~1, strata = ~h, weights = ~base, data = d)
clusters <- function(d) svydesign(ids = ~team, strata = ~h, weights = ~base, nest = TRUE, data = d)

# ---- regressions -----------------------------------------------------------------------

# Coefficients and errors, row by row as R's model has them.
check_regression <- function(what, store, design, ...) {
  ours <- analyze("regress", store, "--outcome", "y", "--on", "role,age", "--disclosure", "none", ...)
  ours <- ours[!is.na(ours$term) & ours$term != "", ]
  logistic <- analyze("regress", store, "--outcome", "s:positive", "--on", "role,age", "--family", "logistic",
                      "--disclosure", "none", ...)
  compare <- function(ours, fit, family) {
    ours <- ours[!is.na(number(ours$se)), ]
    theirs <- cbind(coef(fit), SE(fit))
    expect(paste(what, family, "has a row for every coefficient"), nrow(ours) == nrow(theirs))
    for (i in seq_len(min(nrow(ours), nrow(theirs))))
      expect_row(paste(what, family, rownames(theirs)[i]), ours[i, ],
                 list(estimate = theirs[i, 1], se = theirs[i, 2]), 1e-6)
  }
  compare(ours, svyglm(y ~ role + age, design), "gaussian")
  compare(logistic, svyglm(positive ~ role + age, design, family = quasibinomial(), epsilon = 1e-12, maxit = 50), "logistic")
}
