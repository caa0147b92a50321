/* Names of variables, scales and codes: readable, unique, and the same whatever
 * the order of the columns. */
#include "collect/draft/draft.h"

#include <ctype.h>
#include <stdlib.h>

#define LONGEST_NAME 32
#define LONGEST_CODE 40

static size_t digits_at(struct trig_view text, size_t at)
{
    size_t end = at;
    while (end < text.length && isdigit((unsigned char)text.data[end]))
        end++;
    return end - at;
}

/* QID2, QID2_7_TEXT, 1_QID6: a platform's own number of a question, however it goes on. */
static bool is_import_id(struct trig_view key)
{
    size_t loop = digits_at(key, 0), at = 0;
    if (loop && loop < key.length && key.data[loop] == '_')
        at = loop + 1;
    return key.length > at + 3 && memcmp(key.data + at, "QID", 3) == 0 && digits_at(key, at + 3);
}

/* Q2, Q14_1_a, 13.1: a place in a questionnaire, which the next wave may give to
 * another question. */
static bool is_number(struct trig_view key)
{
    static const char text[] = "_TEXT"; /* what somebody wrote beside an option */
    size_t i = 0, ending = sizeof text - 1;
    if (key.length > ending && memcmp(key.data + key.length - ending, text, ending) == 0)
        key.length -= ending;
    if (is_import_id(key))
        return true;
    if (i < key.length && (key.data[i] == 'q' || key.data[i] == 'Q'))
        i++;
    if (i == key.length || !isdigit((unsigned char)key.data[i]))
        return false;
    size_t letters = 0;
    for (; i < key.length; i++) {
        unsigned char byte = (unsigned char)key.data[i];
        letters = isalpha(byte) ? letters + 1 : 0;
        if (letters > 3 || !(isalnum(byte) || byte == '_' || byte == '.' || byte == '#'))
            return false;
    }
    return true;
}

/* Leaves out a number like "7a1. " or "Q7a. " in front of the words. */
static struct trig_view without_number(struct trig_view text)
{
    size_t i = 0, first = text.length && text.data[0] == 'q';
    while (i < text.length && i < 6 && isalnum((unsigned char)text.data[i]))
        i++;
    bool number = i > first && isdigit((unsigned char)text.data[first]) && i + 2 < text.length &&
                  strchr(".):", text.data[i]) && text.data[i + 1] == ' ';
    return number ? trig_text_trim(trig_view_of(text.data + i + 1, text.length - i - 1)) : text;
}

/* Words that a name can do without; a question's own words say more. */
static struct trig_view strip(struct trig_view normal)
{
    static const char *const starts[] = {"please ",
                                         "to what extent ",
                                         "how much ",
                                         "how satisfied are you with ",
                                         "do you ",
                                         "are you ",
                                         "what is ",
                                         "what are ",
                                         "which of the following ",
                                         "which ",
                                         "in what ",
                                         "i ",
                                         "my ",
                                         "the ",
                                         "your ",
                                         "a ",
                                         "have you ",
                                         "how often do you ",
                                         "how likely are you to ",
                                         "of "};
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
            size_t length = strlen(starts[i]);
            if (normal.length > length + 3 && memcmp(normal.data, starts[i], length) == 0) {
                normal = trig_view_of(normal.data + length, normal.length - length);
                again = true;
            }
        }
    }
    return normal;
}

static struct trig_view slug_of(struct trig_draft *draft, struct trig_view text)
{
    return trig_draft_slug(draft, strip(without_number(trig_draft_normal(draft, text))), LONGEST_NAME);
}

/* A code as a name: QGrade is q_grade. */
static struct trig_view name_of_code(struct trig_draft *draft, struct trig_view key)
{
    bool is_question = key.length > 2 && key.data[0] == 'Q' && isupper((unsigned char)key.data[1]) &&
                       islower((unsigned char)key.data[2]);
    if (is_question)
        key = trig_draft_print(draft, "Q %.*s", (int)key.length - 1, key.data + 1);
    return trig_draft_slug(draft, key, LONGEST_NAME);
}

static bool is_other_text(struct trig_draft *draft, const struct trig_draft_variable *variable,
                          const struct trig_draft_column *own)
{
    struct trig_view part = trig_draft_normal(draft, own->part);
    return variable->role == TRIG_ROLE_COMMENT && variable->stem.length &&
           (trig_view_is(part, "other") || trig_words_heading(draft->words, "other", part));
}

