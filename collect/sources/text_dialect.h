/* How an export that is text is written: encoding, separator, quote.
 *
 *     sample --decode--> text --every separator tried--> the one that gives most
 *                                                        fields in most records
 */
#ifndef TRIG_COLLECT_SOURCES_TEXT_DIALECT_H
#define TRIG_COLLECT_SOURCES_TEXT_DIALECT_H

#include "collect/sources/sniff.h"

/* A quote character that no export holds: its fields are not quoted at all. */
#define TRIG_NO_QUOTE '\x1F'

/** Finds out how the text of [facts] is written.
 *  @param head  gets the first records; free with trig_head_clear on TRIG_OK.
 *  @param out   its encoding, csv and findings are filled.
 *  @return TRIG_OK; TRIG_ERR_USAGE (an option makes no sense); TRIG_ERR_FORMAT
 *          (not text, not CSV, with line and column); TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_text_dialect_find(const struct trig_facts *facts,
                                        const struct trig_sniff_options *options, struct trig_head *head,
                                        struct trig_dialect *out, struct trig_error *error);

#endif
