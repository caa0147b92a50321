#include "analyze/summary/summary_contrasts.h"
#include "analyze/summary/summary_pairs.h"

#include <math.h>

/* A row of the result whose covariances are told. */
struct told {
    size_t row;
    size_t place;
    const struct trig_planned *planned;
    struct trig_linearised influence; /* owned */
};

struct covariances {
    struct trig_summary_rows *rows;
    struct trig_arena *arena;
    struct told *items; /* in the arena */
    size_t count;
    enum trig_suppression **pairs; /* by two measures: why hidden in each domain; NULL: not asked yet */
    uint32_t *merged;              /* owned; scratch: respondents of two rows, and their values */
    double *values;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the covariances");
    return TRIG_ERR_MEMORY;
}

/* ---- rows -------------------------------------------------------------------------------- */

static enum trig_status take_rows(struct covariances *work, struct trig_error *error)
{
    const struct trig_summary_rows *rows = work->rows;
    size_t most = rows->protection->lattice.shown * rows->plan_count;
    enum trig_status status = TRIG_OK;
    work->items = trig_arena_calloc(work->arena, most, sizeof *work->items);
    if (!work->items)
        return no_memory(error);
    for (size_t i = 0; i < most && status == TRIG_OK; i++) {
        struct told *told = &work->items[work->count];
        *told = (struct told){i, i / rows->plan_count, &rows->plan[i % rows->plan_count], {.count = 0}};
        if (!trig_planned_is_linear(rows, told->planned) ||
            trig_disclosure_is_hidden(&rows->results->items[i]) || isnan(rows->results->items[i].estimate))
            continue;
        if (++work->count > TRIG_MOST_COVARIANCE_ROWS)
            return trig_error_set(error, TRIG_ERR_LIMIT,
                                  "the covariances of more than %d rows are not written; ask for fewer "
                                  "measures, or a coarser breakdown",
                                  TRIG_MOST_COVARIANCE_ROWS);
        status = trig_summary_linearised(work->rows, told->place, told->planned, &told->influence, error);
    }
    return status;
}

/* Their R code. */
static void show(const struct covariances *work, FILE *out)
{
    fputs("covariances <- covariances_of(c(", out);
    for (size_t i = 0; i < work->count; i++)
        fprintf(out, "%s%zu", i ? ", " : "", work->items[i].row + 1);
    fputs("))\nprint(covariances, digits = 8, row.names = FALSE)\n", out);
}

/* ---- what may be told ---------------------------------------------------------------------- */

/* Why nothing may be told of two measures of the same people, in [domain]. */
static enum trig_status judge_pair(struct covariances *work, size_t first, size_t second, size_t domain,
                                   bool *hidden, struct trig_error *error)
{
    size_t measures = work->rows->request->measures->count;
    enum trig_suppression **reasons = &work->pairs[first * measures + second];
    const struct trig_planned pair = {.statistic = TRIG_STATISTIC_MEAN, .measure = first, .other = second};
    enum trig_status status = TRIG_OK;
    if (first == second)
        return TRIG_OK;
    if (!*reasons) {
        *reasons = trig_arena_calloc(work->arena, work->rows->protection->lattice.count, sizeof **reasons);
        status = *reasons ? trig_summary_pairs_protect(work->rows, &pair, *reasons, error) : no_memory(error);
    }
    if (status == TRIG_OK)
        *hidden = *hidden || (*reasons)[domain] != TRIG_SUPPRESSED_NONE;
    return status;
}

/* Of rows of one place: each measure of one with each of the other. */
static enum trig_status judge(struct covariances *work, const struct told *a, const struct told *b,
                              bool *hidden, struct trig_error *error)
{
    const size_t first[] = {a->planned->measure, a->planned->other};
    const size_t second[] = {b->planned->measure, b->planned->other};
    size_t domain = work->rows->protection->lattice.first + a->place;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < 4 && status == TRIG_OK; i++)
        if (first[i / 2] != TRIG_NONE && second[i % 2] != TRIG_NONE)
            status = judge_pair(work, first[i / 2], second[i % 2], domain, hidden, error);
    return status;
}

/* ---- covariances --------------------------------------------------------------------------- */

/* The respondents of both, side by side. @return how many of them are in both. */
static size_t merge(struct covariances *work, const struct trig_linearised *a,
                    const struct trig_linearised *b, size_t *count)
{
    size_t i = 0;
    size_t j = 0;
    size_t shared = 0;
    for (*count = 0; i < a->count || j < b->count; (*count)++) {
        bool left = j == b->count || (i < a->count && a->rows[i] <= b->rows[j]);
        bool right = i == a->count || (j < b->count && b->rows[j] <= a->rows[i]);
        work->merged[*count] = left ? a->rows[i] : b->rows[j];
        work->values[2 * *count] = left ? a->z[i] : 0.0;
        work->values[2 * *count + 1] = right ? b->z[j] : 0.0;
        shared += left && right;
        i += left;
        j += right;
    }
    return shared;
}

