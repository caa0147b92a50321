/* REDCap: records of one or several forms, raw or with labels.
 *
 *     raw     record_id,redcap_event_name,mood_timestamp,pain,drugs___1,drugs___2,mood_complete
 *     labels  Record ID,Event Name,Survey Timestamp,How bad is it?,Drugs (choice=None),..,Complete?
 *
 * One row is one response: of one person, at one event, in one repeat of a form.
 * Its id is the record id together with event, form and instance. Rows of one
 * person are never put together, since nothing says which of them belong together.
 *
 * A box that is not ticked is 0 even where nobody has opened the form; the form's
 * _complete, together with the rest of the form being blank, tells that apart.
 */
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"
#include "collect/formats/redcap_dictionary.h"

#include "surveys/base/text.h"

#include <ctype.h>

static const struct trig_metadata metadata[] = {
    {"redcap_event_name", TRIG_USE_RECORD_PART},
    {"Event Name", TRIG_USE_RECORD_PART},
    {"redcap_repeat_instrument", TRIG_USE_RECORD_PART},
    {"Repeat Instrument", TRIG_USE_RECORD_PART},
    {"redcap_repeat_instance", TRIG_USE_RECORD_PART},
    {"Repeat Instance", TRIG_USE_RECORD_PART},
    {"redcap_survey_identifier", TRIG_USE_PERSONAL},
    {"Survey Identifier", TRIG_USE_PERSONAL},
    {"redcap_data_access_group", TRIG_USE_OWN},
    {"Data Access Group", TRIG_USE_OWN},
    {NULL, TRIG_USE_ANSWERS},
};

static const char *const unopened[] = {"0", "Incomplete", NULL};

static const struct trig_status_rule begun = {NULL, "[not completed]", TRIG_REASON_PARTIAL};

static const struct trig_token tokens[] = {{"[not completed]", TRIG_SKIPPED, false},
                                           {NULL, TRIG_ANSWERED, false}};

/* ---- headings ------------------------------------------------------------------- */

/* [text] without [end], blank when it does not end so. */
static struct trig_view without_end(struct trig_view text, const char *end)
{
    size_t length = strlen(end);
    bool has = text.length > length && memcmp(text.data + text.length - length, end, length) == 0;
    return has ? trig_view_of(text.data, text.length - length) : trig_view_of("", 0);
}

/* Where [mark] begins in [text], SIZE_MAX when it is not there or stands at its start. */
static size_t find_mark(struct trig_view text, const char *mark)
{
    size_t length = strlen(mark);
    for (size_t i = 1; i + length < text.length; i++)
        if (memcmp(text.data + i, mark, length) == 0)
            return i;
    return SIZE_MAX;
}

static bool is_gate(struct trig_view heading)
{
    return without_end(heading, "_complete").length || trig_heading_is(heading, "Complete?");
}

static bool is_timestamp(struct trig_view heading)
{
    return without_end(heading, "_timestamp").length || trig_heading_is(heading, "Survey Timestamp");
}

/* ---- recognising ------------------------------------------------------------------ */

struct signs {
    size_t own;     /* redcap_event_name, Repeat Instance, .. */
    size_t boxes;   /* drugs___1, Drugs (choice=None), holding nothing but ticks */
    size_t gates;   /* mood_complete, Complete?, holding nothing but states */
    bool ends_well; /* the last column is a gate, as that of every form is */
};

/* Whether column [column] holds nothing but [words]. */
static bool holds_only(const struct trig_views *rows, size_t count, size_t column, const char *const *words)
{
    for (size_t row = 1; row < count; row++) {
        struct trig_view cell = trig_heading_cell(rows[row], column);
        bool known = cell.length == 0;
        for (const char *const *word = words; *word; word++)
            known |= trig_heading_is(cell, *word);
        if (!known)
            return false;
    }
    return true;
}

static struct signs count_signs(const struct trig_views *rows, size_t count)
{
    static const char *const states[] = {"0", "1", "2", "Incomplete", "Unverified", "Complete", NULL};
    static const char *const ticks[] = {"0", "1", "Unchecked", "Checked", NULL};
    struct signs signs = {0};
    for (size_t i = 0; i < rows[0].count; i++) {
        struct trig_view cell = trig_heading_cell(rows[0], i);
        bool gate = is_gate(cell) && holds_only(rows, count, i, states);
        bool box = find_mark(cell, "___") != SIZE_MAX || find_mark(cell, "(choice=") != SIZE_MAX;
        signs.own += trig_heading_use(metadata, cell) != TRIG_USE_ANSWERS;
        signs.boxes += box && holds_only(rows, count, i, ticks);
        signs.gates += gate;
        if (cell.length)
            signs.ends_well = gate;
    }
    return signs;
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    if (!count)
        return 0;
    struct signs signs = count_signs(rows, count);
    trig_why_set(why, "%zu columns of its own, %zu states of forms, %zu boxes like `name___1`", signs.own,
                 signs.gates, signs.boxes);
    if (signs.own && (signs.gates || signs.boxes || signs.own > 1))
        return 95;
    if (signs.ends_well)
        return 80;
    return signs.boxes > 1 ? 55 : 0;
}

