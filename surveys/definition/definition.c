#include "surveys/definition/definition_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- look-ups -------------------------------------------------------------- */

size_t trig_definition_variable(const trig_definition *definition, struct trig_view name)
{
    return trig_keys_target(&definition->index->variables, name);
}

size_t trig_definition_pillar(const trig_definition *definition, struct trig_view id)
{
    return trig_keys_target(&definition->index->pillars, id);
}

size_t trig_definition_scale(const trig_definition *definition, struct trig_view name)
{
    return trig_keys_target(&definition->index->scales, name);
}

size_t trig_definition_institution(const trig_definition *definition, struct trig_view id)
{
    return trig_keys_target(&definition->index->institutions, id);
}

size_t trig_definition_wave(const trig_definition *definition, struct trig_view id)
{
    return trig_keys_target(&definition->index->waves, id);
}

size_t trig_definition_question(const trig_definition *definition, size_t variable)
{
    /* Links lead one way and to one variable, so each is followed once. */
    for (size_t i = 0; i < definition->crosswalk_count; i++)
        if (definition->crosswalk[i].from_variable == variable)
            return trig_definition_question(definition, definition->crosswalk[i].variable);
    return variable;
}

size_t trig_definition_group(const trig_definition *definition, struct trig_view group)
{
    return trig_keys_target(&definition->index->groups, group);
}

size_t trig_definition_role(const trig_definition *definition, enum trig_role role)
{
    return definition->index->roles[role];
}

struct trig_view trig_definition_setting(const trig_definition *definition, const char *key)
{
    size_t setting = trig_keys_target(&definition->index->settings, trig_view(key));
    return setting == TRIG_NONE ? trig_view_of("", 0) : definition->settings[setting].value;
}

size_t trig_scale_code(const struct trig_scale *scale, struct trig_view code)
{
    return trig_dictionary_find(scale->dictionary, code);
}

double trig_definition_population(const trig_definition *definition, size_t wave, size_t institution)
{
    size_t numbers[] = {wave, institution};
    size_t total = trig_keys_target(&definition->index->populations, trig_key_of(numbers, 2));
    if (total == TRIG_NONE) {
        numbers[0] = TRIG_NONE;
        total = trig_keys_target(&definition->index->populations, trig_key_of(numbers, 2));
    }
    return total == TRIG_NONE ? NAN : definition->index->population_totals[total];
}

/* ---- creation and destruction ------------------------------------------------ */

#define INDEX_KEYS 9

static void list_index_keys(struct trig_definition_index *index, struct trig_keys *out[INDEX_KEYS])
{
    struct trig_keys *keys[INDEX_KEYS] = {&index->variables,    &index->pillars,     &index->scales,
                                          &index->institutions, &index->waves,       &index->settings,
                                          &index->groups,       &index->memberships, &index->populations};
    memcpy(out, keys, sizeof keys);
}

static void clear_index(struct trig_definition_index *index)
{
    struct trig_keys *keys[INDEX_KEYS];
    list_index_keys(index, keys);
    for (size_t i = 0; i < INDEX_KEYS; i++)
        trig_keys_clear(keys[i]);
    for (size_t i = 0; i < index->code_count; i++)
        trig_dictionary_destroy(index->codes[i]);
}

void trig_definition_destroy(trig_definition *definition)
{
    if (!definition)
        return;
    if (definition->index)
        clear_index(definition->index);
    trig_free(definition->index);
    trig_arena_clear(&definition->arena);
    trig_free(definition);
}

static trig_definition *create(void)
{
    trig_definition *definition = trig_calloc(1, sizeof *definition);
    if (!definition)
        return NULL;
    trig_arena_init(&definition->arena);
    definition->index = trig_calloc(1, sizeof *definition->index);
    if (!definition->index)
        goto failed;
    struct trig_keys *keys[INDEX_KEYS];
    list_index_keys(definition->index, keys);
    for (size_t i = 0; i < INDEX_KEYS; i++)
        if (trig_keys_init(keys[i], NULL))
            goto failed;
    for (size_t i = 0; i < TRIG_ROLES; i++)
        definition->index->roles[i] = TRIG_NONE;
    return definition;
failed:
    trig_definition_destroy(definition);
    return NULL;
}

