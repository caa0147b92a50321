/* Pillars: what the questions of a grid speak of, by the table of pillars; a grid
 * that speaks of none of them, or of several, is a pillar of its own. */
#include "collect/draft/draft.h"

#include <stdlib.h>

#define LONGEST_ID 32

bool trig_draft_is_scored(const struct trig_draft *draft, const struct trig_draft_variable *variable,
                          size_t group)
{
    return variable->group == group && variable->role == TRIG_ROLE_ITEM &&
           variable->type == TRIG_TYPE_ORDINAL && variable->scale != TRIG_NONE &&
           draft->scales[variable->scale].is_opinion &&
           !(draft->scales[variable->scale].name.length >= 4 &&
             memcmp(draft->scales[variable->scale].name.data, "rank", 4) == 0);
}

static size_t find_pillar(struct trig_draft *draft, struct trig_view id, struct trig_view label, double order,
                          struct trig_view review)
{
    for (size_t i = 0; i < draft->pillar_count; i++)
        if (trig_view_equal(draft->pillars[i].id, id))
            return i;
    if (!trig_draft_grow(draft, (void **)&draft->pillars, &draft->pillar_capacity, draft->pillar_count,
                         sizeof *draft->pillars))
        return TRIG_NONE;
    draft->pillars[draft->pillar_count] = (struct trig_draft_pillar){id, label, order, review};
    return draft->pillar_count++;
}

static size_t known_pillar(struct trig_draft *draft, size_t which)
{
    const struct trig_pillar_words *words = &draft->words->pillars[which];
    return find_pillar(draft, words->id, words->label, (double)(which + 1),
                       trig_view("CHECK: proposed by the wording of its questions"));
}

static void assign(struct trig_draft *draft, struct trig_draft_variable *variable, size_t pillar,
                   const char *why)
{
    variable->pillar = pillar;
    variable->review = trig_draft_print(draft, "%.*s; pillar %s", TRIG_VIEW_ARG(variable->review), why);
}

/* A stem that speaks of one pillar speaks for all its rows; else each row speaks
 * for itself, when at least half of them do. */
static void place_group(struct trig_draft *draft, size_t group)
{
    struct trig_view stem = trig_draft_normal(draft, draft->groups[group].stem);
    size_t whole = trig_words_pillar(draft->words, stem), rows = 0, speaking = 0;
    for (size_t i = 0; i < draft->variable_count; i++) {
        const struct trig_draft_variable *variable = &draft->variables[i];
        if (!trig_draft_is_scored(draft, variable, group))
            continue;
        rows++;
        speaking += trig_words_pillar(draft->words, trig_draft_normal(draft, variable->label)) != TRIG_NONE;
    }
    if (rows < 2)
        return;
    bool each = whole == TRIG_NONE && 2 * speaking >= rows;
    struct trig_view id = trig_draft_slug(draft, stem, LONGEST_ID);
    if (!id.length)
        id = trig_view("grid");
    for (size_t i = 0; i < draft->variable_count && !draft->failed; i++) {
        struct trig_draft_variable *variable = &draft->variables[i];
        if (!trig_draft_is_scored(draft, variable, group))
            continue;
        size_t own =
            each ? trig_words_pillar(draft->words, trig_draft_normal(draft, variable->label)) : whole;
        if (own != TRIG_NONE)
            assign(draft, variable, known_pillar(draft, own),
                   each ? "by its wording" : "by the wording of its grid");
        else if (!each)
            assign(draft, variable,
                   find_pillar(draft, id, draft->groups[group].stem, 1000,
                               trig_view("CHECK: one pillar for a grid; name it, or spread its questions")),
                   "for its grid");
    }
}

static int compare_pillars(const void *left, const void *right)
{
    const struct trig_draft_pillar *a = left, *b = right;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return trig_draft_compare(a->id, b->id);
}

/* Puts the pillars in their order, whatever grid came first. */
static void order_pillars(struct trig_draft *draft)
{
    struct trig_view *ids = trig_draft_room(draft, draft->pillar_count, sizeof *ids);
    if (!ids || !draft->pillar_count)
        return;
    for (size_t i = 0; i < draft->pillar_count; i++)
        ids[i] = draft->pillars[i].id;
    qsort(draft->pillars, draft->pillar_count, sizeof *draft->pillars, compare_pillars);
    for (size_t i = 0; i < draft->variable_count; i++) {
        size_t *pillar = &draft->variables[i].pillar;
        for (size_t j = 0; *pillar != TRIG_NONE && j < draft->pillar_count; j++)
            if (trig_view_equal(draft->pillars[j].id, ids[*pillar])) {
                *pillar = j;
                break;
            }
    }
}

void trig_draft_find_pillars(struct trig_draft *draft)
{
    for (size_t i = 0; i < draft->group_count && !draft->failed; i++)
        if (draft->groups[i].count > 1)
            place_group(draft, i);
    order_pillars(draft);
}
