#include "analyze/reliability/consistency.h"

#include "analyze/estimate/beta.h"

#include <math.h>

/* Of items on 0-100: a variance below this is a rounding error. */
#define NO_VARIANCE 1e-8

bool trig_consistency_is_constant(const double *covariance, size_t items, size_t item)
{
    return covariance[item * items + item] < NO_VARIANCE;
}

double trig_consistency_alpha(const double *covariance, size_t items, size_t dropped)
{
    double own = 0.0;
    double total = 0.0;
    double count = 0.0;
    for (size_t i = 0; i < items; i++) {
        if (i == dropped)
            continue;
        count += 1.0;
        own += covariance[i * items + i];
        for (size_t j = 0; j < items; j++)
            total += j == dropped ? 0.0 : covariance[i * items + j];
    }
    if (count < 2.0 || total < NO_VARIANCE)
        return NAN;
    return count / (count - 1.0) * (1.0 - own / total);
}

double trig_consistency_item_rest(const double *covariance, size_t items, size_t item)
{
    double with_rest = 0.0;
    double rest = 0.0;
    for (size_t i = 0; i < items; i++) {
        if (i == item)
            continue;
        with_rest += covariance[item * items + i];
        for (size_t j = 0; j < items; j++)
            rest += j == item ? 0.0 : covariance[i * items + j];
    }
    if (trig_consistency_is_constant(covariance, items, item) || rest < NO_VARIANCE)
        return NAN;
    return with_rest / sqrt(covariance[item * items + item] * rest);
}

double trig_consistency_inter_item(const double *covariance, size_t items)
{
    double sum = 0.0;
    double pairs = 0.0;
    for (size_t i = 0; i < items; i++) {
        if (trig_consistency_is_constant(covariance, items, i))
            return NAN;
        for (size_t j = i + 1; j < items; j++) {
            sum += covariance[i * items + j] / sqrt(covariance[i * items + i] * covariance[j * items + j]);
            pairs += 1.0;
        }
    }
    return sum / pairs;
}

void trig_consistency_feldt(double alpha, double n, size_t items, double level, double *low, double *high)
{
    *low = *high = NAN;
    if (!(n >= 2.0) || isnan(alpha))
        return;
    double people = n - 1.0;
    double both = people * (double)(items - 1);
    double tail = (1.0 - level) / 2.0;
    *low = 1.0 - (1.0 - alpha) * trig_f_quantile(1.0 - tail, people, both);
    *high = 1.0 - (1.0 - alpha) * trig_f_quantile(tail, people, both);
}
