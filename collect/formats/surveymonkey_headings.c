/* The header of a SurveyMonkey export, taken apart.
 *
 *     question  Which tools?  .      .       How far?     .          Where?
 *     sub       Lathe         Mill   Other   It is seen   It is paid Response
 *               \_ spreads: (Which tools?, Lathe) ...   text "How far? [It is seen]"
 */
#include "collect/formats/surveymonkey.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/text.h"

#include "collect/formats/heading.h"
#include "collect/formats/wording.h"

#include <ctype.h>

struct column {
    struct trig_view question; /* carried on from the left where its cell is blank */
    struct trig_view base;     /* the same, told apart from other questions of this wording */
    bool begins;               /* its question's cell is not blank */
    struct trig_view sub;      /* option, row, or blank: the answer itself */
    struct trig_view number;   /* of the option, in the third row */
    size_t siblings;           /* columns of the same question, this one included */
    bool sub_is_own;           /* no other column has the same */
    enum trig_use use;
};

struct header {
    const struct trig_views *rows;
    struct trig_surveymonkey_shape shape;
    struct trig_arena *arena;
    struct column *columns;
    size_t count;
    bool is_sparse; /* a question's wording stands over its first column only */
};

/* ---- two and three rows ---------------------------------------------------------------- */

static enum trig_status read_cells(struct header *header, struct trig_error *error)
{
    struct trig_view question = trig_view_of("", 0);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < header->count && status == TRIG_OK; i++) {
        struct column *column = &header->columns[i];
        struct trig_view cell = trig_heading_cell(header->rows[0], i);
        struct trig_view sub = trig_view_of("", 0);
        if (header->shape.subs)
            sub = trig_heading_cell(header->rows[header->shape.subs], i);
        if (header->shape.numbers)
            column->number = trig_heading_cell(header->rows[header->shape.numbers], i);
        column->use = trig_surveymonkey_use(cell);
        column->begins = cell.length > 0;
        if (cell.length)
            question = cell;
        header->is_sparse |= !cell.length && question.length && sub.length;
        /* One of the platform's own has no options; a column without any heading
         * is nobody's. */
        bool is_nobodys = !cell.length && !sub.length;
        status = trig_wording_flatten(header->arena, is_nobodys ? cell : question, &column->question, error);
        if (status == TRIG_OK)
            status = trig_wording_flatten(header->arena, sub, &column->sub, error);
        if (trig_surveymonkey_is_answer(column->sub) || trig_view_equal(column->sub, column->question))
            column->sub = trig_view_of("", 0);
        if (column->use != TRIG_USE_ANSWERS)
            question = trig_view_of("", 0);
    }
    return status;
}

/* The end of the columns of the question that begins with column [first]. */
static size_t end_of_question(const struct header *header, size_t first)
{
    const struct column *columns = header->columns;
    size_t end = first + 1;
    while (end < header->count && columns[first].question.length &&
           !(header->is_sparse && columns[end].begins) &&
           trig_view_equal(columns[end].question, columns[first].question))
        end++;
    return end;
}

/* The wording of a question, with its number when it is not the first of that wording. */
static enum trig_status tell_apart(struct header *header, trig_dictionary *seen, size_t *times,
                                   struct trig_view question, struct trig_view *out, struct trig_error *error)
{
    size_t which;
    *out = question;
    if (!question.length)
        return TRIG_OK;
    enum trig_status status = trig_dictionary_add(seen, question, &which, error);
    if (status != TRIG_OK || ++times[which] == 1)
        return status;
    *out = trig_arena_printf(header->arena, "%.*s (%zu)", TRIG_VIEW_ARG(question), times[which]);
    return out->data ? TRIG_OK : trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
}

static enum trig_status find_questions(struct header *header, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    size_t *times = trig_arena_calloc(header->arena, header->count + 1, sizeof *times);
    trig_dictionary *seen = trig_dictionary_create(error);
    if (!times || !seen) {
        trig_dictionary_destroy(seen);
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    }
    for (size_t first = 0, end; first < header->count && status == TRIG_OK; first = end) {
        struct trig_view base = header->columns[first].question;
        end = end_of_question(header, first);
        if (header->is_sparse)
            status = tell_apart(header, seen, times, base, &base, error);
        for (size_t i = first; i < end; i++) {
            header->columns[i].siblings = end - first;
            header->columns[i].base = base;
        }
    }
    trig_dictionary_destroy(seen);
    return status;
}

