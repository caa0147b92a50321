
# AAPOR's response rates of some rows, from the counts of [people] at [sites]: of responses that are in scope, complete
# (I) and partial (P), and, where everybody is counted, out of scope (O). [told]: the rates that are given.
rates_of <- function(rows, sites, people, told) {
  counted <- site %in% sites
  I <- sum(rows & counted & !partial)
  P <- sum(rows & counted & partial)
  O <- if (everybody) sum(!scope & counted) else 0
  N <- sum(people)
  U <- N - I - P - O
  e <- (I + P) / (I + P + O)
  rates <- c(RR1 = I / (I + P + U), RR2 = (I + P) / (I + P + U), RR3 = I / (I + P + e * U), RR4 = (I + P) / (I + P + e * U))
  data.frame(measure = "respondents", statistic = told, estimate = unname(rates[told]),
             n = ifelse(told %in% c("RR1", "RR3"), I, I + P), population = N)
}

rows <- list()
