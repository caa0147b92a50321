#include "tests/synth/draw.h"

#include "tests/synth/comments.h"
#include "tests/synth/stream.h"

#include <gsl/gsl_randist.h>

#include <math.h>

/* What the trait is made of, as parts of its variance. */
static const double general_part = 0.5;
static const double pillar_part = 0.3;
static const double occasion_part = 0.2;

/* Shares of answers to an item that are something else than an answer. */
static const double skip_seldom = 0.008;
static const double skip_often = 0.10;
static const double often_share = 0.12; /* of people skip often */
static const double not_applicable_share = 0.015;
static const double dont_know_share = 0.02;
static const double refused_share = 0.006;
static const double attribute_skip = 0.012;
static const double attribute_refused = 0.012;
static const double comment_share = 0.12;

struct trig_synth_drawer {
    const struct trig_synth_model *model;
    uint64_t *counts;
    uint64_t *drawn;
    gsl_rng **streams; /* the answers of each institution */
    gsl_rng *person;
    double *traits;  /* by pillar, the last for items of no pillar */
    size_t *choices; /* by attribute: index into its codes */
    struct trig_synth_response response;
};

/* ---- who answers ---------------------------------------------------------- */

static uint64_t greatest_common_divisor(uint64_t a, uint64_t b)
{
    while (b > 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The [index]-th element of a shuffled 0..count-1, without a list: a step that
 * has no divisor with the count, near the golden section, visits all once. Counts
 * stay below 2^31, so that products fit. */
static uint64_t shuffled(uint64_t index, uint64_t count, uint64_t start)
{
    uint64_t step = (uint64_t)(0.6180339887 * (double)count) | 1u;
    while (greatest_common_divisor(step, count) != 1)
        step += 2;
    return (index * step + start % count) % count;
}

/* Half of those who answer always do, as long as they stay: the first posts of
 * the staff list. The others are drawn anew in every wave. */
static uint64_t post_of(const struct trig_synth_drawer *drawer, size_t institution, uint64_t number)
{
    uint64_t count = drawer->counts[institution];
    uint64_t staff = (uint64_t)drawer->model->institutions[institution].size;
    if (staff < 2 * count)
        staff = 2 * count;
    uint64_t habitual = (count + 1) / 2;
    if (number % 2 == 0)
        return number / 2;
    return habitual + shuffled(number / 2, staff - habitual, drawer->model->settings.wave * 7919u);
}

/* A post is filled by a new person once the old one has left. */
static uint64_t person_of(struct trig_synth_drawer *drawer, size_t institution, uint64_t post)
{
    const struct trig_synth_model *model = drawer->model;
    if (model->years <= 0)
        return post;
    trig_synth_stream_start(drawer->person, model->settings.seed, TRIG_SYNTH_OF_LEAVING, institution, post);
    double stays = -log(gsl_rng_uniform_pos(drawer->person)) / TRIG_SYNTH_LEAVING_RATE;
    return stays < model->years ? post + (1ull << 40) : post;
}

/* ---- what they are like ------------------------------------------------------ */

static void draw_person(struct trig_synth_drawer *drawer, gsl_rng *occasion)
{
    const struct trig_synth_model *model = drawer->model;
    const struct trig_synth_response *response = &drawer->response;
    const struct trig_synth_institution *institution = &model->institutions[response->institution];
    gsl_rng *person = drawer->person;
    trig_synth_stream_start(person, model->settings.seed, TRIG_SYNTH_OF_PERSON, response->institution,
                            response->person);
    double general = gsl_ran_gaussian_ziggurat(person, sqrt(general_part));
    double shaped = 0;
    for (size_t a = 0; a < model->attribute_count; a++) {
        const struct trig_synth_attribute *attribute = &model->attributes[a];
        drawer->choices[a] =
            trig_synth_choose(person, institution->mix + model->mix_starts[a], attribute->count);
        shaped += attribute->effects ? attribute->effects[drawer->choices[a]] : 0;
    }
    for (size_t p = 0; p <= model->definition->pillar_count; p++)
        drawer->traits[p] = institution->effects[p] + model->wave_effects[p] + shaped + general +
                            gsl_ran_gaussian_ziggurat(person, sqrt(pillar_part)) +
                            gsl_ran_gaussian_ziggurat(occasion, sqrt(occasion_part));
}

/* ---- what they answer ---------------------------------------------------------- */

static struct trig_synth_answer answer_code(size_t code)
{
    return (struct trig_synth_answer){.given = true, .code = code};
}

/* One uniform draw decides whether there is a substantive answer; codes that
 * the scale does not have count as substantive. */
static bool answers_otherwise(const struct trig_synth_item *item, double skip, double draw,
                              struct trig_synth_answer *answer)
{
    const struct {
        double share;
        size_t code;
    } others[] = {{not_applicable_share, item->not_applicable},
                  {dont_know_share, item->dont_know},
                  {refused_share, item->refused}};
    if (draw < skip) {
        *answer = (struct trig_synth_answer){0};
        return true;
    }
    draw -= skip;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i].code != TRIG_NONE && draw < others[i].share) {
            *answer = answer_code(others[i].code);
            return true;
        }
        draw -= others[i].code != TRIG_NONE ? others[i].share : 0;
    }
    return false;
}

