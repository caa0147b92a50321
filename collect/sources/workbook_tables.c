/* Styles and shared texts of a workbook. Part of collect/sources/workbook.h's making. */
#include "collect/sources/workbook_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

/* A cell holds 32,767 characters; this is room for more. */
#define LONGEST_TEXT ((size_t)1 << 20)
/* A workbook has at most 64,000 styles. */
#define MOST_STYLES 70000

/* ---- texts ------------------------------------------------------------------------ */

enum trig_status trig_workbook_append(char **bytes, size_t *used, size_t *room, struct trig_view text,
                                      struct trig_error *error)
{
    enum trig_status status = trig_grow((void **)bytes, room, *used + text.length + 1, 1, error);
    if (status != TRIG_OK)
        return status;
    memcpy(*bytes + *used, text.data, text.length);
    *used += text.length;
    return TRIG_OK;
}

static size_t put_utf8(unsigned long code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

/* Whether `_x000D_` stands at [at]; halves of a pair and zero stay as they are. */
static bool read_escape(const char *at, size_t left, unsigned long *code)
{
    char digits[5] = "";
    if (left < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_')
        return false;
    for (size_t i = 0; i < 4; i++) {
        if (!isxdigit((unsigned char)at[i + 2]))
            return false;
        digits[i] = at[i + 2];
    }
    *code = strtoul(digits, NULL, 16);
    return *code && (*code < 0xD800 || *code > 0xDFFF);
}

size_t trig_workbook_unescape(char *text, size_t length)
{
    size_t out = 0;
    unsigned long code;
    for (size_t i = 0; i < length;) {
        if (text[i] == '_' && read_escape(text + i, length - i, &code)) {
            out += put_utf8(code, text + out);
            i += 7;
        } else {
            text[out++] = text[i++];
        }
    }
    return out;
}

struct shared_reading {
    trig_workbook *workbook;
    trig_xml *xml;
    struct trig_error *error;
    size_t start; /* of the text being gathered */
    bool in_text;
    bool in_reading_aid; /* rPh: how to pronounce it, no part of the text */
};

static void start_shared(void *context, const char *name, const char *const *attributes)
{
    struct shared_reading *reading = context;
    (void)attributes;
    if (strcmp(name, "si") == 0)
        reading->start = reading->workbook->shared.used;
    else if (strcmp(name, "rPh") == 0)
        reading->in_reading_aid = true;
    else if (strcmp(name, "t") == 0)
        reading->in_text = !reading->in_reading_aid;
}

static void text_shared(void *context, struct trig_view text)
{
    struct shared_reading *reading = context;
    struct trig_shared_texts *shared = &reading->workbook->shared;
    if (!reading->in_text)
        return;
    if (shared->used - reading->start + text.length > LONGEST_TEXT) {
        trig_xml_stop(reading->xml, trig_error_set(reading->error, TRIG_ERR_LIMIT,
                                                   "holds a text of more than %zu MiB", LONGEST_TEXT >> 20));
        return;
    }
    enum trig_status status =
        trig_workbook_append(&shared->bytes, &shared->used, &shared->room, text, reading->error);
    if (status != TRIG_OK)
        trig_xml_stop(reading->xml, status);
}

static void end_shared(void *context, const char *name)
{
    struct shared_reading *reading = context;
    struct trig_shared_texts *shared = &reading->workbook->shared;
    if (strcmp(name, "t") == 0)
        reading->in_text = false;
    else if (strcmp(name, "rPh") == 0)
        reading->in_reading_aid = false;
    if (strcmp(name, "si") != 0)
        return;
    enum trig_status status = trig_grow((void **)&shared->ends, &shared->capacity, shared->count + 1,
                                        sizeof *shared->ends, reading->error);
    if (status != TRIG_OK) {
        trig_xml_stop(reading->xml, status);
        return;
    }
    if (shared->used > reading->start)
        shared->used = reading->start +
                       trig_workbook_unescape(shared->bytes + reading->start, shared->used - reading->start);
    shared->ends[shared->count++] = shared->used;
}

enum trig_status trig_workbook_read_shared(trig_workbook *workbook, struct trig_view part,
                                           struct trig_error *error)
{
    static const struct trig_xml_handlers handlers = {start_shared, end_shared, text_shared, false};
    struct shared_reading reading = {.workbook = workbook, .error = error};
    const struct trig_part_request request = {
        .name = part.data, .handlers = &handlers, .context = &reading, .xml = &reading.xml};
    return part.length ? trig_package_read(workbook, &request, error) : TRIG_OK;
}

/* ---- styles --------------------------------------------------------------------------- */

/* Past a stretch of a format code that is no code: "text", [Red], \d. [*elapsed]
 * gets set for [h], [m], [s]. */
static const char *skip_literal(const char *code, bool *elapsed)
{
    char closing = 0;
    if (*code == '"')
        closing = '"';
    else if (*code == '[')
        closing = ']';
    if (!closing)
        return code[1] ? code + 2 : code + 1;
    bool is_unit = *code == '[' && code[1] && strchr("hHmMsS", code[1]) != NULL;
    const char *end = strchr(code + 1, closing);
    size_t inside = end ? (size_t)(end - code - 1) : 0;
    *elapsed |= is_unit && inside && strspn(code + 1, "hHmMsS") == inside;
    return end ? end + 1 : code + strlen(code);
}

enum trig_cell_kind trig_cell_kind_of(const char *code)
{
    bool day = false, hour = false, month = false, elapsed = false;
    /* What follows the first ; is for negative numbers. */
    while (*code && *code != ';') {
        if (strchr("\"[\\_*", *code)) {
            code = skip_literal(code, &elapsed);
            continue;
        }
        if (strncasecmp(code, "General", 7) == 0)
            return TRIG_CELL_NUMBER;
        int letter = tolower((unsigned char)*code++);
        day |= letter == 'y' || letter == 'd';
        hour |= letter == 'h' || letter == 's';
        month |= letter == 'm';
    }
    if (day || (month && !hour && !elapsed))
        return TRIG_CELL_DATE;
    return elapsed ? TRIG_CELL_ELAPSED : hour ? TRIG_CELL_CLOCK : TRIG_CELL_NUMBER;
}

/* Formats that workbooks know by number. */
static enum trig_cell_kind built_in_kind(long id)
{
    if (id == 46)
        return TRIG_CELL_ELAPSED;
    if ((id >= 18 && id <= 21) || id == 45 || id == 47)
        return TRIG_CELL_CLOCK;
    bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    return date ? TRIG_CELL_DATE : TRIG_CELL_NUMBER;
}

struct own_format {
    long id;
    enum trig_cell_kind kind;
};

struct style_reading {
    trig_workbook *workbook;
    trig_xml *xml;
    struct trig_error *error;
    struct own_format *formats; /* owned */
    size_t format_count;
    size_t format_capacity;
    size_t kind_capacity;
    bool in_cells; /* within cellXfs */
};

static enum trig_status add_format(struct style_reading *reading, long id, const char *code)
{
    enum trig_status status = trig_grow((void **)&reading->formats, &reading->format_capacity,
                                        reading->format_count + 1, sizeof *reading->formats, reading->error);
    if (status == TRIG_OK)
        reading->formats[reading->format_count++] = (struct own_format){id, trig_cell_kind_of(code)};
    return status;
}

static enum trig_status add_style(struct style_reading *reading, long id)
{
    trig_workbook *workbook = reading->workbook;
    enum trig_cell_kind kind = built_in_kind(id);
    for (size_t i = 0; i < reading->format_count; i++)
        if (reading->formats[i].id == id)
            kind = reading->formats[i].kind;
    enum trig_status status = trig_grow((void **)&workbook->kinds, &reading->kind_capacity,
                                        workbook->kind_count + 1, sizeof *workbook->kinds, reading->error);
    if (status == TRIG_OK)
        workbook->kinds[workbook->kind_count++] = kind;
    return status;
}

static void start_style(void *context, const char *name, const char *const *attributes)
{
    struct style_reading *reading = context;
    enum trig_status status = TRIG_OK;
    const char *id = trig_xml_attribute(attributes, "numFmtId");
    const char *code = trig_xml_attribute(attributes, "formatCode");
    if (strcmp(name, "cellXfs") == 0)
        reading->in_cells = true;
    if (reading->workbook->kind_count + reading->format_count > MOST_STYLES)
        status = trig_error_set(reading->error, TRIG_ERR_LIMIT, "has more than %d styles", MOST_STYLES);
    else if (strcmp(name, "numFmt") == 0 && id && code)
        status = add_format(reading, strtol(id, NULL, 10), code);
    else if (strcmp(name, "xf") == 0 && reading->in_cells)
        status = add_style(reading, id ? strtol(id, NULL, 10) : 0);
    if (status != TRIG_OK)
        trig_xml_stop(reading->xml, status);
}

static void end_style(void *context, const char *name)
{
    struct style_reading *reading = context;
    if (strcmp(name, "cellXfs") == 0)
        reading->in_cells = false;
}

enum trig_status trig_workbook_read_styles(trig_workbook *workbook, struct trig_view part,
                                           struct trig_error *error)
{
    static const struct trig_xml_handlers handlers = {start_style, end_style, NULL, false};
    struct style_reading reading = {.workbook = workbook, .error = error};
    const struct trig_part_request request = {
        .name = part.data, .handlers = &handlers, .context = &reading, .xml = &reading.xml};
    enum trig_status status = part.length ? trig_package_read(workbook, &request, error) : TRIG_OK;
    trig_free(reading.formats);
    return status;
}
