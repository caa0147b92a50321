/* An institution beside what the sector would score with its mix of staff: from
 * responses to the cells of mix.h.
 *
 *      base cells --by attributes--> mix cells     role x grade, say
 *                                    | lab, senior | lab, junior | it, senior | the rest |
 *
 * A combination of attributes is a mix cell of its own where `summary --by` of those
 * attributes shows its mean; all others, and those who did not say, are taken together.
 * So a benchmark is made of published means, whatever is asked for besides. Leaving the
 * institution out takes its own part away from each mean, so a combination needs to be
 * shown within the institution too.
 *
 * Where more than a tenth of an institution's answers would be taken together, a
 * regression on the attributes' main effects is used in place of cells (mix.h), with
 * the levels that summary --by of one attribute shows.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_ADJUSTED_H
#define TRIG_ANALYZE_BENCHMARK_ADJUSTED_H

#include "analyze/benchmark/bench.h"
#include "analyze/benchmark/comparison.h"
#include "analyze/benchmark/mix.h"

#include <stdio.h>

/* More attributes make cells of one respondent. */
#define TRIG_MOST_ATTRIBUTES 4

enum trig_adjust { TRIG_ADJUST_AS_NEEDED, TRIG_ADJUST_CELLS, TRIG_ADJUST_MODEL };

struct trig_adjustment {
    struct trig_bys attributes; /* all of kind TRIG_BY_VARIABLE */
    enum trig_adjust by;
    bool leave_out; /* the institution is no part of its benchmark */
    enum trig_mix_variance variance;
};

/** Parses the V,V of --against adjusted:V,V.
 *  @return TRIG_OK; TRIG_ERR_USAGE (unknown or no attributes, or too many). */
enum trig_status trig_adjustment_parse(const trig_definition *definition, const char *attributes,
                                       struct trig_adjustment *out, struct trig_error *error);

/** The breakdown that cells have to know: wave, institution and the attributes. */
void trig_adjustment_bys(const trig_definition *definition, const struct trig_adjustment *adjustment,
                         struct trig_bys *out);

/* What all rows of a table are adjusted with. */
struct trig_adjusted {
    struct trig_bench *bench; /* borrowed */
    const struct trig_adjustment *asked;
    bool by_model;
    struct trig_standing cells;                        /* wave x attributes */
    struct trig_standing own;                          /* wave x institution x attributes, when left out */
    struct trig_standing levels[TRIG_MOST_ATTRIBUTES]; /* by model: wave x one attribute */
};

/** Decides which combinations stand by themselves, and whether cells or a model adjust
 *  the rows of these domains of the bench's standing.
 *  @param out  to clear also after an error. */
enum trig_status trig_adjusted_open(struct trig_bench *bench, const struct trig_adjustment *asked,
                                    const size_t *domains, size_t count, struct trig_adjusted *out,
                                    struct trig_error *error);
void trig_adjusted_clear(struct trig_adjusted *adjusted);

/* Whose mix is asked for, and in what. */
struct trig_mix_place {
    size_t wave;
    size_t institution;
    size_t measure;
};

/** Whether domain [domain] of [standing], the combinations or the levels, stands by itself. */
bool trig_adjusted_stands(const struct trig_adjusted *adjusted, const struct trig_standing *standing,
                          size_t domain, const struct trig_mix_place *place);

/* The mix cells of one wave and measure. */
struct trig_mixture {
    size_t *group;    /* by base cell: its mix cell; by cells 0 is what is taken together. TRIG_NONE: of
                         another wave */
    size_t count;     /* of mix cells */
    uint32_t *levels; /* by model: [factor * count + mix cell] */
    size_t *level_counts;
    size_t factors; /* of the model: attributes with at least two levels */
    bool splits;    /* there is a mix to adjust for */
};

/** Lists the mix cells for one wave and measure, in the bench's arena. */
enum trig_status trig_adjusted_mixture(const struct trig_adjusted *adjusted,
                                       const struct trig_mix_place *place, struct trig_mixture *out,
                                       struct trig_error *error);

/** Whether more than a tenth of the answers of [own] are in what cells take together. */
bool trig_mixture_is_sparse(const struct trig_adjusted *adjusted, const struct trig_mixture *mixture,
                            const struct trig_domain *own, size_t measure);

/** Compares domain [domain] of the bench's standing with its adjusted benchmark, and adds
 *  the row, hidden where the standing hides it.
 *  @param out  gets the comparison.
 *  @param row  gets the row's index. */
enum trig_status trig_adjusted_add(struct trig_adjusted *adjusted, size_t domain, size_t measure,
                                   struct trig_comparison *out, size_t *row, struct trig_error *error);

/** "what the sector would score with its mix of role and grade", in [arena]; data is NULL
 *  when memory is out. */
struct trig_view trig_adjusted_words(const struct trig_adjustment *adjustment, struct trig_arena *arena);

/** Adds what the benchmark is made of and how it was adjusted. */
enum trig_status trig_adjusted_note(const struct trig_adjusted *adjusted, trig_table *table,
                                    struct trig_error *error);

/** Writes the functions that R needs, and a row as --show-r has it: see show.h. */
void trig_adjusted_show_begin(FILE *out);
enum trig_status trig_adjusted_show(const struct trig_adjusted *adjusted, const struct trig_domain *own,
                                    size_t measure, FILE *out, struct trig_error *error);

#endif
