#include "analyze/benchmark/multiplicity.h"

#include "surveys/base/memory.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
    double p;
    size_t at;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

enum trig_status trig_adjust_holm(const double *p, size_t count, double *out, struct trig_error *error)
{
    struct ranked *ranked = trig_calloc(count, sizeof *ranked);
    if (!ranked)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu p values", count);
    size_t tests = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(p[i]))
            ranked[tests++] = (struct ranked){p[i], i};
        out[i] = NAN;
    }
    if (tests)
        qsort(ranked, tests, sizeof *ranked, compare_ranked);
    double largest = 0.0;
    for (size_t i = 0; i < tests; i++) {
        largest = fmax(largest, fmin(1.0, (double)(tests - i) * ranked[i].p));
        out[ranked[i].at] = largest;
    }
    trig_free(ranked);
    return TRIG_OK;
}
