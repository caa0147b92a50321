/* The columns of an export as a platform lays them out.
 *
 *     definition + platform --build--> columns, each with a heading and where
 *                                      its cells come from
 *
 * A platform is one build function and one row of the table in layout.c.
 */
#ifndef TRIG_TESTS_SYNTH_LAYOUT_H
#define TRIG_TESTS_SYNTH_LAYOUT_H

#include "tests/synth/line.h"

#include "surveys/definition/definition.h"

/* Where the cells of a column come from. */
enum trig_synth_source {
    TRIG_SYNTH_LEFT_OUT,    /* not a column: what the model has no answer for */
    TRIG_SYNTH_EMPTY,       /* a heading over other columns */
    TRIG_SYNTH_CODED,       /* cells, by code of the scale */
    TRIG_SYNTH_JOINED,      /* cells (not encoded) of all chosen options, by code */
    TRIG_SYNTH_TICKED,      /* cells[1] when `option` is chosen, cells[0] when not */
    TRIG_SYNTH_OTHER,       /* words beside the answer `option` */
    TRIG_SYNTH_NUMBER,      /* a numeric answer */
    TRIG_SYNTH_COMMENT,     /* cells, by index of the comment */
    TRIG_SYNTH_INSTITUTION, /* cells, by institution */
    TRIG_SYNTH_FIXED,       /* cells[0] in every row */
    TRIG_SYNTH_STATUS,      /* cells, by enum trig_synth_fate */
    TRIG_SYNTH_RECORD,
    TRIG_SYNTH_PERSON,
    TRIG_SYNTH_NAME,
    TRIG_SYNTH_EMAIL,
    TRIG_SYNTH_STARTED,
    TRIG_SYNTH_SUBMITTED, /* empty unless the response was completed */
    TRIG_SYNTH_LAST_PAGE
};

/* What became of a response on the platform. */
enum trig_synth_fate {
    TRIG_SYNTH_COMPLETE,
    TRIG_SYNTH_PARTIAL,
    TRIG_SYNTH_PREVIEW,
    TRIG_SYNTH_TEST,
    TRIG_SYNTH_FATES /* how many */
};

struct trig_synth_column {
    enum trig_synth_source source;
    size_t variable;
    size_t option;
    struct trig_view heading;
    const struct trig_view *cells;
    size_t cell_count;
};

struct trig_synth_layout_options {
    char separator;     /* 0: the platform's */
    bool zero_index;    /* jisc-coded: codes begin at 0 */
    bool reverse_index; /* jisc-coded: the first option has the highest code */
};

struct trig_synth_layout;

struct trig_synth_platform {
    const char *name;
    const char *summary;
    struct trig_synth_style style;
    bool labels;        /* answers as their labels, not as codes */
    const char *joiner; /* between several answers in one cell */
    const char *zone;   /* after a time, for example " UTC" */
    const char *record_prefix;
    enum trig_status (*build)(struct trig_synth_layout *layout, struct trig_error *error);
    /* The text of an answer where it is neither its code nor its label; may be NULL. */
    struct trig_view (*answer)(struct trig_synth_layout *layout, size_t variable, size_t code);
};

struct trig_synth_layout {
    const struct trig_synth_platform *platform;
    const trig_definition *definition; /* borrowed */
    size_t wave;
    struct trig_synth_style style;
    struct trig_synth_layout_options options;
    struct trig_arena arena;
    struct trig_synth_column *columns; /* owned */
    size_t column_count;
    size_t column_capacity;
};

/** The platform called [name]; NULL when there is none. */
const struct trig_synth_platform *trig_synth_platform_find(const char *name);
/** The platform with [index], NULL right after the last; ask no further. */
const struct trig_synth_platform *trig_synth_platform_at(size_t index);

/** Lays out a survey; free with trig_synth_layout_clear.
 *  @param options  NULL: all defaults. */
enum trig_status trig_synth_layout_make(const struct trig_synth_platform *platform,
                                        const trig_definition *definition, size_t wave,
                                        const struct trig_synth_layout_options *options,
                                        struct trig_synth_layout *out, struct trig_error *error);
void trig_synth_layout_clear(struct trig_synth_layout *layout);

/** Whether the layout has a column with [source]. */
bool trig_synth_layout_has(const struct trig_synth_layout *layout, enum trig_synth_source source);

/* ---- for the platforms ---------------------------------------------------------- */

/** What a variable's cells come from when it is one column. */
enum trig_synth_source trig_synth_source_of(const struct trig_variable *variable);

/** Adds the column of a variable with its cells.
 *  @param heading  data NULL: memory was out where it was made. */
enum trig_status trig_synth_add_variable(struct trig_synth_layout *layout, size_t variable,
                                         struct trig_view heading, struct trig_error *error);
/** Adds a column that holds no answers; [fixed] is for TRIG_SYNTH_FIXED. */
enum trig_status trig_synth_add_other(struct trig_synth_layout *layout, enum trig_synth_source source,
                                      size_t variable, size_t option, struct trig_view heading,
                                      struct trig_view fixed, struct trig_error *error);
/** Adds the column of one option of a multiple; the cells are encoded from the two texts. */
enum trig_status trig_synth_add_ticked(struct trig_synth_layout *layout, size_t variable, size_t option,
                                       struct trig_view heading, const char *unticked, const char *ticked,
                                       struct trig_error *error);
/** The code called "other" of a nominal attribute's scale, TRIG_NONE when there is none. */
size_t trig_synth_other_option(const trig_definition *definition, size_t variable);

extern const struct trig_synth_platform trig_synth_plain;
extern const struct trig_synth_platform trig_synth_plain_text;
extern const struct trig_synth_platform trig_synth_jisc;
extern const struct trig_synth_platform trig_synth_jisc_coded;
extern const struct trig_synth_platform trig_synth_limesurvey;
extern const struct trig_synth_platform trig_synth_limesurvey_full;

#endif
