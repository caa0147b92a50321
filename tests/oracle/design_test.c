/* Designs drawn at random: `trig-analyze summary` against R survey, by the R code
 * that --show-r prints and by calls written out by hand in design.R.
 *
 *      seed --> plan --+--> NAME.csv --> designs.R (printed code of all cases) --> NAME.shown.csv
 *                      |            `--> design.R (by hand) ------------------> NAME.theirs.csv
 *                      `--> NAME.trig --> trig-analyze --> NAME.ours.csv    compared with both
 *
 * One R process reads all cases. The first draw of every plan is compared with stored numbers of the printed
 * code as well; where R or survey is absent, with these alone. */
#include "tests/support.h"

#include "tests/filled_store.h"
#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"

/* What a design is made of; the rest is drawn by the seed. */
struct plan {
    const char *label;
    const char *design; /* as --design has it */
    const char *lonely;
    bool fractions;
    bool lonely_strata; /* some strata, and some PSUs' strata, have one unit */
    const char *options;
};

static const struct plan plans[] = {
    {"strata", "strata=region,weight=w", "fail", false, false, ""},
    {"strata_sizes", "strata=region,weight=w,fpc=people1", "fail", false, false, ""},
    {"strata_weighed", "strata=region,fpc=people1", "fail", false, false, "--df design"},
    {"clusters", "psu=serial,weight=w", "fail", false, false, ""},
    {"clusters_sizes", "strata=region,psu=team,weight=w,fpc=teams", "fail", false, false, ""},
    {"clusters_fractions", "strata=region,psu=team,fpc=teams", "fail", true, false, ""},
    {"clusters_lonely", "strata=region,psu=team,weight=w,fpc=teams", "average", false, true, ""},
    {"stages", "strata=region,psu=team,psu2=desk,weight=w,fpc=teams,fpc2=desks", "fail", false, false, ""},
    {"stages_weighed", "strata=region,psu=team,psu2=desk,fpc=teams,fpc2=desks", "fail", false, false, ""},
    {"stages_fractions", "strata=region,psu=team,psu2=desk,fpc=teams,fpc2=desks", "fail", true, false, ""},
    {"stages_people", "strata=region,psu=team,weight=w,fpc=teams,fpc2=people2", "remove", false, false, ""},
    {"stages_strata", "strata=region,psu=team,strata2=half,psu2=desk,fpc=teams,fpc2=desks2", "remove", false,
     true, ""},
    {"stages_remove", "strata=region,psu=team,psu2=desk,weight=w,fpc=teams,fpc2=desks", "remove", false, true,
     ""},
    {"stages_adjust", "strata=region,psu=team,psu2=desk,weight=w,fpc=teams,fpc2=desks", "adjust", false, true,
     ""},
    {"stages_average", "strata=region,psu=team,strata2=half,psu2=desk,weight=w,fpc=teams,fpc2=desks2",
     "average", true, true, ""},
    {"stages_certainty", "strata=region,psu=team,psu2=desk,weight=w,fpc=teams,fpc2=desks", "certainty", true,
     true, "--df design"},
    {"jackknife", "strata=region,psu=team,weight=w,fpc=teams", "fail", false, false, "--replicates jkn"},
    {"jackknife_r", "strata=region,psu=team,fpc=teams", "remove", true, true, "--replicates jkn --df r"},
    {"jackknife_people", "strata=region,weight=w,fpc=people1", "fail", false, false, "--replicates jkn"},
    {"jackknife_lonely", "strata=region,psu=team,weight=w,fpc=teams", "adjust", false, true,
     "--replicates jkn"},
    {"jackknife_one", "psu=serial,weight=w", "fail", false, false, "--replicates jk1"},
    {"bootstrap", "strata=region,psu=team,weight=w,fpc=teams", "fail", false, false,
     "--replicates bootstrap:70 --seed 3"},
    {"bootstrap_people", "strata=region,fpc=people1", "fail", true, false,
     "--replicates bootstrap:60 --df r"},
    {"halves", "strata=serial,psu=half,weight=w", "fail", false, false, "--replicates brr"},
    {"halves_fay", "strata=serial,psu=half,weight=w", "fail", false, false, "--replicates fay:0.3 --df r"},
    {"stages_off", "strata=region,psu=team,psu2=desk,weight=w,fpc=teams,fpc2=desks", "adjust", false, true,
     "--fpc off"},
};

