/* --findings: what a command's table says, in sentences, in place of its numbers. */
#ifndef TRIG_ANALYZE_CMD_FINDINGS_H
#define TRIG_ANALYZE_CMD_FINDINGS_H

#include "analyze/context/context.h"
#include "analyze/findings/findings.h"

/* A row for a command's list of options. */
#define TRIG_FINDINGS_OPTION                                                                                 \
    {                                                                                                        \
        "findings", NULL, "what the numbers allow to be said, in sentences, in place of the numbers"         \
    }

/** trig_context_emit; with --findings of what [find] makes of the table.
 *  @param find     NULL: the command has no such option.
 *  @param against  as trig_finder has it; blank: the sector. */
enum trig_status trig_findings_emit(const struct trig_context *context, const trig_table *table,
                                    trig_finder *find, struct trig_view against, struct trig_error *error);

#endif