/* ---- the fingerprint ------------------------------------------------------------ */

static int compare_names(const void *left, const void *right)
{
    const struct trig_definition_file *const *a = left;
    const struct trig_definition_file *const *b = right;
    size_t shorter = (*a)->name.length < (*b)->name.length ? (*a)->name.length : (*b)->name.length;
    int order = shorter ? memcmp((*a)->name.data, (*b)->name.data, shorter) : 0;
    if (order)
        return order;
    return (*a)->name.length < (*b)->name.length ? -1 : (*a)->name.length > (*b)->name.length;
}

static void add_file(trig_sha256 *hash, const struct trig_definition_file *file)
{
    char length[32];
    int digits = snprintf(length, sizeof length, "\n%zu\n", file->content.length);
    trig_sha256_add(hash, file->name.data, file->name.length);
    trig_sha256_add(hash, length, (size_t)digits);
    trig_sha256_add(hash, file->content.data, file->content.length);
}

static enum trig_status hash_files(const struct trig_definition_files *files, char out[TRIG_SHA256_TEXT])
{
    const struct trig_definition_file **sorted = trig_calloc(files->count, sizeof(void *));
    trig_sha256 *hash = trig_sha256_create(NULL);
    if (!sorted || !hash) {
        trig_free(sorted);
        trig_sha256_destroy(hash);
        return TRIG_ERR_MEMORY;
    }
    for (size_t i = 0; i < files->count; i++)
        sorted[i] = &files->items[i];
    qsort(sorted, files->count, sizeof(void *), compare_names);
    for (size_t i = 0; i < files->count; i++)
        add_file(hash, sorted[i]);
    trig_sha256_finish(hash, out);
    trig_free(sorted);
    return TRIG_OK;
}

/* ---- parsing ----------------------------------------------------------------------- */

/* Each after those it refers to. */
static const struct {
    enum trig_part part;
    void (*read)(struct trig_reading *reading);
} parts[TRIG_PARTS] = {
    {TRIG_PART_SURVEY, trig_reading_survey},
    {TRIG_PART_PILLARS, trig_reading_pillars},
    {TRIG_PART_SCALES, trig_reading_scales},
    {TRIG_PART_WAVES, trig_reading_waves},
    {TRIG_PART_INSTITUTIONS, trig_reading_institutions},
    {TRIG_PART_VARIABLES, trig_reading_variables},
    {TRIG_PART_COLUMNS, trig_reading_columns},
    {TRIG_PART_GROUPS, trig_reading_groups},
    {TRIG_PART_CROSSWALK, trig_reading_crosswalk},
    {TRIG_PART_POPULATION, trig_reading_population},
    {TRIG_PART_ACTIONS, trig_reading_actions},
};

/* The length of a path's folder with its last slash. */
static size_t folder_length(struct trig_view path)
{
    while (path.length && path.data[path.length - 1] != '/')
        path.length--;
    return path.length;
}

/* An author who replaces institutions.csv and inherits groups.csv gets mistakes
 * in a file of somebody else: say what to do about them. */
static void note_inherited(struct trig_reading *reading, enum trig_part part)
{
    const struct trig_definition_file *survey = trig_part_file(reading->files, TRIG_PART_SURVEY);
    const struct trig_definition_file *file = trig_part_file(reading->files, part);
    if (!survey || !file)
        return;
    struct trig_view own = trig_view_of(survey->path.data, folder_length(survey->path));
    struct trig_view other = trig_view_of(file->path.data, folder_length(file->path));
    if (trig_view_equal(own, other))
        return;
    enum trig_status status =
        trig_problems_add(reading->report.problems, TRIG_NOTE, reading->report.path, 0, 0,
                          "this file is inherited; to replace it, put a %s of your own (its first row is "
                          "enough) beside survey.csv",
                          trig_part_name(part));
    if (status)
        trig_report_no_memory(&reading->report);
}

static void check_present(struct trig_reading *reading, enum trig_part part)
{
    if (trig_part_file(reading->files, part))
        return;
    reading->report.path = trig_part_name(part);
    trig_report_mistake(
        &reading->report, 0, 0,
        "there is no such file; a survey definition is a folder with survey.csv, variables.csv "
        "and, where they are needed, other files");
}

