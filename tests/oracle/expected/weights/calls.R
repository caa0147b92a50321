# What the numbers of numbers.csv come from, by its column call: statements of weights.R, each before
# those that use it; not to be run, since what was drawn or read is left out.

# ---- 1
for (measure in names(measures)) ...
column <- measures[[measure]]
for (value in sort(unique(na.omit(design$variables[[groups]])))) ...
groups <- if (is.null(by)) "one" else by
design$variables$one <- "all"
design$variables$answer <- ifelse(inside, design$variables[[column]], 0)
inside <- design$variables[[groups]] %in% value & !is.na(design$variables[[column]])
part <- subset(design, inside)
mean <- svymean(~answer, part)
list(estimate = as.vector(coef(mean)), se = as.vector(SE(mean)), df = degf(part), n = sum(inside))

# ---- 3
for (wave in c("2021", "2024")) ...
frequencies <- function (...) 
{
    table <- as.data.frame(xtabs(...), responseName = "Freq", stringsAsFactors = FALSE)
    table[table$Freq > 0, ]
}
for (fpc in c("on", "off")) ...
for (place in unique(d$institution)) ...
inside <- design$variables$wave == "2024" & !is.na(d$y)
design <- svydesign(ids = ~1, strata = ~stratum, weights = ~1, fpc = if (fpc == "on") ~size, data = d)
design <- postStratify(design, ~cell, frequencies(~cell, p))
z <- own * (y - sum(w * y * own)/sum(w * own))/sum(w * own) - inside * (y - sum(w * y * inside)/sum(w * inside))/sum(w * 
    inside)
own <- inside & d$institution == place
y <- ifelse(inside, d$y, 0)
w <- weights(design)
list(estimate = sum(w * y * own)/sum(w * own), difference_se = as.vector(SE(svytotal(z, design))))
