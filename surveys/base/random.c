#include "surveys/base/random.h"

#include <sodium.h>

/* Below [bound] without favour, whatever its size: numbers above the last whole multiple
 * of it are drawn again. */
static size_t below(size_t bound)
{
    size_t number;
    const size_t most = SIZE_MAX - SIZE_MAX % bound;
    do
        randombytes_buf(&number, sizeof number);
    while (number >= most);
    return number % bound;
}

enum trig_status trig_random_shuffle(size_t *indices, size_t count, struct trig_error *error)
{
    if (sodium_init() < 0)
        return trig_error_set(error, TRIG_ERR_IO, "the system gives no random numbers");
    for (size_t i = count; i > 1; i--) {
        size_t j = below(i);
        size_t kept = indices[i - 1];
        indices[i - 1] = indices[j];
        indices[j] = kept;
    }
    return TRIG_OK;
}