/* ---- one row ------------------------------------------------------------------------------ */

/* The length of a number like `3.` or `7a1.` with the blank behind it; 0: none. */
static size_t number_length(struct trig_view text)
{
    size_t i = 0;
    while (i < text.length && i < 6 && isalnum((unsigned char)text.data[i]))
        i++;
    bool numbered = i && isdigit((unsigned char)text.data[0]) && i + 1 < text.length;
    return numbered && text.data[i] == '.' && text.data[i + 1] == ' ' ? i + 2 : 0;
}

/* Where the option begins in headings of one question: "Which tools? - Lathe"
 * beside "Which tools? - Mill", or "3. Lathe" beside "3. Mill". 0: they are not. */
static size_t shared_question(struct trig_view a, struct trig_view b)
{
    size_t stem = trig_wording_stem(a, b, " - ");
    size_t number = number_length(a);
    if (!stem && number && number == number_length(b) && memcmp(a.data, b.data, number) == 0)
        stem = number;
    return stem;
}

/* Takes the marks off the end of what stands before an option: "Which tools?", "3". */
static struct trig_view question_of(struct trig_view stem)
{
    size_t i = 0;
    stem = trig_text_trim(trig_wording_without(trig_text_trim(stem), "-"));
    while (i < stem.length && isalnum((unsigned char)stem.data[i]))
        i++;
    return i && i + 1 == stem.length ? trig_wording_without(stem, ".") : stem;
}

static void split_flattened(struct header *header)
{
    for (size_t first = 0; first < header->count;) {
        struct trig_view text = header->columns[first].question;
        size_t end = first + 1, stem = 0;
        while (end < header->count && header->columns[first].use == TRIG_USE_ANSWERS &&
               header->columns[end].use == TRIG_USE_ANSWERS) {
            size_t shared = shared_question(text, header->columns[end].question);
            if (!shared || (stem && shared < stem))
                break;
            stem = shared;
            end++;
        }
        for (size_t i = first; i < end && stem; i++) {
            struct column *column = &header->columns[i];
            text = column->question;
            column->question = question_of(trig_view_of(text.data, stem));
            column->sub = trig_text_trim(trig_view_of(text.data + stem, text.length - stem));
        }
        first = end;
    }
}

/* ---- headings ------------------------------------------------------------------------------- */

static enum trig_status find_own(struct header *header, struct trig_error *error)
{
    struct trig_view *subs = trig_arena_calloc(header->arena, header->count + 1, sizeof *subs);
    bool *own = trig_arena_calloc(header->arena, header->count + 1, sizeof *own);
    if (!subs || !own)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    for (size_t i = 0; i < header->count; i++)
        subs[i] = header->columns[i].sub;
    enum trig_status status = trig_wording_find_unique(subs, own, header->count, error);
    for (size_t i = 0; i < header->count; i++)
        header->columns[i].sub_is_own = own[i];
    return status;
}

