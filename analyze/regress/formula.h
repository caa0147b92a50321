/* What a regression is asked for: outcome, family, terms, references.
 *
 *      --on role,cpd_days*site,pillar:recognition
 *             role | cpd_days | site | pillar:recognition | cpd_days:site
 *
 * An ordinal or nominal variable, wave and institution are factors; a numeric
 * variable, pillar:ID, NAME:positive, NAME=code and numeric(NAME) are numbers.
 * Terms stand in R's order: main effects first, then products of two, and so on.
 */
#ifndef TRIG_ANALYZE_REGRESS_FORMULA_H
#define TRIG_ANALYZE_REGRESS_FORMULA_H

#include "analyze/frame/frame.h"
#include "analyze/regress/glm.h"

enum trig_regressor_kind {
    TRIG_REGRESSOR_NUMBER,
    TRIG_REGRESSOR_FACTOR,
    TRIG_REGRESSOR_WAVE,
    TRIG_REGRESSOR_INSTITUTION
};

struct trig_formula_regressor {
    enum trig_regressor_kind kind;
    struct trig_view name;      /* as the user wrote it */
    struct trig_view text;      /* numbers: the measure's name */
    size_t variable;            /* factors; else TRIG_NONE */
    size_t place;               /* numbers: in measures; factors: in bys; else TRIG_NONE */
    struct trig_view reference; /* blank: the first level that anybody has */
};

struct trig_formula_term {
    size_t regressors[TRIG_MOST_PRODUCT]; /* ascending */
    size_t count;
    struct trig_view name; /* "role:site" */
};

struct trig_formula {
    struct trig_arena arena; /* owns all text */
    enum trig_model_family family;
    struct trig_formula_regressor regressors[TRIG_MOST_REGRESSORS];
    size_t regressor_count;
    struct trig_formula_term terms[TRIG_MOST_MODEL_TERMS];
    size_t term_count;
    struct trig_measures measures; /* the outcome, then the numbers */
    struct trig_bys bys;           /* the factors but wave and institution */
};

/* What the user wrote; NULL: not given. */
struct trig_formula_options {
    const char *outcome;
    const char *on; /* NULL or 1: no terms, the intercept alone */
    const char *family;
    const char *reference; /* V=code,.. */
};

/** @param out  filled on TRIG_OK; free with trig_formula_clear.
 *  @return TRIG_OK; TRIG_ERR_USAGE (unknown names, an outcome that does not suit
 *          the family, too many terms), with what would do; TRIG_ERR_MEMORY. */
enum trig_status trig_formula_parse(const trig_definition *definition,
                                    const struct trig_formula_options *options, struct trig_formula *out,
                                    struct trig_error *error);
void trig_formula_clear(struct trig_formula *formula);

/** Whether wave is among the terms. */
bool trig_formula_has(const struct trig_formula *formula, enum trig_regressor_kind kind);

/** "gaussian", "logistic", "poisson" or "ordinal". */
const char *trig_model_family_name(enum trig_model_family family);

#endif
