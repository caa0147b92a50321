#include "tests/support.h"

#include "tests/unit/analyze/coverage.h"

#include <math.h>

void coverage_add(struct coverage *coverage, double low, double high, double truth)
{
    if (isnan(low) || isnan(high))
        return;
    coverage->intervals++;
    coverage->held += low <= truth && truth <= high;
    coverage->width += (high - low) / 2.0;
}

double coverage_rate(const struct coverage *coverage)
{
    return (double)coverage->held / (double)coverage->intervals;
}

static double monte_carlo_error(const struct coverage *coverage, double rate)
{
    return sqrt(rate * (1.0 - rate) / (double)coverage->intervals);
}

void coverage_assert(const struct coverage *coverage, const char *label, double least, double most)
{
    assert_true(coverage->intervals > 0);
    double rate = coverage_rate(coverage);
    print_message("  %s: %.3f of %zu, half width %.4f\n", label, rate, coverage->intervals,
                  coverage->width / (double)coverage->intervals);
    if (rate < least - 3.0 * monte_carlo_error(coverage, least) ||
        rate > most + 3.0 * monte_carlo_error(coverage, most))
        fail_msg("%s: %.3f of %zu intervals hold the truth", label, rate, coverage->intervals);
}