static void draw_items(struct trig_synth_drawer *drawer, gsl_rng *stream, double skip)
{
    const struct trig_synth_model *model = drawer->model;
    for (size_t i = 0; i < model->item_count; i++) {
        const struct trig_synth_item *item = &model->items[i];
        struct trig_synth_answer *answer = &drawer->response.answers[item->variable];
        double noise = gsl_ran_gaussian_ziggurat(stream, 1);
        if (answers_otherwise(item, skip, gsl_rng_uniform(stream), answer))
            continue;
        double leaning =
            item->loading * drawer->traits[item->pillar] + sqrt(1 - item->loading * item->loading) * noise;
        size_t rank = 0;
        while (rank + 1 < item->count && leaning > item->thresholds[rank])
            rank++;
        *answer = answer_code(item->codes[rank]);
    }
}

static void draw_attributes(struct trig_synth_drawer *drawer, gsl_rng *stream)
{
    const struct trig_synth_model *model = drawer->model;
    for (size_t a = 0; a < model->attribute_count; a++) {
        const struct trig_synth_attribute *attribute = &model->attributes[a];
        struct trig_synth_answer *answer = &drawer->response.answers[attribute->variable];
        double draw = gsl_rng_uniform(stream);
        *answer = answer_code(attribute->codes[drawer->choices[a]]);
        if (attribute->in_scope)
            continue;
        if (draw < attribute_skip)
            *answer = (struct trig_synth_answer){0};
        else if (draw < attribute_skip + attribute_refused && attribute->refused != TRIG_NONE)
            *answer = answer_code(attribute->refused);
    }
}

/* Each option by a chance of its own that grows with the trait; a code called
 * "none" is for those who chose nothing else. */
static struct trig_synth_answer draw_options(const struct trig_scale *scale, double trait, gsl_rng *stream)
{
    size_t none = trig_scale_code(scale, trig_view("none"));
    struct trig_synth_answer answer = {.given = true};
    for (size_t i = 0; i < scale->count && i < 64; i++) {
        double chance = 1 / (1 + exp(0.6 + 0.25 * (double)i - 0.4 * trait));
        bool chosen = gsl_rng_uniform(stream) < chance;
        if (chosen && i != none && scale->codes[i].kind == TRIG_SUBSTANTIVE)
            answer.flags |= 1ull << i;
    }
    if (answer.flags == 0 && none != TRIG_NONE)
        answer.flags = 1ull << none;
    answer.given = answer.flags != 0;
    return answer;
}

/* Many small numbers and a long tail, whole, within the bounds. */
static struct trig_synth_answer draw_number(const struct trig_variable *variable, gsl_rng *stream)
{
    double low = isnan(variable->min) ? 0 : variable->min;
    double high = isnan(variable->max) ? low + 100 : variable->max;
    double number = low + floor(gsl_ran_gamma(stream, 0.9, 0.025 * (high - low)));
    return (struct trig_synth_answer){.given = true, .number = fmin(number, high)};
}

static void draw_others(struct trig_synth_drawer *drawer, gsl_rng *stream, double skip)
{
    const trig_definition *definition = drawer->model->definition;
    double general = drawer->traits[definition->pillar_count];
    for (size_t i = 0; i < definition->variable_count; i++) {
        const struct trig_variable *variable = &definition->variables[i];
        struct trig_synth_answer *answer = &drawer->response.answers[i];
        bool asked = variable->role == TRIG_ROLE_ITEM || variable->role == TRIG_ROLE_ATTRIBUTE;
        if (asked && variable->type == TRIG_TYPE_MULTIPLE && variable->scale != TRIG_NONE)
            *answer = draw_options(&definition->scales[variable->scale], general, stream);
        else if (asked && variable->type == TRIG_TYPE_NUMERIC)
            *answer = draw_number(variable, stream);
        else if (variable->role == TRIG_ROLE_COMMENT)
            *answer = answer_code(gsl_rng_uniform_int(stream, TRIG_SYNTH_COMMENTS));
        else
            continue;
        double least = variable->role == TRIG_ROLE_COMMENT ? 1 - comment_share : skip;
        answer->given = gsl_rng_uniform(stream) >= least && answer->given;
    }
}

