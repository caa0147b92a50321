/* What goes wrong in real exports, planted at known rates. */
#ifndef TRIG_TESTS_SYNTH_FLAWS_H
#define TRIG_TESTS_SYNTH_FLAWS_H

#include "tests/synth/row.h"

enum trig_synth_flaw {
    TRIG_SYNTH_FLAW_PREVIEW,     /* a row more: somebody looked at the survey */
    TRIG_SYNTH_FLAW_TEST,        /* a row more: a test before it opened */
    TRIG_SYNTH_FLAW_PARTIAL,     /* a row more: begun and not sent */
    TRIG_SYNTH_FLAW_BLANK,       /* a row more: separators only */
    TRIG_SYNTH_FLAW_DUPLICATE,   /* a row more: the row before, once again */
    TRIG_SYNTH_FLAW_INSTITUTION, /* a name that nobody knows */
    TRIG_SYNTH_FLAW_NUMBER,      /* a number out of its bounds */
    TRIG_SYNTH_FLAW_SPELLING,    /* odd blanks and quotes, to be read all the same */
    TRIG_SYNTH_FLAW_ALIAS,       /* an alias of the institution, to be read all the same */
    TRIG_SYNTH_FLAWS             /* how many kinds */
};

/** "preview", ..., for messages. */
const char *trig_synth_flaw_name(enum trig_synth_flaw flaw);

/** Whether a row with this flaw comes on top of the others. */
bool trig_synth_flaw_is_extra(enum trig_synth_flaw flaw);

/** Whether the platform's columns can show this flaw. */
bool trig_synth_flaw_applies(const struct trig_synth_layout *layout, enum trig_synth_flaw flaw);

/** Whether this flaw strikes at row [row]: once early in every file, then by
 *  chance. Draws from [stream] once, whatever comes out. */
bool trig_synth_flaw_strikes(enum trig_synth_flaw flaw, uint64_t row, gsl_rng *stream);

/** Makes [record] flawed. Nothing changes when the row has no cell to spoil;
 *  then it returns false.
 *  @param scratch  [size] bytes that hold the replacement. */
bool trig_synth_flaw_plant(const struct trig_synth_layout *layout, enum trig_synth_flaw flaw,
                           struct trig_synth_record *record, gsl_rng *stream, char *scratch, size_t size);

#endif
