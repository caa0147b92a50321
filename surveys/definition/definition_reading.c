/* What every part does with its file: open it, walk its rows, keep its texts,
 * name things and refer to things. */
#include "surveys/definition/definition_internal.h"

#include <math.h>
#include <string.h>

const char *trig_part_name(enum trig_part part)
{
    static const char *const names[TRIG_PARTS] = {
        [TRIG_PART_ACTIONS] = "actions.csv",
        [TRIG_PART_COLUMNS] = "columns.csv",
        [TRIG_PART_CROSSWALK] = "crosswalk.csv",
        [TRIG_PART_GROUPS] = "groups.csv",
        [TRIG_PART_INSTITUTIONS] = "institutions.csv",
        [TRIG_PART_PILLARS] = "pillars.csv",
        [TRIG_PART_POPULATION] = "population.csv",
        [TRIG_PART_SCALES] = "scales.csv",
        [TRIG_PART_SURVEY] = "survey.csv",
        [TRIG_PART_VARIABLES] = "variables.csv",
        [TRIG_PART_WAVES] = "waves.csv",
    };
    return names[part];
}

const struct trig_definition_file *trig_part_file(const struct trig_definition_files *files,
                                                  enum trig_part part)
{
    for (size_t i = 0; i < files->count; i++)
        if (trig_view_is(files->items[i].name, trig_part_name(part)))
            return &files->items[i];
    return NULL;
}

/* The path for messages as a C string; the name when the file has no path. */
static void set_path(struct trig_reading *reading, const struct trig_definition_file *file)
{
    struct trig_view path = file->path.length ? file->path : file->name;
    reading->report.path = trig_arena_copy(&reading->report.texts, path).data;
    if (!reading->report.path)
        trig_report_no_memory(&reading->report);
}

void *trig_reading_list(struct trig_reading *reading, size_t count, size_t size)
{
    void *list = trig_arena_calloc(&reading->definition->arena, count, size);
    if (!list)
        trig_report_no_memory(&reading->report);
    return list;
}

bool trig_reading_open(struct trig_reading *reading, enum trig_part part, const struct trig_sheet_form *form,
                       size_t size)
{
    const struct trig_definition_file *file = trig_part_file(reading->files, part);
    if (!file)
        return false;
    trig_sheet_clear(&reading->sheet);
    trig_arena_clear(&reading->cells);
    trig_arena_clear(&reading->report.texts);
    set_path(reading, file);
    bool usable = trig_sheet_read(&reading->sheet, file->content, form, &reading->cells, &reading->report);
    reading->unusable[part] = !usable;
    if (!usable)
        return false;
    reading->list = trig_arena_calloc(&reading->cells, reading->sheet.row_count, size);
    reading->filled = 0;
    reading->element = size;
    if (!reading->list)
        trig_report_no_memory(&reading->report);
    return reading->report.status == TRIG_OK;
}

const void *trig_reading_keep(struct trig_reading *reading)
{
    void *list = trig_reading_list(reading, reading->filled, reading->element);
    if (list)
        memcpy(list, reading->list, reading->filled * reading->element);
    else
        reading->filled = 0;
    return list;
}

bool trig_reading_rows(struct trig_reading *reading,
                       void (*take)(struct trig_reading *, const struct trig_sheet_row *))
{
    const struct trig_sheet *sheet = &reading->sheet;
    for (size_t i = 0; i < sheet->row_count && reading->report.status == TRIG_OK; i++) {
        reading->report.muted = sheet->rows[i].ragged;
        take(reading, &sheet->rows[i]);
    }
    reading->report.muted = false;
    return reading->report.status == TRIG_OK;
}

struct trig_view trig_reading_label(struct trig_reading *reading, const struct trig_sheet_row *row,
                                    size_t column, struct trig_view otherwise)
{
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, column);
    if (text.length == 0)
        return otherwise;
    struct trig_view copy = trig_arena_copy(&reading->definition->arena, text);
    if (!copy.data)
        trig_report_no_memory(&reading->report);
    return copy;
}

struct trig_view trig_reading_text(struct trig_reading *reading, const struct trig_sheet_row *row,
                                   size_t column)
{
    return trig_reading_label(reading, row, column, trig_view_of("", 0));
}

struct trig_views trig_reading_views(struct trig_reading *reading, const struct trig_sheet_row *row,
                                     size_t column)
{
    struct trig_views views = {NULL, 0};
    struct trig_view text = trig_reading_text(reading, row, column);
    if (text.length && trig_text_split_list(&reading->definition->arena, text, &views, NULL))
        trig_report_no_memory(&reading->report);
    return views;
}

const struct trig_key *trig_reading_add(struct trig_reading *reading, struct trig_keys *keys,
                                        struct trig_view text, size_t target, uint64_t line)
{
    const struct trig_key *earlier;
    if (trig_keys_add(keys, text, target, line, &earlier))
        trig_report_no_memory(&reading->report);
    return earlier;
}

