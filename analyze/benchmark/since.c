#include "analyze/benchmark/since.h"

#include "analyze/benchmark/multiplicity.h"
#include "analyze/trend/trend.h"

/* The wave that is asked about: the selected one. */
static enum trig_status find_wave(const struct trig_context *context,
                                  const struct trig_benchmark_options *options, size_t *out,
                                  struct trig_error *error)
{
    const struct trig_request request = {.waves = options->waves,
                                         .design = options->design,
                                         .measures = options->measures,
                                         .threads = context->threads};
    const trig_definition *definition = context->definition;
    size_t before = options->against.which;
    trig_frame *frame;
    size_t count = 0;
    enum trig_status status = trig_frame_open(context->stores, context->store_count, &request, &frame, error);
    if (status)
        return status;
    for (size_t wave = 0; wave < definition->wave_count; wave++)
        if (trig_frame_has_wave(frame, wave)) {
            *out = wave;
            count++;
        }
    trig_frame_destroy(frame);
    if (count != 1)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--against wave:%.*s compares one wave with another; name it with --wave",
                              TRIG_VIEW_ARG(definition->waves[before].id));
    if (!(definition->waves[before].time < definition->waves[*out].time))
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--against wave:%.*s: that is not earlier than %.*s, the wave it is compared with",
            TRIG_VIEW_ARG(definition->waves[before].id), TRIG_VIEW_ARG(definition->waves[*out].id));
    return TRIG_OK;
}

/* Where the asked-for rows are, as the table names things. */
struct place {
    struct trig_view wave;
    struct trig_view institution;
};

static struct place find_place(const struct trig_context *context, size_t wave, size_t institution)
{
    const struct trig_wave *of = &context->definition->waves[wave];
    const struct trig_institution *own = &context->definition->institutions[institution];
    return (struct place){trig_named(context->naming, of->id, of->label),
                          trig_named(context->naming, own->id, own->name)};
}

static bool is_asked(const trig_table *table, size_t row, const void *context)
{
    const struct place *place = context;
    return trig_view_equal(trig_table_text(table, row, trig_table_find(table, "wave")), place->wave) &&
           trig_view_equal(trig_table_text(table, row, trig_table_find(table, "institution")),
                           place->institution);
}

/* The tests of the rows that stay are fewer than those of the trend. */
static enum trig_status adjust(trig_table *table, struct trig_error *error)
{
    size_t rows = trig_table_rows(table);
    size_t adjusted = trig_table_find(table, "p_adjusted");
    double *p = trig_calloc(rows, sizeof *p);
    if (!p)
        return trig_bench_no_memory(error);
    for (size_t row = 0; row < rows; row++)
        p[row] = trig_table_number(table, row, trig_table_find(table, "p"));
    enum trig_status status = trig_adjust_holm(p, rows, p, error);
    for (size_t row = 0; row < rows && status == TRIG_OK; row++)
        trig_table_set_styled(table, row, adjusted, p[row], TRIG_STYLE_P);
    trig_free(p);
    return status;
}

static enum trig_status set_title(trig_table *table, const struct trig_context *context,
                                  const struct trig_benchmark_options *options, struct trig_error *error)
{
    const trig_definition *definition = context->definition;
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view title =
        trig_arena_printf(&arena, "%.*s compared with itself in %.*s",
                          TRIG_VIEW_ARG(definition->institutions[options->institution].name),
                          TRIG_VIEW_ARG(definition->waves[options->against.which].label));
    enum trig_status status =
        title.data ? trig_table_set_title(table, title, error) : trig_bench_no_memory(error);
    trig_arena_clear(&arena);
    return status;
}

enum trig_status trig_benchmark_since(const struct trig_context *context,
                                      const struct trig_benchmark_options *options, trig_table **out,
                                      struct trig_error *error)
{
    struct trig_trend_options trend = {.institution = options->institution,
                                       .measures = options->measures,
                                       .waves = {.choice = TRIG_WAVES_LISTED, .count = 2},
                                       .design = options->design,
                                       .detect = TRIG_TREND_DETECT,
                                       .show_r = options->show_r};
    trig_table *table = NULL;
    size_t wave = TRIG_NONE;
    enum trig_status status = find_wave(context, options, &wave, error);
    trend.waves.items[0] = options->against.which;
    trend.waves.items[1] = wave;
    if (status == TRIG_OK)
        status = trig_trend_table(context, &trend, &table, error);
    if (status == TRIG_OK) {
        const struct place place = find_place(context, wave, options->institution);
        trig_table_keep(table, is_asked, &place);
        status = adjust(table, error);
    }
    if (status == TRIG_OK)
        status = set_title(table, context, options, error);
    if (status == TRIG_OK)
        *out = table;
    else
        trig_table_destroy(table);
    return status;
}
