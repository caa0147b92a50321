#include "tests/unit/plots/chart_fixture.h"

#include "tests/support.h"

#include "surveys/base/text.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#define MOST_COLUMNS 16

static enum trig_cell_type type_of(const char *name)
{
    if (strcmp(name, "n") == 0)
        return TRIG_CELL_COUNT;
    static const char *const numbers[] = {"estimate", "ci_low", "ci_high", "benchmark", "n_eff"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(name, numbers[i]) == 0)
            return TRIG_CELL_NUMBER;
    return strncmp(name, "funnel_", 7) == 0 || strncmp(name, "comparison_", 11) == 0 ? TRIG_CELL_NUMBER
                                                                                     : TRIG_CELL_TEXT;
}

/* Cuts [line] at its bars. */
static size_t split(char *line, char *fields[MOST_COLUMNS])
{
    size_t count = 0;
    for (char *at = line; at && count < MOST_COLUMNS; count++) {
        fields[count] = at;
        at = strchr(at, '|');
        if (at)
            *at++ = '\0';
    }
    return count;
}

static void add_row(trig_table *table, char *const *fields, size_t count)
{
    size_t row;
    struct trig_error error;
    assert_ok(trig_table_add_row(table, &row, &error), error);
    for (size_t i = 0; i < count; i++) {
        if (!fields[i][0])
            continue;
        enum trig_cell_type type = trig_table_column_at(table, i)->type;
        if (type == TRIG_CELL_TEXT)
            assert_ok(trig_table_set_text(table, row, i, trig_view(fields[i]), &error), error);
        else if (type == TRIG_CELL_COUNT)
            trig_table_set_count(table, row, i, strtoull(fields[i], NULL, 10));
        else
            trig_table_set_number(table, row, i, strtod(fields[i], NULL));
    }
}

trig_table *chart_table(const char *lines)
{
    char *copy = strdup(lines), *rest = copy, *fields[MOST_COLUMNS];
    struct trig_table_column columns[MOST_COLUMNS];
    struct trig_error error;
    size_t count = split(strsep(&rest, "\n"), fields);
    for (size_t i = 0; i < count; i++)
        columns[i] = (struct trig_table_column){fields[i], type_of(fields[i]), TRIG_STYLE_PLAIN};
    trig_table *table = trig_table_create(columns, count, &error);
    if (!table)
        fail_msg("%s", error.message);
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line)
            add_row(table, fields, split(line, fields));
    free(copy);
    return table;
}

trig_definition *chart_definition(void)
{
    static const char *const files[][2] = {
        {"institutions.csv", "id,name\nown,Prifysgol Cwm Tawel\nnorth,University of the North\n"
                             "south,University of the South\n"},
        {"pillars.csv", "id,label,order\nvisibility,Visibility,1\nrecognition,Recognition,2\n"},
        {"scales.csv", "scale,code,label,value,kind,positive,neutral\n"
                       "agree,5,Strongly agree,5,substantive,1,\n"
                       "agree,4,Agree,4,substantive,1,\n"
                       "agree,3,Neither,3,substantive,,1\n"
                       "agree,2,Disagree,2,substantive,,\n"
                       "agree,1,Strongly disagree,1,substantive,,\n"
                       "agree,9,Do not know,,dont_know,,\n"
                       "yesno,y,Yes,1,substantive,1,\nyesno,n,No,0,substantive,,\n"
                       "colour,r,Red,,substantive,,\ncolour,g,Green,,substantive,,\n"},
        {"survey.csv", "key,value\nid,charts\ntitle,Synthetic survey of the charts' tests\n"},
        {"variables.csv", "name,label,role,type,scale,pillar,reversed\n"
                          "seen,My work is seen,item,ordinal,agree,visibility,\n"
                          "named,I am named in publications,item,ordinal,agree,recognition,\n"
                          "ignored,My work is ignored,item,ordinal,agree,visibility,1\n"
                          "member,I am a member,item,nominal,yesno,,\n"
                          "hue,My colour,item,nominal,colour,,\n"},
        {"waves.csv", "id,label,time\n2021,Survey 2021,2021.1\n2024,Survey 2024,2024.3\n"},
    };
    struct trig_definition_file items[sizeof files / sizeof *files];
    struct trig_definition_files all = {.items = items, .count = sizeof files / sizeof *files};
    for (size_t i = 0; i < all.count; i++)
        items[i] = (struct trig_definition_file){.name = trig_view(files[i][0]),
                                                 .content = trig_view(files[i][1]),
                                                 .path = trig_view(files[i][0])};
    trig_definition *definition = NULL;
    struct trig_error error = {0};
    assert_ok(trig_definition_parse(&all, NULL, &definition, &error), error);
    return definition;
}

char *chart_file(const char *folder, const char *name, size_t *length)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *bytes = NULL;
    size_t size = 0;
    FILE *copy = open_memstream(&bytes, &size);
    for (int byte; copy && (byte = fgetc(file)) != EOF;)
        fputc(byte, copy);
    fclose(file);
    if (copy)
        fclose(copy);
    if (length)
        *length = size;
    return bytes;
}

char *chart_folder(void)
{
    char pattern[] = "/tmp/trig-charts-XXXXXX";
    assert_non_null(mkdtemp(pattern));
    return strdup(pattern);
}

static int remove_entry(const char *path, const struct stat *about, int type, struct FTW *walk)
{
    (void)about, (void)type, (void)walk;
    return remove(path);
}

void chart_folder_remove(char *folder)
{
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(folder);
}
