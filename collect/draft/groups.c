/* Which columns belong to one question: the rows of a grid, the options of a
 * question whose answers are spread over columns.
 *
 *     "Tools [lathe]"  "Tools [mill]"     base "tools"     from the platform's reading of the heading
 *     Q14_1_a          Q14_2_a            base "q14"       from the codes
 *     "3. Python."     "3. R."            base "3."        from headings that end with the column's only
 * answer
 *
 * A column may be read in several ways; the base that most columns share counts. */
#include "collect/draft/draft.h"

/* A way to read a heading as a part of a question. */
struct reading {
    size_t base; /* in the dictionary of bases */
    struct trig_view stem;
    struct trig_view part;
};

struct readings {
    struct reading *items;
    size_t count;
};

struct grouping {
    struct trig_draft *draft;
    trig_dictionary *bases;
    size_t *counts; /* columns by base */
    size_t capacity;
    struct readings *columns;
    size_t *groups; /* by base; TRIG_NONE: none yet */
};

static void add_reading(struct grouping *grouping, size_t column, struct trig_view stem,
                        struct trig_view part)
{
    struct readings *readings = &grouping->columns[column];
    struct trig_view normal = trig_draft_normal(grouping->draft, stem);
    size_t base, known = trig_dictionary_count(grouping->bases);
    if (!normal.length || grouping->draft->failed)
        return;
    if (trig_dictionary_add(grouping->bases, normal, &base, NULL) != TRIG_OK ||
        trig_grow((void **)&grouping->counts, &grouping->capacity, base + 1, sizeof *grouping->counts,
                  NULL) != TRIG_OK) {
        grouping->draft->failed = true;
        return;
    }
    if (base == known)
        grouping->counts[base] = 0;
    bool again = false;
    for (size_t i = 0; i < readings->count; i++)
        again |= readings->items[i].base == base;
    grouping->counts[base] += !again;
    readings->items[readings->count++] = (struct reading){base, stem, part};
}

/* Q14_1_a belongs to Q14_1 and to Q14. */
static void add_codes(struct grouping *grouping, size_t column, struct trig_view key)
{
    const struct trig_gathered_column *gathered = &grouping->draft->gathering->columns[column];
    for (size_t i = key.length; i > 1; i--)
        if (key.data[i - 1] == '_')
            add_reading(grouping, column, trig_view_of(key.data, i - 1), gathered->wording);
}

/* What stands before [ending]; blank when [text] does not end so. */
static struct trig_view before_ending(struct trig_view text, struct trig_view ending)
{
    size_t before = text.length > ending.length ? text.length - ending.length : 0;
    if (!before || memcmp(text.data + before, ending.data, ending.length) != 0)
        return trig_view_of("", 0);
    return trig_text_trim(trig_view_of(text.data, before));
}

/* Whether the platform has read the heading so already. */
static bool is_part(const struct grouping *grouping, const struct trig_gathered_column *column,
                    struct trig_view answer)
{
    for (size_t i = 0; i < column->spread_count; i++)
        if (trig_view_equal(trig_draft_normal(grouping->draft, column->spreads[i].part), answer))
            return true;
    return false;
}

/* "3. Python." with "Python." as its only answer. */
static void add_ending(struct grouping *grouping, size_t column)
{
    const struct trig_gathered_column *gathered = &grouping->draft->gathering->columns[column];
    if (gathered->answer_count != 1 || gathered->overflow || gathered->is_closed)
        return;
    struct trig_view answer = gathered->answers[0].normal, heading = gathered->normal;
    if (answer.length < 2 || is_part(grouping, gathered, answer) || heading.length <= answer.length + 1 ||
        memcmp(heading.data + heading.length - answer.length, answer.data, answer.length) != 0)
        return;
    struct trig_view base = before_ending(gathered->heading, gathered->answers[0].text);
    if (!base.length) /* the two are not spelled alike */
        base = before_ending(heading, answer);
    if (base.length)
        add_reading(grouping, column, base, gathered->answers[0].text);
}

static size_t count_readings(const struct trig_gathered_column *gathered)
{
    size_t count = gathered->spread_count + 1;
    for (size_t i = 0; gathered->keys.count && i < gathered->keys.items[0].length; i++)
        count += gathered->keys.items[0].data[i] == '_';
    return count;
}

static void read_heading(struct grouping *grouping, size_t column)
{
    const struct trig_gathered_column *gathered = &grouping->draft->gathering->columns[column];
    grouping->columns[column].items =
        trig_draft_room(grouping->draft, count_readings(gathered), sizeof(struct reading));
    if (gathered->use != TRIG_USE_ANSWERS || grouping->draft->failed)
        return;
    for (size_t i = 0; i < gathered->spread_count; i++)
        add_reading(grouping, column, gathered->spreads[i].base, gathered->spreads[i].part);
    if (gathered->keys.count)
        add_codes(grouping, column, gathered->keys.items[0]);
    add_ending(grouping, column);
}

