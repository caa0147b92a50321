#include "tests/made/made.h"

#include <readstat.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RESPONSES    6
#define LONG_REMARKS 1200

/* Seconds from where SPSS begins to count, and days from where Stata does, to 2024-05-01. */
#define SPSS_DAY  13933900800.0
#define STATA_DAY 23497.0

static const struct response {
    const char *id;
    int institution;
    int technical;
    int vis_1;
    int vis_2;
    int support[3];
    double days;
    const char *remarks;
} responses[RESPONSES] = {
    {"r1", 1, 1, 4, 1, {1, 0, 1}, 3, "caf\xC3\xA9 \xE2\x80\x93 more time, please"},
    {"r2", 2, 0, 5, 5, {0, 1, 0}, 0.5, ""},
    {"r3", 1, 1, 99, 3, {0, 0, 0}, 12, "LONG"},
    {"r4", 1, 1, 6, 2, {1, 1, 1}, 98, "x"},
    {"r5", 2, 1, 0, 4, {1, 0, 0}, 0, "0 = none"},
    {"r6", 2, 0, 1, 0, {0, 0, 0}, 7, "y"},
};

struct made {
    readstat_writer_t *writer;
    bool is_stata;
    readstat_variable_t *id, *institution, *wave, *technical, *vis_1, *vis_2, *support[3], *days, *when,
        *remarks;
};

static ssize_t write_bytes(const void *bytes, size_t length, void *context)
{
    return (ssize_t)fwrite(bytes, 1, length, context);
}

/* A set of labels from "code=label" texts, ends with NULL. */
static readstat_label_set_t *add_labels(struct made *made, const char *name, const char *const *labels)
{
    readstat_type_t type = made->is_stata ? READSTAT_TYPE_INT32 : READSTAT_TYPE_DOUBLE;
    readstat_label_set_t *set = readstat_add_label_set(made->writer, type, name);
    for (; *labels; labels++) {
        int code = 0, length = 0;
        sscanf(*labels, "%d=%n", &code, &length);
        if (made->is_stata)
            readstat_label_int32_value(set, code, *labels + length);
        else
            readstat_label_double_value(set, code, *labels + length);
    }
    return set;
}

static readstat_variable_t *add_coded(struct made *made, const char *name, const char *label,
                                      readstat_label_set_t *set)
{
    readstat_type_t type = made->is_stata ? READSTAT_TYPE_INT32 : READSTAT_TYPE_DOUBLE;
    readstat_variable_t *variable = readstat_add_variable(made->writer, name, type, 0);
    readstat_variable_set_label(variable, label);
    if (set)
        readstat_variable_set_label_set(variable, set);
    return variable;
}

static void add_items(struct made *made)
{
    static const char *const agree[] = {"1=Strongly disagree",
                                        "2=Disagree",
                                        "3=Neither agree nor disagree",
                                        "4=Agree",
                                        "5=Strongly agree",
                                        "6=Not applicable",
                                        "99=Refused to say",
                                        NULL};
    static const char *const ends[] = {"1=Strongly disagree", "5=Strongly agree", NULL};
    static const char *const ticks[] = {"0=Not selected", "1=Selected", NULL};
    static const char *const options[] = {"What support did you get? - A course",
                                          "What support did you get? - A mentor, coach or buddy",
                                          "What support did you get? - Time for learning"};
    readstat_label_set_t *set = add_labels(made, "ticks", ticks);
    made->vis_1 = add_coded(made, "vis_1", "People know what I do", add_labels(made, "agree", agree));
    made->vis_2 = add_coded(made, "vis_2", "My work goes unseen", add_labels(made, "ends", ends));
    for (int i = 0; i < 3; i++) {
        char name[20];
        snprintf(name, sizeof name, "support_%d", i + 1);
        made->support[i] = add_coded(made, name, options[i], set);
    }
    if (made->is_stata)
        return;
    readstat_variable_add_missing_double_value(made->vis_1, 99);
    readstat_variable_add_missing_double_value(made->vis_1, 0);
}

