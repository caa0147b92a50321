/* What the files definition_*.c share: the reading under way, and its parts.
 *
 *     parse: survey -> pillars -> scales -> waves -> institutions -> variables
 *            -> columns, groups, crosswalk, population, actions
 *
 * A part reads one file and may refer to what the parts before it defined. It
 * reports what is wrong and goes on; what it leaves in the definition after a
 * mistake is never handed out, but has to be safe for the parts after it.
 */
#ifndef TRIG_SURVEYS_DEFINITION_DEFINITION_INTERNAL_H
#define TRIG_SURVEYS_DEFINITION_DEFINITION_INTERNAL_H

#include "surveys/definition/definition.h"
#include "surveys/definition/definition_keys.h"
#include "surveys/definition/definition_report.h"
#include "surveys/definition/definition_sheet.h"

/* In the order of the files' names. */
enum trig_part {
    TRIG_PART_ACTIONS,
    TRIG_PART_COLUMNS,
    TRIG_PART_CROSSWALK,
    TRIG_PART_GROUPS,
    TRIG_PART_INSTITUTIONS,
    TRIG_PART_PILLARS,
    TRIG_PART_POPULATION,
    TRIG_PART_SCALES,
    TRIG_PART_SURVEY,
    TRIG_PART_VARIABLES,
    TRIG_PART_WAVES,
    TRIG_PARTS
};

#define TRIG_ROLES (TRIG_ROLE_IGNORE + 1)
#define TRIG_TYPES (TRIG_TYPE_TEXT + 1)

/* Look-ups by hash. Targets are indices into the definition's lists. */
struct trig_definition_index {
    struct trig_keys variables;
    struct trig_keys pillars;
    struct trig_keys scales;
    struct trig_keys institutions;
    struct trig_keys waves;
    struct trig_keys settings;
    trig_dictionary **codes; /* of each scale; owned, the array by the arena */
    size_t code_count;
    struct trig_keys groups;
    struct trig_keys memberships; /* {group, institution} -> its first membership */
    size_t *next_memberships;     /* of the same group and institution; TRIG_NONE: the last */
    struct trig_keys populations; /* {wave, institution} -> total */
    double *population_totals;
    size_t *cohorts;          /* of each institution; TRIG_NONE: not known */
    size_t roles[TRIG_ROLES]; /* the first variable with each role */
};

/** Lists the cohorts and stages of a definition whose files have been read without a mistake.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_definition_classify(trig_definition *definition);

struct trig_census; /* what population.csv is checked with */

struct trig_reading {
    trig_definition *definition;
    struct trig_definition_index *index; /* the definition's */
    const struct trig_definition_files *files;
    struct trig_report report;
    struct trig_arena cells;    /* of the sheet being read */
    struct trig_sheet sheet;    /* the file being read */
    void *list;                 /* of that file's rows, being filled; lives with its cells */
    size_t filled;              /* elements of the list that are in use */
    size_t element;             /* bytes of one */
    bool unusable[TRIG_PARTS];  /* there, but could not be read: references to it are not judged */
    struct trig_keys spellings; /* {scale, normalised code, label or alias} -> code */
    struct trig_keys institution_spellings; /* normalised id, name or alias -> institution */
    struct trig_keys folded_names;          /* names of variables in small letters */
    struct trig_keys headings;              /* normalised name, alias or label -> variable */
    struct trig_keys rules;                 /* {wave, platform, normalised heading} -> column rule */
    struct trig_keys crosswalks;            /* {variable, from wave, to wave} */
    struct trig_census *census;
};

/* The name of a part's file. */
const char *trig_part_name(enum trig_part part);

/* The file of a part; NULL when the definition has none. */
const struct trig_definition_file *trig_part_file(const struct trig_definition_files *files,
                                                  enum trig_part part);

/* survey.csv's columns. */
enum { TRIG_SURVEY_KEY, TRIG_SURVEY_VALUE };
const struct trig_sheet_form *trig_survey_form(void);

/* variables.csv's columns. */
enum {
    TRIG_VARIABLE_NAME,
    TRIG_VARIABLE_LABEL,
    TRIG_VARIABLE_ROLE,
    TRIG_VARIABLE_TYPE,
    TRIG_VARIABLE_SCALE,
    TRIG_VARIABLE_PILLAR,
    TRIG_VARIABLE_REVERSED,
    TRIG_VARIABLE_MIN,
    TRIG_VARIABLE_MAX,
    TRIG_VARIABLE_UNIT,
    TRIG_VARIABLE_ELIGIBLE,
    TRIG_VARIABLE_ALIASES
};

