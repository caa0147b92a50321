#include "tests/unit/collect/collect_support.h"

#include "tests/support.h"

#include <stdlib.h>
#include <unistd.h>

trig_definition *make_definition(const struct sheet *sheets, struct trig_definition_files *files)
{
    struct trig_definition_file items[16] = {{trig_view("survey.csv"),
                                              trig_view("key,value\nid,test\ntitle,A synthetic survey\n"),
                                              trig_view("survey.csv")}};
    struct trig_definition_files own = {.items = items, .count = 1};
    trig_definition *definition = NULL;
    struct trig_error error;
    for (; sheets->name; sheets++) {
        bool survey = strcmp(sheets->name, "survey.csv") == 0;
        struct trig_definition_file *item = survey ? &items[0] : &items[own.count++];
        *item = (struct trig_definition_file){trig_view(sheets->name), trig_view(sheets->content),
                                              trig_view(sheets->name)};
    }
    assert_ok(trig_definition_parse(&own, NULL, &definition, &error), error);
    if (files) {
        *files = (struct trig_definition_files){.count = own.count};
        trig_arena_init(&files->arena);
        files->items = trig_arena_calloc(&files->arena, own.count, sizeof *files->items);
        assert_non_null(files->items);
        memcpy(files->items, items, own.count * sizeof *items);
    }
    return definition;
}

trig_definition *make_scale(const char *rows)
{
    char scales[4096];
    snprintf(scales, sizeof scales, "scale,code,label,aliases\n%s", rows);
    const struct sheet sheets[] = {
        {"scales.csv", scales}, {"variables.csv", "name,role,type,scale\nv,item,nominal,s\n"}, {NULL, NULL}};
    return make_definition(sheets, NULL);
}

void temporary_write(struct temporary *temporary, const char *name, const void *bytes, size_t length)
{
    const char *memory = "/dev/shm"; /* stores are synced, which a disk takes its time for */
    snprintf(temporary->folder, sizeof temporary->folder, "%s/trig-collect-XXXXXX",
             access(memory, W_OK | X_OK) == 0 ? memory : "/tmp");
    assert_non_null(mkdtemp(temporary->folder));
    snprintf(temporary->path, sizeof temporary->path, "%s/%s", temporary->folder, name);
    FILE *file = fopen(temporary->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

void temporary_remove(const struct temporary *temporary)
{
    unlink(temporary->path);
    rmdir(temporary->folder);
}

static size_t read_rows(const struct trig_format *format, const char *const *const *rows, size_t count,
                        const struct trig_codebook *codebook, struct trig_arena *arena,
                        struct trig_heading *out, size_t most)
{
    struct trig_views views[3];
    size_t columns = 0;
    struct trig_error error;
    while (rows[0][columns])
        columns++;
    assert_true(columns <= most && count <= 3);
    memset(out, 0, columns * sizeof *out);
    for (size_t row = 0; row < count; row++) {
        struct trig_view *cells = trig_arena_calloc(arena, columns + 1, sizeof *cells);
        assert_non_null(cells);
        for (size_t i = 0; i < columns; i++)
            cells[i] = trig_view(rows[row][i]);
        views[row] = (struct trig_views){cells, columns};
    }
    assert_ok(format->read_headings(views, count, codebook, arena, out, columns, &error), error);
    return columns;
}

size_t read_header(const struct trig_format *format, const char *const *row,
                   const struct trig_codebook *codebook, struct trig_arena *arena, struct trig_heading *out,
                   size_t most)
{
    return read_rows(format, &row, 1, codebook, arena, out, most);
}

size_t read_header_rows(const struct trig_format *format, const char *const *const *rows, size_t count,
                        struct trig_arena *arena, struct trig_heading *out, size_t most)
{
    return read_rows(format, rows, count, NULL, arena, out, most);
}

bool spreads(const struct trig_heading *heading, const char *base, const char *part)
{
    for (size_t i = 0; i < heading->spread_count; i++)
        if (trig_view_is(heading->spreads[i].base, base) && trig_view_is(heading->spreads[i].part, part))
            return true;
    return false;
}

bool holds(struct trig_views list, const char *text)
{
    for (size_t i = 0; i < list.count; i++)
        if (trig_view_is(list.items[i], text))
            return true;
    return false;
}
