/* What drafting knows of language: how answers, headings and pillars are worded.
 *
 *     answers.csv   kind "agree": position 8 "strongly disagree", 20 "disagree", .. 92
 *     headings.csv  role "personal": a heading that is "surname" or has "email address"
 *     pillars.csv   "recognition": a wording that has "valued", "award", ...
 *
 * The tables are data, built into the program; another language is more rows.
 * Order and direction of a scale come from the positions (0 lowest, 100 highest
 * in its kind), never from the order in which a file has the answers. `*` in a
 * wording stands for the same words in all answers of one scale. A positive and a
 * negative row whose positions add up to 100 are opposites, wording by wording.
 */
#ifndef TRIG_COLLECT_DRAFT_WORDS_H
#define TRIG_COLLECT_DRAFT_WORDS_H

#include "surveys/base/dictionary.h"
#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/definition/definition.h"

enum trig_sense { TRIG_SENSE_NONE, TRIG_SENSE_NEGATIVE, TRIG_SENSE_NEUTRAL, TRIG_SENSE_POSITIVE };

/* A kind of answer scale, or of answers that are none (not applicable, ...). */
struct trig_answer_kind {
    struct trig_view name;
    bool is_missing;
    enum trig_code_kind code_kind; /* of a kind that is missing */
    bool is_nominal;               /* its codes are words, not steps */
};

/* One wording of one step of a kind. */
struct trig_wording {
    struct trig_view language;
    size_t kind;
    double position; /* NAN of a kind that is missing */
    enum trig_sense sense;
    struct trig_view text; /* normalised; as written in the table */
    struct trig_view label;
    size_t place; /* within its row, for opposites */
    bool has_star;
    struct trig_view before; /* of the star */
    struct trig_view after;
    size_t next; /* another wording of the same text, TRIG_NONE: the last */
};

struct trig_heading_word {
    struct trig_view role; /* "personal", "other", ... */
    bool whole;            /* the heading is it; else the heading has it */
    struct trig_view text; /* normalised */
};

struct trig_pillar_words {
    struct trig_view id;
    struct trig_view label;
    struct trig_views words; /* normalised */
};

struct trig_words {
    struct trig_arena arena;
    struct trig_answer_kind *kinds; /* owned, as the lists below */
    size_t kind_count, kind_capacity;
    struct trig_wording *wordings;
    size_t wording_count, wording_capacity;
    struct trig_heading_word *headings;
    size_t heading_count, heading_capacity;
    struct trig_pillar_words *pillars;
    size_t pillar_count, pillar_capacity;
    trig_dictionary *texts; /* of the wordings: the index of the first with each text */
    size_t *first;
    size_t first_capacity;
};

/** Reads the built-in tables. @return TRIG_OK and words to clear; TRIG_ERR_MEMORY;
 *  TRIG_ERR_FORMAT (a mistake in a table, which a test would find). */
enum trig_status trig_words_load(struct trig_words *out, struct trig_error *error);
void trig_words_clear(struct trig_words *words);

/** The first wording without a star that is [text] (normalised); further ones
 *  follow by `next`. TRIG_NONE when there is none. */
size_t trig_words_exact(const struct trig_words *words, struct trig_view text);

/** Whether [text] fits a wording with a star; [*star] gets what the star stands for. */
bool trig_wording_fits(const struct trig_wording *wording, struct trig_view text, struct trig_view *star);

/** The opposite of a wording in its kind and language, TRIG_NONE when the table has none. */
size_t trig_words_opposite(const struct trig_words *words, size_t wording);

/** Whether a heading (normalised) is or has one of the words of [role]. */
bool trig_words_heading(const struct trig_words *words, const char *role, struct trig_view heading);

/** Whether a heading (normalised) is a code, without a blank, whose last part is one of the words of
 *  [role]: `gps:latitude`, `home_latitude`. */
bool trig_words_code_end(const struct trig_words *words, const char *role, struct trig_view heading);

/** Whether [text] has [phrase] with no letter or digit on either side of it. */
bool trig_words_has(struct trig_view text, struct trig_view phrase);

/** The pillar that [text] (normalised) speaks of, TRIG_NONE when none or two do. */
size_t trig_words_pillar(const struct trig_words *words, struct trig_view text);

#endif
