#include "collect/draft/crosswalk.h"

#include "collect/answers/answer.h"

/* More pairs than this are not compared letter by letter: hostile files have them. */
#define MOST_PAIRS ((size_t)400000)
/* Shorter wordings are a quarter alike by chance. */
#define SHORTEST_WORDING 8

struct crossing {
    struct trig_draft *draft;
    const trig_definition *definition;
    size_t *matches; /* by variable of the definition: one of the draft; TRIG_NONE: none */
    bool *near;      /* the same: by likeness only */
    bool *taken;     /* by variable of the draft */
    size_t *first;   /* the same: its first column */
};

const char *trig_crossing_name(enum trig_crossing crossing)
{
    static const char *const names[] = {"same", "reworded", "rescaled", "new", "gone"};
    return names[crossing];
}

static bool is_asked(enum trig_role role)
{
    return role == TRIG_ROLE_ITEM || role == TRIG_ROLE_ATTRIBUTE || role == TRIG_ROLE_COMMENT;
}

/* ---- the same words -------------------------------------------------------------------- */

/* What a text of the new export leads to. */
struct index {
    trig_dictionary *texts;
    size_t *variables; /* of the draft, by text */
    size_t capacity;
};

static void enter(struct crossing *crossing, struct index *index, struct trig_view text, size_t variable)
{
    struct trig_view normal = trig_draft_normal(crossing->draft, text);
    size_t which, known = trig_dictionary_count(index->texts);
    if (!normal.length)
        return;
    if (trig_dictionary_add(index->texts, normal, &which, NULL) != TRIG_OK ||
        trig_grow((void **)&index->variables, &index->capacity, which + 1, sizeof *index->variables, NULL) !=
            TRIG_OK)
        crossing->draft->failed = true;
    else if (which == known)
        index->variables[which] = variable;
}

/* All ways to call the variables of the draft, from the surest on. */
static void enter_all(struct crossing *crossing, struct index *index)
{
    struct trig_draft *draft = crossing->draft;
    for (size_t i = 0; i < draft->gathering->count && !draft->failed; i++) {
        const struct trig_gathered_column *column = &draft->gathering->columns[i];
        size_t variable = draft->columns[i].variable;
        if (variable == TRIG_NONE)
            continue;
        enter(crossing, index, column->normal, variable);
        enter(crossing, index, column->wording, variable);
        for (size_t j = 0; j < column->keys.count; j++)
            enter(crossing, index, column->keys.items[j], variable);
        if (draft->columns[i].option != TRIG_NONE)
            enter(crossing, index, draft->variables[variable].stem, variable);
    }
}

static bool try_text(struct crossing *crossing, const struct index *index, size_t variable,
                     struct trig_view text)
{
    struct trig_view normal = trig_draft_normal(crossing->draft, text);
    size_t which = normal.length ? trig_dictionary_find(index->texts, normal) : SIZE_MAX;
    if (which == SIZE_MAX || !index->variables || crossing->taken[index->variables[which]])
        return false;
    crossing->matches[variable] = index->variables[which];
    crossing->taken[index->variables[which]] = true;
    return true;
}

static void match_words(struct crossing *crossing, const struct index *index)
{
    const trig_definition *definition = crossing->definition;
    for (size_t i = 0; i < definition->column_rule_count && !crossing->draft->failed; i++) {
        const struct trig_column_rule *rule = &definition->column_rules[i];
        if (crossing->matches[rule->variable] == TRIG_NONE)
            try_text(crossing, index, rule->variable, rule->heading);
    }
    for (size_t i = 0; i < definition->variable_count && !crossing->draft->failed; i++) {
        const struct trig_variable *variable = &definition->variables[i];
        bool found = crossing->matches[i] != TRIG_NONE || try_text(crossing, index, i, variable->name) ||
                     try_text(crossing, index, i, variable->label);
        for (size_t j = 0; !found && j < variable->aliases.count; j++)
            found = try_text(crossing, index, i, variable->aliases.items[j]);
    }
}

/* ---- nearly the same words --------------------------------------------------------------- */

