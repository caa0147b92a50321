/* The header of a Qualtrics export, taken apart.
 *
 *     columns --question--> run of columns --shared stem--> question wording, and the
 *                                                           rest: choice, row, or field
 */
#include "collect/formats/qualtrics.h"

#include "surveys/base/text.h"

#include "collect/formats/heading.h"
#include "collect/formats/import_id.h"
#include "collect/formats/wording.h"

#include <ctype.h>

static const char selected_choice[] = "Selected Choice";

/* What the header says of one column. */
struct column {
    struct trig_view tag;
    struct trig_view label;
    struct trig_import_id id;
    struct trig_view group; /* the question that it belongs to; blank: not known */
    struct trig_view stem;  /* its question's wording; blank: it has the label for itself */
    struct trig_view rest;  /* what stands behind the stem, or the whole label */
    bool is_numbered;       /* V11 stands for its tag, and says nothing */
    bool is_alone;          /* no other column is about the same question */
    bool is_text;           /* what somebody typed beside a choice */
    bool tag_is_own;        /* no other column has the tag */
    bool rest_is_own;
    enum trig_use use;
    const char *own_name; /* NULL: none */
};

struct header {
    const struct trig_views *rows;
    size_t count;
    struct trig_qualtrics_shape shape;
    struct trig_arena *arena;
    struct column *columns;
    size_t column_count;
};

/* ---- one column ------------------------------------------------------------------- */

/* Q2 of Q2_1, Q2_-1 and Q2_5_TEXT; blank when the tag has no such end. */
static struct trig_view base_of_tag(struct trig_view tag)
{
    tag = trig_wording_without(tag, "_TEXT");
    size_t end = tag.length;
    while (end && isdigit((unsigned char)tag.data[end - 1]))
        end--;
    bool has_number = end < tag.length;
    if (end && tag.data[end - 1] == '-')
        end--;
    bool is_part = has_number && end > 1 && tag.data[end - 1] == '_';
    return trig_view_of(tag.data, is_part ? end - 1 : 0);
}

static enum trig_status read_column(struct header *header, size_t index, struct trig_error *error)
{
    struct column *column = &header->columns[index];
    const struct trig_qualtrics_shape *shape = &header->shape;
    struct trig_view label = trig_view_of("", 0), id = trig_view_of("", 0);
    if (shape->wordings)
        label = trig_heading_cell(header->rows[shape->wordings], index);
    column->tag = trig_heading_cell(header->rows[0], index);
    if (shape->ids)
        id = trig_heading_cell(header->rows[shape->ids], index);
    enum trig_status status = trig_import_id_read(header->arena, id, &column->id, error);
    if (status == TRIG_OK)
        status = trig_wording_flatten(header->arena, label, &column->label, error);
    size_t number = shape->numbered ? trig_qualtrics_number(column->tag) : 0;
    column->rest = column->label;
    column->is_numbered = number > 0;
    column->group = shape->ids ? column->id.question : base_of_tag(column->tag);
    column->is_text = trig_wording_ends(column->id.id, "_TEXT") || trig_wording_ends(column->tag, "_TEXT");
    if (shape->ids)
        column->use = trig_qualtrics_id_use(column->id.id, &column->own_name);
    else if (shape->localised && number)
        column->use = trig_qualtrics_numbered_use(number, &column->own_name);
    else
        column->use = trig_qualtrics_use(number ? column->label : column->tag, &column->own_name);
    return status;
}

/* A survey may call a question or a field of its own like one of Qualtrics'
 * columns: those come first, so the first is it. */
static void keep_first_own(struct header *header)
{
    for (size_t i = 0; i < header->column_count; i++)
        for (size_t j = 0; j < i && header->columns[i].own_name; j++) {
            const char *earlier = header->columns[j].own_name;
            if (earlier && strcmp(earlier, header->columns[i].own_name) == 0) {
                header->columns[i].own_name = NULL;
                header->columns[i].use = TRIG_USE_ANSWERS;
            }
        }
}

/* ---- columns of one question --------------------------------------------------------- */

static size_t stem_of(const struct column *a, const struct column *b)
{
    size_t stem = trig_wording_stem(a->label, b->label, " - ");
    return stem ? stem : trig_wording_stem(a->label, b->label, "-");
}

