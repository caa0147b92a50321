# What R survey says of a statistic of a part of a design, and the comparison with
# our summary of it.

# ---- R's numbers --------------------------------------------------------------------------

# How our summaries count degrees of freedom, and what R has for that.
df_rule <- "r"
degrees_of <- function(part) degf(part)

answered <- function(design, inside, columns) {
  inside <- inside %in% TRUE
  for (column in columns) inside <- inside & !is.na(design$variables[[column]])
  # A calibrated design keeps everybody, those outside without weight.
  for (column in columns) design$variables[[column]] <- ifelse(inside, design$variables[[column]], 0)
  design[inside, ]
}
weighs <- function(design) weights(design, "sampling") > 0

t_limits <- function(estimate, se, df) {
  if (df < 1) return(c(NA, NA))
  estimate + c(-1, 1) * qt(0.975, df) * se
}

described <- function(part, estimate, se, interval = t_limits(estimate, se, degrees_of(part)), deff = NULL) {
  row <- list(estimate = estimate, se = se, ci_low = interval[1], ci_high = interval[2], n = sum(weighs(part)), df = degrees_of(part))
  if (!is.null(deff)) row$deff <- deff
  row
}

deff_kind <- function(design) if (mean(weights(design, "sampling")[weighs(design)]) > 1.25) TRUE else "replace"

theirs <- list(
  mean = function(design, inside, column) {
    part <- answered(design, inside, column)
    mean <- svymean(as.formula(paste0("~", column)), part)
    described(part, as.vector(coef(mean)), as.vector(SE(mean)))
  },
  total = function(design, inside, column) {
    part <- answered(design, inside, column)
    total <- svytotal(as.formula(paste0("~", column)), part, deff = deff_kind(design))
    constant <- diff(range(part$variables[[column]][weighs(part)])) == 0
    described(part, as.vector(coef(total)), as.vector(SE(total)), deff = if (constant) NULL else as.vector(deff(total)))
  },
  variance = function(design, inside, column) {
    part <- answered(design, inside, column)
    v <- svyvar(as.formula(paste0("~", column)), part)
    bounds <- t_limits(as.vector(coef(v)), as.vector(SE(v)), degrees_of(part))
    described(part, as.vector(coef(v)), as.vector(SE(v)), c(max(0, bounds[1]), bounds[2]))
  },
  sd = function(design, inside, column) {
    part <- answered(design, inside, column)
    if (inherits(part, "svyrep.design")) {
      n <- nrow(part)
      v <- withReplicates(part, function(w, d) {
        y <- d[[column]]
        sqrt(n / (n - 1) * sum(w * (y - weighted.mean(y, w))^2) / sum(w))
      })
      bounds <- t_limits(as.vector(coef(v)), as.vector(SE(v)), degrees_of(part))
      return(described(part, as.vector(coef(v)), as.vector(SE(v)), c(max(0, bounds[1]), bounds[2])))
    }
    v <- svyvar(as.formula(paste0("~", column)), part)
    sd <- sqrt(as.vector(coef(v)))
    se <- as.vector(SE(v)) / (2 * sd)
    bounds <- t_limits(sd, se, degrees_of(part))
    if (sd < 1e-12) return(list(estimate = 0, n = sum(weighs(part))))
    described(part, sd, se, c(max(0, bounds[1]), bounds[2]))
  },
  ratio = function(design, inside, columns) {
    part <- answered(design, inside, columns)
    formulas <- lapply(paste0("~", columns), as.formula)
    if (inherits(part, "svyrep.design")) {  # whose svyratio has no deff: that of the residuals' total
      r <- svyratio(formulas[[1]], formulas[[2]], part)
      part$variables$.z <- part$variables[[columns[1]]] - as.vector(coef(r)) * part$variables[[columns[2]]]
      effect <- deff(svytotal(~.z, part, deff = deff_kind(design)))
    } else {
      r <- svyratio(formulas[[1]], formulas[[2]], part, deff = deff_kind(design))
      effect <- deff(r)
    }
    described(part, as.vector(coef(r)), as.vector(SE(r)), deff = as.vector(effect))
  },
  correlation = function(design, inside, columns) {
    part <- answered(design, inside, columns)
    if (inherits(part, "svyrep.design")) {
      v <- withReplicates(part, function(w, d) cov.wt(as.matrix(d[columns]), w, cor = TRUE)$cor[1, 2])
      r <- as.vector(coef(v))
      se <- as.vector(SE(v))
      return(described(part, r, se, tanh(atanh(r) + c(-1, 1) * qt(0.975, degrees_of(part)) * se / (1 - r^2))))
    }
    v <- svyvar(as.formula(paste0("~", columns[1], "+", columns[2])), part)
    s <- as.matrix(v)[1:2, 1:2]
    r <- s[1, 2] / sqrt(s[1, 1] * s[2, 2])
    slope <- c(-r / (2 * s[1, 1]), 1 / (2 * sqrt(s[1, 1] * s[2, 2])), 1 / (2 * sqrt(s[1, 1] * s[2, 2])), -r / (2 * s[2, 2]))
    se <- as.vector(sqrt(slope %*% attr(v, "var") %*% slope))
    described(part, r, se, tanh(atanh(r) + c(-1, 1) * qt(0.975, degrees_of(part)) * se / (1 - r^2)))
  })

