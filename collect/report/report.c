#include "collect/report/report.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"
#include "surveys/command/wrap.h"

#include "collect/report/report_parts.h"

#include <stdarg.h>

/* Headings and answers are shown this wide in the text form. */
#define TEXT_WIDTH 52

/* The parts: how CSV and JSON call them, and how the text form heads them. */
static const struct {
    const char *id;
    const char *title;
    const char *name;
    const char *value;
} parts[PARTS] = {
    [DETECTED] = {"detected", NULL, "what", "found"},
    [COLUMN] = {"column", "Columns", "column", "variable"},
    [VARIABLE] = {"variable", "Variables that the export lacks: they count as not shown", "variable",
                  "label"},
    [COVERAGE] = {"coverage", "How far the answers are read", "column", "variable"},
    [UNREADABLE] = {"unreadable", "What could not be read", "variable", "answer"},
    [SET_ASIDE] = {"set aside", "Records set aside", "reason", "kind"},
    [COUNT] = {"count", "Records", "records", "value"},
    [FAILED] = {"failed", "Files that failed", "what", "value"},
    [TOTAL] = {"total", "All files", "records", "value"},
};

trig_report *trig_report_create(enum trig_table_format format, struct trig_error *error)
{
    trig_report *report = trig_calloc(1, sizeof *report);
    if (!report) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the report");
        return NULL;
    }
    report->format = format;
    trig_arena_init(&report->arena);
    return report;
}

void trig_report_destroy(trig_report *report)
{
    if (!report)
        return;
    trig_arena_clear(&report->arena);
    trig_free(report->rows);
    trig_free(report);
}

/* ---- adding rows ------------------------------------------------------------------ */

static const struct trig_view nothing = {NULL, 0};

void trig_report_row(trig_report *report, enum part part, struct trig_view name, struct trig_view value,
                     const uint64_t *count, struct trig_view note)
{
    if (trig_grow((void **)&report->rows, &report->capacity, report->count + 1, sizeof *report->rows, NULL) !=
        TRIG_OK) {
        report->failed = true;
        return;
    }
    struct row *row = &report->rows[report->count++];
    *row = (struct row){.part = part, .file = report->file, .has_count = count != NULL};
    row->count = count ? *count : 0;
    row->name = trig_arena_copy(&report->arena, name);
    row->value = trig_arena_copy(&report->arena, value);
    row->note = trig_arena_copy(&report->arena, note);
}

struct trig_view trig_report_print(trig_report *report, const char *format, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return trig_arena_copy(&report->arena, trig_view(text));
}

void trig_report_add_stored(trig_report *report, uint64_t stored, uint64_t import, struct trig_view note)
{
    bool would = stored && !import, plain = report->format == TRIG_FORMAT_TABLE;
    if (would && !plain)
        note = trig_report_print(report, "would be stored: this was a trial%s%.*s", note.length ? "; " : "",
                                 TRIG_VIEW_ARG(note));
    trig_report_row(report, COUNT, trig_view(would && plain ? "would be stored" : "stored"), nothing, &stored,
                    note);
}

struct trig_view trig_report_show(trig_report *report, struct trig_view text)
{
    if (report->format != TRIG_FORMAT_TABLE)
        return text;
    struct trig_view plain = trig_wrap_plain(&report->arena, text);
    if (trig_text_width(plain) <= TEXT_WIDTH)
        return plain;
    struct trig_view cut = trig_text_clip(plain, TEXT_WIDTH - 1);
    return trig_arena_printf(&report->arena, "%.*s\u2026", TRIG_VIEW_ARG(cut));
}

