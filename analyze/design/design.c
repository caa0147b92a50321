#include "analyze/design/design.h"

#include "analyze/context/names.h"
#include "analyze/weight/recipe.h"
#include "surveys/base/text.h"

#include <math.h>

const char *trig_basis_name(enum trig_basis basis)
{
    return basis == TRIG_BASIS_DESIGN ? "design" : "model";
}

const char *trig_df_name(enum trig_df_rule rule)
{
    static const char *const names[] = {
        [TRIG_DF_STRATA] = "strata", [TRIG_DF_R] = "r", [TRIG_DF_DESIGN] = "design"};
    return names[rule];
}

const char *trig_lonely_name(enum trig_lonely_psu rule)
{
    static const char *const names[] = {[TRIG_LONELY_FAIL] = "fail",
                                        [TRIG_LONELY_REMOVE] = "remove",
                                        [TRIG_LONELY_ADJUST] = "adjust",
                                        [TRIG_LONELY_AVERAGE] = "average",
                                        [TRIG_LONELY_CERTAINTY] = "certainty"};
    return names[rule];
}

enum trig_status trig_design_lonely(struct trig_view stratum, struct trig_error *error)
{
    return trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "the stratum \"%.*s\" has a single unit, so its variance cannot be estimated; "
        "use --lonely or set lonely_psu in survey.csv (remove, adjust, average or certainty), or merge "
        "strata",
        TRIG_VIEW_ARG(stratum));
}

bool trig_design_has_second(const struct trig_design *design)
{
    return design->declared && (design->use_fpc || design->weights_from_fpc) && design->psu != TRIG_NONE &&
           design->fpc != TRIG_NONE && design->fpc2 != TRIG_NONE;
}

static enum trig_status no_such_value(const char *option, const char *value, const char *values,
                                      struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_USAGE, "--%s takes %s, not \"%s\"", option, values, value);
}

/* ---- roles ------------------------------------------------------------------ */

static void take_roles(const trig_definition *definition, struct trig_design *design)
{
    design->stratum = trig_definition_role(definition, TRIG_ROLE_STRATUM);
    design->psu = trig_definition_role(definition, TRIG_ROLE_PSU);
    design->fpc = trig_definition_role(definition, TRIG_ROLE_FPC);
    design->weight = trig_definition_role(definition, TRIG_ROLE_WEIGHT);
    design->stratum2 = trig_definition_role(definition, TRIG_ROLE_STRATUM2);
    design->psu2 = trig_definition_role(definition, TRIG_ROLE_PSU2);
    design->fpc2 = trig_definition_role(definition, TRIG_ROLE_FPC2);
    /* A weight beside institutions is a calibrated one: the default strata stay. */
    design->declared = design->stratum != TRIG_NONE || design->psu != TRIG_NONE || design->fpc != TRIG_NONE ||
                       (design->weight != TRIG_NONE && definition->institution_count == 0);
}

/* ---- --design ----------------------------------------------------------------- */

/* The field of the design that `strata=V` and its like name. */
static size_t *design_field(struct trig_design *design, struct trig_view key)
{
    const struct {
        const char *key;
        size_t *field;
    } fields[] = {{"strata", &design->stratum},  {"psu", &design->psu},   {"weight", &design->weight},
                  {"fpc", &design->fpc},         {"psu2", &design->psu2}, {"fpc2", &design->fpc2},
                  {"strata2", &design->stratum2}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (trig_view_is(key, fields[i].key))
            return fields[i].field;
    return NULL;
}

static enum trig_status take_design_part(const trig_definition *definition, struct trig_view part,
                                         struct trig_design *design, struct trig_error *error)
{
    const char *equals = memchr(part.data, '=', part.length);
    size_t length = equals ? (size_t)(equals - part.data) : part.length;
    size_t *field = design_field(design, trig_text_trim(trig_view_of(part.data, length)));
    if (!equals || !field)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--design takes strata=V, psu=V, weight=V, fpc=V, and for a second stage strata2=V, psu2=V, "
            "fpc2=V, separated by commas, or none; not \"%.*s\"",
            TRIG_VIEW_ARG(part));
    design->declared = true;
    return trig_names_variable(definition, trig_text_trim(trig_view_of(equals + 1, part.length - length - 1)),
                               field, error);
}

static enum trig_status take_design(const trig_definition *definition, const char *text,
                                    struct trig_design *design, struct trig_error *error)
{
    design->declared = false;
    design->stratum = design->psu = design->weight = design->fpc = TRIG_NONE;
    design->stratum2 = design->psu2 = design->fpc2 = TRIG_NONE;
    if (strcmp(text, "none") == 0)
        return TRIG_OK;
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_views parts;
    enum trig_status status = trig_names_split(&arena, text, &parts, error);
    for (size_t i = 0; status == TRIG_OK && i < parts.count; i++)
        status = take_design_part(definition, parts.items[i], design, error);
    trig_arena_clear(&arena);
    return status;
}

