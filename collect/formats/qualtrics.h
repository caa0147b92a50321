/* What the files of the Qualtrics format share. */
#ifndef TRIG_COLLECT_FORMATS_QUALTRICS_H
#define TRIG_COLLECT_FORMATS_QUALTRICS_H

#include "collect/formats/format.h"

/* Which of the header rows are there, and where the records begin.
 *
 *     0  StartDate    Q2_1              V1            tags, or V and a number
 *     1  Start Date   Which? - Lathe    ResponseID    wordings; may have been taken out
 *     2  {"ImportId":"startDate",..}                  import ids; not in the oldest
 */
struct trig_qualtrics_shape {
    size_t wordings; /* its row; 0: not there */
    size_t ids;      /* its row; 0: not there */
    size_t own;      /* columns that are known to be the platform's own */
    bool numbered;   /* V1, V2, V3 instead of tags */
    bool localised;  /* numbered, and none of the platform's own columns is called so in English */
};

/** What [rows], the first of an export, are. [out] is filled in any case.
 *  @return whether they are a Qualtrics header. */
bool trig_qualtrics_find_shape(const struct trig_views *rows, size_t count, struct trig_qualtrics_shape *out);

/** What an import id, a tag or the wording of one of the platform's own columns
 *  is to it, and [*name] as its import id calls it ("finished"); the name is NULL
 *  and the use TRIG_USE_ANSWERS when it is none. */
enum trig_use trig_qualtrics_use(struct trig_view text, const char **name);

/** The same of an import id, to the letter, since data that a survey embeds may be
 *  called "Status" too; what is measured beside a question has a use and no name. */
enum trig_use trig_qualtrics_id_use(struct trig_view id, const char **name);

/** The same of column V[number] of a numbered export, which begins with the ten
 *  columns of the response whatever the language. */
enum trig_use trig_qualtrics_numbered_use(size_t number, const char **name);

/** N of "VN"; 0 when [cell] is not like that. */
size_t trig_qualtrics_number(struct trig_view cell);

/** Reads the header: see struct trig_format. */
enum trig_status trig_qualtrics_read_headings(const struct trig_views *rows, size_t count,
                                              const struct trig_codebook *codebook, struct trig_arena *arena,
                                              struct trig_heading *out, size_t columns,
                                              struct trig_error *error);

#endif
