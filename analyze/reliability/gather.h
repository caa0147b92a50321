/* What is gathered of the items of one scale in one group of people. */
#ifndef TRIG_ANALYZE_RELIABILITY_GATHER_H
#define TRIG_ANALYZE_RELIABILITY_GATHER_H

#include "analyze/reliability/products.h"
#include "analyze/reliability/tables.h"

/* What is gathered besides the products of those who answered all items. */
struct trig_gather_options {
    bool pair_tables; /* their answers by pair of items */
    bool pairwise;    /* products of those who answered both items of a pair */
};

/* What is known of one scale in one group. */
struct trig_gather {
    size_t items;
    trig_products *products;
    trig_answer_tables *tables;
    trig_products **pairs; /* [items * items], where i < j; NULL: not asked for */
};

/** An empty gather of [items] items with these levels, which are borrowed.
 *  @param out  to clear with trig_gather_clear, also on failure. */
enum trig_status trig_gather_init(const struct trig_levels *levels, size_t items,
                                  const struct trig_gather_options *options, struct trig_gather *out,
                                  struct trig_error *error);
void trig_gather_clear(struct trig_gather *gather);

/** Ends a batch. */
void trig_gather_close(struct trig_gather *gather);

/** Adds [other], of the same items and options; both closed. */
void trig_gather_merge(struct trig_gather *gather, const struct trig_gather *other);

#endif
