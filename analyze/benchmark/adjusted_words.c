#include "analyze/benchmark/adjusted.h"

/* "role", "role and grade", "role, grade and site" */
static struct trig_view list(const struct trig_adjustment *adjustment, struct trig_arena *arena)
{
    const struct trig_bys *attributes = &adjustment->attributes;
    struct trig_view text = attributes->items[0].name;
    for (size_t i = 1; i < attributes->count && text.data; i++)
        text = trig_arena_printf(arena, "%.*s%s%.*s", TRIG_VIEW_ARG(text),
                                 i + 1 == attributes->count ? " and " : ", ",
                                 TRIG_VIEW_ARG(attributes->items[i].name));
    return text;
}

struct trig_view trig_adjusted_words(const struct trig_adjustment *adjustment, struct trig_arena *arena)
{
    struct trig_view names = list(adjustment, arena);
    return names.data ? trig_arena_printf(arena, "%s, adjusted for %.*s",
                                          adjustment->leave_out ? "the other institutions" : "the sector",
                                          TRIG_VIEW_ARG(names))
                      : names;
}

/* How it was adjusted, and why so. */
static struct trig_view way(const struct trig_adjusted *adjusted, struct trig_view names,
                            struct trig_arena *arena)
{
    bool one = adjusted->asked->attributes.count == 1;
    if (!adjusted->by_model)
        return trig_arena_printf(arena,
                                 "Adjusted by cells: each %s of %.*s has its own mean. Those that summary "
                                 "--by would not show%s are "
                                 "taken together, with whoever did not say.",
                                 one ? "category" : "combination", TRIG_VIEW_ARG(names),
                                 adjusted->asked->leave_out ? ", in all or within the institution," : "");
    return trig_arena_printf(
        arena,
        "Adjusted by the main effects of %.*s, %s: shares by logistic regression, means by linear. Levels "
        "that "
        "summary --by would not show are taken together, with whoever did not say.",
        TRIG_VIEW_ARG(names),
        adjusted->asked->by == TRIG_ADJUST_MODEL ? "as asked"
        : one
            ? "since more than a tenth of the institution's answers are in categories too small to stand by "
              "themselves"
            : "not by their combinations, since more than a tenth of the institution's answers are in "
              "combinations too small to stand by themselves");
}

static struct trig_view error_words(const struct trig_adjusted *adjusted)
{
    if (adjusted->bench->cells.request->design.declared)
        return trig_view("Errors and tests are those of the declared design.");
    if (adjusted->asked->variance == TRIG_MIX_PLUGIN)
        return trig_view(
            "Errors and tests take each institution's own variance (plug-in): in small cells far "
            "too many institutions that are alike come out as different.");
    return trig_view(
        adjusted->by_model
            ? "Errors and tests take the variance around the regression pooled over all "
              "institutions, as if they were alike."
            : "Errors and tests take the variance of each cell pooled over all institutions, as if "
              "they were alike.");
}

enum trig_status trig_adjusted_note(const struct trig_adjusted *adjusted, trig_table *table,
                                    struct trig_error *error)
{
    struct trig_arena *arena = &adjusted->bench->arena;
    struct trig_view names = list(adjusted->asked, arena);
    struct trig_view notes[3] = {
        trig_arena_printf(
            arena,
            "benchmark: what %s would score with the institution's own mix of %.*s among those who "
            "answered; difference: estimate minus benchmark.",
            adjusted->asked->leave_out ? "the other institutions"
                                       : "the sector, the institution "
                                         "included,",
            TRIG_VIEW_ARG(names)),
        way(adjusted, names, arena), error_words(adjusted)};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof notes / sizeof *notes && status == TRIG_OK; i++)
        status = notes[i].data ? trig_table_add_note(table, notes[i], error) : trig_bench_no_memory(error);
    return status;
}
