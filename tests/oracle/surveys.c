#include "tests/support.h"

#include "tests/oracle/surveys.h"

#define SCALES                                                                                               \
    "scale,code,label,value,kind,positive\n"                                                                 \
    "agree,1,Strongly disagree,1,substantive,0\n"                                                            \
    "agree,2,Disagree,2,substantive,0\n"                                                                     \
    "agree,3,Neither,3,substantive,0\n"                                                                      \
    "agree,4,Agree,4,substantive,1\n"                                                                        \
    "agree,5,Strongly agree,5,substantive,1\n"                                                               \
    "agree,na,Not applicable,,not_applicable,0\n"                                                            \
    "seven,a,Never,0,substantive,0\n"                                                                        \
    "seven,b,Once,1,substantive,0\n"                                                                         \
    "seven,c,Twice,2,substantive,0\n"                                                                        \
    "seven,d,Sometimes,3,substantive,0\n"                                                                    \
    "seven,e,Often,4,substantive,1\n"                                                                        \
    "seven,f,Mostly,5,substantive,1\n"                                                                       \
    "seven,g,Always,6,substantive,1\n"                                                                       \
    "role,lab,Laboratory,,substantive,\n"                                                                    \
    "role,it,Computing,,substantive,\n"                                                                      \
    "role,ws,Workshop,,substantive,\n"                                                                       \
    "yesno,yes,Yes,,substantive,1\n"                                                                         \
    "yesno,no,No,,substantive,0\n"                                                                           \
    "support,mentor,Mentoring,,substantive,\n"                                                               \
    "support,course,Course,,substantive,\n"

#define PILLARS "id,label,order,description\nvis,Visibility,1,\nrec,Recognition,2,\n"

#define VARIABLES                                                                                            \
    "name,label,role,type,scale,pillar,reversed,min,max,eligible\n"                                          \
    "technical,Technical role,attribute,nominal,yesno,,,,,yes\n"                                             \
    "role,Role,attribute,nominal,role,,,,,\n"                                                                \
    "site,Site,attribute,nominal,,,,,,\n"                                                                    \
    "v1,First,item,ordinal,agree,vis,0,,,\n"                                                                 \
    "v2,Second,item,ordinal,agree,vis,0,,,\n"                                                                \
    "v3,Third,item,ordinal,agree,vis,0,,,\n"                                                                 \
    "v4,Fourth,item,ordinal,agree,vis,1,,,\n"                                                                \
    "r1,Fifth,item,ordinal,agree,rec,0,,,\n"                                                                 \
    "r2,Sixth,item,ordinal,seven,rec,0,,,\n"                                                                 \
    "r3,Seventh,item,ordinal,seven,rec,1,,,\n"                                                               \
    "days,Days of training,item,numeric,,,,,,\n"                                                             \
    "support,Support,item,multiple,support,,,,,\n"

/* ---- answers ------------------------------------------------------------------------------ */

/* One answer of a scale of [count] one-letter codes, [level] from 0 to 1 being
 * what the respondent thinks; skipped by one in twelve, "na" by one in twenty. */
static void print_item(struct filled_text *csv, const char *codes, size_t count, double level, bool has_na,
                       uint64_t *random)
{
    double chance = filled_uniform(random);
    double noise = filled_uniform(random) - 0.5;
    double at = (level + noise) * (double)count;
    size_t code = at < 0.0 ? 0 : at >= (double)count ? count - 1 : (size_t)at;
    if (chance < 1.0 / 12)
        filled_print(csv, ",");
    else if (has_na && chance < 1.0 / 12 + 1.0 / 20)
        filled_print(csv, ",na");
    else
        filled_print(csv, ",%c", codes[code]);
}

/* From technical to support, for a respondent who thinks [level]. */
static void print_answers(struct filled_text *csv, double level, uint64_t *random)
{
    static const char *const roles[] = {"lab", "it", "ws", ""};
    static const char *const sites[] = {"north", "south", "east", "west", "island"};
    static const char *const supports[] = {"mentor", "course", "mentor|course", ""};
    filled_print(csv, "%s,%s,%s", filled_uniform(random) < 0.9 ? "yes" : "no",
                 roles[filled_random(random) % 20 % 4], sites[filled_random(random) % 5]);
    for (int i = 0; i < 4; i++)
        print_item(csv, "12345", 5, i == 3 ? 1.0 - level : level, true, random);
    print_item(csv, "12345", 5, level, true, random);
    print_item(csv, "abcdefg", 7, level, false, random);
    print_item(csv, "abcdefg", 7, 1.0 - level, false, random);
    if (filled_uniform(random) < 0.9)
        filled_print(csv, ",%.2f", 20.0 * filled_uniform(random) + 10.0 * level);
    else
        filled_print(csv, ",");
    filled_print(csv, ",%s", supports[filled_random(random) % 4]);
}

