#include "tests/synth/plan.h"

#include "tests/synth/stream.h"

#include <gsl/gsl_randist.h>

#include <math.h>

static bool takes_part(const bool *chosen, size_t institution)
{
    return !chosen || chosen[institution];
}

static double expected(const struct trig_synth_model *model, const bool *chosen, size_t institution)
{
    const struct trig_synth_institution *it = &model->institutions[institution];
    return takes_part(chosen, institution) ? it->size * it->rate : 0;
}

/* The cumulative share is rounded, so that the parts add up to the whole and
 * none is further than one from its due. */
static void share_out(const struct trig_synth_model *model, const bool *chosen, uint64_t responses,
                      uint64_t *counts)
{
    double total = 0;
    for (size_t i = 0; i < model->institution_count; i++)
        total += expected(model, chosen, i);
    double so_far = 0;
    uint64_t given = 0;
    for (size_t i = 0; i < model->institution_count; i++) {
        so_far += expected(model, chosen, i);
        uint64_t due = (uint64_t)floor(so_far / total * (double)responses + 0.5);
        counts[i] = due - given;
        given = due;
    }
}

static void draw_counts(const struct trig_synth_model *model, const bool *chosen, gsl_rng *stream,
                        uint64_t *counts)
{
    const struct trig_synth_settings *settings = &model->settings;
    for (size_t i = 0; i < model->institution_count; i++) {
        if (!takes_part(chosen, i))
            continue;
        const struct trig_synth_institution *institution = &model->institutions[i];
        trig_synth_stream_start(stream, settings->seed, TRIG_SYNTH_OF_RESPONDING, i, settings->wave);
        counts[i] = gsl_ran_binomial(stream, institution->rate, (unsigned)institution->size);
    }
}

/* Node i (from 1) holds the sum of the (i & -i) counts that end at i. */
static void plant(struct trig_synth_plan *plan)
{
    for (size_t i = 1; i <= plan->institutions; i++) {
        plan->tree[i] += plan->counts[i - 1];
        size_t parent = i + (i & (~i + 1));
        if (parent <= plan->institutions)
            plan->tree[parent] += plan->tree[i];
    }
}

enum trig_status trig_synth_plan_make(const struct trig_synth_model *model, const bool *chosen,
                                      uint64_t responses, struct trig_synth_plan *plan,
                                      struct trig_error *error)
{
    gsl_rng *stream = trig_synth_stream_create();
    *plan = (struct trig_synth_plan){.institutions = model->institution_count};
    plan->counts = trig_calloc(plan->institutions, sizeof *plan->counts);
    plan->tree = trig_calloc(plan->institutions + 1, sizeof *plan->tree);
    if (!stream || !plan->counts || !plan->tree) {
        gsl_rng_free(stream);
        trig_synth_plan_clear(plan);
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the plan");
    }
    if (responses > 0)
        share_out(model, chosen, responses, plan->counts);
    else
        draw_counts(model, chosen, stream, plan->counts);
    gsl_rng_free(stream);
    for (size_t i = 0; i < plan->institutions; i++)
        plan->total += plan->counts[i];
    plan->left = plan->total;
    plant(plan);
    return TRIG_OK;
}

void trig_synth_plan_clear(struct trig_synth_plan *plan)
{
    trig_free(plan->counts);
    trig_free(plan->tree);
    *plan = (struct trig_synth_plan){0};
}

size_t trig_synth_plan_next(struct trig_synth_plan *plan, gsl_rng *stream)
{
    uint64_t target = (uint64_t)(gsl_rng_uniform(stream) * (double)plan->left);
    size_t step = 1;
    while (step * 2 <= plan->institutions)
        step *= 2;
    size_t place = 0;
    for (; step > 0; step /= 2) {
        if (place + step <= plan->institutions && plan->tree[place + step] <= target) {
            place += step;
            target -= plan->tree[place];
        }
    }
    for (size_t i = place + 1; i <= plan->institutions; i += i & (~i + 1))
        plan->tree[i]--;
    plan->left--;
    return place;
}
