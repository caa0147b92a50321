/* A reader with the distributions of every breakdown at once: random stores, all
 * tables of answers, linear algebra. What a table shows in less detail, or not at
 * all, must not follow from the tables together; what it shows must be right. */
#include "tests/support.h"

#include "analyze/answers/answers.h"
#include "tests/comparison_context.h"

enum {
    PLACES = 7,
    KINDS = 4, /* of departments; the last is missing */
    CODES = 5,
    GROUPS = 3,
    STORES = 14,
    CELLS = PLACES * KINDS * CODES,
    MOST_KNOWN = 400,
    MOST_SECRETS = 4000
};

static const char *const breakdowns[] = {"all",  "institution",      "group",
                                         "kind", "institution,kind", "group,kind"};

struct survey {
    double counts[PLACES][KINDS][CODES];
    bool members[GROUPS][PLACES];
    struct filled_text institutions;
    struct filled_text groups;
    struct filled_text answers;
};

/* Sums of cells: those that are known, in echelon form later, and those that are not shown. */
struct reader {
    double known[MOST_KNOWN][CELLS];
    size_t known_count;
    size_t rank;
    size_t pivots[CELLS];
    double secrets[MOST_SECRETS][CELLS];
    char names[MOST_SECRETS][64];
    size_t secret_count;
};

/* ---- random surveys ------------------------------------------------------------------------ */

static void make_answers(struct survey *survey, uint64_t *random)
{
    filled_print(&survey->answers, "institution,kind,x\n");
    for (int place = 0; place < PLACES; place++)
        for (int kind = 0; kind < KINDS; kind++) {
            int most = kind == KINDS - 1 ? 2 : filled_random(random) % 3 ? 9 : 3;
            for (int code = 0; code < CODES; code++) {
                int count = (int)(filled_random(random) % (uint64_t)most);
                survey->counts[place][kind][code] = count;
                for (int i = 0; i < count; i++)
                    filled_print(&survey->answers, "p%d,%s,%d\n", place,
                                 kind == KINDS - 1 ? "" : (const char *[]){"a", "b", "c"}[kind], code + 1);
            }
        }
}

static void make_survey(struct survey *survey, uint64_t *random)
{
    memset(survey, 0, sizeof *survey);
    filled_print(&survey->institutions, "id,name\n");
    filled_print(&survey->groups, "group,institution\n");
    for (int place = 0; place < PLACES; place++)
        filled_print(&survey->institutions, "p%d,Place %d\n", place, place);
    for (int group = 0; group < GROUPS; group++)
        for (int place = 0; place < PLACES; place++) {
            survey->members[group][place] = place == group || filled_random(random) % 3 == 0;
            if (survey->members[group][place])
                filled_print(&survey->groups, "G%d,p%d\n", group, place);
        }
    make_answers(survey, random);
}

static void clear_survey(struct survey *survey)
{
    filled_clear(&survey->institutions);
    filled_clear(&survey->groups);
    filled_clear(&survey->answers);
}

/* ---- what rows speak of ----------------------------------------------------------------------- */

/* A cell of a column that the table may lack. */
static struct trig_view text_at(const trig_table *table, size_t row, const char *column)
{
    return trig_table_find(table, column) == SIZE_MAX ? trig_view("") : comparison_text(table, row, column);
}

static bool is_about(const struct survey *survey, const trig_table *table, size_t row, size_t place,
                     size_t kind)
{
    struct trig_view institution = text_at(table, row, "institution");
    struct trig_view group = text_at(table, row, "group");
    struct trig_view department = text_at(table, row, "kind");
    if (institution.length && (size_t)(institution.data[1] - '0') != place)
        return false;
    if (group.length && !survey->members[group.data[1] - '0'][place])
        return false;
    return department.length == 0 || (kind != KINDS - 1 && (size_t)(department.data[0] - 'a') == kind);
}

static bool same_domain(const trig_table *table, size_t a, size_t b)
{
    static const char *const columns[] = {"institution", "group", "kind"};
    for (size_t i = 0; i < 3; i++)
        if (!trig_view_equal(text_at(table, a, columns[i]), text_at(table, b, columns[i])))
            return false;
    return true;
}

