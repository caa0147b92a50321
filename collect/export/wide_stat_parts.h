/* A file of SPSS or Stata while it is written: what finding its columns (wide_stat_columns.c),
 * their values (wide_stat_values.c) and writing its rows (wide_stat.c) share.
 *
 *     answer                       SPSS                              Stata
 *     code of a scale              number with a label               the same
 *     code that is no answer       the same, declared missing        .a not applicable, .d don't know,
 *                                                                    .r refused, .n not shown, .b .c ...
 *     not shown, declared missing, numbers of their own, declared    .x .y .z, with labels
 *     unreadable                   missing, with labels
 *     skipped                      system missing                    .
 */
#ifndef TRIG_COLLECT_EXPORT_WIDE_STAT_PARTS_H
#define TRIG_COLLECT_EXPORT_WIDE_STAT_PARTS_H

#include "collect/export/long_texts.h"
#include "collect/export/wide_write.h"

#include <readstat.h>

/* What became of a question: the number of enum trig_answer. */
#define TRIG_STAT_KINDS 5

enum trig_stat_form {
    TRIG_STAT_CODED,
    TRIG_STAT_TICK,
    TRIG_STAT_NUMBER,
    TRIG_STAT_DATE,
    TRIG_STAT_STRING,
    TRIG_STAT_LIST /* the column that lists why answers are missing */
};

struct trig_stat_column {
    enum trig_stat_form form;
    size_t wide;                   /* of the table */
    size_t option;                 /* of a tick */
    size_t width;                  /* of a string */
    bool is_cut;                   /* some of its texts are longer */
    double kinds[TRIG_STAT_KINDS]; /* SPSS: by enum trig_answer, the number that says so; NAN: none does */
    readstat_variable_t *variable;
};

/* The codes of a scale as the file has them. */
struct trig_stat_scale {
    readstat_label_set_t *set; /* NULL: not made yet */
    double *values;            /* of its codes */
    char *letters;             /* of its codes: Stata's missing values; 0: the number */
    double kinds[TRIG_STAT_KINDS];
};

/* What differs between the packages. */
struct trig_stat_package {
    size_t name;        /* longest, in bytes */
    size_t label;       /* the same */
    size_t string;      /* the same */
    size_t value_label; /* the same */
    bool has_letters;   /* missing values by letters; else numbers are declared missing */
};

struct trig_stat_file {
    const struct trig_wide *wide;
    enum trig_wide_package kind;
    const struct trig_stat_package *package;
    readstat_writer_t *writer;
    struct trig_stat_scale *scales; /* by scale of the definition */
    struct trig_stat_column *columns;
    size_t count;
    trig_dictionary *names; /* in small letters: the packages do not tell case apart */
    struct trig_long_texts texts;
    trig_wide_note *note;
    void *note_context;
    struct trig_arena arena;
    bool failed; /* memory ran out for a name or a label */
    FILE *out;
};

/** Tells what the file cannot hold. */
void trig_stat_note(struct trig_stat_file *file, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** [text] in the file's arena, cut to [most] bytes, which is told: [what] is cut. Without memory it
 *  is blank, and the file failed. */
const char *trig_stat_cut(struct trig_stat_file *file, struct trig_view text, size_t most, const char *what);

/** The letter by which [package] tells what became of a question; 0: it has none. */
char trig_stat_letter(const struct trig_stat_package *package, enum trig_answer answer);

/** Finds the values of the codes of scale [index], and makes the set of their labels, once.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_stat_make_scale(struct trig_stat_file *file, size_t index, struct trig_error *error);

/** Says in the file which values of a column that was just added are no answers, and why. */
enum trig_status trig_stat_declare(struct trig_stat_file *file, struct trig_stat_column *column,
                                   struct trig_error *error);

/** Adds all columns of the table. @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_stat_add_columns(struct trig_stat_file *file, struct trig_error *error);

/** Whether the numbers of [form] are written as whole ones. */
bool trig_stat_is_whole(const struct trig_stat_file *file, enum trig_stat_form form);

#endif
