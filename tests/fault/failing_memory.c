#include "tests/support.h"

#include "tests/fault/failing_memory.h"

#include "surveys/base/memory.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Atomic, because the code under test may have threads. */
static _Atomic size_t left; /* allocations until one fails; 0: none will */
static _Atomic bool all_later;
static _Atomic bool struck;
static _Atomic size_t live;

void failing_memory_arm(size_t nth)
{
    left = nth;
    all_later = false;
    struck = false;
}

void failing_memory_arm_all(size_t nth)
{
    failing_memory_arm(nth);
    all_later = true;
}

bool failing_memory_struck(void)
{
    return struck;
}

size_t failing_memory_live(void)
{
    return live;
}

static bool is_next_to_fail(void)
{
    if (struck && all_later)
        return true;
    size_t now = left;
    while (now && !atomic_compare_exchange_weak(&left, &now, now - 1)) {
    }
    return now == 1;
}

void *trig_memory_raw(void *pointer, size_t size)
{
    if (size == 0) {
        live -= pointer != NULL;
        free(pointer);
        return NULL;
    }
    if (is_next_to_fail()) {
        struck = true;
        return NULL;
    }
    live += pointer == NULL;
    return realloc(pointer, size);
}

void *trig_memory_zeroed(size_t size)
{
    void *pointer = trig_memory_raw(NULL, size);
    if (pointer)
        memset(pointer, 0, size);
    return pointer;
}

void *failing_memory_malloc(size_t size)
{
    return trig_memory_raw(NULL, size ? size : 1);
}

void failing_memory_free(void *pointer)
{
    trig_memory_raw(pointer, 0);
}

/* One run, armed already; whether it met the failure. */
static bool run_armed(const char *label, failing_memory_run *run, void *context, size_t nth)
{
    struct trig_error error = {0};
    size_t before = live;
    enum trig_status status = run(context, &error);
    bool met = struck;
    failing_memory_arm(0);
    if (live != before)
        fail_msg("%s: %zu blocks were lost when allocation %zu failed", label, live - before, nth);
    if (status && (!met || status != TRIG_ERR_MEMORY))
        fail_msg("%s: '%s' (%s) when allocation %zu failed", label, trig_status_text(status), error.message,
                 nth);
    if (status && error.message[0] == '\0')
        fail_msg("%s: no message when allocation %zu failed", label, nth);
    return met;
}

size_t failing_memory_sweep(const char *label, failing_memory_run *run, void *context)
{
    for (size_t nth = 1;; nth++) {
        failing_memory_arm(nth);
        if (!run_armed(label, run, context, nth))
            return nth - 1;
        failing_memory_arm_all(nth);
        run_armed(label, run, context, nth);
    }
}
