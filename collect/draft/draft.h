/* A first definition, guessed from what exports hold.
 *
 *     gathering --group----> columns that belong to one question (a grid, spread options)
 *               --decide---> variables: role, type, scale, each with the reason
 *               --name-----> names from codes or wordings, pillars, waves, institutions
 *               --write----> folder of CSV files with a column `review`
 *
 * Every guess says why in its review text, and none quotes a free-text answer, an
 * answer of a personal column, or one that fewer than TRIG_DRAFT_FEW people gave.
 * The result does not depend on the order of columns or records, except that
 * variables stand in the order of their columns. All texts live in the arenas of
 * draft and gathering.
 */
#ifndef TRIG_COLLECT_DRAFT_DRAFT_H
#define TRIG_COLLECT_DRAFT_DRAFT_H

#include "surveys/definition/definition.h"

#include "collect/draft/gather.h"
#include "collect/draft/words.h"

/* An answer that fewer people gave may tell who they are: it is not written. */
#define TRIG_DRAFT_FEW 3

struct trig_draft_code {
    struct trig_view code;
    struct trig_view label;
    struct trig_view normal; /* of the label */
    double value;            /* NAN: not substantive, or without order */
    enum trig_code_kind kind;
    bool positive;
    bool neutral;
    bool is_own_missing;      /* no answer because a file says so, in words of its own */
    bool is_rest;             /* any other answer is read as this one */
    struct trig_view aliases; /* as the cell will have them, `|` between */
    struct trig_view review;
};

struct trig_draft_scale {
    struct trig_view name;
    struct trig_draft_code *codes;
    size_t count;
    size_t room; /* for codes */
    bool is_ordinal;
    bool is_opinion; /* answers of a questionnaire's scale: agreement, frequency, ... */
    struct trig_view review;
};

struct trig_draft_variable {
    struct trig_view name;
    struct trig_view label;
    struct trig_view stem; /* of the question that it is a part of; empty: none */
    size_t group;          /* of that question; TRIG_NONE: none */
    enum trig_role role;
    enum trig_type type;
    size_t scale;  /* TRIG_NONE: none */
    size_t pillar; /* TRIG_NONE: none */
    bool is_reversed;
    double min;
    double max;
    struct trig_view unit;
    struct trig_view separator; /* of several answers in one cell; empty: the platform's */
    struct trig_view review;
};

/* What a column of the gathering became. */
struct trig_draft_column {
    size_t group;          /* columns of one question; TRIG_NONE: a question of its own */
    struct trig_view part; /* its part of that question, as worded */
    size_t variable;       /* TRIG_NONE: none */
    size_t option;         /* of the variable's scale, that a tick in it means; TRIG_NONE: none */
};

/* Columns that belong to one question. */
struct trig_draft_group {
    struct trig_view stem; /* the question, as worded */
    size_t count;
};

struct trig_draft_pillar {
    struct trig_view id;
    struct trig_view label;
    double order;
    struct trig_view review;
};

struct trig_draft_wave {
    struct trig_view id;
    struct trig_view label;
    double opened; /* seconds since 1970, NAN: not known */
    double closed;
    double time; /* NAN: its position */
    struct trig_view review;
};

struct trig_draft_institution {
    struct trig_view id;
    struct trig_view name;
    bool is_university;
    struct trig_view review;
};

struct trig_draft {
    struct trig_arena arena;
    const struct trig_gathering *gathering; /* borrowed */
    const struct trig_words *words;         /* borrowed */
    bool failed;                            /* memory ran out: the rest is not to be used */

    struct trig_draft_column *columns; /* owned, as all lists; one a gathered column */
    struct trig_draft_group *groups;
    size_t group_count, group_capacity;
    struct trig_draft_scale *scales;
    size_t scale_count, scale_capacity;
    struct trig_draft_variable *variables;
    size_t variable_count, variable_capacity;
    struct trig_draft_pillar *pillars;
    size_t pillar_count, pillar_capacity;
    struct trig_draft_wave *waves;
    size_t wave_count, wave_capacity;
    struct trig_draft_institution *institutions;
    size_t institution_count, institution_capacity;
    enum trig_date_order date_order;
    struct trig_view date_review;
    bool has_commas; /* numbers have decimal commas, some of which might be taken for thousands */
};

/** Drafts a definition of what was gathered.
 *  @return TRIG_OK and a draft to clear; TRIG_ERR_FORMAT (no column that could be
 *          a variable); TRIG_ERR_MEMORY. */
enum trig_status trig_draft_make(const struct trig_gathering *gathering, struct trig_draft *out,
                                 struct trig_error *error);
void trig_draft_clear(struct trig_draft *draft);

/* ---- for the files of this folder: a draft under way ------------------------------- */

/** printf into the draft's arena; when memory is out, an empty text, and failed. */
struct trig_view trig_draft_print(struct trig_draft *draft, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** The normalised form of [text] in the draft's arena. */
struct trig_view trig_draft_normal(struct trig_draft *draft, struct trig_view text);

/** Zeroed memory in the draft's arena for [count] things, NULL and failed when there is none. */
void *trig_draft_room(struct trig_draft *draft, size_t count, size_t size);

/** Grows a list of the draft by one; false and failed when memory is out. */
bool trig_draft_grow(struct trig_draft *draft, void **items, size_t *capacity, size_t count, size_t size);

/** As people put texts in order: numbers in them by their value (grade 9, grade 10), the rest by bytes.
 *  @return 0 only for the same bytes. */
int trig_draft_compare(struct trig_view a, struct trig_view b);

/** [text] as a name of at most [most] characters: small letters, digits and `_`
 *  between words; empty when nothing of it can be a name. */
struct trig_view trig_draft_slug(struct trig_draft *draft, struct trig_view text, size_t most);

/* The columns of each group that are wanted: those of group i stand from starts[i]
 * up to starts[i + 1]. */
struct trig_draft_members {
    size_t *columns;
    size_t *starts;
};

/** Lists them, in the draft's arena; false and failed when memory is out. */
bool trig_draft_group_members(struct trig_draft *draft,
                              bool (*wanted)(const struct trig_draft *draft, size_t column),
                              struct trig_draft_members *out);

/* The steps, in their order; each in a file of its own. */
void trig_draft_find_groups(struct trig_draft *draft);
void trig_draft_find_roles(struct trig_draft *draft);
void trig_draft_find_places(struct trig_draft *draft);
void trig_draft_find_options(struct trig_draft *draft);
void trig_draft_find_scales(struct trig_draft *draft);
void trig_draft_find_types(struct trig_draft *draft);
void trig_draft_find_names(struct trig_draft *draft);
void trig_draft_find_pillars(struct trig_draft *draft);
void trig_draft_find_reversed(struct trig_draft *draft);
void trig_draft_find_waves(struct trig_draft *draft);

/** Whether the questions of a group, [variable] among them, are scored together: steps of an
 *  opinion, not ranks or codes. */
bool trig_draft_is_scored(const struct trig_draft *draft, const struct trig_draft_variable *variable,
                          size_t group);

/** A new variable for column [column], which gets it; NULL when memory is out. */
struct trig_draft_variable *trig_draft_add_variable(struct trig_draft *draft, size_t column,
                                                    enum trig_role role, enum trig_type type,
                                                    struct trig_view review);

/** Adds a scale whose codes are ordered; its name is made from [base], and its
 *  codes get names where they have none. @return its index, TRIG_NONE when memory is out. */
size_t trig_draft_add_scale(struct trig_draft *draft, struct trig_view base,
                            const struct trig_draft_scale *scale);

#endif
