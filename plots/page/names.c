#include "plots/page/names.h"

static double row_height(const struct trig_name *name, const struct trig_names_style *style)
{
    double needed = (double)name->lines.count * TRIG_LINE_NAME + style->free;
    return needed > style->row ? needed : style->row;
}

enum trig_status trig_names_lay(const struct trig_figure_row *rows, size_t count,
                                const struct trig_names_style *style, struct trig_script *script,
                                struct trig_names *out, struct trig_error *error)
{
    struct trig_names names = {trig_arena_calloc(&script->arena, count, sizeof *names.items), count, 0, 0};
    if (!names.items)
        return trig_page_memory(script, error);
    for (size_t i = 0; i < count; i++) {
        struct trig_name *name = &names.items[i];
        struct trig_font font = rows[i].own || style->bold ? TRIG_FONT_OWN : TRIG_FONT_NAME;
        enum trig_status status = trig_typeset_evenly(&script->arena, rows[i].label, font, style->most_width,
                                                      style->most_lines, &name->lines, error);
        if (status)
            return status;
        double width = trig_typeset_widest(name->lines, font);
        names.width = width > names.width ? width : names.width;
        double height = row_height(name, style);
        name->y = names.height + height / 2;
        name->own = rows[i].own;
        names.height += height;
    }
    *out = names;
    return TRIG_OK;
}

void trig_names_write(const struct trig_names *names, struct trig_script *script)
{
    trig_script_block(script, "names", "y\town\ttext");
    for (size_t i = 0; i < names->count; i++) {
        const struct trig_name *name = &names->items[i];
        double first = name->y - ((double)name->lines.count - 1) / 2 * TRIG_LINE_NAME;
        for (size_t line = 0; line < name->lines.count; line++) {
            trig_script_cell(script, first + (double)line * TRIG_LINE_NAME);
            trig_script_cell(script, name->own);
            trig_script_cell_text(script, name->lines.items[line]);
            trig_script_end_row(script);
        }
    }
    trig_script_end_block(script);
}
