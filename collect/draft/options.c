/* Questions with several answers.
 *
 *     spread over columns     "Tools [lathe]"  1 | 0 | empty,  Y | empty,  the option's own words | empty
 *     joined in one cell      "Parrots,Whales"   "a;b"   "a b"
 */
#include "collect/draft/joined.h"
#include "collect/draft/scales.h"

#include "collect/answers/answer.h"

/* The most options that one variable takes. */
#define MOST_OPTIONS 64

/* Where fewer people chose, that nobody chose two options is chance. */
#define FEWEST_CHOICES 20

/* What the cells of an option's column say. */
enum tick { TICK_NOT, TICK_WORD, TICK_YES_NO, TICK_LABEL, TICK_BLANK };

static bool is_ticked(struct trig_view text)
{
    static const char *const words[] = {"1",       "1.0",      "y",      "x",         "true",
                                        "checked", "selected", "ticked", "mentioned", "chosen"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (trig_view_is(text, words[i]))
            return true;
    return false;
}

/* Yes and no, as people are asked and platforms write in the language of the survey: rows of a
 * grid have them as well as options. */
static bool is_spoken(struct trig_view text)
{
    static const char *const words[] = {"yes", "no",        "ja",  "nein",       "nee", "oui", "non",
                                        "si",  "s\xC3\xAD", "sim", "n\xC3\xA3o", "tak", "nie"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (trig_view_is(text, words[i]))
            return true;
    return false;
}

/* "Not selected", which says of the answer beside it that it is an option. */
static bool says_not_chosen(const struct trig_gathered_column *column)
{
    for (size_t i = 0; i < column->answer_count; i++) {
        struct trig_view answer = column->answers[i].normal;
        bool negated =
            answer.length > 4 && (memcmp(answer.data, "not ", 4) == 0 || memcmp(answer.data, "un", 2) == 0);
        if (negated && trig_answer_is_unticked(answer))
            return true;
    }
    return false;
}

/* The answer that is the option's own words, as the heading has them or beside "Not
 * selected"; TRIG_NONE when there is none, or another beside it. */
static size_t own_words(struct trig_draft *draft, size_t index)
{
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    struct trig_view part = trig_draft_normal(draft, draft->columns[index].part);
    bool not_chosen = says_not_chosen(column);
    size_t found = TRIG_NONE;
    for (size_t i = 0; i < column->answer_count; i++) {
        struct trig_view answer = column->answers[i].normal;
        if (trig_answer_is_unticked(answer))
            continue;
        bool own = not_chosen ||
                   (part.length && (trig_view_equal(answer, part) ||
                                    (answer.length > 1 && memmem(column->normal.data, column->normal.length,
                                                                 answer.data, answer.length))));
        if (!own || found != TRIG_NONE)
            return TRIG_NONE;
        found = i;
    }
    return found;
}

static enum tick read_ticks(struct trig_draft *draft, size_t index)
{
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    size_t ticks = 0, said = 0;
    if (column->overflow || column->is_closed || (column->format->tells_options && !column->is_option))
        return TICK_NOT;
    for (size_t i = 0; i < column->answer_count; i++) {
        struct trig_view answer = column->answers[i].normal;
        ticks += is_ticked(answer) || (trig_answer_is_unticked(answer) && !is_spoken(answer));
        said += is_spoken(answer);
    }
    if (!column->answer_count)
        return TICK_BLANK;
    if (ticks == column->answer_count)
        return TICK_WORD;
    if (said == column->answer_count)
        return column->is_option || column->answer_count == 1 ? TICK_WORD : TICK_YES_NO;
    return own_words(draft, index) == TRIG_NONE ? TICK_NOT : TICK_LABEL;
}

/* ---- spread over columns ----------------------------------------------------------------- */

struct spread {
    struct trig_draft *draft;
    size_t *columns; /* those that are options */
    enum tick *ticks;
    size_t count;
};

static struct trig_view option_label(struct trig_draft *draft, size_t column, enum tick tick)
{
    const struct trig_gathered_column *gathered = &draft->gathering->columns[column];
    if (tick == TICK_LABEL)
        return gathered->answers[own_words(draft, column)].text;
    return draft->columns[column].part.length ? draft->columns[column].part : gathered->wording;
}

/* How many different options the columns are: some platforms have an option twice. */
static size_t count_labels(const struct spread *spread)
{
    struct trig_draft *draft = spread->draft;
    trig_dictionary *labels = trig_dictionary_create(NULL);
    size_t which, count = 0;
    draft->failed |= !labels;
    for (size_t i = 0; i < spread->count && !draft->failed; i++) {
        struct trig_view label =
            trig_draft_normal(draft, option_label(draft, spread->columns[i], spread->ticks[i]));
        draft->failed |= trig_dictionary_add(labels, label, &which, NULL) != TRIG_OK;
    }
    if (labels)
        count = trig_dictionary_count(labels);
    trig_dictionary_destroy(labels);
    return count;
}

/* Yes and No in every column may be a grid of questions; a platform that writes
 * so where one question has several answers is known by its format. */
static bool is_spread(const struct spread *spread)
{
    size_t told = 0, yes_no = 0;
    for (size_t i = 0; i < spread->count; i++) {
        told += spread->ticks[i] == TICK_WORD || spread->ticks[i] == TICK_LABEL;
        yes_no += spread->ticks[i] == TICK_YES_NO;
    }
    const struct trig_format *format =
        spread->count ? spread->draft->gathering->columns[spread->columns[0]].format : NULL;
    bool explicit_no = format && format->unticked == TRIG_UNTICKED_ANSWERED;
    size_t labels = count_labels(spread);
    bool many = labels >= 2 && labels <= MOST_OPTIONS;
    return many && (yes_no ? told + yes_no >= 2 && (explicit_no || told > yes_no)
                           : told >= 2 || (told && spread->count > 2));
}

static void drop_yes_no(struct spread *spread)
{
    size_t used = 0, yes_no = 0;
    for (size_t i = 0; i < spread->count; i++)
        yes_no += spread->ticks[i] == TICK_YES_NO;
    const struct trig_format *format =
        spread->count ? spread->draft->gathering->columns[spread->columns[0]].format : NULL;
    if (!yes_no || (format && format->unticked == TRIG_UNTICKED_ANSWERED))
        return;
    for (size_t i = 0; i < spread->count; i++)
        if (spread->ticks[i] != TICK_YES_NO) {
            spread->ticks[used] = spread->ticks[i];
            spread->columns[used++] = spread->columns[i];
        }
    spread->count = used;
}

/* The index of [label] among the first [count] labels, or [count]. */
static size_t place_label(struct trig_draft *draft, const struct trig_view *labels, size_t count,
                          struct trig_view label)
{
    struct trig_view normal = trig_draft_normal(draft, label);
    for (size_t i = 0; i < count; i++)
        if (trig_view_equal(trig_draft_normal(draft, labels[i]), normal))
            return i;
    return count;
}

/* Whether the record chose the option of column [index]. */
static bool is_chosen(const struct trig_gathered_column *column, size_t record)
{
    size_t answer = column->sample[record];
    return answer && !trig_answer_is_unticked(column->answers[answer - 1].normal);
}

/* Whether people chose one option each: a choice of one, written as if it were of several. */
static bool is_choice_of_one(const struct spread *spread)
{
    const struct trig_gathering *gathering = spread->draft->gathering;
    size_t one = 0;
    for (size_t i = 0; i < spread->count; i++)
        if (!gathering->columns[spread->columns[i]].sample && spread->ticks[i] != TICK_BLANK)
            return false;
    for (size_t record = 0; record < gathering->sampled; record++) {
        size_t chosen = 0;
        for (size_t i = 0; i < spread->count; i++)
            chosen +=
                spread->ticks[i] != TICK_BLANK && is_chosen(&gathering->columns[spread->columns[i]], record);
        if (chosen > 1)
            return false;
        one += chosen;
    }
    return one >= FEWEST_CHOICES && 10 * one >= 9 * gathering->sampled;
}

static bool is_base_of(const struct spread *spread, const struct trig_gathered_column *whole)
{
    for (size_t i = 0; i < spread->count; i++) {
        const struct trig_gathered_column *option = &spread->draft->gathering->columns[spread->columns[i]];
        for (size_t j = 0; option->is_option && j < option->spread_count; j++)
            if (trig_view_equal(option->spreads[j].base, whole->heading))
                return true;
    }
    return false;
}

/* Where a platform writes the answers both ways, the cell with all of them is no variable of its own. */
static void take_whole(const struct spread *spread, size_t variable)
{
    struct trig_draft *draft = spread->draft;
    for (size_t i = 0; i < draft->gathering->count; i++)
        if (draft->columns[i].variable == TRIG_NONE && is_base_of(spread, &draft->gathering->columns[i]))
            draft->columns[i].variable = variable;
}

static void make_spread(struct spread *spread)
{
    struct trig_draft *draft = spread->draft;
    struct trig_view *labels = trig_draft_room(draft, spread->count, sizeof *labels);
    size_t count = 0;
    bool one = is_choice_of_one(spread);
    if (!labels)
        return;
    struct trig_draft_variable *variable = trig_draft_add_variable(
        draft, spread->columns[0], one ? TRIG_ROLE_ATTRIBUTE : TRIG_ROLE_ITEM,
        one ? TRIG_TYPE_NOMINAL : TRIG_TYPE_MULTIPLE,
        trig_draft_print(draft,
                         one ? "CHECK: a choice of one answer, spread over %zu columns: nobody ticked two of "
                               "them; if several may be ticked, make the type multiple and the role item"
                             : "several answers, spread over %zu columns that are ticked or not",
                         spread->count));
    if (!variable)
        return;
    size_t index = draft->variable_count - 1;
    for (size_t i = 0; i < spread->count && !draft->failed; i++) {
        struct trig_draft_column *column = &draft->columns[spread->columns[i]];
        struct trig_view label = option_label(draft, spread->columns[i], spread->ticks[i]);
        column->variable = index;
        column->option = place_label(draft, labels, count, label);
        if (column->option == count)
            labels[count++] = label;
    }
    take_whole(spread, index);
    variable->label = variable->stem;
    variable->scale = trig_draft_nominal_scale(draft, labels, count, (struct trig_views){NULL, 0}, false,
                                               trig_view("the options, as the headings have them"));
}

static void find_spread(struct trig_draft *draft, const size_t *members, size_t count)
{
    struct spread spread = {.draft = draft};
    spread.columns = trig_draft_room(draft, count, sizeof *spread.columns);
    spread.ticks = trig_draft_room(draft, count, sizeof *spread.ticks);
    for (size_t i = 0; i < count && !draft->failed; i++) {
        enum tick tick = read_ticks(draft, members[i]);
        if (tick == TICK_NOT)
            continue;
        spread.columns[spread.count] = members[i];
        spread.ticks[spread.count++] = tick;
    }
    if (draft->failed)
        return;
    drop_yes_no(&spread);
    if (is_spread(&spread))
        make_spread(&spread);
}

/* ---- joined in one cell -------------------------------------------------------------------- */

static void find_joined(struct trig_draft *draft, size_t column)
{
    const struct trig_gathered_column *gathered = &draft->gathering->columns[column];
    struct trig_joined joined;
    if (!trig_draft_split(draft, gathered, &joined))
        return;
    struct trig_draft_variable *variable = trig_draft_add_variable(
        draft, column, TRIG_ROLE_ITEM, TRIG_TYPE_MULTIPLE,
        joined.rare
            ? trig_draft_print(
                  draft,
                  "several answers joined in one cell by %s; options that fewer than %d people gave (%zu) "
                  "are not written here, since they may tell who answered: they are read as other",
                  joined.called, TRIG_DRAFT_FEW, joined.rare)
            : trig_draft_print(draft, "several answers joined in one cell by %s", joined.called));
    if (!variable)
        return;
    if (!gathered->format->separators || !strchr(gathered->format->separators, joined.separator[0]))
        variable->separator = trig_draft_print(draft, "%s", joined.separator);
    variable->scale =
        trig_draft_nominal_scale(draft, joined.labels, joined.count, gathered->declared, joined.rare > 0,
                                 trig_view("the options, as found in the cells"));
}

static bool is_undecided(const struct trig_draft *draft, size_t column)
{
    return draft->columns[column].variable == TRIG_NONE;
}

void trig_draft_find_options(struct trig_draft *draft)
{
    struct trig_draft_members members;
    if (!trig_draft_group_members(draft, is_undecided, &members))
        return;
    for (size_t i = 0; i < draft->group_count && !draft->failed; i++)
        find_spread(draft, members.columns + members.starts[i], members.starts[i + 1] - members.starts[i]);
    for (size_t i = 0; i < draft->gathering->count && !draft->failed; i++)
        if (is_undecided(draft, i))
            find_joined(draft, i);
}
