/* A platform: how its exports are told from others, and how they are read.
 *
 *     export --> first rows --recognise--> the format that is surest
 *                header rows --read_headings--> struct trig_heading, one a column
 *                data rows: metadata, status rules, tokens, separators
 *
 * Each platform is one file in collect/formats/ that fills one struct
 * trig_format, and one row of the table in collect/formats/formats.c. A format
 * says what the platform writes; what the survey asked is the definition's
 * matter. All texts are UTF-8.
 */
#ifndef TRIG_COLLECT_FORMATS_FORMAT_H
#define TRIG_COLLECT_FORMATS_FORMAT_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"
#include "surveys/batch/batch.h"

#include "collect/reason.h"

/* An answer option as the platform knows it: "1" means "Very likely". */
struct trig_option_meaning {
    struct trig_view code;
    struct trig_view label;
};

/* Values that a file declares to be no answers: from [low] to [high], or, of a
 * column of texts, [text]. */
struct trig_declared {
    double low;  /* NAN: a text */
    double high; /* may be infinite, like low */
    struct trig_view text;
    enum trig_answer answer; /* TRIG_DECLARED_MISSING, or what the platform means by it */
};

/* What the platform's own codes mean, question by question: from a key file, or
 * from an export that carries its labels. */
struct trig_codebook_question {
    struct trig_view code; /* "Q14_1_a" */
    struct trig_view text; /* "Write a package" */
    const struct trig_option_meaning *options;
    size_t option_count;                  /* 0: answers are what they are */
    struct trig_view section;             /* the form that it stands on; blank: not known */
    bool is_multiple;                     /* several of the options may be chosen */
    bool is_personal;                     /* it tells who answered */
    bool is_record;                       /* it numbers the responses */
    bool is_text;                         /* what people wrote */
    const struct trig_declared *declared; /* values that are no answers */
    size_t declared_count;
};

struct trig_codebook {
    const struct trig_codebook_question *questions;
    size_t count;
};

/* What a column is to its platform. */
enum trig_use {
    TRIG_USE_ANSWERS,    /* something that was asked; or not known */
    TRIG_USE_RECORD,     /* the platform's response id */
    TRIG_USE_SUBMITTED,  /* when the response was completed */
    TRIG_USE_PERSONAL,   /* names, addresses, e-mail, IP: never kept */
    TRIG_USE_OWN,        /* the platform's own affairs: page, seed, language, timing */
    TRIG_USE_RECORD_PART /* tells responses with one id apart: event, instance */
};

/* A heading that may be one option of a question whose answers are spread over
 * several columns: `languages[py]` is part "py" of "languages". */
struct trig_spread {
    struct trig_view base;
    struct trig_view part;
};

/* A rule that sets records aside by what one of the platform's columns holds.
 * The rule is silent in a file without that column. */
struct trig_status_rule {
    const char *heading; /* NULL for a rule that a heading brings with it */
    const char *value;   /* NULL: the cell is blank; else it is this, normalised */
    enum trig_reason reason;
};

/* One column of an export, as its header describes it. */
struct trig_heading {
    struct trig_view raw;              /* as in the file; several header rows joined by a blank */
    struct trig_views keys;            /* codes of the column, strongest first; may be none */
    struct trig_views texts;           /* wordings, strongest first; raw is always among them */
    const struct trig_spread *spreads; /* ways to read it as an option of a spread question */
    size_t spread_count;
    const struct trig_option_meaning *options; /* what its codes mean; none: answers are what they are */
    size_t option_count;
    const struct trig_declared *declared; /* values that are no answers */
    size_t declared_count;
    struct trig_views ticked; /* what ticks it, beside 1 and yes: the option's text, its number */
    enum trig_use use;
    bool is_option;      /* it certainly is an option: ticked or not ticked */
    bool is_labelled;    /* its cells hold the labels of [options], not their codes */
    bool has_unlabelled; /* values without an option are values too: only some have a label */
    bool is_text;        /* it certainly holds what people wrote */
    bool is_coded;       /* its cells are numbers, and which end of the scale is 1 is not in the file */

