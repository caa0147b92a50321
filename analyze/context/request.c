#include "analyze/frame/frame.h"

#include "analyze/context/names.h"

/* ---- --by ------------------------------------------------------------------- */

bool trig_bys_have(const struct trig_bys *bys, enum trig_by_kind kind, size_t variable)
{
    for (size_t i = 0; i < bys->count; i++)
        if (bys->items[i].kind == kind && (kind != TRIG_BY_VARIABLE || bys->items[i].variable == variable))
            return true;
    return false;
}

static bool is_of_groups(enum trig_by_kind kind)
{
    return kind == TRIG_BY_GROUP || kind == TRIG_BY_COHORT || kind == TRIG_BY_STAGE;
}

size_t trig_bys_groups(const struct trig_bys *bys)
{
    for (size_t i = 0; i < bys->count; i++)
        if (is_of_groups(bys->items[i].kind))
            return i;
    return TRIG_NONE;
}

static enum trig_status unknown_by(const trig_definition *definition, struct trig_view name,
                                   struct trig_error *error)
{
    struct trig_view *known = trig_calloc(definition->variable_count + 6, sizeof *known);
    if (!known)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the names of variables");
    size_t count = 0;
    known[count++] = trig_view("all");
    known[count++] = trig_view("institution");
    known[count++] = trig_view("group");
    known[count++] = trig_view("cohort");
    known[count++] = trig_view("stage");
    known[count++] = trig_view("wave");
    for (size_t i = 0; i < definition->variable_count; i++)
        if (definition->variables[i].role == TRIG_ROLE_ATTRIBUTE)
            known[count++] = definition->variables[i].name;
    enum trig_status status = trig_names_unknown("breakdown", name, (struct trig_views){known, count}, error);
    trig_free(known);
    return status;
}

static enum trig_status check_categories(const struct trig_variable *variable, struct trig_error *error)
{
    if (variable->role != TRIG_ROLE_ITEM && variable->role != TRIG_ROLE_ATTRIBUTE &&
        variable->role != TRIG_ROLE_STRATUM)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--by \"%.*s\": its role is %s; results can be broken down by attributes and items",
            TRIG_VIEW_ARG(variable->name), trig_role_name(variable->role));
    if (variable->type == TRIG_TYPE_MULTIPLE)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--by \"%.*s\": one respondent may give several answers; ask for the share of one, "
            "as in --measure %.*s=CODE",
            TRIG_VIEW_ARG(variable->name), TRIG_VIEW_ARG(variable->name));
    if (variable->type != TRIG_TYPE_ORDINAL && variable->type != TRIG_TYPE_NOMINAL)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--by \"%.*s\": it is %s and has no categories; a variable with some is nominal "
            "or ordinal in variables.csv",
            TRIG_VIEW_ARG(variable->name), trig_type_name(variable->type));
    return TRIG_OK;
}

/* A variable whose role is institution or wave means the column it fills. */
static enum trig_by_kind kind_of_role(enum trig_role role)
{
    if (role == TRIG_ROLE_INSTITUTION)
        return TRIG_BY_INSTITUTION;
    return role == TRIG_ROLE_WAVE ? TRIG_BY_WAVE : TRIG_BY_VARIABLE;
}

