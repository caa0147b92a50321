#include "collect/draft/draft.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- texts ---------------------------------------------------------------------------- */

struct trig_view trig_draft_print(struct trig_draft *draft, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    struct trig_view copy = {NULL, 0};
    if (length >= 0)
        copy = trig_arena_copy(&draft->arena, trig_view_of(text, (size_t)length));
    if (length >= 0)
        free(text);
    draft->failed |= !copy.data;
    return copy.data ? copy : trig_view_of("", 0);
}

struct trig_view trig_draft_normal(struct trig_draft *draft, struct trig_view text)
{
    struct trig_view normal = {NULL, 0};
    enum trig_status status = trig_text_normalise(&draft->arena, text, &normal, NULL);
    draft->failed |= status == TRIG_ERR_MEMORY;
    return status == TRIG_OK ? normal : trig_view_of("", 0);
}

void *trig_draft_room(struct trig_draft *draft, size_t count, size_t size)
{
    void *room = trig_arena_calloc(&draft->arena, count + 1, size);
    draft->failed |= !room;
    return room;
}

bool trig_draft_grow(struct trig_draft *draft, void **items, size_t *capacity, size_t count, size_t size)
{
    if (trig_grow(items, capacity, count + 1, size, NULL) == TRIG_OK)
        return true;
    draft->failed = true;
    return false;
}

static int compare_bytes(struct trig_view a, struct trig_view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : a.length < b.length ? -1 : a.length > b.length;
}

/* The digits of [text] from [*at] on, without zeros in front; [*at] goes behind them. */
static struct trig_view take_digits(struct trig_view text, size_t *at)
{
    size_t start = *at;
    while (*at < text.length && isdigit((unsigned char)text.data[*at]))
        ++*at;
    while (start < *at && text.data[start] == '0')
        start++;
    return trig_view_of(text.data + start, *at - start);
}

int trig_draft_compare(struct trig_view a, struct trig_view b)
{
    size_t i = 0, j = 0;
    while (i < a.length && j < b.length) {
        unsigned char left = (unsigned char)a.data[i], right = (unsigned char)b.data[j];
        int order = left < right ? -1 : left > right;
        if (isdigit(left) && isdigit(right)) {
            struct trig_view first = take_digits(a, &i), second = take_digits(b, &j);
            order = first.length != second.length ? first.length < second.length ? -1 : 1
                                                  : compare_bytes(first, second);
        } else {
            i++;
            j++;
        }
        if (order)
            return order;
    }
    bool ended = i == a.length && j == b.length; /* 7 and 07 are not the same text */
    return ended ? compare_bytes(a, b) : i == a.length ? -1 : 1;
}

struct trig_view trig_draft_slug(struct trig_draft *draft, struct trig_view text, size_t most)
{
    struct trig_view normal = trig_draft_normal(draft, text);
    char *out = trig_draft_room(draft, most + 1, 1);
    size_t used = 0, word = 0; /* where the last word begins */
    bool gap = false;
    for (size_t i = 0, length = 0; out && i < normal.length; i += length) {
        char byte = trig_text_plain_letter(trig_view_of(normal.data + i, normal.length - i), &length);
        bool kept = byte != 0;
        gap |= !kept && normal.data[i] != '\'';
        if (!kept)
            continue;
        if (gap && used) {
            if (used + 1 >= most)
                break;
            out[used++] = '_';
            word = used;
        }
        gap = false;
        if (used == most) { /* a word that does not fit is left out, unless it is the only one */
            used = word ? word - 1 : used;
            break;
        }
        out[used++] = byte;
    }
    while (out && used && out[used - 1] == '_')
        used--;
    return trig_view_of(out ? out : "", used);
}

/* ---- lists ---------------------------------------------------------------------------- */

