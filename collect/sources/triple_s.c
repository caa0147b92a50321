/* The metadata of Triple-S. */
#include "collect/sources/triple_s.h"

#include "surveys/base/file.h"
#include "surveys/base/text.h"

#include "collect/bytes/xml.h"
#include "collect/formats/heading.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Names, labels and codes longer than this are no such things. */
#define LONGEST_TEXT 8192
/* A record is at most so long. */
#define LONGEST_RECORD ((int64_t)16 << 20)
#define LARGEST_FILE   ((size_t)64 << 20)
/* No question takes more answers; each is looked for in each of them. */
#define MOST_SUBFIELDS ((size_t)1000)

/* ---- finding ------------------------------------------------------------------------- */

bool trig_triple_s_is(const char *path)
{
    char bytes[4096], plain[sizeof bytes + 1];
    size_t used = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    /* Whatever the order of the bytes of UTF-16, without its zeros it is plain. */
    for (size_t i = 0; i < length; i++)
        if (bytes[i])
            plain[used++] = bytes[i];
    plain[used] = 0;
    const char *found = strstr(plain, "<sss");
    return found && (isspace((unsigned char)found[4]) || found[4] == '>');
}

void trig_triple_s_find(const char *path, const char *codes, char *out, size_t size)
{
    static const char *const ends[] = {".sss", ".SSS", ".xml", ".XML"};
    out[0] = 0;
    if (codes) {
        if (trig_triple_s_is(codes))
            snprintf(out, size, "%s", codes);
        return;
    }
    size_t length = strlen(path);
    if (length > 3 && strcmp(path + length - 3, ".gz") == 0)
        length -= 3;
    size_t stem = length;
    while (stem && path[stem - 1] != '.' && path[stem - 1] != '/')
        stem--;
    stem = stem && path[stem - 1] == '.' ? stem - 1 : length;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (snprintf(out, size, "%.*s%s", (int)stem, path, ends[i]) < (int)size && strcmp(out, path) != 0 &&
            trig_triple_s_is(out))
            return;
    }
    out[0] = 0;
}

/* ---- reading --------------------------------------------------------------------------- */

/* What the text that comes belongs to. */
enum place { NOWHERE, IN_NAME, IN_LABEL, IN_VALUE };

struct reading {
    struct trig_triple_s *out;
    trig_xml *xml;
    struct trig_error *error;
    bool is_triple_s;
    size_t records;
    bool in_variable;
    enum place place;
    bool in_specialised;    /* within a text for one mode only */
    bool takes_specialised; /* it is the first, and there is no other */
    char text[LONGEST_TEXT];
    size_t used;
    struct trig_view code; /* of the value being read */
    size_t variable_capacity;
    size_t column_count;
    struct trig_option_meaning *options; /* owned; of the variable being read */
    size_t option_count;
    size_t option_capacity;
};

static void stop(struct reading *reading, enum trig_status status)
{
    trig_xml_stop(reading->xml, status);
}

static void stop_for_memory(struct reading *reading)
{
    stop(reading, trig_error_set(reading->error, TRIG_ERR_MEMORY, "not enough memory for the metadata"));
}

static struct trig_triple_s_variable *current(struct reading *reading)
{
    return &reading->out->variables[reading->out->count - 1];
}

/* An attribute that is a whole number; [fallback] when it is not there. A number
 * that makes no sense stops the reading. */
static size_t read_count(struct reading *reading, const char *const *attributes, const char *name,
                         size_t fallback)
{
    int64_t number;
    const char *text = trig_xml_attribute(attributes, name);
    if (!text)
        return fallback;
    if (!trig_text_to_integer(trig_text_trim(trig_view(text)), &number) || number < 0 ||
        number > LONGEST_RECORD) {
        stop(reading,
             trig_error_set(reading->error, TRIG_ERR_FORMAT, "%s=\"%.40s\" makes no sense", name, text));
        return fallback;
    }
    return (size_t)number;
}

static void start_variable(struct reading *reading, const char *const *attributes)
{
    static const char *const types[] = {"single",  "multiple", "quantity", "character",
                                        "logical", "date",     "time"};
    struct trig_triple_s *out = reading->out;
    const char *type = trig_xml_attribute(attributes, "type"), *use = trig_xml_attribute(attributes, "use");
    size_t which = 0;
    if (reading->in_variable) {
        stop(reading, trig_error_set(reading->error, TRIG_ERR_FORMAT,
                                     "has a variable within another: it is damaged; export it again"));
        return;
    }
    while (which < sizeof types / sizeof *types && (!type || strcmp(type, types[which]) != 0))
        which++;
    if (which == sizeof types / sizeof *types) {
        stop(reading, trig_error_set(reading->error, TRIG_ERR_FORMAT, "no variable has the type %.40s",
                                     type ? type : "(none)"));
        return;
    }
    enum trig_status status = trig_grow((void **)&out->variables, &reading->variable_capacity, out->count + 1,
                                        sizeof *out->variables, reading->error);
    if (status != TRIG_OK) {
        stop(reading, status);
        return;
    }
    out->variables[out->count++] = (struct trig_triple_s_variable){
        .type = (enum trig_triple_s_type)which, .is_serial = use && strcmp(use, "serial") == 0};
    reading->in_variable = true;
    reading->option_count = 0;
}

