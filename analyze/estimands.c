#include "analyze/estimands.h"

#include "analyze/names.h"

static const struct {
    const char *name;
    enum trig_statistic statistic;
} known[] = {
    {"mean", TRIG_STATISTIC_MEAN},
    {"total", TRIG_STATISTIC_TOTAL},
};

#define KNOWN (sizeof known / sizeof *known)

static enum trig_status unknown(struct trig_view name, struct trig_error *error)
{
    struct trig_view names[KNOWN];
    for (size_t i = 0; i < KNOWN; i++)
        names[i] = trig_view(known[i].name);
    return trig_names_unknown("statistic", name, (struct trig_views){names, KNOWN}, error);
}

static enum trig_status parse_one(struct trig_view name, struct trig_estimand *out, struct trig_error *error)
{
    for (size_t i = 0; i < KNOWN; i++)
        if (trig_view_is(name, known[i].name)) {
            *out = (struct trig_estimand){.statistic = known[i].statistic};
            return TRIG_OK;
        }
    return unknown(name, error);
}

static bool is_there(const struct trig_estimands *estimands, const struct trig_estimand *estimand)
{
    for (size_t i = 0; i < estimands->count; i++)
        if (estimands->items[i].statistic == estimand->statistic)
            return true;
    return false;
}

static enum trig_status parse_names(struct trig_views names, struct trig_estimands *out,
                                    struct trig_error *error)
{
    for (size_t i = 0; i < names.count; i++) {
        struct trig_estimand estimand;
        enum trig_status status = parse_one(names.items[i], &estimand, error);
        if (status)
            return status;
        if (is_there(out, &estimand))
            continue;
        if (out->count == TRIG_MOST_ESTIMANDS)
            return trig_error_set(error, TRIG_ERR_USAGE, "--statistic takes at most %d names",
                                  TRIG_MOST_ESTIMANDS);
        out->items[out->count++] = estimand;
    }
    return out->count
               ? TRIG_OK
               : trig_error_set(error, TRIG_ERR_USAGE, "--statistic names nothing; mean is the default");
}

enum trig_status trig_estimands_parse(const char *list, struct trig_estimands *out, struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_views names;
    trig_arena_init(&arena);
    *out = (struct trig_estimands){.count = 0};
    enum trig_status status = trig_names_split(&arena, list ? list : "mean", &names, error);
    if (status == TRIG_OK)
        status = parse_names(names, out, error);
    trig_arena_clear(&arena);
    return status;
}
