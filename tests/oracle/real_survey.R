# The published RSE survey of 2017, both countries, through both programs, against
# numbers made here from the exports and the definition's CSV files. The exports are
# real answers: nothing of them is stored or printed, differences are.
source(file.path(commandArgs(trailingOnly = TRUE)[2], "tests/oracle/programs.R"))

live_only("^rse") # real answers
definition <- file.path(source_folder, "surveys/definitions/rse")
files <- c(us = "ssi_2017_us_public_data.csv", nl = "ssi_2017_nl_public_data.csv")
records <- c(us = 164, nl = 77)

if (!all(file.exists(file.path(exports, "limesurvey", files)))) {
  cat("SKIPPED: no real exports of the RSE survey in", exports, "\n")
  quit(status = 77)
}

# ---- through the programs ---------------------------------------------------------------

run("trig-collect", "init", "rse.trig", "--survey", definition)
for (country in names(files)) {
  path <- file.path(exports, "limesurvey", files[[country]])
  said <- run("trig-collect", "ingest", "rse.trig", path, "--wave", "2017", "--institution", country,
              "--format", "csv")
  said <- read.csv(text = said, colClasses = "character")
  count <- function(name) said$count[said$part == "count" & said$name == name]
  expect(paste(country, "read"), count("read") == records[[country]])
  expect(paste(country, "stored"), count("stored") == records[[country]])
  expect(paste(country, "rejected"), count("rejected") == 0)
}

# ---- the same answers, read here ----------------------------------------------------------

variables <- read_text(file.path(definition, "variables.csv"))
scales <- read_text(file.path(definition, "scales.csv"))
columns <- read_text(file.path(definition, "columns.csv"))

# Codes of an answer's texts on a scale: by code, label or alias, small and capital alike.
code_of <- function(text, scale) {
  rows <- scales[scales$scale == scale, ]
  spellings <- lapply(seq_len(nrow(rows)), function(i)
    tolower(na.omit(c(rows$code[i], rows$label[i], strsplit(rows$aliases[i], "|", fixed = TRUE)[[1]]))))
  known <- unlist(spellings)
  codes <- rep(rows$code, lengths(spellings))
  found <- codes[match(tolower(trimws(text)), known)]
  if (any(!is.na(text) & is.na(found))) stop("an answer that no code of scale ", scale, " knows")
  found
}

read_country <- function(country) {
  raw <- read_text(file.path(exports, "limesurvey", files[[country]]))
  names(raw) <- sub("^([A-Za-z0-9]+(\\[[A-Za-z0-9]+\\])?)\\. .*", "\\1", names(raw))
  d <- data.frame(country = rep(country, nrow(raw)))
  for (i in which(variables$role %in% c("item", "attribute"))) {
    name <- variables$name[i]
    rules <- columns[columns$variable == name & columns$heading %in% names(raw), ]
    d[[name]] <- rep(NA_character_, nrow(raw))
    if (nrow(rules) == 0) next
    if (variables$type[i] == "multiple") {
      ticks <- sapply(rules$heading, function(heading) raw[[heading]])
      shown <- rowSums(!is.na(ticks)) > 0
      d[[name]] <- ifelse(shown, "", NA)
      for (j in seq_len(nrow(rules)))
        d[[paste0(name, "=", rules$code[j])]] <- ifelse(shown, as.numeric(ticks[, j] %in% "Yes"), NA)
    } else if (is.na(variables$scale[i])) {
      d[[name]] <- raw[[rules$heading[1]]]
    } else {
      d[[name]] <- code_of(raw[[rules$heading[1]]], variables$scale[i])
    }
  }
  d
}
countries <- lapply(names(files), read_country)
every <- unique(unlist(lapply(countries, names)))
d <- do.call(rbind, lapply(countries, function(part) {
  part[setdiff(every, names(part))] <- NA
  part[every]
}))

# What each variable is worth: an ordinal's codes their scale's values, a number itself.
value_of <- function(name) {
  variable <- variables[variables$name == name, ]
  if (variable$type == "numeric") return(number(d[[name]]))
  rows <- scales[scales$scale == variable$scale & scales$kind == "substantive", ]
  number(rows$value)[match(d[[name]], rows$code)]
}

