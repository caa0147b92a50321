/* Takes the place of surveys/memory_raw.c in a test program: the n-th
 * allocation from now on fails, and all after it succeed again. */
#ifndef TRIG_TESTS_FAULT_FAILING_MEMORY_H
#define TRIG_TESTS_FAULT_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/** Lets the [nth] allocation from now on fail, from 1; 0: none. */
void failing_memory_arm(size_t nth);

/** Whether the allocation that was to fail has been asked for. */
bool failing_memory_struck(void);

/** malloc and free of the same kind, for libraries that take their own. */
void *failing_memory_malloc(size_t size);
void failing_memory_free(void *pointer);

#endif
