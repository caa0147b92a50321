/* What every test needs on top of cmocka. Include it instead of cmocka.h. */
#ifndef TRIG_TESTS_SUPPORT_H
#define TRIG_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Whether two numbers agree within a relative or an absolute tolerance; two
 * NANs agree, a NAN and a number never do. */
static inline bool trig_close(double a, double b, double relative, double absolute)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b);
    if (a == b)
        return true;
    double larger = fabs(a) > fabs(b) ? fabs(a) : fabs(b);
    return fabs(a - b) <= relative * larger || fabs(a - b) <= absolute;
}

/* cmocka's assert_float_equal casts to float and takes NAN for anything. */
#define assert_close(actual, expected, relative, absolute)                                                   \
    do {                                                                                                     \
        double actual_ = (actual), expected_ = (expected);                                                   \
        if (!trig_close(actual_, expected_, (relative), (absolute)))                                         \
            fail_msg("%s is %.17g, not %.17g", #actual, actual_, expected_);                                 \
    } while (0)

/* Fails with the error's own words. */
#define assert_ok(status, error)                                                                             \
    do {                                                                                                     \
        if ((status) != TRIG_OK)                                                                             \
            fail_msg("%s: %s", #status, (error).message);                                                    \
    } while (0)

#endif
