/* trig-synthesize: synthetic exports of a survey, for tests, benches and the
 * demonstration. Every answer it writes is invented. */
#include "tests/synth/export.h"
#include "tests/synth/jisc.h"
#include "tests/synth/truth.h"

#include "surveys/base/file.h"
#include "surveys/base/text.h"

#include <gsl/gsl_errno.h>

#include <assert.h>
#include <getopt.h>
#include <stdlib.h>

enum choice {
    OPTION_DEFINITION = 1,
    OPTION_SHIPPED,
    OPTION_PLATFORM,
    OPTION_WAVE,
    OPTION_RESPONSES,
    OPTION_FROM_POPULATION,
    OPTION_RATE,
    OPTION_INSTITUTIONS,
    OPTION_SEED,
    OPTION_FLAWS,
    OPTION_SEPARATOR,
    OPTION_INDEX,
    OPTION_OUT,
    OPTION_KEY,
    OPTION_TRUTH,
    OPTION_QUIET,
    OPTION_HELP,
    OPTIONS
};

static const struct option long_options[] = {
    {"definition", required_argument, NULL, OPTION_DEFINITION},
    {"shipped", required_argument, NULL, OPTION_SHIPPED},
    {"platform", required_argument, NULL, OPTION_PLATFORM},
    {"wave", required_argument, NULL, OPTION_WAVE},
    {"responses", required_argument, NULL, OPTION_RESPONSES},
    {"from-population", no_argument, NULL, OPTION_FROM_POPULATION},
    {"rate", required_argument, NULL, OPTION_RATE},
    {"institutions", required_argument, NULL, OPTION_INSTITUTIONS},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"flaws", required_argument, NULL, OPTION_FLAWS},
    {"separator", required_argument, NULL, OPTION_SEPARATOR},
    {"index", required_argument, NULL, OPTION_INDEX},
    {"out", required_argument, NULL, OPTION_OUT},
    {"key", required_argument, NULL, OPTION_KEY},
    {"truth", required_argument, NULL, OPTION_TRUTH},
    {"quiet", no_argument, NULL, OPTION_QUIET},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char usage[] =
    "usage: trig-synthesize --definition DIR --platform P --out FILE [options]\n"
    "Writes a synthetic export of a survey: every answer is invented.\n"
    "  --wave W               a wave of the definition (needed when it has waves)\n"
    "  --responses N          how many, shared out over the institutions; or\n"
    "  --from-population      as many as staff and response rates give (the default)\n"
    "  --rate R               the typical response rate (0.14)\n"
    "  --institutions ID,...  those that take part (all)\n"
    "  --seed S               same seed, same bytes (1)\n"
    "  --flaws none|some      previews, duplicates, misspellings, ... (none)\n"
    "  --separator C          between the columns, instead of the platform's\n"
    "  --index zero,reverse   jisc-coded: how options are numbered\n"
    "  --key FILE             jisc-coded: the key of the codes\n"
    "  --truth FILE           the true parameters, as CSV\n"
    "  --shipped DIR          where `extends` looks (the folder above DIR)\n"
    "  --quiet                no counts on stderr\n"
    "platforms:\n";

/* What was asked for: the value of each option, NULL when not given. */
struct request {
    const char *values[OPTIONS];
};

/* What it came to. */
struct job {
    struct trig_definition_files files;
    trig_definition *definition;
    const struct trig_synth_platform *platform;
    struct trig_synth_settings settings;
    struct trig_synth_layout_options layout_options;
    uint64_t responses;
    bool *chosen; /* owned; NULL: all institutions */
    bool flaws;
    struct trig_synth_model *model;
    struct trig_synth_plan plan;
    struct trig_synth_layout layout;
    struct trig_synth_counts counts;
};

static void print_usage(FILE *out)
{
    fputs(usage, out);
    for (size_t i = 0; trig_synth_platform_at(i); i++)
        fprintf(out, "  %-16s %s\n", trig_synth_platform_at(i)->name, trig_synth_platform_at(i)->summary);
}

/* ---- options ---------------------------------------------------------------------- */

static enum trig_status read_number(const struct request *request, enum choice option, double least,
                                    double most, double *out, struct trig_error *error)
{
    double number;
    const char *value = request->values[option];
    if (!value)
        return TRIG_OK;
    if (!trig_text_to_number(trig_view(value), &number) || number < least || number > most)
        return trig_error_set(error, TRIG_ERR_USAGE, "--%s is %s; it is a number from %g to %g",
                              long_options[option - 1].name, value, least, most);
    *out = number;
    return TRIG_OK;
}

