#include "analyze/disclosure/rounding.h"

#include <math.h>

/* What fills a column: a number or count at an offset, or text by its own rule. */
enum source { FROM_NUMBER, FROM_COUNT, FROM_TEXT };

struct column {
    const char *name;
    size_t offset; /* of the double or size_t in struct trig_result */
    enum source source;
    enum trig_style style;
    enum trig_rounding rounding;
    bool in_unit; /* shown in the measure's unit, whatever style says */
};

#define NUMBER(field, style, rounding)                                                                       \
    {                                                                                                        \
#field, offsetof(struct trig_result, field), FROM_NUMBER, style, rounding, false                     \
    }
#define IN_UNIT(field, rounding)                                                                             \
    {                                                                                                        \
#field, offsetof(struct trig_result, field), FROM_NUMBER, TRIG_STYLE_PLAIN, rounding, true           \
    }
/* Of shares in points: 4% more is not 4 points more. */
#define DIFFERENCE(field, rounding)                                                                          \
    {                                                                                                        \
#field, offsetof(struct trig_result, field), FROM_NUMBER, TRIG_STYLE_POINTS, rounding, true          \
    }
#define COUNT(field, rounding)                                                                               \
    {                                                                                                        \
#field, offsetof(struct trig_result, field), FROM_COUNT, TRIG_STYLE_INTEGER, rounding, false         \
    }
#define TEXT(name)                                                                                           \
    {                                                                                                        \
        name, 0, FROM_TEXT, TRIG_STYLE_PLAIN, TRIG_ROUNDING_NONE, false                                      \
    }

