#include "analyze/commands.h"
#include "analyze/context/context.h"
#include "analyze/regress/regress.h"

static enum trig_status read_options(const struct trig_context *context, struct trig_regress_options *options,
                                     struct trig_error *error)
{
    const struct trig_arguments *arguments = context->arguments;
    struct trig_formula_options *formula = &options->formula;
    formula->outcome = trig_arguments_option(arguments, "outcome");
    formula->on = trig_arguments_option(arguments, "on");
    formula->family = trig_arguments_option(arguments, "family");
    formula->reference = trig_arguments_option(arguments, "reference");
    options->waves_given = trig_arguments_option(arguments, "wave") != NULL;
    options->exponentiate = trig_arguments_flag(arguments, "exponentiate");
    options->random = trig_arguments_option(arguments, "random");
    if (!formula->on && !options->random)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "no terms were named; say what the outcome is regressed on, as in --on "
                              "role,cpd_days, or --on 1 for the mean alone");
    return TRIG_OK;
}

static enum trig_status make(const struct trig_context *context, trig_table **out, struct trig_error *error)
{
    struct trig_regress_options options = {.show_r = context->r_code.out};
    enum trig_status status = read_options(context, &options, error);
    return status ? status : trig_regress_table(context, &options, out, error);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {
        .use_fpc = false, .wave_choice = TRIG_WAVES_LATEST, .replicates = true};
    return trig_context_run(arguments, streams, &defaults, make);
}

static const struct trig_option options[] = {
    {"outcome", "M", "what is explained: a measure, one a respondent"},
    {"on", "V,..", "the terms: variables, wave, institution, measures; V:W a product, V*W with both alone"},
    {"family", "gaussian|logistic|poisson|ordinal", "the kind of outcome; gaussian by default"},
    {"reference", "V=code,..", "the level that others are compared with; the first by default"},
    {"random", "institution|institution:wave", "a random intercept for each of these, by REML"},
    {"exponentiate", NULL, "odds and rate ratios in place of their logarithms"},
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_regress = {
    .name = "regress",
    .synopsis = "STORE... --outcome M --on V,.. [--family F]",
    .summary = "what goes with an outcome, other things being equal",
    .help =
        "Regresses an outcome on several variables at once, with standard errors that know the design: "
        "strata, clusters, weights, replicates. A row a coefficient (estimate, standard error, interval, t "
        "test), then one a term with Wald's F test of all its levels together (statistic wald_f), then what "
        "the model explains.\n"
        "\n"
        "Ordinal and nominal variables, wave and institution are factors: each level is compared with the "
        "first, or with the one that --reference names. Numeric variables, pillar:ID, NAME:positive, "
        "NAME=code and numeric(NAME) (an ordinal variable's values) are numbers. V:W is a product, V*W "
        "stands "
        "for V, W and V:W.\n"
        "\n"
        "gaussian explains a mean; logistic a share (NAME:positive or NAME=code); poisson a numeric count; "
        "ordinal an ordinal variable by proportional odds. Respondents who lack one of the answers are left "
        "out, and their number is printed. Answers such as \"don't know\" count as lacking.\n"
        "\n"
        "A model with a factor tells of each of its levels. So it is refused when a level, or a cell of a "
        "product of factors, has fewer respondents than the threshold, or nearly all of them answered "
        "alike.\n"
        "\n"
        "--random institution asks how much of the outcome lies between institutions: a random intercept "
        "(with "
        "or without --on), the variances between and within, the intraclass correlation (icc), and how far "
        "each "
        "institution is from what its respondents let expect (blup).\n"
        "\n"
        "No finite population correction is used unless --fpc on asks for it: a regression is about more "
        "than this workforce at this time.\n"
        "\n"
        "  trig-analyze regress technicians.trig --outcome pillar:visibility --on grade,cpd_days,wave\n"
        "  trig-analyze regress technicians.trig --outcome vis_named:positive --on grade --family logistic "
        "--exponentiate\n"
        "  trig-analyze regress technicians.trig --outcome rec_valued --on contract,pillar:career --family "
        "ordinal\n"
        "  trig-analyze regress technicians.trig --outcome pillar:career --random institution\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
