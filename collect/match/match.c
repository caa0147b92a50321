#include "collect/match/match.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/answers/spellings.h"
#include "collect/match/match_abbreviated.h"
#include "collect/match/match_index.h"
#include "collect/match/match_settle.h"
#include "collect/match/match_use.h"

/* Which texts of a heading are tried. */
enum source { FROM_RAW, FROM_KEYS, FROM_TEXTS, FROM_SPREADS, SOURCES };

/* After the rules, claims are looked for in this order; the place of the one
 * that is found says how sure it is. Wordings come after spread options, since
 * an option may be worded like a variable. */
static const struct step {
    enum source source;
    enum trig_strength strength;
    const char *why;
} steps[] = {
    {FROM_KEYS, TRIG_STRENGTH_NAME, "the heading's code is its name"},
    {FROM_KEYS, TRIG_STRENGTH_ALIAS, "the heading's code is an alias"},
    {FROM_RAW, TRIG_STRENGTH_NAME, "the heading is its name"},
    {FROM_RAW, TRIG_STRENGTH_ALIAS, "the heading is an alias"},
    {FROM_RAW, TRIG_STRENGTH_LABEL, "the heading is its label"},
    {FROM_SPREADS, TRIG_STRENGTH_NAME, "an option, by its name"},
    {FROM_SPREADS, TRIG_STRENGTH_ALIAS, "an option, by an alias"},
    {FROM_SPREADS, TRIG_STRENGTH_LABEL, "an option, by its label"},
    {FROM_TEXTS, TRIG_STRENGTH_NAME, "the wording is its name"},
    {FROM_TEXTS, TRIG_STRENGTH_ALIAS, "the wording is an alias"},
    {FROM_TEXTS, TRIG_STRENGTH_LABEL, "the wording is its label"},
};

#define STEPS      (sizeof steps / sizeof *steps)
#define RULE_STEPS ((unsigned)(TRIG_STRENGTH_NAME * SOURCES))
/* The platform's own columns stand in where nothing in the definition claims them. */
#define RANK_OF_METADATA (RULE_STEPS + (unsigned)STEPS + 1)

struct matcher {
    const struct trig_match_request *request;
    const trig_definition *definition;
    trig_match_index *index;
    trig_spellings **scales; /* by scale; made when first asked for */
    struct trig_problems *problems;

    /* Of the heading being matched: an option that could be several. */
    const struct trig_variable *unclear; /* its variable; NULL: none */
    struct trig_view unclear_part;
};

/* ---- options ------------------------------------------------------------------ */

static bool takes_options(const struct trig_variable *variable, const struct trig_heading *heading)
{
    if (variable->scale == TRIG_NONE)
        return false;
    return variable->type == TRIG_TYPE_MULTIPLE ||
           (heading->is_option &&
            (variable->type == TRIG_TYPE_ORDINAL || variable->type == TRIG_TYPE_NOMINAL));
}

/* The option of [variable]'s scale that [text] spells, TRIG_NONE when there is none. */
static enum trig_status find_option(struct matcher *matcher, const struct trig_variable *variable,
                                    struct trig_view text, size_t *option, struct trig_error *error)
{
    const struct trig_scale *scale = &matcher->definition->scales[variable->scale];
    trig_spellings **spellings = &matcher->scales[variable->scale];
    if (!*spellings)
        *spellings = trig_spellings_of_scale(scale, error);
    if (!*spellings)
        return TRIG_ERR_MEMORY;
    enum trig_status status = trig_spellings_find(*spellings, text, option, error);
    if (status == TRIG_OK && *option == TRIG_NONE && trig_match_is_abbreviated(text)) {
        struct trig_long_form form;
        status = trig_match_long_code(scale, text, &form, error);
        *option = form.index;
    }
    if (*option == TRIG_AMBIGUOUS) {
        matcher->unclear = variable;
        matcher->unclear_part = text;
        *option = TRIG_NONE;
    }
    return status;
}