#define ANSWERS "technical,role,site,v1,v2,v3,v4,r1,r2,r3,days,support"

/* ---- staff ----------------------------------------------------------------------------------- */

#define STAFF_INSTITUTIONS 14

static const struct filled_file staff_files[] = {
    {"survey.csv", "key,value\nid,staff\ntitle,Synthetic staff survey\n"},
    {"scales.csv", SCALES},
    {"pillars.csv", PILLARS},
    {"variables.csv", VARIABLES "cal,Calibrated weight,weight,numeric,,,,,,\n"},
    {"institutions.csv",
     "id,name\ni01,One\ni02,Two\ni03,Three\ni04,Four\ni05,Five\ni06,Six\ni07,Seven\n"
     "i08,Eight\ni09,Nine\ni10,Ten\ni11,Eleven\ni12,Twelve\ni13,Thirteen\ni14,Fourteen\n"},
    {"groups.csv", "group,institution,from,to\nNorthern,i01,,\nNorthern,i02,,\nNorthern,i03,2022-01-01,\n"
                   "Coastal,i03,,\nCoastal,i04,,2022-12-31\nCoastal,i05,,\nCoastal,i06,,\n"},
    {"waves.csv", "id,label,opened,closed,time\n2021,First,2021-02-04,,\n2024,Second,2024-04-25,,\n"},
    /* i02 is counted exactly in 2024, i03 too low; i05 to i08 are not counted. */
    {"population.csv", "wave,institution,role,count\n2021,i01,,60\n2021,i02,,40\n2021,i03,,55\n2021,i04,,30\n"
                       "2021,i09,,90\n2021,i10,,41\n2021,i11,,33\n2021,i12,,1\n2021,i13,,25\n2021,i14,,80\n"
                       "2024,i01,,64\n2024,i03,,5\n2024,i04,,31\n2024,i09,,84\n2024,i10,,45\n2024,i11,,37\n"
                       "2024,i12,,20\n2024,i13,,26\n2024,i14,,81\n"},
    {NULL, NULL},
};

static void staff_answers(struct filled_text *csv)
{
    uint64_t random = 20240425;
    filled_print(csv, "wave,institution," ANSWERS ",cal\n");
    for (int wave = 0; wave < 2; wave++) {
        for (int institution = 1; institution <= STAFF_INSTITUTIONS; institution++) {
            int count = institution == 12 ? 1 : 4 + (institution * 7 + wave * 3) % 23;
            for (int i = 0; i < count; i++) {
                double level = 0.3 + 0.03 * institution + 0.05 * wave + 0.3 * (filled_uniform(&random) - 0.5);
                filled_print(csv, "%s,i%02d,", wave ? "2024" : "2021", institution);
                print_answers(csv, level, &random);
                filled_print(csv, ",%.4f\n", 0.4 + 1.2 * filled_uniform(&random));
            }
        }
    }
}

const struct oracle_survey oracle_staff = {"staff", staff_files, staff_answers};

/* ---- sample ------------------------------------------------------------------------------------ */

static const struct filled_file sample_files[] = {
    {"survey.csv", "key,value\nid,sample\ntitle,Synthetic stratified sample\n"},
    {"scales.csv", SCALES},
    {"pillars.csv", PILLARS},
    {"variables.csv", VARIABLES "region,Region,stratum,nominal,,,,,,\nw,Weight,weight,numeric,,,,,,\n"
                                "size,Size of region,fpc,numeric,,,,,,\n"},
    {NULL, NULL},
};

static void sample_answers(struct filled_text *csv)
{
    static const int sizes[] = {400, 90, 1200, 60, 31};
    static const int counts[] = {60, 45, 80, 12, 31};
    uint64_t random = 7;
    filled_print(csv, ANSWERS ",region,w,size\n");
    for (int i = 0; i < 228; i++) {
        int stratum = 0;
        for (int before = counts[0]; i >= before; before += counts[stratum])
            stratum++;
        double weight = (double)sizes[stratum] / counts[stratum] * (0.8 + 0.4 * filled_uniform(&random));
        print_answers(csv, 0.3 + 0.1 * stratum + 0.2 * filled_uniform(&random), &random);
        filled_print(csv, ",region %d,%.6f,%d\n", stratum, weight, sizes[stratum]);
    }
}

