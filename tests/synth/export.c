#include "tests/synth/export.h"

#include "tests/synth/stream.h"

#include <math.h>

/* Opening and length of a wave that has no dates. */
static const double first_opening = 1609459200; /* 1 January 2021 */
static const double usual_length = 35 * 86400.0;

/* Ids of one institution follow each other; no institution has as many responses. */
static const uint64_t ids_of_institution = 100000000;
static const uint64_t ids_of_strays = 900000000000;

struct export
{
    const struct trig_synth_model *model;
    const struct trig_synth_layout *layout;
    struct trig_synth_plan *plan;
    trig_synth_drawer *drawer;
    gsl_rng *order;
    gsl_rng *flaw; /* NULL: without flaws */
    FILE *out;
    struct trig_synth_line line;
    struct trig_synth_counts counts;
    double opened;
    double closed;
    uint64_t row;
    uint64_t strays;
    size_t home; /* the first institution that takes part: strays are its own */
};

static void set_dates(struct export *export)
{
    const trig_definition *definition = export->model->definition;
    size_t wave = export->model->settings.wave;
    double opened = wave == TRIG_NONE ? NAN : definition->waves[wave].opened;
    double closed = wave == TRIG_NONE ? NAN : definition->waves[wave].closed;
    export->opened = isnan(opened) ? first_opening : opened;
    export->closed = isnan(closed) || closed <= export->opened ? export->opened + usual_length : closed;
}

/* Most answers come in the first days. */
static double time_of_row(const struct export *export)
{
    double place = ((double)export->row + 0.5) / (double)export->plan->total;
    return floor(export->opened + (export->closed - export->opened) * pow(fmin(place, 1), 1.6));
}

static struct trig_synth_record record_of(const struct export *export,
                                          const struct trig_synth_response *response, uint64_t id)
{
    double submitted = time_of_row(export);
    return (struct trig_synth_record){
        .response = response,
        .id = id,
        .submitted = submitted,
        .started = submitted - 240 - (double)(id % 900),
        .oddity = {.answered = TRIG_NONE, .changed = TRIG_NONE},
    };
}

static enum trig_status flush_line(struct export *export, struct trig_error *error)
{
    if (export->line.failed)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for a row");
    if (fwrite(export->line.bytes, 1, export->line.length, export->out) != export->line.length)
        return trig_error_set(error, TRIG_ERR_IO, "the export could not be written: is the disk full?");
    return TRIG_OK;
}

/* One extra row; the line before is still in the buffer for a duplicate. */
static enum trig_status write_extra(struct export *export, enum trig_synth_flaw flaw,
                                    struct trig_error *error)
{
    export->counts.flaws[flaw]++;
    if (flaw == TRIG_SYNTH_FLAW_DUPLICATE)
        return flush_line(export, error);
    export->line.length = 0;
    if (flaw == TRIG_SYNTH_FLAW_BLANK) {
        trig_synth_row_blank(export->layout, &export->line);
        return flush_line(export, error);
    }
    uint64_t id = ids_of_strays + export->home * 1000000 + export->strays++;
    struct trig_synth_record record =
        record_of(export, trig_synth_draw_stray(export->drawer, export->home, export->flaw), id);
    char scratch[16];
    trig_synth_flaw_plant(export->layout, flaw, &record, export->flaw, scratch, sizeof scratch);
    trig_synth_row_put(export->layout, &record, &export->line);
    return flush_line(export, error);
}

/* Extras go last, the duplicate first of them: it repeats the row in the buffer. */
static enum trig_status write_extras(struct export *export, const bool *strikes, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (int flaw = TRIG_SYNTH_FLAWS - 1; flaw >= 0 && status == TRIG_OK; flaw--) {
        if (strikes[flaw] && trig_synth_flaw_is_extra((enum trig_synth_flaw)flaw))
            status = write_extra(export, (enum trig_synth_flaw)flaw, error);
    }
    return status;
}

static void draw_strikes(struct export *export, bool *strikes)
{
    for (int flaw = 0; flaw < TRIG_SYNTH_FLAWS; flaw++) {
        bool strike = trig_synth_flaw_strikes((enum trig_synth_flaw)flaw, export->row, export->flaw);
        strikes[flaw] = strike && trig_synth_flaw_applies(export->layout, (enum trig_synth_flaw)flaw);
    }
}

static void spoil(struct export *export, const bool *strikes, struct trig_synth_record *record, char *scratch,
                  size_t size)
{
    for (int flaw = 0; flaw < TRIG_SYNTH_FLAWS; flaw++) {
        if (!strikes[flaw] || trig_synth_flaw_is_extra((enum trig_synth_flaw)flaw))
            continue;
        export->counts.flaws[flaw] += trig_synth_flaw_plant(export->layout, (enum trig_synth_flaw)flaw,
                                                            record, export->flaw, scratch, size);
    }
}

static enum trig_status write_row(struct export *export, struct trig_error *error)
{
    char scratch[1024];
    bool strikes[TRIG_SYNTH_FLAWS] = {0};
    size_t institution = trig_synth_plan_next(export->plan, export->order);
    const struct trig_synth_response *response = trig_synth_draw(export->drawer, institution);
    uint64_t id = (institution + 1) * ids_of_institution + response->number + 1;
    struct trig_synth_record record = record_of(export, response, id);
    if (export->flaw) {
        draw_strikes(export, strikes);
        spoil(export, strikes, &record, scratch, sizeof scratch);
    }
    export->line.length = 0;
    trig_synth_row_put(export->layout, &record, &export->line);
    enum trig_status status = flush_line(export, error);
    if (status == TRIG_OK && export->flaw)
        status = write_extras(export, strikes, error);
    export->row++;
    export->counts.responses++;
    return status;
}

static enum trig_status begin(struct export *export, bool flaws, struct trig_error *error)
{
    uint64_t seed = export->model->settings.seed;
    size_t wave = export->model->settings.wave;
    set_dates(export);
    while (export->home + 1 < export->plan->institutions && export->plan->counts[export->home] == 0)
        export->home++;
    export->drawer = trig_synth_drawer_create(export->model, export->plan->counts, error);
    if (!export->drawer)
        return TRIG_ERR_MEMORY;
    export->order = trig_synth_stream_create();
    export->flaw = flaws ? trig_synth_stream_create() : NULL;
    if (!export->order || (flaws && !export->flaw))
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for random numbers");
    trig_synth_stream_start(export->order, seed, TRIG_SYNTH_OF_ORDER, wave, 0);
    if (flaws)
        trig_synth_stream_start(export->flaw, seed, TRIG_SYNTH_OF_SPOILING, wave, export->home);
    return TRIG_OK;
}

static void end(struct export *export)
{
    trig_synth_drawer_destroy(export->drawer);
    if (export->order)
        gsl_rng_free(export->order);
    if (export->flaw)
        gsl_rng_free(export->flaw);
    trig_synth_line_clear(&export->line);
}

enum trig_status trig_synth_export_write(const struct trig_synth_model *model, struct trig_synth_plan *plan,
                                         const struct trig_synth_layout *layout, bool flaws, FILE *out,
                                         struct trig_synth_counts *counts, struct trig_error *error)
{
    struct export export = {.model = model, .layout = layout, .plan = plan, .out = out};
    enum trig_status status = begin(&export, flaws, error);
    if (status == TRIG_OK) {
        trig_synth_row_head(layout, &export.line);
        status = flush_line(&export, error);
    }
    while (status == TRIG_OK && plan->left > 0)
        status = write_row(&export, error);
    if (counts)
        *counts = export.counts;
    end(&export);
    return status;
}
