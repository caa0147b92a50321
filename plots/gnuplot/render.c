#include "plots/gnuplot/render.h"

#include "plots/gnuplot/picture.h"
#include "plots/gnuplot/process.h"
#include "plots/gnuplot/svg.h"
#include "plots/page/compose.h"
#include "surveys/base/file.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_TIME_LIMIT 30.0
#define LONGEST_NAME       64
/* A chart is a few hundred kilobytes; whatever is larger is none. */
#define LARGEST_PICTURE ((size_t)64 << 20)
#define FORMATS         3

/* The first gnuplot with arrays, `-c` and all that the templates use. */
#define OLDEST_MAJOR 5
#define OLDEST_MINOR 4

static const enum trig_picture_format formats[FORMATS] = {TRIG_PICTURE_SVG, TRIG_PICTURE_PNG,
                                                          TRIG_PICTURE_PDF};

/* One chart on its way through gnuplot. */
struct job {
    const trig_figure *figure;
    const struct trig_render_options *options;
    struct trig_arena arena;
    struct trig_composed composed;
    char *folder; /* where gnuplot works; NULL: not made */
};

static const char *program_of(const struct job *job)
{
    return job->options->gnuplot ? job->options->gnuplot : "gnuplot";
}

/* A name goes into scripts, file names, ids of HTML and error messages. */
static enum trig_status check_name(const char *name, struct trig_error *error)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    size_t length = strlen(name);
    if (length && length <= LONGEST_NAME && strspn(name, allowed) == length && name[0] != '-')
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_USAGE,
        "a chart cannot be called '%.80s': use 1 to %d letters, digits, '-' and '_', not '-' "
        "first",
        name, LONGEST_NAME);
}

static struct trig_view path_in(struct job *job, const char *folder, const char *extension)
{
    return trig_arena_printf(&job->arena, "%s/%s.%s", folder, job->options->name, extension);
}

static enum trig_status memory_error(const struct job *job, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the chart '%s'", job->options->name);
    return TRIG_ERR_MEMORY;
}

static enum trig_status write_text(struct job *job, const char *folder, const char *extension,
                                   struct trig_view text, struct trig_error *error)
{
    struct trig_output output;
    struct trig_view path = path_in(job, folder, extension);
    if (!path.data)
        return memory_error(job, error);
    enum trig_status status = trig_output_open(&output, path.data, error);
    if (status)
        return status;
    fwrite(text.data, 1, text.length, output.file);
    status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}

static enum trig_status write_both(struct job *job, const char *folder, struct trig_error *error)
{
    enum trig_status status = write_text(job, folder, "gp", job->composed.script, error);
    return status ? status : write_text(job, folder, "dat", job->composed.data, error);
}

/* A hidden folder beside the results: on the same disk, readable by nobody else. */
static enum trig_status make_folder(struct job *job, struct trig_error *error)
{
    size_t size = strlen(job->options->folder) + strlen(job->options->name) + sizeof "/.-XXXXXX";
    char *path = trig_arena_calloc(&job->arena, size, 1);
    if (!path)
        return memory_error(job, error);
    snprintf(path, size, "%s/.%s-XXXXXX", job->options->folder, job->options->name);
    if (!mkdtemp(path)) {
        trig_error_set(error, TRIG_ERR_IO, "cannot make a folder to draw in: %s", strerror(errno));
        trig_error_place(error, job->options->folder, 0, 0);
        return TRIG_ERR_IO;
    }
    job->folder = path;
    return TRIG_OK;
}

static int remove_entry(const char *path, const struct stat *about, int type, struct FTW *walk)
{
    (void)about, (void)type, (void)walk;
    remove(path); /* what cannot be removed is left; the results do not depend on it */
    return 0;
}

static void remove_folder(struct job *job)
{
    if (job->folder)
        nftw(job->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static enum trig_status missing_error(const struct job *job, const struct trig_error *cause,
                                      struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MISSING,
                          "%s; charts are drawn by gnuplot %d.%d or later: install the package gnuplot-nox. "
                          "%s.gp and %s.dat are written and draw the chart later",
                          cause->message, OLDEST_MAJOR, OLDEST_MINOR, job->options->name, job->options->name);
}

static enum trig_status start(struct job *job, enum trig_picture_format format, struct trig_process *process,
                              struct trig_error *error)
{
    struct trig_view script = trig_arena_printf(&job->arena, "%s.gp", job->options->name);
    struct trig_view picture =
        trig_arena_printf(&job->arena, "%s.%s", job->options->name, trig_picture_extension(format));
    if (!script.data || !picture.data)
        return memory_error(job, error);
    const char *const arguments[] = {"gnuplot",    "-d", "-c", script.data, trig_picture_extension(format),
                                     picture.data, NULL};
    double limit = job->options->time_limit > 0 ? job->options->time_limit : DEFAULT_TIME_LIMIT;
    struct trig_error cause;
    enum trig_status status =
        trig_process_start(process, program_of(job), arguments, job->folder, limit, &cause);
    if (status == TRIG_ERR_MISSING)
        return missing_error(job, &cause, error);
    return status ? trig_error_set(error, status, "%s", cause.message) : TRIG_OK;
}

/* Asks gnuplot which one it is; done only after it failed. @return whether it
 * answered as gnuplot does and is older than what the templates need. */
static bool is_too_old(struct job *job, char *version, size_t size)
{
    static const char *const arguments[] = {"gnuplot", "-e", "print GPVAL_VERSION", NULL};
    struct trig_process process;
    int exit_code = 0;
    if (trig_process_start(&process, program_of(job), arguments, job->folder, 5, NULL) ||
        trig_process_finish(&process, &exit_code, NULL))
        return false;
    char *point = NULL, *end = NULL;
    long major = strtol(process.words, &point, 10);
    long minor = *point == '.' ? strtol(point + 1, &end, 10) : 0;
    if (point == process.words || !end || end == point + 1)
        return false;
    snprintf(version, size, "%ld.%ld", major, minor);
    return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR);
}

