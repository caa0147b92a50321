#include "tests/synth/truth.h"

#include "surveys/csv/csv_writer.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

/* ---- expected scores --------------------------------------------------------- */

/* The expected 0-100 score of an item when the trait's mean is [shift]. */
static double item_score(const struct trig_synth_model *model, const struct trig_synth_item *item,
                         double shift)
{
    const struct trig_variable *variable = &model->definition->variables[item->variable];
    const struct trig_scale *scale = &model->definition->scales[variable->scale];
    double mean = 0;
    double below = 0;
    for (size_t k = 0; k < item->count; k++) {
        double up_to =
            k + 1 < item->count ? gsl_cdf_ugaussian_P(item->thresholds[k] - item->loading * shift) : 1;
        mean += (up_to - below) * scale->codes[item->codes[k]].value;
        below = up_to;
    }
    double score = 100 * (mean - scale->min) / (scale->max - scale->min);
    return variable->reversed ? 100 - score : score;
}

static double pillar_score(const struct trig_synth_model *model, size_t pillar, double shift)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < model->item_count; i++) {
        if (model->items[i].pillar != pillar)
            continue;
        sum += item_score(model, &model->items[i], shift);
        count++;
    }
    return count > 0 ? sum / (double)count : NAN;
}

/* Sums over the combinations of the attributes that shape answers. */
static double over_mix(const struct trig_synth_model *model, size_t institution, size_t pillar, double shift,
                       size_t depth)
{
    if (depth >= model->shaping_count || depth >= TRIG_SYNTH_SHAPING)
        return pillar_score(model, pillar, shift);
    size_t index = model->shaping[depth];
    const struct trig_synth_attribute *attribute = &model->attributes[index];
    const double *cumulative = model->institutions[institution].mix + model->mix_starts[index];
    double sum = 0;
    for (size_t k = 0; k < attribute->count; k++) {
        double share = cumulative[k] - (k > 0 ? cumulative[k - 1] : 0);
        if (share > 0)
            sum += share * over_mix(model, institution, pillar, shift + attribute->effects[k], depth + 1);
    }
    return sum;
}

double trig_synth_true_score(const struct trig_synth_model *model, size_t institution, size_t pillar)
{
    double shift = model->institutions[institution].effects[pillar] + model->wave_effects[pillar];
    return over_mix(model, institution, pillar, shift, 0);
}

/* ---- writing ------------------------------------------------------------------ */

struct row {
    const char *parameter;
    size_t institution; /* TRIG_NONE: of none in particular, as below */
    size_t pillar;
    size_t variable;
    struct trig_view code;
    double value;
};

struct truth {
    struct trig_csv_writer writer;
    const struct trig_synth_model *model;
};

static void write_row(struct truth *truth, struct row row)
{
    const trig_definition *definition = truth->model->definition;
    size_t wave = truth->model->settings.wave;
    struct trig_view none = {NULL, 0};
    const struct trig_view cells[] = {
        trig_view(row.parameter),
        wave == TRIG_NONE ? none : definition->waves[wave].id,
        row.institution < definition->institution_count ? definition->institutions[row.institution].id : none,
        row.pillar < definition->pillar_count ? definition->pillars[row.pillar].id : none,
        row.variable < definition->variable_count ? definition->variables[row.variable].name : none,
        row.code,
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        trig_csv_text(&truth->writer, cells[i]);
    trig_csv_number(&truth->writer, row.value);
    trig_csv_end_record(&truth->writer);
}

static struct row row_of(const char *parameter, double value)
{
    return (struct row){.parameter = parameter,
                        .institution = TRIG_NONE,
                        .pillar = TRIG_NONE,
                        .variable = TRIG_NONE,
                        .value = value};
}

static void write_items(struct truth *truth)
{
    const struct trig_synth_model *model = truth->model;
    for (size_t i = 0; i < model->item_count; i++) {
        const struct trig_synth_item *item = &model->items[i];
        const struct trig_scale *scale =
            &model->definition->scales[model->definition->variables[item->variable].scale];
        struct row row = row_of("loading", item->loading);
        row.pillar = item->pillar;
        row.variable = item->variable;
        write_row(truth, row);
        row.parameter = "threshold";
        for (size_t k = 0; k + 1 < item->count; k++) {
            row.code = scale->codes[item->codes[k + 1]].code;
            row.value = item->thresholds[k];
            write_row(truth, row);
        }
    }
}

static void write_attributes(struct truth *truth)
{
    const struct trig_synth_model *model = truth->model;
    for (size_t i = 0; i < model->shaping_count; i++) {
        const struct trig_synth_attribute *attribute = &model->attributes[model->shaping[i]];
        const struct trig_scale *scale =
            &model->definition->scales[model->definition->variables[attribute->variable].scale];
        for (size_t k = 0; k < attribute->count; k++) {
            struct row row = row_of("attribute_effect", attribute->effects[k]);
            row.variable = attribute->variable;
            row.code = scale->codes[attribute->codes[k]].code;
            write_row(truth, row);
        }
    }
}

static void write_institution(struct truth *truth, size_t index, uint64_t respondents)
{
    const struct trig_synth_institution *institution = &truth->model->institutions[index];
    const struct {
        const char *parameter;
        double value;
    } facts[] = {{"staff", institution->size},
                 {"response_rate", institution->rate},
                 {"respondents", (double)respondents}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        struct row row = row_of(facts[i].parameter, facts[i].value);
        row.institution = index;
        write_row(truth, row);
    }
}

/* The pillar's truth for each institution; the mean over the plan's
 * respondents at the end. */
static void write_pillar(struct truth *truth, const struct trig_synth_plan *plan, size_t pillar)
{
    const struct trig_synth_model *model = truth->model;
    double sum = 0;
    for (size_t i = 0; i < model->institution_count; i++) {
        if (plan->counts[i] == 0)
            continue;
        struct row row = row_of("institution_effect", model->institutions[i].effects[pillar]);
        row.institution = i;
        row.pillar = pillar;
        write_row(truth, row);
        row.parameter = "mean_score";
        row.value = trig_synth_true_score(model, i, pillar);
        write_row(truth, row);
        sum += (double)plan->counts[i] * row.value;
    }
    struct row row = row_of("mean_score", sum / (double)plan->total);
    row.pillar = pillar;
    write_row(truth, row);
    row.parameter = "wave_effect";
    row.value = model->wave_effects[pillar];
    write_row(truth, row);
}

enum trig_status trig_synth_truth_write(const struct trig_synth_model *model,
                                        const struct trig_synth_plan *plan, FILE *out,
                                        struct trig_error *error)
{
    static const char *const headings[] = {"parameter", "wave", "institution", "pillar",
                                           "variable",  "code", "value"};
    struct truth truth = {.model = model};
    trig_csv_writer_init(&truth.writer, out);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        trig_csv_text(&truth.writer, trig_view(headings[i]));
    trig_csv_end_record(&truth.writer);
    write_row(&truth, row_of("seed", (double)model->settings.seed));
    write_row(&truth, row_of("between", model->settings.between));
    write_row(&truth, row_of("in_scope", TRIG_SYNTH_IN_SCOPE));
    write_attributes(&truth);
    write_items(&truth);
    for (size_t i = 0; i < model->institution_count; i++) {
        if (plan->counts[i] > 0)
            write_institution(&truth, i, plan->counts[i]);
    }
    for (size_t p = 0; p < model->definition->pillar_count; p++)
        write_pillar(&truth, plan, p);
    return trig_csv_writer_finish(&truth.writer, error);
}
