/* Reading and parsing a definition while each allocation in turn fails: nothing
 * leaks, nothing crashes, and memory is what is blamed. */
#include "tests/fault/failing_memory.h"
#include "tests/unit/surveys/definition/definition_support.h"

/* More than one parse makes; a sweep that gets there never ends by itself. */
#define MOST_ALLOCATIONS 20000

/* A parse that survived (libcsv asks again for less) must have lost nothing. */
static void assert_whole(const struct parsed *parsed, const struct parsed *right)
{
    assert_int_equal(parsed->problems.count, right->problems.count);
    const trig_definition *a = parsed->definition;
    const trig_definition *b = right->definition;
    assert_string_equal(a->sha256, b->sha256);
    assert_int_equal(a->setting_count, b->setting_count);
    assert_int_equal(a->variable_count, b->variable_count);
    assert_int_equal(a->population_count, b->population_count);
    assert_int_equal(trig_definition_first_group(a, TRIG_GROUP_FAMILIES),
                     trig_definition_first_group(b, TRIG_GROUP_FAMILIES));
    for (size_t i = 0; i < b->scale_count; i++)
        assert_int_equal(trig_dictionary_count(a->scales[i].dictionary),
                         trig_dictionary_count(b->scales[i].dictionary));
    for (size_t i = 0; i < b->institution_count; i++) {
        assert_int_equal(trig_definition_institution(a, b->institutions[i].id), i);
        assert_close(trig_definition_population(a, 0, i), trig_definition_population(b, 0, i), 0, 0);
    }
}

/* Parses with each allocation failing in turn. */
static void sweep_parse(const struct base_file *changed, size_t count)
{
    struct parsed right = parse_changed(changed, count);
    size_t nth = 1;
    for (bool struck = true; struck && nth < MOST_ALLOCATIONS; nth++) {
        failing_memory_arm(nth);
        struct parsed parsed = parse_changed(changed, count);
        struck = failing_memory_struck();
        failing_memory_arm(0);
        assert_true((parsed.status == TRIG_OK) == (parsed.definition != NULL));
        if (parsed.status == TRIG_OK)
            assert_whole(&parsed, &right);
        /* A suggestion for which no memory was left is no reason to give up. */
        else if (parsed.status != TRIG_ERR_MEMORY && parsed.status != right.status)
            fail_msg("allocation %zu: status %d: %s", nth, (int)parsed.status, parsed.error.message);
        parsed_clear(&parsed);
    }
    parsed_clear(&right);
    assert_in_range(nth, 50, MOST_ALLOCATIONS - 1);
}

static void test_parse_with_any_allocation_failing_says_so(void **state)
{
    (void)state;
    sweep_parse(NULL, 0);
}

static void test_parse_of_mistakes_with_any_allocation_failing_is_safe(void **state)
{
    (void)state;
    static const struct base_file changed[] = {
        {"scales.csv",
         "scale,code,kind,aliases\nagree3,1,substantif,a|b\nagree3,2,,b\nrole,tech,,\nhelp,x,refused,\n"},
        {"population.csv",
         "wave,institution,role,rolle,count\nw1,north,tech,,3\nw1,nort,,,4\nw1,north,,,5\n"},
        {"groups.csv", "group,institution\nCoast,South  INSTITUTE\nCoast,north\nCoast,north\nCoast,a,b\n"},
        {"waves.csv", "id,time,opned\nw1,1,x\nw2,1,\n"},
    };
    sweep_parse(changed, 4);
}

#define SHIPPED TRIG_SOURCE_DIR "/surveys/definitions"

static void test_read_with_any_allocation_failing_says_so(void **state)
{
    (void)state;
    struct trig_definition_files right;
    struct trig_error error;
    assert_ok(trig_definition_files_read(SHIPPED "/demo", SHIPPED, &right, &error), error);
    size_t nth = 1;
    for (bool struck = true; struck && nth < MOST_ALLOCATIONS; nth++) {
        struct trig_definition_files files;
        failing_memory_arm(nth);
        enum trig_status status = trig_definition_files_read(SHIPPED "/demo", SHIPPED, &files, &error);
        struck = failing_memory_struck();
        failing_memory_arm(0);
        assert_true(status == TRIG_OK || (status == TRIG_ERR_MEMORY && error.status == TRIG_ERR_MEMORY));
        assert_int_equal(files.count, status == TRIG_OK ? right.count : 0);
        for (size_t i = 0; i < files.count; i++)
            assert_true(trig_view_equal(files.items[i].content, right.items[i].content));
        trig_definition_files_clear(&files);
    }
    trig_definition_files_clear(&right);
    assert_in_range(nth, 20, MOST_ALLOCATIONS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_with_any_allocation_failing_says_so),
        cmocka_unit_test(test_parse_of_mistakes_with_any_allocation_failing_is_safe),
        cmocka_unit_test(test_read_with_any_allocation_failing_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