# 0 to 100 by the scale's own ends, mirrored when reversed.
rescaled <- function(name) {
  variable <- variables[variables$name == name, ]
  rows <- scales[scales$scale == variable$scale & scales$kind == "substantive", ]
  ends <- range(number(rows$value))
  share <- (value_of(name) - ends[1]) / diff(ends)
  100 * (if (variable$reversed %in% "1") 1 - share else share)
}
positive_of <- function(name) {
  variable <- variables[variables$name == name, ]
  rows <- scales[scales$scale == variable$scale & scales$kind == "substantive", ]
  positive <- number(rows$positive)[match(d[[name]], rows$code)]
  if (!variable$reversed %in% "1") return(positive)
  mirrored <- max(number(rows$value)) + min(number(rows$value)) - number(rows$value)
  number(rows$positive)[match(mirrored[match(d[[name]], rows$code)], number(rows$value))]
}
items_of <- function(pillar)
  variables$name[variables$role == "item" & variables$type == "ordinal" & variables$pillar %in% pillar]
half_answered <- function(parts)
  ifelse(rowSums(!is.na(parts)) >= ncol(parts) / 2, rowMeans(parts, na.rm = TRUE), NA)

# ---- summary ---------------------------------------------------------------------------------

# What R says of [y] among [inside], each country a stratum. A measure that one
# country was not asked has the other's degrees of freedom.
design_of <- function(y)
  svydesign(ids = ~1, strata = ~country, weights = ~1, data = data.frame(country = d$country, y = y))
theirs <- function(y, inside, ends = c(-Inf, Inf), is_share = FALSE) {
  design <- subset(design_of(y), inside & !is.na(y))
  mean <- svymean(~y, design)
  touched <- d$country %in% d$country[inside & !is.na(y)]
  df <- sum(touched) - length(unique(d$country[touched]))
  row <- list(estimate = coef(mean)[[1]], se = as.vector(SE(mean)), n = nrow(design), df = df)
  interval <- confint(mean, df = df)
  if (is_share) interval <- with(row, korn_graubard(estimate, se, n, df))
  row$ci_low <- max(interval[1], ends[1])
  row$ci_high <- min(interval[2], ends[2])
  row
}
# Every measure that the survey allows: name, values, ends, whether a share.
numbers <- variables$name[variables$role %in% c("item", "attribute") &
                            (variables$type == "numeric" | variables$type == "ordinal")]
pillars <- unique(na.omit(variables$pillar))
measures <- list()
add <- function(name, y, ends = c(-Inf, Inf), is_share = FALSE) {
  if (any(!is.na(y))) measures[[name]] <<- list(y = y, ends = ends, is_share = is_share)
}
for (pillar in pillars) {
  add(paste0("pillar:", pillar), half_answered(sapply(items_of(pillar), rescaled)), c(0, 100))
  add(paste0("pillar:", pillar, ":positive"), half_answered(sapply(items_of(pillar), positive_of)), c(0, 1))
}
for (name in numbers) add(name, value_of(name))
for (i in which(variables$role %in% c("item", "attribute") & !is.na(variables$scale))) {
  codes <- scales$code[scales$scale == variables$scale[i]]
  for (code in codes) {
    name <- paste0(variables$name[i], "=", code)
    if (variables$type[i] == "multiple") {
      if (!is.null(d[[name]])) add(name, d[[name]], is_share = TRUE)
    } else {
      add(name, as.numeric(d[[variables$name[i]]] == code), is_share = TRUE)
    }
  }
}

by_country <- function(names, ...)
  analyze("summary", "rse.trig", "--measure", paste(names, collapse = ","), ...)
for (chunk in split(names(measures), ceiling(seq_along(measures) / 200))) {
  open <- by_country(chunk, "--by", "institution", "--disclosure", "none")
  closed <- by_country(chunk, "--by", "institution")
  all <- by_country(chunk, "--disclosure", "none")
  for (name in chunk) {
    m <- measures[[name]]
    expect_row(paste("both countries", name), all[all$measure == name, ],
               theirs(m$y, rep(TRUE, nrow(d)), m$ends, m$is_share))
    by <- svyby(~y, ~country, design_of(m$y), svymean, na.rm = TRUE)
    for (country in names(files)) {
      inside <- d$country == country
      ours <- open[open$measure == name & open$institution == country, ]
      if (all(is.na(m$y[inside]))) {
        expect(paste(country, name, "was not asked"), nrow(ours) == 0 || ours$n %in% c(NA, "0"))
        next
      }
      row <- theirs(m$y, inside, m$ends, m$is_share)
      expect(paste(country, name, "agree within R"), equal(row$se, SE(by)[by$country == country]))
      expect_row(paste(country, name), ours, row)
      shown <- closed[closed$measure == name & closed$institution == country, ]
      if (is.na(shown$suppressed)) expect_row(paste(country, name, "as published"), shown, row)
      else expect(paste(country, name, "is hidden"), is.na(shown$estimate) && is.na(shown$n))
    }
  }
}

# ---- answers -----------------------------------------------------------------------------------

