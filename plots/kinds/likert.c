#include "plots/kinds/charts.h"

#include "plots/figure/label.h"
#include "plots/kinds/answers.h"
#include "plots/page/axis.h"

#include <math.h>
#include <stdlib.h>

/* Shares of one respondent's one answer add up to 100; rounded ones to a little more. */
#define LARGEST_SUM 105.0

/* One item while rows are being sorted. */
struct item {
    struct trig_view name;
    struct trig_view label;
    size_t index;      /* among the items as the table has them */
    double favourable; /* percent: the positive answers, of a reversed item the negative ones */
    bool reversed;
    bool hidden;
};

/* A table's rows on their way into a figure. */
struct likert {
    struct trig_tidy tidy;
    struct trig_answer_row *rows;
    size_t row_count;
    struct trig_answers answers;
    struct item *items;
    size_t item_count;
};

static enum trig_status memory_error(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart");
    return TRIG_ERR_MEMORY;
}

static enum trig_status read_rows(struct likert *likert, struct trig_error *error)
{
    struct trig_tidy *tidy = &likert->tidy;
    likert->rows = trig_arena_calloc(&tidy->arena, tidy->row_count, sizeof *likert->rows);
    likert->items = trig_arena_calloc(&tidy->arena, tidy->row_count, sizeof *likert->items);
    if (!likert->rows || !likert->items)
        return memory_error(error);
    for (size_t i = 0; i < tidy->row_count; i++)
        if (trig_answer_row_read(tidy, tidy->rows[i], &likert->rows[likert->row_count]))
            likert->row_count++;
    if (!likert->row_count)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "nothing to draw: no row holds the share of one answer to one item");
    return TRIG_OK;
}

static bool is_reversed(const struct likert *likert, struct trig_view item)
{
    const trig_definition *definition = likert->tidy.options->definition;
    size_t variable = trig_label_variable(definition, item);
    return variable != TRIG_NONE && definition->variables[variable].reversed;
}

/* Finds the items, in the order in which they come, and each row's item. */
static enum trig_status find_items(struct likert *likert, struct trig_error *error)
{
    for (size_t i = 0; i < likert->row_count; i++) {
        struct trig_answer_row *row = &likert->rows[i];
        size_t at = 0;
        while (at < likert->item_count && !trig_view_equal(likert->items[at].name, row->item))
            at++;
        row->item_index = at;
        if (at < likert->item_count)
            continue;
        struct item *item = &likert->items[likert->item_count++];
        *item = (struct item){.name = row->item, .index = at, .reversed = is_reversed(likert, row->item)};
        item->label = trig_label_measure(likert->tidy.options->definition, &likert->tidy.arena, row->item);
        if (!item->label.data)
            return memory_error(error);
    }
    return TRIG_OK;
}

/* Two rows for the same place: some breakdown has not been filtered away. */
static enum trig_status check_unique(const struct likert *likert, struct trig_error *error)
{
    size_t places = likert->item_count * likert->answers.count;
    bool *taken = trig_calloc(places, sizeof *taken);
    if (!taken)
        return memory_error(error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < likert->row_count && !status; i++) {
        const struct trig_answer_row *row = &likert->rows[i];
        bool *place = &taken[row->item_index * likert->answers.count + row->answer_index];
        if (*place)
            status =
                trig_error_set(error, TRIG_ERR_USAGE,
                               "the result holds several rows for '%.*s' and the answer '%.*s': ask for one "
                               "wave, institution and group, and for no other breakdown",
                               TRIG_VIEW_ARG(row->item), TRIG_VIEW_ARG(row->answer));
        *place = true;
    }
    trig_free(taken);
    return status;
}

static bool is_favourable(const struct item *item, enum trig_tone tone)
{
    bool left = tone == TRIG_TONE_NEGATIVE || tone == TRIG_TONE_PLAIN;
    return item->reversed ? left : tone == TRIG_TONE_POSITIVE;
}

static enum trig_status add_up(struct likert *likert, struct trig_error *error)
{
    double *sums = trig_arena_calloc(&likert->tidy.arena, likert->item_count, sizeof *sums);
    if (!sums)
        return memory_error(error);
    for (size_t i = 0; i < likert->row_count; i++) {
        const struct trig_answer_row *row = &likert->rows[i];
        struct item *item = &likert->items[row->item_index];
        struct trig_mark mark = trig_tidy_mark(&likert->tidy, row->row, TRIG_FIGURE_PERCENT);
        item->hidden |= mark.state == TRIG_MARK_SUPPRESSED;
        if (mark.state != TRIG_MARK_SHOWN)
            continue;
        sums[row->item_index] += mark.value;
        if (is_favourable(item, likert->answers.items[row->answer_index].tone))
            item->favourable += mark.value;
    }
    for (size_t i = 0; i < likert->item_count; i++)
        if (sums[i] > LARGEST_SUM)
            return trig_error_set(error, TRIG_ERR_DOMAIN,
                                  "the shares of '%.*s' add up to %.0f%%: a question with several answers a "
                                  "respondent has no sides",
                                  TRIG_VIEW_ARG(likert->items[i].name), sums[i]);
    return TRIG_OK;
}

