# What the R scripts of this folder share: running the programs as a user does,
# and comparing the numbers they print with R's. Nothing here computes what the
# programs compute.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
bin <- arguments[1]
source_folder <- arguments[2]
exports <- arguments[3]
failures <- 0
compared <- 0

fail <- function(...) {
  failures <<- failures + 1
  if (failures <= 40) cat("FAILED: ", ..., "\n", sep = "")
}

# Runs a program; its output as lines, or NULL when it ends with another code than [code].
run <- function(program, ..., code = 0) {
  words <- c(...)
  complaints <- tempfile()
  output <- suppressWarnings(system2(file.path(bin, program), shQuote(words), stdout = TRUE, stderr = complaints))
  got <- attr(output, "status")
  if (is.null(got)) got <- 0
  if (got != code) {
    fail(program, " ", paste(words, collapse = " "), ": exit ", got, ", not ", code, "\n",
         paste(readLines(complaints), collapse = "\n"))
    return(NULL)
  }
  invisible(output)
}

read_text <- function(path, ...)
  read.csv(path, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8", ...)

# A command of trig-analyze as a data frame of texts.
analyze <- function(...) {
  output <- run("trig-analyze", ..., "--format", "csv", "--quiet")
  if (is.null(output)) return(NULL)
  read.csv(text = output, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
}

# A command of trig-analyze with --show-r: its table, as `analyze` has it, and the printed R code run as it stands on
# the answers in [data], CSV files (several: imputed sets): everything that it makes by name.
run_shown <- function(data, ...) {
  table <- tempfile(fileext = ".csv")
  code <- run("trig-analyze", ..., "--format", "csv", "--quiet", "--show-r", "--out", table)
  if (is.null(code)) return(NULL)
  made <- new.env()
  made$d <- read_text(data[1])
  if (length(data) > 1) made$sets <- lapply(data, read_text)
  tryCatch(capture.output(eval(parse(text = code, keep.source = FALSE), made)),
           error = function(e) fail("the R code of ", paste(c(...), collapse = " "), ": ", conditionMessage(e)))
  c(list(table = read_text(table)), as.list(made))
}

# Every row of the table that holds an estimate beside the same row of the R code's result.
expect_shown <- function(what, shown, keys, numbers, tolerance = 1e-8) {
  key <- function(d) do.call(paste, c(lapply(d[keys], function(x) ifelse(is.na(x), "", as.character(x))), sep = " / "))
  table <- shown$table[!is.na(shown$table$estimate), ]
  expect(paste(what, "has rows where R has some"), (nrow(table) > 0) == !is.null(shown$result))
  at <- match(key(table), key(shown$result))
  for (i in seq_len(nrow(table)))
    expect_row(paste(what, key(table)[i]), table[i, ], as.list(shown$result[at[i], numbers]), tolerance)
}

number <- function(text) suppressWarnings(as.numeric(text))

# Both undefined, or equal to [tolerance] relative, or 1e-12 absolute.
equal <- function(ours, theirs, tolerance = 1e-8) {
  undefined <- is.na(ours) & is.na(theirs)
  close <- abs(ours - theirs) <= pmax(tolerance * pmax(abs(ours), abs(theirs)), 1e-12)
  undefined | (!is.na(close) & close)
}

usual_tolerance <- 1e-8  # wider while R's weights are found by steps

# Compares columns [columns] of our row with [theirs], a list of numbers; NA of ours
# stands for an empty cell.
expect_row <- function(what, ours, theirs, tolerance = usual_tolerance) {
  if (is.null(ours) || nrow(ours) != 1)
    return(fail(what, ": ", if (is.null(ours)) "no" else nrow(ours), " rows instead of one"))
  for (column in names(theirs)) {
    mine <- number(ours[[column]])
    compared <<- compared + 1
    if (!isTRUE(equal(mine, theirs[[column]], tolerance)))
      fail(what, ", ", column, ": ", ours[[column]], ", R has ", format(theirs[[column]], digits = 17))
  }
}

expect <- function(what, truth) {
  compared <<- compared + 1
  if (!isTRUE(truth)) fail(what)
}

# Korn and Graubard's interval of a share at 95%: Clopper and Pearson's at the
# effective number p (1 - p) / V, scaled for the degrees of freedom. At 0 and 1 the
# effective number is the number of respondents. Degrees of freedom beyond n - 1, as a
# domain of a large stratum has them, do not scale it up.
korn_graubard <- function(p, se, n, df) {
  effective <- (if (p * (1 - p) > 1e-12) p * (1 - p) / se^2 else n) *
    min(1, (qt(0.975, n - 1) / qt(0.975, df))^2)
  x <- effective * p
  c(if (p < 1e-12) 0 else qbeta(0.025, x, effective - x + 1),
    if (p > 1 - 1e-12) 1 else qbeta(0.975, x + 1, effective - x))
}

# Ends the script; a comparison that compared nothing is no comparison.
finish <- function(least) {
  cat(compared, "comparisons,", failures, "failed\n")
  if (compared < least) cat("FAILED: fewer than", least, "comparisons were made\n")
  quit(status = as.integer(failures > 0 || compared < least))
}

# Stores whose names [pattern] finds hold answers that are not the project's to keep: never among the stored numbers.
live_only <- function(pattern) invisible()
# Bytes: a survey whose files are larger is compared live only.
largest_stored <- 60000
if (nzchar(Sys.getenv("UPDATE"))) sys.source(file.path(source_folder, "tests/oracle/stored.R"), new.env())
