# What R survey says about differences in the synthetic survey of comparison_survey.c.
#   Rscript comparison.R DATA OUT CASE
# Written apart from the R code that --show-r prints: domains that do not overlap by svyby and
# svycontrast, the sector and its own member by a linearised variable.
suppressPackageStartupMessages(library(survey))
argument <- commandArgs(trailingOnly = TRUE)
d <- read.csv(argument[1], colClasses = "character", na.strings = "")
for (name in c("v1", "v2", "v3", "c1", "c2", "c3", "c4", "days", "cal")) d[[name]] <- suppressWarnings(as.numeric(d[[name]]))
score <- function(items, least) {
  answered <- rowSums(!is.na(items))
  ifelse(answered >= least, rowMeans(items, na.rm = TRUE), NA)
}
d$`pillar:vis` <- score(25 * (cbind(d$v1, d$v2, 6 - d$v3) - 1), 2)
d$`pillar:car` <- score(25 * (cbind(d$c1, d$c2, d$c3, d$c4) - 1), 2)
d$`pillar:car, common` <- score(25 * (cbind(d$c1, d$c2) - 1), 1)
d$`v1:positive` <- as.numeric(d$v1 >= 4)
options(survey.lonely.psu = "adjust")
design <- svydesign(ids = ~1, strata = ~interaction(institution, wave, drop = TRUE), weights = ~cal, data = d)

# Own mean minus that of another, disjoint domain; wave and institution of the row go before.
disjoint <- function(measure, own, other) {
  design <- update(design, y = d[[measure]], side = ifelse(own, "own", ifelse(other, "other", NA)))
  part <- subset(design, !is.na(y) & !is.na(side))
  means <- svyby(~y, ~side, part, svymean, covmat = TRUE)
  difference <- svycontrast(means, c(own = 1, other = -1))
  data.frame(measure = measure, estimate = coef(means)[["own"]], benchmark = coef(means)[["other"]],
             difference = as.vector(coef(difference)), difference_se = as.vector(SE(difference)))
}

# Own mean minus the mean over a domain that holds it.
overlapping <- function(measure, own, whole) {
  y <- d[[measure]]
  ok <- !is.na(y)
  mean_of <- function(rows) sum((d$cal * y)[rows & ok]) / sum(d$cal[rows & ok])
  line <- function(rows) ifelse(rows & ok, (y - mean_of(rows)) / sum(d$cal[rows & ok]), 0)
  total <- svytotal(~z, update(design, z = line(own) - line(whole)))
  data.frame(measure = measure, estimate = mean_of(own), benchmark = mean_of(whole),
             difference = mean_of(own) - mean_of(whole), difference_se = as.vector(SE(total)))
}

# Own mean minus the mean of the institutions' means.
averaged <- function(measure, own, at) {
  part <- subset(update(design, y = d[[measure]]), at & !is.na(d[[measure]]))
  means <- svyby(~y, ~institution, part, svymean, covmat = TRUE)
  weight <- stats::setNames((names(coef(means)) == own) - 1 / length(coef(means)), names(coef(means)))
  difference <- svycontrast(means, weight)
  data.frame(measure = measure, estimate = coef(means)[[own]], benchmark = mean(coef(means)),
             difference = as.vector(coef(difference)), difference_se = as.vector(SE(difference)))
}

measures <- c("pillar:vis", "pillar:car", "v1:positive", "days")
at <- d$wave == "2024"
is <- function(...) d$institution %in% c(...)
rows <- function(f) do.call(rbind, lapply(measures, f))
place <- function(institution, rows) cbind(wave = "2024", institution = institution, rows)
change <- function(measure, own) {
  used <- if (measure == "pillar:car") "pillar:car, common" else measure
  found <- disjoint(used, own & at, own & !at)
  found$measure <- measure
  found
}
institutions <- sort(unique(d$institution))
result <- switch(argument[3],
  sector = place("cedar", rows(function(m) overlapping(m, at & is("cedar"), at))),
  others = place("dogwood", rows(function(m) disjoint(m, at & is("dogwood"), at & !is("dogwood")))),
  member = place("elm", rows(function(m) overlapping(m, at & is("elm"), at & is("ash", "birch", "cedar", "elm", "fir", "oak")))),
  group = place("gorse", rows(function(m) disjoint(m, at & is("gorse"), at & is("cedar", "hazel", "larch", "maple")))),
  institutions = place("spruce", rows(function(m) averaged(m, "spruce", at))),
  compare = do.call(rbind, lapply(institutions, function(i) place(i, rows(function(m) overlapping(m, at & is(i), at))))),
  trend = rbind(place("willow", rows(function(m) change(m, is("willow")))), place("", rows(function(m) change(m, TRUE)))),
  trend_role = do.call(rbind, lapply(c("lab", "it", "ws"), function(r)
    cbind(wave = "2024", role = r, rows(function(m) change(m, d$role %in% r))))))
write.csv(format(result, digits = 15, trim = TRUE), argument[2], row.names = FALSE, quote = FALSE)
