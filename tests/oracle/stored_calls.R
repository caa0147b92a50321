# Where R's numbers come from, in readable form: an expression of a script together with what its names stand for,
# as far back as to the data; what was drawn, read or is a package's own is left out.
#
#     list(estimate = coef(mean))   <--  mean <- svymean(~y, part)   <--  part <- subset(design, inside)   <-- ...
most_lines <- 90 # of one expression

# What drives the programs, and compares.
not_told <- c("run", "analyze", "read_text", "expect_row", "expect", "finish", "live_only", "fail", "number", "equal",
              "largest_stored")

script_expressions <- local({
  script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
  function() as.list(parse(script, keep.source = FALSE))
})

root_of <- function(target) {
  while (is.call(target)) target <- target[[2]]
  if (is.character(target)) target else deparse(target)
}

# The assignments to [name] in an expression, in their order, those of functions within it left out.
assignments_to <- function(expression, name) {
  if (!is.call(expression) || identical(expression[[1]], quote(`function`))) return(list())
  own <- deparse(expression[[1]])[1] %in% c("<-", "<<-", "=") && length(expression) == 3 &&
    identical(root_of(expression[[2]]), name)
  if (own) return(list(expression))
  if (identical(expression[[1]], quote(`for`)) && identical(deparse(expression[[2]]), name))
    return(c(list(call("for", expression[[2]], expression[[3]], quote(...))),
             assignments_to(expression[[4]], name)))
  unlist(lapply(as.list(expression)[-1], function(part) if (missing(part)) list() else assignments_to(part, name)))
}

# The place where [name] is found from [room] on: its environment, or NULL beyond the script.
room_of <- function(name, room) {
  while (!identical(room, globalenv()) && !identical(room, emptyenv()))
    if (exists(name, room, inherits = FALSE)) return(room) else room <- parent.env(room)
  if (identical(room, globalenv()) && exists(name, room, inherits = FALSE)) room
}

# The argument that gave [name] its value in the call number [at] of [stack]: as meanings_of.
given_as <- function(name, at, stack) {
  given <- tryCatch(match.call(stack$functions[[at]], stack$calls[[at]])[[name]], error = function(e) NULL)
  if (!is.language(given) || identical(given, as.name(name))) return(list())
  caller <- stack$parents[at]
  list(list(said = list(call("<-", as.name(name), given)),
            room = if (caller == 0) globalenv() else stack$frames[[caller]]))
}

# What [name] stands for in [room]: lists of statements that gave it its value, each with the room of their names.
meanings_of <- function(name, room, stack) {
  if (identical(room, globalenv())) {
    value <- get(name, room)
    said <- if (is.function(value)) list(call("<-", as.name(name), value))
            else unlist(lapply(script_expressions(), assignments_to, name))
    return(list(list(said = said, room = room)))
  }
  at <- which(vapply(stack$frames, identical, NA, room))[1]
  if (is.na(at)) return(list())
  c(given_as(name, at, stack), list(list(said = assignments_to(body(stack$functions[[at]]), name), room = room)))
}

text_of <- function(said) unlist(lapply(said, deparse, width.cutoff = 110))

# The lines of R that [expression] of [room] stands for; [stack]: the calls that are under way.
trace_of <- function(expression, room, stack) {
  lines <- character()
  seen <- character()
  waiting <- list(list(expression = expression, room = room))
  while (length(waiting) && length(lines) < most_lines) {
    at <- waiting[[1]]
    waiting <- waiting[-1]
    for (name in setdiff(all.names(at$expression, unique = TRUE), c(not_told, seen))) {
      found <- room_of(name, at$room)
      if (is.null(found) || is.data.frame(tryCatch(get(name, found), error = function(e) NULL))) next
      seen <- c(seen, name)
      meanings <- meanings_of(name, found, stack)
      lines <- c(unlist(lapply(meanings, function(meaning) text_of(meaning$said))), lines)
      for (meaning in meanings)
        waiting <- c(waiting, lapply(meaning$said, function(said) list(
          expression = if (is.function(said[[3]])) body(said[[3]]) else said, room = meaning$room)))
    }
  }
  c(lines, text_of(list(expression)))
}