static const struct column columns_of[TRIG_RESULT_COUNT] = {
    [TRIG_RESULT_WAVE] = TEXT("wave"),
    [TRIG_RESULT_INSTITUTION] = TEXT("institution"),
    [TRIG_RESULT_GROUP] = TEXT("group"),
    [TRIG_RESULT_BY] = TEXT(""),
    [TRIG_RESULT_CONTRAST] = TEXT("contrast"),
    [TRIG_RESULT_MEASURE] = TEXT("measure"),
    [TRIG_RESULT_WITH] = TEXT("with"),
    [TRIG_RESULT_PILLAR] = TEXT("pillar"),
    [TRIG_RESULT_ANSWER] = TEXT("answer"),
    [TRIG_RESULT_ANSWER_LABEL] = TEXT("answer_label"),
    [TRIG_RESULT_SIDE] = TEXT("side"),
    [TRIG_RESULT_STATISTIC] = TEXT("statistic"),
    [TRIG_RESULT_ESTIMATE] = IN_UNIT(estimate, TRIG_ROUNDING_UNIT),
    [TRIG_RESULT_SE] = IN_UNIT(se, TRIG_ROUNDING_WITHHELD),
    [TRIG_RESULT_CI_LOW] = IN_UNIT(ci_low, TRIG_ROUNDING_UNIT_DOWN),
    [TRIG_RESULT_CI_HIGH] = IN_UNIT(ci_high, TRIG_ROUNDING_UNIT_UP),
    [TRIG_RESULT_N] = COUNT(n, TRIG_ROUNDING_PEOPLE),
    [TRIG_RESULT_N_EFF] = NUMBER(n_eff, TRIG_STYLE_SCORE, TRIG_ROUNDING_WITHHELD),
    [TRIG_RESULT_DEFF] = NUMBER(deff, TRIG_STYLE_PLAIN, TRIG_ROUNDING_WITHHELD),
    [TRIG_RESULT_DF] = NUMBER(df, TRIG_STYLE_INTEGER, TRIG_ROUNDING_WITHHELD),
    [TRIG_RESULT_BASIS] = TEXT("basis"),
    [TRIG_RESULT_POPULATION] = NUMBER(population, TRIG_STYLE_INTEGER, TRIG_ROUNDING_PEOPLE),
    [TRIG_RESULT_RESPONSE_RATE] = NUMBER(response_rate, TRIG_STYLE_SHARE, TRIG_ROUNDING_RATE),
    [TRIG_RESULT_BENCHMARK] = IN_UNIT(benchmark, TRIG_ROUNDING_UNIT),
    [TRIG_RESULT_DIFFERENCE] = DIFFERENCE(difference, TRIG_ROUNDING_UNIT),
    [TRIG_RESULT_DIFFERENCE_SE] = DIFFERENCE(difference_se, TRIG_ROUNDING_WITHHELD),
    [TRIG_RESULT_DIFFERENCE_LOW] = DIFFERENCE(difference_low, TRIG_ROUNDING_UNIT_DOWN),
    [TRIG_RESULT_DIFFERENCE_HIGH] = DIFFERENCE(difference_high, TRIG_ROUNDING_UNIT_UP),
    [TRIG_RESULT_DIFFERENCE_DF] = NUMBER(difference_df, TRIG_STYLE_SCORE, TRIG_ROUNDING_WITHHELD),
    [TRIG_RESULT_Z] = NUMBER(z, TRIG_STYLE_PLAIN, TRIG_ROUNDING_WITHHELD),
    [TRIG_RESULT_P] = NUMBER(p, TRIG_STYLE_P, TRIG_ROUNDING_P),
    [TRIG_RESULT_P_ADJUSTED] = NUMBER(p_adjusted, TRIG_STYLE_P, TRIG_ROUNDING_P),
    [TRIG_RESULT_EFFECT_SIZE] = NUMBER(effect_size, TRIG_STYLE_EFFECT, TRIG_ROUNDING_HUNDREDTH),
    [TRIG_RESULT_DETECTABLE] = DIFFERENCE(detectable, TRIG_ROUNDING_UNIT_UP),
    [TRIG_RESULT_N_NEEDED] = COUNT(n_needed, TRIG_ROUNDING_WITHHELD),
    [TRIG_RESULT_FLAG] = TEXT("flag"),
    [TRIG_RESULT_P_EQUIVALENCE] = NUMBER(p_equivalence, TRIG_STYLE_P, TRIG_ROUNDING_P),
    [TRIG_RESULT_EQUIVALENCE] = TEXT("equivalence"),
    [TRIG_RESULT_COMPARISON_LOW] = IN_UNIT(comparison_low, TRIG_ROUNDING_UNIT_DOWN),
    [TRIG_RESULT_COMPARISON_HIGH] = IN_UNIT(comparison_high, TRIG_ROUNDING_UNIT_UP),
    [TRIG_RESULT_EVIDENCE] = TEXT("evidence"),
    [TRIG_RESULT_OWN_SHARE] = NUMBER(own_share, TRIG_STYLE_SHARE, TRIG_ROUNDING_HUNDREDTH),
    [TRIG_RESULT_SHRUNKEN] = IN_UNIT(shrunken, TRIG_ROUNDING_UNIT),
    [TRIG_RESULT_SHRUNKEN_LOW] = IN_UNIT(shrunken_low, TRIG_ROUNDING_UNIT_DOWN),
    [TRIG_RESULT_SHRUNKEN_HIGH] = IN_UNIT(shrunken_high, TRIG_ROUNDING_UNIT_UP),
    [TRIG_RESULT_RELIABILITY] = NUMBER(reliability, TRIG_STYLE_EFFECT, TRIG_ROUNDING_HUNDREDTH),
    [TRIG_RESULT_FUNNEL_LOW_95] = IN_UNIT(funnel_low_95, TRIG_ROUNDING_UNIT_DOWN),
    [TRIG_RESULT_FUNNEL_HIGH_95] = IN_UNIT(funnel_high_95, TRIG_ROUNDING_UNIT_UP),
    [TRIG_RESULT_FUNNEL_LOW_998] = IN_UNIT(funnel_low_998, TRIG_ROUNDING_UNIT_DOWN),
    [TRIG_RESULT_FUNNEL_HIGH_998] = IN_UNIT(funnel_high_998, TRIG_ROUNDING_UNIT_UP),
    [TRIG_RESULT_RANK] = COUNT(rank, TRIG_ROUNDING_NONE),
    [TRIG_RESULT_RANK_LOW] = COUNT(rank_low, TRIG_ROUNDING_NONE),
    [TRIG_RESULT_RANK_HIGH] = COUNT(rank_high, TRIG_ROUNDING_NONE),
    [TRIG_RESULT_LETTERS] = TEXT("letters"),
    [TRIG_RESULT_SUPPRESSED] = TEXT("suppressed"),
    [TRIG_RESULT_NOTE] = TEXT("note"),
};

/* A conversion under way. */
struct conversion {
    const struct trig_results *results;
    const trig_definition *definition;
    const struct trig_disclosure_rules *rules;
    uint64_t columns;
    enum trig_naming naming;
    size_t list[TRIG_RESULT_COUNT]; /* the columns one by one */
    size_t listed;
    trig_table *table;
    struct trig_error *error;
};

