# Stores of data frames, made as a user makes them: a definition folder, an export, init and ingest.

# A store of the data frame [data]. [roles] says by column: its role, "numeric", "category" or
# "likert" (1 to 5); those of "institution" are listed in institutions.csv. What else survey.csv holds is in [settings].
make_store <- function(name, data, roles, settings = character()) {
  folder <- file.path(getwd(), paste0(name, "_definition"))
  dir.create(folder)
  put <- function(file, ...) writeLines(c(...), file.path(folder, file))
  put("survey.csv", "key,value", paste0("id,", name), settings)
  put("scales.csv", "scale,code,label,value,kind,positive",
      sprintf("likert,%d,Step %d,%d,substantive,%d", 1:5, 1:5, 1:5, as.integer(1:5 > 3)))
  kinds <- c(numeric = "attribute,numeric,", category = "attribute,nominal,", likert = "item,ordinal,likert",
             weight = "weight,numeric,", stratum = "stratum,nominal,", psu = "psu,nominal,", fpc = "fpc,numeric,",
             stratum2 = "stratum2,nominal,", psu2 = "psu2,nominal,", fpc2 = "fpc2,numeric,",
             replicate = "replicate_weight,numeric,", item = "item,numeric,", institution = "institution,nominal,")
  for (column in names(roles)[roles == "institution"]) {
    ids <- sort(unique(as.character(data[[column]])))
    put("institutions.csv", "id,name", paste0(ids, ",", ids))
  }
  put("variables.csv", "name,label,role,type,scale", paste0(names(roles), ",", names(roles), ",", kinds[roles]))
  data <- data[names(roles)]
  for (column in names(data)) data[[column]] <- ifelse(is.na(data[[column]]), NA, format_exactly(data[[column]]))
  write.csv(data, paste0(name, ".csv"), row.names = FALSE, na = "")
  run("trig-collect", "init", paste0(name, ".trig"), "--survey", folder)
  said <- read.csv(text = run("trig-collect", "ingest", paste0(name, ".trig"), paste0(name, ".csv"), "--format", "csv"))
  expect(paste(name, "is stored"), said$count[said$name == "stored"] == nrow(data))
  paste0(name, ".trig")
}
format_exactly <- function(x) if (is.numeric(x)) format(x, digits = 17, trim = TRUE, scientific = FALSE) else as.character(x)
