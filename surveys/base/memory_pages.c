#include "surveys/base/memory.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* What a command of some ten thousand respondents needs; addresses only, until it is used. */
#define FIRST_MEMORY ((size_t)64 << 20)

/* Blocks of this many bytes or more have pages of their own, and give them back. */
#define LARGE_MEMORY ((size_t)4 << 20)

void trig_memory_advise(void *pointer, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = (uintptr_t)pointer % page;
    (void)madvise((char *)pointer - before, before + size, MADV_HUGEPAGE);
}

void trig_memory_begin(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0); /* so that the first memory is what the heap begins with */
    mallopt(M_TRIM_THRESHOLD, INT32_MAX);
    void *first = malloc(FIRST_MEMORY);
    if (first)
        trig_memory_advise(first, FIRST_MEMORY);
    free(first);
    mallopt(M_MMAP_MAX, INT32_MAX);
    mallopt(M_MMAP_THRESHOLD, (int)LARGE_MEMORY);
#endif
}
