#include "collect/intake/reject.h"

#include "surveys/base/dictionary.h"

#include "collect/bytes/json_text.h"
#include "collect/records/people.h"

#include <stdio.h>

/* What is stored, and what a record that comes back is judged by. */
static bool is_kept(const struct trig_match *match, const struct trig_heading *heading)
{
    bool judges = heading->use == TRIG_USE_RECORD_PART || heading->is_gate || heading->rule;
    return match->duty == TRIG_DUTY_WHOLE || match->duty == TRIG_DUTY_OPTION ||
           (judges && match->duty == TRIG_DUTY_LEFT_OUT);
}

/* A heading that was there before gets its column's number. */
static enum trig_status name_column(struct trig_reject_fields *fields, trig_dictionary *seen,
                                    struct trig_view heading, size_t column, struct trig_error *error)
{
    size_t known = trig_dictionary_count(seen), index;
    struct trig_view name = heading;
    if (!name.length || trig_dictionary_find(seen, name) != SIZE_MAX)
        name = trig_arena_printf(&fields->arena, "%.*s%scolumn %zu%s", TRIG_VIEW_ARG(heading),
                                 heading.length ? " (" : "", column + 1, heading.length ? ")" : "");
    enum trig_status status = trig_dictionary_add(seen, name, &index, error);
    fields->names[column] = trig_arena_copy(&fields->arena, name);
    if (status == TRIG_OK && (!fields->names[column].data || index < known))
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    return status;
}

enum trig_status trig_reject_fields_init(struct trig_reject_fields *fields,
                                         const struct trig_heading *headings,
                                         const struct trig_match *matches, size_t count, size_t person,
                                         struct trig_error *error)
{
    *fields = (struct trig_reject_fields){.count = count, .all_kept = person == TRIG_NONE, .person = person};
    trig_arena_init(&fields->arena);
    fields->names = trig_arena_calloc(&fields->arena, count + 1, sizeof *fields->names);
    trig_dictionary *seen = trig_dictionary_create(error);
    enum trig_status status = seen ? TRIG_OK : TRIG_ERR_MEMORY;
    if (!fields->names)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        if (is_kept(&matches[i], &headings[i]) || i == person)
            status = name_column(fields, seen, headings[i].raw, i, error);
        else
            fields->all_kept = false;
    }
    trig_dictionary_destroy(seen);
    if (status != TRIG_OK)
        trig_reject_fields_clear(fields);
    return status;
}

void trig_reject_fields_clear(struct trig_reject_fields *fields)
{
    trig_arena_clear(&fields->arena);
    fields->names = NULL;
    fields->count = 0;
}

/* jansson wants keys with a NUL, which the arena's copies have. */
static int set_field(json_t *object, struct trig_view name, struct trig_view text)
{
    return json_object_set_new(object, name.data, json_stringn(text.data ? text.data : "", text.length));
}

/* A record of the wrong length has its values under the wrong headings. */
static bool has_fields(const struct trig_reject_fields *fields, enum trig_reason reason)
{
    if (reason == TRIG_REASON_ALREADY_STORED || reason == TRIG_REASON_DUPLICATE ||
        reason == TRIG_REASON_ERASED)
        return false;
    return reason != TRIG_REASON_RAGGED || fields->all_kept;
}

enum trig_status trig_reject_fields_write(const struct trig_reject_fields *fields,
                                          const struct trig_csv_record *record, enum trig_reason reason,
                                          const char *pseudonym, struct trig_view *out,
                                          struct trig_error *error)
{
    json_t *object = json_object();
    int failed = object == NULL;
    size_t count = has_fields(fields, reason) ? record->count : 0;
    for (size_t i = 0; i < count && !failed; i++) {
        char extra[32], person[sizeof TRIG_PERSON_PREFIX + TRIG_PSEUDONYM_TEXT];
        snprintf(extra, sizeof extra, "column %zu", i + 1);
        snprintf(person, sizeof person, "%s%s", pseudonym[0] ? TRIG_PERSON_PREFIX : "", pseudonym);
        if (i == fields->person)
            failed = set_field(object, fields->names[i], trig_view(person));
        else if (i < fields->count && fields->names[i].length)
            failed = set_field(object, fields->names[i], record->fields[i].text);
        else if (i >= fields->count && record->fields[i].text.length)
            failed = set_field(object, trig_view(extra), record->fields[i].text);
    }
    if (failed) {
        json_decref(object);
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to keep a record that is set aside");
    }
    return trig_json_text(object, out, error);
}
