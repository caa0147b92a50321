#include "analyze/regress/formula_terms.h"

#include "analyze/context/names.h"
#include "surveys/base/text.h"

/* Terms being made, in the order the user wrote them. */
struct making {
    const trig_definition *definition;
    struct trig_formula *formula;
    struct trig_error *error;
};

/* Some regressors at once: one side of a product. */
struct product {
    size_t regressors[TRIG_MOST_PRODUCT];
    size_t count;
};

/* ---- one name --------------------------------------------------------------------------- */

static struct trig_view part_of(struct trig_view text, size_t start, size_t end)
{
    return trig_text_trim(trig_view_of(text.data + start, end - start));
}

/* The name inside `numeric(NAME)`; blank when it is no such thing. */
static struct trig_view inside_numeric(struct trig_view name)
{
    bool wrapped =
        name.length > 9 && memcmp(name.data, "numeric(", 8) == 0 && name.data[name.length - 1] == ')';
    return wrapped ? part_of(name, 8, name.length - 1) : trig_view_of(NULL, 0);
}

/* What becomes of a variable: a factor or a number; false: neither. */
static bool kind_of_variable(const struct trig_variable *variable, enum trig_regressor_kind *kind)
{
    *kind = variable->type == TRIG_TYPE_NUMERIC ? TRIG_REGRESSOR_NUMBER : TRIG_REGRESSOR_FACTOR;
    return variable->type == TRIG_TYPE_NUMERIC || variable->type == TRIG_TYPE_ORDINAL ||
           variable->type == TRIG_TYPE_NOMINAL;
}

static bool starts_with(struct trig_view text, const char *start)
{
    size_t length = strlen(start);
    return text.length >= length && memcmp(text.data, start, length) == 0;
}

/* Whether [name] is a share or a pillar's score, whose parts are looked up later. */
static bool is_measure(const trig_definition *definition, struct trig_view name)
{
    if (starts_with(name, "pillar:"))
        return true;
    const char *equals = memchr(name.data, '=', name.length);
    const char *colon = memrchr(name.data, ':', name.length);
    size_t before = equals ? (size_t)(equals - name.data) : colon ? (size_t)(colon - name.data) : 0;
    bool positive = colon && trig_view_is(part_of(name, before + 1, name.length), "positive");
    return (equals || positive) &&
           trig_definition_variable(definition, part_of(name, 0, before)) != TRIG_NONE;
}

/* Makes a regressor of [name]; false when the name stands for nothing. */
static bool recognise(const trig_definition *definition, struct trig_view name,
                      struct trig_formula_regressor *out)
{
    struct trig_view inner = inside_numeric(name);
    *out = (struct trig_formula_regressor){
        .kind = TRIG_REGRESSOR_NUMBER, .name = name, .text = name, .variable = TRIG_NONE, .place = TRIG_NONE};
    size_t variable = name.length ? trig_definition_variable(definition, name) : TRIG_NONE;
    if (inner.length) {
        out->text = inner;
        return trig_definition_variable(definition, inner) != TRIG_NONE;
    }
    if (variable != TRIG_NONE && definition->variables[variable].role != TRIG_ROLE_WAVE &&
        definition->variables[variable].role != TRIG_ROLE_INSTITUTION)
        return kind_of_variable(&definition->variables[variable], &out->kind);
    bool wave = variable == TRIG_NONE ? trig_view_is(name, "wave")
                                      : definition->variables[variable].role == TRIG_ROLE_WAVE;
    bool institution = variable == TRIG_NONE ? trig_view_is(name, "institution") : !wave;
    if (wave || institution) {
        out->kind = wave ? TRIG_REGRESSOR_WAVE : TRIG_REGRESSOR_INSTITUTION;
        return (wave ? definition->wave_count : definition->institution_count) > 0;
    }
    return name.length && variable == TRIG_NONE && is_measure(definition, name);
}

static enum trig_status unknown(struct making *making, struct trig_view name)
{
    const trig_definition *definition = making->definition;
    size_t variable = trig_definition_variable(definition, name);
    if (variable != TRIG_NONE)
        return trig_error_set(
            making->error, TRIG_ERR_USAGE, "\"%.*s\" is %s and cannot be a term by itself; ask for %.*s=CODE",
            TRIG_VIEW_ARG(name), trig_type_name(definition->variables[variable].type), TRIG_VIEW_ARG(name));
    size_t count = 0;
    struct trig_view *known =
        trig_arena_calloc(&making->formula->arena, definition->variable_count + 2, sizeof *known);
    if (!known)
        return trig_error_set(making->error, TRIG_ERR_MEMORY, "out of memory for the names of variables");
    known[count++] = trig_view("wave");
    known[count++] = trig_view("institution");
    for (size_t i = 0; i < definition->variable_count; i++)
        known[count++] = definition->variables[i].name;
    return trig_names_unknown("term", name, (struct trig_views){known, count}, making->error);
}