/* What people wrote beside a question's options: the question's name, and so much. */
static struct trig_view name_of_other(struct trig_draft *draft, struct trig_view stem)
{
    static const char ending[] = "_other";
    struct trig_view name = trig_draft_slug(draft, strip(without_number(trig_draft_normal(draft, stem))),
                                            LONGEST_NAME - (sizeof ending - 1));
    return name.length ? trig_draft_print(draft, "%.*s%s", TRIG_VIEW_ARG(name), ending) : name;
}

/* The number of a row says nothing without its question's. */
static bool has_letter(struct trig_view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (isalpha((unsigned char)text.data[i]) || (unsigned char)text.data[i] >= 0x80)
            return true;
    return false;
}

/* The name that a column's heading gives its variable, before it is made unique. */
static struct trig_view propose(struct trig_draft *draft, size_t index)
{
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    const struct trig_draft_column *own = &draft->columns[index];
    const struct trig_draft_variable *variable = &draft->variables[own->variable];
    struct trig_view name = {NULL, 0};
    bool option = own->option != TRIG_NONE;
    if (variable->role == TRIG_ROLE_RECORD)
        return trig_view("response_id");
    if (variable->role == TRIG_ROLE_SUBMITTED)
        return trig_view("submitted");
    if (variable->role == TRIG_ROLE_INSTITUTION || variable->role == TRIG_ROLE_WAVE)
        return trig_view(trig_role_name(variable->role));
    for (size_t i = 0; i < column->keys.count && !option && !name.length; i++)
        if (!is_number(column->keys.items[i]) && column->keys.items[i].length <= LONGEST_NAME &&
            !memchr(column->keys.items[i].data, ' ', column->keys.items[i].length))
            name = name_of_code(draft, column->keys.items[i]);
    if (!name.length && is_other_text(draft, variable, own))
        name = name_of_other(draft, variable->stem);
    if (!name.length && option)
        name = slug_of(draft, variable->stem);
    if (!name.length && own->group != TRIG_NONE && own->part.length > 2 && has_letter(own->part))
        name = slug_of(draft, own->part);
    return name.length ? name : slug_of(draft, column->wording);
}

/* ---- uniqueness ------------------------------------------------------------------------------ */

struct proposal {
    struct trig_view name;
    struct trig_view heading; /* breaks ties, so that the order of columns does not */
    size_t index;
};

static int compare_proposals(const void *left, const void *right)
{
    const struct proposal *a = left, *b = right;
    int order = trig_draft_compare(a->name, b->name);
    return order ? order : trig_draft_compare(a->heading, b->heading);
}

