/* Folders of definitions and what they inherit, in a temporary folder. */
#include "tests/unit/surveys/definition/definition_support.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct scene {
    char root[64];
    struct trig_definition_files files;
    struct trig_error error;
};

static int set_up(void **state)
{
    static struct scene scene;
    memset(&scene, 0, sizeof scene);
    strcpy(scene.root, "/tmp/trig_definition_XXXXXX");
    *state = &scene;
    return mkdtemp(scene.root) ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    trig_definition_files_clear(&scene->files);
    return nftw(scene->root, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *path_of(struct scene *scene, const char *name)
{
    static char paths[4][256];
    static size_t turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", scene->root, name);
    return path;
}

/* Writes [content] to [name], "folder/file", and makes the folders. */
static void write_file(struct scene *scene, const char *name, const char *content)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", scene->root, name);
    for (char *slash = strchr(path + strlen(scene->root) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static enum trig_status read_folder(struct scene *scene, const char *folder, const char *shipped)
{
    char root[256];
    snprintf(root, sizeof root, "%s/%s", scene->root, folder);
    return trig_definition_files_read(root, shipped, &scene->files, &scene->error);
}

static const struct trig_definition_file *file_named(const struct scene *scene, const char *name)
{
    for (size_t i = 0; i < scene->files.count; i++)
        if (trig_view_is(scene->files.items[i].name, name))
            return &scene->files.items[i];
    fail_msg("there is no %s", name);
    return NULL;
}

static void assert_content(const struct scene *scene, const char *name, const char *expected)
{
    struct trig_view content = file_named(scene, name)->content;
    if (!trig_view_is(content, expected))
        fail_msg("%s holds\n%.*s\nnot\n%s", name, TRIG_VIEW_ARG(content), expected);
}

static void test_read_keeps_bytes_and_sorts_files(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "a/waves.csv", "id\r\nw1");
    write_file(scene, "a/survey.csv", "\xEF\xBB\xBFkey;value\r\nid;a\r\n");
    write_file(scene, "a/variables.csv", "name,role,type\nx,item,\xE9\n");
    write_file(scene, "a/notes.txt", "not of the definition");
    assert_ok(read_folder(scene, "a", NULL), scene->error);
    assert_int_equal(scene->files.count, 3);
    assert_true(trig_view_is(scene->files.items[0].name, "survey.csv"));
    assert_true(trig_view_is(scene->files.items[2].name, "waves.csv"));
    assert_content(scene, "waves.csv", "id\r\nw1");
    assert_content(scene, "survey.csv", "\xEF\xBB\xBFkey;value\r\nid;a\r\n");
    assert_true(trig_view_is(scene->files.items[2].path, path_of(scene, "a/waves.csv")));
    assert_int_equal(scene->files.unknown.count, 0);
}

static void test_read_notes_csv_files_nobody_reads(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "a/survey.csv", "key,value\nid,a\n");
    write_file(scene, "a/Waves.CSV", "");
    write_file(scene, "a/pupils.csv", "");
    write_file(scene, "a/.hidden.csv", "");
    assert_ok(read_folder(scene, "a/", NULL), scene->error);
    assert_int_equal(scene->files.unknown.count, 2);
    assert_true(trig_view_is(scene->files.unknown.items[0], path_of(scene, "a/Waves.CSV")));
    assert_true(trig_view_is(scene->files.unknown.items[1], path_of(scene, "a/pupils.csv")));
    struct trig_problems problems;
    trig_problems_init(&problems);
    trig_definition *definition;
    assert_int_equal(trig_definition_parse(&scene->files, &problems, &definition, NULL), TRIG_ERR_FORMAT);
    assert_int_equal(problems.count, 3);
    assert_non_null(strstr(problems.items[1].error.message, "did you mean \"waves.csv\"?"));
    trig_problems_clear(&problems);
}

static void test_read_extends_shipped_definition_file_by_file_and_key_by_key(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "shipped/base/survey.csv",
               "key,value\nid,base\ntitle,\"Base, the\"\nmin_answered,0.7\ncontact,\"two\nlines\"\n");
    write_file(scene, "shipped/base/variables.csv", "name,role,type\nx,item,numeric\n");
    write_file(scene, "shipped/base/waves.csv", "id\nold\n");
    write_file(scene, "mine/survey.csv",
               "key,value,remark\n\nextends,base,\n# mine,,\nid,mine,\"of\nmine\"\ntitle,,\n");
    write_file(scene, "mine/waves.csv", "id\nnew\n");
    assert_ok(read_folder(scene, "mine", path_of(scene, "shipped")), scene->error);
    assert_int_equal(scene->files.count, 3);
    assert_content(scene, "waves.csv", "id\nnew\n");
    assert_content(scene, "variables.csv", "name,role,type\nx,item,numeric\n");
    assert_content(scene, "survey.csv",
                   "key,value,remark\n\n\n# mine,,\nid,mine,\"of\nmine\"\ntitle,,\n"
                   "min_answered,0.7,\ncontact,\"two\nlines\",\n");
    assert_true(
        trig_view_is(file_named(scene, "variables.csv")->path, path_of(scene, "shipped/base/variables.csv")));
    assert_true(trig_view_is(file_named(scene, "survey.csv")->path, path_of(scene, "mine/survey.csv")));
}

static void test_read_extends_resolved_twice_is_the_same(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "b/survey.csv", "key,value\nid,b\ntitle,B\n");
    write_file(scene, "a/survey.csv", "value;key\n../b;extends\na;id\n");
    assert_ok(read_folder(scene, "a", NULL), scene->error);
    assert_content(scene, "survey.csv", "value,key\n\na,id\nB,title\n");
    char content[64];
    snprintf(content, sizeof content, "%.*s", TRIG_VIEW_ARG(file_named(scene, "survey.csv")->content));
    trig_definition_files_clear(&scene->files);
    write_file(scene, "c/survey.csv", content);
    assert_ok(read_folder(scene, "c", NULL), scene->error);
    assert_content(scene, "survey.csv", content);
}

