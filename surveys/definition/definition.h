/* A survey definition: what was asked, of whom, on which scales, when, where.
 *
 *     folder of CSV files --read--> trig_definition_files --parse--> trig_definition
 *                                   (name, content; also         (checked, indexed,
 *                                    what the store keeps)        read-only)
 *
 * Every list keeps the order of its file; everything refers to everything by
 * index into these lists (TRIG_NONE: refers to nothing). All text lives in the
 * definition's arena and is UTF-8; a text that was left blank has length 0,
 * but a blank label or name of an institution, wave, pillar, code or variable
 * is filled with its id, code or name: there is always something to print.
 * Numbers left blank are NAN. Nothing here fixes the number or the names of
 * pillars, scales, roles of respondents, institutions or waves.
 *
 * Definitions are made by trig_definition_parse only: look-ups use its index.
 */
#ifndef TRIG_SURVEYS_DEFINITION_DEFINITION_H
#define TRIG_SURVEYS_DEFINITION_DEFINITION_H

#include "surveys/base/dictionary.h"
#include "surveys/base/error.h"
#include "surveys/base/hash.h"
#include "surveys/base/memory.h"
#include "surveys/base/text.h"
#include "surveys/base/view.h"

#define TRIG_NONE SIZE_MAX

enum trig_role {
    TRIG_ROLE_RECORD,     /* the platform's response id */
    TRIG_ROLE_RESPONDENT, /* a person, across waves */
    TRIG_ROLE_ITEM,       /* what the survey asks */
    TRIG_ROLE_ATTRIBUTE,  /* what a respondent is: grade, contract, ... */
    TRIG_ROLE_INSTITUTION,
    TRIG_ROLE_WAVE,
    TRIG_ROLE_WEIGHT,
    TRIG_ROLE_STRATUM,
    TRIG_ROLE_PSU,
    TRIG_ROLE_FPC,
    TRIG_ROLE_STRATUM2,
    TRIG_ROLE_PSU2,
    TRIG_ROLE_FPC2,
    TRIG_ROLE_REPLICATE_WEIGHT,
    TRIG_ROLE_SUBMITTED, /* when the response was completed */
    TRIG_ROLE_STATUS,    /* complete, partial, preview, ... */
    TRIG_ROLE_COMMENT,
    TRIG_ROLE_PERSONAL, /* never stored */
    TRIG_ROLE_IGNORE
};

enum trig_type {
    TRIG_TYPE_ORDINAL,
    TRIG_TYPE_NOMINAL,
    TRIG_TYPE_MULTIPLE, /* several options of the scale at once */
    TRIG_TYPE_NUMERIC,
    TRIG_TYPE_DATE,
    TRIG_TYPE_TEXT
};

enum trig_code_kind {
    TRIG_SUBSTANTIVE,
    TRIG_NOT_APPLICABLE,
    TRIG_DONT_KNOW,
    TRIG_REFUSED,
    TRIG_CODE_NOT_SHOWN
};

struct trig_code {
    struct trig_view code; /* as stored and printed, for example "4" or "tech_tl" */
    struct trig_view label;
    double value; /* for scoring; NAN for codes that are not substantive */
    enum trig_code_kind kind;
    bool positive;
    bool neutral;
    struct trig_views aliases;
};

/* At most TRIG_MOST_CODES codes; `multiple` variables take at most 64 of them. */
#define TRIG_MOST_CODES 60000

struct trig_scale {
    struct trig_view name;
    const struct trig_code *codes;
    size_t count;
    double min; /* smallest and largest substantive value; NAN when there is none */
    double max;
    bool has_positive;
    const trig_dictionary *dictionary; /* of the codes, each at its index; owned by the definition */
};

struct trig_variable {
    struct trig_view name;
    struct trig_view label;
    enum trig_role role;
    enum trig_type type;
    size_t scale;  /* TRIG_NONE: a nominal variable without scale takes any answer as a category */
    size_t pillar; /* of an item or a comment; TRIG_NONE: belongs to no pillar. Comments are never scored */
    bool reversed;
    double min; /* bounds of a numeric answer */
    double max;
    struct trig_view unit;
    struct trig_views eligible; /* codes of the scale, or values, that are in scope; empty: no rule */
    struct trig_views aliases;
    uint64_t line; /* in variables.csv */
};

struct trig_pillar {
    struct trig_view id;
    struct trig_view label;
    struct trig_view description;
    double order;
};

/* Where a variable is found when its heading is not its name, label or alias. */
struct trig_column_rule {
    size_t variable;
    struct trig_view platform; /* blank: any */
    struct trig_view heading;
    size_t wave;                /* TRIG_NONE: any */
    struct trig_view code;      /* the option this column stands for; blank: the whole variable */
    struct trig_view separator; /* between the answers of a multiple in one cell; blank: the platform's */
};

