/* platforms: whose exports can be read. */
#include "collect/program.h"

static enum trig_status fill(trig_table *table, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; trig_format_at(i) && status == TRIG_OK; i++) {
        const struct trig_format *format = trig_format_at(i);
        size_t row;
        status = trig_table_add_row(table, &row, error);
        if (status == TRIG_OK)
            status = trig_table_set_text(table, row, 0, trig_view(format->name), error);
        if (status == TRIG_OK)
            status = trig_table_set_text(table, row, 1, trig_view(format->title), error);
        if (status == TRIG_OK)
            status = trig_table_set_text(table, row, 3, trig_view(format->summary), error);
        if (status == TRIG_OK)
            trig_table_set_count(table, row, 2, format->header_rows);
    }
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_table_column columns[] = {{"platform", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
                                                       {"title", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
                                                       {"header_rows", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
                                                       {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}};
    struct trig_error error = {0};
    enum trig_table_format format;
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status != TRIG_OK)
        return trig_exit_error(streams, &error);
    trig_table *table = trig_table_create(columns, 4, &error);
    status = table ? fill(table, &error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_collect_print_table(streams, table, format, &error);
    trig_table_destroy(table);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_platforms = {
    .name = "platforms",
    .synopsis = "[--format F]",
    .summary = "list the platforms whose exports can be read",
    .help = "Lists the names that --platform and columns.csv take.\n"
            "\n"
            "Example:\n"
            "\n"
            "    trig-collect platforms\n",
    .shared = trig_collect_output_options,
    .run = run,
};