/* How far two wordings are apart, SIZE_MAX: too far. */
static size_t distance_of(struct trig_view a, struct trig_view b)
{
    size_t longer = a.length > b.length ? a.length : b.length;
    size_t shorter = a.length + b.length - longer, limit = longer / 4;
    if (shorter < SHORTEST_WORDING || longer - shorter > limit)
        return SIZE_MAX;
    size_t distance = trig_text_distance(a, b, limit);
    return distance > limit ? SIZE_MAX : distance;
}

static void match_near(struct crossing *crossing, size_t variable)
{
    struct trig_draft *draft = crossing->draft;
    struct trig_view label = trig_draft_normal(draft, crossing->definition->variables[variable].label);
    size_t nearest = SIZE_MAX, best = TRIG_NONE;
    for (size_t i = 0; i < draft->variable_count && !draft->failed; i++) {
        if (crossing->taken[i] || !is_asked(draft->variables[i].role))
            continue;
        const struct trig_gathered_column *column = &draft->gathering->columns[crossing->first[i]];
        size_t distance = distance_of(label, column->wording_normal);
        size_t whole = distance_of(label, trig_draft_normal(draft, draft->variables[i].label));
        distance = whole < distance ? whole : distance;
        if (distance < nearest) {
            nearest = distance;
            best = i;
        }
    }
    if (best == TRIG_NONE)
        return;
    crossing->matches[variable] = best;
    crossing->near[variable] = crossing->taken[best] = true;
}

static void match_all_near(struct crossing *crossing)
{
    const trig_definition *definition = crossing->definition;
    size_t old = 0, new = 0;
    for (size_t i = 0; i < definition->variable_count; i++)
        old += crossing->matches[i] == TRIG_NONE && is_asked(definition->variables[i].role);
    for (size_t i = 0; i < crossing->draft->variable_count; i++)
        new += !crossing->taken[i];
    if (new &&old > MOST_PAIRS / new)
        return;
    for (size_t i = 0; i < definition->variable_count && !crossing->draft->failed; i++)
        if (crossing->matches[i] == TRIG_NONE && is_asked(definition->variables[i].role))
            match_near(crossing, i);
}

/* ---- the same answers ----------------------------------------------------------------------- */

/* Counts the cells of a column that the old scale cannot read. */
static enum trig_status count_unread(const struct crossing *crossing, const struct trig_variable *variable,
                                     const struct trig_gathered_column *column, uint64_t *unread,
                                     struct trig_error *error)
{
    static const struct trig_heading heading = {.option_count = 0};
    struct trig_scale_reader scale;
    enum trig_status status =
        trig_scale_reader_init(&scale, &crossing->definition->scales[variable->scale], error);
    if (status != TRIG_OK)
        return status;
    struct trig_answer_reader reader = {.scale = &scale, .format = column->format, .heading = &heading};
    reader.separators = trig_view(column->format->separators);
    for (size_t i = 0; i < column->answer_count && status == TRIG_OK; i++) {
        struct trig_meaning meaning;
        const struct trig_gathered_answer *answer = &column->answers[i];
        status = variable->type == TRIG_TYPE_MULTIPLE
                     ? trig_answer_read_several(&reader, answer->text, &meaning, error)
                     : trig_answer_read_code(&reader, answer->text, &meaning, error);
        if (status == TRIG_OK && meaning.answer == TRIG_UNREADABLE)
            *unread += answer->count;
    }
    trig_scale_reader_clear(&scale);
    return status;
}

