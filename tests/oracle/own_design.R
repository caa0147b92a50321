# A survey whose export carries its own weights, strata, PSUs and fpc, and that has
# neither institutions nor waves: export -> trig-collect -> trig-analyze against
# svydesign and svyby on the very same export.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))

# ---- the synthetic export -----------------------------------------------------------

# Regions of many teams; [lonely] adds one of a single team. A few answers are
# missing in every column that can miss any.
synthetic <- function(lonely) {
  RNGversion("4.0.0")
  set.seed(20170401)
  teams <- data.frame(region = rep(c("North", "South, old", "\"East\"", "Süd"), c(6, 9, 4, 12)))
  if (lonely) teams <- rbind(teams, data.frame(region = "Isle"))
  teams$team <- ave(seq_len(nrow(teams)), teams$region, FUN = seq_along)
  teams$size <- c("North" = 20, "South, old" = 9, "\"East\"" = 31, "Süd" = 40, "Isle" = 3)[teams$region]
  teams$lift <- rnorm(nrow(teams), sd = 0.6)
  d <- teams[sample(nrow(teams), 700, replace = TRUE, prob = runif(nrow(teams), 1, 4)), ]
  n <- nrow(d)
  agree <- function(shift) pmin(5, pmax(1, round(rnorm(n, 3 + shift + d$lift, 1.1))))
  labels <- c("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
  holes <- function(x, share, code = NA) ifelse(runif(n) < share, code, x)
  d$id <- sprintf("r%04d", seq_len(n))
  d$w <- round(rgamma(n, 4, 0.5) + 0.01, 4)
  d$sector <- holes(sample(c("uni", "inst", "firm"), n, TRUE, c(6, 3, 1)), 0.05)
  d$heard <- holes(holes(agree(0.4), 0.08), 0.05, "na")
  d$ignored <- holes(agree(-0.5), 0.04)
  d$asked <- holes(labels[agree(0)], 0.3)
  d$years <- holes(round(rexp(n, 0.1), 2), 0.02)
  d$years[!is.na(d$years) & d$years > 60] <- 60
  d[c("id", "region", "team", "w", "size", "sector", "heard", "ignored", "asked", "years")]
}

# A store of [data], whose definition sets [lonely_psu] when it is given.
make_store <- function(data, name, lonely_psu = NULL) {
  folder <- file.path(getwd(), paste0(name, "_definition"))
  dir.create(folder)
  file.copy(list.files(file.path(source_folder, "tests/oracle/own_design"), full.names = TRUE), folder)
  if (!is.null(lonely_psu))
    cat("lonely_psu,", lonely_psu, "\n", sep = "", file = file.path(folder, "survey.csv"), append = TRUE)
  export <- paste0(name, ".csv")
  write.csv(data, export, row.names = FALSE, na = "", fileEncoding = "UTF-8")
  store <- paste0(name, ".trig")
  run("trig-collect", "init", store, "--survey", folder)
  said <- read.csv(text = run("trig-collect", "ingest", store, export, "--format", "csv"))
  expect(paste(name, "is stored"), said$count[said$name == "stored"] == nrow(data))
  store
}

# ---- the same measures in R -----------------------------------------------------------

score_measures <- function(d) {
  positions <- c("Strongly disagree" = 1, "Disagree" = 2, "Neither" = 3, "Agree" = 4, "Strongly agree" = 5)
  d$heard_value <- number(d$heard)
  d$ignored_value <- number(d$ignored)
  d$asked_value <- unname(positions[d$asked])
  items <- cbind(25 * (d$heard_value - 1), 25 * (5 - d$ignored_value), 25 * (d$asked_value - 1))
  d$score <- ifelse(rowSums(!is.na(items)) >= 2, rowMeans(items, na.rm = TRUE), NA)
  d$positive <- as.numeric(d$heard_value >= 4)
  d$years <- number(d$years)
  d
}
measures <- c("pillar:voice" = "score", "heard" = "heard_value", "ignored" = "ignored_value",
              "asked" = "asked_value", "years" = "years", "heard:positive" = "positive")

# What R says of one domain: [inside] marks its rows of the design's data.
theirs <- function(design, inside, column, df_rule) {
  data <- design$variables
  member <- inside & !is.na(data[[column]])
  design$variables$y <- ifelse(member, data[[column]], 0)
  part <- subset(design, member)
  mean <- svymean(~y, part, deff = if (mean(weights(design)) > 1.25) TRUE else "replace")
  df <- switch(df_rule, r = degf(part), design = degf(design), strata = {
    touched <- data$region %in% data$region[inside]  # the domain's, answered or not
    units <- if (attr(design, "has_psu")) paste(data$region, data$team) else seq_len(nrow(data))
    length(unique(units[touched])) - length(unique(data$region[touched]))
  })
  interval <- confint(mean, df = df)
  row <- list(estimate = as.vector(coef(mean)), se = as.vector(SE(mean)), n = sum(member), df = df,
              deff = as.vector(deff(mean)))
  if (column == "positive") interval <- with(row, korn_graubard(estimate, se, n, df))
  bounds <- if (column == "score") c(0, 100) else c(-Inf, Inf)
  row$ci_low <- max(interval[1], bounds[1])
  row$ci_high <- min(interval[2], bounds[2])
  row
}

# Every measure in every sector, as svyby does it, and all together. svyby must give
# what the subsets above give.
check_design <- function(label, design, has_psu, store, ..., df_rule = "strata") {
  attr(design, "has_psu") <- has_psu
  ours <- analyze("summary", store, "--by", "sector", "--measure", paste(names(measures), collapse = ","),
                  "--df", df_rule, ...)
  all <- analyze("summary", store, "--measure", paste(names(measures), collapse = ","), "--df", df_rule, ...)
  for (measure in names(measures)) {
    column <- measures[[measure]]
    by <- svyby(as.formula(paste0("~", column)), ~sector, design, svymean, na.rm = TRUE)
    expect_row(paste(label, measure), all[all$measure == measure, ],
               theirs(design, rep(TRUE, nrow(design$variables)), column, df_rule))
    for (sector in by$sector) {
      row <- theirs(design, design$variables$sector %in% sector, column, df_rule)
      expect(paste(label, measure, sector, "agree within R"),
             equal(row$estimate, by[sector, column]) && equal(row$se, SE(by)[by$sector == sector]))
      expect_row(paste(label, measure, sector), ours[ours$measure == measure & ours$sector == sector, ], row)
    }
  }
}

# ---- the designs ------------------------------------------------------------------------

d <- synthetic(FALSE)
store <- make_store(d, "sizes")
fractions <- d
fractions$size <- ave(d$team, d$region, FUN = function(team) length(unique(team))) / d$size
fractions_store <- make_store(fractions, "fractions")
scored <- score_measures(d)
options(survey.lonely.psu = "fail")
clustered <- svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~size, nest = TRUE, data = scored)
check_design("PSUs, fpc as sizes", clustered, TRUE, store)
check_design("PSUs, fpc as sizes, df of R", clustered, TRUE, store, df_rule = "r")
check_design("PSUs, fpc as sizes, df of the design", clustered, TRUE, store, df_rule = "design")
check_design("PSUs, fpc as fractions",
             svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~size, nest = TRUE,
                       data = score_measures(fractions)), TRUE, fractions_store)