/* The reading whose base most columns share; of equals the first, which the
 * platform is surest of. */
static const struct reading *choose(const struct grouping *grouping, size_t column)
{
    const struct readings *readings = &grouping->columns[column];
    const struct reading *best = NULL;
    for (size_t i = 0; grouping->counts && i < readings->count; i++)
        if (grouping->counts[readings->items[i].base] > 1 &&
            (!best || grouping->counts[readings->items[i].base] > grouping->counts[best->base]))
            best = &readings->items[i];
    return best;
}

static bool is_worded(struct trig_view text)
{
    return text.length && memchr(text.data, ' ', text.length);
}

/* Among readings of the same columns, words say more than codes. */
static const struct reading *choose_words(const struct grouping *grouping, size_t column,
                                          const struct reading *chosen)
{
    const struct readings *readings = &grouping->columns[column];
    for (size_t i = grouping->counts ? readings->count : 0; i-- > 0;) {
        const struct reading *reading = &readings->items[i];
        if (grouping->counts[reading->base] == grouping->counts[chosen->base] && is_worded(reading->stem) &&
            reading->part.length)
            return reading;
    }
    /* A column more, such as what people wrote beside the options, does not make words say less. */
    for (size_t i = 0; grouping->counts && i < readings->count; i++) {
        const struct reading *reading = &readings->items[i];
        if (grouping->counts[reading->base] + 1 == grouping->counts[chosen->base] &&
            is_worded(reading->stem) && reading->part.length)
            return reading;
    }
    return chosen;
}

/* A question with parts may have a column of its own, which names it. */
static struct trig_view find_stem(const struct grouping *grouping, struct trig_view stem)
{
    const struct trig_gathering *gathering = grouping->draft->gathering;
    for (size_t i = 0; !is_worded(stem) && i < gathering->count; i++) {
        const struct trig_gathered_column *column = &gathering->columns[i];
        for (size_t j = 0; j < column->keys.count; j++)
            if (trig_view_equal(column->keys.items[j], stem))
                return column->wording;
    }
    return stem;
}

static void place(struct grouping *grouping, size_t column)
{
    struct trig_draft *draft = grouping->draft;
    const struct reading *chosen = choose(grouping, column);
    if (!chosen)
        return;
    const struct reading *words = choose_words(grouping, column, chosen);
    size_t *group = &grouping->groups[chosen->base];
    if (*group == TRIG_NONE) {
        if (!trig_draft_grow(draft, (void **)&draft->groups, &draft->group_capacity, draft->group_count,
                             sizeof *draft->groups))
            return;
        *group = draft->group_count++;
        draft->groups[*group] = (struct trig_draft_group){.stem = find_stem(grouping, words->stem)};
    }
    if (!is_worded(draft->groups[*group].stem) && is_worded(words->stem))
        draft->groups[*group].stem = words->stem;
    draft->groups[*group].count++;
    draft->columns[column].group = *group;
    draft->columns[column].part = words->part;
}

void trig_draft_find_groups(struct trig_draft *draft)
{
    size_t count = draft->gathering->count;
    struct grouping grouping = {.draft = draft, .bases = trig_dictionary_create(NULL)};
    grouping.columns = trig_draft_room(draft, count, sizeof *grouping.columns);
    draft->failed |= !grouping.bases;
    for (size_t i = 0; i < count && !draft->failed; i++)
        read_heading(&grouping, i);
    if (!draft->failed) {
        size_t bases = trig_dictionary_count(grouping.bases);
        grouping.groups = trig_draft_room(draft, bases, sizeof *grouping.groups);
        for (size_t i = 0; !draft->failed && i < bases; i++)
            grouping.groups[i] = TRIG_NONE;
    }
    for (size_t i = 0; i < count && !draft->failed; i++)
        place(&grouping, i);
    trig_dictionary_destroy(grouping.bases);
    trig_free(grouping.counts);
}

bool trig_draft_group_members(struct trig_draft *draft,
                              bool (*wanted)(const struct trig_draft *draft, size_t column),
                              struct trig_draft_members *out)
{
    size_t count = draft->gathering->count;
    size_t *next = trig_draft_room(draft, draft->group_count + 1, sizeof *next);
    out->columns = trig_draft_room(draft, count, sizeof *out->columns);
    out->starts = trig_draft_room(draft, draft->group_count + 1, sizeof *out->starts);
    if (draft->failed)
        return false;
    for (size_t i = 0; i < count; i++)
        if (draft->columns[i].group != TRIG_NONE && wanted(draft, i))
            out->starts[draft->columns[i].group + 1]++;
    for (size_t i = 0; i < draft->group_count; i++)
        next[i + 1] = out->starts[i + 1] += out->starts[i];
    for (size_t i = 0; i < count; i++)
        if (draft->columns[i].group != TRIG_NONE && wanted(draft, i))
            out->columns[next[draft->columns[i].group]++] = i;
    return true;
}
