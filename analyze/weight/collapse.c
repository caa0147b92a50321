#include "analyze/weight/collapse.h"

#include "surveys/csv/csv_writer.h"

#include <stdio.h>
#include <stdlib.h>

struct collapsing {
    const trig_definition *definition;
    const struct trig_targets *targets;
    const struct trig_respondents *respondents;
    struct trig_arena arena;
    struct trig_csv_writer csv;
    size_t wave;
    bool *present;         /* by institution: has responses in the wave */
    trig_dictionary *keys; /* of the sums of a term */
    double *sums;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the totals");
}

/* ---- terms -------------------------------------------------------------------------------- */

static enum trig_status column_bit(const struct collapsing *collapsing, struct trig_view name, uint64_t *bit,
                                   struct trig_error *error)
{
    const struct trig_targets *targets = collapsing->targets;
    *bit = trig_view_is(name, "institution");
    for (size_t i = 0; i < targets->attribute_count && !*bit; i++)
        if (trig_view_equal(collapsing->definition->variables[targets->attributes[i]].name, name))
            *bit = UINT64_C(1) << (1 + i);
    if (*bit || trig_view_is(name, "all") || trig_view_is(name, "wave"))
        return TRIG_OK; /* each wave is weighed by itself */
    return trig_error_set(error, TRIG_ERR_USAGE, "--by \"%.*s\": %s has no such column", TRIG_VIEW_ARG(name),
                          targets->path);
}

static enum trig_status term_shape(const struct collapsing *collapsing, struct trig_view term,
                                   uint64_t *shape, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    *shape = 0;
    while (term.length && !status) {
        uint64_t bit = 0;
        const char *star = memchr(term.data, '*', term.length);
        size_t length = star ? (size_t)(star - term.data) : term.length;
        status = column_bit(collapsing, trig_text_trim(trig_view_of(term.data, length)), &bit, error);
        *shape |= bit;
        length += star != NULL;
        term = trig_view_of(term.data + length, term.length - length);
    }
    return status;
}

/* ---- which rows are summed ------------------------------------------------------------------- */

static bool has_own(const struct collapsing *collapsing, const struct trig_target *blank)
{
    const struct trig_targets *targets = collapsing->targets;
    uint64_t shape = trig_target_shape(targets, blank);
    for (size_t i = 0; i < targets->count; i++) {
        const struct trig_target *other = &targets->items[i];
        if (other->wave == collapsing->wave && other->institution == blank->institution &&
            other->total_of == blank->total_of && trig_target_shape(targets, other) == shape)
            return true;
    }
    return false;
}

/* A row without a wave holds for every wave that has none of its own. */
static bool concerns_wave(const struct collapsing *collapsing, const struct trig_target *target)
{
    return target->wave == collapsing->wave || (target->wave == TRIG_NONE && !has_own(collapsing, target));
}

static unsigned columns_of(uint64_t shape)
{
    return (unsigned)__builtin_popcountll(shape);
}

/* The table with fewest columns that has those of [shape], among the rows of [institution];
 * UINT64_MAX: none. */
static uint64_t find_table(const struct collapsing *collapsing, uint64_t shape, size_t institution)
{
    uint64_t found = UINT64_MAX;
    for (size_t i = 0; i < collapsing->targets->count; i++) {
        const struct trig_target *target = &collapsing->targets->items[i];
        uint64_t its = trig_target_shape(collapsing->targets, target);
        if (target->institution == institution && target->total_of == TRIG_NONE && (its & shape) == shape &&
            (found == UINT64_MAX || columns_of(its) < columns_of(found)) && concerns_wave(collapsing, target))
            found = its;
    }
    return found;
}

static enum trig_status add_row(struct collapsing *collapsing, const struct trig_target *target,
                                uint64_t shape, struct trig_error *error)
{
    size_t count = collapsing->targets->attribute_count, index = 0;
    size_t key[1 + TRIG_TARGETS_MOST_ATTRIBUTES];
    key[0] = shape & 1 ? target->institution : TRIG_NONE;
    for (size_t i = 0; i < count; i++)
        key[1 + i] = shape >> (1 + i) & 1 ? target->values[i] : TRIG_NONE;
    enum trig_status status = trig_dictionary_add(
        collapsing->keys, trig_view_of((const char *)key, (1 + count) * sizeof *key), &index, error);
    if (!status)
        collapsing->sums[index] += target->count;
    return status;
}

