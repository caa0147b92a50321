#include "tests/fault/failing_memory.h"

#include "surveys/memory.h"

#include <stdlib.h>

static size_t left; /* allocations until one fails; 0: none will */
static bool struck;

void failing_memory_arm(size_t nth)
{
    left = nth;
    struck = false;
}

bool failing_memory_struck(void)
{
    return struck;
}

void *trig_memory_raw(void *pointer, size_t size)
{
    if (size == 0) {
        free(pointer);
        return NULL;
    }
    if (left > 0 && --left == 0) {
        struck = true;
        return NULL;
    }
    return realloc(pointer, size);
}

void *failing_memory_malloc(size_t size)
{
    return trig_memory_raw(NULL, size ? size : 1);
}

void failing_memory_free(void *pointer)
{
    trig_memory_raw(pointer, 0);
}
