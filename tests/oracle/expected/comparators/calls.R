# What the numbers of numbers.csv come from, by its column call: statements of comparators.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
percent <- as.numeric(sub("top:", "", against))
shrunken <- function (y, v) 
{
    slope <- function(t) {
        w <- 1/(v + t)
        m <- sum(w * y)/sum(w)
        sum(w^2 * (y - m)^2) - sum(w) + sum(w^2)/sum(w)
    }
    if (slope(0) <= 0) 
        return(NULL)
    t <- uniroot(slope, c(0, 100 * var(y)), tol = 1e-14 * var(y))$root
    w <- 1/(v + t)
    m <- sum(w * y)/sum(w)
    own <- sum(w)/w
    y - ifelse(own > 3, (own - 3)/(own - 1), 0) * v * w * (y - m)
}
for (wave in 1:3) ...
top <- ceiling(nrow(table) * percent/100)
scores <- shrunken(number(table$estimate), number(table$se)^2)
cohorts <- rep(c("2018", "2020", "late"), c(20, 14, 2))
places <- sprintf("place%02d", 1:36)
by_institution <- wave == 2
members <- intersect(table$institution, places[cohorts == cohorts[match(own, places)]])
members <- setdiff(table$institution[scores >= sort(scores, decreasing = TRUE)[top]], own)
for (name in names(values(d))) ...
values <- function (d) 
list(`pillar:p` = rowMeans(25 * (cbind(d$a, d$b) - 1), na.rm = TRUE), days = d$days, `a:positive` = as.numeric(d$a >= 
    4), flat = d$flat)
difference <- function (d, y, own, members, own_part, by_institution) 
{
    ok <- !is.na(y)
    k <- d$place == own
    mean_of <- function(rows) mean(y[rows & ok])
    behind <- if (by_institution) 
        lapply(members, function(i) d$place == i)
    else list(d$place %in% members)
    line <- function(rows) ifelse(rows & ok, (y - mean_of(rows))/sum(rows & ok), 0)
    z <- line(k) - Reduce(`+`, lapply(behind, line))/length(behind)
    strata <- d$place
    n <- ave(z, strata, FUN = length)
    variance <- sum(n/(n - 1) * (z - ave(z, strata))^2)
    benchmark <- mean(vapply(behind, mean_of, 0))
    list(estimate = mean_of(k), benchmark = benchmark, difference = mean_of(k) - benchmark, difference_se = sqrt(variance), 
        own_share = if (!own_part) 0 else if (by_institution) 1/length(members) else sum(k & ok)/sum(behind[[1]] & 
            ok))
}
difference(d, values(d)[[name]], own, members, own %in% members, by_institution)

# ---- 2
folder <- file.path(getwd(), "comparators")
for (i in seq_len(nrow(ours))) ...
world <- new.env()
world$d <- cbind(read_text(file.path(folder, "w3.csv")), wave = "w3")
names(world$d)[1] <- "institution"
world$result[i, setdiff(names(world$result)[vapply(world$result, is.numeric, NA)], c("n_eff", "deff"))]
