#include "analyze/test/testing.h"

#include "analyze/test/cross.h"
#include "analyze/test/show_r.h"

#include <math.h>

/* ---- --by ------------------------------------------------------------------------------------- */

enum trig_status trig_test_by(const trig_definition *definition, const char *list, struct trig_bys *out,
                              struct trig_error *error)
{
    struct trig_bys bys;
    enum trig_status status = trig_bys_parse(definition, list, &bys, error);
    if (status)
        return status;
    if (bys.count != 1)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "a test compares the categories of one variable; name it with --by, such as --by "
            "institution");
    if (trig_bys_groups(&bys) != TRIG_NONE && bys.items[0].kind != TRIG_BY_GROUP)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--by %.*s: a test compares institutions, waves or categories of variables; "
                              "trend and summary are by cohort and stage",
                              TRIG_VIEW_ARG(bys.items[0].name));
    if (bys.items[0].kind == TRIG_BY_GROUP)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--by group: an institution may be in several groups, and a test needs groups "
            "that do not overlap; compare --by institution, or use benchmark --against group:G");
    *out = bys;
    return TRIG_OK;
}

/* ---- one scan -------------------------------------------------------------------------------- */

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a test");
    return TRIG_ERR_MEMORY;
}

/* What a listed domain is called in the rows. */
static struct trig_view name_of(const struct trig_testing *testing, const struct trig_domain *domain)
{
    const trig_definition *definition = testing->cells.definition;
    const struct trig_by *by = &testing->options->bys.items[0];
    bool labels = testing->context->naming == TRIG_NAMING_LABELS;
    if (by->kind == TRIG_BY_WAVE) {
        const struct trig_wave *wave = &definition->waves[domain->wave];
        return labels && wave->label.length ? wave->label : wave->id;
    }
    if (by->kind == TRIG_BY_INSTITUTION) {
        const struct trig_institution *institution = &definition->institutions[domain->institution];
        return labels && institution->name.length ? institution->name : institution->id;
    }
    struct trig_view code = trig_dictionary_at(testing->cells.values[0], domain->values[0]);
    size_t scale = definition->variables[by->variable].scale;
    size_t index = scale == TRIG_NONE ? TRIG_NONE : trig_scale_code(&definition->scales[scale], code);
    if (!labels || index == TRIG_NONE || !definition->scales[scale].codes[index].label.length)
        return code;
    return definition->scales[scale].codes[index].label;
}

static enum trig_status prepare(struct trig_testing *testing, struct trig_error *error)
{
    const struct trig_context *context = testing->context;
    struct trig_lattice *lattice = &testing->protection.lattice;
    enum trig_status status =
        trig_protection_build(&testing->cells, &testing->request.bys, &context->disclosure, &testing->arena,
                              &testing->protection, error);
    if (status)
        return status;
    struct trig_view *names = trig_arena_calloc(&testing->arena, lattice->shown, sizeof *names);
    testing->order = trig_cross_order(&testing->cells, &testing->arena);
    if (!names || !testing->order)
        return no_memory(error);
    testing->names = names;
    for (size_t i = 0; i < lattice->shown; i++) {
        struct trig_view name = name_of(testing, &lattice->domains[lattice->first + i]);
        names[i] = trig_arena_copy(&testing->rows->arena, name); /* rows outlive the scan */
        if (!names[i].data)
            return no_memory(error);
    }
    return TRIG_OK;
}

static enum trig_status run_family(const struct trig_testing *testing, const struct trig_tested *tested,
                                   const struct trig_compared *compared, struct trig_error *error)
{
    switch (trig_test_family_of(tested->method)) {
    case TRIG_FAMILY_TABLE:
        return trig_test_answers(testing, tested, compared, error);
    case TRIG_FAMILY_RANKS:
        return trig_test_ranks(testing, tested, compared, error);
    case TRIG_FAMILY_UNWEIGHTED:
        return trig_test_unweighted(testing, tested, compared, error);
    default:
        return trig_test_means(testing, tested, compared, error);
    }
}

static enum trig_status test_one(const struct trig_testing *testing, const struct trig_tested *tested,
                                 struct trig_error *error)
{
    struct trig_compared compared;
    enum trig_status status = trig_compared_make(testing, tested, &compared, error);
    if (status)
        return status;
    status = run_family(testing, tested, &compared, error);
    if (status == TRIG_OK && testing->options->show_r && !compared.suppressed)
        trig_test_show_r(testing, tested, &compared, testing->options->show_r);
    trig_compared_clear(&compared);
    return status;
}

/* p of the rows from [first] on: of whole tests across measures, of pairs within each. */
static enum trig_status adjust(const struct trig_testing *testing, size_t first, struct trig_error *error)
{
    struct trig_test_rows *rows = testing->rows;
    size_t count = rows->count - first;
    double *p = trig_calloc(2 * count, sizeof *p);
    if (!p)
        return no_memory(error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < count; i++)
        p[i] = rows->items[first + i].pair ? NAN : rows->items[first + i].p;
    status = trig_adjust(testing->options->adjustment, p, count, p, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        if (!rows->items[first + i].pair)
            rows->items[first + i].p_adjusted = p[i];
    for (size_t from = 0, to; from < count && status == TRIG_OK; from = to) {
        for (to = from + 1; to < count && rows->items[first + to].pair; to++)
            p[to] = rows->items[first + to].p;
        status = trig_adjust(testing->options->adjustment, p + from + 1, to - from - 1, p + from + 1, error);
        for (size_t i = from + 1; i < to && status == TRIG_OK; i++)
            if (!isnan(p[i])) /* Tukey's are adjusted by themselves */
                rows->items[first + i].p_adjusted = p[i];
    }
    trig_free(p);
    return status;
}

/* Cells always; respondents one by one where a test needs them. */
static enum trig_status scan(struct trig_testing *testing, trig_sample *sample, struct trig_error *error)
{
    const struct trig_context *context = testing->context;
    const struct trig_design *design = &testing->request.design;
    if (design->use_fpc && trig_design_has_second(design))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--fpc on: with it the second stage of the design adds to the errors, which "
                              "tests take from the first stage only; leave --fpc on out, and units of the "
                              "first stage stand for all that was drawn in them");
    enum trig_status status =
        trig_cells_scan(context->stores, context->store_count, &testing->request, &testing->cells, error);
    testing->sample = testing->cells.respondents; /* where there are any, they are the ones */
    if (status || testing->sample || !trig_testing_needs_sample(testing->plan, design))
        return status;
    status = trig_sample_gather(context->stores, context->store_count, &testing->request, sample, error);
    if (status == TRIG_OK)
        testing->sample = sample;
    return status;
}

