/* The platforms that are known: one row each in formats.c. */
#ifndef TRIG_COLLECT_FORMATS_FORMATS_H
#define TRIG_COLLECT_FORMATS_FORMATS_H

#include "collect/formats/format.h"

extern const struct trig_format trig_format_jisc;
extern const struct trig_format trig_format_limesurvey;
extern const struct trig_format trig_format_qualtrics;
extern const struct trig_format trig_format_google_forms;
extern const struct trig_format trig_format_alchemer;
extern const struct trig_format trig_format_redcap;
extern const struct trig_format trig_format_kobo;
extern const struct trig_format trig_format_surveymonkey;
extern const struct trig_format trig_format_plain_csv;
extern const struct trig_format trig_format_ms_forms;
extern const struct trig_format trig_format_spss;
extern const struct trig_format trig_format_triple_s;

/* What a file of SPSS or Stata can be: a platform's, or anybody's. Ends with NULL. */
extern const struct trig_format *const trig_formats_of_statistics[];
/* The same of data with metadata of Triple-S. */
extern const struct trig_format *const trig_formats_of_triple_s[];

#endif
