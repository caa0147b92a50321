/* One row of a result before it is printed: every column of the contract, and
 * what disclosure control has to know but nobody may see.
 *
 *      estimates --> trig_results --disclosure--> trig_results --> trig_table
 *
 * A number that does not apply is NAN, a count or an index TRIG_NONE, a text
 * blank: such a cell is empty in the table. Text is borrowed and must outlive
 * the results, unless it was made with trig_results_text.
 */
#ifndef TRIG_ANALYZE_RESULT_RESULT_H
#define TRIG_ANALYZE_RESULT_RESULT_H

#include "analyze/disclosure/disclosure.h"
#include "analyze/estimate/contrast.h"
#include "surveys/table/table.h"

/* A category of a by-variable, as printed: its code, or its label with --labels. */
struct trig_category {
    struct trig_view code;
    struct trig_view label; /* blank: the code */
};

/* What a number rests on; never printed. */
struct trig_base {
    uint64_t denominator;         /* unweighted respondents */
    double numerator;             /* of them, those who are 1; NAN when it is no proportion */
    size_t institutions;          /* that contribute at least one of them */
    uint64_t largest_institution; /* respondents of the largest, and of the next */
    uint64_t second_institution;
    struct trig_extremes extremes; /* numeric means; else NAN */
};

struct trig_result {
    size_t wave; /* indices into the definition */
    size_t institution;
    size_t group;
    const struct trig_category *by; /* as many as the results' by_count */
    struct trig_view contrast;      /* blank: the row is none */
    struct trig_view measure;
    struct trig_view measure_label;
    struct trig_view with; /* pairs: the other item */
    struct trig_view with_label;
    size_t pillar;
    struct trig_view answer; /* distributions: a code, or a word for several codes or for no answer */
    struct trig_view answer_label;
    struct trig_view side; /* of the scale: negative, neutral, positive */
    enum trig_statistic statistic;
    struct trig_view statistic_name; /* blank: trig_statistic_name's */
    enum trig_unit unit;
    double estimate;
    double se;
    double ci_low;
    double ci_high;
    size_t n;
    double n_eff;
    double deff;
    double df;
    enum trig_basis basis;
    double population;
    double response_rate;
    double benchmark;
    double difference;
    double difference_se;
    double difference_low; /* of the difference's interval */
    double difference_high;
    double difference_df; /* of its test */
    double z;
    double p;
    double p_adjusted;
    double effect_size;
    double detectable; /* the smallest true difference that would be found four times in five */
    size_t n_needed;   /* answers next time to find a difference of a stated size as often */
    struct trig_view flag;
    double p_equivalence; /* that the difference is no larger than a margin */
    struct trig_view equivalence;
    double comparison_low; /* interval that overlaps others' where there is no difference */
    double comparison_high;
    struct trig_view evidence; /* graded, against what is material */
    double own_share;          /* of benchmark that is the own answers */
    double shrunken;           /* estimate drawn towards the mean of institutions; its interval */
    double shrunken_low;
    double shrunken_high;
    double reliability; /* of estimate: share of its variance that lies between institutions */
    double funnel_low_95;
    double funnel_high_95;
    double funnel_low_998;
    double funnel_high_998;
    size_t rank;
    size_t rank_low;
    size_t rank_high;
    struct trig_view letters; /* shared by those that are not told apart */
    enum trig_suppression suppressed;
    bool untold; /* a test that HESA's rule alone hides: it counts among those that p is adjusted for */
    struct trig_view note; /* sentences, "; " between them */
    struct trig_base base; /* of estimate */
    struct trig_base
        comparator; /* of benchmark: without the reader's own institution; institutions 0: none */
};

struct trig_results {
    struct trig_arena arena; /* owns what trig_results_text made and the by categories */
    struct trig_result *items;
    size_t count;
    size_t capacity;
    bool by_statistic;                /* a measure has several rows, or one of an unusual statistic */
    const char *group_name;           /* of the column group: "cohort" and "stage" where it holds those */
    const struct trig_view *by_names; /* the by-variables' names: the columns after group */
    const size_t *by_variables;       /* and which variables they are */
    size_t by_count;
};

