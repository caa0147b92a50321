/* Sets that grow by joining two members at a time; a set is known by its least member. */
#ifndef TRIG_ANALYZE_TEST_ROOTS_H
#define TRIG_ANALYZE_TEST_ROOTS_H

#include <stddef.h>

/** Each of [count] members a set by itself. @param parents  [count], the caller's. */
void trig_roots_init(size_t *parents, size_t count);

/** The least member of the set that [member] is in. */
size_t trig_roots_of(size_t *parents, size_t member);

/** Makes one set of those that [a] and [b] are in. */
void trig_roots_join(size_t *parents, size_t a, size_t b);

#endif
