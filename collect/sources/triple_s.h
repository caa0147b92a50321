/* Triple-S: a survey as two files, metadata in XML and data as text.
 *
 *     survey.sss   <variable type="single"><name>Q2</name><position start="21"/>...
 *     survey.asc   520001200505041120000...        or CSV
 *
 * A question with several answers is a bitstring (010 means the second of three,
 * and is never a number) or several fields that hold codes; either way it comes
 * out as one column an option, ticked or not.
 */
#ifndef TRIG_COLLECT_SOURCES_TRIPLE_S_H
#define TRIG_COLLECT_SOURCES_TRIPLE_S_H

#include "surveys/base/memory.h"

#include "collect/bytes/content.h"
#include "collect/formats/format.h"

/* More columns than this are refused, as in text. */
#define TRIG_TRIPLE_S_COLUMNS ((size_t)16384)

enum trig_triple_s_type {
    TRIG_TRIPLE_S_SINGLE,
    TRIG_TRIPLE_S_MULTIPLE,
    TRIG_TRIPLE_S_QUANTITY,
    TRIG_TRIPLE_S_CHARACTER,
    TRIG_TRIPLE_S_LOGICAL,
    TRIG_TRIPLE_S_DATE,
    TRIG_TRIPLE_S_TIME
};

struct trig_triple_s_variable {
    enum trig_triple_s_type type;
    struct trig_view name;
    struct trig_view label;
    size_t start;     /* from 1: of a character, or of a field of CSV */
    size_t finish;    /* at least start */
    size_t subfields; /* of a multiple spread over fields; 0: a bitstring */
    size_t width;     /* of a subfield; 0: as the positions say */
    const struct trig_option_meaning *options;
    size_t option_count;
    size_t highest; /* of the codes of a bitstring: as long as it is at least */
    bool is_serial; /* the response's number */
};

struct trig_triple_s {
    struct trig_triple_s_variable *variables;
    size_t count;
    bool is_csv;
    size_t skip;             /* records of CSV above the first response */
    struct trig_arena arena; /* of all texts */
};

/** Whether a file holds metadata of Triple-S, going by its beginning, in whatever
 *  encoding. */
bool trig_triple_s_is(const char *path);

/** The metadata that belongs to the data in [path]: [codes] when that is
 *  metadata, or a file beside it with the same name and .sss (.SSS, .xml) at its end.
 *  @param codes  may be NULL.
 *  @param out    [size] bytes; blank when there is none. */
void trig_triple_s_find(const char *path, const char *codes, char *out, size_t size);

/** Reads metadata. [out] is to be cleared in any case.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (not well-formed, not Triple-S, positions that
 *          make no sense); TRIG_ERR_LIMIT; TRIG_ERR_IO; TRIG_ERR_MEMORY. */
enum trig_status trig_triple_s_read(const char *path, struct trig_triple_s *out, struct trig_error *error);
void trig_triple_s_clear(struct trig_triple_s *metadata);

#endif
