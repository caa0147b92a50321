#include "collect/draft/gather.h"

#include "surveys/base/hash.h"

#include "collect/answers/answer.h"
#include "collect/answers/damage.h"
#include "collect/answers/kinds.h"
#include "collect/answers/number_label.h"
#include "collect/draft/gather_answers.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the columns of the exports");
}

/* ---- columns ------------------------------------------------------------------------ */

/* One export while it is read. */
struct reading {
    struct trig_gathering *gathering;
    const struct trig_export *export;
    size_t file;
    size_t *columns; /* of the gathering, by column of the export; TRIG_NONE: without heading */
    trig_answer_keeper *keeper;
};

/* What finds columns again: the normalised headings, and the normalised wordings. */
struct index {
    trig_dictionary *texts;
    size_t *columns; /* by text */
    size_t capacity;
};

static size_t look_up(const struct index *index, struct trig_view text)
{
    size_t which = text.length ? trig_dictionary_find(index->texts, text) : SIZE_MAX;
    return which == SIZE_MAX || !index->columns ? TRIG_NONE : index->columns[which];
}

static enum trig_status enter(struct index *index, struct trig_view text, size_t column,
                              struct trig_error *error)
{
    size_t which, known = trig_dictionary_count(index->texts);
    if (!text.length)
        return TRIG_OK;
    enum trig_status status = trig_dictionary_add(index->texts, text, &which, error);
    if (status == TRIG_OK)
        status =
            trig_grow((void **)&index->columns, &index->capacity, which + 1, sizeof *index->columns, error);
    if (status == TRIG_OK && which == known)
        index->columns[which] = column;
    return status;
}

/* [text] on one line, blanks made single, in the arena. */
static struct trig_view flatten(struct trig_arena *arena, struct trig_view text)
{
    struct trig_view copy = trig_arena_copy(arena, text);
    char *bytes = (char *)copy.data;
    size_t used = 0;
    for (size_t i = 0; bytes && i < copy.length; i++) {
        bool blank = (unsigned char)bytes[i] <= ' ';
        if (!blank || (used && bytes[used - 1] != ' '))
            bytes[used++] = (char)(blank ? ' ' : bytes[i]);
    }
    while (used && bytes[used - 1] == ' ')
        used--;
    copy.length = used;
    return copy;
}

static struct trig_views copy_list(struct trig_arena *arena, struct trig_views list)
{
    struct trig_view *items = trig_arena_calloc(arena, list.count + 1, sizeof *items);
    for (size_t i = 0; items && i < list.count; i++)
        items[i] = trig_arena_copy(arena, list.items[i]);
    return (struct trig_views){items, items ? list.count : 0};
}

/* The wording of a heading: the first that is not the whole of it, else the whole. */
static struct trig_view wording_of(const struct trig_heading *heading)
{
    for (size_t i = 0; i < heading->texts.count; i++)
        if (!trig_view_equal(heading->texts.items[i], heading->raw))
            return heading->texts.items[i];
    return heading->raw;
}

/* "500 or more" on 500 and "Not stated" on 999 leave a number a number. */
static bool is_quantity(const struct trig_heading *heading)
{
    bool is = heading->has_unlabelled && heading->option_count;
    for (size_t i = 0; i < heading->option_count && is; i++) {
        double number;
        enum trig_answer declared;
        if (trig_answer_is_declared(heading, heading->options[i].code, &declared))
            continue;
        is = trig_text_to_number(heading->options[i].code, &number) &&
             trig_number_label_read(number, heading->options[i].label) != TRIG_NUMBER_UNSURE;
    }
    return is;
}

/* The labels of the answers, and which of them are declared to be none. A label that only
 * says what became of the question ("not shown") is no answer's. */
