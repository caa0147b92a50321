#include "analyze/reliability/bivariate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stddef.h>

/* Nodes and weights of the rule of 20 points on -1 to 1: the positive half. */
static const double nodes[] = {0.0765265211334973337546404093988382, 0.2277858511416450780804961953685746,
                               0.3737060887154195606725481770249272, 0.5108670019508270980043640509552510,
                               0.6360536807265150254528366962262859, 0.7463319064601507926143050703556416,
                               0.8391169718222188233945290617015207, 0.9122344282513259058677524412032981,
                               0.9639719272779137912676661311972772, 0.9931285991850949247861223884713203};
static const double weights[] = {0.1527533871307258506980843319550976, 0.1491729864726037467878287370019694,
                                 0.1420961093183820513292983250671649, 0.1316886384491766268984944997481631,
                                 0.1181945319615184173123773777113823, 0.1019301198172404350367501354803499,
                                 0.0832767415767047487247581432220462, 0.0626720483341090635695065351870416,
                                 0.0406014298003869413310399522749321, 0.0176140071391521183118619623518528};

/* The integrand at pi / 2 - [t]. */
static double integrand(double h, double k, double t)
{
    double cosine = sin(t);
    double difference = (h - k) / cosine;
    return exp(-0.5 * difference * difference - h * k / (1.0 + cos(t)));
}

/* The integral from pi / 2 - [to] to pi / 2 - [from]. */
static double piece(double h, double k, double from, double to)
{
    double middle = 0.5 * (from + to);
    double half = 0.5 * (to - from);
    double sum = 0.0;
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        sum += weights[i] *
               (integrand(h, k, middle - half * nodes[i]) + integrand(h, k, middle + half * nodes[i]));
    return half * sum;
}

static double below_positive(double h, double k, double rho)
{
    double end = acos(rho);
    double sum = 0.0;
    double to = M_PI_2;
    while (to > end) {
        double from = fmax(end, 0.5 * to);
        sum += piece(h, k, from, to);
        to = from;
    }
    return gsl_cdf_ugaussian_P(h) * gsl_cdf_ugaussian_P(k) + sum / (2.0 * M_PI);
}

double trig_bivariate_below(double h, double k, double rho)
{
    if (isinf(h) || isinf(k) || rho >= 1.0)
        return gsl_cdf_ugaussian_P(fmin(h, k));
    if (rho <= -1.0)
        return fmax(0.0, gsl_cdf_ugaussian_P(h) - gsl_cdf_ugaussian_P(-k));
    if (rho >= 0.0)
        return below_positive(h, k, rho);
    return gsl_cdf_ugaussian_P(h) - below_positive(h, -k, -rho);
}

double trig_bivariate_density(double h, double k, double rho)
{
    double left = 1.0 - rho * rho;
    if (isinf(h) || isinf(k))
        return 0.0;
    return exp(-0.5 * (h * h - 2.0 * rho * h * k + k * k) / left) / (2.0 * M_PI * sqrt(left));
}