/* ---- the other options ----------------------------------------------------------- */

static enum trig_status take_weights(const trig_definition *definition, const char *text,
                                     struct trig_design *design, struct trig_error *error)
{
    design->weight = TRIG_NONE;
    design->unit_weights = strcmp(text, "none") == 0;
    return design->unit_weights || design->weighting
               ? TRIG_OK
               : trig_names_variable(definition, trig_view(text), &design->weight, error);
}

static enum trig_status take_df(const char *text, struct trig_design *design, struct trig_error *error)
{
    for (enum trig_df_rule rule = TRIG_DF_STRATA; rule <= TRIG_DF_DESIGN; rule++) {
        if (strcmp(text, trig_df_name(rule)) == 0) {
            design->df = rule;
            return TRIG_OK;
        }
    }
    return no_such_value("df", text, "strata, r or design", error);
}

static enum trig_status take_lonely(const char *text, struct trig_design *design, struct trig_error *error)
{
    for (enum trig_lonely_psu rule = TRIG_LONELY_FAIL; rule <= TRIG_LONELY_CERTAINTY; rule++) {
        if (strcmp(text, trig_lonely_name(rule)) == 0) {
            design->lonely = rule;
            return TRIG_OK;
        }
    }
    return no_such_value("lonely", text, "fail, remove, adjust, average or certainty", error);
}

static enum trig_status take_fpc(const char *text, struct trig_design *design, struct trig_error *error)
{
    design->use_fpc = strcmp(text, "on") == 0;
    return design->use_fpc || strcmp(text, "off") == 0 ? TRIG_OK
                                                       : no_such_value("fpc", text, "on or off", error);
}

static enum trig_status take_level(const char *text, struct trig_design *design, struct trig_error *error)
{
    bool number = trig_text_to_number(trig_view(text), &design->level);
    return number && design->level > 0.0 && design->level < 1.0
               ? TRIG_OK
               : no_such_value("level", text, "a number between 0 and 1, such as 0.95", error);
}

/* ---- what the variables have to be ----------------------------------------------- */

static enum trig_status check_number(const trig_definition *definition, size_t variable, const char *what,
                                     struct trig_error *error)
{
    if (variable == TRIG_NONE || definition->variables[variable].type == TRIG_TYPE_NUMERIC)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE, "\"%.*s\" cannot be the %s: it is %s, not numeric",
                          TRIG_VIEW_ARG(definition->variables[variable].name), what,
                          trig_type_name(definition->variables[variable].type));
}

static enum trig_status check_label(const trig_definition *definition, size_t variable, const char *what,
                                    struct trig_error *error)
{
    if (variable == TRIG_NONE)
        return TRIG_OK;
    const struct trig_variable *named = &definition->variables[variable];
    bool stored = named->role != TRIG_ROLE_PERSONAL && named->role != TRIG_ROLE_IGNORE;
    if (stored && named->type != TRIG_TYPE_MULTIPLE && named->type != TRIG_TYPE_DATE)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE, "\"%.*s\" cannot be the %s: its role is %s and its type %s",
                          TRIG_VIEW_ARG(named->name), what, trig_role_name(named->role),
                          trig_type_name(named->type));
}

/* A second stage that is named in part would be left out in silence. */
static enum trig_status check_second(const struct trig_design *design, struct trig_error *error)
{
    bool named = design->stratum2 != TRIG_NONE || design->psu2 != TRIG_NONE || design->fpc2 != TRIG_NONE;
    if (!named || !design->declared)
        return TRIG_OK;
    if (design->psu == TRIG_NONE)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "the design has a second stage without a first: name the units that were "
                              "drawn first as psu");
    if (design->fpc2 != TRIG_NONE && design->fpc == TRIG_NONE)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "the design has fpc2 without fpc: the second stage's part of the variance "
                              "needs the first stage's sampling fractions too");
    bool weighs = design->weight == TRIG_NONE && !design->unit_weights;
    if (design->fpc != TRIG_NONE && design->fpc2 == TRIG_NONE && (design->use_fpc || weighs))
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "the design has a second stage without fpc2, so %s cannot be computed; name the variable, or %s",
            design->use_fpc ? "its part of the variance" : "the weights",
            design->use_fpc ? "use --fpc off, which takes first-stage units as drawn with replacement"
                            : "name a weight");
    return TRIG_OK;
}