static enum trig_status read_numbers(const struct request *request, struct job *job, struct trig_error *error)
{
    double seed = 1;
    double responses = 0;
    job->settings.response_rate = TRIG_SYNTH_RESPONSE_RATE;
    job->settings.between = TRIG_SYNTH_BETWEEN;
    enum trig_status status = read_number(request, OPTION_SEED, 0, 9007199254740992.0, &seed, error);
    if (status == TRIG_OK)
        status = read_number(request, OPTION_RESPONSES, 1, 1e9, &responses, error);
    if (status == TRIG_OK)
        status = read_number(request, OPTION_RATE, 0.001, 0.999, &job->settings.response_rate, error);
    if (status == TRIG_OK && request->values[OPTION_RESPONSES] && request->values[OPTION_FROM_POPULATION])
        status = trig_error_set(error, TRIG_ERR_USAGE,
                                "--responses and --from-population say different things; give one of them");
    job->settings.seed = (uint64_t)seed;
    job->responses = (uint64_t)responses;
    return status;
}

static enum trig_status read_words(const struct request *request, struct job *job, struct trig_error *error)
{
    const char *flaws = request->values[OPTION_FLAWS];
    const char *separator = request->values[OPTION_SEPARATOR];
    const char *index = request->values[OPTION_INDEX];
    job->platform = trig_synth_platform_find(request->values[OPTION_PLATFORM]);
    if (!job->platform)
        return trig_error_set(error, TRIG_ERR_USAGE, "there is no platform %s; --help lists them",
                              request->values[OPTION_PLATFORM]);
    if (flaws && strcmp(flaws, "none") != 0 && strcmp(flaws, "some") != 0)
        return trig_error_set(error, TRIG_ERR_USAGE, "--flaws is %s; it is none or some", flaws);
    if (separator && (strlen(separator) != 1 || *separator == '"'))
        return trig_error_set(error, TRIG_ERR_USAGE, "--separator is one character and no quote");
    if ((index || request->values[OPTION_KEY]) && job->platform != &trig_synth_jisc_coded)
        return trig_error_set(error, TRIG_ERR_USAGE, "--index and --key are for --platform jisc-coded");
    job->flaws = flaws && strcmp(flaws, "some") == 0;
    if (separator)
        job->layout_options.separator = *separator;
    job->layout_options.zero_index = index && strstr(index, "zero");
    job->layout_options.reverse_index = index && strstr(index, "reverse");
    return TRIG_OK;
}

static enum trig_status read_wave(const struct request *request, struct job *job, struct trig_error *error)
{
    const char *wave = request->values[OPTION_WAVE];
    assert(job->definition);
    job->settings.wave = TRIG_NONE;
    if (!wave && job->definition->wave_count > 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "the survey has waves; name one with --wave, for example %.*s",
                              TRIG_VIEW_ARG(job->definition->waves[0].id));
    if (!wave)
        return TRIG_OK;
    job->settings.wave = trig_definition_wave(job->definition, trig_view(wave));
    if (job->settings.wave == TRIG_NONE)
        return trig_error_set(error, TRIG_ERR_USAGE, "the survey has no wave %s; see its waves.csv", wave);
    return TRIG_OK;
}

static enum trig_status read_institutions(const struct request *request, struct job *job,
                                          struct trig_error *error)
{
    const char *list = request->values[OPTION_INSTITUTIONS];
    if (!list || strcmp(list, "all") == 0)
        return TRIG_OK;
    job->chosen = trig_calloc(job->definition->institution_count, sizeof *job->chosen);
    if (!job->chosen)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the institutions");
    while (*list) {
        size_t length = strcspn(list, ",");
        size_t index = trig_definition_institution(job->definition, trig_view_of(list, length));
        if (index == TRIG_NONE)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "the survey has no institution %.*s; see its institutions.csv", (int)length,
                                  list);
        job->chosen[index] = true;
        list += length + (list[length] == ',');
    }
    return TRIG_OK;
}

/* ---- the definition ----------------------------------------------------------------- */

static enum trig_status read_definition(const struct request *request, struct job *job,
                                        struct trig_error *error)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    const char *folder = request->values[OPTION_DEFINITION];
    const char *shipped = request->values[OPTION_SHIPPED];
    if (!shipped)
        shipped = trig_arena_printf(&arena, "%s/..", folder).data;
    enum trig_status status = shipped ? trig_definition_files_read(folder, shipped, &job->files, error)
                                      : trig_error_set(error, TRIG_ERR_MEMORY, "no memory for a path");
    trig_arena_clear(&arena);
    if (status == TRIG_OK)
        status = trig_definition_parse(&job->files, NULL, &job->definition, error);
    return status;
}