static void add_detected(trig_report *report, const trig_definition *definition,
                         const struct trig_ingest_options *options, const struct trig_ingest_result *result)
{
    static const char *const sources[] = {[TRIG_WAVE_NONE] = "",
                                          [TRIG_WAVE_FIXED] = "the only wave of the survey",
                                          [TRIG_WAVE_COLUMN] = "each record says so in a column",
                                          [TRIG_WAVE_DATE] = "each record's date says which wave was open"};
    for (size_t i = 0; i < TRIG_FINDINGS; i++) {
        const struct trig_finding *finding = &result->export.dialect.findings[i];
        if (finding->name)
            trig_report_row(report, DETECTED, trig_view(finding->name), trig_view(finding->value), NULL,
                            trig_view(finding->why.text));
    }
    struct trig_view wave = trig_view("by record");
    if (result->wave != TRIG_NONE)
        wave = definition->waves[result->wave].id;
    if (result->wave_source != TRIG_WAVE_NONE)
        trig_report_row(report, DETECTED, trig_view("wave"), wave, NULL,
                        trig_view(result->is_dated_by_file ? "the name of the file says so"
                                  : options->wave          ? "as asked"
                                                           : sources[result->wave_source]));
    if (result->institution != TRIG_NONE)
        trig_report_row(report, DETECTED, trig_view("institution"),
                        definition->institutions[result->institution].id, NULL,
                        trig_view(result->is_named_by_file ? "the name of the file says so" : "as asked"));
    trig_report_row(report, DETECTED, trig_view("response ids"),
                    trig_view(result->has_records ? "yes" : "none"), NULL,
                    trig_view(result->has_records ? "records that were stored before are told from new ones"
                                                  : "every record counts as new"));
}

/* How many columns hold options of the variable that column [first] belongs to,
 * 0 when an earlier one does. */
static size_t count_options(const struct trig_ingest_result *result, size_t first)
{
    size_t count = 0;
    for (size_t i = 0; i < result->export.column_count; i++) {
        if (result->matches[i].duty != TRIG_DUTY_OPTION ||
            result->matches[i].variable != result->matches[first].variable)
            continue;
        if (i < first)
            return 0;
        count++;
    }
    return count;
}

/* Why no variable claims a column. */
static const char *explain_unmatched(const trig_definition *definition,
                                     const struct trig_ingest_result *result,
                                     const struct trig_heading *heading)
{
    for (size_t i = 0; i < definition->column_rule_count && result->wave == TRIG_NONE; i++) {
        const struct trig_column_rule *rule = &definition->column_rules[i];
        bool same = trig_view_equal(rule->heading, heading->raw);
        for (size_t j = 0; j < heading->keys.count; j++)
            same |= trig_view_equal(rule->heading, heading->keys.items[j]);
        if (same && rule->wave != TRIG_NONE)
            return "not matched: columns.csv has it for one wave only; say which with --wave";
    }
    return "not matched: no variable has this name, label or alias";
}

static void add_column(trig_report *report, const trig_definition *definition,
                       const struct trig_ingest_result *result, size_t column)
{
    const struct trig_match *match = &result->matches[column];
    struct trig_view heading = result->export.headings[column].raw;
    struct trig_view name =
        heading.length ? heading : trig_report_print(report, "(column %zu, without heading)", column + 1);
    struct trig_view value = nothing, note = trig_view(match->why);
    name = trig_report_show(report, name);
    if (match->variable != TRIG_NONE)
        value = definition->variables[match->variable].name;
    if (match->duty == TRIG_DUTY_OPTION && report->format == TRIG_FORMAT_TABLE) {
        size_t count = count_options(result, column);
        if (!count)
            return;
        if (count > 1)
            name = trig_report_print(report, "%.*s and %zu more",
                                     TRIG_VIEW_ARG(trig_text_clip(name, TEXT_WIDTH - 12)), count - 1);
    } else if (match->duty == TRIG_DUTY_OPTION) {
        size_t scale = definition->variables[match->variable].scale;
        value = trig_report_print(report, "%.*s=%.*s", TRIG_VIEW_ARG(value),
                                  TRIG_VIEW_ARG(definition->scales[scale].codes[match->option].code));
    }
    if (match->duty == TRIG_DUTY_UNKNOWN)
        note = trig_view(explain_unmatched(definition, result, &result->export.headings[column]));
    if (match->duty != TRIG_DUTY_WHOLE && match->duty != TRIG_DUTY_OPTION)
        value = nothing;
    trig_report_row(report, COLUMN, name, value, NULL, note);
}