static int compare_labels(struct trig_view a, struct trig_view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static int by_favour(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    if (a->hidden != b->hidden)
        return a->hidden - b->hidden;
    if (!a->hidden && a->favourable != b->favourable)
        return a->favourable > b->favourable ? -1 : 1;
    return compare_labels(a->label, b->label);
}

static bool fill(const struct likert *likert, trig_figure *figure)
{
    for (size_t s = 0; s < likert->answers.count; s++) {
        const struct trig_answer *answer = &likert->answers.items[s];
        figure->series[s].label = trig_arena_copy(&figure->arena, answer->label);
        figure->series[s].tone = answer->tone;
        figure->series[s].merged = answer->merged;
        if (!figure->series[s].label.data)
            return false;
    }
    for (size_t r = 0; r < likert->item_count; r++) {
        const struct item *item = &likert->items[r];
        figure->rows[r].label = trig_arena_copy(&figure->arena, item->label);
        if (!figure->rows[r].label.data)
            return false;
        for (size_t i = 0; i < likert->row_count; i++) {
            if (likert->rows[i].item_index != item->index)
                continue;
            struct trig_mark *mark = trig_figure_mark(figure, 0, likert->rows[i].answer_index, r);
            *mark = trig_tidy_mark(&likert->tidy, likert->rows[i].row, TRIG_FIGURE_PERCENT);
            if (item->hidden)
                *mark = (struct trig_mark){TRIG_MARK_SUPPRESSED, false, NAN, NAN, NAN, NAN};
        }
    }
    return true;
}

/* Sentences for the caption that follow from what is drawn. */
static struct trig_view make_notes(const struct likert *likert, struct trig_arena *arena)
{
    bool merged = false, reversed = false, hidden = false;
    for (size_t s = 0; s < likert->answers.count; s++)
        merged |= likert->answers.items[s].merged;
    for (size_t r = 0; r < likert->item_count; r++) {
        reversed |= likert->items[r].reversed;
        hidden |= likert->items[r].hidden;
    }
    return trig_arena_printf(arena, "n: respondents who answered. Parts under 5%% carry no number.%s%s%s",
                             merged ? " Some rows are merged to protect respondents." : "",
                             hidden ? " [c]: suppressed to protect respondents." : "",
                             reversed ? " (reversed): here the answers on the left are the favourable ones."
                                      : "");
}

static struct trig_view make_alt(const struct likert *likert, struct trig_arena *arena)
{
    size_t shown = 0;
    while (shown < likert->item_count && !likert->items[shown].hidden)
        shown++;
    const struct item *first = &likert->items[0];
    const struct item *last = &likert->items[shown ? shown - 1 : 0];
    struct trig_view most = trig_number_text(arena, first->favourable, 0);
    struct trig_view least = trig_number_text(arena, last->favourable, 0);
    if (!most.data || !least.data)
        return trig_view_of(NULL, 0);
    struct trig_view alt =
        trig_arena_printf(arena, "Stacked bars of the answers to %zu item%s. Most favourable: %.*s, %.*s%%.",
                          shown, shown == 1 ? "" : "s", TRIG_VIEW_ARG(first->label), TRIG_VIEW_ARG(most));
    if (shown > 1 && alt.data)
        alt = trig_arena_printf(arena, "%.*s Least favourable: %.*s, %.*s%%.", TRIG_VIEW_ARG(alt),
                                TRIG_VIEW_ARG(last->label), TRIG_VIEW_ARG(least));
    if (shown < likert->item_count && alt.data)
        alt =
            trig_arena_printf(arena, "%.*s Suppressed: %zu.", TRIG_VIEW_ARG(alt), likert->item_count - shown);
    return alt;
}

/* The pillar's name when all items are of one. */
static struct trig_view make_title(struct likert *likert)
{
    struct trig_tidy *tidy = &likert->tidy;
    struct trig_view pillar = trig_tidy_text(tidy, tidy->rows[0], TRIG_TIDY_PILLAR);
    if (!pillar.length || trig_tidy_single(tidy, TRIG_TIDY_PILLAR, NULL))
        return trig_view("Answers to each question");
    return trig_arena_printf(
        &tidy->arena, "%.*s: answers to each question",
        TRIG_VIEW_ARG(trig_label_value(tidy->options->definition, &tidy->arena, "pillar", pillar)));
}

static enum trig_status make_figure(struct likert *likert, trig_figure **out, struct trig_error *error)
{
    trig_figure *figure = trig_figure_create("likert", 1, likert->answers.count, likert->item_count, error);
    if (!figure)
        return TRIG_ERR_MEMORY;
    figure->unit = TRIG_FIGURE_PERCENT;
    qsort(likert->items, likert->item_count, sizeof *likert->items, by_favour);
    struct trig_arena *arena = &likert->tidy.arena;
    enum trig_status status = fill(likert, figure) ? TRIG_OK : memory_error(error);
    if (!status && !trig_figure_count(figure, TRIG_MARK_SHOWN))
        status = trig_error_set(error, TRIG_ERR_DOMAIN, "nothing to draw: all %zu items are suppressed",
                                likert->item_count);
    if (!status)
        status = trig_tidy_words(&likert->tidy, figure, make_title(likert),
                                 trig_view("Percent of respondents, most favourable first"),
                                 make_notes(likert, arena), make_alt(likert, arena), error);
    if (status)
        trig_figure_destroy(figure);
    else
        *out = figure;
    return status;
}

enum trig_status trig_likert_from_table(const trig_table *table, const struct trig_figure_options *options,
                                        trig_figure **out, struct trig_error *error)
{
    struct likert likert = {0};
    unsigned needed = 1u << TRIG_TIDY_MEASURE | 1u << TRIG_TIDY_ESTIMATE;
    enum trig_status status = trig_tidy_open(&likert.tidy, table, options, needed, "likert", error);
    if (status)
        return status;
    status = read_rows(&likert, error);
    if (!status)
        status = find_items(&likert, error);
    if (!status)
        status = trig_answers_gather(&likert.tidy, likert.rows, likert.row_count, &likert.answers, error);
    if (!status)
        status = check_unique(&likert, error);
    if (!status)
        status = add_up(&likert, error);
    if (!status)
        status = make_figure(&likert, out, error);
    trig_tidy_clear(&likert.tidy);
    return status;
}
