#include "analyze/regress/blocks.h"

#include "surveys/base/crew.h"
#include "surveys/base/memory.h"
#include "surveys/base/processors.h"

#include <string.h>

/* A block on its way through the crew, with room for its sums. */
struct block {
    size_t start;
    size_t end;
    double *sums;
};

struct blocks {
    size_t rows;
    size_t width;
    trig_block_add *add;
    const void *context;
    size_t count;
    struct block *room;
    size_t room_count;
};

static void sum_block(void *context, void *job, size_t worker)
{
    const struct blocks *blocks = context;
    struct block *block = job;
    (void)worker;
    memset(block->sums, 0, blocks->width * sizeof *block->sums);
    blocks->add(blocks->context, block->start, block->end, block->sums);
}

static void give(const struct blocks *blocks, trig_crew *crew, size_t index)
{
    struct block *block = &blocks->room[index % blocks->room_count];
    block->start = index * TRIG_BLOCK_ROWS;
    block->end =
        blocks->rows - block->start < TRIG_BLOCK_ROWS ? blocks->rows : block->start + TRIG_BLOCK_ROWS;
    trig_crew_give(crew, block);
}

/* Blocks come back in the order they were given, and are added in that order. */
static void run(const struct blocks *blocks, trig_crew *crew, double *total)
{
    size_t given = 0;
    size_t taken = 0;
    while (taken < blocks->count) {
        if (given < blocks->count && given - taken < blocks->room_count) {
            give(blocks, crew, given++);
            continue;
        }
        const struct block *block = trig_crew_take(crew);
        for (size_t i = 0; i < blocks->width; i++)
            total[i] += block->sums[i];
        taken++;
    }
}

static enum trig_status run_crew(struct blocks *blocks, size_t threads, double *total,
                                 struct trig_error *error)
{
    trig_crew *crew = trig_crew_create(threads, sum_block, blocks, error);
    if (!crew)
        return TRIG_ERR_MEMORY;
    run(blocks, crew, total);
    trig_crew_destroy(crew);
    return TRIG_OK;
}

enum trig_status trig_blocks_sum(size_t rows, size_t threads, size_t width, trig_block_add *add,
                                 const void *context, double *total, struct trig_error *error)
{
    struct blocks blocks = {.rows = rows, .width = width, .add = add, .context = context};
    blocks.count = rows / TRIG_BLOCK_ROWS + (rows % TRIG_BLOCK_ROWS != 0);
    size_t most = threads ? threads : trig_processors();
    threads = blocks.count < most ? blocks.count + (blocks.count == 0) : most;
    blocks.room_count = trig_crew_room(threads);
    blocks.room = trig_calloc(blocks.room_count, sizeof *blocks.room);
    double *sums = trig_calloc(blocks.room_count, width * sizeof *sums);
    enum trig_status status = TRIG_ERR_MEMORY;
    memset(total, 0, width * sizeof *total);
    for (size_t i = 0; blocks.room && i < blocks.room_count; i++)
        blocks.room[i].sums = sums + i * width;
    if (blocks.room && sums)
        status = run_crew(&blocks, threads, total, error);
    else
        trig_error_set(error, status, "out of memory for the sums of a regression");
    trig_free(sums);
    trig_free(blocks.room);
    return status;
}
