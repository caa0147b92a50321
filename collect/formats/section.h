/* Forms that nobody opened. A platform that keeps several forms in one record
 * writes all of their columns, and 0 for every option that is not ticked, whether
 * anybody has seen the form or not; a column of its own, the gate, says how far
 * somebody came with it.
 *
 *     visit_complete  pain  drugs___1  drugs___2
 *     0                     0          0            never opened: nothing was shown
 *     0               3     0          0            begun
 *     2                     0          0            seen, and left blank
 */
#ifndef TRIG_COLLECT_FORMATS_SECTION_H
#define TRIG_COLLECT_FORMATS_SECTION_H

#include "surveys/base/error.h"
#include "surveys/csv/csv_reader.h"

#include "collect/formats/format.h"

struct trig_section {
    size_t gate; /* column */
    const size_t *columns;
    size_t count;
};

/* The sections that have a gate; the others are always open. */
struct trig_sections {
    const struct trig_section *items;
    size_t count;
};

/** Finds the sections of an export.
 *  @param out   lives in [arena].
 *  @param which [columns]; gets the index of each column's section, TRIG_NONE for
 *               columns that stand in none, among them the gates.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_sections_find(const struct trig_heading *headings, size_t columns,
                                    struct trig_arena *arena, struct trig_sections *out, size_t *which,
                                    struct trig_error *error);

/** Whether nobody opened [section] in this record, which has at least as many
 *  fields as the section needs. */
bool trig_section_is_unopened(const struct trig_section *section, const struct trig_format *format,
                              const struct trig_heading *headings, const struct trig_csv_record *record);

#endif