/* ---- regressors ----------------------------------------------------------------------------- */

static enum trig_status add_regressor(struct making *making, const struct trig_formula_regressor *regressor,
                                      size_t *place)
{
    struct trig_formula *formula = making->formula;
    for (*place = 0; *place < formula->regressor_count; ++*place)
        if (trig_view_equal(formula->regressors[*place].name, regressor->name))
            return TRIG_OK;
    if (formula->regressor_count == TRIG_MOST_REGRESSORS)
        return trig_error_set(making->error, TRIG_ERR_USAGE, "a model holds at most %d variables",
                              TRIG_MOST_REGRESSORS);
    formula->regressors[formula->regressor_count++] = *regressor;
    return TRIG_OK;
}

static enum trig_status too_many_factors(struct making *making, struct trig_view text)
{
    return trig_error_set(making->error, TRIG_ERR_USAGE, "\"%.*s\" is a product of more than %d variables",
                          TRIG_VIEW_ARG(text), TRIG_MOST_PRODUCT);
}

static enum trig_status join(struct making *making, struct trig_view text, size_t regressor,
                             struct product *product)
{
    for (size_t i = 0; i < product->count; i++)
        if (product->regressors[i] == regressor)
            return TRIG_OK;
    if (product->count == TRIG_MOST_PRODUCT)
        return too_many_factors(making, text);
    product->regressors[product->count++] = regressor;
    return TRIG_OK;
}

/* The end of the name that begins at [start]: as many pieces between colons as make one. */
static size_t find_name(const struct making *making, struct trig_view text, size_t start,
                        struct trig_formula_regressor *out)
{
    size_t best = start;
    struct trig_formula_regressor found;
    for (size_t end = start; end <= text.length; end++) {
        if (end < text.length && text.data[end] != ':')
            continue;
        if (recognise(making->definition, part_of(text, start, end), &found)) {
            *out = found;
            best = end;
        }
        /* `pillar:` takes its id and perhaps `positive`, never the name of another term. */
        if (best > start && !starts_with(part_of(text, end, text.length), ":positive"))
            break;
    }
    return best;
}

/* V:V, where names may hold colons themselves. */
static enum trig_status take_product(struct making *making, struct trig_view text, struct product *product)
{
    product->count = 0;
    size_t start = 0;
    do {
        struct trig_formula_regressor found;
        size_t end = find_name(making, text, start, &found);
        if (end == start) {
            const char *colon = memchr(text.data + start, ':', text.length - start);
            size_t stop = colon ? (size_t)(colon - text.data) : text.length;
            return unknown(making, part_of(text, start, stop));
        }
        size_t place;
        enum trig_status status = add_regressor(making, &found, &place);
        if (status == TRIG_OK)
            status = join(making, text, place, product);
        if (status)
            return status;
        start = end + 1;
    } while (start <= text.length);
    return TRIG_OK;
}

/* ---- terms -------------------------------------------------------------------------------------- */

static bool same_term(const struct trig_formula_term *term, const struct product *product)
{
    size_t same = 0;
    for (size_t i = 0; i < term->count; i++)
        for (size_t j = 0; j < product->count; j++)
            same += term->regressors[i] == product->regressors[j];
    return term->count == product->count && same == term->count;
}

static enum trig_status add_term(struct making *making, const struct product *product)
{
    struct trig_formula *formula = making->formula;
    for (size_t i = 0; i < formula->term_count; i++)
        if (same_term(&formula->terms[i], product))
            return TRIG_OK;
    if (formula->term_count == TRIG_MOST_MODEL_TERMS)
        return trig_error_set(making->error, TRIG_ERR_USAGE, "a model holds at most %d terms",
                              TRIG_MOST_MODEL_TERMS);
    struct trig_formula_term *term = &formula->terms[formula->term_count++];
    memcpy(term->regressors, product->regressors, sizeof term->regressors);
    term->count = product->count;
    return TRIG_OK;
}