/* A kind that was left blank is TRIG_OTHER. */
enum trig_institution_kind { TRIG_UNIVERSITY, TRIG_INSTITUTE, TRIG_SUPPORTER, TRIG_OTHER };

struct trig_institution {
    struct trig_view id;
    struct trig_view name;
    struct trig_views aliases;
    struct trig_view nation;
    enum trig_institution_kind kind;
    double signed_on; /* seconds since 1970, NAN: not given */
    struct trig_view cohort;
};

struct trig_membership {
    struct trig_view group;
    size_t institution;
    double from; /* inclusive; NAN: since ever */
    double to;   /* inclusive; NAN: until now */
};

struct trig_wave {
    struct trig_view id;
    struct trig_view label;
    double opened; /* seconds since 1970, NAN: not given */
    double closed;
    double time; /* the x of trends; defaults to the wave's position, from 1 */
};

enum trig_relation { TRIG_SAME, TRIG_REWORDED, TRIG_RESCALED, TRIG_BROKEN };

struct trig_crosswalk {
    size_t variable;
    size_t from_wave;
    size_t to_wave;
    enum trig_relation relation;
    size_t from_variable; /* of a rescaled one: holds the answers of from_wave, on the scale of then;
                             TRIG_NONE */
    struct trig_view note;
};

struct trig_population_attribute {
    size_t variable;
    struct trig_view value; /* blank: all */
};

struct trig_population {
    size_t wave; /* TRIG_NONE: the file has no such column or the cell is blank */
    size_t institution;
    const struct trig_population_attribute *attributes;
    size_t attribute_count;
    double count;
};

struct trig_action {
    size_t institution;
    size_t wave;
    size_t pillar;
    struct trig_view action;
    double date;
};

enum trig_lonely_psu {
    TRIG_LONELY_FAIL,
    TRIG_LONELY_REMOVE,
    TRIG_LONELY_ADJUST,
    TRIG_LONELY_AVERAGE,
    TRIG_LONELY_CERTAINTY
};

/* What stands before the fraction of a number: 1.5 is always read, 1,5 too; 1,234 may have
 * thousands in it, unless the survey says that its numbers have commas. */
enum trig_decimal_mark { TRIG_DECIMAL_ANY, TRIG_DECIMAL_COMMA };

/* survey.csv: one field a key. */
struct trig_survey {
    struct trig_view id;
    struct trig_view title;
    struct trig_view contact;
    struct trig_view licence;
    struct trig_view timezone;
    struct trig_view notes;
    enum trig_date_order date_order;     /* dmy */
    enum trig_decimal_mark decimal_mark; /* any */
    double min_answered;                 /* 0.5 */
    size_t disclosure_threshold;         /* 10 */
    size_t min_institutions;             /* 3 */
    bool public_data;                    /* 0 */
    bool lonely_psu_given;
    enum trig_lonely_psu lonely_psu;
};

/* A row of survey.csv as it was written, with keys that no field stands for. */
struct trig_setting {
    struct trig_view key;
    struct trig_view value;
};

typedef struct trig_definition trig_definition;

struct trig_definition {
    struct trig_arena arena; /* owns every text and list below */
    struct trig_survey survey;
    const struct trig_setting *settings; /* every row of survey.csv */
    size_t setting_count;
    const struct trig_pillar *pillars; /* sorted by order */
    size_t pillar_count;
    const struct trig_scale *scales;
    size_t scale_count;
    const struct trig_variable *variables;
    size_t variable_count;
    const struct trig_column_rule *column_rules;
    size_t column_rule_count;
    const struct trig_institution *institutions;
    size_t institution_count;
    const struct trig_membership *memberships;
    size_t membership_count;
    struct trig_views groups;  /* the distinct group names, in order of appearance */
    struct trig_views cohorts; /* of institutions that signed together, the first signed first */
    struct trig_views stages;  /* times since signing, up to the longest at a wave's opening */
    const struct trig_wave *waves;
    size_t wave_count;
    const struct trig_crosswalk *crosswalk;
    size_t crosswalk_count;
    const struct trig_population *population;
    size_t population_count;
    const struct trig_action *actions;
    size_t action_count;
    /* Of all files in the order of their names, each as its name, a line feed,
     * its length in bytes as decimal digits, a line feed, and its content. */
    char sha256[TRIG_SHA256_TEXT];
    struct trig_definition_index *index; /* behind the look-ups; owned */
};

/* One file of a definition, as bytes; what the store keeps. */
struct trig_definition_file {
    struct trig_view name;    /* "variables.csv" */
    struct trig_view content; /* after `extends` has been resolved */
    struct trig_view path;    /* for messages */
};

struct trig_definition_files {
    struct trig_arena arena;
    struct trig_definition_file *items; /* sorted by name */
    size_t count;
    struct trig_views unknown; /* paths of other CSV files in the folder: read by nobody, warned about */
};

