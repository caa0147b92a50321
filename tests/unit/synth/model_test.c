/* The people behind synthetic exports: effects of the size that is said. */
#include "tests/unit/synth/survey.h"

#include "tests/synth/stream.h"
#include "tests/synth/truth.h"

#include "tests/support.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_statistics.h>

#include <stdlib.h>

struct world {
    struct survey survey;
    struct trig_synth_model *first; /* wave 2021 */
    struct trig_synth_model *last;  /* wave 2024 */
};

static struct trig_synth_model *model_of(const struct survey *survey, const char *wave)
{
    struct trig_error error = {0};
    struct trig_synth_model *model = NULL;
    struct trig_synth_settings settings = {
        .seed = 11,
        .wave = trig_definition_wave(survey->definition, trig_view(wave)),
        .response_rate = TRIG_SYNTH_RESPONSE_RATE,
        .between = TRIG_SYNTH_BETWEEN,
    };
    assert_ok(trig_synth_model_create(survey->definition, &settings, &model, &error), error);
    return model;
}

static int begin(void **state)
{
    static struct world world;
    survey_read(&world.survey);
    world.first = model_of(&world.survey, "2021");
    world.last = model_of(&world.survey, "2024");
    *state = &world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    trig_synth_model_destroy(world->first);
    trig_synth_model_destroy(world->last);
    survey_clear(&world->survey);
    return 0;
}

static struct trig_synth_plan plan_of(const struct trig_synth_model *model, uint64_t responses)
{
    struct trig_error error = {0};
    struct trig_synth_plan plan;
    assert_ok(trig_synth_plan_make(model, NULL, responses, &plan, &error), error);
    return plan;
}

/* ---- plans ---------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void test_plan_make_from_population_is_like_the_national_survey(void **state)
{
    struct world *world = *state;
    struct trig_synth_plan plan = plan_of(world->first, 0);
    for (size_t i = 0; i < plan.institutions; i++)
        assert_true((double)plan.counts[i] <= world->first->institutions[i].size);
    qsort(plan.counts, plan.institutions, sizeof *plan.counts, ascending);
    uint64_t median = plan.counts[plan.institutions / 2];
    assert_true(median >= 12 && median <= 24);
    assert_true(plan.counts[plan.institutions - 1] > 3 * median);
    trig_synth_plan_clear(&plan);
}

static void test_plan_next_uses_up_exactly_what_was_planned(void **state)
{
    struct world *world = *state;
    static const uint64_t totals[] = {1, 7, 112, 1000, 4321};
    gsl_rng *stream = trig_synth_stream_create();
    for (size_t t = 0; t < sizeof totals / sizeof *totals; t++) {
        struct trig_synth_plan plan = plan_of(world->first, totals[t]);
        uint64_t seen[512] = {0};
        assert_int_equal(plan.total, totals[t]);
        while (plan.left > 0)
            seen[trig_synth_plan_next(&plan, stream)]++;
        for (size_t i = 0; i < plan.institutions; i++)
            assert_int_equal(seen[i], plan.counts[i]);
        trig_synth_plan_clear(&plan);
    }
    gsl_rng_free(stream);
}

/* ---- answers ---------------------------------------------------------------------- */

/* Sums over many responses of one wave. */
struct tally {
    double scores[8]; /* by pillar: mean of the pillar's answered items, 0-100 */
    double counts[8];
    double in_scope;
    double total;
};

static double item_score(const struct trig_synth_model *model, const struct trig_synth_item *item,
                         const struct trig_synth_answer *answer)
{
    const struct trig_variable *variable = &model->definition->variables[item->variable];
    const struct trig_scale *scale = &model->definition->scales[variable->scale];
    double value = answer->given ? scale->codes[answer->code].value : NAN;
    double score = 100 * (value - scale->min) / (scale->max - scale->min);
    return variable->reversed ? 100 - score : score;
}

static double pillar_score(const struct trig_synth_model *model, const struct trig_synth_response *response,
                           size_t pillar)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < model->item_count; i++) {
        double score = item_score(model, &model->items[i], &response->answers[model->items[i].variable]);
        if (model->items[i].pillar != pillar || isnan(score))
            continue;
        sum += score;
        count++;
    }
    return count > 0 ? sum / (double)count : NAN;
}

static bool in_scope(const struct trig_synth_model *model, const struct trig_synth_response *response)
{
    for (size_t a = 0; a < model->attribute_count; a++) {
        const struct trig_synth_attribute *attribute = &model->attributes[a];
        for (size_t k = 0; attribute->in_scope && k < attribute->count; k++) {
            if (attribute->codes[k] == response->answers[attribute->variable].code && !attribute->in_scope[k])
                return false;
        }
    }
    return true;
}

static void add_response(struct tally *tally, const struct trig_synth_model *model,
                         const struct trig_synth_response *response)
{
    for (size_t p = 0; p < model->definition->pillar_count; p++) {
        double score = pillar_score(model, response, p);
        tally->scores[p] += isnan(score) ? 0 : score;
        tally->counts[p] += isnan(score) ? 0 : 1;
    }
    tally->in_scope += in_scope(model, response);
    tally->total++;
}

/* With 20,000 responses and a standard deviation of about 22 points the
 * standard error of a mean is 0.16 points; 0.7 is four of them and more. */
