/* status: imports, responses by wave and institution with response rates, rejects by reason. */
#include "collect/census.h"
#include "collect/program.h"
#include "collect/reason.h"
#include "collect/weights.h"

#include "surveys/base/memory.h"

#include <math.h>

enum {
    PART,
    IMPORT,
    TIME,
    FILE_NAME,
    PLATFORM,
    WAVE,
    INSTITUTION,
    READ,
    STORED,
    REJECTED,
    IN_SCOPE,
    POPULATION,
    RATE,
    REASON,
    COUNT,
    NOTE,
    COLUMNS
};

static const struct trig_table_column columns[COLUMNS] = {
    [PART] = {"part", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [IMPORT] = {"import", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [TIME] = {"time", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [FILE_NAME] = {"file", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [PLATFORM] = {"platform", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [WAVE] = {"wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [INSTITUTION] = {"institution", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [READ] = {"read", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [STORED] = {"stored", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [REJECTED] = {"rejected", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [IN_SCOPE] = {"in_scope", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [POPULATION] = {"population", TRIG_CELL_NUMBER, TRIG_STYLE_INTEGER},
    [RATE] = {"response_rate", TRIG_CELL_NUMBER, TRIG_STYLE_SHARE},
    [REASON] = {"reason", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [COUNT] = {"count", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [NOTE] = {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

enum part { IMPORTS, RESPONSES, REJECTS, WEIGHTS, PARTS };

static enum trig_status add_row(trig_table *table, const char *part, size_t *row, struct trig_error *error)
{
    enum trig_status status = trig_table_add_row(table, row, error);
    /* The text form has a title for each part. */
    return status == TRIG_OK && part ? trig_table_set_text(table, *row, PART, trig_view(part), error)
                                     : status;
}

/* What later imports took the place of. */
static enum trig_status note_superseded(trig_store *store, uint64_t import, trig_table *table, size_t row,
                                        struct trig_arena *arena, struct trig_error *error)
{
    const struct trig_superseded *pairs = NULL;
    size_t count = 0;
    struct trig_view note = {"", 0};
    enum trig_status status = trig_store_superseded(store, arena, &pairs, &count, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        if (pairs[i].import != import)
            continue;
        if (pairs[i].responses)
            note = trig_arena_printf(arena, "%.*s%s%llu replaced by import %llu", TRIG_VIEW_ARG(note),
                                     note.length ? "; " : "", (unsigned long long)pairs[i].responses,
                                     (unsigned long long)pairs[i].by);
        if (pairs[i].rejects)
            note = trig_arena_printf(arena, "%.*s%s%llu of those rejected corrected by import %llu",
                                     TRIG_VIEW_ARG(note), note.length ? "; " : "",
                                     (unsigned long long)pairs[i].rejects, (unsigned long long)pairs[i].by);
    }
    return status == TRIG_OK ? trig_table_set_text(table, row, NOTE, note, error) : status;
}

static enum trig_status add_imports(trig_store *store, trig_table *table, const char *part,
                                    struct trig_error *error)
{
    const struct trig_import *imports = NULL;
    size_t count = 0, row;
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status = trig_store_imports(store, &arena, &imports, &count, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        const struct trig_import *import = &imports[i];
        const struct {
            size_t column;
            struct trig_view text;
        } texts[] = {{TIME, import->time},
                     {FILE_NAME, import->file},
                     {PLATFORM, import->platform},
                     {WAVE, import->wave},
                     {INSTITUTION, import->institution}};
        status = add_row(table, part, &row, error);
        for (size_t j = 0; j < sizeof texts / sizeof *texts && status == TRIG_OK; j++)
            status = trig_table_set_text(table, row, texts[j].column, texts[j].text, error);
        if (status != TRIG_OK)
            break;
        trig_table_set_count(table, row, IMPORT, import->id);
        trig_table_set_count(table, row, READ, import->read);
        trig_table_set_count(table, row, STORED, import->stored);
        trig_table_set_count(table, row, REJECTED, import->rejected);
        status = note_superseded(store, import->id, table, row, &arena, error);
    }
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status add_place(const trig_definition *definition, const struct trig_census *census,
                                  size_t wave, size_t institution, trig_table *table, const char *part,
                                  struct trig_error *error)
{
    size_t at = wave * census->institutions + institution, row;
    bool has_wave = wave < definition->wave_count,
         has_institution = institution < definition->institution_count;
    double population = NAN;
    enum trig_status status = add_row(table, part, &row, error);
    if (status == TRIG_OK && has_wave)
        status = trig_table_set_text(table, row, WAVE, definition->waves[wave].id, error);
    if (status == TRIG_OK && has_institution)
        status =
            trig_table_set_text(table, row, INSTITUTION, definition->institutions[institution].id, error);
    if (status != TRIG_OK)
        return status;
    if (has_institution)
        population = trig_definition_population(definition, has_wave ? wave : TRIG_NONE, institution);
    trig_table_set_count(table, row, STORED, census->stored[at]);
    trig_table_set_count(table, row, IN_SCOPE, census->in_scope[at]);
    trig_table_set_number(table, row, POPULATION, population);
    if (population > 0)
        trig_table_set_number(table, row, RATE, (double)census->in_scope[at] / population);
    if ((double)census->in_scope[at] > population)
        status = trig_table_set_text(table, row, NOTE, trig_view("more responses than people"), error);
    return status;
}

static enum trig_status add_responses(trig_store *store, trig_table *table, const char *part,
                                      struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(store);
    struct trig_census census;
    enum trig_status status = trig_census_take(store, &census, error);
    if (status != TRIG_OK)
        return status;
    for (size_t wave = 0; wave < census.waves && status == TRIG_OK; wave++)
        for (size_t i = 0; i < census.institutions && status == TRIG_OK; i++)
            if (census.stored[wave * census.institutions + i])
                status = add_place(definition, &census, wave, i, table, part, error);
    trig_census_clear(&census);
    return status;
}

static enum trig_status count_reject(void *context, const struct trig_reject *reject,
                                     struct trig_error *error)
{
    uint64_t *counts = context;
    (void)error;
    counts[trig_reason_find(reject->reason)]++;
    return TRIG_OK;
}

static enum trig_status add_rejects(trig_store *store, trig_table *table, const char *part,
                                    struct trig_error *error)
{
    uint64_t counts[TRIG_REASONS] = {0};
    size_t row;
    enum trig_status status = trig_store_rejects(store, 0, count_reject, counts, error);
    for (size_t i = 0; i < TRIG_REASONS && status == TRIG_OK; i++) {
        enum trig_reason reason = (enum trig_reason)i;
        if (!counts[i])
            continue;
        status = add_row(table, part, &row, error);
        if (status == TRIG_OK)
            status = trig_table_set_text(table, row, REASON, trig_view(i ? trig_reason_id(reason) : "other"),
                                         error);
        if (status == TRIG_OK && i)
            status = trig_table_set_text(table, row, NOTE, trig_view(trig_reason_sentence(reason)), error);
        if (status == TRIG_OK)
            trig_table_set_count(table, row, COUNT, counts[i]);
    }
    return status;
}

/* Where rows about weights go. */
struct weights_part {
    trig_table *table;
    const char *name;
};

/* A weight that trig-analyze has computed, and whether it fits what is stored now. */
static enum trig_status add_weight(void *context, const struct trig_weighting *weighting,
                                   struct trig_view column, struct trig_view note, struct trig_error *error)
{
    (void)column;
    const struct weights_part *part = context;
    size_t row;
    enum trig_status status = add_row(part->table, part->name, &row, error);
    if (status == TRIG_OK)
        status = trig_table_set_text(part->table, row, TIME, weighting->time, error);
    return status == TRIG_OK ? trig_table_set_text(part->table, row, NOTE, note, error) : status;
}

static enum trig_status add_part(trig_store *store, enum part part, bool tidy, trig_table *table,
                                 struct trig_error *error)
{
    switch (part) {
    case IMPORTS:
        return add_imports(store, table, tidy ? "import" : NULL, error);
    case RESPONSES:
        return add_responses(store, table, tidy ? "responses" : NULL, error);
    case REJECTS:
        return add_rejects(store, table, tidy ? "reject" : NULL, error);
    default:
        return trig_collect_weightings(
            store, add_weight, &(struct weights_part){.table = table, .name = tidy ? "weights" : NULL},
            error);
    }
}

static enum trig_status print_parts(const struct trig_streams *streams, trig_store *store,
                                    struct trig_error *error)
{
    static const char *const titles[PARTS] = {"Imports", "Responses", "Records set aside",
                                              "Computed weights"};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < PARTS && status == TRIG_OK; i++) {
        trig_table *table = trig_table_create(columns, COLUMNS, error);
        status = table ? add_part(store, (enum part)i, false, table, error) : TRIG_ERR_MEMORY;
        if (status == TRIG_OK)
            status = trig_table_set_title(table, trig_view(titles[i]), error);
        if (status == TRIG_OK && trig_table_rows(table)) {
            status = trig_table_write_text(table, streams->out, streams->width, error);
            fputc('\n', streams->out);
        } else if (status == TRIG_OK && i == IMPORTS) {
            fprintf(streams->out, "The store holds no imports yet: `trig-collect ingest` adds one.\n");
        }
        trig_table_destroy(table);
    }
    return status;
}

static enum trig_status print_tidy(const struct trig_streams *streams, trig_store *store,
                                   enum trig_table_format format, struct trig_error *error)
{
    trig_table *table = trig_table_create(columns, COLUMNS, error);
    enum trig_status status = table ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < PARTS && status == TRIG_OK; i++)
        status = add_part(store, (enum part)i, true, table, error);
    if (status == TRIG_OK)
        status = trig_collect_print_table(streams, table, format, error);
    trig_table_destroy(table);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    enum trig_table_format format;
    trig_store *store = NULL;
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK)
        status = trig_store_open(trig_arguments_at(arguments, 0), TRIG_STORE_READ, &store, &error);
    if (status == TRIG_OK)
        status = format == TRIG_FORMAT_TABLE ? print_parts(streams, store, &error)
                                             : print_tidy(streams, store, format, &error);
    trig_store_close(store);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_status = {
    .name = "status",
    .synopsis = "STORE [--format F]",
    .summary = "show imports, responses, response rates and rejects of a store",
    .help = "Lists the imports; the responses by wave and institution, with those in scope, the population "
            "counts of the definition and response rates; the records set aside, by reason; and "
            "the weights that trig-analyze has computed, with those that no longer fit.\n"
            "\n"
            "Example:\n"
            "\n"
            "    trig-collect status survey.trig\n",
    .shared = trig_collect_output_options,
    .least = 1,
    .most = 1,
    .run = run,
};
