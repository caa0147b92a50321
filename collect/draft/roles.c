/* What columns are by their heading and the shape of their cells: ids, dates of
 * submission, personal data, weights, the platform's own affairs. What stays
 * undecided is an answer to a question. */
#include "collect/draft/scales.h"

#include "collect/export/wide.h"

#include <math.h>

/* ---- dates ------------------------------------------------------------------------------ */

/* Which order of day and month the dates of one column allow for. */
static void weigh_dates(const struct trig_evidence *evidence, size_t *dmy, size_t *mdy, size_t *either)
{
    uint64_t first = evidence->dates[TRIG_DATE_DMY], second = evidence->dates[TRIG_DATE_MDY];
    uint64_t best = first > second ? first : second;
    if (!trig_evidence_most(evidence, best, 90) || evidence->dates[TRIG_DATE_YMD] == best)
        return;
    *dmy += first > second;
    *mdy += second > first;
    *either += first == second;
}

static void find_date_order(struct trig_draft *draft)
{
    size_t dmy = 0, mdy = 0, either = 0;
    for (size_t i = 0; i < draft->gathering->count; i++)
        weigh_dates(&draft->gathering->columns[i].evidence, &dmy, &mdy, &either);
    draft->date_order = mdy > dmy ? TRIG_DATE_MDY : TRIG_DATE_DMY;
    if (dmy && mdy)
        draft->date_review =
            trig_view("some columns have the day first, others the month: those that do not fit "
                      "the order given here are text");
    else if (dmy || mdy)
        draft->date_review = trig_view("a number above 12 tells the day from the month");
    else if (either)
        draft->date_review = trig_view(
            "CHECK: no date has a day above 12, so day and month cannot be told apart; day first is "
            "taken: write mdy if the export has the month first");
}

/* A comma in some numbers tells what it is in others of the same column. */
static void find_decimal_mark(struct trig_draft *draft)
{
    for (size_t i = 0; i < draft->gathering->count; i++) {
        const struct trig_evidence *evidence = &draft->gathering->columns[i].evidence;
        draft->has_commas |= evidence->unclear && trig_evidence_most(evidence, evidence->commas, 20);
    }
}

/* Whether nearly all cells are dates in the order that the survey has. */
static bool is_dated(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    const struct trig_evidence *evidence = &column->evidence;
    return trig_evidence_most(evidence, evidence->dates[draft->date_order], 95) &&
           evidence->numbers < evidence->filled / 2;
}

/* ---- roles that one column has --------------------------------------------------------------- */

static bool is_open(const struct trig_draft *draft, size_t column)
{
    const struct trig_gathered_column *gathered = &draft->gathering->columns[column];
    return draft->columns[column].variable == TRIG_NONE && !gathered->doubled && gathered->evidence.filled;
}

static bool heading_is(const struct trig_draft *draft, const char *role,
                       const struct trig_gathered_column *column)
{
    return trig_words_heading(draft->words, role, column->normal) ||
           trig_words_heading(draft->words, role, column->wording_normal) ||
           (column->keys.count && column->keys.items[0].length < 40 &&
            trig_words_heading(draft->words, role, column->keys.items[0]));
}

/* Whether the platform tells rows of one person apart by columns beside the id. */
static bool has_record_parts(const struct trig_draft *draft)
{
    for (size_t i = 0; i < draft->gathering->count; i++)
        if (draft->gathering->columns[i].use == TRIG_USE_RECORD_PART)
            return true;
    return false;
}

static bool can_be_record(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    bool called = column->use == TRIG_USE_RECORD || heading_is(draft, "record", column) ||
                  heading_is(draft, "respondent", column);
    bool apart = !column->repeats || (column->use == TRIG_USE_RECORD && has_record_parts(draft));
    return called && column->is_id && !column->lacks && apart;
}

static bool can_be_submitted(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    return column->spans && column->use != TRIG_USE_OWN && is_dated(draft, column);
}

static bool can_be_weight(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    const struct trig_evidence *evidence = &column->evidence;
    return heading_is(draft, "weight", column) && evidence->numbers == evidence->filled &&
           evidence->low >= 0 && evidence->low < evidence->high && evidence->low <= 1 && evidence->high >= 1;
}

static bool can_be_stratum(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    return heading_is(draft, "stratum", column) && !column->overflow && column->answer_count < 1000;
}

static bool can_be_psu(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    return heading_is(draft, "psu", column) && !column->overflow;
}

struct single {
    enum trig_role role;
    enum trig_type type;
    enum trig_use use; /* the platform's word for it, which is surer than any heading */
    bool (*fits)(const struct trig_draft *draft, const struct trig_gathered_column *column);
    const char *review;
};

