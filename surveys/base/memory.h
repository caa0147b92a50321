/* The one seam through which the libraries allocate, and an arena over it.
 *
 * Sizes are checked for overflow; the lowest function sits in a file of its
 * own (memory_raw.c), so that a test can replace it at link time and fail the
 * n-th allocation.
 *
 *     arena:  [block 64 KiB | used....free ] -> [block | used ] -> ...
 *
 * An arena owns everything allocated from it and is freed as a whole; strings
 * of a definition or a table live in one.
 */
#ifndef TRIG_SURVEYS_BASE_MEMORY_H
#define TRIG_SURVEYS_BASE_MEMORY_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

/** To be called first in a program. Memory is had from the system a page at a time when it is first
 *  touched, which takes longer than filling it: the heap begins with large pages, where the system has
 *  them, and keeps what is freed. Large blocks, which are rare, have small pages of their own: they
 *  would wait for large ones. With another C library than glibc nothing changes. */
void trig_memory_begin(void);

/** Asks for large pages for [size] bytes from [pointer] on; the system may mind that or not. */
void trig_memory_advise(void *pointer, size_t size);

/** The seam itself: realloc semantics, size 0 frees and returns NULL. */
void *trig_memory_raw(void *pointer, size_t size);

/** The same for new memory that holds zeros, of [size] bytes from 1: what the system gives holds them
 *  already. */
void *trig_memory_zeroed(size_t size);

/** count * size bytes, zeroed; NULL when that overflows or memory is out.
 *  Free with trig_free. A zero size gives a valid pointer of one byte. */
void *trig_calloc(size_t count, size_t size);

/** trig_calloc for a large table that is looked at here and there: where the system
 *  has large pages, it lies in them, and a look waits for less. */
void *trig_calloc_table(size_t count, size_t size);

/** Resizes [pointer] (NULL is fine) to count * size bytes, contents kept, the
 *  new part undefined. NULL on failure, [pointer] then still valid. */
void *trig_resize(void *pointer, size_t count, size_t size);

/** Grows an array of [size]-byte elements so that it holds at least [needed],
 *  by half as much again. [*items] and [*capacity] are untouched on failure. */
enum trig_status trig_grow(void **items, size_t *capacity, size_t needed, size_t size,
                           struct trig_error *error);

void trig_free(void *pointer);

struct trig_arena_block;

struct trig_arena {
    struct trig_arena_block *first; /* owned; newest first */
};

void trig_arena_init(struct trig_arena *arena);
void trig_arena_clear(struct trig_arena *arena);

/** count * size bytes, zeroed and aligned for any type; NULL when memory is out. */
void *trig_arena_calloc(struct trig_arena *arena, size_t count, size_t size);

/** Gives the arena a block of trig_resize or trig_calloc, which it frees when it is cleared, or at once
 *  when memory is out: then it returns NULL, otherwise [pointer]. */
void *trig_arena_adopt(struct trig_arena *arena, void *pointer);

/** A copy of [text] in the arena, with a NUL after it that its length leaves
 *  out. An empty view gives an empty view; data is NULL only when memory is out. */
struct trig_view trig_arena_copy(struct trig_arena *arena, struct trig_view text);

/** printf into the arena; data is NULL when memory is out. */
struct trig_view trig_arena_printf(struct trig_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
