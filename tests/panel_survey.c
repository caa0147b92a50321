#include "tests/panel_survey.h"

#include <math.h>
#include <stdlib.h>

#define FIRST_YEAR 2009
#define YEARS      3

static const char scales[] = "scale,code,label,value,kind,positive\nfive,1,1,1,substantive,0\n"
                             "five,2,2,2,substantive,0\nfive,3,3,3,substantive,0\n"
                             "five,4,4,4,substantive,1\nfive,5,5,5,substantive,1\n";
static const char variables[] = "name,label,role,type,scale,pillar,min,max\nwho,Who,respondent,text,,,,\n"
                                "grade,Grade,attribute,nominal,,,,\na,A,item,ordinal,five,p,,\n"
                                "days,Days,item,numeric,,d,-1000,1000\n";

/* A standard normal number, by Box and Muller. */
static double draw_normal(uint64_t *state)
{
    double u = filled_uniform(state);
    double v = filled_uniform(state);
    return sqrt(-2.0 * log(1.0 - u)) * cos(2.0 * acos(-1.0) * v);
}

bool panel_acted(size_t index)
{
    return index % 2 == 0;
}

static void add_answers(const struct panel *panel, struct filled_text *csv, size_t wave, size_t institution,
                        double mind, double lift, uint64_t *state)
{
    double days = mind + lift + draw_normal(state);
    double a = fmin(5.0, fmax(1.0, round(3.0 + mind + 0.3 * (double)wave + 0.5 * draw_normal(state))));
    bool seven = filled_uniform(state) >= 0.6 + panel->moves * (double)wave;
    filled_print(csv, "w%zu,i%zu,%s,%.0f,%.6f", wave, institution, seven ? "seven" : "five", a,
                 days + (seven ? panel->apart : 0.0));
}

/* What has become of the mean of `days` since the first wave. */
static double lift_of(const struct panel *panel, size_t institution, double rise, size_t wave)
{
    double acted = panel_acted(institution) && wave + 1 == panel->waves ? panel->acts : 0.0;
    return rise * YEARS * (double)wave + acted;
}

static size_t size_of(const struct panel *panel, size_t institution)
{
    return panel->others && institution / 2 % 2 ? panel->others : panel->size;
}

static void add_institution(const struct panel *panel, size_t institution, uint64_t *state,
                            struct panel_survey *out)
{
    double rise = panel->rise + panel->differs * draw_normal(state);
    out->rises[institution] = rise;
    for (size_t person = 0; person < size_of(panel, institution); person++) {
        double mind = draw_normal(state);
        size_t since = 0;
        for (size_t wave = 0; wave < panel->waves; wave++) {
            if (wave && filled_uniform(state) >= panel->stays) {
                mind = draw_normal(state);
                since = wave;
            }
            add_answers(panel, &out->csv, wave, institution, mind, lift_of(panel, institution, rise, wave),
                        state);
            filled_print(&out->csv, ",p%zu-%zu-%zu\n", institution, person, since);
        }
    }
}

void panel_make(const struct panel *panel, struct panel_survey *out)
{
    uint64_t state = panel->seed;
    *out = (struct panel_survey){.rises = calloc(panel->institutions, sizeof *out->rises)};
    if (!out->rises)
        abort();
    filled_print(&out->institutions, "id,name,signed\n");
    for (size_t i = 0; i < panel->institutions; i++)
        filled_print(&out->institutions, "i%zu,Place %zu,20%02zu-05-31\n", i, i, 1 + i % 8);
    filled_print(&out->waves, "id,label,opened,closed,time\n");
    for (size_t i = 0; i < panel->waves; i++)
        filled_print(&out->waves, "w%zu,W%zu,%zu-02-01,,%zu\n", i, i, FIRST_YEAR + YEARS * i,
                     FIRST_YEAR + YEARS * i);
    filled_print(&out->actions, "institution,wave,pillar,action,date\n");
    for (size_t i = 0; i < panel->institutions; i++)
        for (size_t pillar = 0; pillar < 2 && panel_acted(i); pillar++)
            filled_print(&out->actions, "i%zu,w%zu,%s,Something,\n", i, panel->waves - 1, pillar ? "d" : "p");
    filled_print(&out->csv, "wave,institution,grade,a,days,who\n");
    for (size_t i = 0; i < panel->institutions; i++)
        add_institution(panel, i, &state, out);
    const struct filled_file files[] = {{"survey.csv", "key,value\nid,panel\n"},
                                        {"pillars.csv", "id,label,order,description\np,P,1,\nd,D,2,\n"},
                                        {"scales.csv", scales},
                                        {"variables.csv", variables},
                                        {"institutions.csv", out->institutions.data},
                                        {"waves.csv", out->waves.data},
                                        {"actions.csv", out->actions.data},
                                        {NULL, NULL}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        out->files[i] = files[i];
}

void panel_clear(struct panel_survey *survey)
{
    free(survey->rises);
    filled_clear(&survey->institutions);
    filled_clear(&survey->waves);
    filled_clear(&survey->actions);
    filled_clear(&survey->csv);
}
