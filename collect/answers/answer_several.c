/* Several answers in one cell.
 *
 *     Parrots,Salt, vinegar and ink,Whales      options: Parrots | Salt, vinegar and ink | Whales
 *     ^       ^                     ^
 *     where an option can begin; from each, the ways to read the rest are counted
 *     from the end backwards
 *
 * Option labels may hold the separator, so the cell is not cut at separators but
 * read as a sequence of known spellings with separators between them. When that
 * works in one way, it is the answer; in two, it is ambiguous.
 */
#include "collect/answers/answer.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/answers/damage.h"

/* A longer cell is free text, not a list of options. */
#define LONGEST_CELL ((size_t)16384)

/* What the cell from some place to its end can mean. */
struct rest {
    bool readable;
    bool ambiguous;
    uint64_t flags;
};

struct cell {
    struct trig_view text; /* normalised */
    struct trig_view separators;
    struct rest *rests; /* one for each place, the end included */
};

static bool is_separator(const struct cell *cell, size_t at)
{
    return cell->separators.length &&
           memchr(cell->separators.data, cell->text.data[at], cell->separators.length);
}

static size_t skip_blanks(const struct cell *cell, size_t at)
{
    while (at < cell->text.length && cell->text.data[at] == ' ')
        at++;
    return at;
}

/* Where the next option begins after one that ends at [at]: the end, or behind a
 * separator; SIZE_MAX when neither is there. */
static size_t next_option(const struct cell *cell, size_t at)
{
    size_t next = skip_blanks(cell, at);
    if (next == cell->text.length)
        return next;
    if (is_separator(cell, next))
        return skip_blanks(cell, next + 1);
    bool blank_separates = next > at && is_separator(cell, at);
    return blank_separates ? next : SIZE_MAX;
}

static void add_way(struct rest *rest, const struct rest *after, uint64_t flag)
{
    if (!after->readable)
        return;
    uint64_t flags = after->flags | flag;
    rest->ambiguous |= after->ambiguous || (rest->readable && rest->flags != flags);
    rest->flags = flags;
    rest->readable = true;
}

/* Takes what stands from [at] to the next separator, which no spelling explains,
 * for the code of what is not listed. */
static void read_rest(struct cell *cell, size_t at, size_t code)
{
    size_t end = at;
    while (end < cell->text.length && !is_separator(cell, end))
        end++;
    size_t next = end == at ? SIZE_MAX : next_option(cell, end);
    if (next != SIZE_MAX && code < 64)
        add_way(&cell->rests[at], &cell->rests[next], UINT64_C(1) << code);
}

/* Tries every spelling at [at]. */
static void read_at(struct cell *cell, const trig_spellings *spellings, size_t at)
{
    struct rest *rest = &cell->rests[at];
    size_t left = cell->text.length - at;
    for (size_t i = 0; i < trig_spellings_count(spellings); i++) {
        struct trig_view spelling = trig_spellings_text(spellings, i);
        size_t meaning = trig_spellings_meaning(spellings, i);
        if (spelling.length > left || memcmp(spelling.data, cell->text.data + at, spelling.length) != 0)
            continue;
        size_t next = next_option(cell, at + spelling.length);
        if (next == SIZE_MAX)
            continue;
        if (meaning >= 64) {
            rest->readable = rest->ambiguous = true;
            return;
        }
        add_way(rest, &cell->rests[next], UINT64_C(1) << meaning);
    }
}

static bool may_begin(const struct cell *cell, size_t at)
{
    return at == 0 || is_separator(cell, at - 1) || cell->text.data[at - 1] == ' ';
}

static enum trig_status read_cell(const struct trig_answer_reader *reader, struct trig_view text,
                                  struct trig_arena *arena, struct rest *out, struct trig_error *error)
{
    struct cell cell = {.separators = reader->separators};
    enum trig_status status = trig_text_normalise(arena, text, &cell.text, error);
    if (status != TRIG_OK)
        return status;
    cell.rests = trig_arena_calloc(arena, cell.text.length + 1, sizeof *cell.rests);
    if (!cell.rests)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read answers");
    cell.rests[cell.text.length].readable = true;
    for (size_t at = cell.text.length; at-- > 0;)
        if (may_begin(&cell, at)) {
            read_at(&cell, reader->scale->spellings, at);
            if (!cell.rests[at].readable && reader->scale->rest != TRIG_NONE)
                read_rest(&cell, at, reader->scale->rest);
        }
    *out = cell.rests[0];
    return TRIG_OK;
}

static uint64_t hash_of_flags(const struct trig_scale_reader *scale, uint64_t flags)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < scale->scale->count && i < 64; i++)
        if (flags >> i & 1)
            hash += scale->hashes[i];
    return hash;
}

enum trig_status trig_answer_read_several(void *context, struct trig_view text, struct trig_meaning *out,
                                          struct trig_error *error)
{
    const struct trig_answer_reader *reader = context;
    enum trig_answer token;
    struct rest rest = {0};
    text = trig_text_trim(text);
    *out = (struct trig_meaning){.answer = TRIG_SKIPPED};
    if (!text.length)
        return TRIG_OK;
    enum trig_status status = trig_answer_find_token(reader, text, &token, error);
    if (status != TRIG_OK)
        return status;
    if (token != TRIG_ANSWERED || trig_answer_is_declared(reader->heading, text, &token)) {
        out->answer = token;
        return TRIG_OK;
    }
    if (text.length <= LONGEST_CELL) {
        struct trig_arena arena;
        trig_arena_init(&arena);
        status = read_cell(reader, text, &arena, &rest, error);
        trig_arena_clear(&arena);
        if (status != TRIG_OK)
            return status;
    }
    out->answer = TRIG_UNREADABLE;
    if (rest.ambiguous)
        out->reason = TRIG_REASON_AMBIGUOUS_ANSWER;
    else if (!rest.readable)
        out->reason = trig_damage_is_seen(text) ? TRIG_REASON_EXCEL_DAMAGED : TRIG_REASON_UNKNOWN_ANSWER;
    else
        *out = (struct trig_meaning){TRIG_ANSWERED, TRIG_REASON_NONE, rest.flags,
                                     hash_of_flags(reader->scale, rest.flags)};
    return TRIG_OK;
}