# survey's rules, with two slips mended: below the share of the smallest answer those without lines between answers
# take the second smallest, and 0.8 of 50 weights of 15.1 is for them not 40 of them.
rule_of <- function(qrule) function(x, w, p) {
  rule <- get(paste0("qrule_", qrule), asNamespace("survey"))
  if (qrule %in% paste0("hf", 5:9)) return(rule(x, w, p))
  at <- order(x)[w[order(x)] > 0]
  x <- x[at]
  w <- w[at]
  rounded <- function(share) round(share * 2^40) / 2^40
  share <- rounded(cumsum(w) / sum(w))
  if (rounded(p) < max(share[x == x[1]])) x[1] else rule(x, diff(c(0, share)), rounded(p))
}
quantile_of <- function(p, qrule = "math", interval = "mean") function(design, inside, column) {
  part <- answered(design, inside, column)
  q <- suppressWarnings(svyquantile(as.formula(paste0("~", column)), part, p, qrule = rule_of(qrule),
                                    interval.type = interval, df = degrees_of(part)))
  row <- as.list(q[[1]][1:4])
  found <- described(part, row[[1]], row[[4]], c(row[[2]], row[[3]]))
  if (qrule == "hf4" && is.nan(row[[4]])) found[c("se", "ci_low", "ci_high")] <- NULL  # 0/0 at the largest
  found
}
theirs$median <- quantile_of(0.5)
theirs$p10 <- quantile_of(0.1)
theirs$p75 <- quantile_of(0.75)
theirs$p97.5 <- quantile_of(0.975)

# ---- comparisons -----------------------------------------------------------------------------

# Each statistic of each measure, of all and by [by]. [measures]: column of the design by our name.
check_design <- function(label, design, store, by, measures, statistics, ...) {
  ask <- function(...) analyze("summary", store, "--measure", paste(names(measures), collapse = ","), "--statistic",
                               paste(statistics, collapse = ","), "--df", df_rule, "--disclosure", "none", ...)
  all <- ask(...)
  some <- ask("--by", by, ...)
  for (statistic in statistics) for (measure in names(measures)) {
    compare <- function(ours, inside, where)
      expect_row(paste(label, statistic, measure, where),
                 ours[ours$measure == measure & ours$statistic == statistic, ],
                 theirs[[statistic]](design, inside, measures[[measure]]))
    compare(all, TRUE, "all")
    for (value in sort(unique(na.omit(design$variables[[by]]))))
      compare(some[some[[by]] %in% value, ], design$variables[[by]] == value, value)
  }
}

# Ratios and correlations of pairs, [columns] by the name of our row.
check_pairs <- function(label, design, store, by, measures, pairs, ...) {
  ask <- function(...) analyze("summary", store, "--measure", measures, "--statistic", "correlation", "--df", df_rule,
                               "--disclosure", "none", ...)
  all <- ask(...)
  some <- ask("--by", by, ...)
  for (name in names(pairs)) {
    statistic <- if (grepl("~", name)) "correlation" else "ratio"
    compare <- function(ours, inside, where)
      expect_row(paste(label, statistic, name, where), ours[ours$measure == name & ours$statistic == statistic, ],
                 theirs[[statistic]](design, inside, pairs[[name]]))
    compare(all, TRUE, "all")
    for (value in sort(unique(na.omit(design$variables[[by]]))))
      compare(some[some[[by]] %in% value, ], design$variables[[by]] == value, value)
  }
}
