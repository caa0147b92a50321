/* Takes the place of surveys/base/memory_raw.c in a test program: the n-th
 * allocation from now on fails. To try every n there is
 *
 *     failing_memory_sweep("label", run, context)
 *
 *       run with the 1st allocation failing, and once more with all from the 1st on;
 *       run with the 2nd ...
 *       until a run needs fewer allocations than that
 *
 * A run that met a failure must return TRIG_ERR_MEMORY with a message, or
 * TRIG_OK where running out of memory only means less, and must give back all it
 * took; the last run, which meets none, must return TRIG_OK. What other libraries
 * take by themselves (SQLite, stdio) is not seen.
 */
#ifndef TRIG_TESTS_FAULT_FAILING_MEMORY_H
#define TRIG_TESTS_FAULT_FAILING_MEMORY_H

#include "surveys/base/error.h"

#include <stdbool.h>
#include <stddef.h>

/** Lets the [nth] allocation from now on fail, from 1, and all after it succeed
 *  again; 0: none fails. */
void failing_memory_arm(size_t nth);

/** The same, but all after it fail too. */
void failing_memory_arm_all(size_t nth);

/** Whether the allocation that was to fail has been asked for. */
bool failing_memory_struck(void);

/** Blocks taken and not yet given back, in the whole process. */
size_t failing_memory_live(void);

/** malloc and free of the same kind, for libraries that take their own. */
void *failing_memory_malloc(size_t size);
void failing_memory_free(void *pointer);

/** The work to be swept. */
typedef enum trig_status failing_memory_run(void *context, struct trig_error *error);

/** Fails the cmocka test that calls it when a run does not do as said above.
 *  @return how many allocations the work takes. */
size_t failing_memory_sweep(const char *label, failing_memory_run *run, void *context);

#endif