static const struct single singles[] = {
    {TRIG_ROLE_RECORD, TRIG_TYPE_TEXT, TRIG_USE_RECORD, can_be_record,
     "tells records apart: every record has one, and none is there twice in a file"},
    {TRIG_ROLE_SUBMITTED, TRIG_TYPE_DATE, TRIG_USE_SUBMITTED, can_be_submitted,
     "when the response was completed, by the heading; it says which wave was open"},
    {TRIG_ROLE_WEIGHT, TRIG_TYPE_NUMERIC, TRIG_USE_ANSWERS, can_be_weight,
     "CHECK: called a weight, and its numbers lie around 1; if it is none, make the role attribute"},
    {TRIG_ROLE_STRATUM, TRIG_TYPE_NOMINAL, TRIG_USE_ANSWERS, can_be_stratum,
     "CHECK: called a stratum of the sample; if it is none, make the role attribute"},
    {TRIG_ROLE_PSU, TRIG_TYPE_NOMINAL, TRIG_USE_ANSWERS, can_be_psu,
     "CHECK: called a sampling unit; if it is none, make the role attribute"},
};

/* Whether column [a] has more claim to the role than [b]. */
static bool is_surer(const struct trig_draft *draft, const struct single *single, size_t a, size_t b)
{
    const struct trig_gathered_column *first = &draft->gathering->columns[a];
    const struct trig_gathered_column *second = &draft->gathering->columns[b];
    bool first_used = single->use && first->use == single->use;
    bool second_used = single->use && second->use == single->use;
    if (first_used != second_used)
        return first_used;
    if (first->evidence.filled != second->evidence.filled)
        return first->evidence.filled > second->evidence.filled;
    return trig_draft_compare(first->normal, second->normal) < 0;
}

static void find_single(struct trig_draft *draft, const struct single *single)
{
    size_t best = TRIG_NONE;
    for (size_t i = 0; i < draft->gathering->count; i++)
        if (is_open(draft, i) && single->fits(draft, &draft->gathering->columns[i]) &&
            (best == TRIG_NONE || is_surer(draft, single, i, best)))
            best = i;
    if (best == TRIG_NONE)
        return;
    bool in_parts = single->role == TRIG_ROLE_RECORD && draft->gathering->columns[best].repeats;
    trig_draft_add_variable(draft, best, single->role, single->type,
                            trig_view(in_parts ? "tells records apart, together with the platform's columns "
                                                 "for events, forms and repeats"
                                               : single->review));
}

/* ---- the state of a response ------------------------------------------------------------------- */

static const struct {
    const char *words; /* in headings.csv */
    const char *code;  /* as `ingest` knows it */
} states[] = {{"status_complete", "complete"},
              {"status_partial", "partial"},
              {"status_preview", "preview"},
              {"status_test", "test"},
              {"status_spam", "spam"}};

#define STATES (sizeof states / sizeof *states)

static size_t find_state(const struct trig_draft *draft, struct trig_view normal)
{
    size_t i = 0;
    while (i < STATES && !trig_words_heading(draft->words, states[i].words, normal))
        i++;
    return i;
}

/* Whether a column says of each response how far it came, and nothing else. */
static bool can_be_status(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    bool is_state = heading_is(draft, "status", column) && !column->overflow && column->answer_count &&
                    column->answer_count <= 2 * STATES;
    bool is_complete = false;
    for (size_t i = 0; i < column->answer_count && is_state; i++) {
        size_t state = find_state(draft, column->answers[i].normal);
        is_state = state < STATES;
        is_complete |= state == 0;
    }
    return is_state && is_complete;
}

/* The scale of the column that has the role: codes that `ingest` heeds, labels as in the file. */
static void find_status(struct trig_draft *draft)
{
    static const struct single single = {
        TRIG_ROLE_STATUS, TRIG_TYPE_NOMINAL, TRIG_USE_ANSWERS, can_be_status,
        "CHECK: says how far each response came: partial ones are set aside unless --keep-partial says "
        "otherwise, previews and tests always; if it says something else, make the role attribute"};
    size_t before = draft->variable_count;
    find_single(draft, &single);
    for (size_t i = 0; i < draft->gathering->count && draft->variable_count > before; i++) {
        const struct trig_gathered_column *column = &draft->gathering->columns[i];
        if (draft->columns[i].variable != before)
            continue;
        struct trig_view *labels = trig_draft_room(draft, STATES, sizeof *labels);
        struct trig_draft_code *codes[STATES] = {NULL};
        size_t count = 0, order[STATES];
        for (size_t state = 0; state < STATES && labels; state++)
            for (size_t j = 0; j < column->answer_count; j++)
                if (find_state(draft, column->answers[j].normal) == state) {
                    labels[count] = column->answers[j].text;
                    order[count++] = state;
                    break;
                }
        size_t scale = trig_draft_nominal_scale(draft, labels, count, (struct trig_views){NULL, 0}, false,
                                                trig_view("what the answers say of the response"));
        draft->variables[before].scale = scale;
        if (scale == TRIG_NONE)
            return;
        for (size_t j = 0; j < count; j++) {
            codes[order[j]] = &draft->scales[scale].codes[j];
            codes[order[j]]->code = trig_view(states[order[j]].code);
        }
        for (size_t j = 0; j < column->answer_count; j++)
            trig_draft_add_alias(draft, codes[find_state(draft, column->answers[j].normal)],
                                 column->answers[j].text);
    }
}

