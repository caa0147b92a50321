/* pillars.csv and scales.csv: what answers are scored for, and how. */
#include "surveys/definition/definition_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PILLAR_ID, PILLAR_LABEL, PILLAR_ORDER, PILLAR_DESCRIPTION };

static const struct trig_sheet_form pillar_form = {
    .columns =
        (const struct trig_sheet_column[]){
            {"id", true}, {"label", false}, {"order", false}, {"description", false}},
    .count = 4,
};

static void take_pillar(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_pillar *pillars = reading->list;
    struct trig_pillar pillar = {
        .id = trig_reading_name(reading, row, PILLAR_ID, &reading->index->pillars, reading->filled, ",:=|"),
        .description = trig_reading_text(reading, row, PILLAR_DESCRIPTION),
        .order = (double)(reading->filled + 1),
    };
    pillar.label = trig_reading_label(reading, row, PILLAR_LABEL, pillar.id);
    trig_sheet_number(&reading->sheet, row, "order", trig_sheet_cell(&reading->sheet, row, PILLAR_ORDER),
                      &pillar.order);
    pillars[reading->filled++] = pillar;
}

/* qsort is not stable; pillars of the same order shall stay as the file has them. */
struct ordered_pillar {
    struct trig_pillar pillar;
    size_t place;
};

static int compare_pillars(const void *left, const void *right)
{
    const struct ordered_pillar *a = left;
    const struct ordered_pillar *b = right;
    if (a->pillar.order != b->pillar.order)
        return a->pillar.order < b->pillar.order ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void sort_pillars(struct trig_reading *reading)
{
    struct trig_pillar *pillars = reading->list;
    struct ordered_pillar *ordered = trig_arena_calloc(&reading->cells, reading->filled, sizeof *ordered);
    if (!ordered) {
        trig_report_no_memory(&reading->report);
        return;
    }
    for (size_t i = 0; i < reading->filled; i++)
        ordered[i] = (struct ordered_pillar){.pillar = pillars[i], .place = i};
    qsort(ordered, reading->filled, sizeof *ordered, compare_pillars);
    for (size_t i = 0; i < reading->filled; i++) {
        pillars[i] = ordered[i].pillar;
        size_t key = trig_dictionary_find(reading->index->pillars.texts, pillars[i].id);
        if (key != SIZE_MAX)
            reading->index->pillars.items[key].target = i;
    }
}

void trig_reading_pillars(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_PILLARS, &pillar_form, sizeof(struct trig_pillar)))
        return;
    if (!trig_reading_rows(reading, take_pillar))
        return;
    sort_pillars(reading);
    reading->definition->pillars = trig_reading_keep(reading);
    reading->definition->pillar_count = reading->filled;
}

enum {
    SCALE_NAME,
    SCALE_CODE,
    SCALE_LABEL,
    SCALE_VALUE,
    SCALE_KIND,
    SCALE_POSITIVE,
    SCALE_NEUTRAL,
    SCALE_ALIASES
};

static const struct trig_sheet_form scale_form = {
    .columns = (const struct trig_sheet_column[]){{"scale", true},
                                                  {"code", true},
                                                  {"label", false},
                                                  {"value", false},
                                                  {"kind", false},
                                                  {"positive", false},
                                                  {"neutral", false},
                                                  {"aliases", false}},
    .count = 8,
};

/* A row of scales.csv; rows of one scale need not stand together. */
struct code_row {
    struct trig_code code;
    size_t scale;
    uint64_t line;
};

static void check_code(struct trig_reading *reading, const struct trig_sheet_row *row,
                       const struct trig_code *code)
{
    struct trig_report *report = &reading->report;
    const char *quoted = trig_report_quote(report, code->code);
    trig_reading_check_name(reading, row, "code", code->code, "");
    if (code->kind != TRIG_SUBSTANTIVE && (code->positive || code->neutral))
        trig_report_mistake(report, row->line, 0,
                            "code %s is not substantive, so it cannot be positive or neutral; write 0",
                            quoted);
    if (code->kind != TRIG_SUBSTANTIVE && !isnan(code->value))
        trig_report_warning(report, row->line,
                            "code %s is not substantive, so its value never counts; leave the value blank",
                            quoted);
    if (code->positive && code->neutral)
        trig_report_mistake(report, row->line, 0,
                            "code %s is both positive and neutral; write 0 for one of them", quoted);
}

static struct trig_code read_code(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    static const char *const kinds[] = {"substantive", "not_applicable", "dont_know", "refused", "not_shown"};
    const struct trig_sheet *sheet = &reading->sheet;
    struct trig_code code = {
        .code = trig_reading_text(reading, row, SCALE_CODE),
        .value = NAN,
        .aliases = trig_reading_views(reading, row, SCALE_ALIASES),
    };
    code.label = trig_reading_label(reading, row, SCALE_LABEL, code.code);
    size_t kind = TRIG_SUBSTANTIVE;
    trig_sheet_word(sheet, row, "kind", trig_sheet_cell(sheet, row, SCALE_KIND), kinds, 5, &kind);
    code.kind = (enum trig_code_kind)kind;
    trig_sheet_number(sheet, row, "value", trig_sheet_cell(sheet, row, SCALE_VALUE), &code.value);
    trig_sheet_flag(sheet, row, "positive", trig_sheet_cell(sheet, row, SCALE_POSITIVE), &code.positive);
    trig_sheet_flag(sheet, row, "neutral", trig_sheet_cell(sheet, row, SCALE_NEUTRAL), &code.neutral);
    return code;
}

