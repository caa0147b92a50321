/* variables.csv: what every column of the survey is. */
#include "surveys/definition/definition_internal.h"

#include <math.h>
#include <string.h>

static const struct trig_sheet_form form = {
    .columns = (const struct trig_sheet_column[]){{"name", true},
                                                  {"label", false},
                                                  {"role", true},
                                                  {"type", true},
                                                  {"scale", false},
                                                  {"pillar", false},
                                                  {"reversed", false},
                                                  {"min", false},
                                                  {"max", false},
                                                  {"unit", false},
                                                  {"eligible", false},
                                                  {"aliases", false}},
    .count = 12,
};

#define ORDINAL  (1u << TRIG_TYPE_ORDINAL)
#define NOMINAL  (1u << TRIG_TYPE_NOMINAL)
#define MULTIPLE (1u << TRIG_TYPE_MULTIPLE)
#define NUMERIC  (1u << TRIG_TYPE_NUMERIC)
#define DATE     (1u << TRIG_TYPE_DATE)
#define TEXT     (1u << TRIG_TYPE_TEXT)
#define ANY      (ORDINAL | NOMINAL | MULTIPLE | NUMERIC | DATE | TEXT)
#define ONE      (ORDINAL | NOMINAL | NUMERIC | TEXT) /* names one thing: an id, a stratum */

/* What a role allows; [otherwise] is the type when the file leaves it blank. */
struct role_rule {
    const char *name;
    bool once;
    bool must_say; /* no type goes without saying */
    enum trig_type otherwise;
    unsigned types;
};

static const struct role_rule roles[TRIG_ROLES] = {
    [TRIG_ROLE_RECORD] = {"record", true, false, TRIG_TYPE_TEXT, ONE},
    [TRIG_ROLE_RESPONDENT] = {"respondent", true, false, TRIG_TYPE_TEXT, ONE},
    [TRIG_ROLE_ITEM] = {"item", false, true, TRIG_TYPE_ORDINAL, ANY},
    [TRIG_ROLE_ATTRIBUTE] = {"attribute", false, true, TRIG_TYPE_NOMINAL, ANY},
    [TRIG_ROLE_INSTITUTION] = {"institution", true, false, TRIG_TYPE_NOMINAL, NOMINAL | TEXT},
    [TRIG_ROLE_WAVE] = {"wave", true, false, TRIG_TYPE_NOMINAL, NOMINAL | TEXT},
    [TRIG_ROLE_WEIGHT] = {"weight", true, false, TRIG_TYPE_NUMERIC, NUMERIC},
    [TRIG_ROLE_STRATUM] = {"stratum", true, false, TRIG_TYPE_NOMINAL, ONE},
    [TRIG_ROLE_PSU] = {"psu", true, false, TRIG_TYPE_NOMINAL, ONE},
    [TRIG_ROLE_FPC] = {"fpc", true, false, TRIG_TYPE_NUMERIC, NUMERIC},
    [TRIG_ROLE_STRATUM2] = {"stratum2", true, false, TRIG_TYPE_NOMINAL, ONE},
    [TRIG_ROLE_PSU2] = {"psu2", true, false, TRIG_TYPE_NOMINAL, ONE},
    [TRIG_ROLE_FPC2] = {"fpc2", true, false, TRIG_TYPE_NUMERIC, NUMERIC},
    [TRIG_ROLE_REPLICATE_WEIGHT] = {"replicate_weight", false, false, TRIG_TYPE_NUMERIC, NUMERIC},
    [TRIG_ROLE_SUBMITTED] = {"submitted", true, false, TRIG_TYPE_DATE, DATE},
    [TRIG_ROLE_STATUS] = {"status", true, false, TRIG_TYPE_NOMINAL, ONE},
    [TRIG_ROLE_COMMENT] = {"comment", false, false, TRIG_TYPE_TEXT, TEXT},
    [TRIG_ROLE_PERSONAL] = {"personal", false, false, TRIG_TYPE_TEXT, ANY},
    [TRIG_ROLE_IGNORE] = {"ignore", false, false, TRIG_TYPE_TEXT, ANY},
};

static const char *const types[TRIG_TYPES] = {
    [TRIG_TYPE_ORDINAL] = "ordinal", [TRIG_TYPE_NOMINAL] = "nominal", [TRIG_TYPE_MULTIPLE] = "multiple",
    [TRIG_TYPE_NUMERIC] = "numeric", [TRIG_TYPE_DATE] = "date",       [TRIG_TYPE_TEXT] = "text",
};

const char *trig_role_name(enum trig_role role)
{
    return roles[role].name;
}

const char *trig_type_name(enum trig_type type)
{
    return types[type];
}

/* ---- the name ------------------------------------------------------------- */

