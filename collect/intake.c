#include "collect/intake.h"

#include "surveys/memory.h"
#include "surveys/text.h"

/* ---- one record ------------------------------------------------------------------- */

enum trig_status trig_intake_flush(struct trig_intake *intake, struct trig_error *error)
{
    struct trig_batch batch;
    enum trig_status status = TRIG_OK;
    if (intake->writer && intake->builder->rows) {
        status = trig_builder_batch(intake->builder, &batch, error);
        if (status == TRIG_OK)
            status = trig_import_append(intake->writer, &batch, error);
    }
    trig_builder_reset(intake->builder);
    return status;
}

/* Counts each cell that could not be read, so that one look shows all of them. */
static enum trig_status count_cells(struct trig_intake *intake, const struct trig_csv_record *record,
                                    const struct trig_verdict *verdict, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < verdict->unreadable && i < TRIG_VERDICT_FAULTS && status == TRIG_OK; i++) {
        const struct trig_cell_fault *fault = &verdict->faults[i];
        status = trig_tally_add_fault(
            intake->tally, fault->reason, intake->plan->columns[fault->column].variable,
            trig_text_trim(record->fields[fault->column].text), record->line, fault->column, error);
    }
    return status;
}

/* Counts what made a record invalid. */
static enum trig_status count_faults(struct trig_intake *intake, const struct trig_csv_record *record,
                                     const struct trig_verdict *verdict, size_t variable,
                                     struct trig_error *error)
{
    if (!trig_reason_is_invalid(verdict->reason))
        return TRIG_OK;
    if (trig_reason_is_of_answer(verdict->reason))
        return count_cells(intake, record, verdict, error);
    return trig_tally_add_fault(intake->tally, verdict->reason, variable, verdict->value, record->line,
                                verdict->column, error);
}

static enum trig_status set_aside(struct trig_intake *intake, const struct trig_csv_record *record,
                                  const struct trig_verdict *verdict, struct trig_error *error)
{
    size_t variable =
        verdict->column == TRIG_NONE ? TRIG_NONE : intake->plan->columns[verdict->column].variable;
    intake->tally->reasons[verdict->reason]++;
    enum trig_status status = count_faults(intake, record, verdict, variable, error);
    if (status != TRIG_OK || !intake->writer)
        return status;
    struct trig_view fields = {NULL, 0};
    status = trig_reject_fields_write(intake->fields, record, verdict->reason, &fields, error);
    if (status != TRIG_OK)
        return status;
    struct trig_reject reject = {.record = record->number,
                                 .line = record->line,
                                 .reason = trig_view(trig_reason_id(verdict->reason)),
                                 .value = verdict->value,
                                 .fields = fields};
    if (variable != TRIG_NONE)
        reject.variable = intake->definition->variables[variable].name;
    status = trig_import_reject(intake->writer, &reject, error);
    trig_free((void *)fields.data);
    return status;
}

static enum trig_status compare(struct trig_intake *intake, struct trig_verdict *verdict,
                                struct trig_error *error)
{
    struct trig_view wave = {NULL, 0};
    if (!intake->identity || !verdict->id.length || verdict->reason != TRIG_REASON_NONE)
        return TRIG_OK;
    if (verdict->wave != TRIG_NONE)
        wave = intake->definition->waves[verdict->wave].id;
    enum trig_status status = trig_identity_meet(intake->identity, wave, verdict->id, verdict->fingerprint,
                                                 &verdict->reason, error);
    if (verdict->reason != TRIG_REASON_NONE) {
        verdict->column = intake->plan->record_column;
        verdict->value = verdict->id;
    }
    return status;
}

enum trig_status trig_intake_take(void *context, const struct trig_csv_record *record,
                                  struct trig_error *error)
{
    struct trig_intake *intake = context;
    struct trig_verdict verdict;
    intake->tally->read++;
    if (intake->identity && intake->plan->record_column < record->count)
        trig_identity_await(
            intake->identity,
            trig_identity_key((struct trig_view){NULL, 0},
                              trig_text_trim(record->fields[intake->plan->record_column].text)));
    enum trig_status status = trig_record_read(intake->reader, record, &verdict, error);
    if (status == TRIG_OK)
        status = compare(intake, &verdict, error);
    if (status != TRIG_OK)
        return status;
    if (verdict.reason != TRIG_REASON_NONE)
        return set_aside(intake, record, &verdict, error);
    trig_builder_end_row(intake->builder);
    intake->tally->stored++;
    intake->tally->unreadable += verdict.unreadable;
    if (verdict.unreadable)
        status = count_cells(intake, record, &verdict, error);
    return status == TRIG_OK && trig_builder_full(intake->builder) ? trig_intake_flush(intake, error)
                                                                   : status;
}

/* ---- begin and end ------------------------------------------------------------------- */

enum trig_status trig_intake_open(struct trig_intake *intake, const struct trig_export *export,
                                  const struct trig_record_rules *rules, struct trig_error *error)
{
    intake->builder = trig_builder_create(intake->plan->specs, intake->plan->spec_count, error);
    if (!intake->builder)
        return TRIG_ERR_MEMORY;
    intake->reader = trig_record_reader_create(intake->plan, rules, intake->builder, error);
    if (!intake->reader)
        return TRIG_ERR_MEMORY;
    if (intake->plan->record_column == TRIG_NONE)
        return TRIG_OK;
    intake->identity = trig_identity_create(error);
    if (!intake->identity)
        return TRIG_ERR_MEMORY;
    enum trig_status status =
        intake->store ? trig_identity_load(intake->identity, intake->store, error) : TRIG_OK;
    trig_identity_expect(intake->identity, trig_export_expected(export));
    return status;
}

void trig_intake_close(struct trig_intake *intake)
{
    trig_record_reader_destroy(intake->reader);
    trig_builder_destroy(intake->builder);
    trig_identity_destroy(intake->identity);
    if (intake->writer)
        trig_import_abandon(intake->writer);
}
