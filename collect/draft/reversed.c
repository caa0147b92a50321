/* Questions of a grid that are worded the other way round than the rest: "My work goes unseen"
 * beside "My work is valued". Proposed by their words, and by the answers where enough people
 * gave some; never without a reason to be looked at.
 *
 *     words negative?   answers against the rest?   proposed
 *     yes               yes, or nobody can tell     reversed
 *     yes               no, along with the rest     as it is
 *     no                clearly                     reversed
 */
#include "collect/draft/draft.h"

#include <math.h>

/* Answers of fewer people tell nothing. */
#define FEWEST_PEOPLE 30
/* A question and fewer others have no rest to go against. */
#define FEWEST_QUESTIONS 3
/* Correlations with the rest of the grid: clearly against it, and along with it. */
#define AGAINST (-0.2)
#define ALONG   0.1

struct question {
    size_t variable;
    size_t column;
    struct trig_view cue; /* the word that makes it negative; blank: none does */
    double *values;       /* by sampled record, in standard deviations from the mean; NAN: none */
};

struct grid {
    struct trig_draft *draft;
    struct question *questions;
    size_t count;
    size_t rows;
    double *sums;    /* by sampled record: of its answers */
    size_t *answers; /* the same: how many */
};

/* ---- words ------------------------------------------------------------------------------ */

/* Blanks out all of [phrase] in [text]. @return how often it was there, as whole words. */
static size_t strike(struct trig_view text, struct trig_view phrase)
{
    size_t count = 0;
    for (size_t i = 0; phrase.length && i + phrase.length <= text.length; i++) {
        size_t from = i ? i - 1 : i, to = i + phrase.length + (i + phrase.length < text.length);
        struct trig_view around = {text.data + from, to - from};
        if (memcmp(text.data + i, phrase.data, phrase.length) != 0 || !trig_words_has(around, phrase))
            continue;
        memset((char *)text.data + i, ' ', phrase.length);
        count++;
    }
    return count;
}

/* The word that makes a wording negative; two of them make it positive again. */
static struct trig_view find_cue(struct trig_draft *draft, struct trig_view wording)
{
    const struct trig_words *words = draft->words;
    struct trig_view text = trig_draft_normal(draft, wording), cue = {"", 0};
    size_t count = 0;
    for (size_t i = 0; i < words->heading_count && text.length; i++)
        if (trig_view_is(words->headings[i].role, "no_negation"))
            strike(text, words->headings[i].text);
    for (size_t i = 0; i < words->heading_count && text.length; i++) {
        if (!trig_view_is(words->headings[i].role, "negation"))
            continue;
        size_t found = strike(text, words->headings[i].text);
        if (found && !cue.length)
            cue = words->headings[i].text;
        count += found;
    }
    return count % 2 ? cue : trig_view_of("", 0);
}

/* ---- answers ------------------------------------------------------------------------------ */

static double value_of(const struct trig_draft_scale *scale, struct trig_view normal)
{
    for (size_t i = 0; i < scale->count; i++)
        if (trig_view_equal(scale->codes[i].normal, normal))
            return scale->codes[i].kind == TRIG_SUBSTANTIVE ? scale->codes[i].value : NAN;
    return NAN;
}

/* Puts values around 0, in standard deviations. */
static void standardise(double *values, size_t rows)
{
    double sum = 0, squares = 0;
    size_t count = 0;
    for (size_t i = 0; i < rows; i++)
        if (!isnan(values[i])) {
            sum += values[i];
            count++;
        }
    for (size_t i = 0; i < rows; i++)
        if (!isnan(values[i]))
            squares += (values[i] - sum / (double)count) * (values[i] - sum / (double)count);
    for (size_t i = 0; i < rows; i++)
        values[i] = squares > 0 ? (values[i] - sum / (double)count) / sqrt(squares / (double)count) : NAN;
}

static void take_values(const struct grid *grid, struct question *question)
{
    struct trig_draft *draft = grid->draft;
    const struct trig_gathered_column *column = &draft->gathering->columns[question->column];
    const struct trig_draft_scale *scale = &draft->scales[draft->variables[question->variable].scale];
    double *meanings = trig_draft_room(draft, column->answer_count, sizeof *meanings);
    question->values = trig_draft_room(draft, grid->rows, sizeof *question->values);
    if (!meanings || !question->values)
        return;
    for (size_t i = 0; i < column->answer_count; i++)
        meanings[i] = value_of(scale, column->answers[i].normal);
    for (size_t i = 0; i < grid->rows; i++)
        question->values[i] = column->sample && column->sample[i] ? meanings[column->sample[i] - 1] : NAN;
    standardise(question->values, grid->rows);
}

/* Adds up what each record says in all of the grid, questions that are worded negatively turned
 * round. */
