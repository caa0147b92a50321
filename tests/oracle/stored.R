# Stored numbers: with UPDATE=1 a script of this folder that passes also writes down, in expected/NAME/, what the
# programs were asked and what R said, so that both can be compared where R is not:
#
#     commands.sh   the programs' calls, which make the tables t1.csv, t2.csv, ...
#     data/         the surveys that they read
#     numbers.csv   R's numbers by table and row, with the expression of the script that gave them
#     calls.R       by its number, what each expression stands for (stored_calls.R)
#
# The functions of programs.R are taken over by ones that take notes besides.
most_numbers <- 400   # a family; the tables are spread over the whole script
most_rows <- 8        # a table
# Only what agrees this closely is stored, so that the comparison can ask for 1e-8 with room to spare.
stored_tolerance <- 1e-9

sys.source(file.path(source_folder, "tests/oracle/stored_calls.R"), environment())

notes <- new.env()
notes$runs <- notes$tables <- notes$rows <- notes$temporary <- notes$traces <- list()
notes$live_only <- notes$too_large <- character()
notes$folder <- tempfile("notes")
dir.create(notes$folder)
working_folder <- getwd()
originals <- list(run = run, analyze = analyze, read_text = read_text, expect_row = expect_row, finish = finish)

# ---- names and files -------------------------------------------------------------------------------

# A word of a command without the folders of this very run.
settle <- function(word) {
  word <- sub(paste0(working_folder, "/"), "", word, fixed = TRUE)
  if (!startsWith(word, paste0(tempdir(), "/"))) return(word)
  if (is.null(notes$temporary[[word]]))
    notes$temporary[[word]] <- paste0("made", length(notes$temporary) + 1, ".csv")
  notes$temporary[[word]]
}

# The files that a command will read, by the checksum of what they hold; NULL: one is not to be stored.
inputs_of <- function(words) {
  found <- character()
  most_bytes <- get("largest_stored", globalenv())
  for (word in words[file.exists(words) & !endsWith(words, ".trig")]) {
    folder <- dir.exists(word)
    paths <- if (folder) list.files(word, full.names = TRUE) else word
    if (folder) paths <- paths[file.size(paths) <= most_bytes]
    if (any(startsWith(vapply(paths, settle, ""), "/")) || any(file.size(paths) > most_bytes)) return(NULL)
    sums <- tools::md5sum(paths)
    file.copy(paths, file.path(notes$folder, sums))
    found[vapply(paths, settle, "")] <- sums
  }
  found
}

live_only <- function(pattern) notes$live_only <- c(notes$live_only, pattern)

# ---- taking notes ------------------------------------------------------------------------------------

run <- function(program, ..., code = 0) {
  words <- c(...)
  outputs <- words[which(words %in% c("--out", "--covariance")) + 1]
  inputs <- inputs_of(setdiff(words, outputs))
  output <- originals$run(program, words, code = code)
  stores <- words[endsWith(words, ".trig")]
  if (is.null(inputs)) notes$too_large <- c(notes$too_large, stores)
  notes$runs <- c(notes$runs, list(list(program = program, words = vapply(words, settle, "", USE.NAMES = FALSE),
                                        inputs = inputs, outputs = outputs, stores = stores, code = code)))
  invisible(output)
}

# A table whose rows keep their place by name, whatever is picked of them.
named <- function(table, run, file = NULL) {
  if (is.null(table) || nrow(table) == 0) return(table)
  rownames(table) <- paste0("t", length(notes$tables) + 1, ":", seq_len(nrow(table)))
  notes$tables <- c(notes$tables, list(list(data = table, run = run, file = file)))
  table
}

analyze <- function(...) {
  found <- originals$analyze(...)
  named(found, length(notes$runs))
}

read_text <- function(path, ...) {
  wrote <- which(vapply(notes$runs, function(run) path %in% run$outputs, NA))
  found <- originals$read_text(path, ...)
  if (length(wrote)) named(found, max(wrote), settle(path)) else found
}