const char *trig_reading_heading(const struct trig_reading *reading, size_t column)
{
    return reading->sheet.form->columns[column].name;
}

/* The first control character of [text] or byte of [forbidden], 0 for none. */
static int bad_character(struct trig_view text, const char *forbidden)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte < 0x20 || byte == 0x7F || (byte && strchr(forbidden, byte)))
            return byte;
    }
    return 0;
}

void trig_reading_check_name(struct trig_reading *reading, const struct trig_sheet_row *row, const char *what,
                             struct trig_view name, const char *forbidden)
{
    struct trig_report *report = &reading->report;
    int bad = bad_character(name, forbidden);
    if (bad >= 0x20 && bad < 0x7F)
        trig_report_mistake(report, row->line, 0,
                            "%s %s holds the character %c, which options use between names; leave it out",
                            what, trig_report_quote(report, name), bad);
    else if (bad)
        trig_report_mistake(report, row->line, 0, "%s %s holds a control character; type it again", what,
                            trig_report_quote(report, name));
}

struct trig_view trig_reading_name(struct trig_reading *reading, const struct trig_sheet_row *row,
                                   size_t column, struct trig_keys *keys, size_t target,
                                   const char *forbidden)
{
    struct trig_report *report = &reading->report;
    const char *what = trig_reading_heading(reading, column);
    struct trig_view name = trig_reading_text(reading, row, column);
    if (name.length == 0) {
        trig_report_mistake(report, row->line, 0, "%s is blank; every row needs one", what);
        return name;
    }
    trig_reading_check_name(reading, row, what, name, forbidden);
    const struct trig_key *earlier = trig_reading_add(reading, keys, name, target, row->line);
    if (earlier)
        trig_report_mistake(report, row->line, 0, "%s %s is in line %llu already; rename or remove one", what,
                            trig_report_quote(report, name), (unsigned long long)earlier->line);
    return name;
}

const char *trig_reading_suggest(struct trig_reading *reading, struct trig_view text,
                                 const struct trig_keys *keys)
{
    struct trig_report *report = &reading->report;
    if (!trig_report_can_suggest(report, trig_dictionary_count(keys->texts)))
        return "";
    return trig_report_suggest(report, text, trig_keys_texts(keys, &report->texts));
}

/* Says that [text] names nothing of [part]'s file. Institutions are often
 * written by their name where their id is wanted, so that is looked up too. */
static void report_unknown(struct trig_reading *reading, const struct trig_sheet_row *row, size_t column,
                           const struct trig_keys *keys, enum trig_part part)
{
    struct trig_report *report = &reading->report;
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, column);
    const char *what = trig_reading_heading(reading, column);
    const char *quoted = trig_report_quote(report, text);
    if (!trig_part_file(reading->files, part)) {
        trig_report_mistake(report, row->line, 0, "%s is %s, but there is no %s to define it; add that file",
                            what, quoted, trig_part_name(part));
        return;
    }
    if (part == TRIG_PART_INSTITUTIONS) {
        size_t spelt =
            trig_keys_target(&reading->institution_spellings, trig_reading_normalise(reading, text));
        if (spelt != TRIG_NONE) {
            trig_report_mistake(report, row->line, 0, "%s is %s; write its id, %s", what, quoted,
                                trig_report_quote(report, reading->definition->institutions[spelt].id));
            return;
        }
    }
    trig_report_mistake(report, row->line, 0, "%s %s is not in %s%s", what, quoted, trig_part_name(part),
                        trig_reading_suggest(reading, text, keys));
}

size_t trig_reading_reference(struct trig_reading *reading, const struct trig_sheet_row *row, size_t column,
                              const struct trig_keys *keys, enum trig_part part)
{
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, column);
    if (text.length == 0)
        return TRIG_NONE;
    size_t target = trig_keys_target(keys, text);
    if (target == TRIG_NONE && !reading->unusable[part] && !reading->report.muted)
        report_unknown(reading, row, column, keys, part);
    return target;
}

size_t trig_reading_required(struct trig_reading *reading, const struct trig_sheet_row *row, size_t column,
                             const struct trig_keys *keys, enum trig_part part)
{
    if (trig_sheet_cell(&reading->sheet, row, column).length == 0)
        trig_report_mistake(&reading->report, row->line, 0, "%s is blank; name one that %s defines",
                            trig_reading_heading(reading, column), trig_part_name(part));
    return trig_reading_reference(reading, row, column, keys, part);
}

struct trig_view trig_reading_normalise(struct trig_reading *reading, struct trig_view text)
{
    struct trig_view normal = trig_view_of("", 0);
    if (trig_text_normalise(&reading->cells, text, &normal, NULL))
        trig_report_no_memory(&reading->report);
    return normal;
}

double trig_reading_date(struct trig_reading *reading, const struct trig_sheet_row *row, size_t column)
{
    double time = NAN;
    trig_sheet_time(&reading->sheet, row, trig_reading_heading(reading, column),
                    trig_sheet_cell(&reading->sheet, row, column), reading->definition->survey.date_order,
                    &time);
    return time;
}
