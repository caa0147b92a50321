#include "analyze/design/replication.h"

#include "surveys/base/text.h"

#include <math.h>
#include <string.h>

/* As many as make a standard error good to 3%: 1 / sqrt(2 R). */
#define USUAL_COUNT 500
#define MOST_COUNT  100000
#define USUAL_RHO   0.5

static const char *const names[] = {
    [TRIG_REPLICATES_NONE] = "none", [TRIG_REPLICATES_JK1] = "jk1",
    [TRIG_REPLICATES_JKN] = "jkn",   [TRIG_REPLICATES_BRR] = "brr",
    [TRIG_REPLICATES_FAY] = "fay",   [TRIG_REPLICATES_BOOTSTRAP] = "bootstrap",
    [TRIG_REPLICATES_SDR] = "sdr",   [TRIG_REPLICATES_OTHER] = "other"};

#define TYPES (sizeof names / sizeof *names)

const char *trig_replicate_name(enum trig_replicate_type type)
{
    return names[type];
}

static bool find_type(struct trig_view name, enum trig_replicate_type *type)
{
    for (size_t i = 0; i < TYPES; i++) {
        if (!trig_view_is(name, names[i]))
            continue;
        *type = (enum trig_replicate_type)i;
        return true;
    }
    return false;
}

/* ---- declared -------------------------------------------------------------------------- */

static enum trig_status wrong_key(const char *key, const char *needs, struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "survey.csv: %s has to be %s; correct it with `trig-collect "
                          "redefine`",
                          key, needs);
}

static enum trig_status read_flag(const trig_definition *definition, const char *key, bool *out,
                                  struct trig_error *error)
{
    struct trig_view value = trig_definition_setting(definition, key);
    if (value.length == 0)
        return TRIG_OK;
    *out = trig_view_is(value, "1");
    return *out || trig_view_is(value, "0") ? TRIG_OK : wrong_key(key, "1 or 0", error);
}

static enum trig_status read_number(const trig_definition *definition, const char *key, double low,
                                    double high, const char *needs, double *out, struct trig_error *error)
{
    struct trig_view value = trig_definition_setting(definition, key);
    if (value.length == 0)
        return TRIG_OK;
    bool good = trig_text_to_number(value, out) && *out >= low && *out < high;
    return good ? TRIG_OK : wrong_key(key, needs, error);
}

enum trig_status trig_replication_declared(const trig_definition *definition, struct trig_replication *out,
                                           struct trig_error *error)
{
    struct trig_replication read = {.given = true, .combined = true, .rho = NAN, .scale = NAN};
    *out = (struct trig_replication){.type = TRIG_REPLICATES_NONE};
    if (trig_definition_role(definition, TRIG_ROLE_REPLICATE_WEIGHT) == TRIG_NONE)
        return TRIG_OK;
    struct trig_view type = trig_definition_setting(definition, "replicate_type");
    if (!find_type(type, &read.type) || read.type == TRIG_REPLICATES_NONE)
        return wrong_key(
            "replicate_type",
            "jk1, jkn, brr, fay, bootstrap, sdr or other, since the survey has replicate weights", error);
    read.rscales = trig_definition_setting(definition, "replicate_rscales");
    enum trig_status status = read_flag(definition, "replicate_mse", &read.mse, error);
    if (status == TRIG_OK)
        status = read_flag(definition, "replicate_combined", &read.combined, error);
    if (status == TRIG_OK)
        status = read_number(definition, "replicate_scale", 0.0, INFINITY, "a number of at least 0",
                             &read.scale, error);
    if (status == TRIG_OK)
        status = read_number(definition, "fay_rho", 0.0, 1.0, "a number from 0 to below 1", &read.rho, error);
    if (status)
        return status;
    if (read.type == TRIG_REPLICATES_FAY && isnan(read.rho))
        return wrong_key("fay_rho", "given, since replicate_type is fay", error);
    *out = read;
    return TRIG_OK;
}

/* ---- made ---------------------------------------------------------------------------------- */

static enum trig_status no_replicates(const char *text, struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "--replicates takes jk1, jkn, brr, fay or fay:RHO (0 to below 1), bootstrap or "
                          "bootstrap:R (2 to %d), or none; not \"%s\"",
                          MOST_COUNT, text);
}

enum trig_status trig_replication_parse(const char *text, struct trig_replication *out,
                                        struct trig_error *error)
{
    const char *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    struct trig_replication read = {.rho = USUAL_RHO, .count = USUAL_COUNT, .scale = NAN};
    double number = NAN;
    if (!find_type(trig_view_of(text, length), &read.type) || read.type > TRIG_REPLICATES_BOOTSTRAP ||
        (colon && !trig_text_to_number(trig_view(colon + 1), &number)))
        return no_replicates(text, error);
    if (colon && read.type == TRIG_REPLICATES_FAY && number >= 0.0 && number < 1.0)
        read.rho = number;
    else if (colon && read.type == TRIG_REPLICATES_BOOTSTRAP && number >= 2.0 && number <= MOST_COUNT &&
             floor(number) == number)
        read.count = (size_t)number;
    else if (colon)
        return no_replicates(text, error);
    *out = read;
    return TRIG_OK;
}

/* ---- degrees of freedom ------------------------------------------------------------------------ */

void trig_replicate_rank_add(struct trig_replicate_rank *rank, const struct trig_replicate_stratum *stratum,
                             uint64_t answering)
{
    bool jackknife = rank->type == TRIG_REPLICATES_JK1 || rank->type == TRIG_REPLICATES_JKN;
    bool open = stratum->uncovered > 0.0;
    bool deleted = jackknife && open && stratum->units == 1 && rank->lonely == TRIG_LONELY_ADJUST;
    bool constant = !open || (stratum->units == 1 && !deleted);
    rank->units += constant ? 1.0 : (double)answering;
    rank->whole += constant || (answering == stratum->units && !deleted) ? 1.0 : 0.0;
    rank->pairs += ceil((double)answering / 2.0);
    rank->both = rank->both || answering > 1;
}

double trig_replicate_rank_degrees(const struct trig_replicate_rank *rank, double design)
{
    bool halves = rank->type == TRIG_REPLICATES_BRR || rank->type == TRIG_REPLICATES_FAY;
    double count =
        halves ? rank->pairs + (rank->both ? 1.0 : 0.0) : rank->units - fmax(rank->whole - 1.0, 0.0);
    return fmin(count - 1.0, design);
}