static bool is_reserved(struct trig_view name, enum trig_role role)
{
    static const char *const words[] = {"all", "none", "group", "items", "pillars", "respondents"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (trig_view_is(name, words[i]))
            return true;
    return (trig_view_is(name, "institution") && role != TRIG_ROLE_INSTITUTION) ||
           (trig_view_is(name, "wave") && role != TRIG_ROLE_WAVE);
}

/* [name], or the first of name_2, name_3, .. that nobody has. */
static struct trig_view unique(struct trig_draft *draft, trig_dictionary *taken, struct trig_view name)
{
    struct trig_view tried = name;
    size_t which, known = trig_dictionary_count(taken);
    for (size_t i = 2; trig_dictionary_find(taken, tried) != SIZE_MAX && !draft->failed; i++)
        tried = trig_draft_print(draft, "%.*s_%zu", TRIG_VIEW_ARG(name), i);
    draft->failed |= trig_dictionary_add(taken, tried, &which, NULL) != TRIG_OK;
    (void)known;
    return tried;
}

static struct trig_view begin_with_letter(struct trig_draft *draft, struct trig_view name,
                                          enum trig_role role)
{
    if (!name.length)
        return trig_view("question");
    if (!islower((unsigned char)name.data[0]))
        return trig_draft_print(draft, "q_%.*s", TRIG_VIEW_ARG(name));
    return is_reserved(name, role) ? trig_draft_print(draft, "%.*s_answer", TRIG_VIEW_ARG(name)) : name;
}

/* @return the proposals, one a variable, in the order in which names are given. */
static struct proposal *propose_all(struct trig_draft *draft)
{
    struct proposal *proposals = trig_draft_room(draft, draft->variable_count, sizeof *proposals);
    for (size_t i = 0; proposals && i < draft->gathering->count && !draft->failed; i++) {
        size_t variable = draft->columns[i].variable;
        struct trig_view heading = draft->gathering->columns[i].normal;
        if (variable == TRIG_NONE)
            continue;
        struct proposal *proposal = &proposals[variable];
        if (proposal->heading.length && trig_draft_compare(proposal->heading, heading) <= 0)
            continue;
        proposal->index = variable;
        proposal->heading = heading;
        proposal->name = begin_with_letter(draft, propose(draft, i), draft->variables[variable].role);
    }
    if (proposals && draft->variable_count)
        qsort(proposals, draft->variable_count, sizeof *proposals, compare_proposals);
    return proposals;
}

/* A label leads to one variable, too; the heading as a whole tells equal ones apart. */
static void settle_label(struct trig_draft *draft, trig_dictionary *taken, const struct proposal *proposal)
{
    struct trig_draft_variable *variable = &draft->variables[proposal->index];
    size_t which, known = trig_dictionary_count(taken);
    if (!variable->label.length)
        variable->label = variable->name;
    for (size_t i = 1; !draft->failed; i++) {
        struct trig_view normal = trig_draft_normal(draft, variable->label);
        draft->failed |= trig_dictionary_add(taken, normal, &which, NULL) != TRIG_OK;
        if (which == known || trig_view_equal(normal, variable->name))
            return;
        variable->label = i == 1 ? proposal->heading
                                 : trig_draft_print(draft, "%.*s (%.*s)", TRIG_VIEW_ARG(variable->label),
                                                    TRIG_VIEW_ARG(variable->name));
    }
}

/* ---- codes and scales -------------------------------------------------------------------------- */

static bool is_label_of_other(const struct trig_draft_scale *scale, size_t own, struct trig_view text)
{
    for (size_t i = 0; i < scale->count; i++)
        if (i != own &&
            (trig_view_equal(scale->codes[i].normal, text) || trig_view_equal(scale->codes[i].code, text)))
            return true;
    return false;
}

static void name_codes(struct trig_draft *draft, struct trig_draft_scale *scale)
{
    for (size_t i = 0; i < scale->count && !draft->failed; i++) {
        struct trig_draft_code *code = &scale->codes[i];
        if (code->code.length)
            continue;
        struct trig_view slug = trig_draft_slug(draft, code->label, LONGEST_CODE);
        if (!slug.length)
            slug = trig_view("option");
        struct trig_view tried = slug;
        for (size_t n = 2; is_label_of_other(scale, i, tried) && !draft->failed; n++)
            tried = trig_draft_print(draft, "%.*s_%zu", TRIG_VIEW_ARG(slug), n);
        code->code = tried;
    }
}

/* A scale without a kind is called after the first, by name, of its variables. */
static struct trig_view name_after(const struct trig_draft *draft, size_t scale)
{
    struct trig_view first = {NULL, 0};
    for (size_t i = 0; i < draft->variable_count; i++)
        if (draft->variables[i].scale == scale &&
            (!first.length || trig_draft_compare(draft->variables[i].name, first) < 0))
            first = draft->variables[i].name;
    return first;
}

static void name_scales(struct trig_draft *draft)
{
    trig_dictionary *taken = trig_dictionary_create(NULL);
    draft->failed |= !taken;
    for (size_t i = 0; i < draft->scale_count && !draft->failed; i++) {
        struct trig_draft_scale *scale = &draft->scales[i];
        size_t steps = 0;
        name_codes(draft, scale);
        for (size_t j = 0; j < scale->count; j++)
            steps += scale->codes[j].kind == TRIG_SUBSTANTIVE;
        struct trig_view name = scale->name;
        if (name.length && scale->is_ordinal)
            name = trig_draft_print(draft, "%.*s%zu", TRIG_VIEW_ARG(name), steps);
        scale->name = unique(draft, taken, name.length ? name : name_after(draft, i));
    }
    trig_dictionary_destroy(taken);
}

void trig_draft_find_names(struct trig_draft *draft)
{
    struct proposal *proposals = propose_all(draft);
    trig_dictionary *names = trig_dictionary_create(NULL), *labels = trig_dictionary_create(NULL);
    draft->failed |= !names || !labels;
    for (size_t i = 0; i < draft->variable_count && !draft->failed; i++)
        draft->variables[proposals[i].index].name = unique(draft, names, proposals[i].name);
    for (size_t i = 0; i < draft->variable_count && !draft->failed; i++) {
        size_t which;
        draft->failed |= trig_dictionary_add(labels, draft->variables[i].name, &which, NULL) != TRIG_OK;
    }
    for (size_t i = 0; i < draft->variable_count && !draft->failed; i++)
        settle_label(draft, labels, &proposals[i]);
    trig_dictionary_destroy(names);
    trig_dictionary_destroy(labels);
    if (!draft->failed)
        name_scales(draft);
}
