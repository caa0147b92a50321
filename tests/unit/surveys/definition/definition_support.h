/* A small survey definition that is right in every row, and parsing it with one
 * of its files replaced. All of it is made up. */
#ifndef TRIG_TESTS_DEFINITION_SUPPORT_H
#define TRIG_TESTS_DEFINITION_SUPPORT_H

#include "tests/support.h"

#include "surveys/definition/definition.h"

#define BASE_FILES 11

struct base_file {
    const char *name;
    const char *content; /* NULL: there is no such file */
};

/* In the order of their names. */
static const struct base_file base_definition[BASE_FILES] = {
    {"actions.csv", "institution,wave,pillar,action,date\n"
                    "north,w1,vis,A directory of technicians,2021-09-01\n"
                    "south,,,\"A prize, every year\",\n"},
    {"columns.csv", "variable,platform,heading,wave,code,separator\n"
                    "vis_1,jisc,Q1,,,\n"
                    "vis_1,jisc,Q2,w2,,\n"
                    "support,qualtrics,Q7_1,,Money,\n"
                    "support,kobo,support,,,\" \"\n"},
    {"crosswalk.csv", "variable,from_wave,to_wave,relation,note\n"
                      "vis_1,w1,w2,same,\n"
                      "vis_2,w1,w2,reworded,the word lab was dropped\n"},
    {"groups.csv", "group,institution,from,to\n"
                   "Coast,north,,2020-12-31\n"
                   "Coast,north,2022-01-01,\n"
                   "Coast,south,,\n"
                   "Hills,west,2021-02-04,\n"},
    {"institutions.csv", "id,name,aliases,nation,kind,signed,cohort\n"
                         "north,University of the North,North Uni|NU,Wales,university,2017-05-31,May 2017\n"
                         "south,South Institute,,,institute,,\n"
                         "west,,,,,,\n"},
    {"pillars.csv", "id,label,order,description\n"
                    "car,Career,2,\n"
                    "vis,Visibility,1,Seen and named\n"},
    {"population.csv", "wave,institution,role,count\n"
                       "w1,north,,30\n"
                       "w1,north,tech,20\n"
                       "w1,north,Manager,10\n"
                       "w1,south,tech,5\n"
                       "w1,south,mgr,2\n"
                       ",west,,40\n"
                       "w2,west,,44\n"},
    {"scales.csv", "scale,code,label,value,kind,positive,neutral,aliases\n"
                   "agree3,1,Disagree,,,,,\n"
                   "agree3,2,Neither,,,,1,Neutral\n"
                   "agree3,3,Agree,,substantive,1,0,Tend to agree|Yes \\| agree\n"
                   "agree3,na,Not applicable,,not_applicable,,,\n"
                   "role,tech,Technician,,,,,\n"
                   "role,dk,Don't know,,dont_know,,,\n"
                   "role,mgr,Manager,,,,,\n"
                   "help,time,Time,,,,,\n"
                   "help,money,Money,,,,,\n"
                   "flat,a,A,1,,,,\n"
                   "flat,b,B,1,,,,\n"},
    {"survey.csv", "key,value\n"
                   "id,base\n"
                   "title,A survey\n"
                   "min_answered,0.6\n"
                   "replicate_type,jk1\n"
                   "lonely_psu,adjust\n"},
    {"variables.csv", "name,label,role,type,scale,pillar,reversed,min,max,unit,eligible,aliases\n"
                      "rid,,record,,,,,,,,,Response ID\n"
                      "org,Where do you work?,institution,,,,,,,,,\n"
                      "role,Your role,attribute,nominal,role,,,,,,Technician|mgr,\n"
                      "vis_1,My name is known,item,ordinal,agree3,vis,,,,,,\n"
                      "vis_2,Nobody knows me,item,ordinal,agree3,vis,1,,,,,\n"
                      "days,Training days,item,numeric,,car,,0,365,days,,\n"
                      "support,What helps?,item,multiple,help,,,,,,,\n"
                      "age,Age,attribute,numeric,,,,16,99,years,,\n"
                      "town,Town,attribute,nominal,,,,,,,,\n"
                      "why,Why?,comment,text,,car,,,,,,\n"
                      "mail,E-mail,personal,text,,,,,,,,\n"},
    {"waves.csv", "id,label,opened,closed,time\n"
                  "w1,First,2021-02-04,2021-04-01,\n"
                  "w2,,2024-04-25,,\n"},
};

/* variables.csv with the variables that the other files refer to, for rows to be added below. */
#define VARIABLES                                                                                            \
    "name,label,role,type,scale,pillar,reversed,min,max,unit,eligible,aliases\n"                             \
    "role,,attribute,nominal,role,,,,,,,\nvis_1,,item,ordinal,agree3,vis,,,,,,\n"                            \
    "vis_2,,item,ordinal,agree3,vis,,,,,,\nsupport,,item,multiple,help,,,,,,,\n"

/* A parse with what it said. */
struct parsed {
    enum trig_status status;
    trig_definition *definition;
    struct trig_problems problems;
    struct trig_error error;
};

/* Parses the base definition with the [count] files of [changed] in the place of
 * those of the same name; files of other names are added. */
static inline struct parsed parse_changed(const struct base_file *changed, size_t count)
{
    struct trig_definition_file items[BASE_FILES + 8];
    struct trig_definition_files files = {.items = items};
    bool used[8] = {false};
    assert_true(count <= 8);
    for (size_t i = 0; i < BASE_FILES; i++) {
        struct base_file file = base_definition[i];
        for (size_t j = 0; j < count; j++) {
            if (strcmp(changed[j].name, file.name) == 0) {
                file = changed[j];
                used[j] = true;
            }
        }
        if (file.content)
            items[files.count++] = (struct trig_definition_file){.name = trig_view(file.name),
                                                                 .content = trig_view(file.content),
                                                                 .path = trig_view(file.name)};
    }
    for (size_t j = 0; j < count; j++)
        if (!used[j])
            items[files.count++] = (struct trig_definition_file){.name = trig_view(changed[j].name),
                                                                 .content = trig_view(changed[j].content),
                                                                 .path = trig_view(changed[j].name)};
    struct parsed parsed = {.definition = NULL};
    trig_problems_init(&parsed.problems);
    parsed.status = trig_definition_parse(&files, &parsed.problems, &parsed.definition, &parsed.error);
    return parsed;
}

static inline void parsed_clear(struct parsed *parsed)
{
    trig_definition_destroy(parsed->definition);
    trig_problems_clear(&parsed->problems);
}

static inline bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* All problems as lines of text, for messages of failed tests. */
static inline const char *problems_text(const struct trig_problems *problems)
{
    static char text[16384];
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < problems->count && length + 1100 < sizeof text; i++) {
        length += (size_t)sprintf(text + length, "\n  [%d] ", (int)problems->items[i].severity);
        trig_error_format(&problems->items[i].error, text + length, 1100);
        length += strlen(text + length);
    }
    return text;
}

#endif