static bool has_neutral(const trig_table *table, size_t row)
{
    for (size_t i = 0; i < trig_table_rows(table); i++)
        if (same_domain(table, i, row) && trig_view_is(text_at(table, i, "answer"), "neutral"))
            return true;
    return false;
}

static bool is_answer(const trig_table *table, size_t row, size_t code)
{
    struct trig_view answer = text_at(table, row, "answer");
    if (answer.length == 1)
        return (size_t)(answer.data[0] - '1') == code;
    if (trig_view_is(answer, "positive"))
        return code >= 3;
    if (trig_view_is(answer, "neutral"))
        return code == 2;
    return code < 2 || (code == 2 && !has_neutral(table, row));
}

/* The cells of [row]'s domain with [code] (CODES: with the row's own answers). */
static void fill_sum(const struct survey *survey, const trig_table *table, size_t row, size_t code,
                     double *sum)
{
    memset(sum, 0, CELLS * sizeof *sum);
    for (size_t place = 0; place < PLACES; place++)
        for (size_t kind = 0; kind < KINDS; kind++)
            for (size_t i = 0; i < CODES; i++)
                if (is_about(survey, table, row, place, kind) &&
                    (code == CODES ? is_answer(table, row, i) : i == code))
                    sum[(place * KINDS + kind) * CODES + i] = 1;
}

static double count_of(const struct survey *survey, const double *sum)
{
    double count = 0;
    for (size_t i = 0; i < CELLS; i++)
        count += sum[i] * (&survey->counts[0][0][0])[i];
    return count;
}

/* ---- reading ------------------------------------------------------------------------------------ */

/* The answers of a domain that the rules hide: what few gave, or nearly all, or
 * any in a domain of few. (What is hidden only to cover another may follow from
 * shown numbers that it is the sum of.) */
static void keep_secrets(struct reader *reader, const struct survey *survey, const trig_table *table,
                         size_t row, const char *by)
{
    for (size_t code = 0; code < CODES; code++) {
        bool printed = false;
        for (size_t i = row; i < trig_table_rows(table) && same_domain(table, i, row); i++) {
            size_t together = 0;
            for (size_t other = 0; other < CODES; other++)
                together += is_answer(table, i, other);
            printed = printed || (!trig_table_is_empty(table, i, trig_table_find(table, "estimate")) &&
                                  trig_view_is(text_at(table, i, "statistic"), "proportion") &&
                                  is_answer(table, i, code) && together == 1);
        }
        double *secret = reader->secrets[reader->secret_count];
        fill_sum(survey, table, row, code, secret);
        double count = count_of(survey, secret);
        double n = 0;
        for (size_t other = 0; other < CODES; other++) {
            fill_sum(survey, table, row, other, secret);
            n += count_of(survey, secret);
        }
        bool few = n < 10 || count <= 2 || n - count <= 2;
        if (few && printed)
            fail_msg("%s: row %zu shows %g of %g", by, row, count, n);
        if (!few)
            continue;
        assert_true(reader->secret_count + 1 < MOST_SECRETS);
        snprintf(reader->names[reader->secret_count], sizeof *reader->names, "%s %.*s %.*s %.*s code %zu", by,
                 TRIG_VIEW_ARG(text_at(table, row, "institution")),
                 TRIG_VIEW_ARG(text_at(table, row, "group")), TRIG_VIEW_ARG(text_at(table, row, "kind")),
                 code + 1);
        fill_sum(survey, table, row, code, reader->secrets[reader->secret_count++]);
    }
}

static void read_table(struct reader *reader, const struct survey *survey, const trig_table *table,
                       const char *by)
{
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        if (row == 0 || !same_domain(table, row - 1, row))
            keep_secrets(reader, survey, table, row, by);
        if (trig_table_is_empty(table, row, trig_table_find(table, "estimate")) ||
            !trig_view_is(text_at(table, row, "statistic"), "proportion"))
            continue;
        assert_true(reader->known_count < MOST_KNOWN);
        double *sum = reader->known[reader->known_count++];
        fill_sum(survey, table, row, CODES, sum);
        double n = comparison_number(table, row, "n");
        double count = comparison_number(table, row, "estimate") * n;
        assert_close(count, count_of(survey, sum), 1e-9, 1e-9);
        assert_true(n >= 10 && count > 2.5 && n - count > 2.5);
    }
}

