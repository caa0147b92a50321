/* The parts of a report about answers: how far they are read, and what could not be. */
#include "collect/report/report_parts.h"

#include "collect/answers/spellings.h"

#include <ctype.h>

static const struct trig_view nothing = {NULL, 0};

/* ---- what could not be read ------------------------------------------------------------- */

/* What people may have meant: answers of the scale, or institutions. */
static struct trig_view suggest(trig_report *report, const trig_definition *definition,
                                const struct trig_fault *fault)
{
    size_t scale = fault->variable == TRIG_NONE ? TRIG_NONE : definition->variables[fault->variable].scale;
    trig_spellings *spellings = NULL;
    char text[300] = "";
    if (fault->reason == TRIG_REASON_UNKNOWN_INSTITUTION)
        spellings = trig_spellings_of_institutions(definition, NULL);
    else if (fault->reason == TRIG_REASON_UNKNOWN_ANSWER && scale != TRIG_NONE)
        spellings = trig_spellings_of_scale(&definition->scales[scale], NULL);
    if (spellings)
        trig_spellings_suggest(spellings, fault->value, text, sizeof text);
    trig_spellings_destroy(spellings);
    return text[0] ? trig_report_print(report, "; did they mean %s?", text) : nothing;
}

/* What may be done: the answer that was meant, or a place for what people have typed themselves. */
static struct trig_view advise(trig_report *report, const trig_definition *definition,
                               const struct trig_fault *fault)
{
    struct trig_view suggested = suggest(report, definition, fault);
    if (suggested.length || fault->reason != TRIG_REASON_UNKNOWN_ANSWER || fault->variable == TRIG_NONE)
        return suggested;
    const struct trig_variable *variable = &definition->variables[fault->variable];
    bool may_be_typed = variable->type == TRIG_TYPE_MULTIPLE || variable->type == TRIG_TYPE_NOMINAL;
    for (size_t i = 0; i < fault->value.length; i++)
        may_be_typed &= !isdigit((unsigned char)fault->value.data[i]); /* rather a code */
    return may_be_typed && variable->scale != TRIG_NONE
               ? trig_view("; for what people typed themselves, give one code of the scale the alias *")
               : nothing;
}

/* ---- how far the answers are read --------------------------------------------------------- */

static struct trig_view describe_share(trig_report *report, uint64_t filled, uint64_t unread)
{
    if (!unread)
        return trig_view("all of them are read");
    return trig_report_print(report, "%.1f%% of them are read, %llu %s not",
                             100.0 * (double)(filled - unread) / (double)filled, (unsigned long long)unread,
                             unread == 1 ? "is" : "are");
}

/* The text form names the columns that are not read in full, and then all together. */
static void add_coverage(trig_report *report, const trig_definition *definition,
                         const struct trig_ingest_result *result)
{
    const struct trig_coverage *coverage = &result->coverage;
    uint64_t filled = 0, unread = 0;
    for (size_t i = 0; i < coverage->count; i++) {
        const struct trig_match *match = &result->matches[i];
        filled += coverage->filled[i];
        unread += coverage->unread[i];
        bool wanted = coverage->unread[i] || (coverage->filled[i] && report->format != TRIG_FORMAT_TABLE);
        if (wanted && match->variable != TRIG_NONE)
            trig_report_row(report, COVERAGE, trig_report_show(report, result->export.headings[i].raw),
                            definition->variables[match->variable].name, &coverage->filled[i],
                            describe_share(report, coverage->filled[i], coverage->unread[i]));
    }
    if (filled)
        trig_report_row(report, COVERAGE, trig_view("all columns"), nothing, &filled,
                        describe_share(report, filled, unread));
}

/* An export that is only tried is often shown around: what few people wrote, and
 * is no misspelt answer, may tell who wrote it. */
static bool is_hidden(trig_report *report, const trig_definition *definition,
                      const struct trig_ingest_result *result, const struct trig_fault *fault)
{
    bool is_answer =
        trig_reason_is_of_answer(fault->reason) || fault->reason == TRIG_REASON_UNKNOWN_INSTITUTION;
    return result->coverage.count && is_answer && fault->reason != TRIG_REASON_EXCEL_DAMAGED &&
           !definition->survey.public_data && fault->count < definition->survey.disclosure_threshold &&
           !suggest(report, definition, fault).length;
}

static void add_fault(trig_report *report, const trig_definition *definition,
                      const struct trig_ingest_result *result, const struct trig_fault *fault,
                      struct trig_view value, uint64_t count)
{
    struct trig_view name = nothing;
    if (fault->variable != TRIG_NONE)
        name = definition->variables[fault->variable].name;
    char place[200];
    trig_export_place(&result->export, fault->line, fault->column, place, sizeof place);
    struct trig_view note =
        trig_arena_printf(&report->arena, "%s (first %s)%.*s", trig_reason_sentence(fault->reason), place,
                          TRIG_VIEW_ARG(advise(report, definition, fault)));
    trig_report_row(report, UNREADABLE, name, trig_report_show(report, value), &count, note);
}

/* Hidden answers of one variable, for one reason, are one row, where the first stands. */
static void add_hidden(trig_report *report, const trig_definition *definition,
                       const struct trig_ingest_result *result, const bool *hidden, size_t first)
{
    const struct trig_fault *faults = result->tally.faults;
    uint64_t count = 0;
    size_t different = 0;
    for (size_t i = 0; i < result->tally.fault_count; i++) {
        if (!hidden[i] || faults[i].variable != faults[first].variable ||
            faults[i].reason != faults[first].reason)
            continue;
        if (i < first)
            return;
        count += faults[i].count;
        different++;
    }
    add_fault(report, definition, result, &faults[first],
              trig_report_print(report, "(%zu that fewer than %zu people gave)", different,
                                definition->survey.disclosure_threshold),
              count);
}

static void add_faults(trig_report *report, const trig_definition *definition,
                       const struct trig_ingest_result *result)
{
    const struct trig_tally *tally = &result->tally;
    bool *hidden = trig_arena_calloc(&report->arena, tally->fault_count + 1, sizeof *hidden);
    report->failed |= !hidden;
    for (size_t i = 0; hidden && i < tally->fault_count; i++)
        hidden[i] = is_hidden(report, definition, result, &tally->faults[i]);
    for (size_t i = 0; hidden && i < tally->fault_count; i++) {
        if (hidden[i])
            add_hidden(report, definition, result, hidden, i);
        else
            add_fault(report, definition, result, &tally->faults[i], tally->faults[i].value,
                      tally->faults[i].count);
    }
    if (tally->unlisted)
        trig_report_row(report, UNREADABLE, trig_view("others"), nothing, &tally->unlisted,
                        trig_view("more different mistakes than are listed; `rejects` has all"));
}

void trig_report_add_answers(trig_report *report, const trig_definition *definition,
                             const struct trig_ingest_result *result)
{
    if (result->matches)
        add_coverage(report, definition, result);
    add_faults(report, definition, result);
}