static enum trig_status check(const trig_definition *definition, const struct trig_design *design,
                              struct trig_error *error)
{
    const struct {
        size_t variable;
        const char *what;
        bool number;
    } parts[] = {{design->weight, "weight", true}, {design->fpc, "fpc", true},
                 {design->fpc2, "fpc2", true},     {design->stratum, "stratum", false},
                 {design->psu, "psu", false},      {design->stratum2, "stratum2", false},
                 {design->psu2, "psu2", false}};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == TRIG_OK; i++)
        status = parts[i].number ? check_number(definition, parts[i].variable, parts[i].what, error)
                                 : check_label(definition, parts[i].variable, parts[i].what, error);
    return status ? status : check_second(design, error);
}

/* What follows from what was declared. */
static void settle(const trig_definition *definition, struct trig_design *design)
{
    design->basis = design->declared ? TRIG_BASIS_DESIGN : TRIG_BASIS_MODEL;
    design->lonely = design->declared ? TRIG_LONELY_FAIL : TRIG_LONELY_ADJUST;
    if (definition->survey.lonely_psu_given)
        design->lonely = definition->survey.lonely_psu;
    design->weights_from_fpc = design->declared && design->fpc != TRIG_NONE && design->weight == TRIG_NONE &&
                               !design->weighting && !design->unit_weights;
}

static enum trig_status take_seed(const char *text, uint32_t *seed, struct trig_error *error)
{
    double number = NAN;
    bool whole = trig_text_to_number(trig_view(text), &number) && number >= 0.0 && number <= UINT32_MAX &&
                 floor(number) == number;
    *seed = whole ? (uint32_t)number : 0;
    return whole ? TRIG_OK : no_such_value("seed", text, "a whole number from 0 to 4294967295", error);
}

/* Replicates made from the design, or those of the data, which are a design of their own. */
static enum trig_status take_replicates(const trig_definition *definition,
                                        const struct trig_design_options *options, struct trig_design *design,
                                        struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (options->replicates)
        status = trig_replication_parse(options->replicates, &design->replication, error);
    else if (!options->design && !(options->weights && design->unit_weights))
        status = trig_replication_declared(definition, &design->replication, error);
    if (status == TRIG_OK && design->replication.given)
        design->declared = true;
    if (status == TRIG_OK && options->seed)
        status = take_seed(options->seed, &design->replication.seed, error);
    return status;
}

/* Replicates are calibrated as the weights were, by what respondents were counted by. */
static enum trig_status check_recipe(const struct trig_recipe *recipe, struct trig_error *error)
{
    bool numbers = trig_recipe_has_numbers(recipe);
    if (recipe->form.method == TRIG_PROPENSITY)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "replicates cannot be weighed as these weights were, by propensities to respond; use "
            "--replicates none with --weights, whose errors are linearised");
    if (!numbers && !trig_recipe_trims(recipe))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "replicates cannot be calibrated as these weights were, %s; use --replicates none "
                          "with --weights, whose errors are linearised",
                          numbers ? "to totals of numbers" : "which were trimmed afterwards");
}

static enum trig_status take_options(const trig_definition *definition,
                                     const struct trig_design_options *options, struct trig_design *design,
                                     struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (options->design)
        status = take_design(definition, options->design, design, error);
    design->weighting = options->weighting;
    design->recipe = options->recipe;
    if (status == TRIG_OK && options->weights)
        status = take_weights(definition, options->weights, design, error);
    if (status == TRIG_OK)
        status = take_replicates(definition, options, design, error);
    if (status == TRIG_OK && design->recipe && design->replication.type != TRIG_REPLICATES_NONE)
        status = check_recipe(design->recipe, error);
    if (status == TRIG_OK && options->df)
        status = take_df(options->df, design, error);
    if (status == TRIG_OK && options->fpc)
        status = take_fpc(options->fpc, design, error);
    if (status == TRIG_OK && options->level)
        status = take_level(options->level, design, error);
    return status;
}

enum trig_status trig_design_choose(const trig_definition *definition,
                                    const struct trig_design_options *options, struct trig_design *out,
                                    struct trig_error *error)
{
    struct trig_design design = {.stratum2 = TRIG_NONE,
                                 .psu2 = TRIG_NONE,
                                 .fpc2 = TRIG_NONE,
                                 .df = TRIG_DF_STRATA,
                                 .use_fpc = options->fpc_default,
                                 .level = 0.95};
    take_roles(definition, &design);
    enum trig_status status = take_options(definition, options, &design, error);
    if (status == TRIG_OK)
        status = check(definition, &design, error);
    if (status)
        return status;
    settle(definition, &design);
    if (design.replication.given && design.df == TRIG_DF_R)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--df r is not known for replicate weights in the data, whose rank within a group "
            "is not computed; use --df design");
    if (options->lonely)
        status = take_lonely(options->lonely, &design, error);
    if (status == TRIG_OK)
        *out = design;
    return status;
}
