#include "analyze/summary/estimands.h"

#include "analyze/context/names.h"

#include <stdlib.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for what is asked for");
    return TRIG_ERR_MEMORY;
}

/* ---- statistics --------------------------------------------------------------------------- */

static const enum trig_statistic known[] = {TRIG_STATISTIC_MEAN,   TRIG_STATISTIC_TOTAL,
                                            TRIG_STATISTIC_MEDIAN, TRIG_STATISTIC_VARIANCE,
                                            TRIG_STATISTIC_SD,     TRIG_STATISTIC_CORRELATION};

#define KNOWN (sizeof known / sizeof *known)

static enum trig_status unknown(struct trig_view name, struct trig_error *error)
{
    struct trig_view names[KNOWN + 1];
    for (size_t i = 0; i < KNOWN; i++)
        names[i] = trig_view(trig_statistic_name(known[i]));
    names[KNOWN] = trig_view("p25");
    return trig_names_unknown("statistic", name, (struct trig_views){names, KNOWN + 1}, error);
}

/* "p25", "p97.5": a quantile by its percentage. */
static bool parse_percentile(struct trig_view name, struct trig_estimand *out)
{
    char text[sizeof out->name];
    char *end;
    if (name.length < 2 || name.length >= sizeof text || name.data[0] != 'p' ||
        strspn(name.data + 1, "0123456789.") < name.length - 1)
        return false;
    memcpy(text, name.data, name.length);
    text[name.length] = '\0';
    double percent = strtod(text + 1, &end);
    if (*end || !(percent > 0.0 && percent < 100.0))
        return false;
    *out = (struct trig_estimand){.statistic = TRIG_STATISTIC_QUANTILE, .p = percent / 100.0};
    memcpy(out->name, text, sizeof text);
    if (percent == 50.0)
        *out = (struct trig_estimand){.statistic = TRIG_STATISTIC_MEDIAN, .p = 0.5};
    return true;
}

static enum trig_status parse_one(struct trig_view name, struct trig_estimand *out, struct trig_error *error)
{
    for (size_t i = 0; i < KNOWN; i++)
        if (trig_view_is(name, trig_statistic_name(known[i]))) {
            *out = (struct trig_estimand){.statistic = known[i], .p = 0.5};
            return TRIG_OK;
        }
    return parse_percentile(name, out) ? TRIG_OK : unknown(name, error);
}

static bool is_there(const struct trig_estimands *estimands, const struct trig_estimand *estimand)
{
    for (size_t i = 0; i < estimands->count; i++)
        if (estimands->items[i].statistic == estimand->statistic && estimands->items[i].p == estimand->p)
            return true;
    return false;
}

static enum trig_status parse_statistics(const char *list, struct trig_estimands *out,
                                         struct trig_error *error)
{
    struct trig_views names;
    enum trig_status status = trig_names_split(&out->arena, list ? list : "mean", &names, error);
    for (size_t i = 0; status == TRIG_OK && i < names.count; i++) {
        struct trig_estimand estimand;
        status = parse_one(names.items[i], &estimand, error);
        if (status || is_there(out, &estimand))
            continue;
        if (out->count == TRIG_MOST_ESTIMANDS)
            return trig_error_set(error, TRIG_ERR_USAGE, "--statistic takes at most %d names",
                                  TRIG_MOST_ESTIMANDS);
        out->items[out->count++] = estimand;
    }
    if (status == TRIG_OK && out->count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE, "--statistic names nothing; mean is the default");
    return status;
}

/* ---- ratios -------------------------------------------------------------------------------- */

/* A ratio's parts by name, until the measures are known. */
struct parts {
    struct trig_view names[2];
    struct trig_view labels[2];
};

/* Whether [name] is one measure; if so part [which] gets its canonical name and label. */
static enum trig_status take_part(const trig_definition *definition, struct trig_arena *arena,
                                  struct trig_view name, size_t which, struct parts *out, bool *is_one,
                                  struct trig_error *error)
{
    struct trig_measures measures;
    struct trig_view text = trig_names_append(arena, trig_view(""), name);
    *is_one = false;
    if (!text.data)
        return no_memory(error);
    enum trig_status status =
        text.length ? trig_measures_parse(definition, text.data, &measures, NULL) : TRIG_ERR_USAGE;
    if (status)
        return status == TRIG_ERR_MEMORY ? no_memory(error) : TRIG_OK;
    *is_one = measures.count == 1;
    if (*is_one) {
        out->names[which] = trig_arena_copy(arena, measures.items->name);
        out->labels[which] = trig_arena_copy(arena, measures.items->label);
    }
    trig_measures_clear(&measures);
    return *is_one && !(out->names[which].data && out->labels[which].data) ? no_memory(error) : TRIG_OK;
}

/* Splits `A/B` at the first slash that leaves a measure on both sides. */
static enum trig_status split_ratio(const trig_definition *definition, struct trig_arena *arena,
                                    struct trig_view name, struct parts *out, bool *found,
                                    struct trig_error *error)
{
    bool whole = true;
    enum trig_status status = TRIG_OK;
    *found = false;
    if (memchr(name.data, '/', name.length))
        status = take_part(definition, arena, name, 0, out, &whole, error);
    for (size_t i = 1; i + 1 < name.length && status == TRIG_OK && !whole && !*found; i++) {
        if (name.data[i] != '/')
            continue;
        struct trig_view before = trig_view_of(name.data, i);
        struct trig_view after = trig_view_of(name.data + i + 1, name.length - i - 1);
        status = take_part(definition, arena, before, 0, out, found, error);
        if (status == TRIG_OK && *found)
            status = take_part(definition, arena, after, 1, out, found, error);
    }
    return status;
}