static void ask(struct reader *reader, const struct survey *survey, struct comparison *comparison,
                const char *by)
{
    const size_t variable = trig_definition_variable(comparison->context.definition, trig_view("x"));
    struct trig_answers_options options = {
        .variables = &variable, .variable_count = 1, .institution = TRIG_NONE};
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table;
    assert_ok(trig_bys_parse(comparison->context.definition, by, &options.bys, &error), error);
    assert_ok(trig_answers_table(&comparison->context, &options, &table, &error), error);
    read_table(reader, survey, table, by);
    trig_table_destroy(table);
}

/* ---- what follows -------------------------------------------------------------------------------- */

static void subtract(double *from, const double *what, double factor)
{
    for (size_t i = 0; i < CELLS && factor != 0; i++)
        from[i] -= factor * what[i];
}

/* Takes what is known to reduced echelon form. */
static void reduce(struct reader *reader)
{
    for (size_t column = 0; column < CELLS && reader->rank < reader->known_count; column++) {
        size_t pivot = reader->rank;
        for (size_t i = pivot; i < reader->known_count; i++)
            if (fabs(reader->known[i][column]) > fabs(reader->known[pivot][column]))
                pivot = i;
        if (fabs(reader->known[pivot][column]) < 1e-9)
            continue;
        double *line = reader->known[reader->rank];
        for (size_t i = 0; i < CELLS; i++) {
            double entry = reader->known[pivot][i];
            reader->known[pivot][i] = line[i];
            line[i] = entry;
        }
        double scale = line[column];
        for (size_t i = 0; i < CELLS; i++)
            line[i] /= scale;
        for (size_t i = 0; i < reader->known_count; i++)
            if (i != reader->rank)
                subtract(reader->known[i], line, reader->known[i][column]);
        reader->pivots[reader->rank++] = column;
    }
}

static bool follows(const struct reader *reader, const double *secret)
{
    double rest[CELLS];
    memcpy(rest, secret, sizeof rest);
    for (size_t i = 0; i < reader->rank; i++)
        subtract(rest, reader->known[i], rest[reader->pivots[i]]);
    for (size_t i = 0; i < CELLS; i++)
        if (fabs(rest[i]) > 1e-7)
            return false;
    return true;
}

/* A scale of three sides, and one without; the same attack on both. */
static const char *const scales[] = {
    "scale,code,label,value,kind,positive,neutral\nfive,1,A,1,substantive,0,0\nfive,2,B,2,substantive,0,0\n"
    "five,3,C,3,substantive,0,1\nfive,4,D,4,substantive,1,0\nfive,5,E,5,substantive,1,0\n",
};

static void test_distributions_together_give_nothing_away(void **state)
{
    (void)state;
    static struct reader reader;
    uint64_t random = 41;
    size_t secrets = 0;
    size_t known = 0;
    for (int store = 0; store < STORES; store++) {
        struct survey survey;
        struct comparison comparison;
        make_survey(&survey, &random);
        const struct filled_file files[] = {
            {"survey.csv", "key,value\nid,attack\n"},
            {"scales.csv", scales[0]},
            {"variables.csv",
             "name,label,role,type,scale\nkind,Kind,attribute,nominal,\nx,X,item,ordinal,five\n"},
            {"institutions.csv", survey.institutions.data},
            {"groups.csv", survey.groups.data},
            {NULL, NULL},
        };
        memset(&reader, 0, sizeof reader);
        comparison_open(&comparison, files, survey.answers.data, "x");
        for (size_t i = 0; i < sizeof breakdowns / sizeof *breakdowns; i++)
            ask(&reader, &survey, &comparison, breakdowns[i]);
        reduce(&reader);
        for (size_t i = 0; i < reader.secret_count; i++)
            if (follows(&reader, reader.secrets[i]))
                fail_msg("store %d: %s follows", store, reader.names[i]);
        secrets += reader.secret_count;
        known += reader.known_count;
        comparison_close(&comparison);
        clear_survey(&survey);
    }
    print_message("%zu shares shown, %zu not\n", known, secrets);
    assert_true(known > 50 * STORES / 2 && secrets > 50 * STORES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distributions_together_give_nothing_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
