/* Any bytes as the files of a definition: a line that begins with %% names the
 * file whose content follows it. What parses must hold together; what does not
 * must say why. */
#include "tests/fuzz/fuzz.h"

#include "surveys/definition/definition.h"

#include <math.h>
#include <string.h>

#define MOST_FILES 16

/* The place of the next line that begins with %%, or the end. */
static size_t next_marker(const char *text, size_t length, size_t from)
{
    for (size_t i = from; i + 1 < length; i++)
        if (text[i] == '%' && text[i + 1] == '%' && (i == 0 || text[i - 1] == '\n'))
            return i;
    return length;
}

static size_t split(const char *text, size_t length, struct trig_definition_file *files)
{
    size_t count = 0;
    size_t at = next_marker(text, length, 0);
    while (at < length && count < MOST_FILES) {
        const char *line_end = memchr(text + at, '\n', length - at);
        size_t begin = line_end ? (size_t)(line_end - text) + 1 : length;
        size_t end = next_marker(text, length, begin);
        struct trig_view name = trig_view_of(text + at + 2, (line_end ? begin - 1 : length) - at - 2);
        files[count++] = (struct trig_definition_file){
            .name = name, .content = trig_view_of(text + begin, end - begin), .path = name};
        at = end;
    }
    return count;
}

static bool refers(size_t index, size_t count)
{
    return index == TRIG_NONE || index < count;
}

static void check_scales(const trig_definition *definition)
{
    for (size_t i = 0; i < definition->scale_count; i++) {
        const struct trig_scale *scale = &definition->scales[i];
        fuzz_check(trig_definition_scale(definition, scale->name) == i);
        fuzz_check(scale->count > 0 && scale->min <= scale->max);
        for (size_t j = 0; j < scale->count; j++) {
            const struct trig_code *code = &scale->codes[j];
            fuzz_check(trig_scale_code(scale, code->code) == j);
            fuzz_check(isnan(code->value) == (code->kind != TRIG_SUBSTANTIVE));
            fuzz_check(code->label.length > 0);
        }
    }
}

static void check_variables(const trig_definition *definition)
{
    fuzz_check(definition->variable_count > 0);
    for (size_t i = 0; i < definition->variable_count; i++) {
        const struct trig_variable *variable = &definition->variables[i];
        fuzz_check(trig_definition_variable(definition, variable->name) == i);
        fuzz_check(trig_definition_role(definition, variable->role) <= i);
        fuzz_check(refers(variable->scale, definition->scale_count));
        fuzz_check(refers(variable->pillar, definition->pillar_count));
        fuzz_check(!(variable->min > variable->max));
        bool coded = variable->type == TRIG_TYPE_ORDINAL || variable->type == TRIG_TYPE_MULTIPLE;
        fuzz_check(!coded || variable->scale != TRIG_NONE);
        for (size_t j = 0; j < variable->eligible.count && variable->scale != TRIG_NONE; j++)
            fuzz_check(trig_scale_code(&definition->scales[variable->scale], variable->eligible.items[j]) !=
                       TRIG_NONE);
    }
}

static void check_places(const trig_definition *definition)
{
    for (size_t i = 0; i < definition->membership_count; i++) {
        const struct trig_membership *membership = &definition->memberships[i];
        size_t group = trig_definition_group(definition, membership->group);
        fuzz_check(group < definition->groups.count &&
                   membership->institution < definition->institution_count);
        fuzz_check(trig_definition_in_group(definition, group, membership->institution, membership->from));
        fuzz_check(trig_definition_in_group(definition, group, membership->institution, membership->to));
    }
    for (size_t i = 0; i < definition->wave_count; i++)
        fuzz_check(trig_definition_wave(definition, definition->waves[i].id) == i);
    for (size_t i = 0; i < definition->population_count; i++) {
        const struct trig_population *row = &definition->population[i];
        fuzz_check(refers(row->wave, definition->wave_count));
        fuzz_check(refers(row->institution, definition->institution_count));
        fuzz_check(trig_definition_population(definition, row->wave, row->institution) >= row->count);
    }
}

static void check_links(const trig_definition *definition)
{
    for (size_t i = 0; i < definition->column_rule_count; i++)
        fuzz_check(definition->column_rules[i].variable < definition->variable_count);
    for (size_t i = 0; i < definition->crosswalk_count; i++) {
        const struct trig_crosswalk *row = &definition->crosswalk[i];
        fuzz_check(definition->waves[row->from_wave].time < definition->waves[row->to_wave].time);
        fuzz_check(row->from_variable == TRIG_NONE ||
                   trig_definition_question(definition, row->from_variable) ==
                       trig_definition_question(definition, row->variable));
    }
    for (size_t i = 0; i < definition->action_count; i++)
        fuzz_check(refers(definition->actions[i].institution, definition->institution_count) &&
                   refers(definition->actions[i].wave, definition->wave_count) &&
                   refers(definition->actions[i].pillar, definition->pillar_count));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct trig_definition_file items[MOST_FILES];
    struct trig_definition_files files = {.items = items};
    files.count = split((const char *)bytes, length, items);
    struct trig_problems problems;
    trig_problems_init(&problems);
    trig_definition *definition;
    struct trig_error error = {.status = TRIG_OK};
    enum trig_status status = trig_definition_parse(&files, &problems, &definition, &error);
    fuzz_check(status == TRIG_OK || status == TRIG_ERR_FORMAT);
    fuzz_check((status == TRIG_OK) == (problems.mistakes == 0));
    fuzz_check((status == TRIG_OK) == (definition != NULL));
    fuzz_check(status == TRIG_OK || error.message[0]);
    if (definition) {
        check_scales(definition);
        check_variables(definition);
        check_places(definition);
        check_links(definition);
    }
    trig_definition_destroy(definition);
    trig_problems_clear(&problems);
    return 0;
}
