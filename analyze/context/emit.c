#include "analyze/context/context.h"
#include "analyze/disclosure/rounding.h"

#include <inttypes.h>

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
    bool alone = context->out || context->format == TRIG_FORMAT_TABLE;
    return status ? status : trig_aside_write(&context->r_code, alone ? streams->out : streams->err, error);
}

enum trig_exit trig_context_run(const struct trig_arguments *arguments, const struct trig_streams *streams,
                                const struct trig_context_defaults *defaults, trig_table_maker *make)
{
    struct trig_context context;
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table = NULL;
    enum trig_status status = trig_context_open(&context, arguments, streams, defaults, &error);
    if (status)
        return trig_exit_error(streams, &error);
    status = make(&context, &table, &error);
    if (status == TRIG_OK)
        status = trig_context_emit(&context, table, &error);
    trig_table_destroy(table);
    trig_context_close(&context);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}

void trig_context_people(const struct trig_context *context, uint64_t count, char out[48])
{
    const struct trig_disclosure_rules *rules = &context->disclosure;
    if (rules->mode != TRIG_DISCLOSURE_NONE && count < rules->threshold)
        snprintf(out, 48, "fewer than %zu", rules->threshold);
    else if (rules->mode == TRIG_DISCLOSURE_HESA)
        snprintf(out, 48, "%.0f", trig_rounding_people((double)count));
    else
        snprintf(out, 48, "%" PRIu64, count);
}
