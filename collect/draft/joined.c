#include "collect/draft/joined.h"

#include "collect/draft/guess.h"

#include <ctype.h>
#include <stdlib.h>

/* The most options that one variable takes, one of them left for "other". */
#define MOST_OPTIONS 63
/* The most different parts that are looked at: free text has more. */
#define MOST_PARTS 4000

struct part {
    struct trig_view text;
    struct trig_view normal;
    uint64_t count;
    size_t cells;     /* different cells that hold it */
    uint64_t leading; /* times another part follows */
    uint64_t trailing;
    size_t follower; /* the only part that ever follows; TRIG_NONE: none, or several */
    bool follows_one;
    bool gone; /* became the end of another part */
};

struct parts {
    struct trig_draft *draft;
    trig_dictionary *texts;
    struct part *items; /* owned */
    size_t count, capacity;
    size_t cells;     /* different cells */
    uint64_t filled;  /* cells */
    uint64_t several; /* cells with more than one part */
    uint64_t mass;    /* parts of all cells */
    bool failed;
};

/* ---- cutting cells ----------------------------------------------------------------------- */

/* Where the part that begins at [at] ends: the next separator outside brackets. */
static size_t end_of_part(struct trig_view text, size_t at, char separator)
{
    size_t depth = 0;
    const char *closing = NULL;
    for (; at < text.length; at++) {
        char byte = text.data[at];
        if (byte == '(') {
            closing = memchr(text.data + at, ')', text.length - at);
            depth += closing != NULL;
        } else if (byte == ')' && depth) {
            depth--;
        } else if (byte == separator && !depth) {
            return at;
        }
    }
    return at;
}

static struct part *add_part(struct parts *parts, struct trig_view text)
{
    struct trig_view normal = trig_draft_normal(parts->draft, text);
    size_t which, known = trig_dictionary_count(parts->texts);
    if (trig_dictionary_add(parts->texts, normal, &which, NULL) != TRIG_OK ||
        !trig_draft_grow(parts->draft, (void **)&parts->items, &parts->capacity, which,
                         sizeof *parts->items)) {
        parts->draft->failed = true;
        return NULL;
    }
    if (which == known)
        parts->items[parts->count++] =
            (struct part){.text = text, .normal = normal, .follower = TRIG_NONE, .follows_one = true};
    return &parts->items[which];
}

static void note_follower(struct parts *parts, size_t before, size_t after, uint64_t count)
{
    struct part *part = &parts->items[before];
    part->leading += count;
    parts->items[after].trailing += count;
    if (part->follower != TRIG_NONE && part->follower != after)
        part->follows_one = false;
    part->follower = after;
}

static void cut(struct parts *parts, const struct trig_gathered_answer *answer, char separator)
{
    size_t at = 0, found = 0, last = TRIG_NONE;
    while (at <= answer->text.length && !parts->draft->failed) {
        size_t end = end_of_part(answer->text, at, separator);
        struct trig_view text = trig_text_trim(trig_view_of(answer->text.data + at, end - at));
        at = end + 1;
        if (!text.length)
            continue;
        struct part *part = add_part(parts, text);
        if (!part)
            return;
        size_t index = (size_t)(part - parts->items);
        part->count += answer->count;
        part->cells++;
        if (last != TRIG_NONE)
            note_follower(parts, last, index, answer->count);
        last = index;
        found++;
    }
    parts->cells++;
    parts->filled += answer->count;
    parts->several += found > 1 ? answer->count : 0;
    parts->mass += found * answer->count;
}

/* ---- labels that hold the separator ---------------------------------------------------------- */

/* "Salt" and "vinegar and ink": the second never stands without the first, nor the
 * first without the second, and it goes on as a sentence does. */
static void join_parts(struct parts *parts, char separator)
{
    for (size_t i = parts->count; i-- > 0;) {
        struct part *part = &parts->items[i];
        if (part->follower == TRIG_NONE || !part->follows_one || part->leading != part->count)
            continue;
        struct part *next = &parts->items[part->follower];
        bool only = next->trailing == next->count && next->count == part->count;
        bool goes_on =
            islower((unsigned char)next->text.data[0]) && isupper((unsigned char)part->text.data[0]);
        if (!only || !goes_on || next->gone || next == part)
            continue;
        part->text = trig_draft_print(parts->draft, "%.*s%c %.*s", TRIG_VIEW_ARG(part->text), separator,
                                      TRIG_VIEW_ARG(next->text));
        part->normal = trig_draft_normal(parts->draft, part->text);
        parts->mass -= next->count;
        next->gone = true;
    }
}

