#include "plots/page/script.h"

#include "plots/page/escape.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum trig_status trig_script_init(struct trig_script *script, const char *name, struct trig_error *error)
{
    *script = (struct trig_script){.name = name};
    script->prelude = open_memstream(&script->prelude_text, &script->prelude_length);
    script->data = open_memstream(&script->data_text, &script->data_length);
    if (script->prelude && script->data)
        return TRIG_OK;
    trig_script_clear(script);
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the chart '%s'", name);
}

static bool close_stream(FILE **stream)
{
    bool bad = !*stream || ferror(*stream);
    bool lost = *stream && fclose(*stream) != 0;
    *stream = NULL;
    return !bad && !lost;
}

enum trig_status trig_script_finish(struct trig_script *script, struct trig_error *error)
{
    bool prelude_whole = close_stream(&script->prelude);
    bool data_whole = close_stream(&script->data);
    if (prelude_whole && data_whole && !script->lost)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the chart '%s'", script->name);
}

void trig_script_clear(struct trig_script *script)
{
    if (script->prelude)
        fclose(script->prelude);
    if (script->data)
        fclose(script->data);
    /* The streams' texts come from the C library's own allocator. */
    free(script->prelude_text);
    free(script->data_text);
    trig_arena_clear(&script->arena);
    *script = (struct trig_script){0};
}

/* Ten digits: more than can be seen, and the same on every machine. */
static void put_number(FILE *out, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.10g", value);
    bool negative_zero = text[0] == '-' && strspn(text, "-0.") == strlen(text);
    fputs(negative_zero ? "0" : text, out);
}

void trig_script_comment(struct trig_script *script, const char *comment)
{
    fprintf(script->prelude, "# %s\n", comment);
}

/* Always with a point: gnuplot divides whole numbers as C does. */
static void put_real(FILE *out, double value)
{
    assert(isfinite(value));
    char text[32];
    snprintf(text, sizeof text, "%.10g", value);
    fprintf(out, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

void trig_script_number(struct trig_script *script, const char *name, double value)
{
    fprintf(script->prelude, "%s = ", name);
    put_real(script->prelude, value);
    fputc('\n', script->prelude);
}

void trig_script_count(struct trig_script *script, const char *name, size_t value)
{
    fprintf(script->prelude, "%s = %zu\n", name, value);
}

void trig_script_text(struct trig_script *script, const char *name, struct trig_view text)
{
    fprintf(script->prelude, "%s = ", name);
    trig_escape_script(script->prelude, text);
    fputc('\n', script->prelude);
}

void trig_script_texts(struct trig_script *script, const char *name, struct trig_views texts)
{
    fprintf(script->prelude, "%s_N = %zu\narray %s[%zu] = [", name, texts.count, name,
            texts.count ? texts.count : 1);
    for (size_t i = 0; i < texts.count; i++) {
        fputs(i ? ", " : "", script->prelude);
        trig_escape_script(script->prelude, texts.items[i]);
    }
    fputs(texts.count ? "]\n" : "' ']\n", script->prelude);
}

void trig_script_colours(struct trig_script *script, const char *name, const uint32_t *colours, size_t count)
{
    fprintf(script->prelude, "array %s[%zu] = [", name, count);
    for (size_t i = 0; i < count; i++)
        fprintf(script->prelude, "%s0x%06X", i ? ", " : "", (unsigned)colours[i]);
    fputs("]\n", script->prelude);
}

void trig_script_numbers(struct trig_script *script, const char *name, const double *values, size_t count)
{
    fprintf(script->prelude, "array %s[%zu] = [", name, count);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ", " : "", script->prelude);
        put_real(script->prelude, values[i]);
    }
    fputs("]\n", script->prelude);
}

void trig_script_block(struct trig_script *script, const char *name, const char *columns)
{
    script->columns = 1;
    for (const char *tab = columns; (tab = strchr(tab, '\t')) != NULL; tab++)
        script->columns++;
    script->cells = script->rows = 0;
    fprintf(script->data, "# %s\n%s\n", name, columns);
}

static void begin_cell(struct trig_script *script)
{
    if (script->cells++)
        fputc('\t', script->data);
}

void trig_script_cell(struct trig_script *script, double value)
{
    begin_cell(script);
    if (isfinite(value))
        put_number(script->data, value);
    else
        fputs("NaN", script->data);
}

void trig_script_cell_text(struct trig_script *script, struct trig_view text)
{
    begin_cell(script);
    script->lost |= !text.data;
    trig_escape_data(script->data, text);
}

void trig_script_end_row(struct trig_script *script)
{
    assert(script->cells == script->columns);
    fputc('\n', script->data);
    script->cells = 0;
    script->rows++;
}

void trig_script_gap(struct trig_script *script)
{
    while (script->cells < script->columns)
        trig_script_cell(script, NAN);
    trig_script_end_row(script);
}

void trig_script_end_block(struct trig_script *script)
{
    if (!script->rows)
        trig_script_gap(script);
    fputs("\n\n", script->data);
}
