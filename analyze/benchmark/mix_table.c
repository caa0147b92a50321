#include "analyze/benchmark/mix_table.h"

#include "analyze/benchmark/comparison.h"
#include "analyze/benchmark/multiplicity.h"
#include "analyze/benchmark/words.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum {
    INSTITUTION,
    STATISTIC,
    ESTIMATE,
    N,
    BENCHMARK,
    DIFFERENCE,
    DIFFERENCE_SE,
    DIFFERENCE_LOW,
    DIFFERENCE_HIGH,
    Z,
    P,
    P_ADJUSTED,
    FLAG,
    EVIDENCE,
    OWN_SHARE,
    SUPPRESSED,
    NOTE,
    COLUMNS
};

static const struct trig_table_column columns[COLUMNS] = {
    [INSTITUTION] = {"institution", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [STATISTIC] = {"statistic", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [ESTIMATE] = {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_SHARE},
    [N] = {"n", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [BENCHMARK] = {"benchmark", TRIG_CELL_NUMBER, TRIG_STYLE_SHARE},
    [DIFFERENCE] = {"difference", TRIG_CELL_NUMBER, TRIG_STYLE_POINTS},
    [DIFFERENCE_SE] = {"difference_se", TRIG_CELL_NUMBER, TRIG_STYLE_POINTS},
    [DIFFERENCE_LOW] = {"difference_low", TRIG_CELL_NUMBER, TRIG_STYLE_POINTS},
    [DIFFERENCE_HIGH] = {"difference_high", TRIG_CELL_NUMBER, TRIG_STYLE_POINTS},
    [Z] = {"z", TRIG_CELL_NUMBER, TRIG_STYLE_EFFECT},
    [P] = {"p", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    [P_ADJUSTED] = {"p_adjusted", TRIG_CELL_NUMBER, TRIG_STYLE_P},
    [FLAG] = {"flag", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [EVIDENCE] = {"evidence", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [OWN_SHARE] = {"own_share", TRIG_CELL_NUMBER, TRIG_STYLE_SHARE},
    [SUPPRESSED] = {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [NOTE] = {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

/* A benchmark that fewer others stand behind can be solved for them. */
#define LEAST_OTHERS 3

/* ---- rows ------------------------------------------------------------------------------ */

static const char *note_of(const struct trig_mix_result *result)
{
    if (!(result->n > 0.0))
        return "nobody answered";
    if (isnan(result->benchmark))
        return "in one of its cells nobody else answered";
    return "";
}

static void set_numbers(trig_table *table, size_t row, const struct trig_mix_result *result, double quantile)
{
    const struct {
        size_t column;
        double value;
    } all[] = {{ESTIMATE, result->observed},
               {N, result->n},
               {BENCHMARK, result->benchmark},
               {DIFFERENCE, result->difference},
               {DIFFERENCE_SE, result->se},
               {DIFFERENCE_LOW, result->difference - quantile * result->se},
               {DIFFERENCE_HIGH, result->difference + quantile * result->se},
               {Z, result->z},
               {OWN_SHARE, isnan(result->benchmark) ? NAN : result->own_share}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        trig_table_set_number(table, row, all[i].column, all[i].value);
}

static enum trig_status add_row(trig_table *table, struct trig_view institution,
                                const struct trig_mix_result *result,
                                const struct trig_mix_table_options *options, struct trig_error *error)
{
    size_t row;
    struct trig_view evidence =
        trig_mix_grade(trig_mix_evidence(result->difference, result->se, INFINITY, options->material));
    enum trig_status status = trig_table_add_row(table, &row, error);
    if (status)
        return status;
    set_numbers(table, row, result, gsl_cdf_ugaussian_Pinv(0.5 + options->level / 2.0));
    const struct {
        size_t column;
        struct trig_view text;
    } texts[] = {{INSTITUTION, institution},
                 {STATISTIC, trig_view("proportion")},
                 {FLAG, trig_comparison_flag(result->difference, result->z, TRIG_UNIT_SHARE)},
                 {EVIDENCE, evidence},
                 {NOTE, trig_view(note_of(result))}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == TRIG_OK; i++)
        status = trig_table_set_text(table, row, texts[i].column, texts[i].text, error);
    return status;
}

/* A comparator of too few others is not shown; the rest of the row stays. */
static enum trig_status withhold(trig_table *table, size_t row, struct trig_error *error)
{
    static const size_t compared[] = {BENCHMARK,       DIFFERENCE, DIFFERENCE_SE, DIFFERENCE_LOW,
                                      DIFFERENCE_HIGH, Z,          OWN_SHARE};
    for (size_t i = 0; i < sizeof compared / sizeof *compared; i++)
        trig_table_set_number(table, row, compared[i], NAN);
    enum trig_status status = trig_table_set_text(table, row, FLAG, trig_view(NULL), error);
    if (status == TRIG_OK)
        status = trig_table_set_text(table, row, EVIDENCE, trig_view(NULL), error);
    return status ? status : trig_table_set_text(table, row, SUPPRESSED, trig_view("comparator"), error);
}

static enum trig_status add_rows(trig_table *table, const struct trig_mix_file *file,
                                 const struct trig_mix_table_options *options, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < file->mix.institutions && status == TRIG_OK; i++) {
        struct trig_mix_standard standard;
        struct trig_mix_result result;
        status = trig_mix_standard_make(&file->mix, &options->mix, i, &standard, error);
        if (status)
            return status;
        trig_mix_result(&file->mix, &options->mix, &standard, i, &result);
        trig_mix_standard_clear(&standard);
        status = add_row(table, file->institutions.items[i], &result, options, error);
        if (status == TRIG_OK && result.n > 0.0 && result.others < LEAST_OTHERS)
            status = withhold(table, i, error);
    }
    return status;
}

static enum trig_status add_tests(trig_table *table, struct trig_error *error)
{
    size_t rows = trig_table_rows(table);
    double *p = trig_calloc(rows, sizeof *p);
    if (!p)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu p values", rows);
    for (size_t row = 0; row < rows; row++) {
        p[row] = 2.0 * gsl_cdf_ugaussian_Q(fabs(trig_table_number(table, row, Z)));
        trig_table_set_number(table, row, P, p[row]);
    }
    enum trig_status status = trig_adjust_holm(p, rows, p, error);
    for (size_t row = 0; row < rows && status == TRIG_OK; row++)
        trig_table_set_number(table, row, P_ADJUSTED, p[row]);
    trig_free(p);
    return status;
}

/* ---- words --------------------------------------------------------------------------------- */

static enum trig_status describe(trig_table *table, const struct trig_mix_table_options *options,
                                 struct trig_error *error)
{
    const char *const notes[] = {
        options->mix.leave_out
            ? "benchmark: what the other institutions would score with the institution's own mix of cells."
            : "benchmark: what the sector, the institution included, would score with the institution's own "
              "mix "
              "of cells; own_share is the part of it that is the institution's own answers, which pull the "
              "benchmark towards it.",
        options->mix.variance == TRIG_MIX_POOLED
            ? "Standard errors take the variance of each cell pooled over all institutions, as if they were "
              "alike."
            : "Standard errors take each institution's own variance (plug-in): in small cells far too many "
              "institutions that are alike come out as different.",
        "flag: + or - when |z| >= 1.96 and the difference is at least 2 points, ++ or -- when |z| >= 3 and "
        "at "
        "least 3 points (the rule of the Teaching Excellence Framework until 2019). p_adjusted is Holm's, "
        "over "
        "the institutions.",
    };
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof notes / sizeof *notes && status == TRIG_OK; i++)
        status = trig_table_add_note(table, trig_view(notes[i]), error);
    if (status == TRIG_OK)
        status = trig_words_evidence(NULL, 100.0 * options->material, table, error);
    if (status == TRIG_OK)
        status = trig_table_add_note(table,
                                     trig_view("The table was taken to be published already: nothing in it "
                                               "was suppressed for small numbers. A "
                                               "benchmark still needs three other institutions."),
                                     error);
    return status ? status
                  : trig_table_set_title(table, trig_view("Institutions beside their adjusted benchmarks"),
                                         error);
}

static enum trig_status fill(trig_table *table, const struct trig_mix_file *file,
                             const struct trig_mix_table_options *options, struct trig_error *error)
{
    static const char *const shown[] = {
        "institution", "estimate",   "n",    "benchmark", "difference", "difference_low", "difference_high",
        "z",           "p_adjusted", "flag", "evidence",  "own_share",  "suppressed",     "note"};
    enum trig_status status = add_rows(table, file, options, error);
    if (status == TRIG_OK)
        status = add_tests(table, error);
    if (status == TRIG_OK)
        status = describe(table, options, error);
    trig_table_set_level(table, options->level);
    return status ? status : trig_table_show(table, shown, sizeof shown / sizeof *shown, error);
}

enum trig_status trig_mix_table(const struct trig_mix_file *file,
                                const struct trig_mix_table_options *options, trig_table **out,
                                struct trig_error *error)
{
    trig_table *table = trig_table_create(columns, COLUMNS, error);
    if (!table)
        return error ? error->status : TRIG_ERR_MEMORY;
    enum trig_status status = fill(table, file, options, error);
    if (status == TRIG_OK)
        *out = table;
    else
        trig_table_destroy(table);
    return status;
}