static enum trig_status copy_labels(struct trig_arena *arena, const struct trig_heading *heading,
                                    struct trig_gathered_column *out, struct trig_error *error)
{
    struct trig_view *labels = trig_arena_calloc(arena, heading->option_count + 1, sizeof *labels);
    struct trig_view *declared = trig_arena_calloc(arena, heading->option_count + 1, sizeof *declared);
    enum trig_status status = TRIG_OK;
    if (!labels || !declared)
        return no_memory(error);
    out->labels.items = labels;
    out->declared.items = declared;
    for (size_t i = 0; i < heading->option_count && status == TRIG_OK; i++) {
        const struct trig_option_meaning *option = &heading->options[i];
        enum trig_answer answer = TRIG_ANSWERED;
        bool is_declared = trig_answer_is_declared(heading, option->code, &answer);
        if (is_declared &&
            (answer != TRIG_DECLARED_MISSING || trig_kind_of_label(option->label) != TRIG_ANSWERED))
            continue;
        labels[out->labels.count++] = trig_arena_copy(arena, option->label);
        if (is_declared)
            status = trig_text_normalise(arena, option->label, &declared[out->declared.count++], error);
    }
    return status;
}

static enum trig_status copy_heading(struct trig_gathering *gathering, const struct trig_heading *heading,
                                     struct trig_gathered_column *out, struct trig_error *error)
{
    struct trig_arena *arena = &gathering->arena;
    struct trig_spread *spreads = trig_arena_calloc(arena, heading->spread_count + 1, sizeof *spreads);
    struct trig_view *headings = trig_arena_calloc(arena, TRIG_GATHER_FILES, sizeof *headings);
    if (!spreads || !headings)
        return no_memory(error);
    for (size_t i = 0; i < heading->spread_count; i++)
        spreads[i] = (struct trig_spread){flatten(arena, heading->spreads[i].base),
                                          flatten(arena, heading->spreads[i].part)};
    out->keys = copy_list(arena, heading->keys);
    out->spreads = spreads;
    out->spread_count = heading->spread_count;
    out->wording = flatten(arena, wording_of(heading));
    out->headings.items = headings;
    out->use = heading->use;
    out->is_option = heading->is_option;
    out->is_text = heading->is_text;
    out->is_quantity = is_quantity(heading);
    enum trig_status status = copy_labels(arena, heading, out, error);
    return status == TRIG_OK ? trig_text_normalise(arena, out->wording, &out->wording_normal, error) : status;
}

/* What the heading alone says: nothing of personal answers is looked at. */
static void judge_heading(const struct trig_gathering *gathering, struct trig_gathered_column *column)
{
    const struct trig_words *words = gathering->words;
    struct trig_view key = column->keys.count ? column->keys.items[0] : column->normal;
    column->is_closed = column->use == TRIG_USE_PERSONAL ||
                        trig_words_heading(words, "personal", column->wording_normal) ||
                        trig_words_heading(words, "personal", column->normal) ||
                        trig_words_code_end(words, "personal_part", column->normal);
    column->is_id = column->use == TRIG_USE_RECORD || trig_words_heading(words, "record", column->normal) ||
                    trig_words_heading(words, "record", key) ||
                    trig_words_heading(words, "respondent", column->normal);
    if (column->is_id)
        column->is_closed = true;
}

static enum trig_status add_span(struct trig_gathering *gathering, struct trig_gathered_column *column,
                                 struct trig_error *error)
{
    if (column->use != TRIG_USE_SUBMITTED &&
        !trig_words_heading(gathering->words, "submitted", column->normal))
        return TRIG_OK;
    column->spans = trig_arena_calloc(&gathering->arena, TRIG_GATHER_FILES, sizeof *column->spans);
    if (!column->spans)
        return no_memory(error);
    for (size_t i = 0; i < (size_t)TRIG_GATHER_FILES * TRIG_DATE_ORDERS; i++)
        column->spans[i / TRIG_DATE_ORDERS].first[i % TRIG_DATE_ORDERS] =
            column->spans[i / TRIG_DATE_ORDERS].last[i % TRIG_DATE_ORDERS] = NAN;
    return TRIG_OK;
}

static enum trig_status add_column(struct trig_gathering *gathering, const struct trig_heading *heading,
                                   struct trig_view normal, size_t position, struct trig_error *error)
{
    enum trig_status status = trig_grow((void **)&gathering->columns, &gathering->capacity,
                                        gathering->count + 1, sizeof *gathering->columns, error);
    if (status != TRIG_OK)
        return status;
    struct trig_gathered_column *column = &gathering->columns[gathering->count++];
    *column = (struct trig_gathered_column){.normal = normal, .position = position};
    trig_evidence_init(&column->evidence);
    column->heading = trig_arena_copy(&gathering->arena, heading->raw);
    if (!column->heading.data)
        return no_memory(error);
    status = copy_heading(gathering, heading, column, error);
    if (status == TRIG_OK)
        judge_heading(gathering, column);
    return status == TRIG_OK ? add_span(gathering, column, error) : status;
}

