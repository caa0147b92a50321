#include "surveys/store/store_internal.h"

/* Kinds of rows are sealed apart: the same bytes in another table do not fit. */
enum seed {
    SEED_IMPORT = 1,
    SEED_BATCH,
    SEED_REJECT,
    SEED_VERSION,
    SEED_FILE,
    SEED_SUPERSEDED,
    SEED_ERASURE,
    SEED_WEIGHTING
};

uint64_t trig_seal_number(uint64_t seal, uint64_t number)
{
    return trig_checksum(&number, sizeof number, seal);
}

/* The length goes first, so that bytes cannot move from one column to the next. */
uint64_t trig_seal_bytes(uint64_t seal, struct trig_view bytes)
{
    return trig_checksum(bytes.data, bytes.length, trig_seal_number(seal, bytes.length));
}

uint64_t trig_seal_owned(uint64_t content, uint64_t import)
{
    return trig_seal_number(content, import);
}

uint64_t trig_seal_import(const struct trig_import *import)
{
    const uint64_t numbers[] = {import->id, import->definition, import->read, import->stored,
                                import->rejected};
    const struct trig_view texts[] = {import->time, import->file,        import->sha256,  import->platform,
                                      import->wave, import->institution, import->options, import->software};
    uint64_t seal = trig_checksum(numbers, sizeof numbers, SEED_IMPORT);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        seal = trig_seal_bytes(seal, texts[i]);
    return seal;
}

uint64_t trig_seal_batch(uint64_t batch, uint64_t rows, struct trig_view columns)
{
    const uint64_t numbers[] = {batch, rows};
    return trig_seal_bytes(trig_checksum(numbers, sizeof numbers, SEED_BATCH), columns);
}

uint64_t trig_seal_reject(const struct trig_reject *reject)
{
    const uint64_t numbers[] = {reject->record, reject->line};
    const struct trig_view texts[] = {reject->reason, reject->variable, reject->value, reject->fields};
    uint64_t seal = trig_checksum(numbers, sizeof numbers, SEED_REJECT);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        seal = trig_seal_bytes(seal, texts[i]);
    return seal;
}

uint64_t trig_seal_version(uint64_t id, struct trig_view time, struct trig_view sha256, uint64_t files)
{
    const uint64_t numbers[] = {id, files};
    uint64_t seal = trig_checksum(numbers, sizeof numbers, SEED_VERSION);
    return trig_seal_bytes(trig_seal_bytes(seal, time), sha256);
}

uint64_t trig_seal_file(uint64_t version, struct trig_view name, struct trig_view content,
                        struct trig_view sha256)
{
    uint64_t seal = trig_checksum(&version, sizeof version, SEED_FILE);
    return trig_seal_bytes(trig_seal_bytes(trig_seal_bytes(seal, name), content), sha256);
}

uint64_t trig_seal_superseded(const struct trig_place *place, uint64_t by)
{
    const uint64_t numbers[] = {place->import, place->batch, place->row, by};
    return trig_checksum(numbers, sizeof numbers, SEED_SUPERSEDED);
}

uint64_t trig_seal_erasure(uint64_t id, struct trig_view time, struct trig_view tombstone,
                           struct trig_view key)
{
    uint64_t seal = trig_checksum(&id, sizeof id, SEED_ERASURE);
    return trig_seal_bytes(trig_seal_bytes(trig_seal_bytes(seal, time), tombstone), key);
}

uint64_t trig_seal_weighting(struct trig_view name, struct trig_view time, uint64_t definition,
                             uint64_t state, struct trig_view recipe, struct trig_view software)
{
    const uint64_t numbers[] = {definition, state};
    const struct trig_view texts[] = {name, time, recipe, software};
    uint64_t seal = trig_checksum(numbers, sizeof numbers, SEED_WEIGHTING);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        seal = trig_seal_bytes(seal, texts[i]);
    return seal;
}
