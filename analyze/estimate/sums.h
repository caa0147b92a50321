/* Rows of sums by key: what a tally keeps for a batch, and for the whole.
 *
 *      key -> slot:   respondents | weight, weight^2 | fpc low, high.. | measure 0: n y yy | measure 1: ... |
 * bins
 *
 * With unit weights a measure has three sums {n, y, y^2}; with weights eight, in
 * the order of struct trig_moments. Slot 0 is the bin: rows outside the frame
 * are added to it, which costs less than asking each row.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_SUMS_H
#define TRIG_ANALYZE_ESTIMATE_SUMS_H

#include "analyze/estimate/cells.h"

#define TRIG_SUMS_UNIT     3
#define TRIG_SUMS_WEIGHTED 8
#define TRIG_SUMS_FPC      4 /* smallest and largest fpc of the first stage, and of the second */
#define TRIG_SUMS_OWN      2 /* the sum of weights and, with weights, of their squares */
#define TRIG_BIN           0

struct trig_sums {
    size_t count; /* slots in use, the bin included */
    size_t capacity;
    size_t width; /* doubles a slot: the weight and its square, then measures x 3 or 8, then bins x 1 or 3 */
    size_t measures;
    size_t each; /* TRIG_SUMS_UNIT or TRIG_SUMS_WEIGHTED */
    uint64_t *keys;
    uint64_t *respondents;
    double *fpc;     /* TRIG_SUMS_FPC a slot */
    double *values;  /* width a slot */
    double *carries; /* the same shape: what compensated addition has kept; NULL in a batch's sums */
    struct trig_extremes *extremes; /* measures a slot; NULL when no measure is numeric */
    uint64_t key_count;             /* below which all keys are */
    uint32_t *dense;                /* by key: its slot, 0: none yet; NULL when there are too many keys */
    trig_dictionary *sparse;        /* the eight bytes of a key -> slot - 1 */
};

/* How the sums of a frame are laid out. */
struct trig_sums_shape {
    uint64_t key_count;
    size_t measures;
    size_t bins;
    bool weighted;
    bool compensated;
    bool extremes;
};

enum trig_status trig_sums_init(struct trig_sums *sums, const struct trig_sums_shape *shape,
                                struct trig_error *error);
void trig_sums_clear(struct trig_sums *sums);

/** Empties the sums for the next batch, keeping their memory. */
enum trig_status trig_sums_reset(struct trig_sums *sums, struct trig_error *error);

/** The slot of [key], a new one of zeros when it is not there; keys from
 *  TRIG_KEY_OUTSIDE on are TRIG_BIN's.
 *  @return TRIG_OK, TRIG_ERR_LIMIT, TRIG_ERR_MEMORY. */
enum trig_status trig_sums_slot(struct trig_sums *sums, uint64_t key, size_t *slot, struct trig_error *error);

/** The slot of [key] where that is known at once, else TRIG_BIN. */
static inline size_t trig_sums_known(const struct trig_sums *sums, uint64_t key)
{
    return sums->dense && key < sums->key_count ? sums->dense[key] : TRIG_BIN;
}

/** Adds [other], which may be compensated or not, to the compensated [sums]. */
enum trig_status trig_sums_merge(struct trig_sums *sums, const struct trig_sums *other,
                                 struct trig_error *error);

/** Value [index] of a slot, with what was carried. */
static inline double trig_sums_value(const struct trig_sums *sums, size_t slot, size_t index)
{
    size_t at = slot * sums->width + index;
    return sums->values[at] + (sums->carries ? sums->carries[at] : 0.0);
}

/** The place of the first sum of [measure] in a slot. */
static inline size_t trig_sums_place(const struct trig_sums *sums, size_t measure)
{
    return TRIG_SUMS_OWN + measure * sums->each;
}

/** The place of the first bin in a slot, and how many doubles a bin has: its
 *  count, with weights also their sum and sum of squares. */
static inline size_t trig_sums_bins(const struct trig_sums *sums)
{
    return TRIG_SUMS_OWN + sums->measures * sums->each;
}

static inline size_t trig_sums_bin_size(const struct trig_sums *sums)
{
    return sums->each == TRIG_SUMS_UNIT ? 1 : 3;
}

/** Adds one value to a cell's extremes. */
static inline void trig_extremes_add(struct trig_extremes *extremes, double value)
{
    extremes->total += value;
    if (value > extremes->largest) {
        extremes->second = extremes->largest;
        extremes->largest = value;
    } else if (value > extremes->second) {
        extremes->second = value;
    }
}

/** Adds another group's extremes. */
static inline void trig_extremes_merge(struct trig_extremes *extremes, const struct trig_extremes *other)
{
    double total = extremes->total + other->total;
    trig_extremes_add(extremes, other->largest);
    trig_extremes_add(extremes, other->second);
    extremes->total = total;
}

#endif