/* V*W*..: every product of some of them. */
static enum trig_status add_crossing(struct making *making, struct trig_view text,
                                     const struct product *sides, size_t count)
{
    for (unsigned chosen = 1; chosen < 1u << count; chosen++) {
        struct product product = {.count = 0};
        enum trig_status status = TRIG_OK;
        for (size_t i = 0; i < count && status == TRIG_OK; i++)
            for (size_t j = 0; chosen >> i & 1 && j < sides[i].count && status == TRIG_OK; j++)
                status = join(making, text, sides[i].regressors[j], &product);
        if (status == TRIG_OK)
            status = add_term(making, &product);
        if (status)
            return status;
    }
    return TRIG_OK;
}

static enum trig_status take_term(struct making *making, struct trig_view text)
{
    struct product sides[TRIG_MOST_PRODUCT];
    size_t count = 0;
    size_t start = 0;
    for (size_t end = 0; end <= text.length; end++) {
        if (end < text.length && text.data[end] != '*')
            continue;
        if (count == TRIG_MOST_PRODUCT)
            return too_many_factors(making, text);
        enum trig_status status = take_product(making, part_of(text, start, end), &sides[count++]);
        if (status)
            return status;
        start = end + 1;
    }
    return add_crossing(making, text, sides, count);
}

/* ---- R's order ------------------------------------------------------------------------------------ */

/* Numbers the regressors as the sorted terms first name them. */
static void renumber(struct trig_formula *formula)
{
    size_t place[TRIG_MOST_REGRESSORS];
    struct trig_formula_regressor sorted[TRIG_MOST_REGRESSORS] = {{.variable = TRIG_NONE}};
    size_t count = 0;
    for (size_t i = 0; i < TRIG_MOST_REGRESSORS; i++)
        place[i] = TRIG_NONE;
    for (size_t i = 0; i < formula->term_count; i++) {
        for (size_t j = 0; j < formula->terms[i].count; j++) {
            size_t regressor = formula->terms[i].regressors[j];
            if (place[regressor] != TRIG_NONE)
                continue;
            sorted[count] = formula->regressors[regressor];
            place[regressor] = count++;
        }
    }
    for (size_t i = 0; i < formula->term_count; i++)
        for (size_t j = 0; j < formula->terms[i].count; j++)
            formula->terms[i].regressors[j] = place[formula->terms[i].regressors[j]];
    memcpy(formula->regressors, sorted, count * sizeof *sorted);
}

static void sort_product(struct trig_formula_term *term)
{
    for (size_t i = 1; i < term->count; i++) {
        for (size_t j = i; j > 0 && term->regressors[j - 1] > term->regressors[j]; j--) {
            size_t other = term->regressors[j];
            term->regressors[j] = term->regressors[j - 1];
            term->regressors[j - 1] = other;
        }
    }
}

static void sort_terms(struct trig_formula *formula)
{
    struct trig_formula_term sorted[TRIG_MOST_MODEL_TERMS] = {{.count = 0}};
    size_t count = 0;
    for (size_t order = 1; order <= TRIG_MOST_PRODUCT; order++)
        for (size_t i = 0; i < formula->term_count; i++)
            if (formula->terms[i].count == order)
                sorted[count++] = formula->terms[i];
    memcpy(formula->terms, sorted, count * sizeof *sorted);
}

static enum trig_status name_terms(struct making *making)
{
    struct trig_formula *formula = making->formula;
    for (size_t i = 0; i < formula->term_count; i++) {
        struct trig_formula_term *term = &formula->terms[i];
        term->name = trig_view("");
        for (size_t j = 0; j < term->count && term->name.data; j++)
            term->name =
                trig_arena_printf(&formula->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(term->name), j ? ":" : "",
                                  TRIG_VIEW_ARG(formula->regressors[term->regressors[j]].name));
        if (!term->name.data)
            return trig_error_set(making->error, TRIG_ERR_MEMORY, "out of memory for the names of terms");
    }
    return TRIG_OK;
}

enum trig_status trig_formula_terms(const trig_definition *definition, const char *on,
                                    struct trig_formula *formula, struct trig_error *error)
{
    struct making making = {definition, formula, error};
    struct trig_views parts = {NULL, 0};
    if (!on || !*on || strcmp(on, "1") == 0)
        return TRIG_OK;
    enum trig_status status = trig_names_split(&formula->arena, on, &parts, error);
    for (size_t i = 0; i < parts.count && status == TRIG_OK; i++)
        status = take_term(&making, parts.items[i]);
    if (status)
        return status;
    sort_terms(formula);
    renumber(formula);
    for (size_t i = 0; i < formula->term_count; i++)
        sort_product(&formula->terms[i]);
    return name_terms(&making);
}