static bool well_formed(struct trig_view name)
{
    for (size_t i = 0; i < name.length; i++) {
        unsigned char byte = (unsigned char)name.data[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool other = (byte >= '0' && byte <= '9') || byte == '_' || byte == '.';
        if (!letter && (i == 0 || !other))
            return false;
    }
    return true;
}

/* [name] in small letters; names are ASCII, others are mistakes anyway. */
static struct trig_view fold(struct trig_reading *reading, struct trig_view name)
{
    char *folded = trig_arena_calloc(&reading->cells, name.length, 1);
    if (!folded) {
        trig_report_no_memory(&reading->report);
        return name;
    }
    for (size_t i = 0; i < name.length; i++) {
        bool capital = name.data[i] >= 'A' && name.data[i] <= 'Z';
        folded[i] = (char)(capital ? name.data[i] - 'A' + 'a' : name.data[i]);
    }
    return trig_view_of(folded, name.length);
}

/* Words that --measure and --by keep for themselves; a variable may carry the
 * word of its own role. */
static bool reserved(struct trig_view name, enum trig_role role)
{
    static const char *const words[] = {"all", "none", "group", "items", "pillars", "respondents"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (trig_view_is(name, words[i]))
            return true;
    return (trig_view_is(name, "institution") && role != TRIG_ROLE_INSTITUTION) ||
           (trig_view_is(name, "wave") && role != TRIG_ROLE_WAVE);
}

/* Names that differ in capitals only would be one column in SPSS and in many a
 * spreadsheet function; so they are one here. */
static void check_name(struct trig_reading *reading, const struct trig_sheet_row *row,
                       const struct trig_variable *variable)
{
    struct trig_report *report = &reading->report;
    struct trig_view name = variable->name;
    const char *quoted = trig_report_quote(report, name);
    if (name.length == 0) {
        trig_report_mistake(report, row->line, 0, "name is blank; every variable needs one");
        return;
    }
    if (!well_formed(name))
        trig_report_mistake(report, row->line, 0,
                            "%s cannot be a variable's name; begin with a letter (a to z) and go on with "
                            "letters, digits, _ and .",
                            quoted);
    if (reserved(name, variable->role))
        trig_report_warning(report, row->line,
                            "%s is a word of --measure and --by, so this variable cannot be asked for there; "
                            "rename it",
                            quoted);
    trig_reading_add(reading, &reading->index->variables, name, reading->filled, row->line);
    const struct trig_key *earlier =
        trig_reading_add(reading, &reading->folded_names, fold(reading, name), reading->filled, row->line);
    if (earlier)
        trig_report_mistake(
            report, row->line, 0,
            "variable %s is in line %llu already (capitals do not count); rename or remove one", quoted,
            (unsigned long long)earlier->line);
}

/* ---- role and type -------------------------------------------------- */

static const char *type_list(struct trig_reading *reading, unsigned allowed)
{
    struct trig_view names[TRIG_TYPES];
    size_t count = 0;
    for (size_t i = 0; i < TRIG_TYPES; i++)
        if (allowed & (1u << i))
            names[count++] = trig_view(types[i]);
    return trig_report_list(&reading->report, (struct trig_views){names, count});
}

/* @return whether a role was given and known. */
static bool read_role(struct trig_reading *reading, const struct trig_sheet_row *row,
                      struct trig_variable *variable)
{
    const char *words[TRIG_ROLES];
    for (size_t i = 0; i < TRIG_ROLES; i++)
        words[i] = roles[i].name;
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, TRIG_VARIABLE_ROLE);
    size_t role;
    if (text.length == 0)
        trig_report_mistake(&reading->report, row->line, 0,
                            "role is blank; write item for a question, attribute for what a respondent is, "
                            "ignore for a column that is not wanted");
    if (!trig_sheet_word(&reading->sheet, row, "role", text, words, TRIG_ROLES, &role))
        return false;
    variable->role = (enum trig_role)role;
    if (reading->index->roles[role] == TRIG_NONE)
        reading->index->roles[role] = reading->filled;
    else if (roles[role].once)
        trig_report_mistake(
            &reading->report, row->line, 0,
            "a second variable has the role %s (the first is in line %llu); give one of them "
            "another role",
            roles[role].name,
            (unsigned long long)((struct trig_variable *)reading->list)[reading->index->roles[role]].line);
    return true;
}

static bool read_type(struct trig_reading *reading, const struct trig_sheet_row *row,
                      struct trig_variable *variable)
{
    const struct role_rule *rule = &roles[variable->role];
    struct trig_view text = trig_sheet_cell(&reading->sheet, row, TRIG_VARIABLE_TYPE);
    size_t type = rule->otherwise;
    if (text.length == 0 && rule->must_say) {
        trig_report_mistake(&reading->report, row->line, 0, "type is blank; write one of %s",
                            type_list(reading, rule->types));
        return false;
    }
    if (text.length && !trig_sheet_word(&reading->sheet, row, "type", text, types, TRIG_TYPES, &type))
        return false;
    variable->type = (enum trig_type)type;
    if (rule->types & (1u << type))
        return true;
    trig_report_mistake(&reading->report, row->line, 0, "a variable with the role %s cannot be %s; write %s",
                        rule->name, types[type], type_list(reading, rule->types));
    return false;
}

/* ---- the rows --------------------------------------------------------------------- */

static void take_variable(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_variable *variables = reading->list;
    struct trig_variable variable = {
        .name = trig_reading_text(reading, row, TRIG_VARIABLE_NAME),
        .role = TRIG_ROLE_IGNORE,
        .scale = trig_reading_reference(reading, row, TRIG_VARIABLE_SCALE, &reading->index->scales,
                                        TRIG_PART_SCALES),
        .pillar = trig_reading_reference(reading, row, TRIG_VARIABLE_PILLAR, &reading->index->pillars,
                                         TRIG_PART_PILLARS),
        .min = NAN,
        .max = NAN,
        .unit = trig_reading_text(reading, row, TRIG_VARIABLE_UNIT),
        .aliases = trig_reading_views(reading, row, TRIG_VARIABLE_ALIASES),
        .line = row->line,
    };
    variable.label = trig_reading_label(reading, row, TRIG_VARIABLE_LABEL, variable.name);
    bool known = read_role(reading, row, &variable) && read_type(reading, row, &variable);
    trig_sheet_flag(&reading->sheet, row, "reversed",
                    trig_sheet_cell(&reading->sheet, row, TRIG_VARIABLE_REVERSED), &variable.reversed);
    check_name(reading, row, &variable);
    if (known)
        trig_reading_answers(reading, row, &variable);
    variables[reading->filled++] = variable;
}

/* A heading leads to one variable: by its name or an alias for certain, by its
 * label when no other has it. */
static void add_heading(struct trig_reading *reading, size_t index, struct trig_view text, bool is_label)
{
    const struct trig_variable *variables = reading->list;
    uint64_t line = variables[index].line;
    const struct trig_key *earlier =
        trig_reading_add(reading, &reading->headings, trig_reading_normalise(reading, text), index, line);
    if (!earlier || earlier->target == index)
        return;
    const char *quoted = trig_report_quote(&reading->report, text);
    const char *other = trig_report_quote(&reading->report, variables[earlier->target].name);
    if (is_label)
        trig_report_warning(
            &reading->report, line,
            "the label %s leads to variable %s (line %llu) too, so a column with this heading "
            "cannot be told apart; let columns.csv say which it is",
            quoted, other, (unsigned long long)earlier->line);
    else
        trig_report_mistake(
            &reading->report, line, 0,
            "%s leads to variable %s (line %llu) too; a name or alias must lead to one variable", quoted,
            other, (unsigned long long)earlier->line);
}

/* Names and aliases of all variables come first: a label yields to them. The
 * case of equal names has been reported by itself. */
static void check_headings(struct trig_reading *reading)
{
    const struct trig_variable *variables = reading->list;
    for (size_t i = 0; i < reading->filled; i++)
        if (trig_keys_target(&reading->folded_names, fold(reading, variables[i].name)) == i)
            add_heading(reading, i, variables[i].name, false);
    for (size_t i = 0; i < reading->filled; i++)
        for (size_t j = 0; j < variables[i].aliases.count; j++)
            add_heading(reading, i, variables[i].aliases.items[j], false);
    for (size_t i = 0; i < reading->filled; i++)
        if (!trig_view_equal(variables[i].label, variables[i].name))
            add_heading(reading, i, variables[i].label, true);
}

/* A second stage of sampling is drawn within the units of the first. */
static void check_stages(struct trig_reading *reading)
{
    static const enum trig_role second[] = {TRIG_ROLE_STRATUM2, TRIG_ROLE_PSU2, TRIG_ROLE_FPC2};
    const struct trig_variable *variables = reading->list;
    const size_t *first = reading->index->roles;
    for (size_t i = 0; i < 3; i++)
        if (first[second[i]] != TRIG_NONE && first[TRIG_ROLE_PSU] == TRIG_NONE)
            trig_report_mistake(
                &reading->report, variables[first[second[i]]].line, 0,
                "the role %s describes a second stage of sampling, but no variable has the role "
                "psu, its first stage; give one that role",
                roles[second[i]].name);
}

/* An answer that names an institution or a wave is matched with a list of them. */
static void check_listed(struct trig_reading *reading, enum trig_role role, enum trig_part part, size_t count)
{
    const struct trig_variable *variables = reading->list;
    size_t variable = reading->index->roles[role];
    if (variable != TRIG_NONE && count == 0 && !reading->unusable[part])
        trig_report_warning(&reading->report, variables[variable].line,
                            "this variable names the %s, but %s lists none, so no answer can be matched; add "
                            "that file, or make the role attribute",
                            roles[role].name, trig_part_name(part));
}

void trig_reading_variables(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_VARIABLES, &form, sizeof(struct trig_variable)))
        return;
    if (!trig_reading_rows(reading, take_variable))
        return;
    check_headings(reading);
    check_stages(reading);
    check_listed(reading, TRIG_ROLE_INSTITUTION, TRIG_PART_INSTITUTIONS,
                 reading->definition->institution_count);
    check_listed(reading, TRIG_ROLE_WAVE, TRIG_PART_WAVES, reading->definition->wave_count);
    if (reading->sheet.row_count == 0) {
        trig_report_mistake(&reading->report, 0, 0, "there is no variable; add a row for each question");
        reading->unusable[TRIG_PART_VARIABLES] = true;
    }
    reading->definition->variables = trig_reading_keep(reading);
    reading->definition->variable_count = reading->filled;
}
