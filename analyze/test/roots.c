#include "analyze/test/roots.h"

void trig_roots_init(size_t *parents, size_t count)
{
    for (size_t i = 0; i < count; i++)
        parents[i] = i;
}

size_t trig_roots_of(size_t *parents, size_t member)
{
    while (parents[member] != member)
        member = parents[member] = parents[parents[member]];
    return member;
}

void trig_roots_join(size_t *parents, size_t a, size_t b)
{
    size_t x = trig_roots_of(parents, a);
    size_t y = trig_roots_of(parents, b);
    parents[x > y ? x : y] = x > y ? y : x;
}
