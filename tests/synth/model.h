/* The people behind a synthetic survey: what they are like, and how that makes
 * them answer. A graded-response model with the effects that an analysis of
 * institutions looks for, all of known size.
 *
 *   person in institution i, wave w, pillar p:
 *     trait = institution[i][p] + wave[w][p] + attributes (at most two)
 *             + sqrt(.5) general + sqrt(.3) pillar + sqrt(.2) occasion        variance 1
 *   item j of pillar p:
 *     leaning = loading[j] * trait + sqrt(1 - loading[j]^2) * noise
 *     answer  = how many thresholds lie below (reversed items: mirrored)
 *
 * The general and the pillar part stay with a person over the waves, the
 * occasion's part does not. Institutions differ with a standard deviation of
 * `between` = 0.21 on the trait: about 4.5 points of a 0-100 pillar score of
 * five or six items, an intraclass correlation of about .04.
 *
 * Answers are left out at random (never depending on the trait), so that true
 * means are known: see tests/synth/truth.h.
 */
#ifndef TRIG_TESTS_SYNTH_MODEL_H
#define TRIG_TESTS_SYNTH_MODEL_H

#include "surveys/definition/definition.h"

#include <gsl/gsl_rng.h>

struct trig_synth_settings {
    uint64_t seed;
    size_t wave;          /* index in the definition; TRIG_NONE: a survey without waves */
    double response_rate; /* typical share of an institution's staff that answers, 0-1 */
    double between;       /* standard deviation of the institutions' effects on the trait */
};

#define TRIG_SYNTH_RESPONSE_RATE 0.14
#define TRIG_SYNTH_BETWEEN       0.21
/* The share of records that are in scope by the `eligible` rules. */
#define TRIG_SYNTH_IN_SCOPE 0.95
/* The share of returning staff who leave in a year. */
#define TRIG_SYNTH_LEAVING_RATE 0.08

/* An item answered on a scale. */
struct trig_synth_item {
    size_t variable;
    size_t pillar;            /* pillar_count of the definition: belongs to none */
    double loading;           /* negative for a reversed item */
    size_t count;             /* of substantive codes, at least 2 */
    const size_t *codes;      /* indices into the scale, in the order of their values */
    const double *thresholds; /* count - 1, ascending */
    size_t not_applicable;    /* codes of the scale; TRIG_NONE: the scale has none */
    size_t dont_know;
    size_t refused;
};

/* What a person is: a variable with a scale. */
struct trig_synth_attribute {
    size_t variable;
    size_t count;          /* of substantive codes, at least 1 */
    const size_t *codes;   /* indices into the scale */
    const double *weights; /* share of each code before institutions differ */
    const double *effects; /* on the trait, one a code; NULL: no effect */
    const bool *in_scope;  /* one a code; NULL: no eligibility rule */
    size_t refused;        /* TRIG_NONE: the scale has no such code */
};

/* The most attributes that shape answers: truth sums over their combinations. */
#define TRIG_SYNTH_SHAPING 2

struct trig_synth_institution {
    double size;           /* staff: the largest population count, or invented */
    double rate;           /* share of them that answers in this wave */
    const double *effects; /* by pillar, the last for items of no pillar; this wave's */
    const double *mix;     /* cumulative shares of all attributes' codes, one after the other */
};

struct trig_synth_model {
    struct trig_synth_settings settings;
    const trig_definition *definition; /* borrowed */
    struct trig_arena arena;
    const struct trig_synth_item *items;
    size_t item_count;
    const struct trig_synth_attribute *attributes;
    size_t attribute_count;
    size_t shaping[TRIG_SYNTH_SHAPING]; /* attributes with effects */
    size_t shaping_count;
    const size_t *mix_starts;   /* where an attribute's shares begin in an institution's mix */
    const double *wave_effects; /* by pillar, the last for items of no pillar */
    struct trig_synth_institution *institutions; /* one that stands for all when there are none */
    size_t institution_count;
    double years; /* since the first wave */
};

/** Builds the model of [definition] (borrowed, must outlive it).
 *  @return TRIG_OK, TRIG_ERR_DOMAIN (nothing to answer), TRIG_ERR_MEMORY. */
enum trig_status trig_synth_model_create(const trig_definition *definition,
                                         const struct trig_synth_settings *settings,
                                         struct trig_synth_model **out, struct trig_error *error);
void trig_synth_model_destroy(struct trig_synth_model *model);

/* The parts, each in a file of its own; called by trig_synth_model_create. */
enum trig_status trig_synth_items_make(struct trig_synth_model *model, gsl_rng *stream,
                                       struct trig_error *error);
enum trig_status trig_synth_attributes_make(struct trig_synth_model *model, gsl_rng *stream,
                                            struct trig_error *error);
enum trig_status trig_synth_institutions_make(struct trig_synth_model *model, gsl_rng *stream,
                                              struct trig_error *error);

#endif
