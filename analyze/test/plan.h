/* What is tested: the names after --measure, as what a scan has to collect.
 *
 *      NAME of a scale         its answers, one by one        counted by code (estimate/bins.h)
 *                              their values, for tests of means    a measure
 *      NAME:positive, =code    a share: yes or no             a measure
 *      pillar:ID, a number     values                         a measure
 */
#ifndef TRIG_ANALYZE_TEST_PLAN_H
#define TRIG_ANALYZE_TEST_PLAN_H

#include "analyze/frame/measure.h"
#include "analyze/test/methods.h"

struct trig_tested {
    struct trig_view name;
    struct trig_view label;
    size_t pillar;                /* TRIG_NONE */
    size_t variable;              /* whose answers are counted; TRIG_NONE: a share or a value */
    size_t measure;               /* in measures; TRIG_NONE: only its answers count */
    bool share;                   /* the measure is 0 or 1 */
    enum trig_test_method method; /* settled: never TRIG_TEST_AUTO */
};

struct trig_test_plan {
    struct trig_arena arena; /* owns the lists */
    struct trig_measures measures;
    struct trig_tested *items;
    size_t count;
    size_t *counted; /* variables: those tested by answer, and what shares are protected by */
    size_t counted_count;
};

/** @param list    NULL or blank: pillars, or items for a survey without.
 *  @param method  TRIG_TEST_AUTO: what fits each measure.
 *  @param out     free with trig_test_plan_clear.
 *  @return TRIG_OK; TRIG_ERR_USAGE (unknown names; a method that does not fit a
 *          measure, with one that does); TRIG_ERR_MEMORY. */
enum trig_status trig_test_plan_make(const trig_definition *definition, const char *list,
                                     enum trig_test_method method, struct trig_test_plan *out,
                                     struct trig_error *error);
void trig_test_plan_clear(struct trig_test_plan *plan);

#endif