    /* The form that the column stands on, from 1; 0: none is known. Where a form
     * has a gate, whose cell says how far somebody came with it, and the gate says
     * not at all, and no other cell of the form holds anything but an option that
     * is not ticked, the form was never opened: its questions were not shown. */
    bool is_gate;
    size_t section;
    /* Sets records aside by what this column holds, when an answer of its section
     * is read, or it has none; NULL: nothing. */
    const struct trig_status_rule *rule;
};

/* A column that is the platform's, by heading (normalised before comparing). */
struct trig_metadata {
    const char *heading;
    enum trig_use use;
};

/* What the platform writes where there is no answer. */
struct trig_token {
    const char *text;
    enum trig_answer answer; /* never TRIG_ANSWERED */
    bool is_word; /* people write it too: a text keeps it, and a scale that has it among its words */
};

/* What the platform writes for a character that would break its file. */
struct trig_escape {
    const char *text; /* "{newline}" */
    char character;
};

/* What a spread question means when none of its columns is ticked. */
enum trig_unticked {
    TRIG_UNTICKED_SKIPPED, /* cannot be told from a question that nobody answered */
    TRIG_UNTICKED_ANSWERED /* an explicit "No" says that it was shown and left so */
};

/* Room for a reason in words. */
struct trig_why {
    char text[200];
};

void trig_why_set(struct trig_why *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct trig_format {
    const char *name;    /* for --platform and columns.csv: "jisc" */
    const char *title;   /* "Jisc Online Surveys" */
    const char *summary; /* what it reads, one line */

    /* How sure it is, 0 to 100, that [rows] (the first of an export, title lines
     * already left out) are its own, and why. 0 also when there are none. */
    int (*recognise)(const struct trig_views *rows, size_t count, struct trig_why *why);

    /* Header rows that the platform writes: 1 to 3. */
    size_t header_rows;

    /* The same of the export that begins with [rows], for a platform that writes it
     * in several shapes; NULL: it does not. */
    size_t (*count_header_rows)(const struct trig_views *rows, size_t count);

    /* What stands for characters in the export that begins with [rows], header and
     * records: ends with a NULL text; NULL, the function or its answer: nothing. */
    const struct trig_escape *(*find_escapes)(const struct trig_views *rows, size_t count);

    /* Reads the header.
     * @param rows      [count] of them, at least one.
     * @param codebook  NULL when there is none.
     * @param out       [columns] zeroed headings; their texts go to [arena] or
     *                  borrow from [rows] and [codebook].
     * @return TRIG_OK; TRIG_ERR_REFUSED (coded answers without a key), TRIG_ERR_FORMAT, TRIG_ERR_MEMORY. */
    enum trig_status (*read_headings)(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error);

    /* Settles by the first records what the header leaves open, for example whether
     * cells hold codes or labels; NULL: it leaves nothing open.
     * @param records   [count] of those below the header; may be none.
     * @param headings  [columns] as read_headings left them.
     * @return TRIG_OK, TRIG_ERR_MEMORY. */
    enum trig_status (*look_at_records)(const struct trig_views *records, size_t count,
                                        struct trig_arena *arena, struct trig_heading *headings,
                                        size_t columns, struct trig_error *error);

    /* Reads the file given with --codes; NULL: the platform has none. */
    enum trig_status (*read_codebook)(const char *path, struct trig_arena *arena, struct trig_codebook *out,
                                      struct trig_error *error);

    const struct trig_metadata *metadata;        /* ends with a NULL heading; may be NULL */
    const struct trig_status_rule *status_rules; /* the same */
    const struct trig_token *tokens;             /* ends with a NULL text; may be NULL */
    const char *const *unopened; /* what a gate holds while nobody came to its form, beside a blank; ends
                                    with NULL; may be NULL */
    const char *separators;      /* between several answers in one cell, any of these characters */
    enum trig_unticked unticked;
    bool tells_options;     /* it marks the headings of options: no other column is one */
    const char *other_code; /* what it writes for the option "other"; NULL: nothing special */
    bool has_formula_guard; /* it writes '= where an answer began with = */
    bool has_serial_dates; /* its files often come out of a spreadsheet with dates as days since 1899-12-30 */
};

/** The formats, in the order in which `platforms` lists them; NULL at the end. */
const struct trig_format *trig_format_at(size_t index);

/** The format called [name], NULL when there is none. */
const struct trig_format *trig_format_find(struct trig_view name);

#endif
