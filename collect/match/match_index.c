#include "collect/match/match_index.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/answers/spellings.h"

/* One claim on a text; claims on the same text form a list. */
struct link {
    struct trig_claim claim;
    size_t next; /* TRIG_NONE: the last */
};

struct trig_match_index {
    const trig_definition *definition;
    trig_dictionary *texts; /* normalised */
    size_t *first;          /* the first link of each text */
    size_t first_capacity;
    struct link *links;
    size_t link_count, link_capacity;
    struct trig_arena scratch;
};

void trig_match_index_destroy(trig_match_index *index)
{
    if (!index)
        return;
    trig_dictionary_destroy(index->texts);
    trig_free(index->first);
    trig_free(index->links);
    trig_arena_clear(&index->scratch);
    trig_free(index);
}

/* The claim on text [which] at [strength], NULL when there is none. */
static struct trig_claim *find_claim(const trig_match_index *index, size_t which, enum trig_strength strength)
{
    for (size_t i = index->first[which]; i != TRIG_NONE; i = index->links[i].next)
        if (index->links[i].claim.strength == strength)
            return &index->links[i].claim;
    return NULL;
}

static bool is_same_claim(const struct trig_claim *a, const struct trig_claim *b)
{
    struct trig_view none = {NULL, 0};
    return a->variable == b->variable &&
           trig_view_equal(a->rule ? a->rule->code : none, b->rule ? b->rule->code : none);
}

static enum trig_status add_link(trig_match_index *index, size_t which, const struct trig_claim *claim,
                                 struct trig_error *error)
{
    struct trig_claim *known = find_claim(index, which, claim->strength);
    if (known) {
        if (known->variable != TRIG_AMBIGUOUS && !is_same_claim(known, claim)) {
            known->first = known->variable;
            known->rival = claim->variable;
            known->variable = TRIG_AMBIGUOUS;
        }
        return TRIG_OK;
    }
    enum trig_status status = trig_grow((void **)&index->links, &index->link_capacity, index->link_count + 1,
                                        sizeof *index->links, error);
    if (status != TRIG_OK)
        return status;
    index->links[index->link_count] = (struct link){*claim, index->first[which]};
    index->first[which] = index->link_count++;
    return TRIG_OK;
}

static enum trig_status add(trig_match_index *index, struct trig_view text, struct trig_claim claim,
                            struct trig_error *error)
{
    struct trig_view normal;
    size_t which;
    trig_arena_clear(&index->scratch);
    enum trig_status status = trig_text_normalise(&index->scratch, text, &normal, error);
    if (status != TRIG_OK || !normal.length)
        return status;
    size_t known = trig_dictionary_count(index->texts);
    status = trig_dictionary_add(index->texts, normal, &which, error);
    if (status == TRIG_OK)
        status =
            trig_grow((void **)&index->first, &index->first_capacity, which + 1, sizeof *index->first, error);
    if (status != TRIG_OK)
        return status;
    if (which == known)
        index->first[which] = TRIG_NONE;
    return add_link(index, which, &claim, error);
}

static enum trig_status add_variable(trig_match_index *index, size_t variable, struct trig_error *error)
{
    const struct trig_variable *what = &index->definition->variables[variable];
    struct trig_claim claim = {.strength = TRIG_STRENGTH_NAME, .variable = variable};
    enum trig_status status = add(index, what->name, claim, error);
    claim.strength = TRIG_STRENGTH_ALIAS;
    for (size_t i = 0; i < what->aliases.count && status == TRIG_OK; i++)
        status = add(index, what->aliases.items[i], claim, error);
    claim.strength = TRIG_STRENGTH_LABEL;
    return status == TRIG_OK ? add(index, what->label, claim, error) : status;
}

static enum trig_status add_rule(trig_match_index *index, const struct trig_column_rule *rule,
                                 struct trig_view platform, size_t wave, struct trig_error *error)
{
    bool any_platform = !rule->platform.length, any_wave = rule->wave == TRIG_NONE;
    if ((!any_platform && !trig_view_equal(rule->platform, platform)) || (!any_wave && rule->wave != wave))
        return TRIG_OK;
    struct trig_claim claim = {.variable = rule->variable, .rule = rule};
    if (any_wave)
        claim.strength = any_platform ? TRIG_STRENGTH_RULE : TRIG_STRENGTH_RULE_PLATFORM;
    else
        claim.strength = any_platform ? TRIG_STRENGTH_RULE_WAVE : TRIG_STRENGTH_RULE_BOTH;
    return add(index, rule->heading, claim, error);
}

trig_match_index *trig_match_index_create(const trig_definition *definition, struct trig_view platform,
                                          size_t wave, struct trig_error *error)
{
    trig_match_index *index = trig_calloc(1, sizeof *index);
    if (!index) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to match columns");
        return NULL;
    }
    index->definition = definition;
    trig_arena_init(&index->scratch);
    index->texts = trig_dictionary_create(error);
    enum trig_status status = index->texts ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < definition->variable_count && status == TRIG_OK; i++)
        status = add_variable(index, i, error);
    for (size_t i = 0; i < definition->column_rule_count && status == TRIG_OK; i++)
        status = add_rule(index, &definition->column_rules[i], platform, wave, error);
    if (status == TRIG_OK)
        return index;
    trig_match_index_destroy(index);
    return NULL;
}

enum trig_status trig_match_index_find(trig_match_index *index, struct trig_view text,
                                       enum trig_strength strength, bool *found, struct trig_claim *out,
                                       struct trig_error *error)
{
    struct trig_view normal;
    *found = false;
    trig_arena_clear(&index->scratch);
    enum trig_status status = trig_text_normalise(&index->scratch, text, &normal, error);
    if (status != TRIG_OK || !normal.length)
        return status;
    size_t which = trig_dictionary_find(index->texts, normal);
    const struct trig_claim *claim = which == SIZE_MAX ? NULL : find_claim(index, which, strength);
    if (claim) {
        *found = true;
        *out = *claim;
    }
    return TRIG_OK;
}
