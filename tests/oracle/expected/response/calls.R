# What the numbers of numbers.csv come from, by its column call: statements of response.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
known <- paste(d$wave, d$place) %in% paste(people$wave, people$place) & d$staff == "yes"
names <- paste0("RR", seq_len(if (everybody) 4 else 2))
here <- unique(paste(d$wave, d$place)[known])
rates_of <- function (d, population, everybody, partials = TRUE) 
{
    inside <- d$staff == "yes"
    complete <- sum(inside & d$state == "complete")
    partial <- sum(inside & d$state == "partial")
    outside <- if (everybody) 
        sum(!inside)
    else 0
    unknown <- population - complete - partial - outside
    share <- (complete + partial)/(complete + partial + outside)
    if (is.na(unknown) || unknown < 0) 
        return(list(RR1 = NA, RR2 = NA, RR3 = NA, RR4 = NA))
    c(list(RR1 = complete/(complete + partial + unknown), RR2 = if (partials) (complete + partial)/(complete + 
        partial + unknown) else NA), list(RR3 = complete/(complete + partial + share * unknown), RR4 = (complete + 
        partial)/(complete + partial + share * unknown)))
}
for (name in names) ...
theirs <- rates_of(d[paste(d$wave, d$place) %in% here, ], if (nrow(counted)) sum(counted$count) else NA, everybody, 
    partials)
list(estimate = theirs[[name]])
