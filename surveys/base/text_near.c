#include "surveys/base/text.h"

#include "surveys/base/memory.h"

#include <stdint.h>

#include <utf8proc.h>

/* Words for two short texts and the table's rows that need no allocation. */
#define FEW_WORDS 1024

/* A misspelling changes at most one character in this many. */
#define CHARACTERS_A_MISTAKE 3

/* ---- distance ---------------------------------------------------------------- */

/* Two texts as characters, and three rows of the table of distances between
 * their beginnings: row i, column j is the distance of a's first i characters
 * from b's first j. */
struct pair {
    size_t *a;
    size_t *b;
    size_t a_count;
    size_t b_count;
    size_t *rows[3]; /* two rows back, one row back, this row */
};

/* Bytes that are no character become numbers that no character has. */
static size_t decode(struct trig_view text, size_t *out)
{
    size_t count = 0;
    for (size_t at = 0; at < text.length;) {
        int32_t character;
        size_t left = text.length - at;
        utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text.data + at,
                                                   left < 4 ? (utf8proc_ssize_t)left : 4, &character);
        out[count++] = length > 0 ? (size_t)character : SIZE_MAX - (unsigned char)text.data[at];
        at += length > 0 ? (size_t)length : 1;
    }
    return count;
}

/* What both begin or end with costs nothing. */
static void drop_common_ends(struct pair *pair)
{
    while (pair->a_count && pair->b_count && pair->a[0] == pair->b[0]) {
        pair->a++;
        pair->b++;
        pair->a_count--;
        pair->b_count--;
    }
    while (pair->a_count && pair->b_count && pair->a[pair->a_count - 1] == pair->b[pair->b_count - 1]) {
        pair->a_count--;
        pair->b_count--;
    }
}

static size_t least(size_t x, size_t y)
{
    return x < y ? x : y;
}

/* One cell, from those around it: change, drop, insert, or swap two neighbours. */
static size_t cell(const struct pair *pair, size_t i, size_t j)
{
    size_t change = pair->rows[1][j - 1] + (pair->a[i - 1] != pair->b[j - 1]);
    size_t edit = least(pair->rows[1][j], pair->rows[2][j - 1]) + 1;
    size_t best = least(change, edit);
    if (i > 1 && j > 1 && pair->a[i - 1] == pair->b[j - 2] && pair->a[i - 2] == pair->b[j - 1])
        best = least(best, pair->rows[0][j - 2] + 1);
    return best;
}

/* Fills row [i] where it can hold [limit] or less, which is within that many
 * columns of the diagonal; returns the least of the row. */
static size_t fill_row(struct pair *pair, size_t i, size_t limit)
{
    size_t *row = pair->rows[2];
    size_t first = i > limit ? i - limit : 1;
    size_t last = least(i + limit, pair->b_count);
    size_t smallest = first == 1 ? i : SIZE_MAX;
    row[first - 1] = first == 1 ? i : limit + 1;
    for (size_t j = first; j <= last; j++) {
        row[j] = cell(pair, i, j);
        smallest = least(smallest, row[j]);
    }
    if (last < pair->b_count)
        row[last + 1] = limit + 1; /* read by the next row, beyond its own band */
    return smallest;
}

static size_t pair_distance(struct pair *pair, size_t limit)
{
    for (size_t j = 0; j <= pair->b_count; j++) {
        pair->rows[0][j] = limit + 1;
        pair->rows[1][j] = j;
    }
    size_t previous = 0;
    for (size_t i = 1; i <= pair->a_count; i++) {
        size_t smallest = fill_row(pair, i, limit);
        /* A swap reaches two rows back, so one hopeless row alone proves nothing. */
        if (smallest > limit && previous > limit)
            return limit + 1;
        previous = smallest;
        size_t *oldest = pair->rows[0];
        pair->rows[0] = pair->rows[1];
        pair->rows[1] = pair->rows[2];
        pair->rows[2] = oldest;
    }
    return least(pair->rows[1][pair->b_count], limit + 1);
}

size_t trig_text_distance(struct trig_view a, struct trig_view b, size_t limit)
{
    size_t few[FEW_WORDS];
    size_t needed = a.length + b.length + 3 * (b.length + 2);
    size_t *words = needed <= FEW_WORDS ? few : trig_resize(NULL, needed, sizeof *words);
    if (!words)
        return limit < SIZE_MAX ? limit + 1 : limit;
    struct pair pair = {.a = words, .b = words + a.length};
    for (size_t i = 0; i < 3; i++)
        pair.rows[i] = words + a.length + b.length + i * (b.length + 2);
    pair.a_count = decode(a, pair.a);
    pair.b_count = decode(b, pair.b);
    drop_common_ends(&pair);
    size_t larger = pair.a_count > pair.b_count ? pair.a_count : pair.b_count;
    size_t smaller = least(pair.a_count, pair.b_count);
    limit = least(limit, larger);
    size_t distance = larger - smaller > limit ? limit + 1 : pair_distance(&pair, limit);
    if (words != few)
        trig_free(words);
    return distance;
}

/* ---- suggestions --------------------------------------------------------------- */

struct near {
    size_t index;
    size_t distance;
};

static size_t characters(struct trig_view text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

/* How many mistakes a misspelling of the longer text can have. One character
 * alone is not misspelt but another answer. */
static size_t most_mistakes(struct trig_view a, struct trig_view b)
{
    size_t a_count = characters(a);
    size_t b_count = characters(b);
    size_t shorter = least(a_count, b_count);
    size_t longer = a_count > b_count ? a_count : b_count;
    if (shorter < 2)
        return 0;
    return longer < CHARACTERS_A_MISTAKE ? 1 : longer / CHARACTERS_A_MISTAKE;
}

/* Puts [candidate] into the list in order of distance, the earlier first among equals. */
static size_t insert(struct near *nearest, size_t count, size_t most, struct near candidate)
{
    size_t at = count < most ? count : most - 1;
    if (count == most && nearest[at].distance <= candidate.distance)
        return count;
    for (; at > 0 && nearest[at - 1].distance > candidate.distance; at--)
        nearest[at] = nearest[at - 1];
    nearest[at] = candidate;
    return count < most ? count + 1 : count;
}

/* Out of memory means fewer suggestions, never a failure of its own. */
static size_t find_nearest(struct trig_arena *arena, struct trig_view text, struct trig_views candidates,
                           struct near *nearest, size_t most)
{
    size_t count = 0;
    struct trig_view plain;
    if (trig_text_normalise(arena, text, &plain, NULL))
        return 0;
    for (size_t i = 0; i < candidates.count; i++) {
        struct trig_view other;
        if (trig_text_normalise(arena, candidates.items[i], &other, NULL))
            continue;
        size_t limit = most_mistakes(plain, other);
        size_t distance = trig_text_distance(plain, other, limit);
        if (distance <= limit)
            count = insert(nearest, count, most, (struct near){i, distance});
    }
    return count;
}

size_t trig_text_nearest(struct trig_view text, struct trig_views candidates, size_t *out, size_t most)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    most = least(most, candidates.count);
    size_t count = 0;
    struct near *nearest = trig_arena_calloc(&arena, most, sizeof *nearest);
    if (nearest && most)
        count = find_nearest(&arena, text, candidates, nearest, most);
    for (size_t i = 0; i < count; i++)
        out[i] = nearest[i].index;
    trig_arena_clear(&arena);
    return count;
}