static void start_position(struct reading *reading, const char *const *attributes)
{
    struct trig_triple_s_variable *variable = current(reading);
    variable->start = read_count(reading, attributes, "start", 0);
    variable->finish = read_count(reading, attributes, "finish", variable->start);
}

static void begin_text(struct reading *reading, enum place place)
{
    reading->place = place;
    reading->used = 0;
}

static void start_value(struct reading *reading, const char *const *attributes)
{
    const char *code = trig_xml_attribute(attributes, "code");
    reading->code = trig_arena_copy(&reading->out->arena, trig_text_trim(trig_view(code)));
    begin_text(reading, IN_VALUE);
}

static void refuse_hierarchy(struct reading *reading)
{
    stop(reading, trig_error_set(reading->error, TRIG_ERR_FORMAT,
                                 "describes a hierarchy of several records, and only a single one is read: "
                                 "export each level as a survey of its own"));
}

static void start_record(struct reading *reading, const char *const *attributes)
{
    const char *format = trig_xml_attribute(attributes, "format");
    reading->out->is_csv = format && strcmp(format, "csv") == 0;
    reading->out->skip = read_count(reading, attributes, "skip", 0);
    if (++reading->records > 1)
        refuse_hierarchy(reading);
}

static void start_element(void *context, const char *name, const char *const *attributes)
{
    struct reading *reading = context;
    if (strcmp(name, "sss") == 0)
        reading->is_triple_s = true;
    else if (strcmp(name, "record") == 0)
        start_record(reading, attributes);
    else if (strcmp(name, "hierarchy") == 0)
        refuse_hierarchy(reading);
    else if (strcmp(name, "variable") == 0)
        start_variable(reading, attributes);
    if (!reading->in_variable || trig_xml_has_stopped(reading->xml))
        return;
    if (strcmp(name, "position") == 0)
        start_position(reading, attributes);
    else if (strcmp(name, "name") == 0)
        begin_text(reading, IN_NAME);
    else if (strcmp(name, "label") == 0)
        begin_text(reading, IN_LABEL);
    else if (strcmp(name, "value") == 0)
        start_value(reading, attributes);
    else if (strcmp(name, "text") == 0) {
        reading->in_specialised = true;
        reading->takes_specialised = reading->used == 0;
    } else if (strcmp(name, "spread") == 0) {
        current(reading)->subfields = read_count(reading, attributes, "subfields", 0);
        current(reading)->width = read_count(reading, attributes, "width", 0);
    }
}

/* Gathers text with each run of white space as one blank. A label's own words
 * count; those for one mode only where it has none. */
static void take_text(void *context, struct trig_view text)
{
    struct reading *reading = context;
    bool wanted = !reading->in_specialised || reading->takes_specialised;
    if (reading->place == NOWHERE || !wanted)
        return;
    for (size_t i = 0; i < text.length && reading->used < sizeof reading->text; i++) {
        char byte = isspace((unsigned char)text.data[i]) ? ' ' : text.data[i];
        if (byte == ' ' && (!reading->used || reading->text[reading->used - 1] == ' '))
            continue;
        reading->text[reading->used++] = byte;
    }
}

static void end_value(struct reading *reading, struct trig_view label)
{
    struct trig_triple_s_variable *variable = current(reading);
    int64_t number;
    enum trig_status status = trig_grow((void **)&reading->options, &reading->option_capacity,
                                        reading->option_count + 1, sizeof *reading->options, reading->error);
    if (status != TRIG_OK) {
        stop(reading, status);
        return;
    }
    if (!reading->code.length)
        return;
    reading->options[reading->option_count++] = (struct trig_option_meaning){reading->code, label};
    if (trig_text_to_integer(reading->code, &number) && number > 0 && number <= LONGEST_RECORD &&
        (size_t)number > variable->highest)
        variable->highest = (size_t)number;
}

static void end_text(struct reading *reading)
{
    struct trig_view text =
        trig_arena_copy(&reading->out->arena, trig_text_trim(trig_view_of(reading->text, reading->used)));
    if (!text.data) {
        stop_for_memory(reading);
        return;
    }
    if (reading->place == IN_NAME)
        current(reading)->name = text;
    else if (reading->place == IN_LABEL)
        current(reading)->label = text;
    else if (reading->place == IN_VALUE)
        end_value(reading, text);
    reading->place = NOWHERE;
}