/* Of [count] merged respondents, or of the replicates. */
static enum trig_status covary(struct covariances *work, const struct told *a, const struct told *b,
                               size_t count, double *out, struct trig_error *error)
{
    const struct trig_result *results = work->rows->results->items;
    double v[4];
    struct trig_covariance covariance = {.v = v};
    if (work->rows->sample.replicates) {
        bool defined = a->influence.theta && b->influence.theta;
        *out = defined ? trig_replicates_covariance(work->rows->sample.replicates, a->influence.theta,
                                                    b->influence.theta, results[a->row].estimate,
                                                    results[b->row].estimate)
                       : NAN;
        return TRIG_OK;
    }
    enum trig_status status =
        trig_parts_covariance(work->rows->parts, work->merged, count, work->values, 2, &covariance, error);
    *out = v[1];
    return status;
}

/* NAN where it may not be told. */
static enum trig_status covariance_of(struct covariances *work, const struct told *a, const struct told *b,
                                      double *out, struct trig_error *error)
{
    size_t count;
    bool guarded = work->rows->protection->rules->mode != TRIG_DISCLOSURE_NONE;
    bool hidden = false;
    enum trig_status status = TRIG_OK;
    size_t shared = merge(work, &a->influence, &b->influence, &count);
    if (guarded && a->place == b->place)
        status = judge(work, a, b, &hidden, error);
    else
        hidden = guarded && shared > 0;
    *out = NAN;
    return status == TRIG_OK && !hidden ? covary(work, a, b, count, out, error) : status;
}

static enum trig_status add_pair(trig_table *table, const struct told *a, const struct told *b, double value,
                                 struct trig_error *error)
{
    size_t at;
    enum trig_status status = trig_table_add_row(table, &at, error);
    if (status)
        return status;
    trig_table_set_count(table, at, 0, a->row + 1);
    trig_table_set_count(table, at, 1, b->row + 1);
    trig_table_set_number(table, at, 2, value);
    return TRIG_OK;
}

/* Both halves of the matrix, by rows. */
static enum trig_status fill(struct covariances *work, trig_table *table, struct trig_error *error)
{
    double *v = trig_arena_calloc(work->arena, work->count * work->count, sizeof *v);
    enum trig_status status = v ? TRIG_OK : no_memory(error);
    for (size_t i = 0; i < work->count && status == TRIG_OK; i++)
        for (size_t j = 0; j < work->count && status == TRIG_OK; j++) {
            if (j < i)
                v[i * work->count + j] = v[j * work->count + i];
            else
                status =
                    covariance_of(work, &work->items[i], &work->items[j], &v[i * work->count + j], error);
            if (status == TRIG_OK)
                status = add_pair(table, &work->items[i], &work->items[j], v[i * work->count + j], error);
        }
    return status;
}

static enum trig_status allocate(struct covariances *work, struct trig_error *error)
{
    size_t measures = work->rows->request->measures->count;
    size_t most = work->rows->sample.count;
    work->pairs = trig_arena_calloc(work->arena, measures * measures, sizeof(enum trig_suppression *));
    work->merged = trig_calloc(most, sizeof *work->merged);
    work->values = trig_calloc(2 * most, sizeof *work->values);
    return work->pairs && work->merged && work->values ? TRIG_OK : no_memory(error);
}

enum trig_status trig_summary_covariances(struct trig_summary_rows *rows, struct trig_arena *arena,
                                          trig_table **out, struct trig_error *error)
{
    static const struct trig_table_column columns[] = {
        {"row", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
        {"with", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
        {"covariance", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    };
    struct covariances work = {.rows = rows, .arena = arena};
    trig_table *table = trig_table_create(columns, sizeof columns / sizeof *columns, error);
    if (!table)
        return TRIG_ERR_MEMORY;
    enum trig_status status = allocate(&work, error);
    if (status == TRIG_OK)
        status = take_rows(&work, error);
    if (status == TRIG_OK)
        status = fill(&work, table, error);
    if (status == TRIG_OK && rows->show_r)
        show(&work, rows->show_r);
    for (size_t i = 0; i < work.count; i++)
        trig_linearised_clear(&work.items[i].influence);
    trig_free(work.merged);
    trig_free(work.values);
    if (status)
        trig_table_destroy(table);
    else
        *out = table;
    return status;
}
