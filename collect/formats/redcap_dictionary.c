#include "collect/formats/redcap_dictionary.h"

#include "surveys/base/text.h"

#include "collect/bytes/codes_file.h"
#include "collect/formats/heading.h"

#include <ctype.h>

enum part { NAME, FORM, TYPE, LABEL, CHOICES, VALIDATION, IDENTIFIER, PARTS };

/* As downloaded, as the API says, and where it stands among the 18 columns when the
 * header is in another language. */
static const struct {
    const char *title;
    const char *api;
    size_t place;
} parts[PARTS] = {
    [NAME] = {"Variable / Field Name", "field_name", 0},
    [FORM] = {"Form Name", "form_name", 1},
    [TYPE] = {"Field Type", "field_type", 3},
    [LABEL] = {"Field Label", "field_label", 4},
    [CHOICES] = {"Choices, Calculations, OR Slider Labels", "select_choices_or_calculations", 5},
    [VALIDATION] = {"Text Validation Type OR Show Slider Number",
                    "text_validation_type_or_show_slider_number", 7},
    [IDENTIFIER] = {"Identifier?", "identifier", 10},
};

#define COLUMNS 18

struct reading {
    struct trig_arena *arena;
    size_t columns[PARTS]; /* SIZE_MAX: the dictionary has none */
    struct trig_codebook_question *questions;
    size_t count, capacity;
    bool has_header;
    bool is_guessed; /* the header is in another language */
};

/* [text] in the arena, without HTML tags. */
static struct trig_view strip_tags(struct trig_arena *arena, struct trig_view text)
{
    char *out = trig_arena_calloc(arena, text.length + 1, 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length && out; i++) {
        bool opens = text.data[i] == '<' && i + 1 < text.length &&
                     (isalpha((unsigned char)text.data[i + 1]) || text.data[i + 1] == '/');
        const char *end = opens ? memchr(text.data + i, '>', text.length - i) : NULL;
        if (end)
            i = (size_t)(end - text.data);
        else
            out[length++] = text.data[i];
    }
    return out ? trig_text_trim(trig_view_of(out, length)) : trig_view_of(NULL, 0);
}

enum trig_status trig_redcap_read_choices(struct trig_view text, struct trig_arena *arena,
                                          const struct trig_option_meaning **out, size_t *count,
                                          struct trig_error *error)
{
    size_t most = 1;
    for (size_t i = 0; i < text.length; i++)
        most += text.data[i] == '|';
    struct trig_option_meaning *options = trig_arena_calloc(arena, most, sizeof *options);
    if (!options)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the data dictionary");
    *out = options;
    *count = 0;
    for (size_t start = 0; start <= text.length;) {
        const char *bar = start < text.length ? memchr(text.data + start, '|', text.length - start) : NULL;
        size_t end = bar ? (size_t)(bar - text.data) : text.length;
        struct trig_view choice = trig_text_trim(trig_view_of(text.data + start, end - start));
        const char *comma = choice.length ? memchr(choice.data, ',', choice.length) : NULL;
        size_t cut = comma ? (size_t)(comma - choice.data) : choice.length;
        size_t words = comma ? cut + 1 : 0;
        start = end + 1;
        if (!choice.length)
            continue;
        struct trig_option_meaning *option = &options[(*count)++];
        option->code = trig_text_trim(trig_view_of(choice.data, cut));
        option->label = strip_tags(arena, trig_view_of(choice.data + words, choice.length - words));
        if (!option->label.data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the data dictionary");
    }
    return TRIG_OK;
}

static enum trig_status refuse(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_FORMAT,
                          "no data dictionary of REDCap: its header names no \"%s\" and \"%s\"; download it "
                          "from the project's Data Dictionary page",
                          parts[NAME].title, parts[TYPE].title);
}

