/* What people answered, as the export spells it, to the codes of the definition.
 *
 *     "Strongly agree", "STRONGLY AGREE ", "5", "5.0", "5 - Strongly agree"  -> code 5
 *     "Parrots,Whales"                                                       -> flags 0b101
 *
 * Spellings are tried from the surest to the least sure: code, label, alias (all
 * normalised), the same number written otherwise ("05", "5.0"), and a number
 * with words after it where the scale's own label begins with that number. What
 * then is still unknown is unreadable; nothing is guessed.
 *
 * A scale may have one code with the alias `*`: any answer that no other code's
 * spelling is means that one ("Other"). A spreadsheet's damage never does.
 *
 * Where the column's codes mean something else than the definition's (a key
 * says so), an answer is first put into the words of the key.
 */
#ifndef TRIG_COLLECT_ANSWERS_ANSWER_H
#define TRIG_COLLECT_ANSWERS_ANSWER_H

#include "surveys/definition/definition.h"

#include "collect/answers/memo.h"
#include "collect/answers/spellings.h"
#include "collect/formats/format.h"

/* The alias of the code that stands for every answer that is not listed. */
#define TRIG_REST_ALIAS "*"

/* A scale, ready to be read against; shared by all columns that use it. */
struct trig_scale_reader {
    const struct trig_scale *scale;
    trig_spellings *spellings; /* owned */
    double *numbers;           /* owned: the codes as numbers, NAN where they are none */
    uint64_t *hashes;          /* owned: of the codes' texts */
    size_t other;              /* the answer that goes by "other", TRIG_NONE when none does */
    bool has_ranges;           /* an answer is called like 4-10, which spreadsheets take for a date */
    size_t rest;               /* the code for what is not listed, TRIG_NONE when there is none */
};

enum trig_status trig_scale_reader_init(struct trig_scale_reader *reader, const struct trig_scale *scale,
                                        struct trig_error *error);
void trig_scale_reader_clear(struct trig_scale_reader *reader);

/* How the cells of one column are read. */
struct trig_answer_reader {
    struct trig_scale_reader *scale;    /* borrowed */
    const struct trig_format *format;   /* tokens, separators, habits */
    const struct trig_heading *heading; /* options: what its codes mean */
    struct trig_view separators;        /* of a multiple in one cell: any of these characters */
    size_t option;                      /* of a tick: the code that the column stands for */
};

/** Reads one answer of the scale: value is the index of its code.
 *  [context] is a struct trig_answer_reader; matches trig_memo_resolve. */
enum trig_status trig_answer_read_code(void *context, struct trig_view text, struct trig_meaning *out,
                                       struct trig_error *error);

/** Reads several answers in one cell, split against the scale's spellings, which
 *  may hold the separator themselves: value has bit i set for code i. */
enum trig_status trig_answer_read_several(void *context, struct trig_view text, struct trig_meaning *out,
                                          struct trig_error *error);

/** Reads whether the column's option was chosen: value is 1 or 0. A blank cell
 *  is skipped: whether that means "no" is the platform's rule. */
enum trig_status trig_answer_read_tick(void *context, struct trig_view text, struct trig_meaning *out,
                                       struct trig_error *error);

/** Whether [text] says that an option was chosen, without saying which: 1, yes, Selected. [text] is trimmed.
 */
bool trig_answer_is_ticked(struct trig_view text);

/** Whether [text] says that an option was not chosen: 0, no, Unchecked. [text] is trimmed. */
bool trig_answer_is_unticked(struct trig_view text);

/** Puts a code into the words of the column's key: [*text], which is trimmed.
 *  @return false, with the text as it was, when the column has a key without that
 *          code; true, with the text as it was, when it has no key or its cells hold
 *          labels. */
bool trig_answer_translate(const struct trig_heading *heading, struct trig_view *text);

/** Whether the file declares the value [text], which is trimmed, to be no answer;
 *  [*answer] gets what it is instead. */
bool trig_answer_is_declared(const struct trig_heading *heading, struct trig_view text,
                             enum trig_answer *answer);

/** Whether the format says what became of the question instead of an answer
 *  ("{question_not_shown}"); [*answer] gets it. [text] is trimmed. */
bool trig_answer_is_token(const struct trig_format *format, struct trig_view text, enum trig_answer *answer);

/** Whether [text] is such a mark that people write too: NA, or a full stop. */
bool trig_answer_is_word(const struct trig_format *format, struct trig_view text);

/** The same for answers of a scale, which may have the mark as a code, or among its words.
 *  @param answer  TRIG_ANSWERED: [text] is no mark. */
enum trig_status trig_answer_find_token(const struct trig_answer_reader *reader, struct trig_view text,
                                        enum trig_answer *answer, struct trig_error *error);

#endif
