#include "analyze/test/plan.h"

#include "analyze/context/names.h"
#include "analyze/frame/measure_parser.h"

struct planning {
    const trig_definition *definition;
    enum trig_test_method method;
    struct trig_test_plan *plan;
    struct trig_measure_parser parser; /* of plan->measures */
    size_t capacity;                   /* of plan->items */
    struct trig_error *error;
};

static enum trig_status no_memory(struct planning *planning)
{
    trig_error_set(planning->error, TRIG_ERR_MEMORY, "out of memory for the measures to test");
    return TRIG_ERR_MEMORY;
}

/* ---- adding one -------------------------------------------------------------------------------- */

static enum trig_status add(struct planning *planning, const struct trig_tested *tested)
{
    struct trig_test_plan *plan = planning->plan;
    for (size_t i = 0; i < plan->count; i++)
        if (trig_view_equal(plan->items[i].name, tested->name))
            return TRIG_OK;
    enum trig_status status = trig_grow((void **)&plan->items, &planning->capacity, plan->count + 1,
                                        sizeof *plan->items, planning->error);
    if (status == TRIG_OK)
        plan->items[plan->count++] = *tested;
    return status;
}

static bool has_answers(const struct trig_variable *variable)
{
    return variable->scale != TRIG_NONE && variable->type != TRIG_TYPE_MULTIPLE;
}

/* The method for one measure: what was asked for, or what fits. */
static enum trig_test_method settle(const struct planning *planning, bool categories)
{
    if (planning->method != TRIG_TEST_AUTO)
        return planning->method;
    return categories ? TRIG_TEST_RAO_SCOTT : TRIG_TEST_MEANS;
}

/* Measure [index] of the plan as something to test. */
static enum trig_status add_measure(struct planning *planning, size_t index)
{
    const struct trig_measure *measure = &planning->plan->measures.items[index];
    bool share = measure->statistic == TRIG_STATISTIC_PROPORTION;
    struct trig_tested tested = {measure->name, measure->label, measure->pillar,        TRIG_NONE,
                                 index,         share,          settle(planning, share)};
    if (measure->kind == TRIG_MEASURE_RESPONDENTS)
        return trig_error_set(
            planning->error, TRIG_ERR_USAGE,
            "\"respondents\" is a count and cannot be tested; see response rates in summary");
    if (!share && trig_test_family_of(tested.method) == TRIG_FAMILY_TABLE)
        return trig_error_set(
            planning->error, TRIG_ERR_USAGE,
            "\"%.*s\" is a number, not one of several answers; --method %s compares answers, "
            "--method means compares numbers",
            TRIG_VIEW_ARG(measure->name), trig_test_methods[tested.method]);
    return add(planning, &tested);
}

/* The index of the measure called [name], which the parser has just been given. */
static size_t find_measure(const struct planning *planning, struct trig_view name)
{
    size_t index = 0;
    while (!trig_view_equal(planning->plan->measures.items[index].name, name))
        index++;
    return index;
}

static enum trig_status add_answers(struct planning *planning, size_t variable)
{
    const struct trig_variable *asked = &planning->definition->variables[variable];
    if (asked->role != TRIG_ROLE_ITEM && asked->role != TRIG_ROLE_ATTRIBUTE)
        return trig_error_set(planning->error, TRIG_ERR_USAGE,
                              "\"%.*s\" has the role %s; only items and attributes can be tested",
                              TRIG_VIEW_ARG(asked->name), trig_role_name(asked->role));
    struct trig_tested tested = {asked->name,
                                 asked->label.length ? asked->label : asked->name,
                                 asked->pillar,
                                 variable,
                                 TRIG_NONE,
                                 false,
                                 settle(planning, true)};
    if (trig_test_family_of(tested.method) == TRIG_FAMILY_TABLE)
        return add(planning, &tested);
    enum trig_status status = trig_measure_add_mean(&planning->parser, variable);
    if (status == TRIG_OK)
        tested.measure = find_measure(planning, asked->name);
    return status ? status : add(planning, &tested);
}