#define PLANS        (sizeof plans / sizeof *plans)
#define SEEDS        2
#define STORED_SEEDS 1 /* of which R's numbers are stored */

static const struct filled_file files[] = {
    {"survey.csv", "key,value\nid,drawn\ntitle,Synthetic designs\n"},
    {"scales.csv", "scale,code,label,value,kind,positive\nyn,yes,,1,substantive,1\nyn,no,,0,substantive,0\n"},
    {"variables.csv",
     "name,role,type,scale,eligible\ny,item,numeric,,\nz,item,ordinal,yn,\nrole,attribute,nominal,,\n"
     "site,attribute,nominal,,\ncontract,attribute,nominal,,open|fixed\nregion,attribute,nominal,,\n"
     "team,attribute,numeric,,\nserial,attribute,numeric,,\nhalf,attribute,nominal,,\ndesk,attribute,numeric,"
     ",\n"
     "w,attribute,numeric,,\nteams,attribute,numeric,,\npeople1,attribute,numeric,,\n"
     "desks,attribute,numeric,,\ndesks2,attribute,numeric,,\npeople2,attribute,numeric,,\n"},
    {NULL, NULL},
};

#define COLUMNS "y,z,role,site,contract,region,team,serial,half,desk,w,teams,people1,desks,desks2,people2\n"

static char folder[ORACLE_FOLDER];
static bool has_r;

/* ---- drawing ------------------------------------------------------------------------------- */

#define MOST_REGIONS 6
#define MOST_TEAMS   7
#define MOST_DESKS   6

/* How many units were drawn: teams in a region, desks in a team, people at a desk. */
struct drawn {
    uint64_t random;
    int regions;
    int teams[MOST_REGIONS];
    int desks[MOST_REGIONS][MOST_TEAMS];
    int people[MOST_REGIONS][MOST_TEAMS][MOST_DESKS];
};

static int between(struct drawn *drawn, int low, int high)
{
    return low + (int)(filled_random(&drawn->random) % (unsigned)(high - low + 1));
}

static void draw_units(struct drawn *drawn, const struct plan *plan)
{
    drawn->regions = between(drawn, 2, MOST_REGIONS);
    for (int region = 0; region < drawn->regions; region++) {
        bool lonely = plan->lonely_strata && region == 1;
        drawn->teams[region] = lonely ? 1 : between(drawn, 2, MOST_TEAMS);
        for (int team = 0; team < drawn->teams[region]; team++) {
            /* Two halves of two desks each at least, unless somebody is to be alone. */
            bool alone = plan->lonely_strata && between(drawn, 0, 4) == 0;
            drawn->desks[region][team] = alone ? between(drawn, 1, 3) : between(drawn, 4, MOST_DESKS);
            for (int desk = 0; desk < drawn->desks[region][team]; desk++)
                drawn->people[region][team][desk] = between(drawn, 1, 4);
        }
    }
}

static int people_of_team(const struct drawn *drawn, int region, int team)
{
    int people = 0;
    for (int desk = 0; desk < drawn->desks[region][team]; desk++)
        people += drawn->people[region][team][desk];
    return people;
}

static int people_of_region(const struct drawn *drawn, int region)
{
    int people = 0;
    for (int team = 0; team < drawn->teams[region]; team++)
        people += people_of_team(drawn, region, team);
    return people;
}

