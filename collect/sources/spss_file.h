/* Files of statistics packages: SPSS .sav and .zsav, Stata .dta.
 *
 *     file --ReadStat--> variables: name, label, meanings of values, declared missing
 *                   \--> cases, one after the other, each cell as text
 *
 * Dates come as 2020-01-31, whatever the package counts from; a blank (a system
 * missing value) as nothing; Stata's .a to .z as such. Cases are not kept, so
 * memory does not grow with their number. The files spss_*.c alone know ReadStat,
 * beside what writes such files.
 */
#ifndef TRIG_COLLECT_SOURCES_SPSS_FILE_H
#define TRIG_COLLECT_SOURCES_SPSS_FILE_H

#include "surveys/base/memory.h"
#include "surveys/csv/csv_reader.h"

#include "collect/bytes/content.h"
#include "collect/formats/format.h"

/* More columns than this are refused, as in text. */
#define TRIG_SPSS_COLUMNS ((size_t)16384)
/* A case of more bytes than this is refused, as in text. */
#define TRIG_SPSS_CASE ((size_t)16 << 20)

enum trig_spss_kind { TRIG_SPSS_NONE, TRIG_SPSS_SAV, TRIG_SPSS_ZSAV, TRIG_STATA_DTA };

/* How the numbers of a variable are shown, which is how its dates are known. */
enum trig_spss_form {
    TRIG_SPSS_NUMBER,
    TRIG_SPSS_SECONDS, /* a time since SPSS began to count */
    TRIG_SPSS_CLOCK,   /* a time of day, or a duration, in seconds */
    TRIG_STATA_DAYS,   /* these since Stata began to count */
    TRIG_STATA_MILLISECONDS,
    TRIG_STATA_WEEKS,
    TRIG_STATA_MONTHS,
    TRIG_STATA_QUARTERS,
    TRIG_STATA_HALVES
};

struct trig_spss_file {
    enum trig_spss_kind kind;
    int descriptor; /* borrowed */
    uint64_t size;
    const char *encoding;          /* as asked; NULL: as the file says */
    struct trig_codebook codebook; /* one question a variable, in their order */
    enum trig_spss_form *forms;    /* by variable */
    struct trig_arena arena;       /* of all of it */
};

/** The kind of file that begins with these bytes. */
enum trig_spss_kind trig_spss_kind_of(const char *bytes, size_t length);

/** Gets [bytes], how much of the file has been read, now and then. */
typedef void trig_spss_moved(void *context, uint64_t bytes);

/* How a file is read: which cases, and who gets them. */
struct trig_spss_request {
    size_t most; /* cases; 0: all */
    trig_csv_sink *sink;
    void *context;
    trig_spss_moved *moved; /* may be NULL */
    void *moved_context;
};

/** Reads what the file says of its variables; [file] has kind, descriptor, size and
 *  encoding set, the rest zeroed; its arena is to be cleared in any case.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (damaged, cut, wrong encoding); TRIG_ERR_LIMIT;
 *          TRIG_ERR_USAGE (no such encoding); TRIG_ERR_IO; TRIG_ERR_MEMORY. */
enum trig_status trig_spss_describe(struct trig_spss_file *file, struct trig_error *error);

/** Delivers the cases as records: number and line count cases from 1.
 *  @return as trig_spss_describe, or the sink's status. */
enum trig_status trig_spss_read(const struct trig_spss_file *file, const struct trig_spss_request *request,
                                struct trig_error *error);

#endif
