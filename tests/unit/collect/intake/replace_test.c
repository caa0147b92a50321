/* Changed answers take the place of stored ones, however few are looked for at a time. */
#include "tests/support.h"
#include "tests/unit/collect/stored.h"

#include <stdlib.h>

#define IDS 90

static const struct sheet sheets[] = {{"institutions.csv", "id,name\na,University A\n"},
                                      {"waves.csv", "id,opened\n2021,2021-02-01\n2024,2024-04-01\n"},
                                      {"variables.csv", "name,label,role,type,scale,min,max\n"
                                                        "id,Response,record,text,,,\n"
                                                        "place,Where?,institution,nominal,,,\n"
                                                        "when,When?,wave,nominal,,,\n"
                                                        "days,Days?,item,numeric,,0,900\n"},
                                      {NULL, NULL}};

static const char *const names[] = {"#wave", "id", "days", NULL};

enum part { ALL, UNCHANGED, CHANGED };

/* Records of two waves with the same ids in both. Some answers are to change: [later] has them as
 * they then are. */
static void write_export(char *out, size_t size, unsigned seed, bool later, enum part part)
{
    size_t used = (size_t)snprintf(out, size, "id,place,when,days\n");
    for (int i = 0; i < 2 * IDS; i++) {
        bool changes = rand_r(&seed) % 3 == 0;
        if (part != ALL && (part == CHANGED) != changes)
            continue;
        used += (size_t)snprintf(out + used, size - used, "r%d,a,%s,%d\n", i / 2, i % 2 ? "2024" : "2021",
                                 i + (changes && later ? 500 : 0));
    }
}

/* What a store holds in which what has changed was stored after the rest. */
static void write_expected(unsigned seed, char *out, size_t size)
{
    static char text[1 << 14];
    struct stored stored;
    stored_open(&stored, sheets);
    write_export(text, sizeof text, seed, false, UNCHANGED);
    stored_ingest_text(&stored, text, &(struct trig_ingest_options){.threads = 1}, TRIG_OK, NULL);
    write_export(text, sizeof text, seed, true, CHANGED);
    stored_ingest_text(&stored, text, &(struct trig_ingest_options){.threads = 1}, TRIG_OK, NULL);
    stored_print(&stored, names, out, size);
    stored_close(&stored);
}

static void test_replace_with_any_room_hides_what_has_changed_and_nothing_else(void **state)
{
    (void)state;
    static char text[1 << 14], before[1 << 16], expected[1 << 16];
    for (unsigned seed = 1; seed <= 12; seed++) {
        struct stored stored;
        struct trig_tally tally;
        struct trig_error error;
        struct trig_ingest_options options = {.threads = 1 + seed % 3, .piece_bytes = 300};
        write_expected(seed, expected, sizeof expected);
        stored_open(&stored, sheets);
        write_export(text, sizeof text, seed, false, ALL);
        stored_ingest_text(&stored, text, &options, TRIG_OK, NULL);
        stored_print(&stored, names, before, sizeof before);
        write_export(text, sizeof text, seed, true, ALL);
        options.replace = true;
        options.identity_room = seed == 1 ? 0 : 1 + seed * seed / 2;
        stored_ingest_text(&stored, text, &options, TRIG_OK, &tally);
        assert_true(tally.replaced > 20 && tally.replaced == tally.stored);
        stored_assert(&stored, names, expected);
        assert_ok(trig_store_verify(stored.store, NULL, &error), error);
        assert_ok(trig_store_undo(stored.store, 2, &error), error);
        stored_assert(&stored, names, before);
        stored_close(&stored);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replace_with_any_room_hides_what_has_changed_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