/* The contract's columns, in its order. */
enum trig_result_column {
    TRIG_RESULT_WAVE,
    TRIG_RESULT_INSTITUTION,
    TRIG_RESULT_GROUP,
    TRIG_RESULT_BY, /* stands for all by-variables */
    TRIG_RESULT_CONTRAST,
    TRIG_RESULT_MEASURE,
    TRIG_RESULT_WITH,
    TRIG_RESULT_PILLAR,
    TRIG_RESULT_ANSWER,
    TRIG_RESULT_ANSWER_LABEL,
    TRIG_RESULT_SIDE,
    TRIG_RESULT_STATISTIC,
    TRIG_RESULT_ESTIMATE,
    TRIG_RESULT_SE,
    TRIG_RESULT_CI_LOW,
    TRIG_RESULT_CI_HIGH,
    TRIG_RESULT_N,
    TRIG_RESULT_N_EFF,
    TRIG_RESULT_DEFF,
    TRIG_RESULT_DF,
    TRIG_RESULT_BASIS,
    TRIG_RESULT_POPULATION,
    TRIG_RESULT_RESPONSE_RATE,
    TRIG_RESULT_BENCHMARK,
    TRIG_RESULT_DIFFERENCE,
    TRIG_RESULT_DIFFERENCE_SE,
    TRIG_RESULT_DIFFERENCE_LOW,
    TRIG_RESULT_DIFFERENCE_HIGH,
    TRIG_RESULT_DIFFERENCE_DF,
    TRIG_RESULT_Z,
    TRIG_RESULT_P,
    TRIG_RESULT_P_ADJUSTED,
    TRIG_RESULT_EFFECT_SIZE,
    TRIG_RESULT_DETECTABLE,
    TRIG_RESULT_N_NEEDED,
    TRIG_RESULT_FLAG,
    TRIG_RESULT_P_EQUIVALENCE,
    TRIG_RESULT_EQUIVALENCE,
    TRIG_RESULT_COMPARISON_LOW,
    TRIG_RESULT_COMPARISON_HIGH,
    TRIG_RESULT_EVIDENCE,
    TRIG_RESULT_OWN_SHARE,
    TRIG_RESULT_SHRUNKEN,
    TRIG_RESULT_SHRUNKEN_LOW,
    TRIG_RESULT_SHRUNKEN_HIGH,
    TRIG_RESULT_RELIABILITY,
    TRIG_RESULT_FUNNEL_LOW_95,
    TRIG_RESULT_FUNNEL_HIGH_95,
    TRIG_RESULT_FUNNEL_LOW_998,
    TRIG_RESULT_FUNNEL_HIGH_998,
    TRIG_RESULT_RANK,
    TRIG_RESULT_RANK_LOW,
    TRIG_RESULT_RANK_HIGH,
    TRIG_RESULT_LETTERS,
    TRIG_RESULT_SUPPRESSED,
    TRIG_RESULT_NOTE,
    TRIG_RESULT_COUNT
};

/* Which columns a command prints; build with TRIG_RESULT_BIT. */
#define TRIG_RESULT_BIT(column) (UINT64_C(1) << (column))
_Static_assert(TRIG_RESULT_COUNT <= 64, "columns are the bits of a uint64_t: more of them need a wider set");

/* The columns of every comparison, with those that end a row. */
#define TRIG_RESULT_COMPARISON_BITS                                                                          \
    (TRIG_RESULT_BIT(TRIG_RESULT_BENCHMARK) | TRIG_RESULT_BIT(TRIG_RESULT_DIFFERENCE) |                      \
     TRIG_RESULT_BIT(TRIG_RESULT_DIFFERENCE_SE) | TRIG_RESULT_BIT(TRIG_RESULT_DIFFERENCE_LOW) |              \
     TRIG_RESULT_BIT(TRIG_RESULT_DIFFERENCE_HIGH) | TRIG_RESULT_BIT(TRIG_RESULT_DIFFERENCE_DF) |             \
     TRIG_RESULT_BIT(TRIG_RESULT_Z) | TRIG_RESULT_BIT(TRIG_RESULT_P) |                                       \
     TRIG_RESULT_BIT(TRIG_RESULT_P_ADJUSTED) | TRIG_RESULT_BIT(TRIG_RESULT_EFFECT_SIZE) |                    \
     TRIG_RESULT_BIT(TRIG_RESULT_FLAG) | TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) |                           \
     TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