static void test_read_extends_prefers_shipped_names_and_follows_chains(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "shipped/base/survey.csv", "key,value\nextends,../deep\ntitle,shipped\n");
    write_file(scene, "shipped/deep/survey.csv", "key,value\nid,deep\ntitle,deep\nlicence,free\n");
    write_file(scene, "mine/survey.csv", "key,value\nextends,base\n");
    write_file(scene, "mine/base/survey.csv", "key,value\ntitle,own\n");
    assert_ok(read_folder(scene, "mine", path_of(scene, "shipped")), scene->error);
    assert_content(scene, "survey.csv", "key,value\ntitle,shipped\nid,deep\nlicence,free\n");
    trig_definition_files_clear(&scene->files);
    assert_ok(read_folder(scene, "mine", NULL), scene->error);
    assert_content(scene, "survey.csv", "key,value\ntitle,own\n");
}

static void test_read_of_what_is_no_definition_says_why(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "empty/readme.txt", "");
    static const struct {
        const char *folder;
        const char *phrase;
    } cases[] = {
        {"nowhere", "there is no folder "},
        {"empty", "holds no survey.csv"},
        {"empty/readme.txt", "is not a folder"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_folder(scene, cases[i].folder, NULL), TRIG_ERR_MISSING);
        if (!strstr(scene->error.message, cases[i].phrase))
            fail_msg("%s: %s", cases[i].folder, scene->error.message);
        assert_int_equal(scene->files.count, 0);
    }
}

static void test_read_extends_unknown_name_suggests_those_that_ship(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "shipped/talent/survey.csv", "key,value\n");
    write_file(scene, "a/survey.csv", "key,value\nid,a\nextends,tallent\n");
    assert_int_equal(read_folder(scene, "a", path_of(scene, "shipped")), TRIG_ERR_MISSING);
    assert_non_null(strstr(scene->error.message, "extends \"tallent\""));
    assert_non_null(strstr(scene->error.message, "did you mean \"talent\"?"));
    assert_string_equal(scene->error.file, path_of(scene, "a/survey.csv"));
    assert_int_equal(scene->error.line, 3);
}

static void test_read_refuses_a_circle_of_extends(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "a/survey.csv", "key,value\nextends,../b\n");
    write_file(scene, "b/survey.csv", "key,value\nextends,../a\n");
    assert_int_equal(read_folder(scene, "a", NULL), TRIG_ERR_LIMIT);
    assert_non_null(strstr(scene->error.message, "does one of them extend itself?"));
}

static void test_read_follows_a_chain_of_eight(void **state)
{
    struct scene *scene = *state;
    char name[32];
    char content[64];
    for (int i = 0; i < 9; i++) {
        snprintf(name, sizeof name, "d%d/survey.csv", i);
        snprintf(content, sizeof content, "key,value\nk%d,%d\n%s../d%d\n", i, i, i < 8 ? "extends," : "last,",
                 i + 1);
        write_file(scene, name, content);
    }
    assert_ok(read_folder(scene, "d0", NULL), scene->error);
    assert_content(scene, "survey.csv",
                   "key,value\nk0,0\nk1,1\nk2,2\nk3,3\nk4,4\nk5,5\nk6,6\nk7,7\nk8,8\nlast,../d9\n");
    trig_definition_files_clear(&scene->files);
    write_file(scene, "d8/survey.csv", "key,value\nextends,../d9\n");
    write_file(scene, "d9/survey.csv", "key,value\n");
    assert_int_equal(read_folder(scene, "d0", NULL), TRIG_ERR_LIMIT);
}

static void test_read_leaves_a_survey_that_cannot_be_read_to_parse(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "a/survey.csv", "key,wert\nextends,base\n");
    assert_ok(read_folder(scene, "a", NULL), scene->error);
    assert_content(scene, "survey.csv", "key,wert\nextends,base\n");
    trig_definition *definition;
    assert_int_equal(trig_definition_parse(&scene->files, NULL, &definition, &scene->error), TRIG_ERR_FORMAT);
    assert_non_null(strstr(scene->error.message, "there is no column \"value\""));
}

static void test_read_extends_a_broken_survey_reports_its_mistake(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "b/survey.csv", "key,value\nid\n");
    write_file(scene, "a/survey.csv", "key,value\nextends,../b\n");
    assert_int_equal(read_folder(scene, "a", NULL), TRIG_ERR_FORMAT);
    assert_non_null(strstr(scene->error.message, "this row has 1 field"));
    assert_int_equal(scene->error.line, 2);
    write_file(scene, "b/survey.csv", "key,value\n");
    write_file(scene, "a/survey.csv", "key,value\nextends,../b\nextends,../b\n");
    assert_int_equal(read_folder(scene, "a", NULL), TRIG_ERR_FORMAT);
    assert_non_null(strstr(scene->error.message, "extends is in line 2 already"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_read_keeps_bytes_and_sorts_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_notes_csv_files_nobody_reads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_extends_shipped_definition_file_by_file_and_key_by_key,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_extends_resolved_twice_is_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_extends_prefers_shipped_names_and_follows_chains, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_read_of_what_is_no_definition_says_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_extends_unknown_name_suggests_those_that_ship, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_read_refuses_a_circle_of_extends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_follows_a_chain_of_eight, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_leaves_a_survey_that_cannot_be_read_to_parse, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_read_extends_a_broken_survey_reports_its_mistake, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