static void add_up(struct grid *grid)
{
    grid->sums = trig_draft_room(grid->draft, grid->rows, sizeof *grid->sums);
    grid->answers = trig_draft_room(grid->draft, grid->rows, sizeof *grid->answers);
    for (size_t i = 0; i < grid->count && !grid->draft->failed; i++)
        for (size_t row = 0; row < grid->rows; row++) {
            double value = grid->questions[i].values[row];
            if (isnan(value))
                continue;
            grid->sums[row] += grid->questions[i].cue.length ? -value : value;
            grid->answers[row]++;
        }
}

/* What the others of the grid say in one record; NAN: nothing. [own] is no NAN. */
static double rest_of(const struct grid *grid, size_t without, size_t row)
{
    double own = grid->questions[without].values[row];
    double rest = grid->sums[row] - (grid->questions[without].cue.length ? -own : own);
    return grid->answers[row] > 1 ? rest / (double)(grid->answers[row] - 1) : NAN;
}

/* The correlation of a question with the rest of its grid; NAN: too few people answered. */
static double correlate(const struct grid *grid, size_t which)
{
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0, n = 0;
    for (size_t row = 0; row < grid->rows; row++) {
        double own = grid->questions[which].values[row];
        double rest = isnan(own) ? NAN : rest_of(grid, which, row);
        if (isnan(rest))
            continue;
        n++;
        x += own;
        y += rest;
        xx += own * own;
        yy += rest * rest;
        xy += own * rest;
    }
    double spread = (n * xx - x * x) * (n * yy - y * y);
    return n >= FEWEST_PEOPLE && spread > 0 ? (n * xy - x * y) / sqrt(spread) : NAN;
}

/* ---- proposing ------------------------------------------------------------------------------ */

static bool is_agreement(const struct trig_draft *draft, const struct trig_draft_variable *variable)
{
    struct trig_view name = draft->scales[variable->scale].name;
    return name.length >= 5 && memcmp(name.data, "agree", 5) == 0;
}

static void propose(const struct grid *grid, size_t which)
{
    struct trig_draft *draft = grid->draft;
    const struct question *question = &grid->questions[which];
    struct trig_draft_variable *variable = &draft->variables[question->variable];
    double correlation = grid->count >= FEWEST_QUESTIONS ? correlate(grid, which) : NAN;
    bool against = correlation <= AGAINST, along = correlation >= ALONG;
    if (!against && (along || !question->cue.length || !is_agreement(draft, variable)))
        return;
    struct trig_view words = trig_view_of("", 0);
    if (question->cue.length)
        words = trig_draft_print(draft, "its words are negative (\"%.*s\")", TRIG_VIEW_ARG(question->cue));
    const char *answers = against ? "people answer it against the rest of its grid" : "";
    variable->is_reversed = true;
    variable->review =
        trig_draft_print(draft, "CHECK: proposed as reversed, since %.*s%s%s; %.*s", TRIG_VIEW_ARG(words),
                         words.length && against ? ", and " : "", answers, TRIG_VIEW_ARG(variable->review));
}

static void judge_grid(struct grid *grid)
{
    struct trig_draft *draft = grid->draft;
    for (size_t i = 0; i < grid->count && !draft->failed; i++) {
        struct question *question = &grid->questions[i];
        struct trig_view part = draft->columns[question->column].part;
        question->cue =
            find_cue(draft, part.length ? part : draft->gathering->columns[question->column].wording);
        take_values(grid, question);
    }
    if (!draft->failed)
        add_up(grid);
    for (size_t i = 0; i < grid->count && !draft->failed; i++)
        propose(grid, i);
}

static bool is_wanted(const struct trig_draft *draft, size_t column)
{
    size_t variable = draft->columns[column].variable;
    return variable != TRIG_NONE &&
           trig_draft_is_scored(draft, &draft->variables[variable], draft->columns[column].group);
}

void trig_draft_find_reversed(struct trig_draft *draft)
{
    struct grid grid = {.draft = draft, .rows = draft->gathering->sampled};
    struct trig_draft_members members;
    if (!trig_draft_group_members(draft, is_wanted, &members))
        return;
    for (size_t group = 0; group < draft->group_count && !draft->failed; group++) {
        const size_t *columns = members.columns + members.starts[group];
        grid.count = members.starts[group + 1] - members.starts[group];
        grid.questions = trig_draft_room(draft, grid.count, sizeof *grid.questions);
        for (size_t i = 0; i < grid.count && !draft->failed; i++)
            grid.questions[i] =
                (struct question){.variable = draft->columns[columns[i]].variable, .column = columns[i]};
        if (grid.count > 1 && !draft->failed)
            judge_grid(&grid);
    }
}
