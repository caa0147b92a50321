#include "plots/gnuplot/template.h"

#include "surveys/base/file.h"

#include <sys/stat.h>

/* A template is a page of text; anything larger is none. */
#define LARGEST ((size_t)1 << 20)

/* Where templates are installed, from the folder of the program. */
#define INSTALLED "../share/trigpillar/plots"

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

enum trig_status trig_template_read(const char *folder, const char *file, struct trig_arena *arena,
                                    struct trig_view *out, struct trig_error *error)
{
    if (folder && !is_folder(folder))
        return trig_error_set(error, TRIG_ERR_MISSING, "there is no folder '%s' to take chart templates from",
                              folder);
    char installed[4096 + sizeof INSTALLED];
    bool known = trig_file_beside_program(INSTALLED, installed, sizeof installed);
    const char *const places[] = {folder, known ? installed : NULL, TRIG_PLOTS_SOURCE};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct trig_view path =
            places[i] ? trig_arena_printf(arena, "%s/%s", places[i], file) : trig_view_of(NULL, 0);
        if (places[i] && !path.data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart template");
        if (!places[i])
            continue;
        enum trig_status status = trig_file_read(path.data, LARGEST, arena, out, error);
        if (status != TRIG_ERR_MISSING)
            return status;
    }
    return trig_error_set(
        error, TRIG_ERR_MISSING,
        "the chart template '%s' is neither in %s, seen from the program, nor where it was built; "
        "install the program again, or name a folder of templates with --plots",
        file, INSTALLED);
}
