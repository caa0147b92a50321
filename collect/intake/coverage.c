#include "collect/intake/coverage.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"
#include "surveys/batch/batch_builder.h"

#include "collect/answers/answer.h"

struct counting {
    const struct trig_plan *plan;
    struct trig_coverage *coverage;
    trig_batch_builder *builder;
    trig_record_reader *reader;
};

static bool is_filled(const struct trig_plan *plan, size_t column, struct trig_view cell)
{
    enum trig_answer answer;
    cell = trig_text_trim(cell);
    return cell.length && !trig_answer_is_token(plan->format, cell, &answer) &&
           !trig_answer_is_declared(plan->columns[column].heading, cell, &answer);
}

static bool is_of_place(enum trig_reason reason)
{
    return reason == TRIG_REASON_UNKNOWN_INSTITUTION || reason == TRIG_REASON_UNKNOWN_WAVE;
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct counting *counting = context;
    struct trig_coverage *coverage = counting->coverage;
    struct trig_verdict verdict;
    enum trig_status status = trig_record_read(counting->reader, record, &verdict, error);
    if (status != TRIG_OK)
        return status;
    for (size_t i = 0; i < coverage->count && i < record->count; i++)
        if (counting->plan->columns[i].act != TRIG_ACT_NOTHING)
            coverage->filled[i] += is_filled(counting->plan, i, record->fields[i].text);
    for (size_t i = 0; i < verdict.unreadable && i < TRIG_VERDICT_FAULTS; i++)
        coverage->unread[verdict.faults[i].column]++;
    if (is_of_place(verdict.reason) && verdict.column < coverage->count)
        coverage->unread[verdict.column]++;
    trig_builder_reset(counting->builder);
    return TRIG_OK;
}

enum trig_status trig_coverage_take(const struct trig_plan *plan, const struct trig_export *export,
                                    struct trig_coverage *out, struct trig_error *error)
{
    /* A record's answers are looked at whatever becomes of the record. */
    static const struct trig_record_rules rules = {.keep_partial = true, .bad_missing = true};
    struct trig_undecodable undecodable = {0};
    struct counting counting = {.plan = plan, .coverage = out};
    *out = (struct trig_coverage){.count = plan->column_count};
    out->filled = trig_calloc(plan->column_count + 1, sizeof *out->filled);
    out->unread = trig_calloc(plan->column_count + 1, sizeof *out->unread);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (out->filled && out->unread)
        counting.builder = trig_builder_create(plan->specs, plan->spec_count, error);
    else
        trig_error_set(error, status, "not enough memory to count answers");
    if (counting.builder)
        counting.reader = trig_record_reader_create(plan, &rules, counting.builder, error);
    if (counting.reader)
        status = trig_export_read(export, take_record, &counting, NULL, &undecodable, error);
    trig_record_reader_destroy(counting.reader);
    trig_builder_destroy(counting.builder);
    if (status != TRIG_OK)
        trig_coverage_clear(out);
    return status;
}

void trig_coverage_clear(struct trig_coverage *coverage)
{
    trig_free(coverage->filled);
    trig_free(coverage->unread);
    *coverage = (struct trig_coverage){.count = 0};
}