/* The same with as many digits as rounding leaves. */
static enum trig_style rounded_style(enum trig_style style)
{
    switch (style) {
    case TRIG_STYLE_SCORE:
        return TRIG_STYLE_INTEGER;
    case TRIG_STYLE_SHARE:
        return TRIG_STYLE_PERCENT;
    case TRIG_STYLE_POINTS:
        return TRIG_STYLE_WHOLE_POINTS;
    default:
        return style;
    }
}

static enum trig_style style_of(const struct conversion *conversion, const struct column *column,
                                enum trig_unit unit)
{
    static const enum trig_style styles[] = {[TRIG_UNIT_SCORE] = TRIG_STYLE_SCORE,
                                             [TRIG_UNIT_SHARE] = TRIG_STYLE_SHARE,
                                             [TRIG_UNIT_OWN] = TRIG_STYLE_PLAIN,
                                             [TRIG_UNIT_COUNT] = TRIG_STYLE_INTEGER};
    bool points = unit == TRIG_UNIT_SHARE && column->style == TRIG_STYLE_POINTS;
    enum trig_style style = column->in_unit && !points ? styles[unit] : column->style;
    return conversion->rules->mode == TRIG_DISCLOSURE_HESA ? rounded_style(style) : style;
}

/* ---- columns ---------------------------------------------------------------------------- */

static size_t list_columns(struct conversion *conversion, struct trig_table_column *out)
{
    size_t count = 0;
    for (size_t i = 0; i < TRIG_RESULT_COUNT; i++) {
        if (!(conversion->columns & TRIG_RESULT_BIT(i)))
            continue;
        conversion->list[conversion->listed++] = i;
        const struct column *column = &columns_of[i];
        static const enum trig_cell_type types[] = {
            [FROM_NUMBER] = TRIG_CELL_NUMBER, [FROM_COUNT] = TRIG_CELL_COUNT, [FROM_TEXT] = TRIG_CELL_TEXT};
        if (i != TRIG_RESULT_BY) {
            const char *name = i == TRIG_RESULT_GROUP ? conversion->results->group_name : column->name;
            out[count++] = (struct trig_table_column){name, types[column->source], column->style};
            continue;
        }
        for (size_t by = 0; by < conversion->results->by_count; by++)
            out[count++] = (struct trig_table_column){conversion->results->by_names[by].data, TRIG_CELL_TEXT,
                                                      TRIG_STYLE_PLAIN};
    }
    return count;
}

/* ---- text cells --------------------------------------------------------------------------- */

struct trig_view trig_named(enum trig_naming naming, struct trig_view id, struct trig_view label)
{
    return naming == TRIG_NAMING_LABELS && label.length ? label : id;
}

static struct trig_view place_text(const struct conversion *conversion, const struct trig_result *row,
                                   size_t column)
{
    const trig_definition *definition = conversion->definition;
    struct trig_view none = {NULL, 0};
    if (column == TRIG_RESULT_WAVE)
        return row->wave == TRIG_NONE ? none
                                      : trig_named(conversion->naming, definition->waves[row->wave].id,
                                                   definition->waves[row->wave].label);
    if (column == TRIG_RESULT_INSTITUTION)
        return row->institution == TRIG_NONE
                   ? none
                   : trig_named(conversion->naming, definition->institutions[row->institution].id,
                                definition->institutions[row->institution].name);
    if (column == TRIG_RESULT_GROUP)
        return row->group == TRIG_NONE ? none : trig_definition_group_name(definition, row->group);
    return row->pillar == TRIG_NONE ? none
                                    : trig_named(conversion->naming, definition->pillars[row->pillar].id,
                                                 definition->pillars[row->pillar].label);
}

