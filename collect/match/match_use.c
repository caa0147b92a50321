#include "collect/match/match_use.h"

void trig_match_apply_use(const trig_definition *definition, const struct trig_heading *heading,
                          struct trig_match *match)
{
    bool known = match->variable != TRIG_NONE;
    enum trig_role role = known ? definition->variables[match->variable].role : TRIG_ROLE_IGNORE;
    if (known && (role == TRIG_ROLE_PERSONAL || role == TRIG_ROLE_RESPONDENT)) {
        match->duty = TRIG_DUTY_PERSONAL;
        match->why = role == TRIG_ROLE_PERSONAL ? "its role is personal: never kept"
                                                : "it tells who answered: not kept";
    } else if (known && role == TRIG_ROLE_IGNORE) {
        match->duty = TRIG_DUTY_LEFT_OUT;
        match->why = "its role is ignore";
    } else if (heading->use == TRIG_USE_PERSONAL) {
        match->duty = TRIG_DUTY_PERSONAL;
        match->variable = TRIG_NONE;
        match->why = "the platform's note of who answered: never kept";
    } else if (!known && heading->use == TRIG_USE_OWN) {
        match->duty = TRIG_DUTY_LEFT_OUT;
        match->why = "the platform's own affairs";
    } else if (!known && heading->use == TRIG_USE_RECORD_PART) {
        match->duty = TRIG_DUTY_LEFT_OUT;
        match->why = "part of the response id: it tells rows with one id apart";
    }
}

static bool is_claimed(const struct trig_match_request *request, const struct trig_match *matches,
                       size_t variable)
{
    for (size_t i = 0; i < request->count; i++)
        if (matches[i].variable == variable)
            return true;
    return false;
}

/* The date of a form of which nothing else is kept says nothing about the rest. */
static bool is_of_read_section(const struct trig_match_request *request, const struct trig_match *matches,
                               size_t column)
{
    size_t section = request->headings[column].section;
    for (size_t i = 0; i < request->count && section; i++)
        if (request->headings[i].section == section && i != column && matches[i].variable != TRIG_NONE)
            return true;
    return section == 0;
}

void trig_match_use_metadata(const struct trig_match_request *request, struct trig_match *matches,
                             unsigned rank)
{
    for (size_t i = 0; i < request->count; i++) {
        enum trig_use use = request->headings[i].use;
        if (matches[i].variable != TRIG_NONE || (use != TRIG_USE_RECORD && use != TRIG_USE_SUBMITTED))
            continue;
        enum trig_role role = use == TRIG_USE_RECORD ? TRIG_ROLE_RECORD : TRIG_ROLE_SUBMITTED;
        size_t variable = trig_definition_role(request->definition, role);
        matches[i].duty = TRIG_DUTY_LEFT_OUT;
        matches[i].why = "the platform's own affairs";
        if (variable == TRIG_NONE || is_claimed(request, matches, variable) ||
            (use == TRIG_USE_SUBMITTED && !is_of_read_section(request, matches, i)))
            continue;
        matches[i].duty = TRIG_DUTY_WHOLE;
        matches[i].variable = variable;
        matches[i].rank = rank;
        matches[i].why = use == TRIG_USE_RECORD ? "the platform's response id" : "the platform's date";
    }
}