# The numbers of [theirs] that the row as it was printed agrees with.
agreeing <- function(printed, theirs) {
  kept <- list()
  for (column in intersect(names(theirs), names(printed))) {
    value <- as.numeric(as.vector(theirs[[column]]))
    if (isTRUE(equal(number(printed[[column]]), value, stored_tolerance)))
      kept[[column]] <- if (is.na(value)) "NA" else sprintf("%.17g", value)
  }
  kept
}

# What the expression of a caller stands for, once for each of a script's places that compare.
note_trace <- function(expression, room, place, stack) {
  key <- paste(deparse(place), collapse = " ")
  if (is.null(notes$traces[[key]])) notes$traces[[key]] <- trace_of(expression, room, stack)
  key
}

expect_row <- function(what, ours, theirs, tolerance = 1e-8) {
  stack <- list(frames = as.list(sys.frames()), functions = lapply(seq_len(sys.nframe()), sys.function),
                calls = as.list(sys.calls()), parents = sys.parents())
  trace <- note_trace(substitute(theirs), parent.frame(), sys.call(), stack)
  said <- gsub("[[:space:]]+", " ", paste(deparse(substitute(theirs)), collapse = " "))
  originals$expect_row(what, ours, theirs, tolerance)
  if (is.null(ours) || nrow(ours) != 1 || !grepl("^t[0-9]+:[0-9]+$", rownames(ours))) return(invisible())
  place <- as.integer(strsplit(substring(rownames(ours), 2), ":")[[1]])
  numbers <- agreeing(notes$tables[[place[1]]]$data[place[2], ], theirs)
  if (length(numbers))
    notes$rows <- c(notes$rows, list(list(table = place[1], row = place[2], said = said, trace = trace, numbers = numbers,
                                          what = gsub("[[:cntrl:]]+", " ", paste(what, collapse = " ")))))
}

# ---- writing ---------------------------------------------------------------------------------------------

# Some rows of some tables, spread over the script by the golden ratio, whose steps fall in with no loop's.
choose_rows <- function() {
  stores <- unique(unlist(lapply(notes$runs, function(run) run$stores)))
  barred <- c(notes$too_large, unlist(lapply(notes$live_only, grep, stores, value = TRUE)))
  usable <- vapply(notes$tables, function(table) {
    run <- notes$runs[[table$run]]
    run$code == 0 && length(run$stores) > 0 && !any(run$stores %in% barred)
  }, NA)
  by_table <- split(notes$rows, vapply(notes$rows, function(row) row$table, 0))
  by_table <- by_table[usable[as.integer(names(by_table))]]
  by_table <- lapply(by_table, function(rows)
    rows[unique(round(seq(1, length(rows), length.out = min(most_rows, length(rows)))))])
  order <- order((seq_along(by_table) * (sqrt(5) - 1) / 2) %% 1)
  sizes <- vapply(by_table, function(rows) sum(lengths(lapply(rows, function(row) row$numbers))), 0)
  by_table[sort(order[cumsum(sizes[order]) <= most_numbers])]
}

quoted <- function(words) ifelse(grepl("^[A-Za-z0-9_./,:=+-]+$", words), words, shQuote(words))

free_name <- function(name, taken) {
  count <- 1
  free <- name
  while (free %in% taken) {
    count <- count + 1
    free <- sub("(\\.[^.]*)?$", paste0("_", count, "\\1"), name)
  }
  free
}

# The lines that lay out what a run reads; what is there already is left.
lines_for_inputs <- function(inputs, state) {
  lines <- character()
  for (path in names(inputs)) {
    sum <- inputs[[path]]
    if (identical(state$placed[[path]], sum)) next
    if (is.null(state$names[[sum]])) state$names[[sum]] <- free_name(basename(path), unlist(state$names))
    folder <- dirname(path)
    if (folder != "." && !folder %in% state$folders) {
      state$folders <- c(state$folders, folder)
      lines <- c(lines, paste("mkdir -p", quoted(folder)))
    }
    state$placed[[path]] <- sum
    lines <- c(lines, paste0('cp "$data"/', quoted(state$names[[sum]]), " ", quoted(path)))
    # A key that others may read is refused.
    if (bitwAnd(file.mode(path), as.octmode("077")) == 0) lines <- c(lines, paste("chmod 600", quoted(path)))
  }
  lines
}