/** Reads the known files of [folder] and resolves `extends`: an absent file is
 *  inherited whole, survey.csv key by key (the result no longer extends; the
 *  folder's own rows keep their line numbers). `extends` is the name of a
 *  definition in [shipped] (a folder; may be NULL), or a path relative to the
 *  folder. A chain longer than 8 is refused.
 *  A survey.csv that cannot be read is left as it is, for parse to explain.
 *  @param out  filled on TRIG_OK, empty otherwise; free with
 *              trig_definition_files_clear.
 *  @return TRIG_OK; TRIG_ERR_MISSING (no such folder, no survey.csv, nothing
 *          by the name that `extends` gives); TRIG_ERR_LIMIT (chain, file
 *          size); TRIG_ERR_FORMAT (survey.csv of an extended definition);
 *          TRIG_ERR_IO, TRIG_ERR_MEMORY. */
enum trig_status trig_definition_files_read(const char *folder, const char *shipped,
                                            struct trig_definition_files *out, struct trig_error *error);
void trig_definition_files_clear(struct trig_definition_files *files);

/** Parses and checks the files; their order does not matter, and they may be
 *  cleared afterwards.
 *  @param problems  gets every mistake and warning with file and line, not only
 *                   the first; may be NULL.
 *  @return TRIG_OK and a definition to free with trig_definition_destroy;
 *          TRIG_ERR_FORMAT when there was at least one mistake (the first one
 *          is also in [error]); TRIG_ERR_MEMORY. */
enum trig_status trig_definition_parse(const struct trig_definition_files *files,
                                       struct trig_problems *problems, trig_definition **out,
                                       struct trig_error *error);
void trig_definition_destroy(trig_definition *definition);

/* Look-ups by exact name or id; TRIG_NONE when there is no such thing. */
size_t trig_definition_variable(const trig_definition *definition, struct trig_view name);
size_t trig_definition_pillar(const trig_definition *definition, struct trig_view id);
size_t trig_definition_scale(const trig_definition *definition, struct trig_view name);
size_t trig_definition_institution(const trig_definition *definition, struct trig_view id);
size_t trig_definition_wave(const trig_definition *definition, struct trig_view id);
size_t trig_definition_group(const trig_definition *definition, struct trig_view group);

/** The variable that asks the question of [variable] last: itself, or what crosswalk.csv says took its place
 *  on another scale, and so on. Variables with the same one ask the same question. */
size_t trig_definition_question(const trig_definition *definition, size_t variable);

/** The first variable with [role], TRIG_NONE when there is none. */
size_t trig_definition_role(const trig_definition *definition, enum trig_role role);

/** The value of [key] in survey.csv as it was written; empty when it is not there. */
struct trig_view trig_definition_setting(const trig_definition *definition, const char *key);

/** The index of the code called [code] in [scale], TRIG_NONE when absent. */
size_t trig_scale_code(const struct trig_scale *scale, struct trig_view code);

/* Groups of institutions are numbered through, those of one family after another: groups.csv's; those that
 * signed together, by institutions.csv's cohort or else the month of signed ("May 2017"); and those that
 * have come as far in the Commitment's cycle, in full calendar months since signed:
 *
 *      before signing | up to 18 months | 18 months to 3 years | 3 to 6 years | 6 to 9 years | ...
 *                       self-assessment   its first three years  and every three years after
 *
 * Where the cohort, the day of signing or the day is not known, an institution is in none of the family. */
enum trig_group_family { TRIG_GROUP_DECLARED, TRIG_GROUP_COHORT, TRIG_GROUP_STAGE, TRIG_GROUP_FAMILIES };

/** The first group of [family]; of TRIG_GROUP_FAMILIES how many groups there are. So those of a family end
 *  where the next begins. */
size_t trig_definition_first_group(const trig_definition *definition, enum trig_group_family family);

/** What a group of any family is called. */
struct trig_view trig_definition_group_name(const trig_definition *definition, size_t group);

/** Whether [institution] belongs to group [group], of any family, on the day that [day] (seconds
 *  since 1970) falls on; NAN: on any day, but a stage is one of a day. */
bool trig_definition_in_group(const trig_definition *definition, size_t group, size_t institution,
                              double day);

/** The population count of an institution in a wave (TRIG_NONE for a survey
 *  without): the row whose attributes are all blank, else the sum of the
 *  cells; NAN when it is not known. Counts without a wave hold for every wave
 *  that has none of its own. */
double trig_definition_population(const trig_definition *definition, size_t wave, size_t institution);

/** Names as the definition files spell them ("item", "ordinal"), for messages. */
const char *trig_role_name(enum trig_role role);
const char *trig_type_name(enum trig_type type);

#endif