static enum trig_status check_kind(const trig_definition *definition, enum trig_by_kind kind,
                                   struct trig_error *error)
{
    if (kind == TRIG_BY_WAVE && definition->wave_count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE, "--by wave: this survey has no waves.csv");
    if (kind == TRIG_BY_INSTITUTION && definition->institution_count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE, "--by institution: this survey has no institutions.csv");
    if (kind == TRIG_BY_GROUP && definition->groups.count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE, "--by group: this survey has no groups.csv");
    if (kind == TRIG_BY_COHORT && definition->cohorts.count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--by cohort: institutions.csv gives neither cohort nor signed");
    if (kind == TRIG_BY_STAGE && definition->stages.count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--by stage: a stage is the time from signed in institutions.csv to opened in "
                              "waves.csv, and there are not both");
    return TRIG_OK;
}

static struct trig_by by_of_kind(enum trig_by_kind kind)
{
    static const char *const names[] = {[TRIG_BY_WAVE] = "wave",
                                        [TRIG_BY_INSTITUTION] = "institution",
                                        [TRIG_BY_GROUP] = "group",
                                        [TRIG_BY_COHORT] = "cohort",
                                        [TRIG_BY_STAGE] = "stage"};
    return (struct trig_by){.kind = kind, .variable = TRIG_NONE, .name = trig_view(names[kind])};
}

struct trig_by trig_by_family(enum trig_group_family family)
{
    static const enum trig_by_kind kinds[] = {[TRIG_GROUP_DECLARED] = TRIG_BY_GROUP,
                                              [TRIG_GROUP_COHORT] = TRIG_BY_COHORT,
                                              [TRIG_GROUP_STAGE] = TRIG_BY_STAGE};
    return by_of_kind(kinds[family]);
}

enum trig_group_family trig_by_family_of(const struct trig_by *by)
{
    if (by->kind == TRIG_BY_COHORT)
        return TRIG_GROUP_COHORT;
    return by->kind == TRIG_BY_STAGE ? TRIG_GROUP_STAGE : TRIG_GROUP_DECLARED;
}

static enum trig_status parse_by(const trig_definition *definition, struct trig_view name,
                                 struct trig_by *out, struct trig_error *error)
{
    size_t variable = trig_definition_variable(definition, name);
    for (enum trig_by_kind kind = TRIG_BY_WAVE; kind < TRIG_BY_VARIABLE; kind++) {
        *out = by_of_kind(kind);
        if (trig_view_equal(name, out->name) && (kind <= TRIG_BY_GROUP || variable == TRIG_NONE))
            return check_kind(definition, kind, error);
    }
    if (variable == TRIG_NONE)
        return unknown_by(definition, name, error);
    enum trig_by_kind kind = kind_of_role(definition->variables[variable].role);
    if (kind != TRIG_BY_VARIABLE) {
        *out = by_of_kind(kind);
        return check_kind(definition, kind, error);
    }
    *out = (struct trig_by){kind, variable, definition->variables[variable].name};
    return check_categories(&definition->variables[variable], error);
}

static enum trig_status parse_bys(const trig_definition *definition, struct trig_views names,
                                  struct trig_bys *out, struct trig_error *error)
{
    for (size_t i = 0; i < names.count; i++) {
        struct trig_by by;
        enum trig_status status = parse_by(definition, names.items[i], &by, error);
        if (status)
            return status;
        if (trig_bys_have(out, by.kind, by.variable))
            continue;
        if (is_of_groups(by.kind) && trig_bys_groups(out) != TRIG_NONE)
            return trig_error_set(error, TRIG_ERR_USAGE, "--by takes one of group, cohort and stage");
        if (out->count == TRIG_MOST_BY)
            return trig_error_set(error, TRIG_ERR_USAGE, "--by takes at most %d names", TRIG_MOST_BY);
        out->items[out->count++] = by;
    }
    return TRIG_OK;
}

enum trig_status trig_bys_parse(const trig_definition *definition, const char *list, struct trig_bys *out,
                                struct trig_error *error)
{
    struct trig_bys bys = {.count = 0};
    if (list && strcmp(list, "all") != 0) {
        struct trig_arena arena;
        trig_arena_init(&arena);
        struct trig_views names;
        enum trig_status status = trig_names_split(&arena, list, &names, error);
        if (status == TRIG_OK)
            status = parse_bys(definition, names, &bys, error);
        trig_arena_clear(&arena);
        if (status)
            return status;
    }
    *out = bys;
    return TRIG_OK;
}

/* ---- --wave ------------------------------------------------------------------ */

static enum trig_status unknown_wave(const trig_definition *definition, struct trig_view name,
                                     struct trig_error *error)
{
    if (definition->wave_count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE, "--wave \"%.*s\": this survey has no waves.csv",
                              TRIG_VIEW_ARG(name));
    struct trig_view *known = trig_calloc(definition->wave_count, sizeof *known);
    if (!known)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the names of waves");
    for (size_t i = 0; i < definition->wave_count; i++)
        known[i] = definition->waves[i].id;
    enum trig_status status =
        trig_names_unknown("wave", name, (struct trig_views){known, definition->wave_count}, error);
    trig_free(known);
    return status;
}

static enum trig_status parse_waves(const trig_definition *definition, struct trig_views names,
                                    struct trig_waves *out, struct trig_error *error)
{
    const size_t most = sizeof out->items / sizeof *out->items;
    for (size_t i = 0; i < names.count; i++) {
        size_t wave = trig_definition_wave(definition, names.items[i]);
        if (wave == TRIG_NONE)
            return unknown_wave(definition, names.items[i], error);
        if (out->count == most)
            return trig_error_set(error, TRIG_ERR_USAGE, "--wave takes at most %zu waves; or all", most);
        out->items[out->count++] = wave;
    }
    return TRIG_OK;
}

enum trig_status trig_waves_parse(const trig_definition *definition, const char *list, struct trig_waves *out,
                                  struct trig_error *error)
{
    struct trig_waves waves = {.choice = TRIG_WAVES_LATEST};
    if (list && strcmp(list, "all") == 0) {
        waves.choice = TRIG_WAVES_ALL;
    } else if (list && strcmp(list, "latest") != 0) {
        waves.choice = TRIG_WAVES_LISTED;
        struct trig_arena arena;
        trig_arena_init(&arena);
        struct trig_views names;
        enum trig_status status = trig_names_split(&arena, list, &names, error);
        if (status == TRIG_OK)
            status = parse_waves(definition, names, &waves, error);
        trig_arena_clear(&arena);
        if (status)
            return status;
    }
    *out = waves;
    return TRIG_OK;
}

void trig_waves_settle(bool given, struct trig_waves *waves, struct trig_bys *bys)
{
    bool by_wave = trig_bys_have(bys, TRIG_BY_WAVE, TRIG_NONE);
    if (by_wave && !given)
        waves->choice = TRIG_WAVES_ALL;
    if (by_wave || waves->choice != TRIG_WAVES_LISTED || waves->count < 2 || bys->count == TRIG_MOST_BY)
        return;
    memmove(bys->items + 1, bys->items, bys->count * sizeof *bys->items);
    bys->items[0] = by_of_kind(TRIG_BY_WAVE);
    bys->count++;
}