static bool known_name(struct trig_view name)
{
    for (size_t i = 0; i < TRIG_PARTS; i++)
        if (trig_view_is(name, trig_part_name((enum trig_part)i)))
            return true;
    return false;
}

static void warn_unknown_file(struct trig_reading *reading, struct trig_view path)
{
    struct trig_report *report = &reading->report;
    size_t folder = folder_length(path);
    struct trig_view name = trig_view_of(path.data + folder, path.length - folder);
    struct trig_view names[TRIG_PARTS];
    for (size_t i = 0; i < TRIG_PARTS; i++)
        names[i] = trig_view(trig_part_name((enum trig_part)i));
    report->path = trig_arena_copy(&report->texts, path).data;
    trig_report_warning(report, 0, "a survey definition has no file of this name, so it is not read%s",
                        trig_report_suggest(report, name, (struct trig_views){names, TRIG_PARTS}));
}

static void read_parts(struct trig_reading *reading)
{
    const struct trig_definition_files *files = reading->files;
    check_present(reading, TRIG_PART_SURVEY);
    for (size_t i = 0; i < TRIG_PARTS && reading->report.status == TRIG_OK; i++) {
        size_t before = reading->report.found;
        parts[i].read(reading);
        if (reading->report.found > before)
            note_inherited(reading, parts[i].part);
    }
    /* A survey.csv that cannot be read may have said where the variables are. */
    if (!reading->unusable[TRIG_PART_SURVEY])
        check_present(reading, TRIG_PART_VARIABLES);
    for (size_t i = 0; i < files->unknown.count; i++)
        warn_unknown_file(reading, files->unknown.items[i]);
    for (size_t i = 0; i < files->count; i++)
        if (!known_name(files->items[i].name))
            warn_unknown_file(reading,
                              files->items[i].path.length ? files->items[i].path : files->items[i].name);
}

#define READING_KEYS 6

static void list_reading_keys(struct trig_reading *reading, struct trig_keys *out[READING_KEYS])
{
    struct trig_keys *keys[READING_KEYS] = {&reading->spellings,    &reading->institution_spellings,
                                            &reading->folded_names, &reading->headings,
                                            &reading->rules,        &reading->crosswalks};
    memcpy(out, keys, sizeof keys);
}

static enum trig_status read_definition(struct trig_reading *reading)
{
    struct trig_keys *keys[READING_KEYS];
    list_reading_keys(reading, keys);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < READING_KEYS && !status; i++)
        status = trig_keys_init(keys[i], NULL);
    if (!status)
        status = hash_files(reading->files, reading->definition->sha256);
    if (!status) {
        read_parts(reading);
        status = reading->report.status;
    }
    if (!status && !reading->report.found)
        status = trig_definition_classify(reading->definition);
    for (size_t i = 0; i < READING_KEYS; i++)
        trig_keys_clear(keys[i]);
    trig_sheet_clear(&reading->sheet);
    trig_arena_clear(&reading->cells);
    trig_report_clear(&reading->report);
    return !status && reading->report.found ? TRIG_ERR_FORMAT : status;
}

enum trig_status trig_definition_parse(const struct trig_definition_files *files,
                                       struct trig_problems *problems, trig_definition **out,
                                       struct trig_error *error)
{
    *out = NULL;
    struct trig_problems own;
    trig_problems_init(&own);
    if (!problems)
        problems = &own;
    size_t start = problems->count;
    struct trig_reading reading = {.definition = create(), .files = files};
    enum trig_status status = TRIG_ERR_MEMORY;
    if (reading.definition) {
        reading.index = reading.definition->index;
        trig_report_init(&reading.report, problems);
        trig_arena_init(&reading.cells);
        status = read_definition(&reading);
    }
    if (status == TRIG_ERR_FORMAT)
        trig_report_first(problems, start, error);
    else if (status)
        trig_error_set(error, status, "out of memory for the survey definition");
    if (status)
        trig_definition_destroy(reading.definition);
    else
        *out = reading.definition;
    trig_problems_clear(&own);
    return status;
}
