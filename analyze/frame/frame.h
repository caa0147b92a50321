/* Which respondents count, and where: from the stores' columns to cells.
 *
 *      store 1 --scan--+
 *      store 2 --scan--+--> batch --> row --> key of its base cell
 *      (same definition)             wave | institution | by.. | margin.. | stratum | psu | scope
 *                                    \____________ dimensions ___________________/
 *
 * A base cell holds the respondents who agree in every dimension; every domain
 * anybody asks about is a union of base cells. Dimensions of several stores are
 * matched by text. A row of an unselected wave is outside the frame. A row that
 * fails an `eligible` rule (missing: fails) is outside under the default design;
 * under a declared one it stays in the design and out of every domain, as
 * R's subset() keeps the design.
 */
#ifndef TRIG_ANALYZE_FRAME_FRAME_H
#define TRIG_ANALYZE_FRAME_FRAME_H

#include "analyze/design/design.h"
#include "analyze/frame/measure.h"
#include "analyze/summary/estimands.h"
#include "surveys/store/store.h"

/* Of the three kinds of groups (enum trig_group_family, in its order) a breakdown has at most one. */
enum trig_by_kind {
    TRIG_BY_WAVE,
    TRIG_BY_INSTITUTION,
    TRIG_BY_GROUP,
    TRIG_BY_COHORT,
    TRIG_BY_STAGE,
    TRIG_BY_VARIABLE
};

struct trig_by {
    enum trig_by_kind kind;
    size_t variable;       /* TRIG_BY_VARIABLE only, else TRIG_NONE */
    struct trig_view name; /* "wave", "institution", "group", "cohort", "stage" or the variable's name */
};

/* At most so many --by at once; more would be cells of one respondent. */
#define TRIG_MOST_BY 8

struct trig_bys {
    struct trig_by items[TRIG_MOST_BY];
    size_t count;
};

/** Parses `V,V,..` or `all`. A variable must be categorical with one answer; one called cohort or stage goes
 *  before the groups of that name.
 *  @param list  NULL or "all": no breakdown.
 *  @return TRIG_OK or TRIG_ERR_USAGE with the nearest names. */
enum trig_status trig_bys_parse(const trig_definition *definition, const char *list, struct trig_bys *out,
                                struct trig_error *error);

/** Whether [kind] (for TRIG_BY_VARIABLE: [variable]) is among [bys]. */
bool trig_bys_have(const struct trig_bys *bys, enum trig_by_kind kind, size_t variable);

/** Where [bys] name groups, of whatever family; TRIG_NONE: nowhere. */
size_t trig_bys_groups(const struct trig_bys *bys);

/** The groups of a family as what to break down by, and the family of what is of groups. */
struct trig_by trig_by_family(enum trig_group_family family);
enum trig_group_family trig_by_family_of(const struct trig_by *by);

enum trig_wave_choice { TRIG_WAVES_LATEST, TRIG_WAVES_ALL, TRIG_WAVES_LISTED };

struct trig_waves {
    enum trig_wave_choice choice;
    size_t items[64]; /* TRIG_WAVES_LISTED: indices into the definition's waves */
    size_t count;
};

/** Parses --wave. @param list  NULL: `latest`, the last opened wave that holds responses. */
enum trig_status trig_waves_parse(const trig_definition *definition, const char *list, struct trig_waves *out,
                                  struct trig_error *error);

/** Waves are pooled only by `--wave all` without `--by wave`: a breakdown by wave
 *  means every wave unless some were given, and several listed waves are kept
 *  apart, as the first name of [bys] unless that is full.
 *  @param given  whether the user named waves. */
void trig_waves_settle(bool given, struct trig_waves *waves, struct trig_bys *bys);

/* What a scan is asked for. Everything is borrowed and must outlive the frame. */
struct trig_request {
    struct trig_bys bys; /* wave, institution and group need not be named: cells always know them */
    struct trig_waves waves;
    struct trig_design design;
    const struct trig_measures *measures;
    const struct trig_estimands *estimands; /* what of each measure; NULL: what its name says */
    const size_t *counted; /* variables whose answers are counted one by one; see estimate/bins.h */
    size_t counted_count;
    size_t threads;        /* that read the answers; 0: as many as there are processors */
    const size_t *margins; /* categorical variables that cells are told apart by, besides bys; those of the
                              recipe of computed weights need not be named */
    size_t margin_count;
    bool persons; /* a sample says who answered; see trig_sample.person */
    bool answers; /* a sample says who gave which of the counted answers; see trig_sample.bins */
};

/* How many rows were left out or kept apart, for the notes. */
struct trig_frame_counts {
    uint64_t rows;         /* read */
    uint64_t counted;      /* in scope, in a selected wave */
    uint64_t other_wave;   /* of a wave that was not asked for */
    uint64_t out_of_scope; /* in a selected wave, failing an eligible rule */
};

typedef struct trig_frame trig_frame;

/** Opens scans over the stores, which must hold the same definition (sha256).
 *  @return TRIG_OK and a frame to destroy; TRIG_ERR_USAGE (different definitions,
 *          a NAME=code nobody answered, a wave without responses);
 *          TRIG_ERR_DOMAIN (no responses at all); what the store returns. */
enum trig_status trig_frame_open(trig_store *const *stores, size_t store_count,
                                 const struct trig_request *request, trig_frame **out,
                                 struct trig_error *error);
void trig_frame_destroy(trig_frame *frame);

const struct trig_request *trig_frame_request(const trig_frame *frame);
/** @return TRIG_OK; TRIG_ERR_DOMAIN when no response is in scope. */
enum trig_status trig_frame_check_counts(const struct trig_frame_counts *counts, struct trig_error *error);
/** The selected waves that can hold rows: whether wave [index] is one. */
bool trig_frame_has_wave(const trig_frame *frame, size_t index);

#endif
