#include "plots/figure/tidy.h"

#include "plots/figure/label.h"

#include <math.h>

static const char *const names[TRIG_TIDY_COLUMNS] = {
    [TRIG_TIDY_WAVE] = "wave",
    [TRIG_TIDY_INSTITUTION] = "institution",
    [TRIG_TIDY_GROUP] = "group",
    [TRIG_TIDY_MEASURE] = "measure",
    [TRIG_TIDY_PILLAR] = "pillar",
    [TRIG_TIDY_ANSWER] = "answer",
    [TRIG_TIDY_ANSWER_LABEL] = "answer_label",
    [TRIG_TIDY_SIDE] = "side",
    [TRIG_TIDY_STATISTIC] = "statistic",
    [TRIG_TIDY_ESTIMATE] = "estimate",
    [TRIG_TIDY_CI_LOW] = "ci_low",
    [TRIG_TIDY_CI_HIGH] = "ci_high",
    [TRIG_TIDY_N] = "n",
    [TRIG_TIDY_BENCHMARK] = "benchmark",
    [TRIG_TIDY_FLAG] = "flag",
    [TRIG_TIDY_SUPPRESSED] = "suppressed",
};

/* The name of a column in the table; of the ends of intervals and of sizes there are two kinds. */
static const char *name_of(const struct trig_tidy *tidy, size_t column)
{
    if (tidy->options->overlap && column == TRIG_TIDY_CI_LOW)
        return "comparison_low";
    if (tidy->options->overlap && column == TRIG_TIDY_CI_HIGH)
        return "comparison_high";
    if (tidy->options->effective && column == TRIG_TIDY_N)
        return "n_eff";
    return names[column];
}

static enum trig_status memory_error(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart");
    return TRIG_ERR_MEMORY;
}

static enum trig_status find_columns(struct trig_tidy *tidy, unsigned needed, const char *chart,
                                     struct trig_error *error)
{
    for (size_t i = 0; i < TRIG_TIDY_COLUMNS; i++) {
        tidy->columns[i] = trig_table_find(tidy->table, name_of(tidy, i));
        if (tidy->columns[i] == SIZE_MAX && (needed >> i & 1))
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "this result has no column '%s', so the %s chart cannot be drawn from it",
                                  name_of(tidy, i), chart);
    }
    return TRIG_OK;
}

/* A number or a count has no text to be filtered by. */
static struct trig_view cell_text(const trig_table *table, size_t row, size_t column)
{
    if (column == SIZE_MAX || trig_table_column_at(table, column)->type != TRIG_CELL_TEXT)
        return trig_view("");
    return trig_table_text(table, row, column);
}

static bool passes(const struct trig_tidy *tidy, size_t row)
{
    const struct trig_figure_options *options = tidy->options;
    for (size_t i = 0; i < options->filter_count; i++) {
        size_t column = trig_table_find(tidy->table, options->filters[i].column);
        if (!trig_view_equal(cell_text(tidy->table, row, column), options->filters[i].value))
            return false;
    }
    return true;
}

enum trig_status trig_tidy_open(struct trig_tidy *tidy, const trig_table *table,
                                const struct trig_figure_options *options, unsigned needed, const char *chart,
                                struct trig_error *error)
{
    *tidy = (struct trig_tidy){.table = table, .options = options};
    trig_arena_init(&tidy->arena);
    enum trig_status status = find_columns(tidy, needed, chart, error);
    if (status)
        return status;
    tidy->rows = trig_arena_calloc(&tidy->arena, trig_table_rows(table), sizeof *tidy->rows);
    if (!tidy->rows)
        return memory_error(error);
    for (size_t row = 0; row < trig_table_rows(table); row++)
        if (passes(tidy, row))
            tidy->rows[tidy->row_count++] = row;
    if (tidy->row_count)
        return TRIG_OK;
    trig_tidy_clear(tidy);
    return trig_error_set(error, TRIG_ERR_DOMAIN, "nothing to draw: the %s chart has no rows", chart);
}

void trig_tidy_clear(struct trig_tidy *tidy)
{
    trig_arena_clear(&tidy->arena);
    tidy->rows = NULL;
    tidy->row_count = 0;
}

void trig_tidy_keep(struct trig_tidy *tidy, bool (*keep)(const struct trig_tidy *tidy, size_t row))
{
    size_t kept = 0;
    for (size_t i = 0; i < tidy->row_count; i++)
        if (keep(tidy, tidy->rows[i]))
            tidy->rows[kept++] = tidy->rows[i];
    tidy->row_count = kept;
}