/* ---- one heading ---------------------------------------------------------------- */

static enum trig_status report_ambiguous(struct matcher *matcher, const struct trig_heading *heading,
                                         const struct trig_claim *claim)
{
    struct trig_view first = matcher->definition->variables[claim->first].name;
    struct trig_view rival = matcher->definition->variables[claim->rival].name;
    return trig_problems_add(matcher->problems, TRIG_MISTAKE, matcher->request->path, 0, 0,
                             "the heading \"%.*s\" could be %.*s or %.*s; say which in columns.csv",
                             TRIG_VIEW_ARG(heading->raw), TRIG_VIEW_ARG(first), TRIG_VIEW_ARG(rival));
}

static enum trig_status report_unclear(struct matcher *matcher, const struct trig_heading *heading)
{
    return trig_problems_add(
        matcher->problems, TRIG_MISTAKE, matcher->request->path, 0, 0,
        "the heading \"%.*s\" is an option of %.*s, and more than one of its options goes "
        "by \"%.*s\"; say which in columns.csv",
        TRIG_VIEW_ARG(heading->raw), TRIG_VIEW_ARG(matcher->unclear->name),
        TRIG_VIEW_ARG(matcher->unclear_part));
}

/* Numbers whose direction nobody knows are taken for a scale's codes only when
 * somebody has said so, in a rule for this platform. */
static bool is_unknowable(const struct trig_heading *heading, const struct trig_variable *variable,
                          const struct trig_claim *claim)
{
    bool is_ordered = variable->type == TRIG_TYPE_ORDINAL || variable->type == TRIG_TYPE_NOMINAL;
    return heading->is_coded && !heading->is_option && is_ordered && variable->scale != TRIG_NONE &&
           !claim->rule;
}

static enum trig_status report_unknowable(struct matcher *matcher, const struct trig_heading *heading,
                                          const struct trig_variable *variable)
{
    return trig_problems_add(
        matcher->problems, TRIG_MISTAKE, matcher->request->path, 0, 0,
        "\"%.*s\" holds numbers, and whether 1 is the best or the worst answer is not in this file; export "
        "the answers as text, or say in columns.csv that this heading is %.*s, if its numbers are the "
        "scale's codes",
        TRIG_VIEW_ARG(heading->raw), TRIG_VIEW_ARG(variable->name));
}

/* Turns a claim on a heading, or on the base of one of its spreads, into a match.
 * @param part  of the spread; NULL when the claim is on the heading itself. */
static enum trig_status take_claim(struct matcher *matcher, const struct trig_heading *heading,
                                   const struct trig_claim *claim, const struct trig_view *part,
                                   struct trig_match *out, struct trig_error *error)
{
    const struct trig_variable *variable = &matcher->definition->variables[claim->variable];
    struct trig_view none = {NULL, 0};
    struct trig_view code = claim->rule ? claim->rule->code : none;
    if (part ? code.length || !takes_options(variable, heading)
             : !code.length && heading->is_option && variable->type == TRIG_TYPE_MULTIPLE)
        return TRIG_OK;
    if (!part && !code.length && is_unknowable(heading, variable, claim))
        return report_unknowable(matcher, heading, variable);
    if (part)
        code = *part;
    if (code.length) {
        size_t option = TRIG_NONE;
        enum trig_status status =
            variable->scale == TRIG_NONE ? TRIG_OK : find_option(matcher, variable, code, &option, error);
        if (status != TRIG_OK || option == TRIG_NONE)
            return status;
        out->option = option;
        out->is_exact =
            variable->scale != TRIG_NONE &&
            trig_view_equal(code, matcher->definition->scales[variable->scale].codes[option].code);
    }
    out->duty = code.length ? TRIG_DUTY_OPTION : TRIG_DUTY_WHOLE;
    out->variable = claim->variable;
    out->separator = claim->rule ? claim->rule->separator : none;
    return TRIG_OK;
}