static bool is_missing(const trig_definition *definition, const struct trig_ingest_result *result,
                       size_t variable)
{
    enum trig_role role = definition->variables[variable].role;
    bool wanted = role != TRIG_ROLE_PERSONAL && role != TRIG_ROLE_IGNORE && role != TRIG_ROLE_RESPONDENT;
    if (role == TRIG_ROLE_WAVE)
        wanted = result->wave_source == TRIG_WAVE_NONE;
    if (role == TRIG_ROLE_INSTITUTION)
        wanted = result->institution == TRIG_NONE;
    for (size_t i = 0; i < result->export.column_count && wanted; i++)
        if (result->matches[i].variable == variable)
            return false;
    return wanted;
}

static void add_columns(trig_report *report, const trig_definition *definition,
                        const struct trig_ingest_result *result)
{
    if (!result->matches)
        return;
    for (size_t i = 0; i < result->export.column_count; i++)
        add_column(report, definition, result, i);
    for (size_t i = 0; i < definition->variable_count; i++) {
        const struct trig_variable *variable = &definition->variables[i];
        const char *note =
            variable->eligible.count ? "it says who is in scope: no record of this export is" : "";
        if (is_missing(definition, result, i))
            trig_report_row(report, VARIABLE, variable->name, trig_report_show(report, variable->label), NULL,
                            trig_view(note));
    }
}

/* ---- counts ------------------------------------------------------------------------------ */

static void add_counts(trig_report *report, const struct trig_ingest_result *result)
{
    const struct trig_tally *tally = &result->tally;
    uint64_t rejected = trig_tally_rejected(tally), invalid = trig_tally_invalid(tally);
    for (size_t i = 1; i < TRIG_REASONS; i++) {
        enum trig_reason reason = (enum trig_reason)i;
        if (tally->reasons[i])
            trig_report_row(report, SET_ASIDE, trig_view(trig_reason_id(reason)),
                            trig_view(trig_reason_is_invalid(reason) ? "invalid" : "ordinary"),
                            &tally->reasons[i], trig_view(trig_reason_sentence(reason)));
    }
    trig_report_row(report, COUNT, trig_view("read"), nothing, &tally->read, nothing);
    trig_report_add_stored(report, tally->stored, result->import, nothing);
    if (tally->replaced)
        trig_report_row(report, COUNT, trig_view("replaced"), nothing, &tally->replaced,
                        trig_view("of those stored: they take the place of earlier answers"));
    trig_report_row(report, COUNT, trig_view("rejected"), nothing, &rejected, nothing);
    trig_report_row(report, COUNT, trig_view("invalid"), nothing, &invalid,
                    trig_view(invalid ? "of those rejected: somebody has to look at them" : ""));
    if (tally->unreadable)
        trig_report_row(report, COUNT, trig_view("unreadable answers"), nothing, &tally->unreadable,
                        trig_view("stored as unreadable (--bad-answers missing)"));
    if (result->import)
        trig_report_row(report, COUNT, trig_view("import"), nothing, &result->import,
                        trig_view("its number: `undo` takes it back"));
    else
        trig_report_row(report, COUNT, trig_view("import"), nothing, NULL,
                        trig_view("none: nothing was stored"));
}

enum trig_status trig_report_add(trig_report *report, const trig_definition *definition,
                                 const struct trig_ingest_options *options,
                                 const struct trig_ingest_result *result, struct trig_error *error)
{
    if (result->export.path)
        report->file = trig_arena_copy(&report->arena, trig_view(result->export.path));
    add_detected(report, definition, options, result);
    add_columns(report, definition, result);
    trig_report_add_answers(report, definition, result);
    add_counts(report, result);
    return report->failed ? trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the report")
                          : TRIG_OK;
}

