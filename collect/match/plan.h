/* What is done with each column of an export, worked out once before its
 * records are read.
 *
 *     columns   0: record   1: code   2: nothing   3: tick   4: tick   5: text
 *                  |           |                      \__  __/            |
 *     builder   0: "id"     1: "vis_1"              2: "languages"     3: "comment"   4: "#wave" ...
 *
 * Builder columns stand in the order of the definition's variables, then the
 * program's own; variables that the export lacks have none.
 */
#ifndef TRIG_COLLECT_MATCH_PLAN_H
#define TRIG_COLLECT_MATCH_PLAN_H

#include "surveys/base/pseudonym.h"
#include "surveys/batch/column_spec.h"
#include "surveys/csv/csv_reader.h"
#include "surveys/definition/definition.h"

#include "collect/answers/answer.h"
#include "collect/answers/memo.h"
#include "collect/answers/spellings.h"
#include "collect/formats/format.h"
#include "collect/formats/section.h"
#include "collect/match/match.h"

enum trig_act {
    TRIG_ACT_NOTHING,
    TRIG_ACT_CODE,     /* one answer of a scale */
    TRIG_ACT_SEVERAL,  /* several in one cell */
    TRIG_ACT_TICK,     /* one option of several, or of one answer, spread over columns */
    TRIG_ACT_CATEGORY, /* any text as a category of its own */
    TRIG_ACT_NUMBER,
    TRIG_ACT_DATE,
    TRIG_ACT_TEXT,
    TRIG_ACT_PERSON,      /* who answered: becomes a pseudonym */
    TRIG_ACT_INSTITUTION, /* which one */
    TRIG_ACT_WAVE
};

struct trig_plan_column {
    enum trig_act act;
    size_t variable;        /* TRIG_NONE: none */
    size_t target;          /* builder column; for ticks the group; TRIG_NONE: read, not stored */
    size_t section;         /* of the plan's sections; TRIG_NONE: always open */
    struct trig_memo *memo; /* borrowed; for acts that know answers again */
    const struct trig_heading *heading;
    bool is_answer; /* makes a record not blank */
    bool is_told;   /* is part of the fingerprint */
    bool is_record;
    bool is_status;
    bool is_submitted;
    bool is_plain; /* TRIG_ACT_CODE of a column that is always open and stored, and nothing more */
    uint64_t seed; /* of the variable, for the fingerprint */
};

/* The columns that hold one variable's options. */
struct trig_tick_group {
    size_t variable;
    size_t target;
    bool is_single; /* one answer, written as several columns */
};

/* Where a record's wave comes from. */
enum trig_wave_source { TRIG_WAVE_NONE, TRIG_WAVE_FIXED, TRIG_WAVE_COLUMN, TRIG_WAVE_DATE };

/* A status rule of the platform and the column that it looks at. */
struct trig_bound_rule {
    const struct trig_status_rule *rule;
    size_t column;
};

struct trig_plan {
    const trig_definition *definition; /* borrowed */
    const struct trig_format *format;
    const struct trig_heading *headings; /* borrowed */
    struct trig_plan_column *columns;
    size_t column_count;
    size_t needed; /* columns up to the last with a heading: a record has at least as many fields */
    struct trig_tick_group *groups;
    size_t group_count;
    struct trig_bound_rule *rules;
    size_t rule_count;
    struct trig_sections sections;
    size_t *id_columns; /* columns that tell rows with one response id apart */
    size_t id_column_count;
    struct trig_column_spec *specs; /* what the builder is made of */
    size_t spec_count;
    size_t wave_target; /* builder columns; TRIG_NONE: none */
    size_t institution_target;
    size_t fingerprint_target;
    size_t record_column;    /* of the export; TRIG_NONE: it has no response ids */
    size_t submitted_column; /* of the export; TRIG_NONE: it has no dates */
    size_t kinds_column;     /* of the export: why answers are missing; TRIG_NONE: it does not say */
    enum trig_wave_source wave_source;
    size_t wave;                       /* TRIG_WAVE_FIXED: index of the wave */
    size_t institution;                /* fixed by the user; TRIG_NONE: from a column, or none */
    const struct trig_person_key *key; /* makes pseudonyms; NULL: only those that are some already stay */

    /* What the columns' pointers go to. */
    struct trig_plan_parts *parts;
};

struct trig_plan_request {
    const trig_definition *definition;
    const struct trig_format *format;
    const struct trig_heading *headings; /* must outlive the plan, as all of this */
    const struct trig_match *matches;
    size_t count;
    size_t wave;                       /* as asked for, or the only one; TRIG_NONE: from the records */
    size_t institution;                /* as asked for; TRIG_NONE: from the records */
    bool keeps_people;                 /* as pseudonyms; otherwise nothing is kept of who answered */
    const struct trig_person_key *key; /* may be NULL */
};

/** The text of a category that a TRIG_ACT_CATEGORY column's meaning has as value. */
struct trig_view trig_plan_category(const struct trig_plan_column *column, uint64_t value);

/** Works out the plan.
 *  @return TRIG_OK and a plan to clear with trig_plan_clear; TRIG_ERR_USAGE (the
 *          survey has institutions or waves and the export does not say which; rows
 *          need more than their id to be told apart and the survey keeps no ids);
 *          TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_plan_make(const struct trig_plan_request *request, struct trig_plan *out,
                                struct trig_error *error);
void trig_plan_clear(struct trig_plan *plan);

/** Whether a record has the fields that the header promises: NONE, BLANK or RAGGED. */
enum trig_reason trig_plan_check_shape(const struct trig_plan *plan, const struct trig_csv_record *record);

/** The wave that was open at [time], TRIG_NONE when none was. A wave without a
 *  closing day lasts until the next one opens; the closing day counts whole. */
size_t trig_plan_wave_at(const trig_definition *definition, double time);

#endif
