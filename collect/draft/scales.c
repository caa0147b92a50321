/* Scales of the answers that were guessed to have an order or a known meaning;
 * questions whose answers are the same share one scale.
 *
 *     grid of agreement      {disagree, agree, strongly agree}        \
 *     single question        {strongly disagree, agree}                > one scale, agree5, when the
 *     another grid           {strongly disagree, .., strongly agree}  /  largest set holds the others
 */
#include "collect/draft/scales.h"

#include <math.h>
#include <stdlib.h>

/* A question, or the rows of a grid, that needs a scale. */
struct wish {
    struct trig_gathered_answer *answers; /* of all its columns together */
    size_t count;
    struct trig_guess guess;
    size_t *columns;
    size_t column_count;
    size_t scale; /* of the draft */
};

struct wishes {
    struct trig_draft *draft;
    struct wish *items; /* owned */
    size_t count, capacity;
};

/* The most options that one variable takes. */
#define MOST_OPTIONS 64
/* More distinct answers than this are no row of a grid of scales. */
#define MOST_STEPS 24

static bool is_wanted(const struct trig_draft *draft, size_t column)
{
    const struct trig_gathered_column *gathered = &draft->gathering->columns[column];
    return draft->columns[column].variable == TRIG_NONE && gathered->answer_count && !gathered->overflow &&
           gathered->answer_count <= MOST_STEPS && !gathered->is_closed;
}

/* ---- wishes ------------------------------------------------------------------------------ */

static int compare_normal(const void *left, const void *right)
{
    const struct trig_gathered_answer *a = left, *b = right;
    int order = trig_draft_compare(a->normal, b->normal);
    if (!order && a->count != b->count)
        order = a->count > b->count ? -1 : 1;
    return order ? order : trig_draft_compare(a->text, b->text);
}

/* The answers of all [columns] together, each once. */
static void pool(struct trig_draft *draft, struct wish *wish)
{
    size_t count = 0, used = 0;
    for (size_t i = 0; i < wish->column_count; i++)
        count += draft->gathering->columns[wish->columns[i]].answer_count;
    wish->answers = trig_draft_room(draft, count, sizeof *wish->answers);
    if (!wish->answers || !count)
        return;
    count = 0;
    for (size_t i = 0; i < wish->column_count; i++) {
        const struct trig_gathered_column *column = &draft->gathering->columns[wish->columns[i]];
        memcpy(wish->answers + count, column->answers, column->answer_count * sizeof *wish->answers);
        count += column->answer_count;
    }
    qsort(wish->answers, count, sizeof *wish->answers, compare_normal);
    for (size_t i = 1; i < count; i++) {
        if (trig_view_equal(wish->answers[i].normal, wish->answers[used].normal))
            wish->answers[used].count += wish->answers[i].count;
        else
            wish->answers[++used] = wish->answers[i];
    }
    wish->count = used + 1;
}

/* Adds a wish for the columns when their answers together are a scale. */
static bool try_columns(struct wishes *wishes, const size_t *columns, size_t count)
{
    struct trig_draft *draft = wishes->draft;
    struct wish wish = {.column_count = count, .scale = TRIG_NONE};
    wish.columns = trig_draft_room(draft, count, sizeof *wish.columns);
    if (!count || !wish.columns)
        return false;
    memcpy(wish.columns, columns, count * sizeof *columns);
    pool(draft, &wish);
    if (draft->failed)
        return false;
    wish.guess = trig_guess_answers(draft, wish.answers, wish.count);
    if (wish.guess.what == TRIG_GUESS_NONE ||
        !trig_draft_grow(draft, (void **)&wishes->items, &wishes->capacity, wishes->count, sizeof wish))
        return false;
    wishes->items[wishes->count++] = wish;
    return true;
}

static void wish_all(struct wishes *wishes)
{
    struct trig_draft *draft = wishes->draft;
    size_t count = draft->gathering->count;
    bool *done = trig_draft_room(draft, count, sizeof *done);
    struct trig_draft_members members;
    if (draft->failed || !trig_draft_group_members(draft, is_wanted, &members))
        return;
    for (size_t group = 0; group < draft->group_count && !draft->failed; group++) {
        const size_t *columns = members.columns + members.starts[group];
        size_t size = members.starts[group + 1] - members.starts[group];
        bool taken = size > 1 && try_columns(wishes, columns, size);
        for (size_t i = 0; taken && i < size; i++)
            done[columns[i]] = true;
    }
    for (size_t i = 0; i < count && !draft->failed; i++)
        if (!done[i] && is_wanted(draft, i))
            try_columns(wishes, &i, 1);
}