command_lines <- function(tables) {
  state <- new.env()
  state$placed <- state$names <- list()
  state$folders <- character()
  asked <- vapply(tables, function(table) notes$tables[[table]]$run, 0)
  stores <- unique(unlist(lapply(asked, function(run) notes$runs[[run]]$stores)))
  read <- vapply(notes$tables, function(table) table$run, 0)
  lines <- character()
  for (i in seq_len(max(asked))) {
    run <- notes$runs[[i]]
    made <- which(asked == i)
    changes <- !i %in% read && length(run$outputs) == 0 && run$code == 0 && any(run$stores %in% stores)
    if (!length(made) && !changes) next
    files <- lapply(tables[made], function(table) notes$tables[[table]]$file)
    direct <- made[vapply(files, is.null, NA)]
    lines <- c(lines, lines_for_inputs(run$inputs, state),
               paste(c(run$program, quoted(run$words), ">", if (length(direct)) paste0("t", direct[1], ".csv") else "/dev/null"),
                     collapse = " "))
    for (j in seq_along(made)) if (!is.null(files[[j]])) lines <- c(lines, paste0("cp ", files[[j]], " t", made[j], ".csv"))
  }
  list(lines = lines, names = state$names)
}

numbers_table <- function(chosen) {
  rows <- unlist(chosen, recursive = FALSE)
  columns <- unique(unlist(lapply(rows, function(row) names(row$numbers))))
  cell <- function(row, column) if (is.null(row$numbers[[column]])) "" else row$numbers[[column]]
  data.frame(table = match(vapply(rows, function(row) row$table, 0), as.integer(names(chosen))),
             row = vapply(rows, function(row) row$row, 0L), what = vapply(rows, function(row) row$what, ""),
             r = vapply(rows, function(row) row$said, ""),
             call = match(vapply(rows, function(row) row$trace, ""), names(notes$traces)),
             sapply(columns, function(column) vapply(rows, cell, "", column)), check.names = FALSE)
}

write_calls <- function(numbers, script, path) {
  lines <- c(paste0("# What the numbers of numbers.csv come from, by its column call: statements of ", script, ", each before"),
             "# those that use it; not to be run, since what was drawn or read is left out.")
  for (number in sort(numbers)) lines <- c(lines, "", paste0("# ---- ", number), notes$traces[[number]])
  writeLines(lines, path)
}

write_notes <- function() {
  script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
  folder <- file.path(source_folder, "tests/oracle/expected", sub("\\.R$", "", basename(script)))
  chosen <- choose_rows()
  if (!length(chosen)) return(cat("nothing can be stored\n"))
  unlink(folder, recursive = TRUE)
  dir.create(file.path(folder, "data"), recursive = TRUE)
  commands <- command_lines(as.integer(names(chosen)))
  for (sum in names(commands$names))
    file.copy(file.path(notes$folder, sum), file.path(folder, "data", commands$names[[sum]]))
  writeLines(c("#!/bin/sh", paste0("# Written by ", basename(script), " with UPDATE=1. Makes tables in the working folder of the data in $1."),
               "set -eu", "data=$1", commands$lines), file.path(folder, "commands.sh"))
  numbers <- numbers_table(chosen)
  write.csv(numbers, file.path(folder, "numbers.csv"), row.names = FALSE, quote = 3:4)
  write_calls(unique(numbers$call), basename(script), file.path(folder, "calls.R"))
  cat("stored", sum(numbers[-(1:5)] != ""), "numbers in", folder, "\n")
}

finish <- function(least) {
  if (failures == 0 && compared >= least) write_notes()
  originals$finish(least)
}

# This file has a room of its own, so that no name of a script's is in the way.
for (name in c("run", "analyze", "read_text", "expect_row", "finish", "live_only"))
  assign(name, get(name), envir = globalenv())
