#include "analyze/reliability/adequacy.h"

#include "analyze/reliability/matrix.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static void set_kmo(const double *correlation, const double *inverse, size_t items, struct trig_adequacy *out)
{
    double all = 0.0;
    double all_partial = 0.0;
    for (size_t i = 0; i < items; i++) {
        double sum = 0.0;
        double partial = 0.0;
        for (size_t j = 0; j < items; j++) {
            double r = correlation[i * items + j];
            double q = inverse[i * items + j];
            sum += i == j ? 0.0 : r * r;
            partial += i == j ? 0.0 : q * q / (inverse[i * items + i] * inverse[j * items + j]);
        }
        out->items[i] = sum / (sum + partial);
        all += sum;
        all_partial += partial;
    }
    out->kmo = all / (all + all_partial);
}

enum trig_status trig_adequacy_measure(const double *correlation, size_t items, double n,
                                       struct trig_adequacy *out, struct trig_error *error)
{
    double determinant;
    double count = (double)items;
    double *inverse = trig_calloc(items * items, sizeof *inverse);
    if (!inverse)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the correlations of %zu items",
                              items);
    trig_matrix_invert(correlation, items, inverse, &determinant);
    set_kmo(correlation, inverse, items, out);
    out->df = count * (count - 1.0) / 2.0;
    out->chi_square = -determinant * (n - 1.0 - (2.0 * count + 5.0) / 6.0);
    out->p = out->chi_square >= 0.0 ? gsl_cdf_chisq_Q(out->chi_square, out->df) : NAN;
    trig_free(inverse);
    return TRIG_OK;
}