static enum trig_status read_request(const struct request *request, struct job *job, struct trig_error *error)
{
    enum trig_status status = read_numbers(request, job, error);
    if (status == TRIG_OK)
        status = read_words(request, job, error);
    if (status == TRIG_OK)
        status = read_definition(request, job, error);
    if (status == TRIG_OK)
        status = read_wave(request, job, error);
    if (status == TRIG_OK)
        status = read_institutions(request, job, error);
    return status;
}

/* ---- writing ---------------------------------------------------------------------------- */

enum content { CONTENT_EXPORT, CONTENT_KEY, CONTENT_TRUTH };

static enum trig_status write_content(struct job *job, enum content content, FILE *out,
                                      struct trig_error *error)
{
    switch (content) {
    case CONTENT_KEY:
        return trig_synth_jisc_key_write(&job->layout, out, error);
    case CONTENT_TRUTH:
        return trig_synth_truth_write(job->model, &job->plan, out, error);
    default:
        return trig_synth_export_write(job->model, &job->plan, &job->layout, job->flaws, out, &job->counts,
                                       error);
    }
}

static enum trig_status write_file(struct job *job, enum content content, const char *path,
                                   struct trig_error *error)
{
    struct trig_output output = {0};
    if (!path)
        return TRIG_OK;
    enum trig_status status = trig_output_open(&output, path, error);
    if (status == TRIG_OK)
        status = write_content(job, content, output.file, error);
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}

static enum trig_status write_files(const struct request *request, struct job *job, struct trig_error *error)
{
    enum trig_status status = trig_synth_model_create(job->definition, &job->settings, &job->model, error);
    if (status == TRIG_OK)
        status = trig_synth_plan_make(job->model, job->chosen, job->responses, &job->plan, error);
    if (status == TRIG_OK)
        status = trig_synth_layout_make(job->platform, job->definition, job->settings.wave,
                                        &job->layout_options, &job->layout, error);
    if (status == TRIG_OK)
        status = write_file(job, CONTENT_TRUTH, request->values[OPTION_TRUTH], error);
    if (status == TRIG_OK)
        status = write_file(job, CONTENT_KEY, request->values[OPTION_KEY], error);
    if (status == TRIG_OK)
        status = write_file(job, CONTENT_EXPORT, request->values[OPTION_OUT], error);
    return status;
}

static void print_counts(const struct request *request, const struct job *job)
{
    fprintf(stderr, "%s: %llu synthetic responses", request->values[OPTION_OUT],
            (unsigned long long)job->counts.responses);
    for (int flaw = 0; flaw < TRIG_SYNTH_FLAWS; flaw++) {
        if (job->counts.flaws[flaw] > 0)
            fprintf(stderr, ", %llu %s", (unsigned long long)job->counts.flaws[flaw],
                    trig_synth_flaw_name((enum trig_synth_flaw)flaw));
    }
    fputc('\n', stderr);
}

static void clear_job(struct job *job)
{
    trig_synth_layout_clear(&job->layout);
    trig_synth_plan_clear(&job->plan);
    trig_synth_model_destroy(job->model);
    trig_free(job->chosen);
    trig_definition_destroy(job->definition);
    trig_definition_files_clear(&job->files);
}

/* ---- the program ----------------------------------------------------------------------------- */

static bool parse(int argc, char **argv, struct request *request)
{
    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (option <= 0 || option >= OPTIONS)
            return false;
        request->values[option] = optarg ? optarg : "";
    }
    return optind == argc;
}

int main(int argc, char **argv)
{
    struct request request = {0};
    struct job job = {0};
    struct trig_error error = {0};
    gsl_set_error_handler_off();
    bool understood = parse(argc, argv, &request);
    if (understood && request.values[OPTION_HELP]) {
        print_usage(stdout);
        return 0;
    }
    if (!understood || !request.values[OPTION_DEFINITION] || !request.values[OPTION_PLATFORM] ||
        !request.values[OPTION_OUT]) {
        print_usage(stderr);
        return 2;
    }
    enum trig_status status = read_request(&request, &job, &error);
    if (status == TRIG_OK)
        status = write_files(&request, &job, &error);
    if (status == TRIG_OK && !request.values[OPTION_QUIET])
        print_counts(&request, &job);
    clear_job(&job);
    if (status == TRIG_OK)
        return 0;
    char message[1200];
    trig_error_format(&error, message, sizeof message);
    fprintf(stderr, "trig-synthesize: %s\n", message);
    return status == TRIG_ERR_USAGE ? 2 : 1;
}
