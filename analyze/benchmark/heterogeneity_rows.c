#include "analyze/benchmark/heterogeneity_rows.h"

#include <math.h>

/* One row: a number of the block. */
struct line {
    const char *name;
    struct trig_range range;
    enum trig_unit unit;
    double df;
    double p;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the spread of institutions");
}

static enum trig_status add_line(struct trig_results *results, const struct trig_result *sector,
                                 const struct trig_among_block *block, const struct line *line,
                                 struct trig_error *error)
{
    size_t at;
    enum trig_status status = trig_results_add(results, &at, error);
    if (status)
        return status;
    struct trig_result *row = &results->items[at];
    row->wave = sector->wave;
    row->measure = trig_arena_copy(&results->arena, sector->measure);
    row->measure_label = trig_arena_copy(&results->arena, sector->measure_label);
    row->pillar = sector->pillar;
    row->statistic = sector->statistic;
    row->statistic_name = trig_view(line->name);
    row->unit = line->unit;
    row->basis = sector->basis;
    row->estimate = line->range.value;
    row->ci_low = line->range.low;
    row->ci_high = line->range.high;
    row->df = line->df;
    row->p = line->p;
    if (!row->measure.data || !row->measure_label.data)
        return no_memory(error);
    if (block->tied)
        status = trig_results_note(results, at, "institutions may share units of the declared design");
    else if (block->ensemble.count == 0)
        status =
            trig_results_note(results, at, "fewer than %d institutions can be shown", TRIG_ENSEMBLE_LEAST);
    else {
        row->n = block->respondents;
        status = trig_results_note(results, at, "%zu institutions", block->ensemble.count);
    }
    return status ? no_memory(error) : TRIG_OK;
}

enum trig_status trig_heterogeneity_add(struct trig_results *results, const struct trig_result *sector,
                                        const struct trig_among_block *block, struct trig_error *error)
{
    const struct trig_ensemble *ensemble = &block->ensemble;
    const struct trig_heterogeneity *found = &block->heterogeneity;
    const struct trig_range none = {NAN, NAN, NAN};
    const struct line lines[] = {
        {"tau", found->tau, sector->unit, NAN, NAN},
        {"icc", found->icc, TRIG_UNIT_SHARE, NAN, NAN},
        {"between_share", {found->between_share, NAN, NAN}, TRIG_UNIT_SHARE, NAN, NAN},
        {"q", {ensemble->q, NAN, NAN}, TRIG_UNIT_OWN, (double)ensemble->count - 1.0, ensemble->q_p},
        {"i2", found->i2, TRIG_UNIT_SHARE, NAN, NAN},
        {"reliability", {found->reliability, NAN, NAN}, TRIG_UNIT_OWN, NAN, NAN},
        {"n_reliable",
         {isinf(found->n_reliable) ? NAN : found->n_reliable, NAN, NAN},
         TRIG_UNIT_COUNT,
         NAN,
         NAN},
    };
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof lines / sizeof *lines && status == TRIG_OK; i++) {
        struct line line = lines[i];
        if (ensemble->count == 0) {
            line.range = none;
            line.df = line.p = NAN;
        }
        status = add_line(results, sector, block, &line, error);
    }
    return status;
}

enum trig_status trig_heterogeneity_describe(const struct trig_design *design, trig_table *table,
                                             struct trig_error *error)
{
    static const char *const notes[] = {
        "tau: the standard deviation between institutions beyond chance (REML; interval by Cochran's Q), in "
        "the measure's unit. icc: its share of the variance of single answers: how far an answer is known "
        "from "
        "where it was given. between_share: the same with chance left in (eta squared).",
        "q: Cochran's test that institutions do not differ. i2: the share of the spread of their results "
        "that "
        "is not chance. reliability: the mean, over institutions, of the share of a result's variance that "
        "lies between institutions; below 0.7 an order of institutions is mostly chance. n_reliable: the "
        "respondents that an institution needs for 0.7; empty where no spread beyond chance is found.",
        "All from the institutions that may be shown alone; n: their respondents.",
    };
    if (design->declared)
        return trig_table_add_note(
            table,
            trig_view("Nothing is said of how institutions differ: they may share units of the declared "
                      "design, so that their errors are not independent."),
            error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof notes / sizeof *notes && status == TRIG_OK; i++)
        status = trig_table_add_note(table, trig_view(notes[i]), error);
    return status;
}