struct trig_draft_variable *trig_draft_add_variable(struct trig_draft *draft, size_t column,
                                                    enum trig_role role, enum trig_type type,
                                                    struct trig_view review)
{
    if (!trig_draft_grow(draft, (void **)&draft->variables, &draft->variable_capacity, draft->variable_count,
                         sizeof *draft->variables))
        return NULL;
    struct trig_draft_variable *variable = &draft->variables[draft->variable_count];
    *variable = (struct trig_draft_variable){.role = role,
                                             .type = type,
                                             .group = draft->columns[column].group,
                                             .label = draft->gathering->columns[column].wording,
                                             .scale = TRIG_NONE,
                                             .pillar = TRIG_NONE,
                                             .min = NAN,
                                             .max = NAN,
                                             .review = review};
    if (variable->group != TRIG_NONE)
        variable->stem = draft->groups[variable->group].stem;
    draft->columns[column].variable = draft->variable_count++;
    return variable;
}

/* ---- all of it -------------------------------------------------------------------------- */

static void prepare(struct trig_draft *draft)
{
    size_t count = draft->gathering->count;
    draft->columns = trig_calloc(count + 1, sizeof *draft->columns);
    draft->failed = !draft->columns;
    for (size_t i = 0; !draft->failed && i < count; i++)
        draft->columns[i] =
            (struct trig_draft_column){.group = TRIG_NONE, .variable = TRIG_NONE, .option = TRIG_NONE};
}

/* Variables were found by kind; they shall stand as their columns do. */
static void order_variables(struct trig_draft *draft)
{
    struct trig_draft_variable *ordered = trig_calloc(draft->variable_count + 1, sizeof *ordered);
    size_t *places = trig_draft_room(draft, draft->variable_count, sizeof *places);
    size_t used = 0;
    draft->failed |= !ordered;
    if (draft->failed) {
        trig_free(ordered);
        return;
    }
    for (size_t i = 0; i < draft->variable_count; i++)
        places[i] = TRIG_NONE;
    for (size_t i = 0; i < draft->gathering->count; i++) {
        size_t *variable = &draft->columns[i].variable;
        if (*variable == TRIG_NONE)
            continue;
        if (places[*variable] == TRIG_NONE) {
            places[*variable] = used;
            ordered[used++] = draft->variables[*variable];
        }
        *variable = places[*variable];
    }
    trig_free(draft->variables);
    draft->variables = ordered;
    draft->variable_capacity = draft->variable_count + 1;
    draft->variable_count = used;
}

/* Whether any column is more than left out. */
static bool has_answers(const struct trig_draft *draft)
{
    for (size_t i = 0; i < draft->variable_count; i++)
        if (draft->variables[i].role != TRIG_ROLE_IGNORE && draft->variables[i].role != TRIG_ROLE_PERSONAL)
            return true;
    return false;
}

enum trig_status trig_draft_make(const struct trig_gathering *gathering, struct trig_draft *out,
                                 struct trig_error *error)
{
    static void (*const steps[])(struct trig_draft *) = {
        trig_draft_find_groups,  trig_draft_find_roles,    trig_draft_find_places, trig_draft_find_options,
        trig_draft_find_scales,  trig_draft_find_types,    order_variables,        trig_draft_find_names,
        trig_draft_find_pillars, trig_draft_find_reversed, trig_draft_find_waves};
    *out = (struct trig_draft){.gathering = gathering, .words = gathering->words};
    trig_arena_init(&out->arena);
    prepare(out);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !out->failed; i++)
        steps[i](out);
    enum trig_status status = TRIG_OK;
    if (out->failed)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to draft a definition");
    else if (!has_answers(out))
        status = trig_error_set(
            error, TRIG_ERR_FORMAT,
            "no column with a heading holds an answer: nothing to draft from (--header-rows says "
            "how many rows the header has)");
    if (status != TRIG_OK)
        trig_draft_clear(out);
    return status;
}

void trig_draft_clear(struct trig_draft *draft)
{
    trig_free(draft->columns);
    trig_free(draft->groups);
    trig_free(draft->scales);
    trig_free(draft->variables);
    trig_free(draft->pillars);
    trig_free(draft->waves);
    trig_free(draft->institutions);
    trig_arena_clear(&draft->arena);
    *draft = (struct trig_draft){.failed = false};
}