static size_t find_measure(const struct trig_measures *measures, struct trig_view name)
{
    for (size_t i = 0; i < measures->count; i++)
        if (trig_view_equal(measures->items[i].name, name))
            return i;
    return TRIG_NONE;
}

static enum trig_status set_ratios(const struct parts *parts, const struct trig_measures *measures,
                                   struct trig_estimands *out, struct trig_error *error)
{
    for (size_t i = 0; i < out->ratio_count; i++) {
        struct trig_ratio *ratio = &out->ratios[i];
        ratio->numerator = find_measure(measures, parts[i].names[0]);
        ratio->denominator = find_measure(measures, parts[i].names[1]);
        ratio->name = trig_arena_printf(&out->arena, "%.*s/%.*s", TRIG_VIEW_ARG(parts[i].names[0]),
                                        TRIG_VIEW_ARG(parts[i].names[1]));
        ratio->label = trig_arena_printf(&out->arena, "%.*s / %.*s", TRIG_VIEW_ARG(parts[i].labels[0]),
                                         TRIG_VIEW_ARG(parts[i].labels[1]));
        if (!ratio->name.data || !ratio->label.data)
            return no_memory(error);
    }
    return TRIG_OK;
}

/* The measures asked for, then the parts of ratios. */
static enum trig_status parse_lists(const trig_definition *definition, struct trig_view plain,
                                    const struct parts *parts, struct trig_estimands *out,
                                    struct trig_measures *measures, struct trig_error *error)
{
    struct trig_view all = plain;
    struct trig_measures asked = {.count = 0};
    enum trig_status status = TRIG_OK;
    if (plain.length || out->ratio_count == 0)
        status = trig_measures_parse(definition, plain.data, &asked, error);
    out->measures = asked.count;
    if (status == TRIG_OK && out->ratio_count == 0) {
        *measures = asked;
        return TRIG_OK;
    }
    for (size_t i = 0; i < 2 * out->ratio_count && status == TRIG_OK && all.data; i++)
        all = trig_names_append(&out->arena, all, parts[i / 2].names[i % 2]);
    if (status == TRIG_OK)
        status = all.data ? trig_measures_parse(definition, all.data, measures, error) : no_memory(error);
    if (asked.count)
        trig_measures_clear(&asked);
    return status;
}

static enum trig_status parse_measures(const trig_definition *definition, const char *list,
                                       struct trig_estimands *out, struct trig_measures *measures,
                                       struct trig_error *error)
{
    struct trig_views names;
    struct trig_view plain = {"", 0};
    enum trig_status status = trig_names_split(&out->arena, list ? list : "", &names, error);
    if (status)
        return status;
    struct parts *parts = trig_arena_calloc(&out->arena, names.count, sizeof *parts);
    out->ratios = trig_arena_calloc(&out->arena, names.count, sizeof *out->ratios);
    if (!parts || !out->ratios)
        return no_memory(error);
    for (size_t i = 0; i < names.count; i++) {
        bool found;
        status =
            split_ratio(definition, &out->arena, names.items[i], &parts[out->ratio_count], &found, error);
        if (status)
            return status;
        if (found)
            out->ratio_count++;
        else
            plain = trig_names_append(&out->arena, plain, names.items[i]);
        if (!plain.data)
            return no_memory(error);
    }
    if (list && out->ratio_count == 0)
        plain = trig_view(list); /* as typed, so that a mistake is shown so */
    status = parse_lists(definition, plain, parts, out, measures, error);
    if (status == TRIG_OK && (status = set_ratios(parts, measures, out, error)) != TRIG_OK)
        trig_measures_clear(measures);
    return status;
}

/* ---- the whole -------------------------------------------------------------------------------- */

/* How many measures have a distribution: people do not. */
static size_t count_numbers(const struct trig_estimands *estimands, const struct trig_measures *measures)
{
    size_t count = 0;
    for (size_t i = 0; i < estimands->measures; i++)
        count += measures->items[i].kind != TRIG_MEASURE_RESPONDENTS;
    return count;
}

static enum trig_status check(const struct trig_estimands *estimands, const struct trig_measures *measures,
                              struct trig_error *error)
{
    size_t numbers = count_numbers(estimands, measures);
    for (size_t i = 0; i < estimands->count; i++) {
        enum trig_statistic statistic = estimands->items[i].statistic;
        bool correlation = statistic == TRIG_STATISTIC_CORRELATION;
        if (correlation && numbers < 2)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "--statistic correlation needs two measures besides respondents");
        if (!correlation && statistic != TRIG_STATISTIC_MEAN && statistic != TRIG_STATISTIC_TOTAL &&
            numbers < estimands->measures)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "respondents have no %s; only mean and total can be asked of them",
                                  trig_statistic_name(statistic));
    }
    return TRIG_OK;
}

enum trig_status trig_estimands_parse(const trig_definition *definition, const char *statistics,
                                      const char *list, struct trig_estimands *out,
                                      struct trig_measures *measures, struct trig_error *error)
{
    struct trig_estimands estimands = {.count = 0};
    trig_arena_init(&estimands.arena);
    enum trig_status status = parse_statistics(statistics, &estimands, error);
    if (status == TRIG_OK)
        status = parse_measures(definition, list, &estimands, measures, error);
    if (status == TRIG_OK && (status = check(&estimands, measures, error)) != TRIG_OK)
        trig_measures_clear(measures);
    if (status)
        trig_estimands_clear(&estimands);
    else
        *out = estimands;
    return status;
}

void trig_estimands_clear(struct trig_estimands *estimands)
{
    trig_arena_clear(&estimands->arena);
    memset(estimands, 0, sizeof *estimands);
}
