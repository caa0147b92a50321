#include "analyze/context.h"

enum trig_status trig_context_emit(const struct trig_context *context, const trig_table *table,
                                   struct trig_error *error)
{
    const struct trig_streams *streams = context->streams;
    enum trig_status status =
        context->out ? trig_table_save(table, context->format, context->out, error)
                     : trig_table_write(table, context->format, streams->out, streams->width, error);
    if (status == TRIG_OK && context->format == TRIG_FORMAT_CSV && !context->quiet)
        status = trig_table_write_notes(table, streams->err, streams->width, error);
    if (status == TRIG_OK && context->disclosure.mode == TRIG_DISCLOSURE_NONE)
        fprintf(streams->err,
                "%s: disclosure control is off: this output may identify people and must not be published\n",
                streams->program);
    return status;
}

FILE *trig_context_aside(const struct trig_context *context)
{
    bool alone = context->out || context->format == TRIG_FORMAT_TABLE;
    return alone ? context->streams->out : context->streams->err;
}
