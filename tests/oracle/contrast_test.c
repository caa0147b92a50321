/* Compares contrasts with R survey's delta method on totals: differences from a
 * whole that holds the part, changes between waves, an adjusted benchmark, a
 * total. The numbers of expected/contrast.csv (made by contrast.R with UPDATE=1) are compared too; without
 * R, these alone. */
#include "tests/unit/analyze/analysis.h"

#include "surveys/csv/csv_writer.h"
#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"

struct fixture {
    struct analysis analysis;
    trig_estimator *estimator;
    FILE *out;
};

static char folder[ORACLE_FOLDER];
static bool has_r;

/* The cells of a wave, and of one institution or all others in it, of one role. */
struct place {
    size_t wave;
    size_t institution; /* TRIG_NONE: any */
    bool others;        /* all institutions but that one */
    size_t role;        /* TRIG_NONE: any */
};

static bool is_in_place(const struct trig_cells *cells, size_t cell, const void *context)
{
    const struct place *place = context;
    const struct trig_cell *asked = &cells->items[cell];
    bool here =
        place->institution == TRIG_NONE || (asked->institution == place->institution) != place->others;
    return asked->wave == place->wave && here &&
           (place->role == TRIG_NONE || asked->values[0] == place->role);
}

static struct trig_domain domain_of(struct fixture *fixture, struct place place)
{
    struct trig_domain domain;
    struct analysis *analysis = &fixture->analysis;
    assert_ok(trig_domain_select(&analysis->cells, is_in_place, &place, &analysis->arena, &domain,
                                 &analysis->error),
              analysis->error);
    return domain;
}

static void write_row(struct fixture *fixture, const char *name, const struct trig_estimate *estimate)
{
    struct trig_csv_writer writer;
    struct trig_error error;
    trig_csv_writer_init(&writer, fixture->out);
    trig_csv_text(&writer, trig_view(name));
    trig_csv_number(&writer, estimate->estimate);
    trig_csv_number(&writer, estimate->se);
    trig_csv_end_record(&writer);
    assert_ok(trig_csv_writer_finish(&writer, &error), error);
}

static void contrast(struct fixture *fixture, const char *name, const struct trig_term *terms, size_t count)
{
    struct trig_estimate estimate;
    struct trig_error error;
    assert_ok(trig_estimate_contrast(fixture->estimator, 0, terms, count, &estimate, &error), error);
    write_row(fixture, name, &estimate);
}

static void difference(struct fixture *fixture, const char *name, struct place a, struct place b)
{
    struct trig_domain x = domain_of(fixture, a);
    struct trig_domain y = domain_of(fixture, b);
    const struct trig_term terms[] = {{1, &x}, {-1, &y}};
    contrast(fixture, name, terms, 2);
}

static double answers_of(struct fixture *fixture, const struct trig_domain *domain)
{
    struct trig_estimate estimate;
    struct trig_error error;
    assert_ok(trig_estimate_mean(fixture->estimator, 0, domain, &estimate, &error), error);
    return (double)estimate.n;
}

#define WAVE 1 /* 2024 */
#define I01  0
#define I09  8

static void adjusted(struct fixture *fixture)
{
    struct trig_domain domains[6];
    struct trig_term terms[6];
    double answers[3];
    double all = 0;
    size_t count = 0;
    for (size_t role = 0; role < 3; role++) {
        domains[2 * role] = domain_of(fixture, (struct place){WAVE, I09, false, role});
        domains[2 * role + 1] = domain_of(fixture, (struct place){WAVE, TRIG_NONE, false, role});
        answers[role] = answers_of(fixture, &domains[2 * role]);
        all += answers[role];
    }
    for (size_t role = 0; role < 3; role++) {
        if (answers[role] == 0)
            continue;
        terms[count++] = (struct trig_term){answers[role] / all, &domains[2 * role]};
        terms[count++] = (struct trig_term){-answers[role] / all, &domains[2 * role + 1]};
    }
    contrast(fixture, "i09 adjusted for role", terms, count);
}

static void write_ours(struct fixture *fixture)
{
    const struct place all = {WAVE, TRIG_NONE, false, TRIG_NONE};
    const struct place all_before = {0, TRIG_NONE, false, TRIG_NONE};
    const struct place i01 = {WAVE, I01, false, TRIG_NONE};
    const struct place i09 = {WAVE, I09, false, TRIG_NONE};
    struct trig_estimate total;
    struct trig_error error;
    fputs("contrast,estimate,se\n", fixture->out);
    difference(fixture, "i01 less all", i01, all);
    difference(fixture, "i01 less others", i01, (struct place){WAVE, I01, true, TRIG_NONE});
    difference(fixture, "i01 less i09", i01, i09);
    difference(fixture, "change of all", all, all_before);
    difference(fixture, "change of i09", i09, (struct place){0, I09, false, TRIG_NONE});
    adjusted(fixture);
    struct trig_domain lab = domain_of(fixture, (struct place){WAVE, TRIG_NONE, false, 0});
    assert_ok(trig_estimate_total(fixture->estimator, 0, &lab, &total, &error), error);
    write_row(fixture, "total of lab", &total);
}

static void make_ours(struct fixture *fixture)
{
    const struct analysis_options options = {"role", "pillar:vis", "all", {.fpc = "on", .weights = "cal"}};
    struct filled_text csv = {NULL, 0, 0};
    char path[128];
    trig_store *store = NULL;
    oracle_staff.answers(&csv);
    snprintf(path, sizeof path, "%s/data.csv", folder);
    FILE *data = fopen(path, "w");
    assert_non_null(data);
    fwrite(csv.data, 1, csv.length, data);
    assert_int_equal(fclose(data), 0);
    assert_ok(analysis_store(oracle_staff.files, csv.data, 0, &store, &fixture->analysis.error),
              fixture->analysis.error);
    filled_clear(&csv);
    assert_ok(analysis_run(&fixture->analysis, store, &options), fixture->analysis.error);
    fixture->estimator = trig_estimator_create(&fixture->analysis.cells, &fixture->analysis.request.design,
                                               &fixture->analysis.error);
    assert_non_null(fixture->estimator);
    snprintf(path, sizeof path, "%s/ours.csv", folder);
    assert_non_null(fixture->out = fopen(path, "w"));
    write_ours(fixture);
    assert_int_equal(fclose(fixture->out), 0);
    trig_estimator_destroy(fixture->estimator);
    analysis_clear(&fixture->analysis);
    analysis_close(store);
}

static void test_contrasts_agree_with_r_survey(void **state)
{
    (void)state;
    struct fixture fixture = {.out = NULL};
    char ours[ORACLE_FOLDER + 32];
    char theirs[ORACLE_FOLDER + 32];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    make_ours(&fixture);
    snprintf(ours, sizeof ours, "%s/ours.csv", folder);
    snprintf(theirs, sizeof theirs, "%s/theirs.csv", folder);
    if (has_r && oracle_run("Rscript %s/tests/oracle/contrast.R %s/data.csv %s > %s/log 2>&1",
                            TRIG_SOURCE_DIR, folder, theirs, folder))
        fail_msg("contrast.R failed");
    const struct oracle_pair pair = {ours, has_r ? theirs : NULL, "contrast", "estimate", 0.0};
    if (oracle_compare_with_r(&pair, &rows, &error))
        fail_msg("%s", error.message);
    assert_int_equal(rows, 7);
}

static int make_folder(void **state)
{
    has_r = oracle_has_r("survey", "comparing with stored numbers");
    return oracle_make_folder(state, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_contrasts_agree_with_r_survey)};
    return cmocka_run_group_tests(tests, make_folder, oracle_remove_folder);
}
