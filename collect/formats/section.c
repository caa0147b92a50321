#include "collect/formats/section.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"
#include "surveys/definition/definition.h"

#include "collect/answers/answer.h"
#include "collect/formats/heading.h"

/* Response ids stand on a form too, and are there whether it was opened or not. */
static bool is_member(const struct trig_heading *heading, size_t section)
{
    return heading->section == section && !heading->is_gate && heading->use != TRIG_USE_RECORD &&
           heading->use != TRIG_USE_RECORD_PART;
}

static enum trig_status add_section(const struct trig_heading *headings, size_t columns, size_t gate,
                                    struct trig_arena *arena, struct trig_section *out,
                                    struct trig_error *error)
{
    size_t *members = trig_arena_calloc(arena, columns, sizeof *members);
    if (!members)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the columns");
    *out = (struct trig_section){.gate = gate, .columns = members};
    for (size_t i = 0; i < columns; i++)
        if (is_member(&headings[i], headings[gate].section))
            members[out->count++] = i;
    return TRIG_OK;
}

enum trig_status trig_sections_find(const struct trig_heading *headings, size_t columns,
                                    struct trig_arena *arena, struct trig_sections *out, size_t *which,
                                    struct trig_error *error)
{
    size_t gates = 0;
    for (size_t i = 0; i < columns; i++) {
        which[i] = TRIG_NONE;
        gates += headings[i].is_gate && headings[i].section;
    }
    struct trig_section *sections = trig_arena_calloc(arena, gates + 1, sizeof *sections);
    if (!sections)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the columns");
    *out = (struct trig_sections){sections, 0};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < columns && status == TRIG_OK; i++) {
        if (!headings[i].is_gate || !headings[i].section)
            continue;
        struct trig_section *section = &sections[out->count];
        status = add_section(headings, columns, i, arena, section, error);
        for (size_t j = 0; j < section->count; j++)
            which[section->columns[j]] = out->count;
        out->count++;
    }
    return status;
}

static bool says_unopened(const struct trig_format *format, struct trig_view gate)
{
    for (const char *const *word = format->unopened; word && *word; word++)
        if (trig_heading_is(gate, *word))
            return true;
    return gate.length == 0;
}

bool trig_section_is_unopened(const struct trig_section *section, const struct trig_format *format,
                              const struct trig_heading *headings, const struct trig_csv_record *record)
{
    if (!says_unopened(format, trig_text_trim(record->fields[section->gate].text)))
        return false;
    for (size_t i = 0; i < section->count; i++) {
        size_t column = section->columns[i];
        struct trig_view cell = trig_text_trim(record->fields[column].text);
        if (cell.length && !(headings[column].is_option && trig_answer_is_unticked(cell)))
            return false;
    }
    return true;
}
