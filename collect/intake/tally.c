#include "collect/intake/tally.h"

/* A value longer than this is shown by its beginning. */
#define LONGEST_VALUE ((size_t)120)

void trig_tally_init(struct trig_tally *tally)
{
    *tally = (struct trig_tally){.read = 0};
    trig_arena_init(&tally->arena);
}

void trig_tally_clear(struct trig_tally *tally)
{
    trig_free(tally->faults);
    trig_arena_clear(&tally->arena);
    tally->faults = NULL;
    tally->fault_count = 0;
}

static struct trig_fault *find(const struct trig_tally *tally, enum trig_reason reason, size_t variable,
                               struct trig_view value)
{
    for (size_t i = 0; i < tally->fault_count; i++) {
        struct trig_fault *fault = &tally->faults[i];
        if (fault->reason == reason && fault->variable == variable && trig_view_equal(fault->value, value))
            return fault;
    }
    return NULL;
}

/* The first bytes of [value], not ending inside a character. */
static struct trig_view cut(struct trig_view value)
{
    if (value.length <= LONGEST_VALUE)
        return value;
    size_t length = LONGEST_VALUE;
    while (length && ((unsigned char)value.data[length] & 0xC0) == 0x80)
        length--;
    return trig_view_of(value.data, length);
}

enum trig_status trig_tally_add_fault(struct trig_tally *tally, enum trig_reason reason, size_t variable,
                                      struct trig_view value, uint64_t line, size_t column,
                                      struct trig_error *error)
{
    value = cut(value);
    struct trig_fault *known = find(tally, reason, variable, value);
    if (known) {
        known->count++;
        return TRIG_OK;
    }
    if (tally->fault_count == TRIG_FAULTS_KEPT) {
        tally->unlisted++;
        return TRIG_OK;
    }
    struct trig_view copy = trig_arena_copy(&tally->arena, value);
    if (value.length && !copy.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to count what is wrong");
    enum trig_status status = trig_grow((void **)&tally->faults, &tally->fault_capacity,
                                        tally->fault_count + 1, sizeof *tally->faults, error);
    if (status == TRIG_OK)
        tally->faults[tally->fault_count++] = (struct trig_fault){reason, variable, copy, 1, line, column};
    return status;
}

uint64_t trig_tally_rejected(const struct trig_tally *tally)
{
    uint64_t count = 0;
    for (size_t i = 1; i < TRIG_REASONS; i++)
        count += tally->reasons[i];
    return count;
}

uint64_t trig_tally_invalid(const struct trig_tally *tally)
{
    uint64_t count = 0;
    for (size_t i = 1; i < TRIG_REASONS; i++)
        if (trig_reason_is_invalid((enum trig_reason)i))
            count += tally->reasons[i];
    return count;
}