/* A population of which [sampled] units were drawn, or the share that they are. */
static void print_fpc(struct filled_text *csv, const struct plan *plan, int sampled, int times)
{
    int population = sampled * times / 3 + (times % 3 == 0 ? 0 : 1);
    if (plan->fractions)
        filled_print(csv, ",%.10g", (double)sampled / population);
    else
        filled_print(csv, ",%d", population);
}

static void print_person(struct filled_text *csv, struct drawn *drawn, double level)
{
    static const char *const roles[] = {"lab", "it", "ws", ""};
    static const char *const sites[] = {"north", "south"};
    static const char *const contracts[] = {"open", "fixed", "open", "none"};
    double y = 20.0 * level + 10.0 * filled_uniform(&drawn->random);
    if (between(drawn, 0, 9) == 0)
        filled_print(csv, ",");
    else
        filled_print(csv, "%.3f,", y);
    filled_print(csv, "%s,", between(drawn, 0, 9) == 0 ? "" : y > 15.0 ? "yes" : "no");
    filled_print(csv, "%s,%s,%s", roles[between(drawn, 0, 9) / 3], sites[between(drawn, 0, 1)],
                 contracts[between(drawn, 0, 3)]);
}

static void print_desk(struct filled_text *csv, struct drawn *drawn, const struct plan *plan, int region,
                       int team, int desk, double level)
{
    int desks = drawn->desks[region][team];
    int half = desk % 2;
    for (int i = 0; i < drawn->people[region][team][desk]; i++) {
        print_person(csv, drawn, level);
        filled_print(csv, ",r%d,%d,%d,%s,%d,%.4f", region, team, 100 * region + team,
                     half ? "lower" : "upper", desk, 1.0 + 4.0 * filled_uniform(&drawn->random));
        print_fpc(csv, plan, drawn->teams[region], 4 + 3 * region);
        print_fpc(csv, plan, people_of_region(drawn, region), 5 + region);
        print_fpc(csv, plan, desks, 3 + (team + region) % 5);
        print_fpc(csv, plan, half ? desks / 2 : (desks + 1) / 2, 4 + team);
        print_fpc(csv, plan, people_of_team(drawn, region, team), 3 + team);
        filled_print(csv, "\n");
    }
}

static void draw_answers(struct filled_text *csv, const struct plan *plan, uint64_t seed)
{
    struct drawn drawn = {.random = seed};
    draw_units(&drawn, plan);
    filled_print(csv, COLUMNS);
    for (int region = 0; region < drawn.regions; region++) {
        for (int team = 0; team < drawn.teams[region]; team++) {
            double level = filled_uniform(&drawn.random);
            for (int desk = 0; desk < drawn.desks[region][team]; desk++)
                print_desk(csv, &drawn, plan, region, team, desk, level);
        }
    }
}

/* ---- running ---------------------------------------------------------------------------------- */

static void write_case(const struct plan *plan, unsigned seed)
{
    char path[160];
    struct filled_text csv = {NULL, 0, 0};
    struct trig_error error = {.status = TRIG_OK};
    draw_answers(&csv, plan, seed * 7919u + (unsigned)(plan - plans));
    snprintf(path, sizeof path, "%s/%s_%u.csv", folder, plan->label, seed);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fwrite(csv.data, 1, csv.length, file);
    assert_int_equal(fclose(file), 0);
    snprintf(path, sizeof path, "%s/%s_%u.trig", folder, plan->label, seed);
    enum trig_status status = filled_store(path, files, csv.data, 20, &error);
    filled_clear(&csv);
    assert_ok(status, error);
}

