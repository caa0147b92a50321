/* The key file of a coded Jisc export: what its numbers mean.
 *
 *     "Q2","Tool"        a question: first cell like Q2 or Q14_1_a
 *     "1","Lathe"        its options, until the next question
 *     "2","Mill"
 */
#ifndef TRIG_COLLECT_FORMATS_JISC_KEY_H
#define TRIG_COLLECT_FORMATS_JISC_KEY_H

#include "collect/formats/format.h"

/** Whether [heading] names a question of a coded export: Q2, Q3_1, Q14_1_a. */
bool trig_jisc_is_question(struct trig_view heading);

/** Reads a key file; as collect/bytes/codes_file.h does, in whatever encoding.
 *  @param out  lives in [arena].
 *  @return TRIG_OK; TRIG_ERR_FORMAT (not a key), TRIG_ERR_IO, TRIG_ERR_MISSING, TRIG_ERR_MEMORY. */
enum trig_status trig_jisc_read_key(const char *path, struct trig_arena *arena, struct trig_codebook *out,
                                    struct trig_error *error);

/** The question called [code], NULL when the key has none. */
const struct trig_codebook_question *trig_jisc_question(const struct trig_codebook *key,
                                                        struct trig_view code);

/** The option that column [heading] (`Q3_2`) stands for, NULL when it stands for
 *  none; its question goes to [*question]. */
const struct trig_option_meaning *trig_jisc_option(const struct trig_codebook *key, struct trig_view heading,
                                                   const struct trig_codebook_question **question);

/** Checks that every question whose options are columns has one column for each
 *  option of the key: where one of the two counts from 0 and the other from 1,
 *  each column would silently be taken for its neighbour.
 *  @return TRIG_OK or TRIG_ERR_FORMAT. */
enum trig_status trig_jisc_check_options(const struct trig_codebook *key, struct trig_views headings,
                                         struct trig_error *error);

#endif