static struct trig_view text_of(const struct conversion *conversion, const struct trig_result *row,
                                size_t column)
{
    switch (column) {
    case TRIG_RESULT_CONTRAST:
        return row->contrast;
    case TRIG_RESULT_MEASURE:
        return trig_named(conversion->naming, row->measure, row->measure_label);
    case TRIG_RESULT_WITH:
        return trig_named(conversion->naming, row->with, row->with_label);
    case TRIG_RESULT_ANSWER:
        return row->answer;
    case TRIG_RESULT_ANSWER_LABEL:
        return row->answer_label;
    case TRIG_RESULT_SIDE:
        return row->side;
    case TRIG_RESULT_STATISTIC:
        return row->statistic_name.length ? row->statistic_name
                                          : trig_view(trig_statistic_name(row->statistic));
    case TRIG_RESULT_BASIS:
        return trig_view(row->statistic == TRIG_STATISTIC_COUNT ? "" : trig_basis_name(row->basis));
    case TRIG_RESULT_FLAG:
        return row->flag;
    case TRIG_RESULT_EQUIVALENCE:
        return row->equivalence;
    case TRIG_RESULT_EVIDENCE:
        return row->evidence;
    case TRIG_RESULT_LETTERS:
        return row->letters;
    case TRIG_RESULT_SUPPRESSED:
        return trig_view(trig_suppression_name(row->suppressed));
    case TRIG_RESULT_NOTE:
        return row->note;
    default:
        return place_text(conversion, row, column);
    }
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* The only place where numbers of results get out. */
static void set_number(const struct conversion *conversion, const struct trig_result *row,
                       const struct column *column, size_t at, size_t cell)
{
    if (column->source == FROM_COUNT) {
        size_t count;
        memcpy(&count, (const char *)row + column->offset, sizeof count);
        double rounded = trig_rounding_of(conversion->rules, column->rounding, row, (double)count);
        if (count != TRIG_NONE && !isnan(rounded))
            trig_table_set_count(conversion->table, at, cell, (uint64_t)rounded);
        return;
    }
    double number;
    memcpy(&number, (const char *)row + column->offset, sizeof number);
    trig_table_set_styled(conversion->table, at, cell,
                          trig_rounding_of(conversion->rules, column->rounding, row, number),
                          style_of(conversion, column, row->unit));
}

static enum trig_status set_categories(const struct conversion *conversion, const struct trig_result *row,
                                       size_t at, size_t cell)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < conversion->results->by_count && status == TRIG_OK; i++)
        status = trig_table_set_text(conversion->table, at, cell + i,
                                     trig_named(conversion->naming, row->by[i].code, row->by[i].label),
                                     conversion->error);
    return status;
}

static enum trig_status add_row(const struct conversion *conversion, const struct trig_result *row)
{
    size_t at;
    size_t cell = 0;
    enum trig_status status = trig_table_add_row(conversion->table, &at, conversion->error);
    for (size_t i = 0; i < conversion->listed && status == TRIG_OK; i++) {
        size_t column = conversion->list[i];
        if (column == TRIG_RESULT_BY)
            status = set_categories(conversion, row, at, cell);
        else if (columns_of[column].source == FROM_TEXT)
            status = trig_table_set_text(conversion->table, at, cell, text_of(conversion, row, column),
                                         conversion->error);
        else
            set_number(conversion, row, &columns_of[column], at, cell);
        cell += column == TRIG_RESULT_BY ? conversion->results->by_count : 1;
    }
    return status;
}

/* What a reader of the text form needs; the rest is in CSV and JSON. */
static enum trig_status choose_shown(const struct conversion *conversion)
{
    static const char *const hidden[] = {"pillar", "statistic", "se", "n_eff", "deff", "df", "basis"};
    const char *shown[TRIG_RESULT_COUNT + TRIG_MOST_BY];
    size_t count = 0;
    for (size_t i = 0; i < trig_table_columns(conversion->table); i++) {
        const char *name = trig_table_column_at(conversion->table, i)->name;
        bool hide = false;
        for (size_t j = 0; j < sizeof hidden / sizeof *hidden; j++)
            hide = hide || strcmp(name, hidden[j]) == 0;
        hide = hide && !(strcmp(name, "statistic") == 0 && conversion->results->by_statistic);
        if (!hide)
            shown[count++] = name;
    }
    return trig_table_show(conversion->table, shown, count, conversion->error);
}

enum trig_status trig_results_table(const struct trig_results *results, const trig_definition *definition,
                                    const struct trig_disclosure_rules *rules, uint64_t columns,
                                    enum trig_naming naming, trig_table **out, struct trig_error *error)
{
    struct trig_table_column list[TRIG_RESULT_COUNT + TRIG_MOST_BY];
    struct conversion conversion = {.results = results,
                                    .definition = definition,
                                    .rules = rules,
                                    .columns = columns,
                                    .naming = naming,
                                    .error = error};
    size_t count = list_columns(&conversion, list);
    conversion.table = trig_table_create(list, count, error);
    if (!conversion.table)
        return error && error->status ? error->status : TRIG_ERR_MEMORY;
    enum trig_status status = trig_table_reserve(conversion.table, results->count, error);
    if (rules->mode == TRIG_DISCLOSURE_HESA)
        trig_table_set_rounded(conversion.table);
    for (size_t i = 0; i < results->count && status == TRIG_OK; i++)
        status = add_row(&conversion, &results->items[i]);
    if (status == TRIG_OK)
        status = choose_shown(&conversion);
    if (status)
        trig_table_destroy(conversion.table);
    else
        *out = conversion.table;
    return status;
}
