#include "analyze/index/rows.h"

#include "analyze/benchmark/among.h"

#include <math.h>
#include <stdlib.h>

enum {
    WAVE,
    INSTITUTION,
    MEASURE,
    STATISTIC,
    ESTIMATE,
    SE,
    CI_LOW,
    CI_HIGH,
    N,
    DF,
    BASIS,
    WEIGHT,
    RELIABILITY,
    RANK,
    RANK_LOW,
    RANK_HIGH,
    CHOICES_BEST,
    CHOICES_MEDIAN,
    CHOICES_WORST,
    SUPPRESSED,
    NOTE,
    COLUMNS
};

static const struct trig_table_column columns[COLUMNS] = {
    [WAVE] = {"wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [INSTITUTION] = {"institution", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [MEASURE] = {"measure", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [STATISTIC] = {"statistic", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [ESTIMATE] = {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [SE] = {"se", TRIG_CELL_NUMBER, TRIG_STYLE_EFFECT},
    [CI_LOW] = {"ci_low", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [CI_HIGH] = {"ci_high", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    [N] = {"n", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [DF] = {"df", TRIG_CELL_NUMBER, TRIG_STYLE_INTEGER},
    [BASIS] = {"basis", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [WEIGHT] = {"weight", TRIG_CELL_NUMBER, TRIG_STYLE_SHARE},
    [RELIABILITY] = {"reliability", TRIG_CELL_NUMBER, TRIG_STYLE_EFFECT},
    [RANK] = {"rank", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [RANK_LOW] = {"rank_low", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [RANK_HIGH] = {"rank_high", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [CHOICES_BEST] = {"choices_best", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [CHOICES_MEDIAN] = {"choices_median", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [CHOICES_WORST] = {"choices_worst", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [SUPPRESSED] = {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [NOTE] = {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

trig_table *trig_index_rows_create(struct trig_error *error)
{
    return trig_table_create(columns, COLUMNS, error);
}

/* ---- cells --------------------------------------------------------------------------------- */

static struct trig_view name_of(const struct trig_index_wave *wave, size_t institution)
{
    const struct trig_institution *place = &wave->bench->cells.definition->institutions[institution];
    return trig_named(wave->bench->context->naming, place->id, place->name);
}

static struct trig_view wave_name(const struct trig_index_wave *wave)
{
    if (wave->wave == TRIG_NONE)
        return trig_view("");
    const struct trig_wave *found = &wave->bench->cells.definition->waves[wave->wave];
    return trig_named(wave->bench->context->naming, found->id, found->label);
}

static struct trig_view measure_name(const struct trig_index_wave *wave, size_t indicator)
{
    const struct trig_measure *measure = &wave->options->spec->measures.items[indicator];
    return trig_named(wave->bench->context->naming, measure->name, measure->label);
}

struct text {
    size_t column;
    struct trig_view text;
};

static enum trig_status add_row(const struct trig_index_wave *wave, trig_table *table,
                                const struct text *texts, size_t count, size_t *row, struct trig_error *error)
{
    enum trig_status status = trig_table_add_row(table, row, error);
    if (status == TRIG_OK)
        status = trig_table_set_text(table, *row, WAVE, wave_name(wave), error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = trig_table_set_text(table, *row, texts[i].column, texts[i].text, error);
    return status;
}

/* ---- composites ---------------------------------------------------------------------------- */

static void set_ranks(const struct trig_index_wave *wave, size_t member, trig_table *table, size_t row)
{
    const struct trig_composite *composite = &wave->composites[member];
    const struct trig_rank_range *range = &wave->sensitivity->ranges[member];
    bool reliable = composite->reliability >= TRIG_AMONG_RELIABLE;
    trig_table_set_count(table, row, CHOICES_BEST, range->best);
    trig_table_set_count(table, row, CHOICES_WORST, range->worst);
    if (reliable)
        trig_table_set_count(table, row, CHOICES_MEDIAN, range->median);
    if (composite->ranks.rank == 0)
        return;
    trig_table_set_count(table, row, RANK_LOW, composite->ranks.low);
    trig_table_set_count(table, row, RANK_HIGH, composite->ranks.high);
    if (reliable)
        trig_table_set_count(table, row, RANK, composite->ranks.rank);
}

static enum trig_status add_points(const struct trig_index_wave *wave, size_t member,
                                   struct trig_view institution, trig_table *table, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t j = 0; j < wave->parts->indicators && status == TRIG_OK; j++) {
        const struct text texts[] = {
            {INSTITUTION, institution}, {MEASURE, measure_name(wave, j)}, {STATISTIC, trig_view("points")}};
        size_t row;
        status = add_row(wave, table, texts, sizeof texts / sizeof *texts, &row, error);
        if (status)
            return status;
        trig_table_set_number(table, row, ESTIMATE,
                              trig_composite_points(wave->parts, wave->options->spec, member, j));
        trig_table_set_number(table, row, WEIGHT, wave->options->spec->items[j].weight);
    }
    return status;
}

static enum trig_status add_composite(const struct trig_index_wave *wave, size_t member, trig_table *table,
                                      struct trig_error *error)
{
    const struct trig_composite *composite = &wave->composites[member];
    const struct trig_index_member *own = &wave->parts->members[member];
    struct trig_view name = name_of(wave, wave->bench->standing.domains.items[own->domain].institution);
    const struct text texts[] = {{INSTITUTION, name},
                                 {MEASURE, trig_view("index")},
                                 {STATISTIC, trig_view("composite")},
                                 {BASIS, trig_view(trig_basis_name(wave->options->design.basis))}};
    const struct {
        size_t column;
        double value;
    } numbers[] = {
        {ESTIMATE, composite->estimate}, {SE, composite->se}, {CI_LOW, composite->low},
        {CI_HIGH, composite->high},      {DF, own->df},       {RELIABILITY, composite->reliability}};
    size_t row;
    enum trig_status status = add_row(wave, table, texts, sizeof texts / sizeof *texts, &row, error);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        trig_table_set_number(table, row, numbers[i].column, numbers[i].value);
    trig_table_set_count(table, row, N, own->n);
    set_ranks(wave, member, table, row);
    return wave->options->parts ? add_points(wave, member, name, table, error) : TRIG_OK;
}

static int by_estimate(const void *a, const void *b, void *context)
{
    const struct trig_index_wave *wave = context;
    size_t i = *(const size_t *)a;
    size_t j = *(const size_t *)b;
    double x = wave->composites[i].estimate;
    double y = wave->composites[j].estimate;
    return x != y ? (x < y) - (x > y) : (i > j) - (i < j);
}

static enum trig_status add_composites(const struct trig_index_wave *wave, trig_table *table,
                                       struct trig_error *error)
{
    size_t count = wave->parts->count;
    enum trig_status status = TRIG_OK;
    size_t *order = trig_calloc(count, sizeof *order);
    if (!order)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the rows of an index");
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    qsort_r(order, count, sizeof *order, by_estimate, (void *)wave);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = add_composite(wave, order[i], table, error);
    trig_free(order);
    return status;
}

/* ---- those without one ----------------------------------------------------------------------- */

/* The indicators that an institution lacks: "pillar:career, pillar:visibility". */
static struct trig_view missing_of(const struct trig_index_wave *wave, size_t domain,
                                   struct trig_arena *arena)
{
    struct trig_view list = trig_view("");
    for (size_t j = 0; j < wave->parts->indicators && list.data; j++)
        if (isnan(trig_standing_row(&wave->bench->standing, domain, j)->estimate))
            list = trig_arena_printf(arena, "%.*s%s%.*s", TRIG_VIEW_ARG(list), list.length ? ", " : "",
                                     TRIG_VIEW_ARG(measure_name(wave, j)));
    return list;
}

/* The first rule that hides an indicator; none: nobody answered one. */
static enum trig_suppression rule_of(const struct trig_index_wave *wave, size_t domain)
{
    for (size_t j = 0; j < wave->parts->indicators; j++)
        if (trig_standing_row(&wave->bench->standing, domain, j)->suppressed != TRIG_SUPPRESSED_NONE)
            return trig_standing_row(&wave->bench->standing, domain, j)->suppressed;
    return TRIG_SUPPRESSED_NONE;
}

static enum trig_status add_missing(const struct trig_index_wave *wave, size_t domain, trig_table *table,
                                    struct trig_error *error)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view missing = missing_of(wave, domain, &arena);
    enum trig_suppression rule = rule_of(wave, domain);
    struct trig_view note =
        trig_arena_printf(&arena, "no index without %.*s, which %s", TRIG_VIEW_ARG(missing),
                          rule == TRIG_SUPPRESSED_NONE ? "nobody answered" : "may not be shown");
    const struct text texts[] = {
        {INSTITUTION, name_of(wave, wave->bench->standing.domains.items[domain].institution)},
        {MEASURE, trig_view("index")},
        {STATISTIC, trig_view("composite")},
        {SUPPRESSED, trig_view(trig_suppression_name(rule))},
        {NOTE, note}};
    size_t row;
    enum trig_status status = missing.data && note.data
                                  ? add_row(wave, table, texts, sizeof texts / sizeof *texts, &row, error)
                                  : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a note");
    trig_arena_clear(&arena);
    return status;
}

static bool is_member(const struct trig_index_wave *wave, size_t domain)
{
    for (size_t i = 0; i < wave->parts->count; i++)
        if (wave->parts->members[i].domain == domain)
            return true;
    return false;
}

/* In the order of the definition, which tells nothing. */
static enum trig_status add_others(const struct trig_index_wave *wave, trig_table *table,
                                   struct trig_error *error)
{
    const struct trig_domains *domains = &wave->bench->standing.domains;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < domains->count && status == TRIG_OK; i++)
        if (domains->items[i].wave == wave->wave && !is_member(wave, i))
            status = add_missing(wave, i, table, error);
    return status;
}

/* ---- sensitivity --------------------------------------------------------------------------- */

static enum trig_status add_share(const struct trig_index_wave *wave, enum trig_choice choice,
                                  const char *statistic, double value, trig_table *table,
                                  struct trig_error *error)
{
    const struct text texts[] = {{MEASURE, trig_view(trig_choice_name(choice))},
                                 {STATISTIC, trig_view(statistic)}};
    size_t row;
    enum trig_status status = add_row(wave, table, texts, sizeof texts / sizeof *texts, &row, error);
    if (status == TRIG_OK)
        trig_table_set_styled(table, row, ESTIMATE, value, TRIG_STYLE_SHARE);
    return status;
}

static enum trig_status add_sensitivity(const struct trig_index_wave *wave, trig_table *table,
                                        struct trig_error *error)
{
    const struct trig_sensitivity *found = wave->sensitivity;
    const struct text texts[] = {{MEASURE, trig_view("ranks")}, {STATISTIC, trig_view("mean_shift")}};
    size_t row;
    enum trig_status status = add_row(wave, table, texts, sizeof texts / sizeof *texts, &row, error);
    if (status == TRIG_OK)
        trig_table_set_number(table, row, ESTIMATE, found->shares.mean);
    for (size_t choice = 0; choice < TRIG_CHOICES && status == TRIG_OK; choice++) {
        if (choice == TRIG_CHOICE_SAMPLING && !found->sampling)
            continue;
        status = add_share(wave, (enum trig_choice)choice, "first_order", found->shares.first[choice], table,
                           error);
        if (status == TRIG_OK)
            status = add_share(wave, (enum trig_choice)choice, "total_order", found->shares.total[choice],
                               table, error);
    }
    return status;
}

enum trig_status trig_index_rows_add(const struct trig_index_wave *wave, trig_table *table,
                                     struct trig_error *error)
{
    enum trig_status status = add_composites(wave, table, error);
    if (status == TRIG_OK)
        status = add_others(wave, table, error);
    return status ? status : add_sensitivity(wave, table, error);
}
