# What R survey says about the synthetic surveys of surveys.c.
#   Rscript summary.R DATA OUT SURVEY WAVES BY FPC
# WAVES: ids between commas, or all. BY: columns between commas, or all. FPC: on or off.
suppressPackageStartupMessages(library(survey))
argument <- commandArgs(trailingOnly = TRUE)
survey <- argument[3]
waves <- argument[4]
by <- if (argument[5] == "all") character() else strsplit(argument[5], ",")[[1]]
fpc <- argument[6] == "on"

d <- read.csv(argument[1], colClasses = "character", na.strings = "")
if (waves != "all") d <- d[d$wave %in% strsplit(waves, ",")[[1]], ]

# Measures, written out by hand from scales and variables of surveys.c.
agree <- function(x) suppressWarnings(as.numeric(x))
seven <- function(x) match(x, letters[1:7]) - 1
score <- function(items, least) {
  answered <- rowSums(!is.na(items))
  ifelse(answered >= least, rowMeans(items, na.rm = TRUE), NA)
}
share <- function(x) as.numeric(x)
vis <- with(d, cbind(agree(v1), agree(v2), agree(v3), 6 - agree(v4)))
d$`pillar:vis` <- score(25 * (vis - 1), 2)
d$`pillar:rec` <- score(with(d, cbind(25 * (agree(r1) - 1), seven(r2) / 6 * 100, 100 - seven(r3) / 6 * 100)), 2)
d$`pillar:vis:positive` <- score(vis >= 4, 2)
d$`v4` <- agree(d$v4)
d$`v4:positive` <- share(d$v4 <= 2)
d$`v2=na` <- share(d$v2 == "na")
d$`r2=d` <- share(d$r2 == "d")
d$`role=lab` <- share(d$role == "lab")
d$`site=south` <- share(d$site == "south")
d$`support=mentor` <- share(grepl("mentor", d$support))
d$`support=mentor`[is.na(d$support)] <- NA
d$days <- as.numeric(d$days)
measures <- c("pillar:vis", "pillar:rec", "pillar:vis:positive", "v4", "v4:positive", "v2=na", "r2=d", "role=lab",
              "site=south", "support=mentor", "days")
proportions <- c("v4:positive", "v2=na", "r2=d", "role=lab", "site=south", "support=mentor")

# Designs.
counts <- c("2021 i01" = 60, "2021 i02" = 40, "2021 i03" = 55, "2021 i04" = 30, "2021 i09" = 90, "2021 i10" = 41,
            "2021 i11" = 33, "2021 i12" = 1, "2021 i13" = 25, "2021 i14" = 80, "2024 i01" = 64, "2024 i03" = 5,
            "2024 i04" = 31, "2024 i09" = 84, "2024 i10" = 45, "2024 i11" = 37, "2024 i12" = 20, "2024 i13" = 26,
            "2024 i14" = 81)
staff <- function(weights) {
  d <<- d[d$technical %in% "yes", ]
  d$one <<- 1
  d$cal <<- as.numeric(d$cal)
  d$stratum <<- paste(d$wave, d$institution)
  d$size <<- unname(counts[d$stratum])
  sample <- table(d$stratum)[d$stratum]
  d$size[is.na(d$size) | d$size < sample] <<- Inf
  options(survey.lonely.psu = "adjust")
  svydesign(ids = ~1, strata = ~stratum, weights = weights, fpc = if (fpc) ~size, data = d)
}
clusters <- function(lonely) {
  for (name in c("w", "share")) d[[name]] <<- as.numeric(d[[name]])
  options(survey.lonely.psu = lonely)
  subset(svydesign(ids = ~team, strata = ~region, weights = ~w, fpc = if (fpc) ~share, nest = TRUE, data = d),
         technical %in% "yes")
}
sample_of <- function(weighted) {
  for (name in intersect(c("w", "size"), names(d))) d[[name]] <<- as.numeric(d[[name]])
  options(survey.lonely.psu = "fail")
  design <- if (weighted) svydesign(ids = ~1, strata = ~region, weights = ~w, fpc = if (fpc) ~size, data = d)
            else svydesign(ids = ~1, strata = ~region, fpc = ~size, data = d)
  subset(design, technical %in% "yes")
}
design <- switch(survey,
  staff = staff(~cal), staff_unit = staff(~one), sample = sample_of(TRUE), sizes = sample_of(FALSE),
  clusters_remove = clusters("remove"), clusters_adjust = clusters("adjust"),
  clusters_average = clusters("average"), clusters_certainty = clusters("certainty"))
deff_kind <- if (mean(weights(design)) > 1.25) TRUE else "replace"

# Groups: who is in them in each wave.
members <- list(
  Northern = c("2021 i01", "2021 i02", "2024 i01", "2024 i02", "2024 i03"),
  Coastal = c("2021 i03", "2021 i04", "2021 i05", "2021 i06", "2024 i03", "2024 i05", "2024 i06"))

row_of <- function(part, measure) {
  part <- subset(part, !is.na(part$variables[[measure]]))
  if (nrow(part) == 0) return(NULL)
  part$variables$y <- part$variables[[measure]]
  m <- svymean(~y, part, deff = deff_kind)
  df <- degf(part)
  interval <- if (df < 1) c(NA, NA) else confint(m, df = df)
  if (measure %in% proportions)
    interval <- if (df < 1 || SE(m) < 1e-9) c(NA, NA)  # R has none at 0, 1 or in a census
                else confint(svyciprop(~y, part, method = "beta"))
  certain <- diff(range(part$variables$y)) == 0  # a deff of rounding errors is none
  if (grepl("^pillar", measure)) {
    top <- if (grepl("positive", measure)) 1 else 100
    interval <- pmin(pmax(interval, 0), top)
  }
  data.frame(measure = measure, estimate = as.vector(coef(m)), se = as.vector(SE(m)), ci_low = interval[1],
             ci_high = interval[2], n = nrow(part), deff = if (certain) NaN else as.vector(deff(m)), df = df)
}
rows_of <- function(part, labels) {
  rows <- do.call(rbind, lapply(measures, function(measure) row_of(part, measure)))
  if (length(labels) && !is.null(rows)) cbind(labels, rows, row.names = NULL) else rows
}
break_down <- function(part, by, labels) {
  if (length(by) == 0) return(rows_of(part, labels))
  values <- if (by[1] == "group") names(members) else sort(unique(na.omit(part$variables[[by[1]]])))
  do.call(rbind, lapply(values, function(value) {
    inside <- if (by[1] == "group") part$variables$stratum %in% members[[value]]
              else part$variables[[by[1]]] %in% value
    label <- stats::setNames(data.frame(value), by[1])
    break_down(subset(part, inside), by[-1], if (length(labels)) cbind(labels, label) else label)
  }))
}
result <- break_down(design, by, list())
write.csv(format(result, digits = 15, trim = TRUE), argument[2], row.names = FALSE, quote = FALSE)