/* Shorter stems than this are chance, where nothing but the wording tells which
 * columns belong together. */
#define SHORTEST_STEM 8

/* The end of the run of columns about one question that begins with [first]. */
static size_t end_of_run(const struct header *header, size_t first)
{
    const struct column *columns = header->columns;
    size_t end = first + 1;
    if (columns[first].use != TRIG_USE_ANSWERS)
        return end;
    if (!columns[first].is_numbered) {
        while (columns[first].group.length && end < header->column_count &&
               trig_view_equal(columns[end].group, columns[first].group))
            end++;
        return end;
    }
    size_t stem = end < header->column_count ? stem_of(&columns[first], &columns[end]) : 0;
    while (stem >= SHORTEST_STEM && end < header->column_count && columns[end].use == TRIG_USE_ANSWERS &&
           stem_of(&columns[first], &columns[end]) >= stem)
        end++;
    return end;
}

/* Cuts a label behind [stem] bytes: "Which? - " and "Selected Choice - Lathe". */
static void cut_label(struct column *column, size_t stem)
{
    struct trig_view rest = trig_view_of(column->label.data + stem, column->label.length - stem);
    struct trig_view question = trig_text_trim(trig_view_of(column->label.data, stem));
    size_t choice = sizeof selected_choice - 1;
    if (question.length && question.data[question.length - 1] == '-')
        question.length--;
    question = trig_wording_without(trig_text_trim(question), selected_choice);
    column->stem = trig_wording_without(trig_text_trim(question), " -");
    if (rest.length > choice + 3 && memcmp(rest.data, selected_choice, choice) == 0 &&
        memcmp(rest.data + choice, " - ", 3) == 0)
        rest = trig_view_of(rest.data + choice + 3, rest.length - choice - 3);
    column->rest = trig_text_trim(rest);
    /* "Which? - Selected Choice", beside "Which? - Other - Text": the answer itself. */
    if (trig_view_is(column->rest, selected_choice)) {
        column->rest = column->stem;
        column->stem = trig_view_of("", 0);
    }
}

static void split_run(struct header *header, size_t first, size_t end)
{
    struct column *columns = header->columns;
    size_t stem = columns[first].label.length;
    for (size_t i = first + 1; i < end; i++) {
        size_t shared = stem_of(&columns[first], &columns[i]);
        stem = shared < stem ? shared : stem;
    }
    for (size_t i = first; i < end; i++) {
        size_t own = stem;
        columns[i].is_alone = end == first + 1;
        if (columns[i].is_alone || !stem)
            own = columns[i].id.choice.length ? trig_wording_last(columns[i].label, " - ") : 0;
        if (own)
            cut_label(&columns[i], own);
        else
            columns[i].rest = trig_wording_without(columns[i].label, " - Selected Choice");
    }
}

/* ---- headings ------------------------------------------------------------------------- */

static enum trig_status find_own(struct header *header, struct trig_error *error)
{
    size_t count = header->column_count;
    struct trig_view *texts = trig_arena_calloc(header->arena, count + 1, sizeof *texts);
    bool *tags = trig_arena_calloc(header->arena, count + 1, sizeof *tags);
    bool *rests = trig_arena_calloc(header->arena, count + 1, sizeof *rests);
    if (!texts || !tags || !rests)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    for (size_t i = 0; i < count; i++)
        texts[i] = header->columns[i].tag;
    enum trig_status status = trig_wording_find_unique(texts, tags, count, error);
    for (size_t i = 0; i < count; i++)
        texts[i] = header->columns[i].rest;
    if (status == TRIG_OK)
        status = trig_wording_find_unique(texts, rests, count, error);
    for (size_t i = 0; i < count; i++) {
        header->columns[i].tag_is_own = tags[i];
        header->columns[i].rest_is_own = rests[i];
    }
    return status;
}