/* ---- header ------------------------------------------------------------------------- */

/* The header being read. */
struct reading {
    const struct trig_codebook *dictionary; /* NULL: none */
    struct trig_arena *arena;
    size_t section; /* of the column before, from 1 */
};

static bool is_checkbox_of(struct trig_view heading, struct trig_view field)
{
    return heading.length > field.length + 3 && memcmp(heading.data, field.data, field.length) == 0 &&
           memcmp(heading.data + field.length, "___", 3) == 0;
}

/* The field that a column belongs to: by its name, else by its label, when no other
 * field has that label. */
static const struct trig_codebook_question *find_field(const struct trig_codebook *dictionary,
                                                       struct trig_view heading)
{
    const struct trig_codebook_question *found = NULL;
    size_t choice = find_mark(heading, "(choice=");
    struct trig_view label =
        trig_text_trim(trig_view_of(heading.data, choice == SIZE_MAX ? heading.length : choice));
    size_t same = 0;
    for (size_t i = 0; dictionary && i < dictionary->count; i++) {
        const struct trig_codebook_question *field = &dictionary->questions[i];
        if (trig_view_equal(field->code, heading) ||
            (field->is_multiple && is_checkbox_of(heading, field->code)))
            return field;
        if (trig_view_equal(field->text, label)) {
            found = field;
            same++;
        }
    }
    return same == 1 ? found : NULL;
}

/* The place of a form among the dictionary's, from 1. */
static size_t form_index(const struct trig_codebook *dictionary, struct trig_view form)
{
    size_t index = 0;
    for (size_t i = 0; form.length && i < dictionary->count; i++) {
        index +=
            !i || !trig_view_equal(dictionary->questions[i].section, dictionary->questions[i - 1].section);
        if (trig_view_equal(dictionary->questions[i].section, form))
            return index;
    }
    return 0;
}

/* REDCap writes codes in headings small, and what is no letter or digit as `_`. */
static bool is_written_as(struct trig_view code, struct trig_view part)
{
    bool same = code.length == part.length;
    for (size_t i = 0; i < code.length && same; i++) {
        unsigned char letter = (unsigned char)code.data[i], written = (unsigned char)part.data[i];
        same = letter == written || tolower(letter) == written || (written == '_' && !isalnum(letter));
    }
    return same;
}

