#include "surveys/base/memory.h"

#include <stdlib.h>

void *trig_memory_raw(void *pointer, size_t size)
{
    if (size == 0) {
        free(pointer);
        return NULL;
    }
    void *resized = realloc(pointer, size);
    if (resized && size >= TRIG_LARGE_MEMORY)
        trig_memory_advise(resized, size);
    return resized;
}

void *trig_memory_zeroed(size_t size)
{
    void *pointer = calloc(1, size);
    if (pointer && size >= TRIG_LARGE_MEMORY)
        trig_memory_advise(pointer, size);
    return pointer;
}