static void add_variables(struct made *made)
{
    static const char *const places[] = {"1=Aldmoor University", "2=Bracken Institute", NULL};
    static const char *const yes_no[] = {"0=No", "1=Yes", NULL};
    made->id = readstat_add_variable(made->writer, "id", READSTAT_TYPE_STRING, 10);
    made->institution =
        add_coded(made, "institution", "Where do you work?", add_labels(made, "places", places));
    made->wave = add_coded(made, "wave", "Year of the survey", NULL);
    made->technical =
        add_coded(made, "technical", "Is your role technical?", add_labels(made, "yes_no", yes_no));
    add_items(made);
    made->days = readstat_add_variable(made->writer, "days", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_set_label(made->days, "Days of training");
    made->when = readstat_add_variable(made->writer, "when", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_set_format(made->when, made->is_stata ? "%td" : "DATE11");
    made->remarks = readstat_add_variable(made->writer, "remarks", READSTAT_TYPE_STRING, LONG_REMARKS);
    if (!made->is_stata)
        readstat_variable_add_missing_double_range(made->days, 90, 99);
}

static void put_code(const struct made *made, const readstat_variable_t *variable, int code)
{
    /* Stata has no declared missing numbers: it has letters. */
    if (made->is_stata && (code == 99 || (code == 0 && variable == made->vis_1)))
        readstat_insert_tagged_missing_value(made->writer, variable, code ? 'r' : 'a');
    else if (code == 0 && variable == made->vis_2)
        readstat_insert_missing_value(made->writer, variable);
    else if (made->is_stata)
        readstat_insert_int32_value(made->writer, variable, code);
    else
        readstat_insert_double_value(made->writer, variable, code);
}

static void put_response(const struct made *made, const struct response *response, int index)
{
    char remarks[LONG_REMARKS + 1];
    snprintf(remarks, sizeof remarks, "%s", response->remarks);
    if (strcmp(remarks, "LONG") == 0) {
        memset(remarks, 'l', LONG_REMARKS);
        remarks[LONG_REMARKS] = 0;
    }
    readstat_begin_row(made->writer);
    readstat_insert_string_value(made->writer, made->id, response->id);
    put_code(made, made->institution, response->institution);
    put_code(made, made->wave, 2024);
    put_code(made, made->technical, response->technical);
    put_code(made, made->vis_1, response->vis_1);
    put_code(made, made->vis_2, response->vis_2);
    for (int i = 0; i < 3; i++)
        put_code(made, made->support[i], response->support[i]);
    if (made->is_stata && response->days > 90)
        readstat_insert_tagged_missing_value(made->writer, made->days, 'd');
    else
        readstat_insert_double_value(made->writer, made->days, response->days);
    readstat_insert_double_value(made->writer, made->when,
                                 made->is_stata ? STATA_DAY + index : SPSS_DAY + 86400.0 * index);
    readstat_insert_string_value(made->writer, made->remarks, remarks);
    readstat_end_row(made->writer);
}

bool made_statistics(const char *kind, const char *path)
{
    FILE *file = fopen(path, "wb");
    struct made made = {.writer = readstat_writer_init(), .is_stata = strcmp(kind, "dta") == 0};
    if (!file || !made.writer)
        return false;
    readstat_set_data_writer(made.writer, write_bytes);
    if (strcmp(kind, "zsav") == 0)
        readstat_writer_set_compression(made.writer, READSTAT_COMPRESS_BINARY);
    readstat_writer_set_file_timestamp(made.writer, 1714521600);
    add_variables(&made);
    readstat_error_t code = made.is_stata ? readstat_begin_writing_dta(made.writer, file, RESPONSES)
                                          : readstat_begin_writing_sav(made.writer, file, RESPONSES);
    for (int i = 0; i < RESPONSES && code == READSTAT_OK; i++)
        put_response(&made, &responses[i], i);
    if (code == READSTAT_OK)
        code = readstat_end_writing(made.writer);
    readstat_writer_free(made.writer);
    return fclose(file) == 0 && code == READSTAT_OK;
}
