#include "surveys/store/store_scratch.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_internal.h"

#include <assert.h>
#include <string.h>

struct trig_scratch {
    struct trig_connection connection; /* without a path */
    sqlite3_stmt *add;
    sqlite3_stmt *find;
    size_t shelves;
    size_t entry;
    char **blocks; /* one a shelf, being filled; NULL: nothing was put there */
    size_t *used;  /* bytes of each */
};

/* A block and what SQLite says of it fill a page. Nothing of it outlives the process, so there is
 * neither a journal nor a sync. */
static const char making[] = "PRAGMA page_size = 16384;"
                             "PRAGMA journal_mode = OFF;"
                             "PRAGMA synchronous = OFF;"
                             "PRAGMA cache_size = -1024;"
                             "PRAGMA temp_store = FILE;"
                             "CREATE TABLE block(shelf, entries);"
                             "CREATE INDEX by_shelf ON block(shelf);"
                             "BEGIN;";

static enum trig_status open_database(trig_scratch *scratch, struct trig_error *error)
{
    struct trig_connection *connection = &scratch->connection;
    int code = sqlite3_open_v2(
        "", &connection->db,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    enum trig_status status = code == SQLITE_OK ? TRIG_OK : trig_sql_error(connection, code, error);
    if (!status)
        status = trig_sql_run(connection, making, error);
    if (!status)
        status = trig_sql_prepare(connection, "INSERT INTO block(shelf, entries) VALUES(?,?)", &scratch->add,
                                  error);
    if (!status)
        status = trig_sql_prepare(connection, "SELECT entries FROM block WHERE shelf = ? ORDER BY rowid",
                                  &scratch->find, error);
    return status;
}

enum trig_status trig_scratch_create(size_t shelves, size_t entry, trig_scratch **out,
                                     struct trig_error *error)
{
    assert(shelves && entry && entry <= TRIG_SCRATCH_BLOCK);
    enum trig_status status = TRIG_ERR_MEMORY;
    trig_scratch *scratch = trig_calloc(1, sizeof *scratch);
    if (scratch) {
        *scratch = (trig_scratch){.shelves = shelves, .entry = entry};
        scratch->blocks = trig_calloc(shelves, sizeof *scratch->blocks);
        scratch->used = trig_calloc(shelves, sizeof *scratch->used);
    }
    if (!scratch || !scratch->blocks || !scratch->used)
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for a temporary file");
    else
        status = open_database(scratch, error);
    if (status == TRIG_OK)
        *out = scratch;
    else
        trig_scratch_destroy(scratch);
    return status;
}

void trig_scratch_destroy(trig_scratch *scratch)
{
    if (!scratch)
        return;
    sqlite3_finalize(scratch->add);
    sqlite3_finalize(scratch->find);
    trig_connection_close(&scratch->connection);
    for (size_t i = 0; scratch->blocks && i < scratch->shelves; i++)
        trig_free(scratch->blocks[i]);
    trig_free(scratch->blocks);
    trig_free(scratch->used);
    trig_free(scratch);
}

static struct trig_view block_of(const trig_scratch *scratch, size_t shelf)
{
    return trig_view_of(scratch->blocks[shelf], scratch->used[shelf]);
}

static enum trig_status store_block(trig_scratch *scratch, size_t shelf, struct trig_error *error)
{
    trig_sql_bind_number(scratch->add, 1, shelf);
    trig_sql_bind_bytes(scratch->add, 2, block_of(scratch, shelf));
    enum trig_status status = trig_sql_finish(&scratch->connection, scratch->add, error);
    if (status == TRIG_OK)
        scratch->used[shelf] = 0;
    return status;
}

enum trig_status trig_scratch_put(trig_scratch *scratch, size_t shelf, const void *entry,
                                  struct trig_error *error)
{
    assert(shelf < scratch->shelves);
    if (scratch->used[shelf] + scratch->entry > TRIG_SCRATCH_BLOCK) {
        enum trig_status status = store_block(scratch, shelf, error);
        if (status != TRIG_OK)
            return status;
    }
    if (!scratch->blocks[shelf])
        scratch->blocks[shelf] = trig_resize(NULL, 1, TRIG_SCRATCH_BLOCK);
    if (!scratch->blocks[shelf]) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for a temporary file");
        return TRIG_ERR_MEMORY;
    }
    memcpy(scratch->blocks[shelf] + scratch->used[shelf], entry, scratch->entry);
    scratch->used[shelf] += scratch->entry;
    return TRIG_OK;
}

enum trig_status trig_scratch_read(trig_scratch *scratch, size_t shelf, trig_scratch_sink *sink,
                                   void *context, struct trig_error *error)
{
    assert(shelf < scratch->shelves);
    bool row = true;
    enum trig_status status = TRIG_OK;
    trig_sql_bind_number(scratch->find, 1, shelf);
    while (!(status = trig_sql_step(&scratch->connection, scratch->find, &row, error)) && row)
        if ((status = sink(context, trig_sql_bytes(scratch->find, 0), error)) != TRIG_OK)
            break;
    sqlite3_reset(scratch->find);
    if (status == TRIG_OK && scratch->used[shelf])
        status = sink(context, block_of(scratch, shelf), error);
    return status;
}
