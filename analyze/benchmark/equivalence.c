#include "analyze/benchmark/equivalence.h"

#include <math.h>

double trig_equivalence_p(double difference, double se, double df, double margin)
{
    if (!(se > 0.0) || isnan(difference))
        return NAN;
    return trig_t_tail((margin - fabs(difference)) / se, df);
}

struct trig_view trig_equivalence_word(double p, double low, double high, double margin, double level)
{
    if (isnan(p))
        return trig_view(NULL);
    if (p <= 1.0 - level)
        return trig_view("within");
    return trig_view(low > margin || high < -margin ? "beyond" : "unclear");
}

void trig_equivalence_fill(struct trig_result *row, double margin, double level)
{
    double most = margin / (row->unit == TRIG_UNIT_SHARE ? 100.0 : 1.0);
    row->p_equivalence = trig_equivalence_p(row->difference, row->difference_se, row->difference_df, most);
    row->equivalence =
        trig_equivalence_word(row->p_equivalence, row->difference_low, row->difference_high, most, level);
}
