#include "plots/page/compose.h"

#include "plots/gnuplot/template.h"
#include "plots/kinds/kind.h"
#include "plots/page/script.h"

/* How the file is used by hand, and the words by which gnuplot is told the format. */
static void put_head(struct trig_script *script, const char *template_file)
{
    const char *name = script->name;
    fprintf(script->prelude,
            "# %s.gp: written by Trigpillar " TRIG_VERSION " with the template %s; edit it freely.\n"
            "# Draw it with: gnuplot -d -c %s.gp svg|png|pdf [FILE]    (the numbers are in %s.dat)\n"
            "FORMAT = ARGC > 0 ? ARG1 : 'svg'\n"
            "OUTPUT = ARGC > 1 ? ARG2 : '%s.'.FORMAT\n"
            "DATA = '%s.dat'\n",
            name, template_file, name, name, name, name);
}

static enum trig_status join(const struct trig_script *script, const struct trig_kind *kind,
                             const char *templates, struct trig_arena *arena, struct trig_composed *out,
                             struct trig_error *error)
{
    struct trig_view style, body;
    enum trig_status status = trig_template_read(templates, "style.gp", arena, &style, error);
    if (!status)
        status = trig_template_read(templates, kind->template_file, arena, &body, error);
    if (status)
        return status;
    out->script = trig_arena_printf(arena, "%s\n%.*s\n%.*s", script->prelude_text, TRIG_VIEW_ARG(style),
                                    TRIG_VIEW_ARG(body));
    out->data = trig_arena_copy(arena, trig_view_of(script->data_text, script->data_length));
    if (!out->script.data || !out->data.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the chart '%s'", script->name);
    return TRIG_OK;
}

enum trig_status trig_compose(const trig_figure *figure, const char *name, const char *templates,
                              struct trig_arena *arena, struct trig_composed *out, struct trig_error *error)
{
    const struct trig_kind *kind;
    struct trig_script script;
    enum trig_status status = trig_kind_for(figure, &kind, error);
    if (!status)
        status = trig_script_init(&script, name, error);
    if (status)
        return status;
    put_head(&script, kind->template_file);
    status = kind->build(figure, &script, error);
    if (!status)
        status = trig_script_finish(&script, error);
    if (!status)
        status = join(&script, kind, templates, arena, out, error);
    trig_script_clear(&script);
    return status;
}