/* Tries one text at one strength. */
static enum trig_status try_text(struct matcher *matcher, const struct trig_heading *heading,
                                 struct trig_view text, const struct trig_view *part,
                                 enum trig_strength strength, struct trig_match *out,
                                 struct trig_error *error)
{
    bool found;
    struct trig_claim claim = {0};
    size_t exact =
        strength == TRIG_STRENGTH_NAME ? trig_definition_variable(matcher->definition, text) : TRIG_NONE;
    enum trig_status status = trig_match_index_find(matcher->index, text, strength, &found, &claim, error);
    if (status != TRIG_OK || !found)
        return status;
    if (exact != TRIG_NONE)
        claim.variable = exact;
    if (claim.variable == TRIG_AMBIGUOUS)
        return part ? TRIG_OK : report_ambiguous(matcher, heading, &claim);
    status = take_claim(matcher, heading, &claim, part, out, error);
    out->is_exact |= out->duty == TRIG_DUTY_WHOLE && exact == claim.variable;
    return status;
}

static enum trig_status try_list(struct matcher *matcher, const struct trig_heading *heading,
                                 struct trig_views texts, enum trig_strength strength, struct trig_match *out,
                                 struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < texts.count && status == TRIG_OK && out->duty == TRIG_DUTY_UNKNOWN; i++)
        status = try_text(matcher, heading, texts.items[i], NULL, strength, out, error);
    return status;
}

static enum trig_status try_source(struct matcher *matcher, const struct trig_heading *heading,
                                   enum source source, enum trig_strength strength, struct trig_match *out,
                                   struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (source == FROM_RAW)
        return try_text(matcher, heading, heading->raw, NULL, strength, out, error);
    if (source != FROM_SPREADS)
        return try_list(matcher, heading, source == FROM_KEYS ? heading->keys : heading->texts, strength, out,
                        error);
    for (size_t i = 0; i < heading->spread_count && status == TRIG_OK && out->duty == TRIG_DUTY_UNKNOWN;
         i++) {
        const struct trig_spread *spread = &heading->spreads[i];
        status = try_text(matcher, heading, spread->base, &spread->part, strength, out, error);
    }
    return status;
}

/* Tries [text], when it is cut short, as the beginning of a variable's wording. */
static enum trig_status try_beginning(struct matcher *matcher, const struct trig_heading *heading,
                                      struct trig_view text, const struct trig_view *part,
                                      struct trig_match *out, struct trig_error *error)
{
    struct trig_long_form form;
    if (!trig_match_is_abbreviated(text))
        return TRIG_OK;
    enum trig_status status = trig_match_long_variable(matcher->definition, text, &form, error);
    if (status != TRIG_OK || form.index == TRIG_NONE)
        return status;
    struct trig_claim claim = {TRIG_STRENGTH_LABEL, form.index, form.rival, form.first, NULL};
    if (form.index == TRIG_AMBIGUOUS)
        return part ? TRIG_OK : report_ambiguous(matcher, heading, &claim);
    return take_claim(matcher, heading, &claim, part, out, error);
}

/* What no whole text matches may be cut short. */
static enum trig_status match_beginnings(struct matcher *matcher, const struct trig_heading *heading,
                                         struct trig_match *out, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < heading->spread_count && status == TRIG_OK && out->duty == TRIG_DUTY_UNKNOWN; i++)
        status =
            try_beginning(matcher, heading, heading->spreads[i].base, &heading->spreads[i].part, out, error);
    for (size_t i = 0; i < heading->texts.count && status == TRIG_OK && out->duty == TRIG_DUTY_UNKNOWN; i++)
        status = try_beginning(matcher, heading, heading->texts.items[i], NULL, out, error);
    out->rank = RANK_OF_METADATA - 1;
    out->why = "the wording is the beginning of its label";
    return status;
}