static enum trig_status judge(struct crossing *crossing, size_t variable, struct trig_draft_crossing *out,
                              struct trig_error *error)
{
    struct trig_draft *draft = crossing->draft;
    const struct trig_variable *old = &crossing->definition->variables[variable];
    size_t column = crossing->first[crossing->matches[variable]];
    const struct trig_gathered_column *gathered = &draft->gathering->columns[column];
    uint64_t unread = 0, filled = gathered->evidence.filled;
    enum trig_status status = TRIG_OK;
    out->heading = gathered->heading;
    out->crossing = crossing->near[variable] ? TRIG_CROSS_REWORDED : TRIG_CROSS_SAME;
    out->review = trig_view(crossing->near[variable] ? "CHECK: nearly the same words as before"
                                                     : "the same words or code as before");
    bool comparable = old->scale != TRIG_NONE && draft->columns[column].option == TRIG_NONE;
    if (comparable)
        status = count_unread(crossing, old, gathered, &unread, error);
    bool numeric = old->type == TRIG_TYPE_NUMERIC &&
                   !trig_evidence_most(&gathered->evidence, gathered->evidence.numbers, 90);
    if (unread * 10 > filled || (numeric && filled)) {
        out->crossing = TRIG_CROSS_RESCALED;
        out->review = trig_draft_print(
            draft, "CHECK: %s; the answers are others: the scale of before reads %llu of %llu",
            crossing->near[variable] ? "reworded" : "the same words",
            (unsigned long long)(numeric ? gathered->evidence.numbers : filled - unread),
            (unsigned long long)filled);
    } else if (unread) {
        out->review = trig_draft_print(draft, "%.*s; %llu of %llu answers are not in its scale",
                                       TRIG_VIEW_ARG(out->review), (unsigned long long)unread,
                                       (unsigned long long)filled);
    }
    return status;
}

/* ---- all of it ---------------------------------------------------------------------------------- */

static bool prepare(struct crossing *crossing)
{
    struct trig_draft *draft = crossing->draft;
    size_t old = crossing->definition->variable_count;
    crossing->matches = trig_draft_room(draft, old, sizeof *crossing->matches);
    crossing->near = trig_draft_room(draft, old, sizeof *crossing->near);
    crossing->taken = trig_draft_room(draft, draft->variable_count, sizeof *crossing->taken);
    crossing->first = trig_draft_room(draft, draft->variable_count, sizeof *crossing->first);
    for (size_t i = 0; !draft->failed && i < old; i++)
        crossing->matches[i] = TRIG_NONE;
    for (size_t i = draft->gathering->count; !draft->failed && i-- > 0;)
        if (draft->columns[i].variable != TRIG_NONE)
            crossing->first[draft->columns[i].variable] = i;
    return !draft->failed;
}

static enum trig_status list(struct crossing *crossing, struct trig_draft_crossings *out,
                             struct trig_error *error)
{
    struct trig_draft *draft = crossing->draft;
    const trig_definition *definition = crossing->definition;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < definition->variable_count && status == TRIG_OK; i++) {
        if (!is_asked(definition->variables[i].role))
            continue;
        struct trig_draft_crossing *row = &out->items[out->count++];
        *row = (struct trig_draft_crossing){.crossing = TRIG_CROSS_GONE,
                                            .variable = definition->variables[i].name,
                                            .review = trig_view("no column has its words or code")};
        if (crossing->matches[i] != TRIG_NONE)
            status = judge(crossing, i, row, error);
    }
    for (size_t i = 0; i < draft->variable_count; i++) {
        const struct trig_draft_variable *variable = &draft->variables[i];
        if (crossing->taken[i] || !is_asked(variable->role))
            continue;
        out->items[out->count++] =
            (struct trig_draft_crossing){.crossing = TRIG_CROSS_NEW,
                                         .variable = variable->name,
                                         .heading = draft->gathering->columns[crossing->first[i]].heading,
                                         .review = variable->review};
    }
    return status;
}

enum trig_status trig_draft_cross(struct trig_draft *draft, const trig_definition *definition,
                                  struct trig_draft_crossings *out, struct trig_error *error)
{
    struct crossing crossing = {.draft = draft, .definition = definition};
    struct index index = {.texts = trig_dictionary_create(error)};
    enum trig_status status = index.texts ? TRIG_OK : TRIG_ERR_MEMORY;
    *out = (struct trig_draft_crossings){.count = 0};
    out->items =
        trig_draft_room(draft, draft->variable_count + definition->variable_count, sizeof *out->items);
    if (status == TRIG_OK && prepare(&crossing)) {
        enter_all(&crossing, &index);
        match_words(&crossing, &index);
        match_all_near(&crossing);
        if (!draft->failed)
            status = list(&crossing, out, error);
    }
    trig_dictionary_destroy(index.texts);
    trig_free(index.variables);
    if (status == TRIG_OK && draft->failed)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to compare the waves");
    return status;
}
