#include "analyze/trend/kendall.h"

#include "surveys/base/memory.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

/* Coefficients of the polynomial that counts arrangements by inversions. */
#define MOST_INVERSIONS (TRIG_KENDALL_EXACT * (TRIG_KENDALL_EXACT - 1) / 2)

struct orders {
    double counts[MOST_INVERSIONS + 1];
    size_t most; /* inversions */
    double all;
};

/* ---- arrangements ------------------------------------------------------------------------------- */

/* Times 1 + q + ... + q^(m - 1): a further element may stand before up to m - 1 others. */
static void multiply(struct orders *orders, size_t m)
{
    double product[MOST_INVERSIONS + 1] = {0.0};
    for (size_t i = 0; i <= orders->most; i++)
        for (size_t j = 0; j < m; j++)
            product[i + j] += orders->counts[i];
    orders->most += m - 1;
    memcpy(orders->counts, product, sizeof product);
}

/* Divided by the same: as (1 - q) / (1 - q^m). */
static void divide(struct orders *orders, size_t m)
{
    double quotient[MOST_INVERSIONS + 1] = {0.0};
    orders->most -= m - 1;
    for (size_t i = 0; i <= orders->most; i++)
        quotient[i] =
            orders->counts[i] - (i ? orders->counts[i - 1] : 0.0) + (i >= m ? quotient[i - m] : 0.0);
    memcpy(orders->counts, quotient, sizeof quotient);
}

/* How many equal y[at], and whether it is the first of them. */
static size_t count_equal(const double *y, size_t count, size_t at, bool *first)
{
    size_t equal = 0;
    *first = true;
    for (size_t i = 0; i < count; i++) {
        equal += y[i] == y[at];
        *first = *first && !(i < at && y[i] == y[at]);
    }
    return equal;
}

/* @param y  whose ties count; NULL: none are equal. */
static struct orders count_orders(const double *y, size_t count)
{
    struct orders orders = {.counts = {1.0}};
    for (size_t m = 2; m <= count; m++)
        multiply(&orders, m);
    for (size_t i = 0; y && i < count; i++) {
        bool first;
        size_t equal = count_equal(y, count, i, &first);
        for (size_t m = 2; first && m <= equal; m++)
            divide(&orders, m);
    }
    for (size_t i = 0; i <= orders.most; i++)
        orders.all += orders.counts[i];
    return orders;
}

static double variance_of(const double *y, size_t count)
{
    double n = (double)count;
    double sum = n * (n - 1.0) * (2.0 * n + 5.0);
    for (size_t i = 0; y && i < count; i++) {
        bool first;
        double t = (double)count_equal(y, count, i, &first);
        sum -= first ? t * (t - 1.0) * (2.0 * t + 5.0) : 0.0;
    }
    return sum / 18.0;
}

/* P(S >= s) where nothing trends, s above 0. */
static double tail(const double *y, size_t count, double s)
{
    if (count > TRIG_KENDALL_EXACT)
        return gsl_cdf_ugaussian_Q((s - 1.0) / sqrt(variance_of(y, count)));
    struct orders orders = count_orders(y, count);
    double beyond = 0.0;
    for (size_t i = 0; i <= orders.most; i++)
        if ((double)orders.most - 2.0 * (double)i >= s - 0.5)
            beyond += orders.counts[i];
    return beyond / orders.all;
}

/* ---- the test ------------------------------------------------------------------------------------- */

struct trig_kendall trig_kendall_test(const double *y, size_t count)
{
    struct trig_kendall test = {0.0, NAN, NAN, NAN};
    double differ = 0.0;
    double pairs = (double)count * ((double)count - 1.0) / 2.0;
    assert(count >= 2 && count <= TRIG_KENDALL_MOST);
    for (size_t j = 1; j < count; j++)
        for (size_t i = 0; i < j; i++) {
            test.s += (double)((y[j] > y[i]) - (y[j] < y[i]));
            differ += y[j] != y[i];
        }
    if (differ > 0.0)
        test.tau = test.s / sqrt(differ * pairs);
    double size = fabs(test.s);
    test.p = size > 0.0 ? fmin(1.0, 2.0 * tail(y, count, size)) : 1.0;
    if (count > TRIG_KENDALL_EXACT)
        test.z = size > 0.0 ? copysign((size - 1.0) / sqrt(variance_of(y, count)), test.s) : 0.0;
    return test;
}

/* ---- the slope ---------------------------------------------------------------------------------------- */

/* The largest r such that the interval from the r-th smallest slope to the r-th largest holds the
 * level: a slope below the r-th smallest leaves at most r - 1 pairs' slopes under it. 0: none does. */
static size_t find_rank(size_t count, double pairs, double level)
{
    size_t rank = 0;
    while (pairs - 2.0 * (double)rank > 0.0 &&
           tail(NULL, count, pairs - 2.0 * (double)rank) <= (1.0 - level) / 2.0)
        rank++;
    return rank;
}

enum trig_status trig_theil_sen(const double *x, const double *y, size_t count, double level,
                                struct trig_theil_sen *out, struct trig_error *error)
{
    size_t pairs = count * (count - 1) / 2;
    size_t filled = 0;
    double *slopes = trig_calloc(pairs, sizeof *slopes);
    if (!slopes) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the slopes of waves");
        return TRIG_ERR_MEMORY;
    }
    for (size_t j = 1; j < count; j++)
        for (size_t i = 0; i < j; i++)
            slopes[filled++] = (y[j] - y[i]) / (x[j] - x[i]);
    gsl_sort(slopes, 1, pairs);
    size_t rank = find_rank(count, (double)pairs, level);
    out->slope = (slopes[(pairs - 1) / 2] + slopes[pairs / 2]) / 2.0;
    out->low = rank ? slopes[rank - 1] : NAN;
    out->high = rank ? slopes[pairs - rank] : NAN;
    trig_free(slopes);
    return TRIG_OK;
}
