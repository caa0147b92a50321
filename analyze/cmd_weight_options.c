/* weight: what is asked for. */
#include "analyze/cmd_weight_parts.h"
#include "analyze/context/names.h"
#include "surveys/base/text.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the options of the weights");
}

/* "L,U": two numbers, or with [single] one alone, the upper. */
static enum trig_status read_pair(const struct trig_arguments *arguments, const char *option, bool single,
                                  double *lower, double *upper, struct trig_error *error)
{
    const char *text = trig_arguments_option(arguments, option);
    const char *comma = text ? strchr(text, ',') : NULL;
    if (!text)
        return TRIG_OK;
    bool good = comma ? trig_text_to_number(trig_view_of(text, (size_t)(comma - text)), lower) &&
                            trig_text_to_number(trig_view(comma + 1), upper)
                      : single && trig_text_to_number(trig_view(text), upper);
    if (good && *lower >= 0.0 && *lower < 1.0 && *upper > 1.0)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "--%s takes %s, as in %s: times the average, below and above 1; not \"%s\"", option,
                          single ? "the largest weight, or the smallest and the largest" : "two bounds",
                          single ? "5 or 0.2,5" : "0.3,3", text);
}

static enum trig_status read_form(struct trig_weighing_run *weighing, struct trig_error *error)
{
    const struct trig_arguments *arguments = weighing->context.arguments;
    struct trig_calibration_form *form = &weighing->recipe.form;
    size_t method = TRIG_POSTSTRATIFY, function = TRIG_LINEAR;
    *form = (struct trig_calibration_form){.lower = -(double)INFINITY, .upper = INFINITY};
    if (!trig_arguments_option(arguments, "method"))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--method is needed: poststratify, rake, calibrate or propensity");
    enum trig_status status =
        trig_arguments_choice(arguments, "method", trig_calibration_methods, &method, error);
    if (!status)
        status = trig_arguments_choice(arguments, "calfun", trig_calibration_functions, &function, error);
    if (status)
        return status;
    form->method = (enum trig_calibration_method)method;
    form->function = (enum trig_calibration_function)function;
    bool bounds = trig_arguments_option(arguments, "bounds") != NULL;
    if (method != TRIG_CALIBRATE && (bounds || trig_arguments_option(arguments, "calfun")))
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--calfun and --bounds belong to --method calibrate; to limit other weights use "
            "--trim");
    if (function == TRIG_LOGIT && method == TRIG_CALIBRATE && !bounds)
        return trig_error_set(error, TRIG_ERR_USAGE, "--calfun logit needs --bounds, as in --bounds 0.3,3");
    if (!bounds)
        return TRIG_OK;
    form->lower = 0.0;
    return read_pair(arguments, "bounds", false, &form->lower, &form->upper, error);
}

/* The tables that --by asks for: those of the totals, summed. Some methods have one. */
static enum trig_status read_by(struct trig_weighing_run *weighing, struct trig_error *error)
{
    const char *by = trig_arguments_option(weighing->context.arguments, "by");
    if (!by)
        return TRIG_OK;
    enum trig_status status = trig_names_split(&weighing->arena, by, &weighing->by, error);
    if (status || !trig_recipe_takes_one_table(weighing->recipe.form.method))
        return status;
    struct trig_view *all = trig_arena_calloc(&weighing->arena, 1, sizeof *all);
    if (!all)
        return no_memory(error);
    *all = trig_view("all");
    for (size_t i = 0; i < weighing->by.count && all->data; i++)
        *all = trig_arena_printf(&weighing->arena, "%.*s*%.*s", TRIG_VIEW_ARG(*all),
                                 TRIG_VIEW_ARG(weighing->by.items[i]));
    weighing->by = (struct trig_views){all, 1};
    return all->data ? TRIG_OK : no_memory(error);
}

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

static enum trig_status read_name(struct trig_weighing_run *weighing, struct trig_error *error)
{
    const char *name = trig_arguments_option(weighing->context.arguments, "name");
    weighing->name = name ? name : TRIG_WEIGHT_NAME;
    bool good = *weighing->name != '\0' && strlen(weighing->name) <= 64;
    for (const char *at = weighing->name; *at && good; at++)
        good = is_name_character(*at);
    if (!good || strcmp(weighing->name, "none") == 0)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--name \"%s\": a name of up to 64 letters, digits, and _ - . is needed, but not none",
            weighing->name);
    if (trig_definition_variable(weighing->context.definition, trig_view(weighing->name)) == TRIG_NONE)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "the survey has a variable \"%s\"; give the weights another name with --name",
                          weighing->name);
}

enum trig_status trig_weight_read_options(struct trig_weighing_run *weighing, struct trig_error *error)
{
    static const char *const uncovered[] = {"refuse", "drop", NULL};
    const struct trig_arguments *arguments = weighing->context.arguments;
    size_t drop = 0;
    weighing->recipe.trim_upper = INFINITY;
    weighing->recipe.trim_once = trig_arguments_flag(arguments, "trim-once");
    enum trig_status status = read_form(weighing, error);
    if (!status)
        status = trig_arguments_choice(arguments, "uncovered", uncovered, &drop, error);
    if (!status)
        status = read_pair(arguments, "trim", true, &weighing->recipe.trim_lower,
                           &weighing->recipe.trim_upper, error);
    if (!status)
        status = read_by(weighing, error);
    if (!status)
        status = read_name(weighing, error);
    weighing->options.method = weighing->recipe.form.method;
    weighing->options.drop_uncovered = drop == 1;
    return status;
}