# The codes that a printed answer stands for: itself, or those put together under
# a side's name.
codes_behind <- function(i, rows, scale) {
  known <- scales[scales$scale == scale & scales$kind == "substantive", ]
  single <- rows$answer %in% known$code & !grepl("together", rows$note)
  if (single[i]) return(rows$answer[i])
  alone <- rows$answer[single]
  named <- list(positive = known$code[known$positive %in% "1"], neutral = known$code[known$neutral %in% "1"])
  if (rows$answer[i] %in% names(named)) return(named[[rows$answer[i]]])
  taken <- unlist(named[intersect(names(named), rows$answer)])
  setdiff(known$code, c(alone, taken))
}

# One question in one place: every share that is printed, and that nobody is lost.
check_question <- function(name, rows, inside, what) {
  variable <- variables[variables$name == name, ]
  shares <- rows[rows$statistic == "proportion", ]
  several <- variable$type == "multiple"
  covered <- character()
  expect(paste(what, name, "names every row once"), !anyDuplicated(rows$answer))
  for (i in which(is.na(shares$suppressed))) {
    codes <- if (several) shares$answer[i] else codes_behind(i, shares, variable$scale)
    covered <- c(covered, codes)
    y <- if (several) d[[paste0(name, "=", codes)]] else as.numeric(d[[name]] %in% codes)
    if (is.null(y)) y <- ifelse(is.na(d[[name]]), NA, 0)  # an option that neither export has
    if (!several) y[is.na(d[[name]])] <- NA
    expect_row(paste(what, name, shares$answer[i]), shares[i, ], theirs(y, inside, is_share = TRUE))
  }
  if (!several && nrow(shares) && all(is.na(shares$suppressed))) {
    expect(paste(what, name, "covers every code once"),
           setequal(covered, scales$code[scales$scale == variable$scale]) && !anyDuplicated(covered))
    expect(paste(what, name, "adds up to one"), equal(sum(number(shares$estimate)), 1))
  }
  means <- rows[rows$statistic == "mean", ]
  if (nrow(means) && is.na(means$suppressed))
    expect_row(paste(what, name), means, theirs(number(d[[name]]), inside))
  without <- rows[rows$statistic == "count" & is.na(rows$suppressed), ]
  expect(paste(what, name, "counts those without an answer"),
         nrow(without) == 0 || sum(number(without$estimate)) == sum(is.na(d[[name]][inside])))
}

questions <- variables$name[variables$role %in% c("item", "attribute")]
for (disclosure in c("none", "threshold")) {
  asked <- c("answers", "rse.trig", "--measure", paste(questions, collapse = ","), "--disclosure", disclosure)
  split_up <- analyze(asked, "--by", "institution")
  together <- analyze(asked)
  for (name in questions) {
    if (any(!is.na(d[[name]])))
      check_question(name, together[together$measure == name, ], rep(TRUE, nrow(d)), paste(disclosure, "both"))
    for (country in names(files)) {
      inside <- d$country == country
      if (all(is.na(d[[name]][inside]))) next
      check_question(name, split_up[split_up$measure == name & split_up$institution == country, ], inside,
                     paste(disclosure, country))
    }
  }
}

# ---- compare and benchmark -------------------------------------------------------------------------

# Own mean minus a benchmark's, by linearisation: what each respondent adds to the
# difference, and the error of that total under the design.
difference_of <- function(y, own, comparator) {
  valid <- !is.na(y)
  part <- function(inside) {
    inside <- inside & valid
    ifelse(inside, (y - mean(y[inside])) / sum(inside), 0)
  }
  total <- svytotal(~u, svydesign(ids = ~1, strata = ~country, weights = ~1,
                                  data = data.frame(country = d$country, u = part(own) - part(comparator))))
  list(benchmark = mean(y[comparator & valid]),
       difference = mean(y[own & valid]) - mean(y[comparator & valid]), difference_se = as.vector(SE(total)))
}

# The columns of a comparison of [own] with [comparator], which may hold it.
comparison <- function(y, own, comparator, is_share) {
  rest <- comparator & !own
  row <- difference_of(y, own, comparator)
  alone <- theirs(y, own)
  others <- theirs(y, rest)
  kept <- 1 - sum(comparator & own & !is.na(y)) / sum(comparator & !is.na(y))
  parts <- c(kept^2 * alone$se^2, max(0, row$difference_se^2 - kept^2 * alone$se^2))
  df <- sum(parts)^2 / sum(parts^2 / c(alone$df, others$df))
  row$difference_df <- df
  row$difference_low <- row$difference - qt(0.975, df) * row$difference_se
  row$difference_high <- row$difference + qt(0.975, df) * row$difference_se
  row$z <- row$difference / row$difference_se
  row$p <- 2 * pt(-abs(row$z), df)
  if (is_share) {
    row$effect_size <- 2 * asin(sqrt(alone$estimate)) - 2 * asin(sqrt(row$benchmark))
  } else {
    between <- alone$n + others$n - 2
    pooled <- sqrt(((alone$n - 1) * var(y[own], na.rm = TRUE) + (others$n - 1) * var(y[rest], na.rm = TRUE)) / between)
    row$effect_size <- (1 - 3 / (4 * between - 1)) * row$difference / pooled
  }
  row
}