static enum trig_status match_heading(struct matcher *matcher, const struct trig_heading *heading,
                                      struct trig_match *out, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    size_t mistakes = matcher->problems->mistakes;
    matcher->unclear = NULL;
    *out = (struct trig_match){.variable = TRIG_NONE, .option = TRIG_NONE};
    for (unsigned i = 0; i < RULE_STEPS + (unsigned)STEPS && status == TRIG_OK; i++) {
        bool is_rule = i < RULE_STEPS;
        const struct step *step = is_rule ? NULL : &steps[i - RULE_STEPS];
        enum source source = is_rule ? (enum source)(i % SOURCES) : step->source;
        enum trig_strength strength = is_rule ? (enum trig_strength)(i / SOURCES) : step->strength;
        status = try_source(matcher, heading, source, strength, out, error);
        if (out->duty != TRIG_DUTY_UNKNOWN) {
            out->rank = i;
            out->why = is_rule ? "a rule in columns.csv" : step->why;
            break;
        }
        if (matcher->problems->mistakes > mistakes)
            return status;
    }
    if (status == TRIG_OK && out->duty == TRIG_DUTY_UNKNOWN)
        status = match_beginnings(matcher, heading, out, error);
    if (status == TRIG_OK && out->duty == TRIG_DUTY_UNKNOWN && matcher->unclear)
        status = report_unclear(matcher, heading);
    return status;
}

/* ---- all headings -------------------------------------------------------------------- */

static enum trig_status judge(const struct matcher *matcher, const struct trig_match *matches,
                              struct trig_error *error)
{
    size_t kept = 0;
    const struct trig_problems *problems = matcher->problems;
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].severity == TRIG_MISTAKE) {
            if (error)
                *error = problems->items[i].error;
            return TRIG_ERR_FORMAT;
        }
    for (size_t i = 0; i < matcher->request->count; i++)
        kept += matches[i].duty == TRIG_DUTY_WHOLE || matches[i].duty == TRIG_DUTY_OPTION;
    if (kept)
        return TRIG_OK;
    trig_error_set(
        error, TRIG_ERR_FORMAT,
        "none of its %zu columns is a variable of the survey \"%.*s\": is it the right definition, "
        "and does the export have a header?",
        matcher->request->count, TRIG_VIEW_ARG(matcher->definition->survey.title));
    trig_error_place(error, matcher->request->path, 0, 0);
    return TRIG_ERR_FORMAT;
}

enum trig_status trig_match_columns(const struct trig_match_request *request, struct trig_match *out,
                                    struct trig_problems *problems, struct trig_error *error)
{
    struct matcher matcher = {.request = request, .definition = request->definition, .problems = problems};
    size_t scales = request->definition->scale_count;
    matcher.scales = trig_calloc(scales, sizeof(trig_spellings *));
    matcher.index =
        trig_match_index_create(request->definition, trig_view(request->format->name), request->wave, error);
    enum trig_status status = TRIG_OK;
    if (!matcher.scales)
        status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to match columns");
    else if (!matcher.index)
        status = TRIG_ERR_MEMORY;
    for (size_t i = 0; i < request->count && status == TRIG_OK; i++) {
        status = match_heading(&matcher, &request->headings[i], &out[i], error);
        trig_match_apply_use(request->definition, &request->headings[i], &out[i]);
    }
    if (status == TRIG_OK) {
        trig_match_use_metadata(request, out, RANK_OF_METADATA);
        const struct trig_settling settling = {request, problems, RULE_STEPS};
        status = trig_match_settle(&settling, out);
    }
    if (status == TRIG_OK)
        status = judge(&matcher, out, error);
    for (size_t i = 0; matcher.scales && i < scales; i++)
        trig_spellings_destroy(matcher.scales[i]);
    trig_free(matcher.scales);
    trig_match_index_destroy(matcher.index);
    return status;
}
