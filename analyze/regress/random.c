#include "analyze/regress/random.h"

#include "analyze/regress/labels.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

const char *trig_random_name(enum trig_random_groups kind)
{
    return kind == TRIG_RANDOM_INSTITUTION ? "institution" : "institution:wave";
}

/* ---- groups --------------------------------------------------------------------------- */

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the groups of a random intercept");
    return TRIG_ERR_MEMORY;
}

/* The place of a respondent among all that there may be; SIZE_MAX: it has none. */
static size_t place_of(const struct trig_regress_data *data, enum trig_random_groups kind, size_t respondent)
{
    const trig_sample *sample = data->sample;
    uint32_t institution = sample->institution[respondent];
    uint32_t wave = kind == TRIG_RANDOM_PLACE ? sample->wave[respondent] : 0;
    if (institution == TRIG_SAMPLE_MISSING || wave == TRIG_SAMPLE_MISSING)
        return SIZE_MAX;
    size_t waves = kind == TRIG_RANDOM_PLACE ? sample->definition->wave_count : 1;
    return institution * waves + wave;
}

static struct trig_view name_place(const struct trig_regress_data *data, enum trig_random_groups kind,
                                   size_t place, struct trig_arena *arena)
{
    const trig_definition *definition = data->sample->definition;
    if (kind == TRIG_RANDOM_INSTITUTION)
        return definition->institutions[place].id;
    return trig_arena_printf(arena, "%.*s:%.*s",
                             TRIG_VIEW_ARG(definition->institutions[place / definition->wave_count].id),
                             TRIG_VIEW_ARG(definition->waves[place % definition->wave_count].id));
}

/* Numbers the places that hold rows, in the definition's order. */
static enum trig_status number_groups(const struct trig_regress_data *data, struct trig_random *random,
                                      uint32_t *group, size_t *groups, struct trig_error *error)
{
    const trig_definition *definition = data->sample->definition;
    size_t places =
        definition->institution_count * (random->kind == TRIG_RANDOM_PLACE ? definition->wave_count : 1);
    uint32_t *numbers = trig_arena_calloc(&random->arena, places, sizeof *numbers);
    random->names = trig_arena_calloc(&random->arena, places, sizeof *random->names);
    if (!numbers || !random->names)
        return no_memory(error);
    for (size_t row = 0; row < data->count; row++) {
        size_t place = place_of(data, random->kind, data->rows[row]);
        if (place == SIZE_MAX)
            return trig_error_set(error, TRIG_ERR_DOMAIN,
                                  "some respondents have no %s, so they belong to no group of --random",
                                  trig_random_name(random->kind));
        numbers[place] = 1;
    }
    for (size_t place = 0; place < places; place++) {
        if (!numbers[place])
            continue;
        random->names[*groups] = name_place(data, random->kind, place, &random->arena);
        if (!random->names[*groups].data)
            return no_memory(error);
        numbers[place] = (uint32_t)(*groups)++;
    }
    for (size_t row = 0; row < data->count; row++)
        group[row] = numbers[place_of(data, random->kind, data->rows[row])];
    return TRIG_OK;
}

enum trig_status trig_random_fit(const struct trig_regress_data *data, enum trig_random_groups kind,
                                 double level, struct trig_random *out, struct trig_error *error)
{
    *out = (struct trig_random){.kind = kind};
    trig_arena_init(&out->arena);
    uint32_t *group = trig_arena_calloc(&out->arena, data->count, sizeof *group);
    if (!group)
        return no_memory(error);
    struct trig_mixed_rows rows = {.count = data->count, .y = data->y, .group = group};
    enum trig_status status = number_groups(data, out, group, &rows.groups, error);
    if (status)
        return status;
    if (rows.groups < 2)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "all respondents are of one %s: there is nothing between groups to estimate",
                              trig_random_name(kind));
    return trig_mixed_fit(&data->columns, &rows, level, &out->mixed, error);
}

void trig_random_clear(struct trig_random *random)
{
    trig_mixed_clear(&random->mixed);
    trig_arena_clear(&random->arena);
}

/* ---- which deviations are shown --------------------------------------------------------- */

/* The smallest group that is still shown; SIZE_MAX: none is. */
static size_t smallest_shown(const struct trig_mixed *mixed, const enum trig_suppression *hidden)
{
    size_t smallest = SIZE_MAX;
    for (size_t i = 0; i < mixed->groups; i++)
        if (!hidden[i] && (smallest == SIZE_MAX || mixed->sizes[i] < mixed->sizes[smallest]))
            smallest = i;
    return smallest;
}

/* Deviations, each times what its group weighs, add up to nought: a single hidden one, or several of few
 * people, would follow from the rest. */