# The flag: points are those of 0 to 100, or percent of a share.
flag_of <- function(row, points) {
  size <- abs(row$difference) * points
  steps <- if (abs(row$z) >= 3 && size >= 3) 2 else if (abs(row$z) >= 1.96 && size >= 2) 1 else 0
  strrep(if (row$difference > 0) "+" else "-", steps)
}

compared_measures <- c(paste0("pillar:", pillars), "experience", "manager_praise", "degree=doctorate", "doi=yes")
everybody <- rep(TRUE, nrow(d))
check_comparison <- function(what, ours, name, own, comparator, adjusted) {
  m <- measures[[name]]
  row <- comparison(m$y, own, comparator, m$is_share)
  expect_row(paste(what, name), ours, c(theirs(m$y, own, m$ends, m$is_share), row, p_adjusted = adjusted))
  points <- if (m$is_share) 100 else if (startsWith(name, "pillar:")) 1 else 0
  expect(paste(what, name, "flag"), isTRUE(ifelse(is.na(ours$flag), "", ours$flag) == flag_of(row, points)))
}
p_of <- function(name, own, comparator) comparison(measures[[name]]$y, own, comparator, measures[[name]]$is_share)$p

both <- compared_measures[sapply(compared_measures, function(name)
  all(tapply(!is.na(measures[[name]]$y), d$country, sum) >= 10))]
list_of <- paste(compared_measures, collapse = ",")
table <- analyze("compare", "rse.trig", "--measure", list_of, "--variance", "plugin")
for (name in both) {
  adjusted <- p.adjust(sapply(names(files), function(country) p_of(name, d$country == country, everybody)), "holm")
  rows <- table[table$measure == name, ]
  expect_row(paste("sector of compare", name), rows[is.na(rows$institution), ],
             theirs(measures[[name]]$y, everybody, measures[[name]]$ends, measures[[name]]$is_share))
  for (country in names(files))
    check_comparison(paste("compare", country), rows[rows$institution %in% country, ], name, d$country == country,
                     everybody, adjusted[[country]])
}
for (against in c("sector", "others")) for (country in names(files)) {
  own <- d$country == country
  comparator <- if (against == "sector") everybody else !own
  table <- analyze("benchmark", "rse.trig", "--institution", country, "--against", against, "--variance", "plugin", "--measure",
                   paste(both, collapse = ","))
  adjusted <- p.adjust(sapply(both, p_of, own, comparator), "holm")
  for (name in both)
    check_comparison(paste("benchmark", country, "against", against), table[table$measure == name, ], name, own,
                     comparator, adjusted[[name]])
}

# ---- reliability ---------------------------------------------------------------------------------------

alpha_of <- function(x) ncol(x) / (ncol(x) - 1) * (1 - sum(diag(var(x))) / sum(var(x)))
table <- analyze("reliability", "rse.trig")
for (pillar in pillars) {
  x <- na.omit(sapply(items_of(pillar), rescaled))
  n <- nrow(x)
  k <- ncol(x)
  alpha <- alpha_of(x)
  feldt <- 1 - (1 - alpha) * qf(c(0.975, 0.025), n - 1, (n - 1) * (k - 1))
  row_of <- function(name, statistic) table[table$measure == name & table$pillar == pillar & table$statistic == statistic, ]
  name <- paste0("pillar:", pillar)
  expect_row(paste("alpha of", pillar), row_of(name, "alpha"),
             list(estimate = alpha, ci_low = feldt[1], ci_high = feldt[2], n = n))
  correlations <- cor(x)
  expect_row(paste("correlations of", pillar), row_of(name, "inter_item"),
             list(estimate = mean(correlations[lower.tri(correlations)]), n = n))
  for (item in colnames(x)) {
    others <- x[, colnames(x) != item]
    expect_row(paste("alpha without", item), row_of(item, "alpha_if_dropped"), list(estimate = alpha_of(others)))
    expect_row(paste("rest of", item), row_of(item, "item_rest"), list(estimate = cor(x[, item], rowSums(others))))
  }
}
finish(least = 10000)
