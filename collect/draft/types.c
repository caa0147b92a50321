/* What is left: numbers, dates, choices without order, free text. */
#include "collect/draft/scales.h"

#include <math.h>
#include <stdlib.h>

/* A choice from a longer list than this is a category, whatever is written. */
#define MOST_CHOICES 200
/* Bytes that an answer chosen from a list, or one or two words, has on average. */
#define SHORT_ANSWER 30
/* Grids of bare numbers up to this are taken for codes of a scale. */
#define HIGHEST_CODE 10

/* What was found of a column's answers. */
struct census {
    size_t frequent; /* answers that at least TRIG_DRAFT_FEW people gave */
    size_t rare;
    uint64_t covered; /* cells with frequent answers */
};

static struct census count_answers(const struct trig_gathered_column *column)
{
    struct census census = {0};
    for (size_t i = 0; i < column->answer_count; i++) {
        bool frequent = column->answers[i].count >= TRIG_DRAFT_FEW;
        census.frequent += frequent;
        census.rare += !frequent;
        census.covered += frequent ? column->answers[i].count : 0;
    }
    return census;
}

/* ---- choices ---------------------------------------------------------------------------- */

/* The answers that may be written: by their text, so that counts do not show. */
static int compare_texts(const void *left, const void *right)
{
    return trig_draft_compare(*(const struct trig_view *)left, *(const struct trig_view *)right);
}

static void add_choice(struct trig_draft *draft, size_t index, const struct census *census)
{
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    struct trig_view *labels =
        trig_draft_room(draft, column->answer_count + column->labels.count, sizeof *labels);
    size_t count = 0;
    bool key = column->labels.count > 0, rest = !key && (census->rare || column->overflow);
    if (!labels)
        return;
    for (size_t i = 0; key && i < column->labels.count; i++)
        labels[count++] = column->labels.items[i];
    for (size_t i = 0; !key && i < column->answer_count; i++)
        if (column->answers[i].count >= TRIG_DRAFT_FEW)
            labels[count++] = column->answers[i].text;
    if (!key && count)
        qsort(labels, count, sizeof *labels, compare_texts);
    struct trig_draft_variable *variable = trig_draft_add_variable(
        draft, index, TRIG_ROLE_ATTRIBUTE, TRIG_TYPE_NOMINAL,
        rest ? trig_draft_print(
                   draft,
                   "a choice of one answer; %zu answers that fewer than %d people gave are not written "
                   "here, since they may tell who answered: they are read as other",
                   census->rare, TRIG_DRAFT_FEW)
             : trig_view("a choice of one answer"));
    if (variable)
        variable->scale =
            trig_draft_nominal_scale(draft, labels, count, column->declared, rest,
                                     key ? trig_view("from the key") : trig_view("the answers, as found"));
}

/* ---- text ---------------------------------------------------------------------------------- */

/* Q[other], tools_other: platforms' codes for what people wrote beside the options. */
static bool is_code_of_other(const struct trig_gathered_column *column)
{
    static const char *const endings[] = {"[other]", "_other", "_other_text"};
    for (size_t i = 0; i < column->keys.count; i++)
        for (size_t j = 0; j < sizeof endings / sizeof *endings; j++) {
            struct trig_view key = column->keys.items[i];
            size_t length = strlen(endings[j]);
            if (key.length > length && memcmp(key.data + key.length - length, endings[j], length) == 0)
                return true;
        }
    return false;
}

/* "Anything else?", "Other, please specify": what people write there may be short
 * and the same for many, and is still theirs: none of it goes into a definition. */
static bool asks_for_text(struct trig_draft *draft, size_t index)
{
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    return column->is_text || is_code_of_other(column) ||
           trig_words_heading(draft->words, "other", column->wording_normal) ||
           trig_words_heading(draft->words, "comment", column->wording_normal) ||
           trig_view_is(trig_draft_normal(draft, draft->columns[index].part), "other");
}