static void hide_groups(const struct trig_mixed *mixed, const struct trig_disclosure_rules *rules,
                        enum trig_suppression *hidden)
{
    size_t people = 0;
    size_t groups = 0;
    if (rules->mode == TRIG_DISCLOSURE_NONE)
        return;
    for (size_t i = 0; i < mixed->groups; i++) {
        if (mixed->sizes[i] >= rules->threshold)
            continue;
        hidden[i] = TRIG_SUPPRESSED_THRESHOLD;
        people += mixed->sizes[i];
        groups++;
    }
    while (groups && (groups < 2 || people < rules->threshold)) {
        size_t next = smallest_shown(mixed, hidden);
        if (next == SIZE_MAX)
            return;
        hidden[next] = TRIG_SUPPRESSED_SECONDARY;
        people += mixed->sizes[next];
        groups++;
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* A table being filled. */
struct filling {
    const struct trig_regress_data *data;
    const struct trig_random *random;
    double quantile; /* of the normal distribution */
    struct trig_arena arena;
    trig_table *table;
    struct trig_error *error;
};

static enum trig_status add(struct filling *filling, const struct trig_regress_row *row)
{
    return trig_regress_table_add(filling->table, row, TRIG_BASIS_MODEL, filling->error);
}

static void set_interval(const struct filling *filling, struct trig_regress_row *row)
{
    row->low = row->estimate - filling->quantile * row->se;
    row->high = row->estimate + filling->quantile * row->se;
}

static enum trig_status add_coefficient(struct filling *filling, size_t column)
{
    const struct trig_mixed *mixed = &filling->random->mixed;
    size_t term = trig_regress_term(&filling->data->columns, column);
    struct trig_view level = trig_regress_level(filling->data, column, &filling->arena);
    if (!level.data)
        return no_memory(filling->error);
    struct trig_regress_row row = trig_regress_row(
        term == TRIG_NONE ? trig_view("(Intercept)") : filling->data->formula->terms[term].name, level,
        "coefficient");
    row.n = trig_regress_count(filling->data, column);
    if (mixed->aliased[column]) {
        row.note = trig_view(TRIG_REGRESS_ALIASED);
        return add(filling, &row);
    }
    row.estimate = mixed->beta[column];
    row.se = mixed->se[column];
    row.t = row.estimate / row.se;
    row.p = 2.0 * gsl_cdf_ugaussian_Q(fabs(row.t));
    set_interval(filling, &row);
    return add(filling, &row);
}

static enum trig_status add_variance(struct filling *filling, const char *term, const char *statistic,
                                     double value)
{
    struct trig_regress_row row = trig_regress_row(trig_view(term), trig_view(""), statistic);
    row.estimate = value;
    row.n = filling->data->count;
    if (strcmp(statistic, "icc") == 0) {
        row.low = filling->random->mixed.icc_low;
        row.high = filling->random->mixed.icc_high;
    }
    return add(filling, &row);
}

static enum trig_status add_variances(struct filling *filling)
{
    const struct trig_mixed *mixed = &filling->random->mixed;
    const char *groups = trig_random_name(filling->random->kind);
    enum trig_status status = add_variance(filling, groups, "variance", mixed->tau2);
    if (status == TRIG_OK)
        status = add_variance(filling, "(Residual)", "variance", mixed->sigma2);
    return status ? status : add_variance(filling, "(Model)", "icc", mixed->icc);
}

static enum trig_status add_effect(struct filling *filling, size_t group, enum trig_suppression hidden)
{
    const struct trig_mixed *mixed = &filling->random->mixed;
    struct trig_regress_row row = trig_regress_row(trig_view(trig_random_name(filling->random->kind)),
                                                   filling->random->names[group], "blup");
    row.suppressed = hidden;
    if (hidden)
        return add(filling, &row);
    row.estimate = mixed->effects[group];
    row.se = mixed->errors[group];
    row.n = mixed->sizes[group];
    set_interval(filling, &row);
    return add(filling, &row);
}

enum trig_status trig_random_fill(const struct trig_regress_data *data, const struct trig_random *random,
                                  const struct trig_disclosure_rules *rules, double level, trig_table *table,
                                  struct trig_error *error)
{
    struct filling filling = {.data = data,
                              .random = random,
                              .quantile = gsl_cdf_ugaussian_Pinv(0.5 + 0.5 * level),
                              .table = table,
                              .error = error};
    trig_arena_init(&filling.arena);
    enum trig_suppression *hidden = trig_arena_calloc(&filling.arena, random->mixed.groups, sizeof *hidden);
    enum trig_status status = hidden ? TRIG_OK : no_memory(error);
    for (size_t i = 0; i < random->mixed.count && status == TRIG_OK; i++)
        status = add_coefficient(&filling, i);
    if (status == TRIG_OK)
        status = add_variances(&filling);
    if (status == TRIG_OK)
        hide_groups(&random->mixed, rules, hidden);
    for (size_t i = 0; i < random->mixed.groups && status == TRIG_OK; i++)
        status = add_effect(&filling, i, hidden[i]);
    trig_arena_clear(&filling.arena);
    return status;
}
