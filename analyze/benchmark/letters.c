#include "analyze/benchmark/letters.h"

#include "surveys/base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sets are bits in words; the first item is the highest bit of the first word, so that
 * comparing words from the left puts sets of early items first. */
#define BITS ((size_t)64)

struct trig_letters {
    size_t words; /* of a set */
    size_t count; /* sets */
    size_t capacity;
    uint64_t *sets;
};

static uint64_t bit_of(size_t item)
{
    return UINT64_C(1) << (BITS - 1 - item % BITS);
}

static uint64_t *set_at(const trig_letters *letters, size_t letter)
{
    return letters->sets + letter * letters->words;
}

size_t trig_letters_count(const trig_letters *letters)
{
    return letters->count;
}

bool trig_letters_has(const trig_letters *letters, size_t letter, size_t item)
{
    return (set_at(letters, letter)[item / BITS] & bit_of(item)) != 0;
}

/* ---- insertion and absorption ---------------------------------------------------------------- */

static bool is_within(const trig_letters *letters, const uint64_t *set, const uint64_t *other)
{
    for (size_t i = 0; i < letters->words; i++)
        if (set[i] & ~other[i])
            return false;
    return true;
}

static bool is_absorbed(const trig_letters *letters, size_t letter)
{
    for (size_t i = 0; i < letters->count; i++)
        if (i != letter && is_within(letters, set_at(letters, letter), set_at(letters, i)))
            return true;
    return false;
}

static void drop(trig_letters *letters, size_t letter)
{
    letters->count--;
    memmove(set_at(letters, letter), set_at(letters, letters->count), letters->words * sizeof(uint64_t));
}

/* Splits set [letter], which holds both: it loses [a], a new one at the end loses [b]. */
static enum trig_status split(trig_letters *letters, size_t letter, size_t a, size_t b,
                              struct trig_error *error)
{
    enum trig_status status = trig_grow((void **)&letters->sets, &letters->capacity,
                                        (letters->count + 1) * letters->words, sizeof(uint64_t), error);
    if (status)
        return status;
    uint64_t *copy = set_at(letters, letters->count++);
    memcpy(copy, set_at(letters, letter), letters->words * sizeof *copy);
    copy[b / BITS] &= ~bit_of(b);
    set_at(letters, letter)[a / BITS] &= ~bit_of(a);
    return TRIG_OK;
}

/* Sets that were split may lie within others now, from the last on so that places hold. */
static void absorb(trig_letters *letters, size_t a, size_t b)
{
    for (size_t i = letters->count; i-- > 0;)
        if (trig_letters_has(letters, i, a) != trig_letters_has(letters, i, b) && is_absorbed(letters, i))
            drop(letters, i);
}

static enum trig_status tell_apart(trig_letters *letters, size_t a, size_t b, struct trig_error *error)
{
    size_t before = letters->count;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < before && status == TRIG_OK; i++)
        if (trig_letters_has(letters, i, a) && trig_letters_has(letters, i, b))
            status = split(letters, i, a, b, error);
    if (status)
        return status;
    absorb(letters, a, b);
    if (letters->count > TRIG_MOST_LETTERS)
        return trig_error_set(error, TRIG_ERR_LIMIT, "more than %zu sets of institutions that do not differ",
                              TRIG_MOST_LETTERS);
    return TRIG_OK;
}

/* ---- sets ---------------------------------------------------------------------------------------- */

static int compare_sets(const void *a, const void *b, void *letters)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    for (size_t i = 0; i < ((const trig_letters *)letters)->words; i++)
        if (x[i] != y[i])
            return x[i] > y[i] ? -1 : 1;
    return 0;
}

static enum trig_status fill(trig_letters *letters, size_t count, const bool *differ,
                             struct trig_error *error)
{
    enum trig_status status =
        trig_grow((void **)&letters->sets, &letters->capacity, letters->words, sizeof(uint64_t), error);
    if (status)
        return status;
    memset(letters->sets, 0, letters->words * sizeof *letters->sets);
    for (size_t i = 0; i < count; i++)
        letters->sets[i / BITS] |= bit_of(i);
    letters->count = 1;
    for (size_t a = 0; a < count; a++)
        for (size_t b = a + 1; b < count && status == TRIG_OK; b++)
            if (differ[a * count + b])
                status = tell_apart(letters, a, b, error);
    if (status == TRIG_OK)
        qsort_r(letters->sets, letters->count, letters->words * sizeof *letters->sets, compare_sets, letters);
    return status;
}

trig_letters *trig_letters_create(size_t count, const bool *differ, struct trig_error *error)
{
    trig_letters *letters = trig_calloc(1, sizeof *letters);
    if (!letters) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for letters");
        return NULL;
    }
    letters->words = (count + BITS - 1) / BITS;
    if (fill(letters, count, differ, error)) {
        trig_letters_destroy(letters);
        return NULL;
    }
    return letters;
}

void trig_letters_destroy(trig_letters *letters)
{
    if (!letters)
        return;
    trig_free(letters->sets);
    trig_free(letters);
}

void trig_letters_write(const trig_letters *letters, size_t item, char *out, size_t size)
{
    static const char names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const size_t known = sizeof names - 1;
    size_t length = 0;
    out[0] = '\0';
    for (size_t i = 0; i < letters->count && length + 5 <= size; i++) {
        if (!trig_letters_has(letters, i, item))
            continue;
        out[length++] = names[i % known];
        if (i >= known)
            length += (size_t)snprintf(out + length, size - length, "%zu", i / known + 1);
        out[length] = '\0';
    }
}
