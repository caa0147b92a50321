#include "plots/page/spread.h"

#include "surveys/base/memory.h"

/* Labels that touch one another move as one. */
struct block {
    size_t first;
    size_t count;
    double middle; /* mean of wanted less the labels' own offsets in the block */
    double size;
};

/* Sets two neighbouring blocks side by side: each label of [b] lies further
 * from the block's start by the size of [a]. */
static struct block join(struct block a, struct block b)
{
    double starts_a = a.middle - a.size / 2, starts_b = b.middle - b.size / 2 - a.size;
    double start = (starts_a * (double)a.count + starts_b * (double)b.count) / (double)(a.count + b.count);
    double size = a.size + b.size;
    return (struct block){a.first, a.count + b.count, start + size / 2, size};
}

static double within(double middle, double size, double low, double high)
{
    if (middle - size / 2 < low)
        middle = low + size / 2;
    if (middle + size / 2 > high)
        middle = high - size / 2;
    return middle;
}

static size_t pool(const struct trig_spread *labels, size_t count, double low, double high,
                   struct block *blocks)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        double size = labels[i].size;
        struct block block = {i, 1, within(labels[i].wanted, size, low, high), size};
        while (used && blocks[used - 1].middle + blocks[used - 1].size / 2 > block.middle - block.size / 2) {
            block = join(blocks[--used], block);
            block.middle = within(block.middle, block.size, low, high);
        }
        blocks[used++] = block;
    }
    return used;
}

static void place_evenly(struct trig_spread *labels, size_t count, double low, double high)
{
    double step = (high - low) / (double)count;
    for (size_t i = 0; i < count; i++)
        labels[i].placed = low + ((double)i + 0.5) * step;
}

enum trig_status trig_spread_place(struct trig_spread *labels, size_t count, double low, double high,
                                   struct trig_error *error)
{
    double total = 0;
    for (size_t i = 0; i < count; i++)
        total += labels[i].size;
    if (total > high - low) {
        place_evenly(labels, count, low, high);
        return TRIG_OK;
    }
    struct block *blocks = trig_calloc(count, sizeof *blocks);
    if (!blocks)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu labels", count);
    size_t used = pool(labels, count, low, high, blocks);
    for (size_t b = 0; b < used; b++) {
        double at = blocks[b].middle - blocks[b].size / 2;
        for (size_t i = blocks[b].first; i < blocks[b].first + blocks[b].count; i++) {
            labels[i].placed = at + labels[i].size / 2;
            at += labels[i].size;
        }
    }
    trig_free(blocks);
    return TRIG_OK;
}