/* Sums the table of [institution] that says [shape]. */
static enum trig_status sum_table(struct collapsing *collapsing, uint64_t shape, size_t institution,
                                  bool *found, struct trig_error *error)
{
    const struct trig_targets *targets = collapsing->targets;
    uint64_t table = find_table(collapsing, shape, institution);
    enum trig_status status = TRIG_OK;
    *found = table != UINT64_MAX;
    for (size_t i = 0; i < targets->count && *found && !status; i++) {
        const struct trig_target *target = &targets->items[i];
        if (target->institution == institution && target->total_of == TRIG_NONE &&
            trig_target_shape(targets, target) == table && concerns_wave(collapsing, target))
            status = add_row(collapsing, target, shape, error);
    }
    return status;
}

/* Rows of all institutions together where there are any; else those of each that is there. */
static enum trig_status sum_term(struct collapsing *collapsing, uint64_t shape, struct trig_error *error)
{
    bool found = false;
    enum trig_status status = shape & 1 ? TRIG_OK : sum_table(collapsing, shape, TRIG_NONE, &found, error);
    for (size_t i = 0; i < collapsing->definition->institution_count && !status && (shape & 1 || !found);
         i++) {
        bool own = false;
        if (collapsing->present[i])
            status = sum_table(collapsing, shape, i, &own, error);
    }
    return status;
}

/* ---- institutions that are not counted ------------------------------------------------------ */

/* Whether a term's sums would be without the people of an institution. */
static bool lacks(const struct collapsing *collapsing, uint64_t shape, size_t institution)
{
    return (shape & 1 || find_table(collapsing, shape, TRIG_NONE) == UINT64_MAX) &&
           find_table(collapsing, shape, institution) == UINT64_MAX;
}

/* An institution that some term does not count leaves all sums, so that its responses are in no
 * row; where no term tells institutions apart they would be in rows without their people. */
static enum trig_status leave_uncounted(struct collapsing *collapsing, const struct trig_views *terms,
                                        bool drop, struct trig_error *error)
{
    const trig_definition *definition = collapsing->definition;
    enum trig_status status = TRIG_OK;
    uint64_t all = 0, shape;
    for (size_t t = 0; t < terms->count && !status; t++) {
        status = term_shape(collapsing, terms->items[t], &shape, error);
        all |= shape;
    }
    for (size_t i = 0; i < definition->institution_count && !status; i++) {
        bool lacking = false, silently = false;
        for (size_t t = 0; t < terms->count && collapsing->present[i] && !status; t++) {
            status = term_shape(collapsing, terms->items[t], &shape, error);
            bool it = lacks(collapsing, shape, i);
            lacking = lacking || it;
            silently = silently || (it && !(shape & 1));
        }
        if (lacking)
            collapsing->present[i] = false;
        if (silently && !(drop && (all & 1)))
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "%s does not count the people of \"%.*s\" by the columns of --by; add them, or "
                "let such institutions weigh nothing with institution among --by and "
                "--uncovered drop",
                collapsing->targets->path, TRIG_VIEW_ARG(definition->institutions[i].id));
    }
    return status;
}

/* ---- writing ------------------------------------------------------------------------------------ */

static void write_place(struct collapsing *collapsing, size_t wave, size_t institution, const size_t *values)
{
    const trig_definition *definition = collapsing->definition;
    struct trig_view none = {"", 0};
    trig_csv_text(&collapsing->csv, wave == TRIG_NONE ? none : definition->waves[wave].id);
    trig_csv_text(&collapsing->csv,
                  institution == TRIG_NONE ? none : definition->institutions[institution].id);
    for (size_t i = 0; i < collapsing->targets->attribute_count; i++)
        trig_csv_text(&collapsing->csv, values[i] == TRIG_NONE
                                            ? none
                                            : trig_dictionary_at(collapsing->targets->texts[i], values[i]));
}

static void write_sums(struct collapsing *collapsing)
{
    for (size_t i = 0; i < trig_dictionary_count(collapsing->keys); i++) {
        size_t key[1 + TRIG_TARGETS_MOST_ATTRIBUTES];
        struct trig_view bytes = trig_dictionary_at(collapsing->keys, i);
        memcpy(key, bytes.data, bytes.length);
        write_place(collapsing, collapsing->wave, key[0], key + 1);
        trig_csv_text(&collapsing->csv, trig_view(""));
        trig_csv_number(&collapsing->csv, collapsing->sums[i]);
        trig_csv_end_record(&collapsing->csv);
    }
}

