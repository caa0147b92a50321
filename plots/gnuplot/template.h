/* Finds the templates: in the folder the user named, else where they were
 * installed, else in the tree that the program was built from. */
#ifndef TRIG_PLOTS_GNUPLOT_TEMPLATE_H
#define TRIG_PLOTS_GNUPLOT_TEMPLATE_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

/** Reads the template [file], for example "likert.gp".
 *  @param folder  looked into first; what is not there comes from the other
 *                 places. NULL: none.
 *  @return TRIG_OK; TRIG_ERR_MISSING (no such template anywhere, or [folder] is
 *          not a folder); TRIG_ERR_IO; TRIG_ERR_MEMORY. */
enum trig_status trig_template_read(const char *folder, const char *file, struct trig_arena *arena,
                                    struct trig_view *out, struct trig_error *error);

#endif