/* The surest code first. A tag that two columns have says no more than a wording. */
static enum trig_status add_keys(const struct header *header, const struct column *column,
                                 struct trig_heading *out, struct trig_error *error)
{
    struct trig_view own = trig_view(column->own_name);
    enum trig_status status = trig_heading_add(header->arena, &out->keys, own, error);
    if (status == TRIG_OK)
        status = trig_heading_add(header->arena, &out->keys, column->id.key, error);
    if (status == TRIG_OK && column->tag_is_own)
        status = trig_heading_add(header->arena, &out->keys, column->tag, error);
    if (status == TRIG_OK && column->is_alone)
        status = trig_heading_add(header->arena, &out->keys, column->id.question, error);
    return status;
}

static enum trig_status add_texts(const struct header *header, const struct column *column,
                                  struct trig_heading *out, struct trig_error *error)
{
    bool worded = !column->is_text && !column->id.choice.length && column->rest_is_own;
    enum trig_status status = TRIG_OK;
    if (worded)
        status = trig_heading_add(header->arena, &out->texts, column->rest, error);
    if (status == TRIG_OK)
        status = trig_heading_add(header->arena, &out->texts, column->label, error);
    return status == TRIG_OK && !column->tag_is_own
               ? trig_heading_add(header->arena, &out->texts, column->tag, error)
               : status;
}

/* Ways to read the column as an option, or a row, of its question. The number at
 * the end of a tag is none: it follows recoded values. The choice's own number
 * counts only for who knows the question by its import id too. */
static enum trig_status add_spreads(const struct header *header, const struct column *column,
                                    struct trig_heading *out, struct trig_error *error)
{
    bool is_choice = column->id.choice.length > 0;
    const struct trig_view id = is_choice ? column->id.id : column->id.question;
    const struct trig_view tag = column->is_numbered ? trig_view_of("", 0) : base_of_tag(column->tag);
    const struct trig_spread spreads[] = {
        {id, column->rest}, {tag, column->rest}, {column->stem, column->rest}, {id, column->id.choice}};
    enum trig_status status = TRIG_OK;
    if (column->is_text || (!is_choice && (column->is_alone || !column->stem.length)))
        return TRIG_OK;
    for (size_t i = 0; i < sizeof spreads / sizeof *spreads && status == TRIG_OK; i++)
        status = trig_heading_add_spread(header->arena, out, spreads[i].base, spreads[i].part, error);
    return status;
}

static enum trig_status write_heading(const struct header *header, size_t index, struct trig_heading *out,
                                      struct trig_error *error)
{
    const struct column *column = &header->columns[index];
    /* The import ids are for programs, and stand below what people read. */
    enum trig_status status =
        trig_heading_set_raw(header->arena, out, header->rows,
                             header->shape.ids ? header->shape.ids : header->count, index, error);
    out->use = column->use;
    if (status == TRIG_OK)
        status = add_keys(header, column, out, error);
    if (status != TRIG_OK || column->use != TRIG_USE_ANSWERS)
        return status;
    out->is_option = column->id.choice.length > 0 && !column->is_text;
    status = add_texts(header, column, out, error);
    if (status == TRIG_OK && out->is_option)
        status = trig_heading_add(header->arena, &out->ticked, column->rest, error);
    return status == TRIG_OK ? add_spreads(header, column, out, error) : status;
}

enum trig_status trig_qualtrics_read_headings(const struct trig_views *rows, size_t count,
                                              const struct trig_codebook *codebook, struct trig_arena *arena,
                                              struct trig_heading *out, size_t columns,
                                              struct trig_error *error)
{
    struct header header = {.rows = rows, .count = count, .arena = arena, .column_count = columns};
    enum trig_status status = TRIG_OK;
    (void)codebook;
    header.columns = trig_arena_calloc(arena, columns + 1, sizeof *header.columns);
    if (!header.columns)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    trig_qualtrics_find_shape(rows, count, &header.shape);
    for (size_t i = 0; i < columns && status == TRIG_OK; i++)
        status = read_column(&header, i, error);
    if (status != TRIG_OK)
        return status;
    keep_first_own(&header);
    for (size_t first = 0; first < columns;) {
        size_t end = end_of_run(&header, first);
        split_run(&header, first, end);
        first = end;
    }
    status = find_own(&header, error);
    for (size_t i = 0; i < columns && status == TRIG_OK; i++)
        status = write_heading(&header, i, &out[i], error);
    return status;
}
