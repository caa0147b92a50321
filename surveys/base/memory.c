#include "surveys/base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* One block serves many small strings; larger requests get a block of their own.
 * Tests of failing allocations build with small blocks: more places to fail. */
#ifndef TRIG_ARENA_BLOCK
#define TRIG_ARENA_BLOCK ((size_t)64 << 10)
#endif

struct trig_arena_block {
    struct trig_arena_block *next;
    size_t used;
    size_t size;
    bool zeroed;   /* what is not used yet */
    void *adopted; /* owned; NULL: nothing */
    _Alignas(max_align_t) unsigned char bytes[];
};

void *trig_resize(void *pointer, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX)
        return NULL;
    return trig_memory_raw(pointer, bytes ? bytes : 1);
}

void *trig_calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX)
        return NULL;
    return trig_memory_zeroed(bytes ? bytes : 1);
}

/* Less than this many bytes has few large pages in it, or none. */
#define LARGE_TABLE ((size_t)4 << 20)

void *trig_calloc_table(size_t count, size_t size)
{
    void *pointer = trig_calloc(count, size);
    if (pointer && count * size >= LARGE_TABLE)
        trig_memory_advise(pointer, count * size);
    return pointer;
}

void trig_free(void *pointer)
{
    trig_memory_raw(pointer, 0);
}

enum trig_status trig_grow(void **items, size_t *capacity, size_t needed, size_t size,
                           struct trig_error *error)
{
    if (needed <= *capacity)
        return TRIG_OK;
    size_t larger = *capacity + *capacity / 2;
    if (larger < needed)
        larger = needed;
    if (larger < 8)
        larger = 8;
    void *grown = trig_resize(*items, larger, size);
    if (!grown)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory (%zu elements of %zu bytes)", larger,
                              size);
    *items = grown;
    *capacity = larger;
    return TRIG_OK;
}

void trig_arena_init(struct trig_arena *arena)
{
    arena->first = NULL;
}

void trig_arena_clear(struct trig_arena *arena)
{
    while (arena->first) {
        struct trig_arena_block *next = arena->first->next;
        trig_free(arena->first->adopted);
        trig_free(arena->first);
        arena->first = next;
    }
}

/* Puts a block without free space behind the first, whose free space stays in use. */
static void link_block(struct trig_arena *arena, struct trig_arena_block *block)
{
    struct trig_arena_block **place = arena->first ? &arena->first->next : &arena->first;
    block->next = *place;
    *place = block;
}

/* A new block with room for [size] bytes; a large one has one use only. */
static struct trig_arena_block *add_block(struct trig_arena *arena, size_t size)
{
    bool large = size > TRIG_ARENA_BLOCK / 4;
    size_t room = large ? size : TRIG_ARENA_BLOCK;
    if (room > PTRDIFF_MAX - sizeof(struct trig_arena_block))
        return NULL;
    struct trig_arena_block *block =
        large ? trig_memory_zeroed(sizeof *block + room) : trig_memory_raw(NULL, sizeof *block + room);
    if (!block)
        return NULL;
    *block = (struct trig_arena_block){.size = room, .zeroed = large};
    if (large) {
        link_block(arena, block);
    } else {
        block->next = arena->first;
        arena->first = block;
    }
    return block;
}

/* @param zeroed  gets whether what is taken holds zeros; NULL: nobody asks */
static void *take(struct trig_arena *arena, size_t size, size_t alignment, bool *zeroed)
{
    struct trig_arena_block *block = arena->first;
    size_t start = block ? (block->used + alignment - 1) & ~(alignment - 1) : 0;
    if (!block || start > block->size || size > block->size - start) {
        block = add_block(arena, size);
        start = 0;
    }
    if (!block)
        return NULL;
    block->used = start + size;
    if (zeroed)
        *zeroed = block->zeroed;
    return block->bytes + start;
}

void *trig_arena_calloc(struct trig_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    bool zeroed = false;
    void *pointer = take(arena, bytes ? bytes : 1, _Alignof(max_align_t), &zeroed);
    if (pointer && !zeroed)
        memset(pointer, 0, bytes);
    return pointer;
}

void *trig_arena_adopt(struct trig_arena *arena, void *pointer)
{
    struct trig_arena_block *block = pointer ? trig_memory_raw(NULL, sizeof *block) : NULL;
    if (!block) {
        trig_free(pointer);
        return NULL;
    }
    *block = (struct trig_arena_block){.adopted = pointer};
    link_block(arena, block);
    return pointer;
}

struct trig_view trig_arena_copy(struct trig_arena *arena, struct trig_view text)
{
    char *copy = text.length < SIZE_MAX ? take(arena, text.length + 1, 1, NULL) : NULL;
    if (!copy)
        return trig_view_of(NULL, 0);
    if (text.length)
        memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    return trig_view_of(copy, text.length);
}

struct trig_view trig_arena_printf(struct trig_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : take(arena, (size_t)length + 1, 1, NULL);
    if (!text)
        return trig_view_of(NULL, 0);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return trig_view_of(text, (size_t)length);
}
