#include "surveys/base/memory.h"

#include <stdlib.h>

void *trig_memory_raw(void *pointer, size_t size)
{
    if (size == 0) {
        free(pointer);
        return NULL;
    }
    return realloc(pointer, size);
}

void *trig_memory_zeroed(size_t size)
{
    return calloc(1, size);
}