enum trig_status trig_report_add_outcomes(trig_report *report, const struct trig_outcomes *outcomes,
                                          struct trig_error *error)
{
    struct trig_outcome all = trig_outcomes_sum(outcomes);
    uint64_t files = outcomes->count;
    for (size_t i = 0; i < outcomes->count; i++) {
        report->file = trig_arena_copy(&report->arena, outcomes->items[i].file);
        if (outcomes->items[i].failure.length)
            trig_report_row(report, FAILED, trig_view("nothing stored"), nothing, NULL,
                            outcomes->items[i].failure);
    }
    report->file = nothing;
    trig_report_row(report, TOTAL, trig_view("files"), nothing, &files, nothing);
    trig_report_row(report, TOTAL, trig_view("failed"), nothing, &all.failed, nothing);
    trig_report_row(report, TOTAL, trig_view("read"), nothing, &all.read, nothing);
    trig_report_row(report, TOTAL, trig_view("stored"), nothing, &all.stored,
                    trig_view(all.stored && !all.import ? "would be stored: this was a trial" : ""));
    trig_report_row(report, TOTAL, trig_view("rejected"), nothing, &all.rejected, nothing);
    return report->failed ? trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the report")
                          : TRIG_OK;
}

/* ---- writing ------------------------------------------------------------------------------ */

enum { FILE_COLUMN, PART_COLUMN, NAME_COLUMN, VALUE_COLUMN, COUNT_COLUMN, NOTE_COLUMN, COLUMNS };

static enum trig_status fill_row(trig_table *table, const struct row *row, bool tidy,
                                 struct trig_error *error)
{
    size_t at;
    enum trig_status status = trig_table_add_row(table, &at, error);
    if (status == TRIG_OK && tidy)
        status = trig_table_set_text(table, at, FILE_COLUMN, row->file, error);
    if (status == TRIG_OK && tidy)
        status = trig_table_set_text(table, at, PART_COLUMN, trig_view(parts[row->part].id), error);
    if (status == TRIG_OK)
        status = trig_table_set_text(table, at, NAME_COLUMN, row->name, error);
    if (status == TRIG_OK)
        status = trig_table_set_text(table, at, VALUE_COLUMN, row->value, error);
    if (status == TRIG_OK && row->has_count)
        trig_table_set_count(table, at, COUNT_COLUMN, row->count);
    return status == TRIG_OK ? trig_table_set_text(table, at, NOTE_COLUMN, row->note, error) : status;
}

static trig_table *make_table(const char *name, const char *value, struct trig_error *error)
{
    const struct trig_table_column columns[COLUMNS] = {
        {"file", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},     {"part", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {name, TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},       {value, TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"count", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER}, {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}};
    return trig_table_create(columns, COLUMNS, error);
}

static enum trig_status write_tidy(const trig_report *report, FILE *out, struct trig_error *error)
{
    trig_table *table = make_table("name", "value", error);
    enum trig_status status = table ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < report->count && status == TRIG_OK; i++)
        status = fill_row(table, &report->rows[i], true, error);
    if (status == TRIG_OK)
        status = trig_table_write(table, report->format, out, 0, error);
    trig_table_destroy(table);
    return status;
}

/* One part of the text form; nothing when it has no rows. */
static enum trig_status write_part(const trig_report *report, enum part part, FILE *out, size_t width,
                                   struct trig_error *error)
{
    trig_table *table = make_table(parts[part].name, parts[part].value, error);
    enum trig_status status = table ? TRIG_OK : TRIG_ERR_MEMORY;
    struct trig_view title = parts[part].title ? trig_view(parts[part].title) : report->file;
    for (size_t i = 0; i < report->count && status == TRIG_OK; i++)
        if (report->rows[i].part == part)
            status = fill_row(table, &report->rows[i], false, error);
    if (status == TRIG_OK)
        status = trig_table_set_title(table, title, error);
    if (status == TRIG_OK && trig_table_rows(table)) {
        status = trig_table_write_text(table, out, width, error);
        fputc('\n', out);
    }
    trig_table_destroy(table);
    return status;
}

enum trig_status trig_report_write(trig_report *report, FILE *out, size_t width, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (report->format != TRIG_FORMAT_TABLE && report->count)
        status = write_tidy(report, out, error);
    for (size_t part = 0; report->format == TRIG_FORMAT_TABLE && part < PARTS && status == TRIG_OK; part++)
        status = write_part(report, (enum part)part, out, width, error);
    report->count = 0;
    return status;
}
