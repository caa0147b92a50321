#include "collect/intake/intake.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

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

static size_t variable_of(const struct trig_intake *intake, const struct trig_verdict *verdict)
{
    return verdict->column == TRIG_NONE ? TRIG_NONE : intake->plan->columns[verdict->column].variable;
}

enum trig_status trig_intake_tell(struct trig_intake *intake, const struct trig_csv_record *record,
                                  const struct trig_verdict *verdict, struct trig_error *error)
{
    intake->tally->reasons[verdict->reason]++;
    return count_faults(intake, record, verdict, variable_of(intake, verdict), error);
}

static enum trig_status set_aside(struct trig_intake *intake, const struct trig_csv_record *record,
                                  const struct trig_verdict *verdict, struct trig_error *error)
{
    size_t variable = variable_of(intake, verdict);
    enum trig_status status = trig_intake_tell(intake, record, verdict, error);
    if (status != TRIG_OK || !intake->writer)
        return status;
    struct trig_view fields = {NULL, 0};
    status =
        trig_reject_fields_write(intake->fields, record, verdict->reason, verdict->person, &fields, error);
    if (status != TRIG_OK)
        return status;
    struct trig_reject reject = {.record = record->number,
                                 .line = record->line,
                                 .reason = trig_view(trig_reason_id(verdict->reason)),
                                 .value = verdict->value,
                                 .fields = fields};
    /* Its place in the file would tell who that was. */
    if (verdict->reason == TRIG_REASON_ERASED)
        reject.record = reject.line = 0;
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
    if (trig_people_is_erased(&intake->people, trig_view(verdict->person))) {
        verdict->reason = TRIG_REASON_ERASED;
        verdict->column = TRIG_NONE;
        verdict->value = wave;
        return TRIG_OK;
    }
    if (!intake->identity || !verdict->id.length || verdict->reason != TRIG_REASON_NONE)
        return TRIG_OK;
    if (verdict->wave != TRIG_NONE)
        wave = intake->definition->waves[verdict->wave].id;
    bool replaces = false;
    enum trig_status status = trig_identity_meet(intake->identity, wave, verdict->id, verdict->fingerprint,
                                                 &verdict->reason, &replaces, error);
    if (status == TRIG_OK && replaces) {
        intake->tally->replaced++;
        return trig_replaced_note(intake->replaced, wave, verdict->id, error);
    }
    if (verdict->reason != TRIG_REASON_NONE) {
        verdict->column = intake->plan->record_column;
        verdict->value = verdict->id;
    }
    return status;
}

enum trig_status trig_intake_judge(struct trig_intake *intake, const struct trig_csv_record *record,
                                   struct trig_verdict *verdict, struct trig_error *error)
{
    if (intake->identity && intake->plan->record_column < record->count)
        trig_identity_await(
            intake->identity,
            trig_identity_key((struct trig_view){NULL, 0},
                              trig_text_trim(record->fields[intake->plan->record_column].text)));
    enum trig_status status = trig_record_read(intake->reader, record, verdict, error);
    return status == TRIG_OK ? compare(intake, verdict, error) : status;
}

enum trig_status trig_intake_keep(struct trig_intake *intake, const struct trig_csv_record *record,
                                  const struct trig_verdict *verdict, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    trig_builder_end_row(intake->builder);
    intake->tally->stored++;
    intake->tally->unreadable += verdict->unreadable;
    if (verdict->unreadable)
        status = count_cells(intake, record, verdict, error);
    return status == TRIG_OK && trig_builder_full(intake->builder) ? trig_intake_flush(intake, error)
                                                                   : status;
}

enum trig_status trig_intake_take(void *context, const struct trig_csv_record *record,
                                  struct trig_error *error)
{
    struct trig_intake *intake = context;
    struct trig_verdict verdict;
    intake->tally->read++;
    enum trig_status status = trig_intake_judge(intake, record, &verdict, error);
    if (status != TRIG_OK)
        return status;
    if (verdict.reason != TRIG_REASON_NONE)
        return set_aside(intake, record, &verdict, error);
    return trig_intake_keep(intake, record, &verdict, error);
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
    if (intake->plan->record_column == TRIG_NONE || intake->identity)
        return TRIG_OK;
    intake->identity = trig_identity_create(intake->room, intake->replace, error);
    intake->replaced = trig_replaced_create(intake->room, error);
    if (!intake->identity || !intake->replaced)
        return TRIG_ERR_MEMORY;
    trig_identity_expect(intake->identity, trig_export_expected(export));
    return trig_identity_load(intake->identity, intake->store, error);
}

/* Forgets all records that were taken. */
static enum trig_status restart(struct trig_intake *intake, struct trig_error *error)
{
    if (intake->builder)
        trig_builder_reset(intake->builder);
    trig_tally_clear(intake->tally);
    trig_tally_init(intake->tally);
    trig_replaced_destroy(intake->replaced);
    intake->replaced = trig_replaced_create(intake->room, error);
    if (!intake->replaced)
        return TRIG_ERR_MEMORY;
    return intake->writer ? trig_import_restart(intake->writer, error) : TRIG_OK;
}

enum trig_status trig_intake_settle(struct trig_intake *intake, enum trig_status status, bool *again,
                                    struct trig_error *error)
{
    *again = false;
    if (!intake->identity)
        return status;
    status = trig_identity_settle(intake->identity, intake->store, status, again, error);
    return status == TRIG_OK && *again ? restart(intake, error) : status;
}

void trig_intake_close(struct trig_intake *intake)
{
    trig_record_reader_destroy(intake->reader);
    trig_builder_destroy(intake->builder);
    trig_identity_destroy(intake->identity);
    trig_replaced_destroy(intake->replaced);
    if (intake->writer)
        trig_import_abandon(intake->writer);
}