static enum trig_status add_items(struct planning *planning)
{
    enum trig_status status = TRIG_OK;
    bool table =
        planning->method != TRIG_TEST_AUTO && trig_test_family_of(planning->method) == TRIG_FAMILY_TABLE;
    for (size_t i = 0; i < planning->definition->variable_count && status == TRIG_OK; i++) {
        const struct trig_variable *item = &planning->definition->variables[i];
        if (item->role != TRIG_ROLE_ITEM)
            continue;
        if (has_answers(item) && (trig_test_family_of(settle(planning, true)) == TRIG_FAMILY_TABLE ||
                                  trig_measure_can(planning->definition, item, TRIG_CODING_VALUE)))
            status = add_answers(planning, i);
        else if (item->type == TRIG_TYPE_NUMERIC && !table)
            status = trig_measure_add_mean(&planning->parser, i)
                         ? planning->error->status
                         : add_measure(planning, find_measure(planning, item->name));
    }
    return status;
}

/* ---- names ----------------------------------------------------------------------------------------- */

/* Any other measure, which may stand for several. */
static enum trig_status add_named(struct planning *planning, struct trig_view name)
{
    size_t before = planning->plan->measures.count;
    enum trig_status status = trig_measure_add_named(&planning->parser, name);
    for (size_t i = before; i < planning->plan->measures.count && status == TRIG_OK; i++)
        status = add_measure(planning, i);
    return status;
}

static enum trig_status add_name(struct planning *planning, struct trig_view name)
{
    if (trig_view_is(name, "items"))
        return add_items(planning);
    size_t variable = trig_definition_variable(planning->definition, name);
    if (variable == TRIG_NONE)
        return add_named(planning, name);
    const struct trig_variable *asked = &planning->definition->variables[variable];
    if (has_answers(asked))
        return add_answers(planning, variable);
    if (asked->type == TRIG_TYPE_NOMINAL)
        return trig_error_set(
            planning->error, TRIG_ERR_USAGE,
            "\"%.*s\" has no scale that lists its answers; give it one in variables.csv, or "
            "test the share of one answer, as in --measure %.*s=CODE",
            TRIG_VIEW_ARG(name), TRIG_VIEW_ARG(name));
    return add_named(planning, name);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void count_variable(struct trig_test_plan *plan, size_t variable)
{
    for (size_t i = 0; i < plan->counted_count; i++)
        if (plan->counted[i] == variable)
            return;
    plan->counted[plan->counted_count++] = variable;
}

/* What has to be counted by answer: for tests of tables, and to protect shares. */
static enum trig_status list_counted(struct planning *planning)
{
    struct trig_test_plan *plan = planning->plan;
    const trig_definition *definition = planning->definition;
    plan->counted = trig_arena_calloc(&plan->arena, definition->variable_count, sizeof *plan->counted);
    if (!plan->counted)
        return no_memory(planning);
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].variable != TRIG_NONE &&
            (plan->items[i].measure == TRIG_NONE || trig_test_reads_values(plan->items[i].method)))
            count_variable(plan, plan->items[i].variable);
    for (size_t i = 0; i < plan->count; i++) {
        if (!plan->items[i].share)
            continue;
        const struct trig_measure *measure = &plan->measures.items[plan->items[i].measure];
        if (has_answers(&definition->variables[measure->variable]))
            count_variable(plan, measure->variable);
    }
    return TRIG_OK;
}

enum trig_status trig_test_plan_make(const trig_definition *definition, const char *list,
                                     enum trig_test_method method, struct trig_test_plan *out,
                                     struct trig_error *error)
{
    struct trig_test_plan plan = {.items = NULL};
    struct trig_error own = {.status = TRIG_OK};
    struct planning planning = {definition,          method, &plan, {.definition = definition}, 0,
                                error ? error : &own};
    struct trig_views names;
    planning.parser.out = &plan.measures;
    planning.parser.error = planning.error;
    trig_arena_init(&plan.arena);
    trig_arena_init(&plan.measures.arena);
    if (!list || !*list)
        list = definition->pillar_count ? "pillars" : "items";
    enum trig_status status = trig_names_split(&plan.arena, list, &names, planning.error);
    for (size_t i = 0; status == TRIG_OK && i < names.count; i++)
        status = add_name(&planning, names.items[i]);
    if (status == TRIG_OK && plan.count == 0)
        status = trig_error_set(planning.error, TRIG_ERR_USAGE,
                                "nothing to test: name measures with --measure, such as items or pillars");
    if (status == TRIG_OK)
        status = list_counted(&planning);
    if (status)
        trig_test_plan_clear(&plan);
    else
        *out = plan;
    return status;
}

void trig_test_plan_clear(struct trig_test_plan *plan)
{
    trig_free(plan->items);
    trig_measures_clear(&plan->measures);
    trig_arena_clear(&plan->arena);
    memset(plan, 0, sizeof *plan);
}
