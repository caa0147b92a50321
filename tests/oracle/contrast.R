# Contrasts by R survey, with the covariance of what the sides share: totals of
# the design and the delta method.   Rscript contrast.R DATA OUT
suppressPackageStartupMessages(library(survey))
argument <- commandArgs(trailingOnly = TRUE)
d <- read.csv(argument[1], colClasses = "character", na.strings = "")
d <- d[d$technical %in% "yes", ]
options(survey.lonely.psu = "adjust")
counts <- c("2021 i01" = 60, "2021 i02" = 40, "2021 i03" = 55, "2021 i04" = 30, "2021 i09" = 90, "2021 i10" = 41,
            "2021 i11" = 33, "2021 i12" = 1, "2021 i13" = 25, "2021 i14" = 80, "2024 i01" = 64, "2024 i03" = 5,
            "2024 i04" = 31, "2024 i09" = 84, "2024 i10" = 45, "2024 i11" = 37, "2024 i12" = 20, "2024 i13" = 26,
            "2024 i14" = 81)
d$w <- as.numeric(d$cal)
d$stratum <- paste(d$wave, d$institution)
sample <- table(d$stratum)[d$stratum]
d$size <- unname(counts[d$stratum])
d$size[is.na(d$size) | d$size < sample] <- Inf
vis <- with(d, suppressWarnings(cbind(as.numeric(v1), as.numeric(v2), as.numeric(v3), 6 - as.numeric(v4))))
y <- ifelse(rowSums(!is.na(vis)) >= 2, rowMeans(25 * (vis - 1), na.rm = TRUE), NA)
d$y <- ifelse(is.na(y), 0, y)
d$a <- as.numeric(!is.na(y))
design <- svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~size, data = d)

# sum of coefficient x mean over the domains, as ratios of totals.
contrast <- function(coefficients, domains) {
  data <- list()
  terms <- character()
  for (i in seq_along(domains)) {
    data[[paste0("y", i)]] <- d$y * domains[[i]]
    data[[paste0("a", i)]] <- d$a * domains[[i]]
    terms <- c(terms, sprintf("(%.17g) * y%d / a%d", coefficients[i], i, i))
  }
  design$variables <- cbind(design$variables, as.data.frame(data))
  totals <- svytotal(reformulate(names(data)), design)
  svycontrast(totals, parse(text = paste(terms, collapse = " + "))[[1]])
}
row_of <- function(name, found) data.frame(contrast = name, estimate = as.vector(coef(found)), se = as.vector(SE(found)))
now <- d$wave == "2024"
before <- d$wave == "2021"
i01 <- d$institution == "i01"
i09 <- d$institution == "i09"
rows <- list(
  row_of("i01 less all", contrast(c(1, -1), list(now & i01, now))),
  row_of("i01 less others", contrast(c(1, -1), list(now & i01, now & !i01))),
  row_of("i01 less i09", contrast(c(1, -1), list(now & i01, now & i09))),
  row_of("change of all", contrast(c(1, -1), list(now, before))),
  row_of("change of i09", contrast(c(1, -1), list(now & i09, before & i09))))
# i09 less what all would have with i09's roles: weights are the answers of i09 in each role.
coefficients <- numeric()
domains <- list()
for (role in c("lab", "it", "ws")) {
  mine <- now & i09 & d$role %in% role
  share <- sum(d$a[mine]) / sum(d$a[now & i09 & !is.na(d$role)])
  if (share == 0) next
  coefficients <- c(coefficients, share, -share)
  domains <- c(domains, list(mine, now & d$role %in% role))
}
rows <- c(rows, list(row_of("i09 adjusted for role", contrast(coefficients, domains))))
design$variables$total <- d$y * (now & d$role %in% "lab")
rows <- c(rows, list(row_of("total of lab", svytotal(~total, design))))
write.csv(format(do.call(rbind, rows), digits = 15, trim = TRUE), argument[2], row.names = FALSE, quote = FALSE)