static enum trig_status read_header(struct reading *reading, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    size_t found = 0;
    for (size_t part = 0; part < PARTS; part++) {
        reading->columns[part] = SIZE_MAX;
        for (size_t i = 0; i < record->count; i++)
            if (trig_heading_is(record->fields[i].text, parts[part].title) ||
                trig_heading_is(record->fields[i].text, parts[part].api))
                reading->columns[part] = i;
        found += reading->columns[part] != SIZE_MAX;
    }
    reading->is_guessed = !found && record->count == COLUMNS;
    for (size_t part = 0; part < PARTS && reading->is_guessed; part++)
        reading->columns[part] = parts[part].place;
    reading->has_header = true;
    if (reading->columns[NAME] != SIZE_MAX && reading->columns[TYPE] != SIZE_MAX)
        return TRIG_OK;
    return refuse(error);
}

static struct trig_view field(const struct reading *reading, const struct trig_csv_record *record,
                              enum part part)
{
    size_t column = reading->columns[part];
    return column < record->count ? trig_text_trim(record->fields[column].text) : trig_view_of("", 0);
}

static bool is_any(struct trig_view text, const char *const *words)
{
    for (; *words; words++)
        if (trig_heading_is(text, *words))
            return true;
    return false;
}

/* What the type of a field says about its answers. */
static enum trig_status read_type(struct trig_arena *arena, struct trig_view type, struct trig_view choices,
                                  struct trig_codebook_question *question, struct trig_error *error)
{
    static const char *const with_choices[] = {"radio", "dropdown", "checkbox", "select", NULL};
    question->is_multiple = trig_heading_is(type, "checkbox");
    if (trig_heading_is(type, "yesno"))
        choices = trig_view("1, Yes | 0, No");
    else if (trig_heading_is(type, "truefalse"))
        choices = trig_view("1, True | 0, False");
    else if (!is_any(type, with_choices))
        return TRIG_OK;
    choices = trig_arena_copy(arena, choices);
    if (!choices.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the data dictionary");
    return trig_redcap_read_choices(choices, arena, &question->options, &question->option_count, error);
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    static const char *const types[] = {"text",        "notes", "calc",      "dropdown", "radio",
                                        "checkbox",    "yesno", "truefalse", "slider",   "file",
                                        "descriptive", "sql",   "signature", NULL};
    static const char *const telling[] = {"email", "phone", "phone_australia", "phone_uk", "ssn", NULL};
    struct reading *reading = context;
    if (!reading->has_header)
        return read_header(reading, record, error);
    struct trig_view name = field(reading, record, NAME);
    if (!name.length)
        return TRIG_OK;
    if (reading->is_guessed && !is_any(field(reading, record, TYPE), types))
        return refuse(error);
    enum trig_status status = trig_grow((void **)&reading->questions, &reading->capacity, reading->count + 1,
                                        sizeof *reading->questions, error);
    if (status != TRIG_OK)
        return status;
    struct trig_codebook_question *question = &reading->questions[reading->count++];
    *question = (struct trig_codebook_question){
        .code = trig_arena_copy(reading->arena, name),
        .text = strip_tags(reading->arena, field(reading, record, LABEL)),
        .section = trig_arena_copy(reading->arena, field(reading, record, FORM)),
        .is_personal = trig_heading_is(field(reading, record, IDENTIFIER), "y") ||
                       is_any(field(reading, record, VALIDATION), telling),
    };
    if (!question->code.data || !question->text.data || !question->section.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the data dictionary");
    return read_type(reading->arena, field(reading, record, TYPE), field(reading, record, CHOICES), question,
                     error);
}

enum trig_status trig_redcap_read_dictionary(const char *path, struct trig_arena *arena,
                                             struct trig_codebook *out, struct trig_error *error)
{
    struct reading reading = {.arena = arena};
    enum trig_status status = trig_codes_file_read(path, take_record, &reading, error);
    if (status == TRIG_OK && !reading.count)
        status = trig_error_set(error, TRIG_ERR_FORMAT, "holds no field of a data dictionary");
    if (status == TRIG_OK) {
        struct trig_codebook_question *questions = trig_arena_calloc(arena, reading.count, sizeof *questions);
        if (questions)
            memcpy(questions, reading.questions, reading.count * sizeof *questions);
        else
            status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the data dictionary");
        *out = (struct trig_codebook){questions, questions ? reading.count : 0};
    }
    if (status == TRIG_ERR_FORMAT)
        trig_error_place(error, path, error ? error->line : 0, error ? error->column : 0);
    trig_free(reading.questions);
    return status;
}