static void take_code(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct code_row *rows = reading->list;
    struct trig_keys *scales = &reading->index->scales;
    struct trig_view name = trig_sheet_cell(&reading->sheet, row, SCALE_NAME);
    struct trig_code code = read_code(reading, row);
    if (name.length == 0 || code.code.length == 0) {
        trig_report_mistake(&reading->report, row->line, 0, "%s is blank; every row needs one",
                            name.length ? "code" : "scale");
        return;
    }
    size_t count = trig_dictionary_count(scales->texts);
    const struct trig_key *earlier = trig_reading_add(reading, scales, name, count, row->line);
    if (!earlier)
        trig_reading_check_name(reading, row, "scale", name, "");
    check_code(reading, row, &code);
    size_t scale = earlier ? earlier->target : count;
    rows[reading->filled++] = (struct code_row){.code = code, .scale = scale, .line = row->line};
}

/* Fills the values that the file leaves blank: the code when all substantive
 * codes are numbers, else the position among them, from 1. */
static void fill_values(struct trig_scale *scale, struct trig_code *codes)
{
    bool numbers = true;
    double number;
    for (size_t i = 0; i < scale->count; i++)
        if (codes[i].kind == TRIG_SUBSTANTIVE && !trig_text_to_number(codes[i].code, &number))
            numbers = false;
    double position = 0;
    for (size_t i = 0; i < scale->count; i++) {
        if (codes[i].kind != TRIG_SUBSTANTIVE)
            continue;
        codes[i].value = ++position;
        if (numbers)
            trig_text_to_number(codes[i].code, &codes[i].value);
    }
}

static void find_range(struct trig_scale *scale, struct trig_code *codes)
{
    scale->min = scale->max = NAN;
    for (size_t i = 0; i < scale->count; i++) {
        if (codes[i].kind != TRIG_SUBSTANTIVE) {
            codes[i].value = NAN;
            continue;
        }
        scale->min = fmin(scale->min, codes[i].value);
        scale->max = fmax(scale->max, codes[i].value);
        scale->has_positive = scale->has_positive || codes[i].positive;
    }
}

static void finish_values(struct trig_reading *reading, struct trig_scale *scale, struct trig_code *codes)
{
    size_t substantive = 0;
    size_t given = 0;
    for (size_t i = 0; i < scale->count; i++) {
        if (codes[i].kind != TRIG_SUBSTANTIVE)
            continue;
        substantive++;
        given += isnan(codes[i].value) ? 0 : 1;
    }
    uint64_t line = trig_keys_find(&reading->index->scales, scale->name)->line;
    const char *quoted = trig_report_quote(&reading->report, scale->name);
    if (substantive == 0)
        trig_report_mistake(&reading->report, line, 0,
                            "scale %s has no substantive code; at least one answer must be one", quoted);
    else if (given == 0)
        fill_values(scale, codes);
    else if (given < substantive)
        trig_report_mistake(
            &reading->report, line, 0,
            "scale %s gives a value to %zu of its %zu substantive codes; give one to all or to "
            "none",
            quoted, given, substantive);
    if (scale->count > TRIG_MOST_CODES)
        trig_report_mistake(&reading->report, line, 0,
                            "scale %s has %zu codes; the most are %d, so make its variables text", quoted,
                            scale->count, TRIG_MOST_CODES);
    find_range(scale, codes);
}

/* {scale, normalised text} as one key, in the file's arena. */
static struct trig_view spelling_key(struct trig_reading *reading, size_t scale, struct trig_view text)
{
    struct trig_view normal = trig_reading_normalise(reading, text);
    char *key = trig_arena_calloc(&reading->cells, sizeof scale + normal.length, 1);
    if (!key) {
        trig_report_no_memory(&reading->report);
        return trig_view_of("", 0);
    }
    memcpy(key, &scale, sizeof scale);
    if (normal.length)
        memcpy(key + sizeof scale, normal.data, normal.length);
    return trig_view_of(key, sizeof scale + normal.length);
}

/* Enters a spelling of code [index]; one that leads to another code already
 * would make an export's answers ambiguous.
 * @return whether it leads to this code. */