/* Remembers the heading of [column] in this file when it is another than before:
 * rules are compared normalised. */
static enum trig_status add_spelling(struct trig_gathering *gathering, struct trig_gathered_column *column,
                                     struct trig_view raw, struct trig_view normal, struct trig_error *error)
{
    struct trig_view *items = (struct trig_view *)column->headings.items;
    for (size_t i = 0; i < column->headings.count; i++) {
        struct trig_view known = column->normal;
        enum trig_status status =
            i ? trig_text_normalise(&gathering->arena, items[i], &known, error) : TRIG_OK;
        if (status != TRIG_OK || trig_view_equal(known, normal))
            return status;
    }
    items[column->headings.count] = trig_arena_copy(&gathering->arena, raw);
    return items[column->headings.count++].data ? TRIG_OK : no_memory(error);
}

/* Finds or adds the column of each heading. Two headings that are the same in one
 * file stay one column, known to be doubled. */
static enum trig_status place_headings(struct reading *reading, struct index *raws, struct index *wordings,
                                       struct trig_error *error)
{
    struct trig_gathering *gathering = reading->gathering;
    uint64_t bit = UINT64_C(1) << reading->file;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < reading->export->column_count && status == TRIG_OK; i++) {
        const struct trig_heading *heading = &reading->export->headings[i];
        struct trig_view normal, wording;
        reading->columns[i] = TRIG_NONE;
        status = trig_text_normalise(&gathering->arena, heading->raw, &normal, error);
        if (status == TRIG_OK)
            status = trig_text_normalise(&gathering->arena, wording_of(heading), &wording, error);
        if (status != TRIG_OK || !normal.length) {
            gathering->files[reading->file].unnamed += status == TRIG_OK;
            continue;
        }
        size_t at = look_up(raws, normal);
        if (at == TRIG_NONE && reading->file && heading->use == TRIG_USE_ANSWERS)
            at = look_up(wordings, wording);
        if (at != TRIG_NONE && gathering->columns[at].files & bit &&
            !trig_view_equal(gathering->columns[at].normal, normal))
            at = TRIG_NONE; /* another heading of this file has the wording already */
        if (at == TRIG_NONE) {
            at = gathering->count;
            status = add_column(gathering, heading, normal, i, error);
            if (status == TRIG_OK)
                status = enter(wordings, wording, at, error);
        }
        if (status == TRIG_OK)
            status = enter(raws, normal, at, error);
        if (status != TRIG_OK)
            return status;
        struct trig_gathered_column *column = &gathering->columns[at];
        column->doubled |= (column->files & bit) != 0;
        column->files |= bit;
        column->format = reading->export->dialect.format;
        status = add_spelling(gathering, column, heading->raw, normal, error);
        reading->columns[i] = at;
    }
    return status;
}

/* ---- records ------------------------------------------------------------------------ */

static void add_date(struct trig_gathered_column *column, size_t file, struct trig_view text)
{
    struct trig_span *span = &column->spans[file];
    double time;
    for (int order = 0; order < TRIG_DATE_ORDERS; order++)
        if (trig_text_to_time(text, (enum trig_date_order)order, &time)) {
            span->first[order] = fmin(span->first[order], time);
            span->last[order] = fmax(span->last[order], time);
        }
}

