/* How long a large definition takes to parse: makes one in memory and prints
 * the shortest of some rounds. With 500 variables, 400 institutions and 10 waves
 * it has 28,000 population rows.
 *
 *     definition_parse [VARIABLES [INSTITUTIONS [WAVES]]]
 */
#include "surveys/definition/definition.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 10
#define SCALES 40
#define ROLES  6

struct size {
    int variables;
    int institutions;
    int waves;
};

static void write_survey(FILE *out, const struct size *size)
{
    (void)size;
    fputs("key,value\nid,large\n", out);
}

static void write_scales(FILE *out, const struct size *size)
{
    (void)size;
    fputs("scale,code,label,kind,aliases\n", out);
    for (int i = 0; i < SCALES; i++) {
        for (int code = 1; code <= 7; code++)
            fprintf(out, "s%d,%d,Answer number %d,,%d - Answer|(%d) Answer\n", i, code, code, code, code);
        fprintf(out, "s%d,na,Not applicable,not_applicable,N/A\n", i);
    }
    for (int i = 0; i < ROLES; i++)
        fprintf(out, "role,r%d,Role %d,,\n", i, i);
}

static void write_variables(FILE *out, const struct size *size)
{
    fputs("name,label,role,type,scale,reversed,aliases\nrole,,attribute,nominal,role,,\n", out);
    for (int i = 0; i < size->variables; i++)
        fprintf(out, "item_%d,Statement %d as long as statements are,item,ordinal,s%d,%d,Q%d|Question %d\n",
                i, i, i % SCALES, i % 2, i, i);
}

static void write_institutions(FILE *out, const struct size *size)
{
    fputs("id,name,aliases,signed\n", out);
    for (int i = 0; i < size->institutions; i++)
        fprintf(out, "i%d,University of Town %d,Town %d University|Uni of Town %d,2017-05-31\n", i, i, i, i);
}

static void write_waves(FILE *out, const struct size *size)
{
    fputs("id,time\n", out);
    for (int i = 0; i < size->waves; i++)
        fprintf(out, "w%d,%d\n", i, i);
}

static void write_population(FILE *out, const struct size *size)
{
    fputs("wave,institution,role,count\n", out);
    for (int wave = 0; wave < size->waves; wave++) {
        for (int i = 0; i < size->institutions; i++) {
            fprintf(out, "w%d,i%d,,%d\n", wave, i, 10 * ROLES);
            for (int role = 0; role < ROLES; role++)
                fprintf(out, "w%d,i%d,r%d,10\n", wave, i, role);
        }
    }
}

static const struct {
    const char *name;
    void (*write)(FILE *out, const struct size *size);
} parts[] = {
    {"institutions.csv", write_institutions},
    {"population.csv", write_population},
    {"scales.csv", write_scales},
    {"survey.csv", write_survey},
    {"variables.csv", write_variables},
    {"waves.csv", write_waves},
};

#define PARTS (sizeof parts / sizeof *parts)

static double milliseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static int time_parse(const struct trig_definition_files *files)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        trig_definition *definition;
        struct trig_error error;
        double start = milliseconds();
        if (trig_definition_parse(files, NULL, &definition, &error)) {
            fprintf(stderr, "%s:%d: %s\n", error.file, (int)error.line, error.message);
            return 1;
        }
        double spent = milliseconds() - start;
        best = spent < best ? spent : best;
        if (round == 0)
            printf("%zu variables, %zu institutions, %zu waves, %zu population rows: ",
                   definition->variable_count, definition->institution_count, definition->wave_count,
                   definition->population_count);
        trig_definition_destroy(definition);
    }
    printf("%.1f ms\n", best);
    return 0;
}

int main(int argc, char **argv)
{
    struct size size = {.variables = argc > 1 ? atoi(argv[1]) : 500,
                        .institutions = argc > 2 ? atoi(argv[2]) : 400,
                        .waves = argc > 3 ? atoi(argv[3]) : 10};
    struct trig_definition_file items[PARTS] = {0};
    char *texts[PARTS] = {NULL};
    struct trig_definition_files files = {.items = items, .count = PARTS};
    for (size_t i = 0; i < PARTS; i++) {
        size_t length = 0;
        FILE *out = open_memstream(&texts[i], &length);
        if (!out)
            return 1;
        parts[i].write(out, &size);
        fclose(out);
        items[i].name = items[i].path = trig_view(parts[i].name);
        items[i].content = trig_view_of(texts[i], length);
    }
    int failed = time_parse(&files);
    for (size_t i = 0; i < PARTS; i++)
        free(texts[i]);
    return failed;
}