static bool add_spelling(struct trig_reading *reading, size_t scale, size_t index, uint64_t line,
                         struct trig_view text)
{
    struct trig_report *report = &reading->report;
    const struct trig_key *earlier =
        trig_reading_add(reading, &reading->spellings, spelling_key(reading, scale, text), index, line);
    if (!earlier || earlier->target == index)
        return true;
    struct trig_view name = trig_dictionary_at(reading->index->scales.texts, scale);
    trig_report_mistake(
        report, line, 0,
        "%s stands for two codes of scale %s (the other is in line %llu); every code, label and "
        "alias must lead to one code",
        trig_report_quote(report, text), trig_report_quote(report, name), (unsigned long long)earlier->line);
    return false;
}

/* One ambiguous spelling of a code is enough to be told about. */
static void add_spellings(struct trig_reading *reading, const struct code_row *row, size_t index)
{
    bool clear = add_spelling(reading, row->scale, index, row->line, row->code.code) &&
                 add_spelling(reading, row->scale, index, row->line, row->code.label);
    for (size_t i = 0; clear && i < row->code.aliases.count; i++)
        clear = add_spelling(reading, row->scale, index, row->line, row->code.aliases.items[i]);
}

/* Deals the rows out to their scales, in the file's order; [codes] has room for
 * all of them. */
static void deal_codes(struct trig_reading *reading, struct trig_scale *scales, size_t count,
                       struct trig_code *codes)
{
    const struct code_row *rows = reading->list;
    struct trig_code **next = trig_arena_calloc(&reading->cells, count, sizeof(struct trig_code *));
    if (!next) {
        trig_report_no_memory(&reading->report);
        return;
    }
    for (size_t i = 0; i < reading->filled; i++)
        scales[rows[i].scale].count++;
    for (size_t i = 0; i < count; i++) {
        scales[i].codes = next[i] = codes;
        codes += scales[i].count;
    }
    for (size_t i = 0; i < reading->filled; i++) {
        struct trig_scale *scale = &scales[rows[i].scale];
        add_spellings(reading, &rows[i], (size_t)(next[rows[i].scale] - scale->codes));
        *next[rows[i].scale]++ = rows[i].code;
    }
    for (size_t i = 0; i < count; i++)
        finish_values(reading, &scales[i], next[i] - scales[i].count);
}

static void index_codes(struct trig_reading *reading, struct trig_scale *scale)
{
    trig_dictionary *dictionary = trig_dictionary_create(NULL);
    if (!dictionary) {
        trig_report_no_memory(&reading->report);
        return;
    }
    scale->dictionary = dictionary;
    reading->index->codes[reading->index->code_count++] = dictionary;
    size_t index;
    for (size_t i = 0; i < scale->count; i++)
        if (trig_dictionary_add(dictionary, scale->codes[i].code, &index, NULL))
            trig_report_no_memory(&reading->report);
}

void trig_reading_scales(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_SCALES, &scale_form, sizeof(struct code_row)))
        return;
    if (!trig_reading_rows(reading, take_code))
        return;
    size_t count = trig_dictionary_count(reading->index->scales.texts);
    struct trig_scale *scales = trig_reading_list(reading, count, sizeof *scales);
    struct trig_code *codes = trig_reading_list(reading, reading->filled, sizeof *codes);
    reading->index->codes = trig_reading_list(reading, count, sizeof(trig_dictionary *));
    if (reading->report.status)
        return;
    reading->definition->scales = scales;
    reading->definition->scale_count = count;
    for (size_t i = 0; i < count; i++)
        scales[i].name = trig_dictionary_at(reading->index->scales.texts, i);
    deal_codes(reading, scales, count, codes);
    for (size_t i = 0; i < count && reading->report.status == TRIG_OK; i++)
        index_codes(reading, &scales[i]);
}

/* Codes and labels of a scale, for a suggestion. */
static struct trig_views code_names(struct trig_reading *reading, const struct trig_scale *scale)
{
    struct trig_views views = {NULL, 0};
    if (!trig_report_can_suggest(&reading->report, 2 * scale->count))
        return views;
    struct trig_view *names = trig_arena_calloc(&reading->report.texts, 2 * scale->count, sizeof *names);
    if (!names) {
        trig_report_no_memory(&reading->report);
        return views;
    }
    for (size_t i = 0; i < scale->count; i++) {
        names[i] = scale->codes[i].code;
        if (!trig_view_equal(scale->codes[i].label, scale->codes[i].code))
            names[scale->count + views.count++] = scale->codes[i].label;
    }
    return (struct trig_views){.items = names, .count = scale->count + views.count};
}

size_t trig_reading_code(struct trig_reading *reading, const struct trig_sheet_row *row, const char *what,
                         size_t scale, struct trig_view text)
{
    const struct trig_scale *codes = &reading->definition->scales[scale];
    size_t code = trig_scale_code(codes, text);
    if (code == TRIG_NONE)
        code = trig_keys_target(&reading->spellings, spelling_key(reading, scale, text));
    if (code == TRIG_NONE)
        trig_report_mistake(&reading->report, row->line, 0, "%s %s is not an answer of scale %s%s", what,
                            trig_report_quote(&reading->report, text),
                            trig_report_quote(&reading->report, codes->name),
                            trig_report_suggest(&reading->report, text, code_names(reading, codes)));
    return code;
}
