#include "analyze/design/hadamard.h"

#include <assert.h>
#include <stdint.h>

static bool is_prime(size_t number)
{
    if (number < 2)
        return false;
    for (size_t i = 2; i * i <= number; i++)
        if (number % i == 0)
            return false;
    return true;
}

size_t trig_hadamard_doublings(size_t order, size_t *prime)
{
    size_t doublings = 0;
    size_t rest = order;
    *prime = 0;
    while (rest > 1 && rest % 2 == 0) {
        if (rest % 4 == 0 && is_prime(rest - 1)) {
            *prime = rest - 1;
            return doublings;
        }
        rest /= 2;
        doublings++;
    }
    return rest == 1 ? doublings : SIZE_MAX;
}

size_t trig_hadamard_order(size_t least)
{
    size_t order = least < 2 ? 2 : least + least % 2;
    size_t prime;
    while (trig_hadamard_doublings(order, &prime) == SIZE_MAX)
        order += 2;
    return order;
}

/* Whether [number] is a square modulo [prime], by Euler's criterion. */
static bool is_residue(size_t number, size_t prime)
{
    uint64_t power = 1;
    uint64_t base = number % prime;
    for (size_t exponent = (prime - 1) / 2; exponent; exponent /= 2) {
        if (exponent % 2)
            power = power * base % prime;
        base = base * base % prime;
    }
    return power == 1;
}

/* Paley's matrix: the first row and the diagonal +1, the rest of the first column
 * -1, elsewhere by whether column - row is a square. */
static bool is_positive_of_paley(size_t prime, size_t row, size_t column)
{
    if (row == 0 || row == column)
        return true;
    if (column == 0)
        return false;
    return is_residue((column + prime - row) % prime, prime);
}

bool trig_hadamard_is_positive(size_t order, size_t row, size_t column)
{
    size_t prime;
    size_t doublings = trig_hadamard_doublings(order, &prime);
    assert(doublings < 64);
    size_t factor = (size_t)1 << doublings;
    bool odd = __builtin_popcountll((unsigned long long)((row % factor) & (column % factor))) % 2 != 0;
    bool positive = prime ? is_positive_of_paley(prime, row / factor, column / factor) : true;
    return positive != odd;
}