/* One box: drugs___1. The code -1 is written ____1. */
static enum trig_status read_box(struct reading *reading, struct trig_heading *heading,
                                 const struct trig_codebook_question *field, struct trig_view base,
                                 struct trig_view part, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    heading->is_option = true;
    for (size_t i = 0; field && i < field->option_count && status == TRIG_OK; i++) {
        const struct trig_option_meaning *option = &field->options[i];
        const struct trig_view texts[] = {option->label, option->code};
        const struct trig_view bases[] = {field->code, field->text};
        if (!is_written_as(option->code, part) && !trig_view_equal(option->label, part))
            continue;
        for (size_t j = 0; j < 4 && status == TRIG_OK; j++)
            status = trig_heading_add_spread(reading->arena, heading, bases[j / 2], texts[j % 2], error);
    }
    if (heading->spread_count || status != TRIG_OK)
        return status;
    status = trig_heading_add_spread(reading->arena, heading, base, part, error);
    if (status == TRIG_OK && part.length > 1 && part.data[0] == '_') {
        struct trig_view code =
            trig_arena_printf(reading->arena, "-%.*s", (int)part.length - 1, part.data + 1);
        if (!code.data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
        status = trig_heading_add_spread(reading->arena, heading, base, code, error);
    }
    return status;
}

/* What the dictionary says of a column that holds answers. */
static enum trig_status read_answers(struct reading *reading, struct trig_heading *heading,
                                     struct trig_error *error)
{
    struct trig_view raw = heading->raw;
    const struct trig_codebook_question *field = find_field(reading->dictionary, raw);
    size_t box = find_mark(raw, "___"), choice = find_mark(raw, "(choice=");
    if (field) {
        reading->section = form_index(reading->dictionary, field->section);
        if (field->is_personal)
            heading->use = TRIG_USE_PERSONAL;
    }
    heading->section = reading->section;
    if (box != SIZE_MAX)
        return read_box(reading, heading, field, trig_view_of(raw.data, box),
                        trig_view_of(raw.data + box + 3, raw.length - box - 3), error);
    if (choice != SIZE_MAX) {
        size_t start = choice + strlen("(choice="), end = raw.length - (raw.data[raw.length - 1] == ')');
        return read_box(reading, heading, field, trig_view_of(raw.data, choice),
                        trig_view_of(raw.data + start, end > start ? end - start : 0), error);
    }
    enum trig_status status =
        trig_heading_add(reading->arena, &heading->keys, field ? field->code : raw, error);
    if (!field || status != TRIG_OK)
        return status;
    heading->options = field->options;
    heading->option_count = field->option_count;
    return trig_heading_add(reading->arena, &heading->texts, field->text, error);
}

/* The form that `mood_complete` or `mood_timestamp` speaks of; where the dictionary
 * does not know it, the one that the columns around are of. */
static size_t section_of_state(const struct reading *reading, struct trig_view heading)
{
    struct trig_view form = without_end(heading, "_complete");
    if (!form.length)
        form = without_end(heading, "_timestamp");
    size_t index = reading->dictionary ? form_index(reading->dictionary, form) : 0;
    return index ? index : reading->section;
}

static enum trig_status read_heading(struct reading *reading, size_t column, struct trig_heading *heading,
                                     struct trig_error *error)
{
    struct trig_view raw = heading->raw;
    bool is_field = reading->dictionary && find_field(reading->dictionary, raw);
    heading->use = trig_heading_use(metadata, raw);
    if (heading->use != TRIG_USE_ANSWERS)
        return trig_heading_add(reading->arena, &heading->keys, raw, error);
    if (!is_field && is_gate(raw)) {
        heading->use = TRIG_USE_OWN;
        heading->is_gate = true;
        heading->section = reading->section = section_of_state(reading, raw);
        reading->section += !reading->dictionary;
        return trig_heading_add(reading->arena, &heading->keys, raw, error);
    }
    if (!is_field && is_timestamp(raw)) {
        heading->use = TRIG_USE_SUBMITTED;
        heading->section = section_of_state(reading, raw);
        heading->rule = &begun;
        return trig_heading_add(reading->arena, &heading->keys, raw, error);
    }
    enum trig_status status = read_answers(reading, heading, error);
    /* The record's id is always the first column. */
    if (column == 0 && heading->use == TRIG_USE_ANSWERS)
        heading->use = TRIG_USE_RECORD;
    return status;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    struct reading reading = {codebook, arena, 1};
    enum trig_status status = TRIG_OK;
    for (size_t column = 0; column < columns && status == TRIG_OK; column++) {
        status = trig_heading_set_raw(arena, &out[column], rows, count, column, error);
        if (status == TRIG_OK && out[column].raw.length)
            status = read_heading(&reading, column, &out[column], error);
    }
    return status;
}

/* ---- codes or labels ------------------------------------------------------------------ */

static bool is_code(const struct trig_heading *heading, struct trig_view cell)
{
    double number, code;
    bool is_number = trig_text_to_number(cell, &number);
    for (size_t i = 0; i < heading->option_count; i++)
        if (trig_view_equal(heading->options[i].code, cell) ||
            (is_number && trig_text_to_number(heading->options[i].code, &code) && code == number))
            return true;
    return false;
}

static bool is_label(const struct trig_heading *heading, struct trig_view cell)
{
    for (size_t i = 0; i < heading->option_count; i++)
        if (trig_view_equal(heading->options[i].label, cell))
            return true;
    return false;
}

/* Whether an export holds codes or labels is the same for all of its columns. */
static enum trig_status look_at_records(const struct trig_views *records, size_t count,
                                        struct trig_arena *arena, struct trig_heading *headings,
                                        size_t columns, struct trig_error *error)
{
    (void)arena;
    (void)error;
    size_t codes = 0, labels = 0;
    for (size_t row = 0; row < count; row++)
        for (size_t i = 0; i < columns; i++) {
            struct trig_view cell = trig_heading_cell(records[row], i);
            bool code = cell.length && is_code(&headings[i], cell);
            bool label = cell.length && is_label(&headings[i], cell);
            codes += code && !label;
            labels += label && !code;
        }
    for (size_t i = 0; i < columns; i++)
        headings[i].is_labelled = headings[i].option_count && labels > codes;
    return TRIG_OK;
}

const struct trig_format trig_format_redcap = {
    .name = "redcap",
    .title = "REDCap",
    .summary = "CSV, raw or labels, alone or with the data dictionary (--codes)",
    .recognise = recognise,
    .header_rows = 1,
    .read_headings = read_headings,
    .look_at_records = look_at_records,
    .read_codebook = trig_redcap_read_dictionary,
    .metadata = metadata,
    .tokens = tokens,
    .unopened = unopened,
    .separators = ",",
    .unticked = TRIG_UNTICKED_SKIPPED,
    .tells_options = true,
};