static enum trig_status test_all(struct trig_testing *testing, trig_sample *sample, struct trig_error *error)
{
    size_t first = testing->rows->count;
    enum trig_status status = scan(testing, sample, error);
    if (status == TRIG_OK)
        status = prepare(testing, error);
    if (status == TRIG_OK && testing->options->show_r)
        trig_test_show_r_begin(testing, testing->options->show_r);
    for (size_t i = 0; i < testing->plan->count && status == TRIG_OK; i++)
        status = test_one(testing, &testing->plan->items[i], error);
    if (status == TRIG_OK && testing->options->show_r)
        trig_test_show_r_end(testing, testing->options->show_r);
    return status ? status : adjust(testing, first, error);
}

/* ---- the table ------------------------------------------------------------------------------- */

/* The notes on sampling errors are about means; every test here rests on them. */
static enum trig_status annotate(const struct trig_testing *testing, trig_table *table,
                                 struct trig_error *error)
{
    struct trig_measure measure = {.statistic = TRIG_STATISTIC_MEAN};
    const struct trig_measures measures = {.items = &measure, .count = 1};
    struct trig_request request = testing->request;
    struct trig_cells cells = testing->cells;
    request.measures = &measures;
    cells.request = &request;
    cells.measures = 1;
    return trig_context_annotate(testing->context, &cells, table, error);
}

static enum trig_status add_notes(const struct trig_testing *testing, trig_table *table,
                                  struct trig_error *error)
{
    char text[200] = "p_adjusted: as p; no adjustment was asked for.";
    const struct trig_survey *survey = &testing->context->definition->survey;
    enum trig_status status =
        trig_table_set_title(table, survey->title.length ? survey->title : survey->id, error);
    if (testing->options->adjustment != TRIG_ADJUST_NONE)
        snprintf(text, sizeof text, "p_adjusted: %s's method, across measures%s.",
                 trig_adjustment_name(testing->options->adjustment),
                 testing->options->pairwise ? ", and across the pairs of each" : "");
    if (status == TRIG_OK)
        status = trig_table_add_note(table, trig_view(text), error);
    if (status == TRIG_OK)
        status = trig_context_note_unplaced(testing->context, &testing->protection, table, error);
    return status ? status : annotate(testing, table, error);
}

/* Scans one wave, or all that are pooled; the last pass makes the table, so that its notes can
 * speak of what was scanned. */
static enum trig_status run_pass(const struct trig_context *context, const struct trig_test_options *options,
                                 const struct trig_waves *waves, struct trig_test_rows *rows,
                                 trig_table **out, struct trig_error *error)
{
    trig_sample sample;
    struct trig_testing testing = {
        .context = context, .options = options, .plan = options->plan, .rows = rows};
    testing.request = (struct trig_request){.bys = options->bys,
                                            .waves = *waves,
                                            .design = context->design,
                                            .measures = &options->plan->measures,
                                            .counted = options->plan->counted,
                                            .counted_count = options->plan->counted_count,
                                            .threads = context->threads,
                                            .answers = context->design.recipe &&
                                                       trig_recipe_has_numbers(context->design.recipe)};
    trig_arena_init(&testing.arena);
    enum trig_status status = test_all(&testing, &sample, error);
    if (status == TRIG_OK && out)
        status = trig_test_rows_table(rows, context->definition, context->naming, out, error);
    if (status == TRIG_OK && out)
        status = add_notes(&testing, *out, error);
    if (testing.sample == &sample)
        trig_sample_clear(&sample);
    trig_arena_clear(&testing.arena);
    trig_cells_clear(&testing.cells);
    return status;
}

static enum trig_status run_passes(const struct trig_context *context,
                                   const struct trig_test_options *options, struct trig_test_rows *rows,
                                   trig_table **out, struct trig_error *error)
{
    const struct trig_waves *waves = &options->waves;
    if (waves->choice != TRIG_WAVES_LISTED || trig_bys_have(&options->bys, TRIG_BY_WAVE, TRIG_NONE))
        return run_pass(context, options, waves, rows, out, error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < waves->count && status == TRIG_OK; i++) {
        struct trig_waves one = {.choice = TRIG_WAVES_LISTED, .items = {waves->items[i]}, .count = 1};
        status = run_pass(context, options, &one, rows, i + 1 == waves->count ? out : NULL, error);
    }
    return status;
}

enum trig_status trig_test_table(const struct trig_context *context, const struct trig_test_options *options,
                                 trig_table **out, struct trig_error *error)
{
    struct trig_test_rows rows;
    trig_table *table = NULL;
    trig_test_rows_init(&rows);
    enum trig_status status = run_passes(context, options, &rows, &table, error);
    trig_test_rows_clear(&rows);
    if (status)
        trig_table_destroy(table);
    else
        *out = table;
    return status;
}
