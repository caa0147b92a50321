/* comments: what people wrote, so that nobody is shown with it. */
#include "collect/program.h"
#include "collect/redact.h"

#include "surveys/base/memory.h"
#include "surveys/base/random.h"
#include "surveys/base/text.h"

#include <inttypes.h>

static const struct trig_option options[] = {
    {"pillar", "P", "comments on this pillar only"},
    {"redact", "FILE", "names to take out, one a line: people, departments, projects"},
    {"min-n", "N", "show groups of at least so many comments (the survey's threshold, or more)"},
    {NULL, NULL, NULL}};

enum { WAVE, PILLAR, VARIABLE, COMMENT, COLUMNS };

static const struct trig_table_column columns[COLUMNS] = {
    [WAVE] = {"wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [PILLAR] = {"pillar", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [VARIABLE] = {"variable", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [COMMENT] = {"comment", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

/* The comments on one question in one wave. */
struct group {
    struct trig_view *texts; /* owned; in the arena */
    size_t count;
    size_t capacity;
};

struct commenting {
    trig_store *store;
    const trig_definition *definition;
    trig_redactor *redactor;
    trig_table *table;
    size_t pillar; /* TRIG_NONE: all */
    size_t least;
    size_t hidden;  /* groups that are too small */
    uint64_t taken; /* names */
    struct trig_arena arena;
};

/* ---- one question ---------------------------------------------------------------------- */

static enum trig_status gather_batch(struct commenting *commenting, const struct trig_batch *batch,
                                     struct group *groups, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    bool has_waves = commenting->definition->wave_count > 0;
    for (size_t row = 0; row < batch->rows && status == TRIG_OK; row++) {
        struct trig_view text = {NULL, 0};
        size_t wave = 0;
        if (trig_column_answer(&batch->columns[0], row, NULL) == TRIG_ANSWERED)
            text = trig_text_trim(trig_column_text(&batch->columns[0], row));
        if (!text.length ||
            (has_waves && trig_column_answer(&batch->columns[1], row, &wave) != TRIG_ANSWERED))
            continue;
        struct group *group = &groups[wave];
        status = trig_grow((void **)&group->texts, &group->capacity, group->count + 1, sizeof *group->texts,
                           error);
        if (status == TRIG_OK) {
            group->texts[group->count] = trig_arena_copy(&commenting->arena, text);
            if (!group->texts[group->count++].data)
                status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the comments");
        }
    }
    return status;
}

static enum trig_status gather(struct commenting *commenting, const struct trig_variable *variable,
                               struct group *groups, struct trig_error *error)
{
    const struct trig_view names[] = {variable->name, trig_view(TRIG_COLUMN_WAVE)};
    trig_scan *scan = NULL;
    struct trig_batch batch;
    enum trig_status status =
        trig_scan_open(commenting->store, names, commenting->definition->wave_count ? 2 : 1, &scan, error);
    while (status == TRIG_OK && (status = trig_scan_next(scan, &batch, error)) == TRIG_OK && batch.rows)
        status = gather_batch(commenting, &batch, groups, error);
    trig_scan_close(scan);
    return status;
}

static enum trig_status add_row(struct commenting *commenting, const struct trig_variable *variable,
                                size_t wave, struct trig_view text, struct trig_error *error)
{
    const trig_definition *definition = commenting->definition;
    trig_table *table = commenting->table;
    size_t row;
    enum trig_status status = trig_table_add_row(table, &row, error);
    if (status == TRIG_OK && wave < definition->wave_count)
        status = trig_table_set_text(table, row, WAVE, definition->waves[wave].id, error);
    if (status == TRIG_OK && variable->pillar != TRIG_NONE)
        status = trig_table_set_text(table, row, PILLAR, definition->pillars[variable->pillar].id, error);
    if (status == TRIG_OK)
        status = trig_table_set_text(table, row, VARIABLE, variable->name, error);
    return status == TRIG_OK ? trig_table_set_text(table, row, COMMENT, text, error) : status;
}

/* In an order of its own for each question, so that nobody's comments can be put together. */
static enum trig_status show_group(struct commenting *commenting, const struct trig_variable *variable,
                                   size_t wave, const struct group *group, struct trig_error *error)
{
    if (group->count < commenting->least) {
        commenting->hidden += group->count > 0;
        return TRIG_OK;
    }
    size_t *order = trig_calloc(group->count, sizeof *order);
    if (!order)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the comments");
    for (size_t i = 0; i < group->count; i++)
        order[i] = i;
    enum trig_status status = trig_random_shuffle(order, group->count, error);
    for (size_t i = 0; i < group->count && status == TRIG_OK; i++) {
        struct trig_view text;
        status = trig_redact(commenting->redactor, group->texts[order[i]], &commenting->arena, &text,
                             &commenting->taken, error);
        if (status == TRIG_OK)
            status = add_row(commenting, variable, wave, text, error);
    }
    trig_free(order);
    return status;
}

static enum trig_status show_variable(struct commenting *commenting, const struct trig_variable *variable,
                                      struct trig_error *error)
{
    size_t waves = commenting->definition->wave_count + 1;
    struct group *groups = trig_calloc(waves, sizeof *groups);
    if (!groups)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the comments");
    enum trig_status status = gather(commenting, variable, groups, error);
    for (size_t i = 0; i < waves && status == TRIG_OK; i++)
        status = show_group(commenting, variable, i, &groups[i], error);
    for (size_t i = 0; i < waves; i++)
        trig_free(groups[i].texts);
    trig_free(groups);
    return status;
}

/* ---- names ---------------------------------------------------------------------------------- */

/* Short ids ("a", "ou") are words of the language too. */
static bool is_telling(struct trig_view name)
{
    return trig_text_width(name) > 3;
}

static enum trig_status add_institutions(struct commenting *commenting, struct trig_error *error)
{
    static const char stand_in[] = "[institution]";
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < commenting->definition->institution_count && status == TRIG_OK; i++) {
        const struct trig_institution *institution = &commenting->definition->institutions[i];
        status = trig_redactor_add(commenting->redactor, institution->name, stand_in, error);
        if (status == TRIG_OK && is_telling(institution->id))
            status = trig_redactor_add(commenting->redactor, institution->id, stand_in, error);
        for (size_t j = 0; j < institution->aliases.count && status == TRIG_OK; j++)
            if (is_telling(institution->aliases.items[j]))
                status =
                    trig_redactor_add(commenting->redactor, institution->aliases.items[j], stand_in, error);
    }
    return status;
}

/* ---- all of it --------------------------------------------------------------------------------- */

static enum trig_status find_pillar(const struct trig_arguments *arguments, struct commenting *commenting,
                                    struct trig_error *error)
{
    const char *pillar = trig_arguments_option(arguments, "pillar");
    commenting->pillar = TRIG_NONE;
    if (!pillar)
        return TRIG_OK;
    commenting->pillar = trig_definition_pillar(commenting->definition, trig_view(pillar));
    if (commenting->pillar != TRIG_NONE)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "the survey has no pillar \"%s\"; `codebook` lists those it has", pillar);
}