/* Whether a difference is too small to matter. */
#define TRIG_RESULT_EQUIVALENCE_BITS                                                                         \
    (TRIG_RESULT_BIT(TRIG_RESULT_P_EQUIVALENCE) | TRIG_RESULT_BIT(TRIG_RESULT_EQUIVALENCE))

/* The columns of institutions seen as a set. */
#define TRIG_RESULT_ENSEMBLE_BITS                                                                            \
    (TRIG_RESULT_BIT(TRIG_RESULT_COMPARISON_LOW) | TRIG_RESULT_BIT(TRIG_RESULT_COMPARISON_HIGH) |            \
     TRIG_RESULT_BIT(TRIG_RESULT_SHRUNKEN) | TRIG_RESULT_BIT(TRIG_RESULT_SHRUNKEN_LOW) |                     \
     TRIG_RESULT_BIT(TRIG_RESULT_SHRUNKEN_HIGH) | TRIG_RESULT_BIT(TRIG_RESULT_RELIABILITY) |                 \
     TRIG_RESULT_BIT(TRIG_RESULT_FUNNEL_LOW_95) | TRIG_RESULT_BIT(TRIG_RESULT_FUNNEL_HIGH_95) |              \
     TRIG_RESULT_BIT(TRIG_RESULT_FUNNEL_LOW_998) | TRIG_RESULT_BIT(TRIG_RESULT_FUNNEL_HIGH_998) |            \
     TRIG_RESULT_BIT(TRIG_RESULT_RANK) | TRIG_RESULT_BIT(TRIG_RESULT_RANK_LOW) |                             \
     TRIG_RESULT_BIT(TRIG_RESULT_RANK_HIGH))

/** An empty list whose rows are broken down by these variables (those of kind
 *  TRIG_BY_VARIABLE; the others have columns of their own). */
enum trig_status trig_results_init(struct trig_results *results, const struct trig_bys *bys,
                                   struct trig_error *error);
void trig_results_clear(struct trig_results *results);

/** Makes room for so many rows in all. */
enum trig_status trig_results_reserve(struct trig_results *results, size_t rows, struct trig_error *error);

/** Adds a row in which nothing applies; [*row] is its index (rows may move when
 *  the list grows). */
enum trig_status trig_results_add(struct trig_results *results, size_t *row, struct trig_error *error);

/** Fills wave, institution, group and categories of row [row] from [domain].
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_results_place(struct trig_results *results, const struct trig_cells *cells,
                                    const struct trig_domain *domain, size_t row);

/** Fills the category that row [row] has of the by-variable [name].
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_results_categorise(struct trig_results *results, const trig_definition *definition,
                                         size_t row, struct trig_view name, struct trig_view code);

/** Adds a row for [measure] over [domain] with what [estimate] holds: place,
 *  categories, measure, estimate to df, basis, base. Notes of the estimate
 *  (strata of one respondent, no degrees of freedom)
 *  go into note. */
enum trig_status trig_results_add_estimate(struct trig_results *results, const struct trig_cells *cells,
                                           size_t measure, const struct trig_domain *domain,
                                           const struct trig_estimate *estimate, size_t *row,
                                           struct trig_error *error);

/** Appends a sentence to a row's note. */
enum trig_status trig_results_note(struct trig_results *results, size_t row, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** A text in the results' arena. data is NULL when memory is out. */
struct trig_view trig_results_text(struct trig_results *results, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

enum trig_naming { TRIG_NAMING_IDS, TRIG_NAMING_LABELS };

/** What a thing is called in a table: its id, or its label where labels are asked for and there is one. */
struct trig_view trig_named(enum trig_naming naming, struct trig_view id, struct trig_view label);

/** The table of these rows with the columns in [columns] (bits), in the
 *  contract's order. A suppressed row keeps its place, measure, basis and the
 *  name of the rule; its numbers are empty.
 *  @param definition  for the ids and labels of waves, institutions, pillars.
 *  @param rules       by which numbers are rounded (disclosure/rounding.h).
 *  @param out         to destroy with trig_table_destroy. */
enum trig_status trig_results_table(const struct trig_results *results, const trig_definition *definition,
                                    const struct trig_disclosure_rules *rules, uint64_t columns,
                                    enum trig_naming naming, trig_table **out, struct trig_error *error);

#endif
