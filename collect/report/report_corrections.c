/* What came of corrected rejects. */
#include "collect/report/report_parts.h"

static const struct trig_view nothing = {NULL, 0};

enum trig_status trig_report_add_corrections(trig_report *report, const trig_definition *definition,
                                             const char *path, const struct trig_corrections *corrections,
                                             struct trig_error *error)
{
    const struct {
        const char *name;
        uint64_t count;
        const char *note;
    } counts[] = {
        {"replaced", corrections->tally.replaced, "of those stored: they take the place of earlier answers"},
        {"unchanged", corrections->unchanged, "stay set aside as they are"},
        {"invalid", corrections->wrong, "were changed, and can still not be read: they stay as they were"},
        {"gone", corrections->gone, "name no reject: corrected before, erased, or their import undone"},
    };
    /* What is wrong is told as of an export, by lines. */
    const struct trig_ingest_result result = {.tally = corrections->tally,
                                              .export = {.source = &trig_source_text}};
    report->file = trig_arena_copy(&report->arena, trig_view(path));
    trig_report_add_answers(report, definition, &result);
    trig_report_row(report, COUNT, trig_view("read"), nothing, &corrections->rows, nothing);
    trig_report_add_stored(report, corrections->tally.stored, corrections->import,
                           trig_view("corrected, or known to the definition by now"));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        trig_report_row(report, COUNT, trig_view(counts[i].name), nothing, &counts[i].count,
                        trig_view(counts[i].note));
    if (corrections->import)
        trig_report_row(report, COUNT, trig_view("import"), nothing, &corrections->import,
                        trig_view("its number: `undo` takes it back, and the rejects are there again"));
    else
        trig_report_row(report, COUNT, trig_view("import"), nothing, NULL,
                        trig_view("none: nothing was stored"));
    return report->failed ? trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the report")
                          : TRIG_OK;
}
