/* The sampling design that stands behind the errors.
 *
 *   default    stratum = institution x wave, units = respondents, weights 1 (or
 *              --weights), fpc from the population counts. Nobody drew this
 *              sample: its errors are model-based, and basis says so.
 *   declared   strata, PSUs, weights and fpc come from columns of the data (by
 *              role or by --design); strata are nested in waves, PSUs in strata.
 *
 * No institutions and no waves: the default has one stratum.
 */
#ifndef TRIG_ANALYZE_DESIGN_DESIGN_H
#define TRIG_ANALYZE_DESIGN_DESIGN_H

#include "analyze/design/replication.h"
#include "analyze/estimate/interval.h"

enum trig_basis { TRIG_BASIS_MODEL, TRIG_BASIS_DESIGN };

enum trig_df_rule {
    TRIG_DF_STRATA, /* all units of the touched strata, minus those strata */
    TRIG_DF_R,      /* units that hold an answering member, minus their strata: degf(subset) of R survey */
    TRIG_DF_DESIGN  /* all units minus all strata */
};

struct trig_design {
    enum trig_basis basis;
    bool declared;
    size_t stratum; /* variables; TRIG_NONE: none. The default design names only a weight */
    size_t psu;
    size_t weight;
    size_t fpc;
    size_t stratum2; /* the second stage, drawn within each PSU; all TRIG_NONE: one stage */
    size_t psu2;     /* TRIG_NONE where fpc2 is given: respondents are the units of the second stage */
    size_t fpc2;
    const char
        *weighting; /* --weights of computed weights: their column, "#weight:NAME"; borrowed. NULL: none */
    const struct trig_recipe *recipe; /* how they were computed; borrowed */
    bool unit_weights;                /* --weights none */
    bool weights_from_fpc; /* declared fpc without a weight: weights N_h / n_h, as R survey derives them */
    struct trig_replication replication; /* type NONE: errors are linearised */
    enum trig_lonely_psu lonely;
    enum trig_df_rule df;
    bool use_fpc;
    double level;                /* of intervals, 0.95 */
    enum trig_interval interval; /* of shares */
};

/* What the user wrote; NULL: not given. */
struct trig_design_options {
    const char *design;     /* --design strata=V,psu=V,weight=V,fpc=V | none */
    const char *weights;    /* --weights NAME | none */
    const char *replicates; /* --replicates jk1|jkn|brr|fay[:rho]|bootstrap[:R]|none */
    const char *seed;       /* --seed N */
    const char *df;         /* --df strata|r|design */
    const char *lonely;     /* --lonely fail|remove|adjust|average|certainty */
    const char *fpc;        /* --fpc on|off */
    const char *level;      /* --level 0.95 */
    const char *weighting;  /* --weights names computed weights: their column */
    const struct trig_recipe *recipe;
    bool fpc_default; /* what holds when --fpc is not given: on for descriptions, off for comparisons */
};

/** The design of a survey: its declared one (roles stratum, psu or fpc; a weight
 *  alone when there are no institutions), else the default, with the options'
 *  changes. --design replaces the roles as a whole; what it does not name is
 *  not used. --lonely wins over lonely_psu of survey.csv, and that over fail
 *  (declared) and adjust (default).
 *  @return TRIG_OK; TRIG_ERR_USAGE (unknown variable or value, with what would do). */
enum trig_status trig_design_choose(const trig_definition *definition,
                                    const struct trig_design_options *options, struct trig_design *out,
                                    struct trig_error *error);

/** Whether units of the second stage have to be told apart: its fpc is given and
 *  counts, and the first stage's too, without which all of the variance is in
 *  the first stage. */
bool trig_design_has_second(const struct trig_design *design);

/** "model" or "design"; "strata", "r" or "design". */
const char *trig_basis_name(enum trig_basis basis);
const char *trig_df_name(enum trig_df_rule rule);
/** "fail", "remove", "adjust", "average" or "certainty", as R survey calls them too. */
const char *trig_lonely_name(enum trig_lonely_psu rule);

/* With a part this small uncovered a stratum is a census and adds no variance, not even as a lonely
 * one (R survey's onestrat has the same bound). */
#define TRIG_CENSUS 1e-7

/** Says that the variance of [stratum] cannot be estimated from its single unit, and what
 *  can be done. @return TRIG_ERR_DOMAIN. */
enum trig_status trig_design_lonely(struct trig_view stratum, struct trig_error *error);

#endif
