/* Rank sets against the published step-down procedure without its draws: R finds the critical values by
 * integration, and looks at every set of differences where there are few (ranks.R). */
#include "tests/support.h"

#include "analyze/benchmark/rank_sets.h"
#include "tests/filled_store.h"
#include "tests/oracle/numbers.h"
#include "tests/oracle/running.h"

#define DRAWS ((size_t)40000)
#define MOST  ((size_t)5)

static char folder[ORACLE_FOLDER];
static bool has_r;

/* Rankings of so many institutions. */
struct family {
    size_t count;
    size_t cases;
    enum trig_rank_kind kind;
    bool known; /* standard errors are: the published procedure; else they come from answers */
};

/* One ranking whose differences lie about where they are told apart. */
static void make_entries(const struct family *family, uint64_t *random, struct trig_entry *out)
{
    static const double dfs[] = {9.0, 16.0, 49.0, 199.0};
    for (size_t i = 0; i < family->count; i++) {
        double se = 0.5 + 1.5 * filled_uniform(random);
        double df = dfs[filled_random(random) % 4];
        out[i] = (struct trig_entry){(double)i * 3.5 * filled_uniform(random), se,
                                     family->known ? INFINITY : df, df + 1.0};
    }
}

static void write_case(size_t name, const struct family *family, const struct trig_entry *entries,
                       const struct trig_rank_set *sets, FILE *cases, FILE *ours)
{
    const char *kind = family->kind == TRIG_RANK_MARGINAL ? "marginal" : "simultaneous";
    for (size_t i = 0; i < family->count; i++) {
        fprintf(cases, "c%zu,%s,%zu,%.17g,%.17g,%s", name, kind, i + 1, entries[i].y, entries[i].se,
                isinf(entries[i].df) ? "Inf\n" : "");
        if (!isinf(entries[i].df))
            fprintf(cases, "%.0f\n", entries[i].df);
        fprintf(ours, "c%zu,%s,i%zu,%zu,%zu,%zu\n", name, kind, i + 1, sets[i].rank, sets[i].low,
                sets[i].high);
    }
}

static FILE *create(const char *name, const char *header)
{
    char path[ORACLE_FOLDER + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%s\n", header);
    return file;
}

static void make_ours(void)
{
    static const struct family families[] = {
        {2, 10, TRIG_RANK_SIMULTANEOUS, true}, {2, 10, TRIG_RANK_MARGINAL, false},
        {3, 15, TRIG_RANK_SIMULTANEOUS, true}, {3, 20, TRIG_RANK_SIMULTANEOUS, false},
        {4, 8, TRIG_RANK_SIMULTANEOUS, true},  {3, 15, TRIG_RANK_MARGINAL, false},
        {4, 15, TRIG_RANK_MARGINAL, true},     {5, 10, TRIG_RANK_MARGINAL, false},
    };
    struct trig_error error = {.status = TRIG_OK};
    FILE *cases = create("cases.csv", "case,kind,item,y,se,df");
    FILE *ours = create("ours.csv", "case,kind,institution,estimate,ci_low,ci_high");
    trig_rank_draws *draws = trig_rank_draws_create(MOST, DRAWS, 7, &error);
    uint64_t random = 2024;
    size_t name = 0;
    assert_non_null(draws);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        for (size_t at = 0; at < families[i].cases; at++) {
            struct trig_entry entries[MOST];
            struct trig_rank_set sets[MOST];
            make_entries(&families[i], &random, entries);
            assert_ok(trig_rank_sets(draws, entries, families[i].count, families[i].kind, 0.95, sets, &error),
                      error);
            write_case(++name, &families[i], entries, sets, cases, ours);
        }
    trig_rank_draws_destroy(draws);
    assert_int_equal(fclose(cases), 0);
    assert_int_equal(fclose(ours), 0);
}

static void test_rank_sets_agree_with_exact_quantiles_over_every_set_of_differences(void **state)
{
    (void)state;
    char ours[ORACLE_FOLDER + 32];
    char theirs[ORACLE_FOLDER + 32];
    struct trig_error error = {.status = TRIG_OK};
    size_t rows = 0;
    snprintf(ours, sizeof ours, "%s/ours.csv", folder);
    snprintf(theirs, sizeof theirs, "%s/theirs.csv", folder);
    make_ours();
    if (has_r && oracle_run("Rscript --vanilla %s/tests/oracle/ranks.R %s/cases.csv %s > %s/log 2>&1",
                            TRIG_SOURCE_DIR, folder, theirs, folder)) {
        oracle_run("tail -n 5 %s/log >&2", folder);
        fail_msg("ranks.R failed");
    }
    const struct oracle_pair pair = {ours, has_r ? theirs : NULL, "ranks", NULL, 0.0};
    if (oracle_compare_with_r(&pair, &rows, &error))
        fail_msg("%s", error.message);
    print_message("  %zu rank sets agree\n", rows);
    assert_true(rows > 200);
}

static int begin(void **state)
{
    has_r = oracle_has_r("mvtnorm", "comparing with stored numbers");
    return oracle_make_folder(state, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rank_sets_agree_with_exact_quantiles_over_every_set_of_differences)};
    return cmocka_run_group_tests(tests, begin, oracle_remove_folder);
}
