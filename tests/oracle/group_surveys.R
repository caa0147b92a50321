# Surveys for the comparisons of tests of groups: random ones of several designs, and R's own Academic
# Performance Index data (survey::api); and the run of the code that --show-r prints on the very same data.
# ---- surveys ------------------------------------------------------------------------------------------

# A definition in a folder of its own, and a store of [data] under it.
make_store <- function(name, data, variables, scales, lonely = "fail") {
  folder <- file.path(getwd(), paste0(name, "_definition"))
  dir.create(folder)
  write.csv(data.frame(key = c("id", "lonely_psu"), value = c(name, lonely)), file.path(folder, "survey.csv"),
            row.names = FALSE, quote = FALSE)
  write.csv(variables, file.path(folder, "variables.csv"), row.names = FALSE, quote = FALSE, na = "")
  write.csv(scales, file.path(folder, "scales.csv"), row.names = FALSE, quote = FALSE, na = "")
  export <- paste0(name, ".csv")
  write.csv(data, export, row.names = FALSE, na = "")
  store <- paste0(name, ".trig")
  run("trig-collect", "init", store, "--survey", folder)
  said <- read.csv(text = run("trig-collect", "ingest", store, export, "--format", "csv"))
  expect(paste(name, "is stored"), said$count[said$name == "stored"] == nrow(data))
  list(store = store, data = read_text(export), name = name)
}
scale_of <- function(name, codes, kind = "substantive")
  data.frame(scale = name, code = codes, label = codes, value = NA, kind = kind)
variable <- function(name, role, type, scale = NA) data.frame(name = name, label = name, role = role, type = type, scale = scale)

# Respondents in teams in regions, with answers that depend on all of them.
synthetic <- function(seed, role_of_team) {
  set.seed(seed)
  regions <- sample(3:6, 1)
  teams <- data.frame(region = rep(seq_len(regions), sample(4:12, regions, replace = TRUE)))
  teams$team <- ave(teams$region, teams$region, FUN = seq_along)
  teams$size <- ave(teams$team, teams$region, FUN = length) + sample(2:30, regions, replace = TRUE)[teams$region]
  teams$lift <- rnorm(nrow(teams), sd = 0.5)
  n <- sample(250:700, 1)
  d <- teams[sample(nrow(teams), n, replace = TRUE), ]
  site <- paste0("s", d$region, sample(1:3, n, replace = TRUE))
  role <- sample(c("lab", "workshop", "digital", "office"), n, TRUE, c(5, 3, 3, 1))
  half <- sample(c("old", "new"), n, TRUE)
  agree <- function(shift) pmin(5, pmax(1, round(rnorm(n, 3.2 + shift + d$lift + 0.25 * (role == "lab"), 1.1))))
  holes <- function(x, share, code = NA) ifelse(runif(n) < share, code, x)
  data <- data.frame(id = sprintf("r%04d", seq_len(n)), region = paste0("reg", d$region), team = paste0("t", d$team),
                     w = round(rgamma(n, 4, 0.5) + 0.05, 3), size = d$size, site = holes(site, 0.03), role = holes(role, 0.04),
                     half = half, q1 = holes(holes(agree(0), 0.07), 0.05, "na"), q2 = holes(agree(-1.2), 0.05),
                     q3 = holes(sample(c("a", "b", "c"), n, TRUE, c(6, 3, 1)), 0.02), days = holes(round(rexp(n, 0.1), 1), 0.05))
  if (role_of_team == "none") data$size <- NULL
  variables <- rbind(variable("id", "record", "text"), variable("region", if (role_of_team == "none") "attribute" else "stratum", "nominal"),
                     variable("team", if (role_of_team == "psu") "psu" else "attribute", "nominal"), variable("w", "weight", "numeric"),
                     if (role_of_team == "psu") variable("size", "fpc", "numeric") else if (role_of_team == "strata") variable("size", "attribute", "numeric"),
                     variable("site", "attribute", "nominal"), variable("role", "attribute", "nominal"),
                     variable("half", "attribute", "nominal"), variable("q1", "item", "ordinal", "agree"),
                     variable("q2", "item", "ordinal", "agree"), variable("q3", "item", "nominal", "letter"),
                     variable("days", "attribute", "numeric"))
  scales <- rbind(cbind(scale_of("agree", 1:5), positive = c(0, 0, 0, 1, 1)),
                  cbind(scale_of("agree", "na", "not_applicable"), positive = NA),
                  cbind(scale_of("letter", c("a", "b", "c")), positive = NA))
  make_store(paste0(role_of_team, seed), data, variables, scales)
}

# R's own data: schools, not people, and public.
live_only("^api")
api_survey <- function(name) {
  data(api, package = "survey", envir = environment())
  d <- get(name)
  stratified <- name == "apistrat"
  data <- data.frame(id = sprintf("s%03d", seq_len(nrow(d))), stype = d$stype, dnum = d$dnum, pw = d$pw, fpc = d$fpc,
                     wide = d$sch.wide, awards = d$awards, both = d$both, comp = d$comp.imp, api00 = d$api00, meals = d$meals)
  variables <- rbind(variable("id", "record", "text"), variable("stype", if (stratified) "stratum" else "attribute", "nominal", if (stratified) NA else "type"),
                     variable("dnum", if (stratified) "attribute" else "psu", "nominal"), variable("pw", "weight", "numeric"),
                     variable("fpc", "fpc", "numeric"), variable("wide", "attribute", "nominal", "yesno"),
                     variable("awards", "item", "nominal", "yesno"), variable("both", "item", "nominal", "yesno"),
                     variable("comp", "item", "nominal", "yesno"), variable("api00", "attribute", "numeric"), variable("meals", "attribute", "numeric"))
  make_store(name, data, variables, rbind(scale_of("yesno", c("No", "Yes")), scale_of("type", c("E", "H", "M"))))
}

# ---- comparing ------------------------------------------------------------------------------------------

columns <- c("estimate", "df", "df2", "difference", "difference_se", "difference_low", "difference_high", "p", "p_adjusted", "n")
effects <- c("effect_size", "effect_low", "effect_high")

# Our rows against those of the printed code, run on the data. @param loose  columns that R has to six digits only
check_shown <- function(survey, ..., loose = effects) {
  what <- paste(c(survey$name, ...), collapse = " ")
  ours <- analyze("test", survey$store, ..., "--disclosure", "none")
  code <- run("trig-analyze", "test", survey$store, ..., "--disclosure", "none", "--show-r", "--quiet", "--out", "table.txt")
  if (is.null(ours) || is.null(code)) return(NULL)
  unlink("table.txt")
  here <- new.env(parent = globalenv())
  here$d <- survey$data
  if (inherits(try(capture.output(suppressWarnings(eval(parse(text = code), here))), silent = TRUE), "try-error"))
    return(fail(what, ": ", geterrmessage()))
  theirs <- here$result
  for (i in seq_len(nrow(theirs))) {
    row <- theirs[i, ]
    pair <- ours$measure == row$measure & !is.na(ours$first) & ours$first %in% row$first & ours$second %in% row$second
    mine <- ours[if (row$pair) pair else !duplicated(ours$measure) & ours$measure == row$measure, ]
    if (row$pair) mine <- utils::tail(mine, 1)
    label <- paste(what, row$measure, row$first, row$second)
    expect_row(label, mine, as.list(row[setdiff(c(columns, effects), loose)]))
    expect_row(label, mine, as.list(row[loose]), 1e-5)
  }
  expect(paste(what, "has all rows"), nrow(ours) == nrow(theirs))
  ours
}
