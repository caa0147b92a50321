#include "analyze/test/effects.h"

#include "analyze/test/noncentral.h"

#include <math.h>

static const char *magnitude(double size, double small, double medium, double large)
{
    if (isnan(size))
        return "";
    if (fabs(size) < small)
        return "negligible";
    if (fabs(size) < medium)
        return "small";
    return fabs(size) < large ? "medium" : "large";
}

const char *trig_magnitude_of_g(double g)
{
    return magnitude(g, 0.2, 0.5, 0.8);
}

const char *trig_magnitude_of_w(double w)
{
    return magnitude(w, 0.1, 0.3, 0.5);
}

const char *trig_magnitude_of_eta2(double eta2)
{
    return magnitude(sqrt(eta2 / (1.0 - eta2)), 0.1, 0.25, 0.4);
}

const char *trig_magnitude_of_delta(double delta)
{
    return magnitude(delta, 0.147, 0.33, 0.474);
}

void trig_row_set_means_test(const struct trig_means *means, const struct trig_means_test *test,
                             struct trig_test_row *row)
{
    row->statistic = means->groups == 2 ? "t" : "F";
    row->estimate = test->statistic;
    row->df = test->df;
    row->df2 = test->df2;
    row->p = test->p;
}

void trig_row_set_cliff(const struct trig_cliff *cliff, double df, double level, struct trig_test_row *row)
{
    double reach = trig_t_quantile(level, df) * cliff->se;
    row->effect = "cliff_delta";
    row->effect_size = cliff->delta;
    row->effect_low = fmax(-1.0, cliff->delta - reach);
    row->effect_high = fmin(1.0, cliff->delta + reach);
    row->magnitude = trig_magnitude_of_delta(cliff->delta);
}

void trig_row_set_eta2(double eta2, const struct trig_means_test *test, double level,
                       struct trig_test_row *row)
{
    double tail = (1.0 - level) / 2.0;
    double unit = eta2 / (1.0 - eta2) / (test->statistic * test->df);
    double low = unit * trig_noncentral_lambda(test->statistic, test->df, test->df2, 1.0 - tail);
    double high = unit * trig_noncentral_lambda(test->statistic, test->df, test->df2, tail);
    double shift = unit * fmax(0.0, (test->statistic - 1.0) * test->df);
    row->effect = "eta_squared";
    row->effect_size = shift / (1.0 + shift);
    row->effect_low = low / (1.0 + low);
    row->effect_high = high / (1.0 + high);
    row->magnitude = trig_magnitude_of_eta2(row->effect_size);
}

enum trig_status trig_row_note_means(const struct trig_testing *testing, const struct trig_means *means,
                                     struct trig_test_row *row, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (means->blocks.lonely)
        status = trig_test_rows_note(testing->rows, row, error, TRIG_LONELY_NOTE);
    double rate = trig_means_rate(means);
    if (status == TRIG_OK && !isnan(row->p) && rate > TRIG_MEANS_RATE)
        status = trig_test_rows_note(
            testing->rows, row, error,
            "p is too small: groups are so many and small that about %.0f%% of tests at 5%% find a "
            "difference where there is none; --method %s does not",
            100.0 * rate,
            trig_test_methods[row->tested->method == TRIG_TEST_MEANS ? TRIG_TEST_UNWEIGHTED_WELCH
                                                                     : TRIG_TEST_UNWEIGHTED_KRUSKAL_WALLIS]);
    if (status == TRIG_OK && isnan(row->p))
        status =
            trig_test_rows_note(testing->rows, row, error,
                                "not tested: the design leaves too few degrees of freedom, or answers do "
                                "not vary within groups");
    return status;
}