/** Reads bounds and eligible values of a variable whose role and type are known,
 *  and checks what they, scale, pillar and reversed say together. */
void trig_reading_answers(struct trig_reading *reading, const struct trig_sheet_row *row,
                          struct trig_variable *variable);

/* The parts, each in the file its name says. */
void trig_reading_survey(struct trig_reading *reading);
void trig_reading_pillars(struct trig_reading *reading);
void trig_reading_scales(struct trig_reading *reading);
void trig_reading_waves(struct trig_reading *reading);
void trig_reading_institutions(struct trig_reading *reading);
void trig_reading_variables(struct trig_reading *reading);
void trig_reading_columns(struct trig_reading *reading);
void trig_reading_groups(struct trig_reading *reading);
void trig_reading_crosswalk(struct trig_reading *reading);
void trig_reading_population(struct trig_reading *reading);
void trig_reading_actions(struct trig_reading *reading);

/** Opens the sheet of [part] and begins a list with room for one element of
 *  [size] bytes a row; false when there is no such file or it cannot be used,
 *  which is reported. */
bool trig_reading_open(struct trig_reading *reading, enum trig_part part, const struct trig_sheet_form *form,
                       size_t size);

/** The list that was filled, copied into the definition; NULL when memory is out. */
const void *trig_reading_keep(struct trig_reading *reading);

/** Calls [take] for each row in turn; the messages of rows with a wrong number
 *  of fields are suppressed, for those are reported as such.
 *  @return whether memory sufficed; the part is over when it did not. */
bool trig_reading_rows(struct trig_reading *reading,
                       void (*take)(struct trig_reading *, const struct trig_sheet_row *));

/** Room in the definition: count * size zeroed bytes; NULL when memory is out,
 *  which the report then knows. */
void *trig_reading_list(struct trig_reading *reading, size_t count, size_t size);

/** The trimmed cell, copied into the definition. */
struct trig_view trig_reading_text(struct trig_reading *reading, const struct trig_sheet_row *row,
                                   size_t column);

/** The same, or [otherwise] when the cell is blank. */
struct trig_view trig_reading_label(struct trig_reading *reading, const struct trig_sheet_row *row,
                                    size_t column, struct trig_view otherwise);

/** The parts of a list cell, copied into the definition. */
struct trig_views trig_reading_views(struct trig_reading *reading, const struct trig_sheet_row *row,
                                     size_t column);

/** Whether [name] can be typed: control characters, and the characters that
 *  options use between names ([forbidden]), are mistakes. */
void trig_reading_check_name(struct trig_reading *reading, const struct trig_sheet_row *row, const char *what,
                             struct trig_view name, const char *forbidden);

/** The cell that names a thing of this file, checked and entered in [keys] as
 *  [target]. Blank and a name used before are mistakes. */
struct trig_view trig_reading_name(struct trig_reading *reading, const struct trig_sheet_row *row,
                                   size_t column, struct trig_keys *keys, size_t target,
                                   const char *forbidden);

/** The target of a cell that refers to something which [part]'s file defines.
 *  Blank is TRIG_NONE without a mistake, unknown is TRIG_NONE with one. */
size_t trig_reading_reference(struct trig_reading *reading, const struct trig_sheet_row *row, size_t column,
                              const struct trig_keys *keys, enum trig_part part);

/** The same for a cell that must not be blank. */
size_t trig_reading_required(struct trig_reading *reading, const struct trig_sheet_row *row, size_t column,
                             const struct trig_keys *keys, enum trig_part part);

/** trig_report_suggest from all texts of [keys]. */
const char *trig_reading_suggest(struct trig_reading *reading, struct trig_view text,
                                 const struct trig_keys *keys);

/** Adds to [keys]; running out of memory goes to the report. NULL: was new. */
const struct trig_key *trig_reading_add(struct trig_reading *reading, struct trig_keys *keys,
                                        struct trig_view text, size_t target, uint64_t line);

/** The code of [scale] that [text] spells as code, label or alias; TRIG_NONE
 *  with a mistake, in which [what] names the cell, when there is none. */
size_t trig_reading_code(struct trig_reading *reading, const struct trig_sheet_row *row, const char *what,
                         size_t scale, struct trig_view text);

/** The normalised form of [text], in [cells]. */
struct trig_view trig_reading_normalise(struct trig_reading *reading, struct trig_view text);

/** A date cell of the file being read. NAN: blank or wrong. */
double trig_reading_date(struct trig_reading *reading, const struct trig_sheet_row *row, size_t column);

/** The name of a column of the file being read. */
const char *trig_reading_heading(const struct trig_reading *reading, size_t column);

#endif
