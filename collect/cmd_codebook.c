/* codebook: what the store's variables are and what their codes mean. */
#include "collect/program.h"
#include "collect/weights.h"

#include <math.h>

enum {
    VARIABLE,
    LABEL,
    ROLE,
    TYPE,
    PILLAR,
    REVERSED,
    MIN,
    MAX,
    UNIT,
    SCALE,
    CODE,
    ANSWER,
    VALUE,
    KIND,
    POSITIVE,
    COLUMNS
};

static const struct trig_table_column columns[COLUMNS] = {
    [VARIABLE] = {"variable", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [LABEL] = {"label", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [ROLE] = {"role", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [TYPE] = {"type", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [PILLAR] = {"pillar", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [REVERSED] = {"reversed", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [MIN] = {"min", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [MAX] = {"max", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [UNIT] = {"unit", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [SCALE] = {"scale", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [CODE] = {"code", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [ANSWER] = {"answer", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [VALUE] = {"value", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [KIND] = {"kind", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [POSITIVE] = {"positive", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
};

static const char *kind_name(enum trig_code_kind kind)
{
    static const char *const names[] = {[TRIG_SUBSTANTIVE] = "substantive",
                                        [TRIG_NOT_APPLICABLE] = "not_applicable",
                                        [TRIG_DONT_KNOW] = "dont_know",
                                        [TRIG_REFUSED] = "refused",
                                        [TRIG_CODE_NOT_SHOWN] = "not_shown"};
    return names[kind];
}

static enum trig_status set(trig_table *table, size_t row, size_t column, struct trig_view text,
                            enum trig_status status, struct trig_error *error)
{
    return status == TRIG_OK ? trig_table_set_text(table, row, column, text, error) : status;
}

/* A row for [variable], and for one code of its scale when it has one. */
static enum trig_status add_row(trig_table *table, const trig_definition *definition,
                                const struct trig_variable *variable, const struct trig_scale *scale,
                                const struct trig_code *code, struct trig_error *error)
{
    size_t row;
    enum trig_status status = trig_table_add_row(table, &row, error);
    status = set(table, row, VARIABLE, variable->name, status, error);
    status = set(table, row, LABEL, variable->label, status, error);
    status = set(table, row, ROLE, trig_view(trig_role_name(variable->role)), status, error);
    status = set(table, row, TYPE, trig_view(trig_type_name(variable->type)), status, error);
    if (variable->pillar != TRIG_NONE)
        status = set(table, row, PILLAR, definition->pillars[variable->pillar].id, status, error);
    status = set(table, row, UNIT, variable->unit, status, error);
    if (scale)
        status = set(table, row, SCALE, scale->name, status, error);
    if (code) {
        status = set(table, row, CODE, code->code, status, error);
        status = set(table, row, ANSWER, code->label, status, error);
        status = set(table, row, KIND, trig_view(kind_name(code->kind)), status, error);
    }
    if (status != TRIG_OK)
        return status;
    trig_table_set_number(table, row, MIN, variable->min);
    trig_table_set_number(table, row, MAX, variable->max);
    trig_table_set_count(table, row, REVERSED, variable->reversed);
    if (code)
        trig_table_set_number(table, row, VALUE, code->value);
    if (code && scale && scale->has_positive)
        trig_table_set_count(table, row, POSITIVE, code->positive);
    return TRIG_OK;
}

/* A row for a computed weight, which is a column of an export. */
static enum trig_status add_weight(void *context, const struct trig_weighting *weighting,
                                   struct trig_view column, struct trig_view note, struct trig_error *error)
{
    (void)weighting;
    trig_table *table = context;
    size_t row;
    enum trig_status status = trig_table_add_row(table, &row, error);
    status = set(table, row, VARIABLE, column, status, error);
    status = set(table, row, LABEL, note, status, error);
    status = set(table, row, ROLE, trig_view(trig_role_name(TRIG_ROLE_WEIGHT)), status, error);
    return set(table, row, TYPE, trig_view(trig_type_name(TRIG_TYPE_NUMERIC)), status, error);
}

static enum trig_status fill(trig_table *table, trig_store *store, struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(store);
    enum trig_status status = trig_table_set_title(table, definition->survey.title, error);
    for (size_t i = 0; i < definition->variable_count && status == TRIG_OK; i++) {
        const struct trig_variable *variable = &definition->variables[i];
        const struct trig_scale *scale =
            variable->scale == TRIG_NONE ? NULL : &definition->scales[variable->scale];
        for (size_t j = 0; j < (scale ? scale->count : 1) && status == TRIG_OK; j++)
            status = add_row(table, definition, variable, scale, scale ? &scale->codes[j] : NULL, error);
    }
    return status == TRIG_OK ? trig_collect_weightings(store, add_weight, table, error) : status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    enum trig_table_format format;
    trig_store *store = NULL;
    trig_table *table = NULL;
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK)
        status = trig_store_open(trig_arguments_at(arguments, 0), TRIG_STORE_READ, &store, &error);
    if (status == TRIG_OK) {
        table = trig_table_create(columns, COLUMNS, &error);
        status = table ? fill(table, store, &error) : TRIG_ERR_MEMORY;
    }
    if (status == TRIG_OK)
        status = trig_collect_print_table(streams, table, format, &error);
    trig_table_destroy(table);
    trig_store_close(store);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_codebook = {
    .name = "codebook",
    .synopsis = "STORE [--format F]",
    .summary = "list the variables of a store and what their codes mean",
    .help =
        "One row for each code of each variable, as the definition in the store has them, and one for each "
        "computed weight.\n"
        "\n"
        "Example:\n"
        "\n"
        "    trig-collect codebook survey.trig --format csv\n",
    .shared = trig_collect_output_options,
    .least = 1,
    .most = 1,
    .run = run,
};