/* Line ends, tabs and escape codes become blanks, so that the words fit into one line. */
static void flatten(char *words)
{
    size_t kept = 0;
    for (const char *at = words; *at; at++) {
        bool blank = (unsigned char)*at <= ' ' || *at == 0x7F;
        if (!blank)
            words[kept++] = *at;
        else if (kept && words[kept - 1] != ' ')
            words[kept++] = ' ';
    }
    while (kept && words[kept - 1] == ' ')
        kept--;
    words[kept] = '\0';
}

static enum trig_status complaint(struct job *job, enum trig_picture_format format,
                                  struct trig_process *process, int exit_code, struct trig_error *error)
{
    char version[32];
    if (is_too_old(job, version, sizeof version))
        return trig_error_set(error, TRIG_ERR_MISSING,
                              "this is gnuplot %s; charts need %d.%d or later: install a newer gnuplot-nox",
                              version, OLDEST_MAJOR, OLDEST_MINOR);
    flatten(process->words);
    return trig_error_set(error, TRIG_ERR_FORMAT, "gnuplot could not draw %s.%s (exit code %d): %.500s",
                          job->options->name, trig_picture_extension(format), exit_code,
                          process->words[0] ? process->words : "it did not say why");
}

/* Checks what gnuplot left and puts it in its place. */
static enum trig_status take_picture(struct job *job, enum trig_picture_format format,
                                     struct trig_error *error)
{
    const char *extension = trig_picture_extension(format);
    struct trig_view made = path_in(job, job->folder, extension);
    struct trig_view place = path_in(job, job->options->folder, extension);
    struct trig_view bytes;
    if (!made.data || !place.data)
        return memory_error(job, error);
    enum trig_status status = trig_file_read(made.data, LARGEST_PICTURE, &job->arena, &bytes, error);
    if (status == TRIG_ERR_MISSING)
        return trig_error_set(error, TRIG_ERR_FORMAT, "gnuplot ended well but left no %s.%s",
                              job->options->name, extension);
    struct trig_output output = {0};
    if (!status)
        status = trig_output_open(&output, place.data, error);
    if (!status)
        status = trig_picture_write(format, bytes, job->figure, job->options->name, output.file, error);
    if (!status)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}

static enum trig_status finish(struct job *job, enum trig_picture_format format, struct trig_process *process,
                               struct trig_error *error)
{
    int exit_code = 0;
    struct trig_error cause;
    enum trig_status status = trig_process_finish(process, &exit_code, &cause);
    if (status)
        return trig_error_set(error, status, "gnuplot was drawing %s.%s: %s", job->options->name,
                              trig_picture_extension(format), cause.message);
    if (exit_code != 0 || process->length > 0)
        return complaint(job, format, process, exit_code, error);
    return take_picture(job, format, error);
}

/* All formats at once: three short processes; the first error is kept. */
static enum trig_status draw(struct job *job, struct trig_error *error)
{
    struct trig_process processes[FORMATS];
    bool started[FORMATS] = {false};
    enum trig_status first = TRIG_OK;
    for (size_t i = 0; i < FORMATS; i++) {
        if (!(job->options->formats & formats[i]) || first)
            continue;
        first = start(job, formats[i], &processes[i], error);
        started[i] = !first;
    }
    for (size_t i = 0; i < FORMATS; i++) {
        if (!started[i])
            continue;
        enum trig_status status = finish(job, formats[i], &processes[i], first ? NULL : error);
        first = first ? first : status;
    }
    return first;
}

enum trig_status trig_figure_render(const trig_figure *figure, const struct trig_render_options *options,
                                    struct trig_error *error)
{
    struct job job = {.figure = figure, .options = options};
    enum trig_status status = check_name(options->name, error);
    if (status)
        return status;
    trig_arena_init(&job.arena);
    status = trig_compose(figure, options->name, options->templates, &job.arena, &job.composed, error);
    if (!status)
        status = write_both(&job, options->folder, error);
    if (!status && options->formats) {
        status = make_folder(&job, error);
        if (!status)
            status = write_both(&job, job.folder, error);
        if (!status)
            status = draw(&job, error);
        remove_folder(&job);
    }
    trig_arena_clear(&job.arena);
    return status;
}

enum trig_status trig_svg_read(const char *folder, const char *name, struct trig_arena *arena,
                               struct trig_view *out, struct trig_error *error)
{
    struct trig_view path = trig_arena_printf(arena, "%s/%s.svg", folder, name);
    struct trig_view file;
    if (!path.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the chart '%s'", name);
    enum trig_status status = trig_file_read(path.data, LARGEST_PICTURE, arena, &file, error);
    if (status)
        return status;
    struct trig_view element = trig_svg_element(file);
    if (!element.length) {
        trig_error_set(error, TRIG_ERR_FORMAT, "this is not an SVG; draw the chart again");
        trig_error_place(error, path.data, 0, 0);
        return TRIG_ERR_FORMAT;
    }
    *out = element;
    return TRIG_OK;
}
