#include "analyze/reliability/consistency.h"
#include "analyze/reliability/scale.h"

/* An item that does not vary is no part of a scale: alpha is defined without it. */
static double alpha_without(const struct trig_scale_group *scale, size_t left_out)
{
    size_t items = scale->pillar->items;
    for (size_t i = 0; i < items; i++)
        if (i != left_out && trig_consistency_is_constant(scale->covariance, items, i))
            return NAN;
    return trig_consistency_alpha(scale->covariance, items, left_out);
}

static enum trig_status add_alpha(const struct trig_scale_group *scale, struct trig_results *results,
                                  struct trig_error *error)
{
    char note[32];
    struct trig_result *row;
    size_t items = scale->pillar->items;
    double alpha = alpha_without(scale, TRIG_ALL_ITEMS);
    enum trig_status status =
        trig_scale_add(scale, results, TRIG_ALL_OF_SCALE, TRIG_STATISTIC_ALPHA, alpha, &row, error);
    if (status)
        return status;
    if (!trig_scale_is_hidden(row))
        trig_consistency_feldt(alpha, scale->n_eff, items, scale->context->design.level, &row->ci_low,
                               &row->ci_high);
    if (!trig_scale_is_hidden(row) && !(alpha >= 0.0))
        status = trig_scale_note(results,
                                 isnan(alpha) ? "not defined: an item or their sum does not vary"
                                              : "below zero: items run against one another; see reversed",
                                 error);
    snprintf(note, sizeof note, "%zu items", items);
    return status ? status : trig_scale_note(results, note, error);
}

static enum trig_status add_item_rest(const struct trig_scale_group *scale, struct trig_results *results,
                                      size_t item, struct trig_error *error)
{
    struct trig_result *row;
    double correlation = trig_consistency_item_rest(scale->covariance, scale->pillar->items, item);
    bool reversed = scale->context->definition->variables[scale->items[item].variable].reversed;
    enum trig_status status =
        trig_scale_add(scale, results, item, TRIG_STATISTIC_ITEM_REST, correlation, &row, error);
    return status || !reversed ? status : trig_scale_note(results, "reversed item", error);
}

static enum trig_status add_dropped(const struct trig_scale_group *scale, struct trig_results *results,
                                    size_t item, struct trig_error *error)
{
    struct trig_result *row;
    size_t items = scale->pillar->items;
    bool telling = false; /* the others; one item is no scale, for everybody alike */
    for (size_t i = 0; i < items && items > 2; i++)
        telling = telling || (i != item && scale->telling[i]);
    double alpha = alpha_without(scale, item);
    enum trig_status status =
        trig_scale_add_of(scale, results, item, TRIG_STATISTIC_ALPHA_IF_DROPPED, alpha, telling, &row, error);
    return status || items > 2 ? status : trig_scale_note(results, "one item is no scale", error);
}

enum trig_status trig_scale_alpha(const struct trig_scale_group *scale, struct trig_results *results,
                                  struct trig_error *error)
{
    struct trig_result *row;
    size_t items = scale->pillar->items;
    enum trig_status status = add_alpha(scale, results, error);
    if (status == TRIG_OK)
        status = trig_scale_add(scale, results, TRIG_ALL_OF_SCALE, TRIG_STATISTIC_INTER_ITEM,
                                trig_consistency_inter_item(scale->covariance, items), &row, error);
    for (size_t i = 0; i < items && status == TRIG_OK; i++) {
        status = add_item_rest(scale, results, i, error);
        if (status == TRIG_OK)
            status = add_dropped(scale, results, i, error);
    }
    return status;
}
