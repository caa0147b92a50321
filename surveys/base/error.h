/* What went wrong, where, and what to do about it.
 *
 * Every function of the libraries that can fail returns enum trig_status and
 * takes a struct trig_error as its last parameter, which may be NULL. The
 * libraries never print: a program turns the error into one line
 *
 *     file:line:column: message
 *
 * Where several mistakes are worth reporting at once (a survey definition, an
 * export's header), they are gathered in struct trig_problems instead.
 */
#ifndef TRIG_SURVEYS_BASE_ERROR_H
#define TRIG_SURVEYS_BASE_ERROR_H

#include <stddef.h>
#include <stdint.h>

enum trig_status {
    TRIG_OK = 0,
    TRIG_ERR_MEMORY,  /* an allocation failed or was refused */
    TRIG_ERR_IO,      /* the operating system refused to read or write */
    TRIG_ERR_FORMAT,  /* the input is not what it has to be */
    TRIG_ERR_DOMAIN,  /* the numbers do not allow what was asked for */
    TRIG_ERR_USAGE,   /* the request itself is wrong: unknown name, bad option */
    TRIG_ERR_LIMIT,   /* a limit that guards against hostile files was reached */
    TRIG_ERR_DAMAGED, /* a checksum or an invariant of the store does not hold */
    TRIG_ERR_MISSING, /* a file, a program or a named thing is not there */
    TRIG_ERR_REFUSED, /* allowed by the data, not by the rules (disclosure, identity) */
    TRIG_ERR_INVALID, /* done, but some records are invalid and set aside */
    TRIG_ERR_BUSY     /* somebody else holds the store for longer than we wait */
};

/* One error. Lines, columns and records count from 1; 0 means not known. */
struct trig_error {
    enum trig_status status;
    uint64_t line;
    uint64_t column;
    uint64_t record;
    char file[256];
    char message[768];
};

/** Fills [error] (nothing happens when it is NULL) with a printf-like message;
 *  place fields are cleared.
 *  @return status, so that `return trig_error_set(...)` reads well. */
enum trig_status trig_error_set(struct trig_error *error, enum trig_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Adds a place to an error that trig_error_set has filled. [file] may be NULL
 *  (kept as it was); a longer path keeps its end, which names the file. Nothing
 *  happens when [error] is NULL. */
void trig_error_place(struct trig_error *error, const char *file, uint64_t line, uint64_t column);

/** Writes `file:line:column: message`, with the parts that are known, to [out]. */
void trig_error_format(const struct trig_error *error, char *out, size_t size);

/** The shortest true sentence for a status, for messages without better words. */
const char *trig_status_text(enum trig_status status);

enum trig_severity { TRIG_NOTE, TRIG_WARNING, TRIG_MISTAKE };

struct trig_problem {
    enum trig_severity severity;
    struct trig_error error;
};

/* A growing list of problems, in the order they were found. */
struct trig_problems {
    struct trig_problem *items; /* owned */
    size_t count;
    size_t capacity;
    size_t mistakes; /* how many of them are TRIG_MISTAKE */
};

void trig_problems_init(struct trig_problems *problems);
void trig_problems_clear(struct trig_problems *problems);

/** Adds `file:line:column: message`; [problems] may be NULL (then nothing is kept).
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_problems_add(struct trig_problems *problems, enum trig_severity severity,
                                   const char *file, uint64_t line, uint64_t column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

#endif
