/* Values of SPSS and Stata as text. Part of collect/sources/spss_file.h's making. */
#ifndef TRIG_COLLECT_SOURCES_SPSS_CELLS_H
#define TRIG_COLLECT_SOURCES_SPSS_CELLS_H

#include "collect/sources/cell_text.h"
#include "collect/sources/spss_file.h"

#include <readstat.h>

/** How a variable with the display format [format] (may be NULL) is shown. */
enum trig_spss_form trig_spss_form_of(enum trig_spss_kind kind, const char *format);

/** The text of a value: of a string its own, which lives as long as [value];
 *  else written to [out]. A system missing value gives data NULL. */
struct trig_view trig_spss_cell(readstat_value_t value, enum trig_spss_form form, char out[TRIG_CELL_TEXT]);

#endif
