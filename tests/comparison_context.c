#include "tests/comparison_context.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void stop_unless_ok(enum trig_status status, const struct trig_error *error)
{
    if (status == TRIG_OK)
        return;
    fprintf(stderr, "%s\n", error->message);
    exit(EXIT_FAILURE);
}

/* A folder of its own, so that a test that fails leaves nothing where it was started. */
static void make_folder(struct comparison *comparison)
{
    const char *temporary = getenv("TMPDIR");
    int length = snprintf(comparison->folder, sizeof comparison->folder, "%s/comparison-XXXXXX",
                          temporary && *temporary ? temporary : "/tmp");
    if (length < 0 || (size_t)length >= sizeof comparison->folder || !mkdtemp(comparison->folder)) {
        perror("cannot make a temporary folder");
        exit(EXIT_FAILURE);
    }
    snprintf(comparison->path, sizeof comparison->path, "%s/survey.trig", comparison->folder);
}

void comparison_open(struct comparison *comparison, const struct filled_file *files, const char *csv,
                     const char *measures)
{
    static const struct trig_design_options design = {.fpc_default = false};
    struct trig_error error = {.status = TRIG_OK};
    struct trig_context *context = &comparison->context;
    memset(comparison, 0, sizeof *comparison);
    make_folder(comparison);
    stop_unless_ok(filled_store(comparison->path, files, csv, 0, &error), &error);
    stop_unless_ok(trig_store_open(comparison->path, TRIG_STORE_READ, &comparison->store, &error), &error);
    context->stores = &comparison->store;
    context->store_count = 1;
    context->definition = trig_store_definition(comparison->store);
    stop_unless_ok(trig_design_choose(context->definition, &design, &context->design, &error), &error);
    trig_disclosure_rules_init(context->definition, 0, TRIG_DISCLOSURE_THRESHOLD, &context->disclosure);
    comparison_measure(comparison, measures);
}

void comparison_measure(struct comparison *comparison, const char *measures)
{
    struct trig_error error = {.status = TRIG_OK};
    trig_measures_clear(&comparison->measures);
    stop_unless_ok(
        trig_measures_parse(comparison->context.definition, measures, &comparison->measures, &error), &error);
}

void comparison_close(struct comparison *comparison)
{
    trig_measures_clear(&comparison->measures);
    trig_store_close(comparison->store);
    unlink(comparison->path);
    rmdir(comparison->folder);
}

size_t comparison_row(const trig_table *table, ...)
{
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        bool fits = true;
        va_list pairs;
        va_start(pairs, table);
        for (const char *column = va_arg(pairs, const char *); column; column = va_arg(pairs, const char *)) {
            const char *text = va_arg(pairs, const char *);
            fits = fits && trig_view_is(comparison_text(table, row, column), text);
        }
        va_end(pairs);
        if (fits)
            return row;
    }
    return SIZE_MAX;
}

double comparison_number(const trig_table *table, size_t row, const char *column)
{
    return trig_table_number(table, row, trig_table_find(table, column));
}

struct trig_view comparison_text(const trig_table *table, size_t row, const char *column)
{
    return trig_table_text(table, row, trig_table_find(table, column));
}
