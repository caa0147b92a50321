#include "analyze/findings/table.h"

#include <math.h>

enum {
    WAVE,
    INSTITUTION,
    MEASURE,
    AGAINST,
    STRENGTH,
    RULE,
    DIFFERENCE,
    DIFFERENCE_LOW,
    DIFFERENCE_HIGH,
    P,
    P_ADJUSTED,
    EFFECT_SIZE,
    N,
    SUPPRESSED,
    FINDING,
    COLUMNS
};

static const struct trig_table_column columns[COLUMNS] = {
    [WAVE] = {"wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [INSTITUTION] = {"institution", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [MEASURE] = {"measure", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [AGAINST] = {"against", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [STRENGTH] = {"strength", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [RULE] = {"rule", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [DIFFERENCE] = {"difference", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [DIFFERENCE_LOW] = {"difference_low", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [DIFFERENCE_HIGH] = {"difference_high", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [P] = {"p", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    [P_ADJUSTED] = {"p_adjusted", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    [EFFECT_SIZE] = {"effect_size", TRIG_CELL_NUMBER, TRIG_STYLE_EFFECT},
    [N] = {"n", TRIG_CELL_NUMBER, TRIG_STYLE_INTEGER},
    [SUPPRESSED] = {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [FINDING] = {"finding", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

/* ---- rows ---------------------------------------------------------------------------------- */

/* The numbers of the row that a finding is about, as they are there. */
static enum trig_status copy_row(const trig_table *table, size_t from, trig_table *out, size_t row,
                                 struct trig_error *error)
{
    static const size_t numbers[] = {DIFFERENCE, DIFFERENCE_LOW, DIFFERENCE_HIGH, P, P_ADJUSTED, EFFECT_SIZE,
                                     N};
    static const size_t texts[] = {INSTITUTION, SUPPRESSED};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        trig_table_set_number(out, row, numbers[i], trig_found_number(table, from, columns[numbers[i]].name));
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == TRIG_OK; i++)
        status = trig_table_set_text(out, row, texts[i], trig_found_text(table, from, columns[texts[i]].name),
                                     error);
    return status;
}

/* A slope as the change from its first wave to its last. */
static void copy_slope(const trig_table *table, const struct trig_finding *finding, trig_table *out,
                       size_t row)
{
    static const struct {
        size_t column;
        const char *from;
    } numbers[] = {{DIFFERENCE, "estimate"}, {DIFFERENCE_LOW, "ci_low"}, {DIFFERENCE_HIGH, "ci_high"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        trig_table_set_number(out, row, numbers[i].column,
                              finding->time * trig_found_number(table, finding->row, numbers[i].from));
}

static enum trig_status add_row(const trig_table *table, const struct trig_finding *finding, trig_table *out,
                                struct trig_error *error)
{
    const struct {
        size_t column;
        struct trig_view text;
    } texts[] = {{WAVE, finding->wave},
                 {MEASURE, finding->measure},
                 {AGAINST, finding->against},
                 {STRENGTH, trig_view(trig_strength_name(finding->strength))},
                 {RULE, trig_view(finding->row == SIZE_MAX ? "tally" : trig_rule(finding->rule)->name)},
                 {FINDING, finding->sentence}};
    size_t row;
    enum trig_status status = trig_table_add_row(out, &row, error);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == TRIG_OK; i++)
        status = trig_table_set_text(out, row, texts[i].column, texts[i].text, error);
    if (status == TRIG_OK && finding->row != SIZE_MAX)
        status = copy_row(table, finding->row, out, row, error);
    if (status == TRIG_OK && finding->time > 0.0)
        copy_slope(table, finding, out, row);
    return status;
}

/* ---- words --------------------------------------------------------------------------------- */

static enum trig_status describe(const trig_table *table, trig_table *out, struct trig_error *error)
{
    static const char *const notes[] = {
        "clear: the interval of the difference leaves 0 out, p adjusted for all that was tested is below "
        "0.05, and "
        "the difference is at least 2 points (of a score or percentage), 0.2 standard deviations of an "
        "item's own "
        "scale, or an effect that is not called negligible. suggestive: smaller, significant only "
        "without the "
        "adjustment, or across a change of scale. none: no evidence of a difference, which is not evidence "
        "of none. withheld: hidden to "
        "protect "
        "respondents.",
        "In CSV and JSON, rule: which of the rules made the sentence (clear, rescaled, small, single, "
        "unconfirmed, "
        "negligible, none, "
        "hidden; "
        "tally counts the rows).",
    };
    static const char *const shown[] = {"wave", "strength", "finding"};
    enum trig_status status = trig_table_set_title(out, trig_view("Findings"), error);
    for (size_t i = 0; i < sizeof notes / sizeof *notes && status == TRIG_OK; i++)
        status = trig_table_add_note(out, trig_view(notes[i]), error);
    if (status == TRIG_OK)
        status = trig_table_show(out, shown, sizeof shown / sizeof *shown, error);
    return status ? status : trig_table_copy_provenance(table, out, error);
}

enum trig_status trig_findings_table(const trig_table *table, const trig_definition *definition, double level,
                                     trig_finder *find, struct trig_view against, trig_table **out,
                                     struct trig_error *error)
{
    struct trig_findings findings;
    trig_table *made = trig_table_create(columns, COLUMNS, error);
    if (!made)
        return TRIG_ERR_MEMORY;
    trig_findings_init(&findings, level);
    enum trig_status status = find(&findings, table, definition, against, error);
    if (trig_table_is_rounded(table))
        trig_table_set_rounded(made);
    if (status == TRIG_OK)
        trig_findings_sort(&findings);
    for (size_t i = 0; i < findings.count && status == TRIG_OK; i++)
        status = add_row(table, &findings.items[i], made, error);
    if (status == TRIG_OK)
        status = describe(table, made, error);
    trig_table_set_level(made, level);
    trig_findings_clear(&findings);
    if (status == TRIG_OK)
        *out = made;
    else
        trig_table_destroy(made);
    return status;
}
