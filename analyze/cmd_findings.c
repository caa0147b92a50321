#include "analyze/cmd_findings.h"

#include "analyze/findings/table.h"

enum trig_status trig_findings_emit(const struct trig_context *context, const trig_table *table,
                                    trig_finder *find, struct trig_view against, struct trig_error *error)
{
    trig_table *found = NULL;
    if (!find || !trig_arguments_flag(context->arguments, "findings"))
        return trig_context_emit(context, table, error);
    if (!against.length)
        against = trig_view("the sector");
    enum trig_status status =
        trig_findings_table(table, context->definition, context->design.level, find, against, &found, error);
    if (status == TRIG_OK)
        status = trig_context_emit(context, found, error);
    trig_table_destroy(found);
    return status;
}