static void test_draw_means_agree_with_the_truth(void **state)
{
    struct world *world = *state;
    const struct trig_synth_model *model = world->last;
    struct trig_error error = {0};
    struct trig_synth_plan plan = plan_of(model, 20000);
    trig_synth_drawer *drawer = trig_synth_drawer_create(model, plan.counts, &error);
    struct tally tally = {0};
    assert_non_null(drawer);
    for (size_t i = 0; i < plan.institutions; i++) {
        for (uint64_t k = 0; k < plan.counts[i]; k++)
            add_response(&tally, model, trig_synth_draw(drawer, i));
    }
    for (size_t p = 0; p < model->definition->pillar_count; p++) {
        double truth = 0;
        for (size_t i = 0; i < plan.institutions; i++)
            truth += (double)plan.counts[i] * trig_synth_true_score(model, i, p) / (double)plan.total;
        assert_close(tally.scores[p] / tally.counts[p], truth, 0, 0.7);
    }
    assert_close(tally.in_scope / tally.total, TRIG_SYNTH_IN_SCOPE, 0, 0.01);
    trig_synth_drawer_destroy(drawer);
    trig_synth_plan_clear(&plan);
}

static void test_model_institutions_differ_as_said(void **state)
{
    struct world *world = *state;
    const struct trig_synth_model *model = world->first;
    for (size_t p = 0; p < model->definition->pillar_count; p++) {
        double scores[512];
        for (size_t i = 0; i < model->institution_count; i++)
            scores[i] = trig_synth_true_score(model, i, p);
        double spread = gsl_stats_sd(scores, 1, model->institution_count);
        assert_true(spread > 3 && spread < 7);
    }
}

static void test_model_some_pillars_move_between_waves(void **state)
{
    struct world *world = *state;
    size_t moved = 0;
    size_t pillars = world->last->definition->pillar_count;
    for (size_t p = 0; p < pillars; p++) {
        assert_close(world->first->wave_effects[p], 0, 0, 0);
        moved += world->last->wave_effects[p] != 0;
    }
    assert_true(moved > 0 && moved < pillars);
}

static void test_draw_reversed_items_run_against_the_others(void **state)
{
    struct world *world = *state;
    const struct trig_synth_model *model = world->first;
    struct trig_error error = {0};
    uint64_t counts[512] = {2000};
    static double values[64][2000];
    trig_synth_drawer *drawer = trig_synth_drawer_create(model, counts, &error);
    assert_non_null(drawer);
    for (size_t k = 0; k < 2000; k++) {
        const struct trig_synth_response *response = trig_synth_draw(drawer, 0);
        for (size_t i = 0; i < model->item_count; i++)
            values[i][k] = (double)response->answers[model->items[i].variable].code;
    }
    trig_synth_drawer_destroy(drawer);
    size_t pairs = 0;
    for (size_t i = 0; i < model->item_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (model->items[i].pillar != model->items[j].pillar)
                continue;
            bool against = (model->items[i].loading < 0) != (model->items[j].loading < 0);
            double correlation = gsl_stats_correlation(values[i], 1, values[j], 1, 2000);
            assert_true(against ? correlation < -0.1 : correlation > 0.1);
            pairs += against;
        }
    }
    assert_true(pairs > 0);
}

/* ---- people -------------------------------------------------------------------------- */

static size_t persons_of(const struct trig_synth_model *model, uint64_t *persons)
{
    struct trig_error error = {0};
    uint64_t counts[512] = {90};
    trig_synth_drawer *drawer = trig_synth_drawer_create(model, counts, &error);
    assert_non_null(drawer);
    for (size_t k = 0; k < 90; k++)
        persons[k] = trig_synth_draw(drawer, 0)->person;
    trig_synth_drawer_destroy(drawer);
    qsort(persons, 90, sizeof *persons, ascending);
    return 90;
}

static void test_draw_people_answer_once_and_many_return(void **state)
{
    struct world *world = *state;
    uint64_t first[90], last[90];
    size_t returned = 0;
    size_t count = persons_of(world->first, first);
    persons_of(world->last, last);
    for (size_t k = 1; k < count; k++)
        assert_true(first[k] != first[k - 1] && last[k] != last[k - 1]);
    for (size_t k = 0; k < count; k++)
        returned += bsearch(&last[k], first, count, sizeof *first, ascending) != NULL;
    assert_true(returned > 25 && returned < 70);
}

/* ---- truth ----------------------------------------------------------------------------- */

static void test_truth_write_is_tidy(void **state)
{
    struct world *world = *state;
    struct trig_error error = {0};
    struct trig_synth_plan plan = plan_of(world->last, 5000);
    char *bytes = NULL;
    size_t length = 0;
    size_t count = 0;
    size_t scores = 0;
    struct trig_arena arena;
    trig_arena_init(&arena);
    FILE *out = open_memstream(&bytes, &length);
    assert_non_null(out);
    assert_ok(trig_synth_truth_write(world->last, &plan, out, &error), error);
    fclose(out);
    struct trig_views *rows = split_rows(&arena, trig_view_of(bytes, length), ',', &count);
    for (size_t row = 0; row < count; row++) {
        assert_int_equal(rows[row].count, 7);
        assert_true(rows[row].items[6].length > 0);
        scores += trig_view_is(rows[row].items[0], "mean_score");
    }
    size_t pillars = world->last->definition->pillar_count;
    assert_int_equal(scores, pillars * (world->last->institution_count + 1));
    trig_free(rows);
    trig_arena_clear(&arena);
    free(bytes);
    trig_synth_plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan_make_from_population_is_like_the_national_survey),
        cmocka_unit_test(test_plan_next_uses_up_exactly_what_was_planned),
        cmocka_unit_test(test_draw_means_agree_with_the_truth),
        cmocka_unit_test(test_model_institutions_differ_as_said),
        cmocka_unit_test(test_model_some_pillars_move_between_waves),
        cmocka_unit_test(test_draw_reversed_items_run_against_the_others),
        cmocka_unit_test(test_draw_people_answer_once_and_many_return),
        cmocka_unit_test(test_truth_write_is_tidy),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, begin, end);
}
