/* Which 8-bit encoding letters beyond ASCII are in. */
#ifndef TRIG_COLLECT_BYTES_ENCODING_LETTERS_H
#define TRIG_COLLECT_BYTES_ENCODING_LETTERS_H

#include "surveys/base/view.h"

#include "collect/bytes/encoding.h"

/** Guesses from stretches of bytes around those beyond ASCII: by whether they make
 *  sense beside their neighbours, and where alphabets other than the western one are
 *  in question by the frequency of letters too. Says windows-1252 where nothing
 *  speaks for another. */
void trig_encoding_of_letters(struct trig_view odd, char name[TRIG_ENCODING_NAME], struct trig_why *why);

/** Whether iconv can decode [name]. */
bool trig_encoding_is_known(const char *name);

#endif
