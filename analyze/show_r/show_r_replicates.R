
# Replicate weights as this program makes them. A number of 32 bits from another, in doubles.
half <- 65536
word <- half^2
times <- function(a, b) (((a %/% half) * b) %% half * half + (a %% half) * b) %% word
both <- function(a, b) bitwXor(a %/% half, b %/% half) * half + bitwXor(a %% half, b %% half)
scramble <- function(x) {
  x <- (times(x, 747796405) + 2891336453) %% word
  x <- times(both(x %/% 2^(x %/% 2^28 + 4), x), 277803737)
  both(x %/% 2^22, x)
}

# Rao and Wu's bootstrap: n - 1 of the n units of stratum [h] (from 0), with replacement.
bootstrap <- function(h, n, uncovered, replicates, seed) {
  drawn <- matrix(0, n, replicates)
  state <- scramble(both(scramble(both(scramble(seed), h)), seq_len(replicates) - 1))
  for (draw in seq_len(n - 1)) {
    unit <- floor(scramble((state + draw) %% word) * n / word) + 1
    drawn[cbind(unit, seq_len(replicates))] <- drawn[cbind(unit, seq_len(replicates))] + 1
  }
  if (n == 1) drawn + 1 else 1 - sqrt(uncovered) + sqrt(uncovered) * n / (n - 1) * drawn
}

# A Hadamard matrix: Paley's of the prime [p] (0: none), doubled so many times.
hadamard <- function(doublings, p) {
  squares <- unique(seq_len(max(p - 1, 0))^2 %% max(p, 1))
  sign <- function(i, j) ifelse(i == 0 | i == j, 1, ifelse(j == 0, -1, ifelse((j - i) %% p %in% squares, 1, -1)))
  H <- if (p) outer(0:p, 0:p, sign) else matrix(1)
  S <- Reduce(function(a, b) kronecker(a, matrix(c(1, 1, 1, -1), 2)), seq_len(doublings), matrix(1))
  kronecker(H, S)
}

# Half-samples of pairs of units, the first pair of the stratum being row [first] (from 0) of H.
halves <- function(first, n, rho, H) {
  row <- 2 + first + (seq_len(n) - 1) %/% 2
  ifelse((H[row, , drop = FALSE] > 0) == (seq_len(n) %% 2 == 1), 2 - rho, rho)
}

# By row of d: the factors of its unit; units in the order of [key] within strata in the order of [strata].
reweigh <- function(d, key, strata, make) {
  factors <- NULL
  first <- 0
  for (h in seq_along(strata)) {
    rows <- which(d$.stratum == strata[h])
    units <- sort(unique(key[rows]))
    made <- make(h - 1, length(units), if (is.null(d$.covered)) 1 else 1 - d$.covered[rows[1]], first)
    if (is.null(factors)) factors <- matrix(0, nrow(d), ncol(made))
    factors[rows, ] <- made[match(key[rows], units), ]
    first <- first + length(units) %/% 2
  }
  factors
}