static void draw_answers(struct trig_synth_drawer *drawer, gsl_rng *stream)
{
    draw_person(drawer, stream);
    double skip = gsl_rng_uniform(stream) < often_share ? skip_often : skip_seldom;
    draw_items(drawer, stream, skip);
    draw_attributes(drawer, stream);
    draw_others(drawer, stream, skip);
}

const struct trig_synth_response *trig_synth_draw(trig_synth_drawer *drawer, size_t institution)
{
    uint64_t number = drawer->drawn[institution]++;
    struct trig_synth_response *response = &drawer->response;
    response->institution = institution;
    response->number = number;
    response->person = person_of(drawer, institution, post_of(drawer, institution, number));
    draw_answers(drawer, drawer->streams[institution]);
    return response;
}

const struct trig_synth_response *trig_synth_draw_stray(trig_synth_drawer *drawer, size_t institution,
                                                        gsl_rng *stream)
{
    struct trig_synth_response *response = &drawer->response;
    response->institution = institution;
    response->number = 0;
    response->person = (1ull << 41) + gsl_rng_uniform_int(stream, 1u << 30);
    draw_answers(drawer, stream);
    return response;
}

/* ---- the drawer ------------------------------------------------------------------- */

static enum trig_status make_streams(struct trig_synth_drawer *drawer)
{
    const struct trig_synth_model *model = drawer->model;
    drawer->person = trig_synth_stream_create();
    if (!drawer->person)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < model->institution_count; i++) {
        drawer->streams[i] = trig_synth_stream_create();
        if (!drawer->streams[i])
            return TRIG_ERR_MEMORY;
        trig_synth_stream_start(drawer->streams[i], model->settings.seed, TRIG_SYNTH_OF_ANSWERS, i,
                                model->settings.wave);
    }
    return TRIG_OK;
}

trig_synth_drawer *trig_synth_drawer_create(const struct trig_synth_model *model, const uint64_t *counts,
                                            struct trig_error *error)
{
    trig_synth_drawer *drawer = trig_calloc(1, sizeof *drawer);
    if (!drawer) {
        trig_error_set(error, TRIG_ERR_MEMORY, "no memory to draw answers");
        return NULL;
    }
    size_t institutions = model->institution_count;
    drawer->model = model;
    drawer->counts = trig_calloc(institutions, sizeof *drawer->counts);
    drawer->drawn = trig_calloc(institutions, sizeof *drawer->drawn);
    // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are what the list holds
    drawer->streams = trig_calloc(institutions, sizeof *drawer->streams);
    drawer->traits = trig_calloc(model->definition->pillar_count + 1, sizeof *drawer->traits);
    drawer->choices = trig_calloc(model->attribute_count, sizeof *drawer->choices);
    drawer->response.answers =
        trig_calloc(model->definition->variable_count, sizeof *drawer->response.answers);
    if (!drawer->counts || !drawer->drawn || !drawer->streams || !drawer->traits || !drawer->choices ||
        !drawer->response.answers || make_streams(drawer) != TRIG_OK) {
        trig_synth_drawer_destroy(drawer);
        trig_error_set(error, TRIG_ERR_MEMORY, "no memory to draw answers");
        return NULL;
    }
    memcpy(drawer->counts, counts, institutions * sizeof *counts);
    return drawer;
}

void trig_synth_drawer_destroy(trig_synth_drawer *drawer)
{
    if (!drawer)
        return;
    for (size_t i = 0; drawer->streams && i < drawer->model->institution_count; i++)
        gsl_rng_free(drawer->streams[i]);
    if (drawer->person)
        gsl_rng_free(drawer->person);
    trig_free(drawer->counts);
    trig_free(drawer->drawn);
    trig_free(drawer->streams);
    trig_free(drawer->traits);
    trig_free(drawer->choices);
    trig_free(drawer->response.answers);
    trig_free(drawer);
}