static void add_text(struct trig_draft *draft, size_t index, const struct census *census)
{
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    const struct trig_evidence *evidence = &column->evidence;
    bool is_short = evidence->bytes <= SHORT_ANSWER * evidence->filled && !evidence->wordy;
    bool repeated = !column->overflow && census->frequent && 2 * column->answer_count <= evidence->filled;
    bool other = asks_for_text(draft, index);
    if (is_short && repeated && !other) {
        trig_draft_add_variable(
            draft, index, TRIG_ROLE_ATTRIBUTE, TRIG_TYPE_NOMINAL,
            trig_view("CHECK: short answers in people's own words; without a scale each is a "
                      "category of its own: list those that mean the same in a scale"));
        return;
    }
    const char *why = other               ? "what people wrote, by the heading"
                      : evidence->wordy   ? "free text: sentences"
                      : evidence->damaged ? "CHECK: free text, some of it damaged by a spreadsheet"
                                          : "CHECK: free text: answers that hardly anybody gave twice";
    trig_draft_add_variable(draft, index, TRIG_ROLE_COMMENT, TRIG_TYPE_TEXT, trig_view(why));
}

/* ---- numbers --------------------------------------------------------------------------------- */

static struct trig_view find_unit(struct trig_draft *draft, struct trig_view wording)
{
    static const char *const units[] = {"years", "months",  "weeks",   "days",
                                        "hours", "minutes", "percent", "%"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (trig_words_has(wording, trig_view(units[i])))
            return trig_draft_print(draft, "%s", units[i]);
    return trig_view_of("", 0);
}

static void add_number(struct trig_draft *draft, size_t index)
{
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    const struct trig_evidence *evidence = &column->evidence;
    uint64_t others = evidence->filled - evidence->numbers;
    bool codes = evidence->wholes == evidence->filled && evidence->low >= 0 &&
                 evidence->high <= HIGHEST_CODE && column->answer_count <= HIGHEST_CODE + 1;
    struct trig_view review = trig_view("numbers");
    if (column->is_quantity)
        review = trig_view("numbers; a label of the file on one of them tells where there is no answer");
    else if (others)
        review = trig_draft_print(
            draft,
            "CHECK: numbers, but for %llu of %llu cells: their records are set aside, or stored "
            "without this answer with --bad-answers missing",
            (unsigned long long)others, (unsigned long long)evidence->filled);
    else if (codes)
        review = trig_view(
            "CHECK: small whole numbers: if they are codes of answers, what they mean is not in the "
            "export: give the variable a scale");
    struct trig_draft_variable *variable =
        trig_draft_add_variable(draft, index, TRIG_ROLE_ATTRIBUTE, TRIG_TYPE_NUMERIC, review);
    if (!variable)
        return;
    variable->unit = find_unit(draft, column->wording_normal);
    /* A natural bound; the smallest and largest answer belong to individuals. */
    variable->min = evidence->low >= 0 && variable->unit.length ? 0 : NAN;
}

static void add_date(struct trig_draft *draft, size_t index)
{
    const struct trig_evidence *evidence = &draft->gathering->columns[index].evidence;
    uint64_t others = evidence->filled - evidence->dates[draft->date_order];
    trig_draft_add_variable(
        draft, index, TRIG_ROLE_ATTRIBUTE, TRIG_TYPE_DATE,
        others ? trig_draft_print(
                     draft,
                     "CHECK: dates, but for %llu of %llu cells: their records are set aside, or stored "
                     "without this answer with --bad-answers missing",
                     (unsigned long long)others, (unsigned long long)evidence->filled)
               : trig_view("dates"));
}

/* ---- codes without a key ------------------------------------------------------------------------ */

static bool is_code(const struct trig_draft *draft, size_t column)
{
    const struct trig_gathered_column *gathered = &draft->gathering->columns[column];
    const struct trig_evidence *evidence = &gathered->evidence;
    return draft->columns[column].variable == TRIG_NONE && evidence->filled &&
           evidence->wholes == evidence->filled && evidence->low >= 0 && evidence->high <= HIGHEST_CODE &&
           !gathered->overflow;
}

/* The rows of a grid hold nothing but small numbers: a scale, but which way round? */
static void add_codes(struct trig_draft *draft, const size_t *columns, size_t count)
{
    double high = 0, low = HIGHEST_CODE;
    for (size_t i = 0; i < count; i++) {
        high = fmax(high, draft->gathering->columns[columns[i]].evidence.high);
        low = fmin(low, draft->gathering->columns[columns[i]].evidence.low);
    }
    if (count < 2 || high < 2)
        return;
    struct trig_view labels[HIGHEST_CODE + 1];
    size_t used = 0;
    for (size_t i = low < 1 ? 0 : 1; i <= (size_t)high; i++)
        labels[used++] = trig_draft_print(draft, "%zu", i);
    size_t scale = trig_draft_nominal_scale(
        draft, labels, used, (struct trig_views){NULL, 0}, false,
        trig_view(
            "CHECK: numbers without words: which end is the good one cannot be known from this export; write "
            "the words as labels, set positive, and turn the values round where 1 is the best"));
    if (scale == TRIG_NONE)
        return;
    draft->scales[scale].is_ordinal = true;
    draft->scales[scale].is_opinion = true;
    draft->scales[scale].name = trig_view("code");
    for (size_t i = 0; i < used; i++) {
        struct trig_draft_code *code = &draft->scales[scale].codes[i];
        code->code = labels[i];
        trig_text_to_number(labels[i], &code->value);
    }
    for (size_t i = 0; i < count && !draft->failed; i++) {
        struct trig_draft_variable *variable = trig_draft_add_variable(
            draft, columns[i], TRIG_ROLE_ITEM, TRIG_TYPE_ORDINAL,
            trig_view("CHECK: codes without a key; the direction of their scale is unknown"));
        if (variable)
            variable->scale = scale;
    }
}

static void find_codes(struct trig_draft *draft)
{
    struct trig_draft_members members;
    if (!trig_draft_group_members(draft, is_code, &members))
        return;
    for (size_t i = 0; i < draft->group_count && !draft->failed; i++)
        add_codes(draft, members.columns + members.starts[i], members.starts[i + 1] - members.starts[i]);
}

/* ---- all of it -------------------------------------------------------------------------------------- */

static void decide(struct trig_draft *draft, size_t index)
{
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    const struct trig_evidence *evidence = &column->evidence;
    struct census census = count_answers(column);
    if (!evidence->filled) {
        trig_draft_add_variable(draft, index, TRIG_ROLE_IGNORE, TRIG_TYPE_TEXT,
                                trig_view("no cell of it holds anything"));
        return;
    }
    bool labelled = column->labels.count && !column->is_quantity;
    bool choice =
        labelled || (!asks_for_text(draft, index) && census.frequent && census.frequent <= MOST_CHOICES &&
                     trig_evidence_most(evidence, census.covered, 80) &&
                     !trig_evidence_most(evidence, evidence->numbers, 98));
    if (trig_evidence_most(evidence, evidence->dates[draft->date_order], 95) &&
        evidence->numbers < evidence->filled)
        add_date(draft, index);
    else if (column->is_quantity || (trig_evidence_most(evidence, evidence->numbers, 98) && !labelled))
        add_number(draft, index);
    else if (choice)
        add_choice(draft, index, &census);
    else
        add_text(draft, index, &census);
}

void trig_draft_find_types(struct trig_draft *draft)
{
    find_codes(draft);
    for (size_t i = 0; i < draft->gathering->count && !draft->failed; i++)
        if (draft->columns[i].variable == TRIG_NONE)
            decide(draft, i);
}