const struct oracle_survey oracle_sample = {"sample", sample_files, sample_answers};

static const struct filled_file sizes_files[] = {
    {"survey.csv", "key,value\nid,sizes\n"},
    {"scales.csv", SCALES},
    {"pillars.csv", PILLARS},
    {"variables.csv", VARIABLES "region,Region,stratum,nominal,,,,,,\nw,Not used,ignore,numeric,,,,,,\n"
                                "size,Size of region,fpc,numeric,,,,,,\n"},
    {NULL, NULL},
};

static void sizes_answers(struct filled_text *csv)
{
    static const int sizes[] = {400, 90, 1200};
    uint64_t random = 77;
    filled_print(csv, ANSWERS ",region,size\n");
    for (int i = 0; i < 150; i++) {
        int stratum = i % 3;
        print_answers(csv, 0.3 + 0.15 * stratum + 0.2 * filled_uniform(&random), &random);
        filled_print(csv, ",region %d,%d\n", stratum, sizes[stratum]);
    }
}

const struct oracle_survey oracle_sizes = {"sizes", sizes_files, sizes_answers};

/* ---- clusters ------------------------------------------------------------------------------------- */

#define CLUSTERS(lonely)                                                                                     \
    {                                                                                                        \
        {"survey.csv", "key,value\nid,clusters\nlonely_psu," lonely "\n"}, {"scales.csv", SCALES},           \
            {"pillars.csv", PILLARS},                                                                        \
            {"variables.csv", VARIABLES "region,Region,stratum,numeric,,,,,,\n"                              \
                                        "team,Team,psu,numeric,,,,,,\nw,Weight,weight,numeric,,,,,,\n"       \
                                        "share,Share of teams,fpc,numeric,,,,,,\n"},                         \
            {NULL, NULL},                                                                                    \
    }

static const struct filled_file clusters_remove_files[] = CLUSTERS("remove");
static const struct filled_file clusters_adjust_files[] = CLUSTERS("adjust");
static const struct filled_file clusters_average_files[] = CLUSTERS("average");
static const struct filled_file clusters_certainty_files[] = CLUSTERS("certainty");
static const struct filled_file clusters_fail_files[] = CLUSTERS("fail");

/* Teams are numbered from 1 in each region, so only region and team together
 * name one. */
static void clusters_answers(struct filled_text *csv)
{
    static const int teams[] = {5, 8, 1, 3};
    static const char *const shares[] = {"0.1", "0.25", "0.05", "0.5"};
    uint64_t random = 99;
    filled_print(csv, ANSWERS ",region,team,w,share\n");
    for (int region = 0; region < 4; region++) {
        for (int team = 1; team <= teams[region]; team++) {
            double about = filled_uniform(&random);
            int count = 3 + (int)(filled_random(&random) % 9);
            for (int i = 0; i < count; i++) {
                print_answers(csv, 0.6 * about + 0.4 * filled_uniform(&random), &random);
                filled_print(csv, ",%d,%d,%.5f,%s\n", 10 * region + 10, team,
                             1.0 + 3.0 * filled_uniform(&random), shares[region]);
            }
        }
    }
}

const struct oracle_survey oracle_clusters_remove = {"clusters_remove", clusters_remove_files,
                                                     clusters_answers};
const struct oracle_survey oracle_clusters_adjust = {"clusters_adjust", clusters_adjust_files,
                                                     clusters_answers};
const struct oracle_survey oracle_clusters_average = {"clusters_average", clusters_average_files,
                                                      clusters_answers};
const struct oracle_survey oracle_clusters_certainty = {"clusters_certainty", clusters_certainty_files,
                                                        clusters_answers};
const struct oracle_survey oracle_clusters_fail = {"clusters_fail", clusters_fail_files, clusters_answers};

void oracle_write(const char *folder, const struct oracle_survey *survey)
{
    char path[128];
    struct trig_error error = {.status = TRIG_OK};
    struct filled_text csv = {NULL, 0, 0};
    survey->answers(&csv);
    snprintf(path, sizeof path, "%s/data.csv", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fwrite(csv.data, 1, csv.length, file);
    assert_int_equal(fclose(file), 0);
    snprintf(path, sizeof path, "%s/store.trig", folder);
    enum trig_status status = filled_store(path, survey->files, csv.data, 50, &error);
    filled_clear(&csv);
    assert_ok(status, error);
}
