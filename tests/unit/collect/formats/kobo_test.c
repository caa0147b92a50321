/* KoboToolbox and ODK (synthetic): groups, several answers in every shape, places, ids. */
#include "collect/formats/formats.h"
#include "collect/intake/ingest.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

static const struct sheet sheets[] = {{"scales.csv",
                                       "scale,code,label\nyesno,1,Yes\nyesno,0,No\nhelp,course,A course\n"
                                       "help,mentor,\"A mentor, or coach\"\nhelp,other,Other\n"},
                                      {"variables.csv", "name,label,role,type,scale\n"
                                                        "id,Response,record,text,\n"
                                                        "role,Is your role technical?,item,nominal,yesno\n"
                                                        "lead,Do you lead others?,item,nominal,yesno\n"
                                                        "help,What support?,item,multiple,help\n"
                                                        "other,Which other?,comment,text,\n"
                                                        "where,Where?,attribute,text,\n"},
                                      {NULL, NULL}};

static const char *const names[] = {"id", "role", "lead", "help", "other", "where", NULL};

static void test_several_answers_in_every_shape_are_the_same(void **state)
{
    (void)state;
    static const char *const texts[] = {
        /* Codes in one cell. */
        "\"role\";\"g/help\";\"g/other\";\"_id\";\"_uuid\";\"_submission_time\"\n"
        "\"1\";\"course other\";\"x\";\"7\";\"u1\";\"2024-05-01T10:00:00\"\n"
        "\"0\";\"mentor\";\"\";\"8\";\"u2\";\"2024-05-01T10:00:00\"\n\"1\";\"\";\"\";\"9\";\"u3\";\"\"\n",
        /* A column an option. */
        "role;g/help/course;g/help/mentor;g/help/other;g/other;_id;_uuid;_submission_time\n"
        "1;1;0;1;x;7;u1;2024-05-01\n0;0;1;0;;8;u2;2024-05-01\n1;;;;;9;u3;\n",
        /* Both. */
        "role;g/help;g/help/course;g/help/mentor;g/help/other;g/other;_id;_uuid;_index\n"
        "1;course other;1;0;1;x;7;u1;1\n0;mentor;0;1;0;;8;u2;2\n1;;;;;;9;u3;3\n",
        /* Labels, both. */
        "Is your role technical?;What support?;What support?/A course;What support?/A mentor, or coach;"
        "What support?/Other;Which other?;_id;_uuid;_index\n"
        "Yes;A course Other;1;0;1;x;7;u1;1\nNo;A mentor, or coach;0;1;0;;8;u2;2\nYes;;0;0;0;;9;u3;3\n",
        /* Labels in one cell. */
        "Group/Is your role technical?;Group/What support?;Which other?;_id;_uuid;_index\n"
        "Yes;A course Other;x;7;u1;1\nNo;A mentor, or coach;;8;u2;2\nYes;;;9;u3;3\n",
        /* ODK Central. */
        "SubmissionDate,g-role,g-help,g-other,meta-instanceID,KEY\n2024-05-01T10:00:00.000Z,1,course "
        "other,x,7,7\n"
        "2024-05-01T10:00:00.000Z,0,mentor,,8,8\n,1,,,9,9\n",
        "SubmissionDate,g-role,g-help,g-help/course,g-help/mentor,g-help/other,g-other,KEY\n"
        ",1,course other,1,0,1,x,7\n,0,mentor,0,1,0,,8\n,1,,0,0,0,,9\n",
        /* An older exporter. */
        "role,help,other,_id,_uuid,_submission_time\n1,course "
        "other,x,7,u1,\n0,mentor,n/a,8,u2,\n1,n/a,n/a,9,u3,\n",
    };
    const struct trig_ingest_options options = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        static char found[1 << 12];
        struct stored stored;
        stored_open(&stored, sheets);
        stored_ingest_text(&stored, texts[i], &options, TRIG_OK, NULL);
        stored_print(&stored, names, found, sizeof found);
        if (strcmp(found, "'7' 1 (2) course+other+| 'x' (2) \n'8' 0 (2) mentor+| (1) (2) \n"
                          "'9' 1 (2) (1) (1) (2) \n") != 0)
            fail_msg("shape %zu:\n%s", i, found);
        stored_close(&stored);
    }
}

static void test_questions_of_a_group_are_no_options(void **state)
{
    (void)state;
    static const char text[] = "_id;_uuid;_index;about/role;about/lead\n7;u;1;1;0\n8;v;2;0;1\n";
    const struct trig_ingest_options options = {0};
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, text, &options, TRIG_OK, NULL);
    stored_assert(&stored, names, "'7' 1 0 (2) (2) (2) \n'8' 0 1 (2) (2) (2) \n");
    stored_close(&stored);
}

static void test_places_and_people_are_never_kept(void **state)
{
    (void)state;
    static const char *const row[] = {"g/where",
                                      "g/_where_latitude",
                                      "g/_where_longitude",
                                      "username",
                                      "_submitted_by",
                                      "speed_precision",
                                      "_uuid",
                                      "_id",
                                      "q-place-Latitude",
                                      "q-place",
                                      NULL};
    static const enum trig_use expected[] = {
        TRIG_USE_PERSONAL, TRIG_USE_PERSONAL, TRIG_USE_PERSONAL, TRIG_USE_PERSONAL, TRIG_USE_PERSONAL,
        TRIG_USE_ANSWERS,  TRIG_USE_OWN,      TRIG_USE_RECORD,   TRIG_USE_PERSONAL, TRIG_USE_PERSONAL};
    struct trig_heading headings[16];
    struct trig_arena arena;
    trig_arena_init(&arena);
    size_t count = read_header(&trig_format_kobo, row, NULL, &arena, headings, 16);
    for (size_t i = 0; i < count; i++)
        if (headings[i].use != expected[i])
            fail_msg("%s: %d", row[i], headings[i].use);
    trig_arena_clear(&arena);
}

static void test_rows_of_a_repeated_group_have_ids_of_their_own(void **state)
{
    (void)state;
    static const char text[] =
        "role;_index;_parent_table_name;_parent_index;_submission__id;_submission__uuid\n"
        "1;1;survey;1;7;u\n0;2;survey;1;7;u\n1;3;survey;2;8;v\n";
    static const char *const few[] = {"id", "role", NULL};
    const struct trig_ingest_options options = {0};
    struct stored stored;
    stored_open(&stored, sheets);
    stored_ingest_text(&stored, text, &options, TRIG_OK, NULL);
    stored_assert(&stored, few, "'7|1' 1 \n'7|2' 0 \n'8|3' 1 \n");
    stored_close(&stored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_several_answers_in_every_shape_are_the_same),
        cmocka_unit_test(test_questions_of_a_group_are_no_options),
        cmocka_unit_test(test_places_and_people_are_never_kept),
        cmocka_unit_test(test_rows_of_a_repeated_group_have_ids_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
