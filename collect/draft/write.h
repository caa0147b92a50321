/* A draft as a folder of CSV files. */
#ifndef TRIG_COLLECT_DRAFT_WRITE_H
#define TRIG_COLLECT_DRAFT_WRITE_H

#include "collect/draft/draft.h"

/** Writes the draft into the new folder [folder], which appears whole or not at all.
 *  What was written is read back as a definition first.
 *  @return TRIG_OK; TRIG_ERR_REFUSED (there is something called [folder] already);
 *          TRIG_ERR_IO; TRIG_ERR_MEMORY; TRIG_ERR_FORMAT (it is no definition: a
 *          mistake in the program, which the message says). */
enum trig_status trig_draft_write(const struct trig_draft *draft, const char *folder,
                                  struct trig_error *error);

#endif
