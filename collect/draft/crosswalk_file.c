/* What was found of two waves, as crosswalk.csv. */
#include "collect/draft/crosswalk.h"

#include "surveys/base/file.h"
#include "surveys/csv/csv_writer.h"

#include <unistd.h>

#define CELLS 7

static void put_row(struct trig_csv_writer *csv, const struct trig_view cells[CELLS])
{
    for (size_t i = 0; i < CELLS; i++)
        trig_csv_text(csv, cells[i]);
    trig_csv_end_record(csv);
}

/* Whether the definition says already how a variable went from one wave to the other. */
static bool is_said(const trig_definition *definition, struct trig_view variable, struct trig_view from,
                    struct trig_view to)
{
    for (size_t i = 0; i < definition->crosswalk_count; i++) {
        const struct trig_crosswalk *row = &definition->crosswalk[i];
        if (trig_view_equal(definition->variables[row->variable].name, variable) &&
            trig_view_equal(definition->waves[row->from_wave].id, from) &&
            trig_view_equal(definition->waves[row->to_wave].id, to))
            return true;
    }
    return false;
}

static void put_old(struct trig_csv_writer *csv, const trig_definition *definition)
{
    static const char *const relations[] = {[TRIG_SAME] = "same",
                                            [TRIG_REWORDED] = "reworded",
                                            [TRIG_RESCALED] = "rescaled",
                                            [TRIG_BROKEN] = "broken"};
    for (size_t i = 0; i < definition->crosswalk_count; i++) {
        const struct trig_crosswalk *row = &definition->crosswalk[i];
        const struct trig_view before =
            row->from_variable == TRIG_NONE ? trig_view("") : definition->variables[row->from_variable].name;
        const struct trig_view cells[CELLS] = {definition->variables[row->variable].name,
                                               definition->waves[row->from_wave].id,
                                               definition->waves[row->to_wave].id,
                                               trig_view(relations[row->relation]),
                                               before,
                                               row->note,
                                               trig_view("as before")};
        put_row(csv, cells);
    }
}

static void put_new(struct trig_csv_writer *csv, const trig_definition *definition,
                    const struct trig_draft_crossings *crossings, struct trig_view from, struct trig_view to)
{
    for (size_t i = 0; i < crossings->count; i++) {
        const struct trig_draft_crossing *crossing = &crossings->items[i];
        bool has_row = crossing->crossing != TRIG_CROSS_NEW && crossing->crossing != TRIG_CROSS_GONE;
        if (!has_row || is_said(definition, crossing->variable, from, to))
            continue;
        const struct trig_view cells[CELLS] = {
            crossing->variable, from, to, trig_view(trig_crossing_name(crossing->crossing)), {"", 0}, {"", 0},
            crossing->review};
        put_row(csv, cells);
    }
}

static enum trig_status check(struct trig_view from, struct trig_view to, const char *path,
                              struct trig_error *error)
{
    if (!from.length || !to.length)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "a crosswalk leads from a wave of the definition to another one, and %s is not "
                              "known: %s",
                              to.length ? "the one before" : "the wave of the exports",
                              to.length ? "list it in waves.csv" : "say it with --wave");
    if (access(path, F_OK) == 0)
        return trig_error_set(error, TRIG_ERR_REFUSED,
                              "%s exists already and is not overwritten: say another file with --crosswalk",
                              path);
    return TRIG_OK;
}

enum trig_status trig_draft_cross_write(const trig_definition *definition,
                                        const struct trig_draft_crossings *crossings, struct trig_view from,
                                        struct trig_view to, const char *path, struct trig_error *error)
{
    static const struct trig_view head[CELLS] = {{"variable", 8}, {"from_wave", 9},      {"to_wave", 7},
                                                 {"relation", 8}, {"from_variable", 13}, {"note", 4},
                                                 {"review", 6}};
    struct trig_output output = {.file = NULL};
    struct trig_csv_writer csv;
    enum trig_status status = check(from, to, path, error);
    if (status == TRIG_OK)
        status = trig_output_open(&output, path, error);
    if (status != TRIG_OK)
        return status;
    trig_csv_writer_init(&csv, output.file);
    put_row(&csv, head);
    put_old(&csv, definition);
    put_new(&csv, definition, crossings, from, to);
    status = trig_csv_writer_finish(&csv, error);
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}