static enum trig_status find_least(const struct trig_arguments *arguments, struct commenting *commenting,
                                   struct trig_error *error)
{
    int64_t least = (int64_t)commenting->definition->survey.disclosure_threshold;
    enum trig_status status = trig_arguments_whole(arguments, "min-n", 1, INT64_MAX, &least, error);
    commenting->least = commenting->definition->survey.disclosure_threshold;
    if (least > (int64_t)commenting->least)
        commenting->least = (size_t)least;
    return status;
}

static enum trig_status show_all(struct commenting *commenting, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < commenting->definition->variable_count && status == TRIG_OK; i++) {
        const struct trig_variable *variable = &commenting->definition->variables[i];
        if (variable->role == TRIG_ROLE_COMMENT &&
            (commenting->pillar == TRIG_NONE || commenting->pillar == variable->pillar))
            status = show_variable(commenting, variable, error);
    }
    return status;
}

static void tell(const struct trig_streams *streams, const struct commenting *commenting)
{
    if (commenting->hidden)
        fprintf(streams->err, "%s: left out: comments on a question by fewer than %zu people in a wave\n",
                streams->program, commenting->least);
    fprintf(streams->err,
            "%s: %" PRIu64 " names and addresses were taken out; what people tell may still show who they "
            "are: read the comments before you pass them on\n",
            streams->program, commenting->taken);
}

static enum trig_status prepare(const struct trig_arguments *arguments, struct commenting *commenting,
                                struct trig_error *error)
{
    const char *redact = trig_arguments_option(arguments, "redact");
    commenting->definition = trig_store_definition(commenting->store);
    enum trig_status status = find_pillar(arguments, commenting, error);
    if (status == TRIG_OK)
        status = find_least(arguments, commenting, error);
    if (status == TRIG_OK) {
        commenting->redactor = trig_redactor_create(error);
        commenting->table = trig_table_create(columns, COLUMNS, error);
        status = commenting->redactor && commenting->table ? TRIG_OK : TRIG_ERR_MEMORY;
    }
    /* The names that the user gives count before those of institutions. */
    if (status == TRIG_OK && redact)
        status = trig_redactor_add_file(commenting->redactor, redact, "[name]", error);
    return status == TRIG_OK ? add_institutions(commenting, error) : status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    struct commenting commenting = {.hidden = 0};
    enum trig_table_format format;
    trig_arena_init(&commenting.arena);
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK)
        status = trig_store_open(trig_arguments_at(arguments, 0), TRIG_STORE_READ, &commenting.store, &error);
    if (status == TRIG_OK)
        status = prepare(arguments, &commenting, &error);
    if (status == TRIG_OK)
        status = show_all(&commenting, &error);
    if (status == TRIG_OK)
        status = trig_collect_print_table(streams, commenting.table, format, &error);
    if (status == TRIG_OK)
        tell(streams, &commenting);
    trig_table_destroy(commenting.table);
    trig_redactor_destroy(commenting.redactor);
    trig_store_close(commenting.store);
    trig_arena_clear(&commenting.arena);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_comments = {
    .name = "comments",
    .synopsis = "STORE [--pillar P] [--redact FILE] [--min-n N] [--format F]",
    .summary = "list what people wrote, without showing who",
    .help =
        "Prints the free texts, question by question and wave by wave, each in a random order of its own, so "
        "that what one person wrote cannot be put together. Groups with fewer comments than the survey's "
        "disclosure threshold are left out; --min-n raises it.\n"
        "\n"
        "Names of the survey's institutions and e-mail addresses are taken out, and so are the names in the "
        "file that --redact gives, one a line. That does not find what is described rather than named: read "
        "the comments before you pass them on.\n"
        "\n"
        "Example:\n"
        "\n"
        "    trig-collect comments survey.trig --pillar visibility --redact names.txt --format csv\n",
    .options = options,
    .shared = trig_collect_output_options,
    .least = 1,
    .most = 1,
    .run = run,
};