struct trig_view trig_tidy_text(const struct trig_tidy *tidy, size_t row, enum trig_tidy_column column)
{
    return cell_text(tidy->table, row, tidy->columns[column]);
}

static double number(const struct trig_tidy *tidy, size_t row, enum trig_tidy_column column)
{
    size_t index = tidy->columns[column];
    if (index == SIZE_MAX || trig_table_column_at(tidy->table, index)->type == TRIG_CELL_TEXT)
        return NAN;
    return trig_table_number(tidy->table, row, index);
}

size_t trig_tidy_index(struct trig_values values, struct trig_view value)
{
    size_t i = 0;
    while (i < values.count && !trig_view_equal(values.items[i], value))
        i++;
    return i;
}

enum trig_status trig_tidy_distinct(struct trig_tidy *tidy, size_t column, struct trig_values *out,
                                    struct trig_error *error)
{
    struct trig_values found = {trig_arena_calloc(&tidy->arena, tidy->row_count, sizeof *found.items), 0};
    if (!found.items)
        return memory_error(error);
    for (size_t i = 0; i < tidy->row_count; i++) {
        struct trig_view value = cell_text(tidy->table, tidy->rows[i], column);
        if (trig_tidy_index(found, value) == found.count)
            found.items[found.count++] = value;
    }
    *out = found;
    return TRIG_OK;
}

enum trig_status trig_tidy_single(struct trig_tidy *tidy, enum trig_tidy_column column,
                                  struct trig_error *error)
{
    for (size_t i = 1; i < tidy->row_count; i++) {
        struct trig_view first = trig_tidy_text(tidy, tidy->rows[0], column);
        struct trig_view other = trig_tidy_text(tidy, tidy->rows[i], column);
        if (!trig_view_equal(first, other))
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "this chart has room for one %s, the result holds '%.*s' and '%.*s': ask for "
                "one of them",
                names[column], TRIG_VIEW_ARG(first), TRIG_VIEW_ARG(other));
    }
    return TRIG_OK;
}

bool trig_tidy_hides_estimate(const struct trig_tidy *tidy, size_t row)
{
    struct trig_view rule = trig_tidy_text(tidy, row, TRIG_TIDY_SUPPRESSED);
    return rule.length > 0 && !trig_view_is(rule, "comparator");
}

bool trig_tidy_hides_benchmark(const struct trig_tidy *tidy, size_t row)
{
    return trig_tidy_text(tidy, row, TRIG_TIDY_SUPPRESSED).length > 0;
}

bool trig_tidy_is_sector(const struct trig_tidy *tidy, size_t row)
{
    return !trig_tidy_text(tidy, row, TRIG_TIDY_INSTITUTION).length &&
           !trig_tidy_text(tidy, row, TRIG_TIDY_GROUP).length;
}

bool trig_tidy_is_own(const struct trig_tidy *tidy, size_t row)
{
    struct trig_view own = tidy->options->institution;
    struct trig_view cell = trig_tidy_text(tidy, row, TRIG_TIDY_INSTITUTION);
    return own.length && (trig_view_equal(cell, own) ||
                          trig_view_equal(cell, trig_label_institution(tidy->options->definition, own)));
}

static bool starts_with(struct trig_view text, const char *start)
{
    size_t length = strlen(start);
    return text.length >= length && memcmp(text.data, start, length) == 0;
}

static enum trig_figure_unit unit_of(const struct trig_tidy *tidy, size_t row)
{
    static const char positive[] = ":positive";
    struct trig_view statistic = trig_tidy_text(tidy, row, TRIG_TIDY_STATISTIC);
    struct trig_view measure = trig_tidy_text(tidy, row, TRIG_TIDY_MEASURE);
    bool share = measure.length && (memchr(measure.data, '=', measure.length) ||
                                    memmem(measure.data, measure.length, positive, sizeof positive - 1));
    if (share || trig_view_is(statistic, "proportion"))
        return TRIG_FIGURE_PERCENT;
    return starts_with(measure, "pillar:") ? TRIG_FIGURE_SCORE : TRIG_FIGURE_PLAIN;
}

enum trig_status trig_tidy_unit(const struct trig_tidy *tidy, enum trig_figure_unit *out,
                                struct trig_error *error)
{
    *out = unit_of(tidy, tidy->rows[0]);
    for (size_t i = 1; i < tidy->row_count; i++)
        if (unit_of(tidy, tidy->rows[i]) != *out)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "scores, shares and other means do not share an axis: ask for measures of one "
                "kind");
    return TRIG_OK;
}