static enum trig_status add_text(const struct header *header, struct trig_heading *out, struct trig_view text,
                                 struct trig_error *error)
{
    if (!text.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    return trig_heading_add(header->arena, &out->texts, text, error);
}

/* "Facebook - Every day": a row of a grid in which several may be ticked. */
static enum trig_status add_grid_spreads(const struct header *header, const struct column *column,
                                         struct trig_heading *out, struct trig_error *error)
{
    size_t mark = trig_wording_last(column->sub, " - ");
    if (!mark)
        return TRIG_OK;
    struct trig_view row = question_of(trig_view_of(column->sub.data, mark));
    struct trig_view option = trig_view_of(column->sub.data + mark, column->sub.length - mark);
    struct trig_view both =
        trig_arena_printf(header->arena, "%.*s [%.*s]", TRIG_VIEW_ARG(column->base), TRIG_VIEW_ARG(row));
    if (!both.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    enum trig_status status = trig_heading_add_spread(header->arena, out, both, option, error);
    if (status == TRIG_OK)
        status = trig_heading_add_spread(header->arena, out, row, option, error);
    return status == TRIG_OK ? trig_heading_add(header->arena, &out->ticked, option, error) : status;
}

static enum trig_status add_option(const struct header *header, const struct column *column,
                                   struct trig_heading *out, struct trig_error *error)
{
    enum trig_status status =
        add_text(header, out,
                 trig_arena_printf(header->arena, "%.*s [%.*s]", TRIG_VIEW_ARG(column->question),
                                   TRIG_VIEW_ARG(column->sub)),
                 error);
    if (status == TRIG_OK && column->sub_is_own)
        status = add_text(header, out, column->sub, error);
    if (status == TRIG_OK && column->siblings == 1)
        status = add_text(header, out, column->question, error);
    if (status == TRIG_OK)
        status = trig_heading_add_spread(header->arena, out, column->base, column->sub, error);
    /* "Other (please specify)" is how the platform words "Other". */
    if (status == TRIG_OK && trig_surveymonkey_is_other(column->sub))
        status = trig_heading_add_spread(header->arena, out, column->base, trig_view("Other"), error);
    if (status == TRIG_OK)
        status = trig_heading_add(header->arena, &out->ticked, column->sub, error);
    if (status == TRIG_OK)
        status = trig_heading_add(header->arena, &out->ticked, column->number, error);
    return status == TRIG_OK ? add_grid_spreads(header, column, out, error) : status;
}

/* The heading as people would write it out: the question, then what stands under it. */
static enum trig_status set_raw(const struct header *header, size_t index, struct trig_heading *out,
                                struct trig_error *error)
{
    struct trig_view cells[2] = {header->columns[index].question, trig_view_of("", 0)};
    if (header->shape.subs)
        cells[1] = trig_heading_cell(header->rows[header->shape.subs], index);
    else
        cells[0] = trig_heading_cell(header->rows[0], index);
    const struct trig_views rows[2] = {{&cells[0], 1}, {&cells[1], 1}};
    return trig_heading_set_raw(header->arena, out, rows, 2, 0, error);
}

static enum trig_status write_heading(const struct header *header, size_t index, struct trig_heading *out,
                                      struct trig_error *error)
{
    const struct column *column = &header->columns[index];
    enum trig_status status = set_raw(header, index, out, error);
    out->use = column->use;
    if (status != TRIG_OK || column->use != TRIG_USE_ANSWERS)
        return status;
    out->is_coded = header->shape.numbers > 0;
    if (column->sub.length)
        return add_option(header, column, out, error);
    size_t number = header->shape.subs ? 0 : number_length(column->question);
    struct trig_view wording = trig_view_of(column->question.data + number, column->question.length - number);
    return add_text(header, out, wording, error);
}

enum trig_status trig_surveymonkey_read_headings(const struct trig_views *rows, size_t count,
                                                 const struct trig_codebook *codebook,
                                                 struct trig_arena *arena, struct trig_heading *out,
                                                 size_t columns, struct trig_error *error)
{
    struct header header = {.rows = rows, .arena = arena, .count = columns};
    (void)codebook;
    header.columns = trig_arena_calloc(arena, columns + 1, sizeof *header.columns);
    if (!header.columns)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    trig_surveymonkey_find_shape(rows, count, &header.shape);
    /* As many rows as the caller says are header, whatever they look like. */
    header.shape.subs = count > 1 ? 1 : 0;
    header.shape.numbers = count > 2 ? 2 : 0;
    enum trig_status status = read_cells(&header, error);
    if (status == TRIG_OK && !header.shape.subs)
        split_flattened(&header);
    if (status == TRIG_OK)
        status = find_questions(&header, error);
    if (status == TRIG_OK)
        status = find_own(&header, error);
    for (size_t i = 0; i < columns && status == TRIG_OK; i++)
        status = write_heading(&header, i, &out[i], error);
    return status;
}
