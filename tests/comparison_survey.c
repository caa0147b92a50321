#include "tests/comparison_survey.h"

#include <stdlib.h>
#include <unistd.h>

#define INSTITUTIONS 18

static const struct filled_file files[] = {
    {"survey.csv", "key,value\nid,comparison\ntitle,Synthetic survey for comparisons\n"},
    {"scales.csv", "scale,code,label,value,kind,positive\n"
                   "agree,1,Strongly disagree,1,substantive,0\n"
                   "agree,2,Disagree,2,substantive,0\n"
                   "agree,3,Neither,3,substantive,0\n"
                   "agree,4,Agree,4,substantive,1\n"
                   "agree,5,Strongly agree,5,substantive,1\n"
                   "agree,na,Not applicable,,not_applicable,0\n"
                   "role,lab,Laboratory,,substantive,\n"
                   "role,it,Computing,,substantive,\n"
                   "role,ws,Workshop,,substantive,\n"},
    {"pillars.csv", "id,label,order,description\nvis,Visibility,1,\ncar,Career Development,2,\n"},
    {"variables.csv", "name,label,role,type,scale,pillar,reversed,min,max\n"
                      "role,Role,attribute,nominal,role,,,,\n"
                      "site,Site,attribute,nominal,,,,,\n"
                      "v1,My work is seen,item,ordinal,agree,vis,0,,\n"
                      "v2,My work is named,item,ordinal,agree,vis,0,,\n"
                      "v3,Nobody knows what I do,item,ordinal,agree,vis,1,,\n"
                      "c1,There is a path,item,ordinal,agree,car,0,,\n"
                      "c2,I have time to train,item,ordinal,agree,car,0,,\n"
                      "c3,My review helps,item,ordinal,agree,car,0,,\n"
                      "c4,I am told of openings,item,ordinal,agree,car,0,,\n"
                      "days,Days of training,item,numeric,,,,,\n"
                      "cal,Calibrated weight,weight,numeric,,,,,\n"},
    {"institutions.csv", "id,name,aliases\n"
                         "ash,Ashcombe University,University of Ashcombe\n"
                         "birch,Birchmere College,\n"
                         "cedar,Cedarhaven University,Cedarhaven\n"
                         "dogwood,Dogwood Institute of Optics,DIO\n"
                         "elm,Elmstead University,\n"
                         "fir,Firth & Glen University,\n"
                         "gorse,Gorseland University,\n"
                         "hazel,Hazelbrook University,\n"
                         "ivy,Ivybridge Observatory,\n"
                         "juniper,Juniper Hill University,\n"
                         "larch,Larchfield University,\n"
                         "maple,Maplewater University,\n"
                         "oak,Oakhampton University,\n"
                         "pine,Pinecliff University,\n"
                         "rowan,Rowanlea University,\n"
                         "spruce,Sprucedale University,\n"
                         "thorn,Thornwick Laboratory,\n"
                         "willow,Willowbank University,\n"},
    {"groups.csv", "group,institution,from,to\n"
                   "Hill & Dale,ash,,\nHill & Dale,birch,,\nHill & Dale,cedar,2022-01-01,\n"
                   "Hill & Dale,elm,,\nHill & Dale,fir,,\nHill & Dale,oak,,\n"
                   "Coast,cedar,,\nCoast,gorse,,2022-12-31\nCoast,hazel,,\nCoast,larch,,\nCoast,maple,,\n"
                   "Pair,pine,,\nPair,rowan,,\n"},
    {"waves.csv", "id,label,opened,closed,time\n2021,First wave,2021-02-04,,2021.1\n2024,Second "
                  "wave,2024-04-25,,2024.3\n"},
    {"crosswalk.csv", "variable,from_wave,to_wave,relation,note\n"
                      "c1,2021,2024,reworded,\nc3,2021,2024,broken,2021 asked about any review\n"},
    {NULL, NULL},
};

const struct filled_file *comparison_files(void)
{
    return files;
}

/* How many answered: of the institutions, ivy and thorn stay below ten. */
static int respondents_of(int institution, int wave)
{
    static const int counts[INSTITUTIONS] = {17, 24, 40, 10, 31, 22, 60, 19, 4,
                                             28, 33, 14, 52, 26, 12, 45, 8,  36};
    return counts[institution] + (wave == 0 ? (institution * 5) % 7 - 3 : 0);
}

/* An answer of 1 to 5 by somebody who thinks [level] (0 to 1); one in fourteen
 * skips it, one in twenty finds it not applicable. */
static void print_answer(struct filled_text *csv, double level, uint64_t *random)
{
    double chance = filled_uniform(random);
    double at = 5.0 * (level + filled_uniform(random) - 0.5);
    int code = at < 0.0 ? 1 : at >= 5.0 ? 5 : 1 + (int)at;
    if (chance < 1.0 / 14)
        filled_print(csv, ",");
    else if (chance < 1.0 / 14 + 1.0 / 20)
        filled_print(csv, ",na");
    else
        filled_print(csv, ",%d", code);
}

static void print_respondent(struct filled_text *csv, int institution, int wave, uint64_t *random)
{
    static const char *const roles[] = {"lab", "it", "ws", "lab", ""};
    static const char *const sites[] = {"north", "south", "east"};
    double level = 0.35 + 0.015 * institution + 0.06 * wave + 0.4 * (filled_uniform(random) - 0.5);
    filled_print(csv, ",%s", roles[filled_random(random) % 5]);
    for (int item = 0; item < 6; item++)
        print_answer(csv, item == 2 ? 1.0 - level : level, random);
    if (wave == 1)
        print_answer(csv, level, random);
    else
        filled_print(csv, ",");
    filled_print(csv, ",%.1f", 12.0 * filled_uniform(random) + 6.0 * level);
    filled_print(csv, ",%.4f", 0.5 + filled_uniform(random));
    filled_print(csv, ",%s\n", sites[filled_random(random) % 3]);
}

static void print_id(struct filled_text *csv, int institution)
{
    static const char *const ids[INSTITUTIONS] = {"ash",   "birch", "cedar", "dogwood", "elm",   "fir",
                                                  "gorse", "hazel", "ivy",   "juniper", "larch", "maple",
                                                  "oak",   "pine",  "rowan", "spruce",  "thorn", "willow"};
    filled_print(csv, "%s", ids[institution]);
}

void comparison_answers(struct filled_text *csv)
{
    uint64_t random = 17170;
    filled_print(csv, "wave,institution,role,v1,v2,v3,c1,c2,c3,c4,days,cal,site\n");
    for (int wave = 0; wave < 2; wave++)
        for (int institution = 0; institution < INSTITUTIONS; institution++)
            for (int i = 0; i < respondents_of(institution, wave); i++) {
                filled_print(csv, "%s,", wave ? "2024" : "2021");
                print_id(csv, institution);
                print_respondent(csv, institution, wave, &random);
            }
}

int comparison_store(char *path)
{
    struct filled_text csv = {NULL, 0, 0};
    int descriptor = mkstemp(path);
    comparison_answers(&csv);
    enum trig_status status = filled_store(path, comparison_files(), csv.data, 0, NULL);
    filled_clear(&csv);
    return descriptor < 0 || close(descriptor) || status != TRIG_OK;
}