static double scaled(double value, enum trig_figure_unit unit)
{
    return unit == TRIG_FIGURE_PERCENT ? 100 * value : value;
}

struct trig_mark trig_tidy_mark(const struct trig_tidy *tidy, size_t row, enum trig_figure_unit unit)
{
    struct trig_mark mark = {TRIG_MARK_SUPPRESSED, false, NAN, NAN, NAN, NAN};
    if (trig_tidy_hides_estimate(tidy, row))
        return mark;
    mark.value = scaled(number(tidy, row, TRIG_TIDY_ESTIMATE), unit);
    mark.low = scaled(number(tidy, row, TRIG_TIDY_CI_LOW), unit);
    mark.high = scaled(number(tidy, row, TRIG_TIDY_CI_HIGH), unit);
    mark.n = number(tidy, row, TRIG_TIDY_N);
    mark.state = isnan(mark.value) ? TRIG_MARK_ABSENT : TRIG_MARK_SHOWN;
    mark.broken = trig_view_is(trig_tidy_text(tidy, row, TRIG_TIDY_FLAG), "break");
    return mark;
}

double trig_tidy_benchmark(const struct trig_tidy *tidy, size_t row, enum trig_figure_unit unit)
{
    return trig_tidy_hides_benchmark(tidy, row) ? NAN : scaled(number(tidy, row, TRIG_TIDY_BENCHMARK), unit);
}

struct trig_view trig_tidy_sector(const struct trig_tidy *tidy)
{
    return tidy->options->sector.length ? tidy->options->sector : trig_view("Sector");
}

/* The benchmark that all shown rows have; NAN when they differ or have none. */
static double common_benchmark(const struct trig_tidy *tidy, enum trig_figure_unit unit)
{
    double found = NAN;
    for (size_t i = 0; i < tidy->row_count; i++) {
        double value = trig_tidy_benchmark(tidy, tidy->rows[i], unit);
        if (isnan(value))
            continue;
        if (!isnan(found) && fabs(value - found) > 1e-9 * fmax(fabs(value), 1))
            return NAN;
        found = value;
    }
    return found;
}

static double sector_value(const struct trig_tidy *tidy, enum trig_figure_unit unit)
{
    for (size_t i = 0; i < tidy->row_count; i++) {
        struct trig_mark mark = trig_tidy_mark(tidy, tidy->rows[i], unit);
        if (trig_tidy_is_sector(tidy, tidy->rows[i]) && mark.state == TRIG_MARK_SHOWN)
            return mark.value;
    }
    return NAN;
}

enum trig_status trig_tidy_reference(struct trig_tidy *tidy, enum trig_figure_unit unit,
                                     struct trig_figure_reference *out, struct trig_error *error)
{
    *out = tidy->options->reference;
    if (out->given)
        return TRIG_OK;
    double value = common_benchmark(tidy, unit);
    if (isnan(value))
        value = sector_value(tidy, unit);
    if (isnan(value))
        return TRIG_OK;
    struct trig_view label =
        trig_arena_printf(&tidy->arena, "%.*s average", TRIG_VIEW_ARG(trig_tidy_sector(tidy)));
    *out = (struct trig_figure_reference){true, value, label};
    return label.data ? TRIG_OK : memory_error(error);
}

/* The first text that says something, copied into the figure. */
static bool copy_word(trig_figure *figure, struct trig_view given, struct trig_view made,
                      struct trig_view *out)
{
    if (!given.length && !made.data)
        return false;
    *out = trig_arena_copy(&figure->arena, given.length ? given : made);
    return out->data != NULL;
}

enum trig_status trig_tidy_words(const struct trig_tidy *tidy, trig_figure *figure, struct trig_view title,
                                 struct trig_view subtitle, struct trig_view notes, struct trig_view alt,
                                 struct trig_error *error)
{
    const struct trig_figure_options *options = tidy->options;
    struct trig_view caption = options->caption;
    const char *between = caption.length && notes.length ? " " : "";
    figure->caption = trig_arena_printf(&figure->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(caption), between,
                                        TRIG_VIEW_ARG(notes));
    if (options->level > 0)
        figure->level = options->level;
    if (figure->caption.data && notes.data && copy_word(figure, options->title, title, &figure->title) &&
        copy_word(figure, options->subtitle, subtitle, &figure->subtitle) &&
        copy_word(figure, options->alt, alt, &figure->alt))
        return TRIG_OK;
    return memory_error(error);
}