/* ---- a variable is complete ---------------------------------------------------------------- */

static const char *find_mistake(const struct trig_triple_s_variable *variable, bool is_csv)
{
    size_t width = variable->finish - variable->start + 1;
    size_t each = variable->width && !is_csv ? variable->width : 1;
    /* All subfields may stand in one field of CSV. */
    bool fits = variable->subfields <= width / each ||
                (is_csv && width == 1 && variable->subfields <= MOST_SUBFIELDS);
    if (!variable->name.length)
        return "has no name";
    if (!variable->start || variable->finish < variable->start)
        return "has no position that makes sense";
    if (variable->type != TRIG_TRIPLE_S_MULTIPLE)
        return NULL;
    if (!variable->option_count)
        return "takes several answers and has no values";
    if (!fits || variable->subfields > MOST_SUBFIELDS)
        return "is spread over more fields than it has characters";
    return NULL;
}

static void end_variable(struct reading *reading)
{
    struct trig_triple_s_variable *variable = current(reading);
    struct trig_option_meaning *options =
        trig_arena_calloc(&reading->out->arena, reading->option_count + 1, sizeof *options);
    reading->in_variable = false;
    if (!options) {
        stop_for_memory(reading);
        return;
    }
    if (reading->option_count)
        memcpy(options, reading->options, reading->option_count * sizeof *options);
    variable->options = options;
    variable->option_count = reading->option_count;
    const char *mistake = find_mistake(variable, reading->out->is_csv);
    if (mistake)
        stop(reading, trig_error_set(reading->error, TRIG_ERR_FORMAT, "variable %.*s %s",
                                     TRIG_VIEW_ARG(variable->name), mistake));
    reading->column_count += variable->type == TRIG_TRIPLE_S_MULTIPLE ? variable->option_count : 1;
    if (reading->column_count > TRIG_TRIPLE_S_COLUMNS)
        stop(reading, trig_error_set(reading->error, TRIG_ERR_LIMIT, "describes more than %zu columns",
                                     TRIG_TRIPLE_S_COLUMNS));
}

static void end_element(void *context, const char *name)
{
    struct reading *reading = context;
    if (strcmp(name, "text") == 0)
        reading->in_specialised = false;
    if (!reading->in_variable)
        return;
    if (strcmp(name, "name") == 0 || strcmp(name, "label") == 0 || strcmp(name, "value") == 0)
        end_text(reading);
    else if (strcmp(name, "br") == 0)
        take_text(context, trig_view(" "));
    else if (strcmp(name, "variable") == 0)
        end_variable(reading);
}

static enum trig_status read_xml(struct reading *reading, struct trig_view bytes, struct trig_error *error)
{
    static const struct trig_xml_handlers handlers = {start_element, end_element, take_text, true};
    const size_t block = (size_t)64 << 10;
    reading->xml = trig_xml_create(&handlers, reading, error);
    if (!reading->xml)
        return TRIG_ERR_MEMORY;
    enum trig_status status = TRIG_OK;
    for (size_t at = 0; at <= bytes.length && status == TRIG_OK && !trig_xml_has_stopped(reading->xml);
         at += block) {
        size_t left = bytes.length - at;
        bool is_last = left <= block;
        status = trig_xml_feed(reading->xml, bytes.data + at, is_last ? left : block, is_last, error);
        if (is_last)
            break;
    }
    trig_xml_destroy(reading->xml);
    return status;
}

enum trig_status trig_triple_s_read(const char *path, struct trig_triple_s *out, struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_view bytes;
    *out = (struct trig_triple_s){.count = 0};
    trig_arena_init(&out->arena);
    trig_arena_init(&arena);
    struct reading *reading = trig_calloc(1, sizeof *reading);
    if (!reading)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the metadata");
    reading->out = out;
    reading->error = error;
    enum trig_status status = trig_file_read(path, LARGEST_FILE, &arena, &bytes, error);
    if (status == TRIG_OK)
        status = read_xml(reading, bytes, error);
    if (status == TRIG_OK && (!reading->is_triple_s || !out->count))
        status = trig_error_set(error, TRIG_ERR_FORMAT, "describes no variables as Triple-S does");
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, path, error->line, error->column);
    trig_free(reading->options);
    trig_free(reading);
    trig_arena_clear(&arena);
    return status;
}

void trig_triple_s_clear(struct trig_triple_s *metadata)
{
    trig_free(metadata->variables);
    trig_arena_clear(&metadata->arena);
    metadata->variables = NULL;
    metadata->count = 0;
}