static enum trig_status collapse_term(struct collapsing *collapsing, struct trig_view term,
                                      struct trig_error *error)
{
    uint64_t shape;
    enum trig_status status = term_shape(collapsing, term, &shape, error);
    if (status)
        return status;
    collapsing->keys = trig_dictionary_create(error);
    collapsing->sums =
        trig_arena_calloc(&collapsing->arena, collapsing->targets->count, sizeof *collapsing->sums);
    status = collapsing->keys ? TRIG_OK : TRIG_ERR_MEMORY;
    if (!status && !collapsing->sums)
        status = no_memory(error);
    if (!status)
        status = sum_term(collapsing, shape, error);
    if (!status)
        write_sums(collapsing);
    trig_dictionary_destroy(collapsing->keys);
    return status;
}

static void write_numbers(struct collapsing *collapsing)
{
    const struct trig_targets *targets = collapsing->targets;
    for (size_t i = 0; i < targets->count; i++) {
        const struct trig_target *target = &targets->items[i];
        if (target->total_of == TRIG_NONE || !concerns_wave(collapsing, target))
            continue;
        write_place(collapsing, collapsing->wave, target->institution, target->values);
        trig_csv_text(&collapsing->csv, collapsing->definition->variables[target->total_of].name);
        trig_csv_number(&collapsing->csv, target->count);
        trig_csv_end_record(&collapsing->csv);
    }
}

static void write_head(struct collapsing *collapsing)
{
    trig_csv_text(&collapsing->csv, trig_view("wave"));
    trig_csv_text(&collapsing->csv, trig_view("institution"));
    for (size_t i = 0; i < collapsing->targets->attribute_count; i++)
        trig_csv_text(&collapsing->csv,
                      collapsing->definition->variables[collapsing->targets->attributes[i]].name);
    trig_csv_text(&collapsing->csv, trig_view("total_of"));
    trig_csv_text(&collapsing->csv, trig_view("count"));
    trig_csv_end_record(&collapsing->csv);
}

/* ---- the whole ------------------------------------------------------------------------------------- */

/* @return whether anybody answered in the wave. */
static bool look_who_is_there(struct collapsing *collapsing)
{
    bool any = false;
    memset(collapsing->present, 0, collapsing->definition->institution_count * sizeof *collapsing->present);
    for (size_t i = 0; i < collapsing->respondents->unit_count; i++) {
        const struct trig_weigh_unit *unit = &collapsing->respondents->units[i];
        if (unit->wave != collapsing->wave)
            continue;
        any = true;
        if (unit->institution != TRIG_NONE)
            collapsing->present[unit->institution] = true;
    }
    return any;
}

static enum trig_status collapse_waves(struct collapsing *collapsing, const struct trig_views *terms,
                                       bool drop, struct trig_error *error)
{
    size_t waves = collapsing->definition->wave_count;
    enum trig_status status = TRIG_OK;
    write_head(collapsing);
    for (size_t wave = 0; wave < (waves ? waves : 1) && !status; wave++) {
        collapsing->wave = waves ? wave : TRIG_NONE;
        if (!look_who_is_there(collapsing))
            continue;
        status = leave_uncounted(collapsing, terms, drop, error);
        for (size_t i = 0; i < terms->count && !status; i++)
            status = collapse_term(collapsing, terms->items[i], error);
        write_numbers(collapsing);
    }
    return status ? status : trig_csv_writer_finish(&collapsing->csv, error);
}

enum trig_status trig_targets_collapse(const trig_definition *definition, const struct trig_targets *targets,
                                       const struct trig_respondents *respondents,
                                       const struct trig_views *terms, bool drop, struct trig_arena *arena,
                                       struct trig_view *out, struct trig_error *error)
{
    struct collapsing collapsing = {.definition = definition, .targets = targets, .respondents = respondents};
    char *text = NULL;
    size_t length = 0;
    trig_arena_init(&collapsing.arena);
    collapsing.present =
        trig_arena_calloc(&collapsing.arena, definition->institution_count, sizeof *collapsing.present);
    FILE *file = collapsing.present ? open_memstream(&text, &length) : NULL;
    enum trig_status status = TRIG_OK;
    if (file) {
        trig_csv_writer_init(&collapsing.csv, file);
        status = collapse_waves(&collapsing, terms, drop, error);
        fclose(file);
    } else {
        status = no_memory(error);
    }
    if (!status) {
        *out = trig_arena_copy(arena, trig_view_of(text, length));
        status = out->data ? TRIG_OK : no_memory(error);
    }
    free(text);
    trig_arena_clear(&collapsing.arena);
    return status;
}
