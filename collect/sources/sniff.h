/* What an export is: encoding, separator, quote, header rows, platform. Each is
 * found out with a reason that is printed, and each can be said by the user.
 *
 *     facts (bytes) --source--> encoding, separator, quote, first records
 *                               first records --sniff--> title lines, platform, header rows
 */
#ifndef TRIG_COLLECT_SOURCES_SNIFF_H
#define TRIG_COLLECT_SOURCES_SNIFF_H

#include "collect/bytes/encoding.h"
#include "collect/bytes/facts.h"
#include "collect/formats/format.h"
#include "collect/sources/head.h"

/* The most columns that anybody may ask for. */
#define TRIG_COLUMN_LIMIT 1000000

/* What the user says about an export, as typed; NULL: find out. */
struct trig_sniff_options {
    const char *platform;
    const char *encoding;
    const char *separator;    /* a character, or comma, semicolon, tab, pipe */
    const char *header_rows;  /* 1 to 3 */
    bool has_codes;           /* a file with the meaning of codes comes with it */
    const char *sheet;        /* of a workbook */
    const char *unpack_limit; /* 500M: how much a packed file may unpack to */
    size_t column_limit;      /* the most columns of a text; 0: 16,384 */
    const char *field_limit;  /* 4M: how long a field of a text may be; as typed, like record_limit */
    const char *record_limit;
    const char *temporary; /* the folder for temporary files; NULL: /tmp */
    uint64_t presume_from; /* a file of so many bytes is taken for what it begins as; 0: never */
};

/* Room for what was found, with its NUL: a name of a sheet fits. */
#define TRIG_FOUND_VALUE 128

/* One thing that was found out. */
struct trig_finding {
    const char *name; /* "encoding" */
    char value[TRIG_FOUND_VALUE];
    struct trig_why why;
};

enum trig_found {
    TRIG_FOUND_INPUT,
    TRIG_FOUND_PACKING,
    TRIG_FOUND_KIND, /* of a file that is not text */
    TRIG_FOUND_SHEET,
    TRIG_FOUND_PLATFORM,
    TRIG_FOUND_ENCODING,
    TRIG_FOUND_SEPARATOR,
    TRIG_FOUND_QUOTE,
    TRIG_FOUND_HEADER_ROWS,
    TRIG_FINDINGS
};

struct trig_dialect {
    struct trig_encoding_guess encoding; /* this and the next of a source that is text */
    struct trig_csv_options csv;
    size_t title_rows;
    size_t header_rows; /* below the title lines */
    /* What files of this source can be, ends with NULL; NULL: any platform. */
    const struct trig_format *const *formats;
    const struct trig_format *format;
    const struct trig_escape *escapes;           /* NULL: there are none */
    struct trig_finding findings[TRIG_FINDINGS]; /* those without a name do not apply */
};

/** Notes what was found out. [name] is static. */
void trig_dialect_note(struct trig_dialect *dialect, enum trig_found which, const char *name,
                       const char *value, const struct trig_why *why);

/** Finds out title lines, platform and header rows from the first records.
 *  @return TRIG_OK; TRIG_ERR_USAGE (an option makes no sense), TRIG_ERR_FORMAT (no header). */
enum trig_status trig_sniff(const struct trig_head *head, const struct trig_sniff_options *options,
                            struct trig_dialect *out, struct trig_error *error);

#endif
