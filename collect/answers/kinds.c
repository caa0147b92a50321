#include "collect/answers/kinds.h"

#include "surveys/base/text.h"

#include "collect/formats/heading.h"

enum trig_answer trig_kind_of_label(struct trig_view label)
{
    static const struct {
        const char *label;
        enum trig_answer answer;
    } labels[] = {{TRIG_KIND_NOT_SHOWN, TRIG_NOT_SHOWN},
                  {TRIG_KIND_DECLARED, TRIG_DECLARED_MISSING},
                  {TRIG_KIND_UNREADABLE, TRIG_DECLARED_MISSING},
                  {"not shown", TRIG_NOT_SHOWN},
                  {"question not shown", TRIG_NOT_SHOWN},
                  {"not asked", TRIG_NOT_SHOWN},
                  {"(skipped)", TRIG_SKIPPED},
                  {"skipped", TRIG_SKIPPED},
                  {"question skipped", TRIG_SKIPPED}};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (trig_heading_is(label, labels[i].label))
            return labels[i].answer;
    return TRIG_ANSWERED;
}

/* Where the answers to [variable] go; TRIG_NONE: nowhere. */
static size_t find_target(const struct trig_plan *plan, size_t variable)
{
    for (size_t i = 0; i < plan->group_count; i++)
        if (plan->groups[i].variable == variable)
            return plan->groups[i].target;
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->columns[i].variable == variable && plan->columns[i].target != TRIG_NONE)
            return plan->columns[i].target;
    return TRIG_NONE;
}

/* One of the reasons why an answer is missing: "vis_1=not_shown". */
static bool apply_kind(const struct trig_plan *plan, struct trig_view name, struct trig_view kind,
                       trig_batch_builder *builder)
{
    static const struct {
        const char *name;
        enum trig_answer answer;
    } kinds[] = {{"not_shown", TRIG_NOT_SHOWN},
                 {"declared_missing", TRIG_DECLARED_MISSING},
                 {"unreadable", TRIG_UNREADABLE}};
    const trig_definition *definition = plan->definition;
    size_t variable = trig_definition_variable(definition, name);
    size_t target = variable == TRIG_NONE ? TRIG_NONE : find_target(plan, variable);
    if (target == TRIG_NONE)
        return false;
    if (trig_view_is(kind, "none") && definition->variables[variable].type == TRIG_TYPE_MULTIPLE)
        trig_builder_set_flags(builder, target, 0);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (trig_view_is(kind, kinds[i].name))
            trig_builder_set_missing(builder, target, kinds[i].answer);
    /* Whoever wrote what could not be read did answer. */
    return trig_view_is(kind, "unreadable");
}

bool trig_kinds_apply(const struct trig_plan *plan, struct trig_view list, trig_batch_builder *builder)
{
    size_t begin = 0, equals = 0;
    bool answered = false;
    for (size_t i = 0; i <= list.length; i++) {
        if (i < list.length && list.data[i] == '=')
            equals = i;
        if (i < list.length && list.data[i] != '|')
            continue;
        if (equals > begin)
            answered |= apply_kind(plan, trig_view_of(list.data + begin, equals - begin),
                                   trig_view_of(list.data + equals + 1, i - equals - 1), builder);
        begin = i + 1;
    }
    return answered;
}