static enum trig_status take_cell(struct reading *reading, size_t index, struct trig_view text,
                                  struct trig_error *error)
{
    const struct trig_heading *heading = &reading->export->headings[index];
    const struct trig_format *format = reading->export->dialect.format;
    struct trig_gathered_column *column = &reading->gathering->columns[reading->columns[index]];
    enum trig_answer token;
    text = trig_text_trim(text);
    /* What a spreadsheet writes instead of a value is no answer that anybody gave. */
    bool blank =
        !text.length || trig_answer_is_token(format, text, &token) || trig_damage_is_error_value(text);
    column->lacks |= blank && column->is_id;
    if (blank)
        return TRIG_OK;
    if (format->has_formula_guard && text.length > 1 && text.data[0] == '\'' && text.data[1] == '=')
        text = trig_view_of(text.data + 1, text.length - 1);
    bool declared = trig_answer_is_declared(heading, text, &token);
    if (declared && (token != TRIG_DECLARED_MISSING || column->is_quantity))
        return TRIG_OK;
    if ((!trig_answer_translate(heading, &text) || !heading->option_count) && declared)
        return TRIG_OK; /* declared missing, without a word for it */
    if (declared && trig_kind_of_label(text) != TRIG_ANSWERED)
        return TRIG_OK;
    text = trig_text_trim(text);
    if (!text.length)
        return TRIG_OK;
    if (column->spans)
        add_date(column, reading->file, text);
    return trig_answer_keeper_take(reading->keeper, column, reading->columns[index], text, error);
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct reading *reading = context;
    enum trig_status status = TRIG_OK;
    size_t count = reading->export->column_count;
    reading->gathering->files[reading->file].records++;
    trig_answer_keeper_begin_record(reading->keeper);
    for (size_t i = 0; i < count && i < record->count && status == TRIG_OK; i++)
        if (reading->columns[i] != TRIG_NONE)
            status = take_cell(reading, i, record->fields[i].text, error);
    return status;
}

/* ---- files ---------------------------------------------------------------------------- */

static enum trig_status read_file(struct reading *reading, struct index *raws, struct index *wordings,
                                  struct trig_error *error)
{
    struct trig_undecodable undecodable = {0};
    struct trig_gathered_file *file = &reading->gathering->files[reading->file];
    const struct trig_export *export = reading->export;
    file->path = export->path;
    file->format = export->dialect.format;
    file->columns = export->column_count;
    reading->columns = trig_calloc(export->column_count + 1, sizeof *reading->columns);
    if (!reading->columns)
        return no_memory(error);
    enum trig_status status = place_headings(reading, raws, wordings, error);
    if (status == TRIG_OK)
        status = trig_export_read(export, take_record, reading, NULL, &undecodable, error);
    if (status == TRIG_OK)
        trig_answer_keeper_end_file(reading->keeper, reading->gathering);
    else if (error && !error->file[0] && status != TRIG_ERR_MEMORY)
        trig_error_place(error, export->path, error->line, error->column);
    trig_free(reading->columns);
    return status;
}

static enum trig_status read_all(struct trig_gathering *gathering, const char *const *paths,
                                 const struct trig_sniff_options *sniff, const char *codes,
                                 trig_answer_keeper *keeper, struct trig_error *error)
{
    struct index raws = {.texts = trig_dictionary_create(error)};
    struct index wordings = {.texts = trig_dictionary_create(error)};
    enum trig_status status = raws.texts && wordings.texts ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < gathering->file_count && status == TRIG_OK; i++) {
        struct trig_export export;
        status = trig_export_open(paths[i], sniff, codes, &export, error);
        if (status != TRIG_OK)
            break;
        struct reading reading = {gathering, &export, i, NULL, keeper};
        status = read_file(&reading, &raws, &wordings, error);
        trig_export_close(&export);
    }
    trig_dictionary_destroy(raws.texts);
    trig_dictionary_destroy(wordings.texts);
    trig_free(raws.columns);
    trig_free(wordings.columns);
    return status;
}

enum trig_status trig_gather(const char *const *paths, size_t count, const struct trig_sniff_options *sniff,
                             const char *codes, const struct trig_words *words, struct trig_gathering *out,
                             struct trig_error *error)
{
    *out = (struct trig_gathering){.file_count = count, .words = words};
    trig_arena_init(&out->arena);
    if (count > TRIG_GATHER_FILES)
        return trig_error_set(error, TRIG_ERR_LIMIT, "%zu exports at once; the most are %d", count,
                              TRIG_GATHER_FILES);
    trig_answer_keeper *keeper = trig_answer_keeper_create(error);
    enum trig_status status = keeper ? read_all(out, paths, sniff, codes, keeper, error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_answer_keeper_deal(keeper, out, error);
    trig_answer_keeper_destroy(keeper);
    for (size_t i = 0; i < out->count; i++)
        trig_evidence_settle(&out->columns[i].evidence);
    if (status != TRIG_OK)
        trig_gathering_clear(out);
    return status;
}

void trig_gathering_clear(struct trig_gathering *gathering)
{
    trig_free(gathering->columns);
    trig_arena_clear(&gathering->arena);
    *gathering = (struct trig_gathering){.count = 0};
}
