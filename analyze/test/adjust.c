#include "analyze/test/adjust.h"

#include "analyze/benchmark/multiplicity.h"
#include "surveys/base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ranked {
    double p;
    size_t at;
};

static int compare_descending(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    if (x->p != y->p)
        return x->p > y->p ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* From the largest p down: p m / rank, never above one that came before. */
static enum trig_status adjust_rate(bool dependent, const double *p, size_t count, double *out,
                                    struct trig_error *error)
{
    struct ranked *ranked = trig_calloc(count, sizeof *ranked);
    if (!ranked) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu p values", count);
        return TRIG_ERR_MEMORY;
    }
    size_t tests = 0;
    double penalty = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(p[i]))
            ranked[tests++] = (struct ranked){p[i], i};
        out[i] = NAN;
    }
    for (size_t i = 1; i <= tests; i++)
        penalty += 1.0 / (double)i;
    if (tests)
        qsort(ranked, tests, sizeof *ranked, compare_descending);
    double smallest = 1.0;
    for (size_t i = 0; i < tests; i++) {
        double factor = (double)tests / (double)(tests - i) * (dependent ? penalty : 1.0);
        smallest = fmin(smallest, factor * ranked[i].p);
        out[ranked[i].at] = smallest;
    }
    trig_free(ranked);
    return TRIG_OK;
}

enum trig_status trig_adjust(enum trig_adjustment adjustment, const double *p, size_t count, double *out,
                             struct trig_error *error)
{
    switch (adjustment) {
    case TRIG_ADJUST_HOLM:
        return trig_adjust_holm(p, count, out, error);
    case TRIG_ADJUST_BH:
    case TRIG_ADJUST_BY:
        return adjust_rate(adjustment == TRIG_ADJUST_BY, p, count, out, error);
    default:
        memmove(out, p, count * sizeof *out);
        return TRIG_OK;
    }
}

const char *trig_adjustment_name(enum trig_adjustment adjustment)
{
    static const char *const names[] = {[TRIG_ADJUST_HOLM] = "Holm",
                                        [TRIG_ADJUST_BH] = "Benjamini-Hochberg",
                                        [TRIG_ADJUST_BY] = "Benjamini-Yekutieli",
                                        [TRIG_ADJUST_NONE] = "none"};
    return names[adjustment];
}