check_design("PSUs, no fpc",
             svydesign(ids = ~team, strata = ~region, weights = ~w, nest = TRUE, data = scored), TRUE, store,
             "--fpc", "off")
check_design("weights and strata", svydesign(ids = ~1, strata = ~region, weights = ~w, data = scored), FALSE, store,
             "--design", "strata=region,weight=w")
check_design("weights alone", svydesign(ids = ~1, weights = ~w, data = transform(scored, region = "all")), FALSE, store,
             "--design", "weight=w")
check_design("PSUs without strata",
             svydesign(ids = ~team, weights = ~w, data = transform(scored, team = paste(region, team), region = "all")),
             TRUE, make_store(transform(d, team = paste(region, team)), "teams"), "--design", "psu=team,weight=w")
check_design("strata without weights", svydesign(ids = ~1, strata = ~region, weights = ~1, data = scored), FALSE, store,
             "--design", "strata=region")

# A stratum of a single PSU: the survey says what happens, and R the same.
lonely <- synthetic(TRUE)
for (setting in c("remove", "adjust", "average", "certainty")) {
  options(survey.lonely.psu = setting)
  check_design(paste("lonely PSU,", setting),
               svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = ~size, nest = TRUE,
                         data = score_measures(lonely)),
               TRUE, make_store(lonely, setting, setting))
}
refused <- make_store(lonely, "refused")
output <- suppressWarnings(system2(file.path(bin, "trig-analyze"), c("summary", refused), stdout = TRUE, stderr = TRUE))
expect("a lonely PSU is refused by default", identical(attr(output, "status"), 1L))
expect("the refusal names the stratum and the ways out",
       any(grepl("Isle", output)) && any(grepl("lonely_psu", output)))
finish(least = 1500)
