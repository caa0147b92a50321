#include "collect/intake/replace.h"

#include "surveys/base/memory.h"

/* A wave's id cannot hold a control character, so it ends where that begins. */
static struct trig_view name_of(struct trig_arena *arena, struct trig_view wave, struct trig_view id)
{
    return trig_arena_printf(arena, "%.*s\x1f%.*s", TRIG_VIEW_ARG(wave), TRIG_VIEW_ARG(id));
}

enum trig_status trig_replace_note(trig_dictionary *replaced, struct trig_view wave, struct trig_view id,
                                   struct trig_error *error)
{
    struct trig_arena arena;
    size_t index;
    trig_arena_init(&arena);
    struct trig_view name = name_of(&arena, wave, id);
    enum trig_status status =
        name.data ? trig_dictionary_add(replaced, name, &index, error)
                  : trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to replace records");
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status stage_batch(const trig_scan *scan, const struct trig_batch *batch, bool has_waves,
                                    const trig_dictionary *replaced, trig_import_writer *writer,
                                    struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    struct trig_arena arena;
    trig_arena_init(&arena);
    for (size_t row = 0; row < batch->rows && status == TRIG_OK; row++) {
        struct trig_view wave = {NULL, 0};
        size_t code = 0;
        if (trig_column_answer(&batch->columns[0], row, NULL) != TRIG_ANSWERED)
            continue;
        if (has_waves && trig_column_answer(&batch->columns[1], row, &code) == TRIG_ANSWERED)
            wave = trig_dictionary_at(batch->columns[1].dictionary, code);
        struct trig_view name = name_of(&arena, wave, trig_column_text(&batch->columns[0], row));
        if (!name.data)
            status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to replace records");
        else if (trig_dictionary_find(replaced, name) != SIZE_MAX) {
            struct trig_place place = trig_scan_place(scan, row);
            status = trig_import_supersede(writer, &place, error);
        }
    }
    trig_arena_clear(&arena);
    return status;
}

enum trig_status trig_replace_stage(trig_store *store, const trig_dictionary *replaced,
                                    trig_import_writer *writer, struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(store);
    size_t record = trig_definition_role(definition, TRIG_ROLE_RECORD);
    bool has_waves = definition->wave_count > 0;
    trig_scan *scan = NULL;
    struct trig_batch batch;
    if (!trig_dictionary_count(replaced) || record == TRIG_NONE)
        return TRIG_OK;
    const struct trig_view names[] = {definition->variables[record].name, trig_view(TRIG_COLUMN_WAVE)};
    enum trig_status status = trig_scan_open(store, names, has_waves ? 2 : 1, &scan, error);
    if (status != TRIG_OK)
        return status;
    while ((status = trig_scan_next(scan, &batch, error)) == TRIG_OK && batch.rows)
        if ((status = stage_batch(scan, &batch, has_waves, replaced, writer, error)) != TRIG_OK)
            break;
    trig_scan_close(scan);
    return status;
}
