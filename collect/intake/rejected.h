/* The rejects of one import, to be compared with a list of them that somebody edited. */
#ifndef TRIG_COLLECT_INTAKE_REJECTED_H
#define TRIG_COLLECT_INTAKE_REJECTED_H

#include "surveys/base/error.h"
#include "surveys/store/store.h"

#include "collect/intake/shape.h"
#include "collect/reason.h"

struct trig_rejected {
    uint64_t record;
    uint64_t id;     /* in the store */
    uint64_t fields; /* trig_rejected_fields of what it holds */
    enum trig_reason reason;
};

struct trig_rejected_list {
    struct trig_rejected *items; /* owned; by record */
    size_t count;
    size_t capacity;
};

/** Gives the field of a record that belongs to column [index] of the shape. */
typedef struct trig_view trig_field_at(const void *record, size_t index);

/** A hash of the fields that the shape's columns have. Carriage returns, and the
 *  apostrophe that guards a spreadsheet against formulas, make no difference. */
uint64_t trig_rejected_fields(trig_field_at *at, const void *record, size_t count);

/** [text] without the apostrophe that `rejects` puts before a formula. */
struct trig_view trig_rejected_unguard(struct trig_view text);

/** Reads the rejects of [import]; free with trig_rejected_clear in any case. */
enum trig_status trig_rejected_read(trig_store *store, uint64_t import, const struct trig_shape *shape,
                                    struct trig_rejected_list *out, struct trig_error *error);
void trig_rejected_clear(struct trig_rejected_list *list);

/** The reject of [record]; NULL when there is none. */
const struct trig_rejected *trig_rejected_find(const struct trig_rejected_list *list, uint64_t record);

#endif