/* ---- sharing --------------------------------------------------------------------------------- */

/* The largest set first; equal sizes by their answers, so that the order of the
 * columns does not matter. */
static int compare_wishes(const void *left, const void *right)
{
    const struct wish *a = left, *b = right;
    if (a->guess.substantive != b->guess.substantive)
        return a->guess.substantive > b->guess.substantive ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    for (size_t i = 0; i < a->count; i++) {
        int order = trig_draft_compare(a->answers[i].normal, b->answers[i].normal);
        if (order)
            return order;
    }
    return 0;
}

static bool has_answer(const struct wish *wish, struct trig_view normal)
{
    for (size_t i = 0; i < wish->count; i++)
        if (trig_view_equal(wish->answers[i].normal, normal))
            return true;
    return false;
}

/* Whether [large] is the same kind of scale as [small] and holds all its answers,
 * those apart that are none. */
static bool covers(const struct wish *large, const struct wish *small)
{
    if (large->guess.what != small->guess.what || large->guess.kind != small->guess.kind ||
        !trig_view_equal(large->guess.star, small->guess.star) ||
        large->guess.is_descending != small->guess.is_descending)
        return false;
    for (size_t i = 0; i < small->guess.substantive; i++)
        if (!has_answer(large, small->guess.steps[i].answer->normal))
            return false;
    return true;
}

static void share(struct wishes *wishes)
{
    struct trig_draft *draft = wishes->draft;
    if (wishes->count)
        qsort(wishes->items, wishes->count, sizeof *wishes->items, compare_wishes);
    for (size_t i = 0; i < wishes->count && !draft->failed; i++) {
        struct wish *wish = &wishes->items[i];
        for (size_t j = 0; j < i && wish->scale == TRIG_NONE; j++)
            if (covers(&wishes->items[j], wish))
                wish->scale = wishes->items[j].scale;
        if (wish->scale == TRIG_NONE)
            wish->scale = trig_draft_scale_of(draft, &wish->guess);
        else
            trig_draft_add_missing(draft, wish->scale, &wish->guess);
    }
}

/* ---- variables -------------------------------------------------------------------------------- */

static struct trig_view explain(struct trig_draft *draft, const struct trig_guess *guess)
{
    if (guess->what == TRIG_GUESS_RANGES)
        return trig_view("ranges of numbers, in their order");
    if (guess->what == TRIG_GUESS_NUMBERED && guess->kind == TRIG_NONE)
        return trig_view(
            "CHECK: numbers with words at some steps; the words do not say which end is the good one");
    if (guess->what == TRIG_GUESS_NUMBERED)
        return trig_view(guess->is_descending
                             ? "numbers with words at some steps, which say that 1 is the high end"
                             : "numbers with words at some steps, which say the direction");
    const struct trig_answer_kind *kind = &draft->words->kinds[guess->kind];
    return trig_draft_print(draft, "its answers are those of the scale kind `%.*s`",
                            TRIG_VIEW_ARG(kind->name));
}

static void use_scale(struct trig_draft *draft, const struct wish *wish)
{
    const struct trig_guess *guess = &wish->guess;
    bool nominal = guess->what == TRIG_GUESS_WORDS && draft->words->kinds[guess->kind].is_nominal;
    enum trig_role role = nominal || guess->what == TRIG_GUESS_RANGES ? TRIG_ROLE_ATTRIBUTE : TRIG_ROLE_ITEM;
    for (size_t i = 0; i < wish->column_count && !draft->failed; i++) {
        struct trig_draft_variable *variable =
            trig_draft_add_variable(draft, wish->columns[i], role,
                                    nominal ? TRIG_TYPE_NOMINAL : TRIG_TYPE_ORDINAL, explain(draft, guess));
        if (!variable)
            return;
        variable->scale = wish->scale;
        if (nominal && wish->column_count > MOST_OPTIONS)
            variable->review = trig_draft_print(
                draft,
                "one of %zu options of a question; one variable takes %d, so each is a variable of its own",
                wish->column_count, MOST_OPTIONS);
    }
}

void trig_draft_find_scales(struct trig_draft *draft)
{
    struct wishes wishes = {.draft = draft};
    wish_all(&wishes);
    if (!draft->failed)
        share(&wishes);
    for (size_t i = 0; i < wishes.count && !draft->failed; i++)
        use_scale(draft, &wishes.items[i]);
    trig_free(wishes.items);
}