/* Our numbers, and the R code that is to give them, with what reads and writes. */
static void run_ours(const struct plan *plan, unsigned seed, const char *by)
{
    char name[128];
    snprintf(name, sizeof name, "%s/%s_%u", folder, plan->label, seed);
    assert_int_equal(
        oracle_run("echo 'd <- read.csv(\"%s.csv\", colClasses = \"character\", na.strings = \"\", "
                   "check.names = FALSE)' >> %s/designs.R",
                   name, folder),
        0);
    if (oracle_run(
            "%s summary %s.trig --measure y,z=yes,z --by %s --statistic mean,total --design %s --lonely %s "
            "%s --disclosure none --format csv --quiet --out %s.ours.csv --show-r >> %s/designs.R "
            "2> %s/messages",
            TRIG_ANALYZE, name, by, plan->design, plan->lonely, plan->options, name, folder, folder))
        fail_msg("%s %u failed; see %s/messages", plan->label, seed, folder);
    assert_int_equal(oracle_run("echo 'write.csv(format(result, digits = 15, trim = TRUE), \"%s.shown.csv\", "
                                "row.names = FALSE, quote = FALSE)' >> %s/designs.R",
                                name, folder),
                     0);
    assert_int_equal(oracle_run("echo '%s;%s;%s;%s;%s' >> %s/cases", name, plan->design, plan->lonely, by,
                                *plan->options ? plan->options : "-", folder),
                     0);
}

static void compare_case(const struct plan *plan, unsigned seed, const char *what, size_t *rows)
{
    char ours[160];
    char theirs[160];
    char stored[96];
    size_t found = 0;
    bool keeps = seed <= STORED_SEEDS && !strcmp(what, "shown");
    struct trig_error error = {.status = TRIG_OK};
    snprintf(ours, sizeof ours, "%s/%s_%u.ours.csv", folder, plan->label, seed);
    snprintf(theirs, sizeof theirs, "%s/%s_%u.%s.csv", folder, plan->label, seed, what);
    snprintf(stored, sizeof stored, "design/%s_%u.%s", plan->label, seed, what);
    const struct oracle_pair pair = {ours, has_r ? theirs : NULL, keeps ? stored : NULL, "estimate", 0.0};
    if (oracle_compare_with_r(&pair, &found, &error))
        fail_msg("%s, seed %u, %s: %s", plan->label, seed, what, error.message);
    if (found == 0)
        fail_msg("%s, seed %u, %s: R has no rows", plan->label, seed, what);
    *rows += found;
}

/* Whether R cannot make the same replicates by a call of its own, only by the printed code. */
static bool draws_its_own(const struct plan *plan)
{
    return strstr(plan->options, "bootstrap") || strstr(plan->options, "brr") || strstr(plan->options, "fay");
}

/* R's numbers of all cases. */
static void run_r(void)
{
    if (oracle_run("Rscript %s/designs.R > %s/log 2>&1", folder, folder))
        fail_msg("the R code that --show-r prints failed; see %s/log", folder);
    if (oracle_run("Rscript %s/tests/oracle/design.R %s/cases > %s/log 2>&1", TRIG_SOURCE_DIR, folder,
                   folder))
        fail_msg("design.R failed; see %s/log", folder);
}

static void test_summary_of_drawn_designs_agrees_with_r_survey(void **state)
{
    (void)state;
    static const char *const bys[] = {"all", "role", "site", "role,site"};
    const unsigned seeds = has_r ? SEEDS : STORED_SEEDS;
    size_t rows = 0;
    for (size_t i = 0; i < PLANS; i++) {
        for (unsigned seed = 0; seed < seeds; seed++) {
            write_case(&plans[i], seed + 1);
            run_ours(&plans[i], seed + 1, bys[(i + seed) % 4]);
        }
    }
    if (has_r)
        run_r();
    for (size_t i = 0; i < PLANS; i++) {
        for (unsigned seed = 0; seed < seeds; seed++) {
            compare_case(&plans[i], seed + 1, "shown", &rows);
            if (has_r && !draws_its_own(&plans[i]))
                compare_case(&plans[i], seed + 1, "theirs", &rows);
        }
    }
    print_message("%zu rows agree\n", rows);
}

static int make_folder(void **state)
{
    has_r = oracle_has_r("survey", "comparing with stored numbers");
    return oracle_make_folder(state, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summary_of_drawn_designs_agrees_with_r_survey),
    };
    return cmocka_run_group_tests(tests, make_folder, oracle_remove_folder);
}