/* ---- whether that is what the column is --------------------------------------------------------- */

static int compare_parts(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    return trig_draft_compare(a->normal, b->normal);
}

/* Parts are options when most of what people said is said by others too, and in
 * other combinations; sentences with commas are not. */
static bool are_options(const struct parts *parts, char separator)
{
    size_t frequent = 0, alive = 0, recombined = 0;
    uint64_t covered = 0;
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        if (part->gone)
            continue;
        alive++;
        recombined += part->cells > 1;
        if (part->count >= TRIG_DRAFT_FEW) {
            frequent++;
            covered += part->count;
        }
    }
    bool several = parts->several * 20 >= parts->filled && parts->several > 1;
    bool few = frequent > 1 && frequent <= MOST_OPTIONS;
    bool covering = covered * 100 >= parts->mass * 75;
    /* Nobody writes these but to separate. */
    if (separator == ';' || separator == '|')
        return several && few && recombined && covering;
    /* A single choice whose labels hold the separator has more parts than cells. */
    return several && few && covering && recombined > 1 && frequent < parts->cells &&
           (alive <= parts->cells || recombined * 2 > frequent);
}

static bool look_like_codes(const struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        for (size_t j = 0; j < parts->items[i].text.length; j++) {
            unsigned char byte = (unsigned char)parts->items[i].text.data[j];
            if (!isdigit(byte) && !islower(byte) && byte != '_' && byte != '-')
                return false;
        }
    return true;
}

static void keep_labels(struct parts *parts, struct trig_joined *out)
{
    struct trig_view *labels = trig_draft_room(parts->draft, parts->count, sizeof *labels);
    if (!labels)
        return;
    qsort(parts->items, parts->count, sizeof *parts->items, compare_parts);
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->items[i].gone)
            continue;
        if (parts->items[i].count >= TRIG_DRAFT_FEW)
            labels[out->count++] = parts->items[i].text;
        else
            out->rare++;
    }
    out->labels = labels;
}

static bool try_separator(struct trig_draft *draft, const struct trig_gathered_column *column, char separator,
                          struct trig_joined *out)
{
    struct parts parts = {.draft = draft, .texts = trig_dictionary_create(NULL)};
    bool found = parts.texts != NULL;
    draft->failed |= !found;
    for (size_t i = 0; found && i < column->answer_count && !draft->failed; i++) {
        cut(&parts, &column->answers[i], separator);
        found = parts.count <= MOST_PARTS;
    }
    bool known = column->format->separators && strchr(column->format->separators, separator);
    if (found && !draft->failed && separator == ' ')
        found = look_like_codes(&parts) && (known || parts.several * 4 > parts.filled);
    if (found && !draft->failed) {
        join_parts(&parts, separator);
        found = are_options(&parts, separator);
    }
    if (found && !draft->failed) {
        out->separator[0] = separator;
        keep_labels(&parts, out);
    }
    trig_dictionary_destroy(parts.texts);
    trig_free(parts.items);
    return found && !draft->failed;
}

/* Options that the key of a coded export lists are all of them. */
static void use_key(struct trig_draft *draft, const struct trig_gathered_column *column,
                    struct trig_joined *out)
{
    if (!column->labels.count || column->labels.count > MOST_OPTIONS)
        return;
    struct trig_view *labels = trig_draft_room(draft, column->labels.count, sizeof *labels);
    if (!labels)
        return;
    memcpy(labels, column->labels.items, column->labels.count * sizeof *labels);
    out->labels = labels;
    out->count = column->labels.count;
    out->rare = 0;
}

bool trig_draft_split(struct trig_draft *draft, const struct trig_gathered_column *column,
                      struct trig_joined *out)
{
    static const struct {
        char separator;
        const char *called;
    } tries[] = {{';', "semicolons"}, {'|', "bars"}, {',', "commas"}, {' ', "blanks"}};
    *out = (struct trig_joined){.count = 0};
    const struct trig_evidence *evidence = &column->evidence;
    if (column->answer_count < 2 || column->doubled || column->is_closed ||
        trig_evidence_most(evidence, evidence->numbers, 90) ||
        trig_evidence_most(evidence, evidence->dates[draft->date_order], 50))
        return false;
    if (column->answer_count <= 64 &&
        trig_guess_answers(draft, column->answers, column->answer_count).what != TRIG_GUESS_NONE)
        return false;
    for (size_t i = 0; i < sizeof tries / sizeof *tries && !draft->failed; i++)
        if (try_separator(draft, column, tries[i].separator, out)) {
            out->called = tries[i].called;
            use_key(draft, column, out);
            return true;
        }
    return false;
}