/* ---- what is not kept ------------------------------------------------------------------------- */

static const char *personal_shape(const struct trig_evidence *evidence)
{
    if (trig_evidence_most(evidence, evidence->emails, 30))
        return "personal: its cells look like e-mail addresses; never stored";
    if (trig_evidence_most(evidence, evidence->addresses, 50))
        return "personal: its cells look like internet addresses; never stored";
    if (trig_evidence_most(evidence, evidence->phones, 50))
        return "personal: its cells look like telephone numbers; never stored";
    return NULL;
}

/* Why a column is not kept, NULL when it may be; the role goes to [*role]. */
static const char *refuse(const struct trig_draft *draft, const struct trig_gathered_column *column,
                          enum trig_role *role)
{
    *role = TRIG_ROLE_IGNORE;
    if (trig_view_is(column->normal, TRIG_WIDE_MISSING) ||
        trig_view_is(column->normal, TRIG_WIDE_MISSING_PLAIN))
        return "why answers are missing, as `export` lists it: `ingest` reads it by its heading";
    if (column->doubled)
        return "CHECK: two columns of one file have this heading, so they cannot be told apart; rename one "
               "in "
               "the export";
    *role = TRIG_ROLE_PERSONAL;
    if (column->use == TRIG_USE_PERSONAL)
        return "personal: the platform's note of who answered; never stored";
    if (column->is_closed && !column->is_id)
        return "personal by its heading: never stored; if it names nobody, give it another role";
    if (personal_shape(&column->evidence))
        return personal_shape(&column->evidence);
    *role = TRIG_ROLE_IGNORE;
    if (column->use == TRIG_USE_OWN)
        return "the platform's own affairs";
    if (!column->evidence.filled && draft->columns[column - draft->gathering->columns].group == TRIG_NONE)
        return "no cell of it holds anything";
    return NULL;
}

static void find_refused(struct trig_draft *draft)
{
    for (size_t i = 0; i < draft->gathering->count; i++) {
        const struct trig_gathered_column *column = &draft->gathering->columns[i];
        enum trig_role role;
        const char *why = refuse(draft, column, &role);
        if (why && draft->columns[i].variable == TRIG_NONE)
            trig_draft_add_variable(draft, i, role, TRIG_TYPE_TEXT, trig_view(why));
    }
}

/* Identifiers that cannot tell records apart: a person, at the most. */
static void find_other_ids(struct trig_draft *draft)
{
    bool taken = false;
    for (size_t i = 0; i < draft->gathering->count; i++) {
        const struct trig_gathered_column *column = &draft->gathering->columns[i];
        if (!column->is_id || draft->columns[i].variable != TRIG_NONE)
            continue;
        bool person = !taken && heading_is(draft, "respondent", column);
        taken |= person;
        trig_draft_add_variable(
            draft, i, person ? TRIG_ROLE_RESPONDENT : TRIG_ROLE_IGNORE, TRIG_TYPE_TEXT,
            trig_view(person ? "CHECK: tells who answered, across files; dropped without --person-key"
                      : column->repeats || column->lacks
                          ? "CHECK: called an identifier, but it is blank in places or there "
                            "twice in a file, so it "
                            "cannot tell records apart"
                          : "another identifier beside the one that tells records apart"));
    }
}

/* Dates of spreadsheets as numbers of days: 1900 or 1904, the file does not say. */
static void find_serials(struct trig_draft *draft)
{
    for (size_t i = 0; i < draft->gathering->count; i++) {
        const struct trig_gathered_column *column = &draft->gathering->columns[i];
        bool dated = column->spans || (column->wording_normal.length < 40 &&
                                       (trig_words_has(column->wording_normal, trig_view("date")) ||
                                        trig_words_has(column->wording_normal, trig_view("time"))));
        if (is_open(draft, i) && dated && trig_evidence_most(&column->evidence, column->evidence.serials, 90))
            trig_draft_add_variable(
                draft, i, TRIG_ROLE_IGNORE, TRIG_TYPE_TEXT,
                trig_view("CHECK: dates that a spreadsheet turned into numbers of days; from "
                          "which year they count is not in the file: export them as text"));
    }
}

void trig_draft_find_roles(struct trig_draft *draft)
{
    find_date_order(draft);
    find_decimal_mark(draft);
    find_refused(draft);
    find_serials(draft);
    for (size_t i = 0; i < sizeof singles / sizeof *singles; i++)
        find_single(draft, &singles[i]);
    find_status(draft);
    find_other_ids(draft);
}
