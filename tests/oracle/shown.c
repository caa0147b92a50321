#include "tests/support.h"

#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"
#include "tests/oracle/shown.h"

/* What R writes: undefined numbers as NA or NaN, no text as nothing. */
#define WRITE                                                                                                \
    "if (!is.null(result$estimate)) result <- result[!is.na(result$estimate), ]\n"                           \
    "result[] <- lapply(result, function(x) if (is.numeric(x)) format(x, digits = 15, trim = TRUE) else "    \
    "ifelse(is.na(x), \"\", as.character(x)))\n"                                                             \
    "commas <- which(vapply(result, function(x) any(grepl(\",\", x)), NA))\n"

/* Runs our program into LABEL.ours.csv, and adds the R code that it prints to all.R. */
static void run_ours(const char *folder, const struct oracle_shown *which)
{
    if (which->prepare && oracle_run("cd %s && { %s; } > log 2>&1", folder, which->prepare))
        fail_msg("%s: %s failed", which->label, which->prepare);
    if (oracle_run("cd %s && cp data.csv %s.data.csv && { echo 'local({ d <- read.csv(\"%s.data.csv\", "
                   "colClasses = \"character\", na.strings = \"\", check.names = FALSE)'; "
                   "%s %s store.trig %s --disclosure none --format csv --quiet --show-r --out %s.ours.csv && "
                   "cat << 'END'\n%s\n%swrite.csv(result, \"%s.csv\", row.names = FALSE, quote = commas) })\n"
                   "END\n} >> all.R 2> log",
                   folder, which->label, which->label, TRIG_ANALYZE, which->command, which->options,
                   which->label, which->last ? which->last : "", WRITE, which->label))
        fail_msg("%s: %s %s failed", which->label, which->command, which->options);
}

static size_t compare(const char *folder, const struct oracle_shown *which, bool has_r)
{
    char ours[160];
    char theirs[160];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    snprintf(ours, sizeof ours, "%s/%s.ours.csv", folder, which->label);
    snprintf(theirs, sizeof theirs, "%s/%s.csv", folder, which->label);
    const struct oracle_pair pair = {ours, has_r ? theirs : NULL, which->survey ? which->label : NULL,
                                     which->needed, which->relative};
    if (oracle_compare_with_r(&pair, &rows, &error))
        fail_msg("%s, %s %s: %s", which->label, which->command, which->options, error.message);
    if (rows == 0)
        fail_msg("%s, %s %s: R has no rows", which->label, which->command, which->options);
    return rows;
}

size_t oracle_shown_compare(const char *folder, const struct oracle_shown *cases, size_t count, bool has_r)
{
    size_t rows = 0;
    const struct oracle_shown *written = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!cases[i].survey && !has_r)
            continue;
        bool same = written && written->survey == cases[i].survey && written->write == cases[i].write;
        if (!same && cases[i].survey)
            oracle_write(folder, cases[i].survey);
        else if (!same)
            cases[i].write();
        written = &cases[i];
        run_ours(folder, written);
    }
    if (has_r && oracle_run("cd %s && Rscript --vanilla all.R > log 2>&1", folder)) {
        oracle_run("tail -n 5 %s/log >&2", folder);
        fail_msg("the R code that --show-r prints failed");
    }
    for (size_t i = 0; i < count; i++)
        if (cases[i].survey || has_r)
            rows += compare(folder, &cases[i], has_r);
    return rows;
}
