/* The small parts: spellings, what is remembered, what is counted, who is known. */
#include "collect/answers/memo.h"
#include "collect/answers/spellings.h"
#include "collect/intake/identity.h"
#include "collect/intake/repeats.h"
#include "collect/intake/tally.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#include <stdlib.h>

static void test_spellings_earlier_rank_has_it_same_rank_is_ambiguous(void **state)
{
    (void)state;
    struct trig_error error;
    size_t index;
    trig_spellings *spellings = trig_spellings_create(&error);
    assert_non_null(spellings);
    assert_ok(trig_spellings_add(spellings, trig_view("Leeds"), 0, &error), error);
    assert_ok(trig_spellings_add(spellings, trig_view("York"), 1, &error), error);
    trig_spellings_next_rank(spellings);
    assert_ok(trig_spellings_add(spellings, trig_view("LEEDS "), 1, &error), error);
    assert_ok(trig_spellings_add(spellings, trig_view("North"), 0, &error), error);
    assert_ok(trig_spellings_add(spellings, trig_view("north"), 0, &error), error);
    assert_ok(trig_spellings_add(spellings, trig_view("City"), 0, &error), error);
    assert_ok(trig_spellings_add(spellings, trig_view("city"), 1, &error), error);
    assert_ok(trig_spellings_add(spellings, trig_view(""), 1, &error), error);
    static const struct {
        const char *text;
        size_t index;
    } cases[] = {{"leeds", 0},    {"  yORK", 1},   {"North", 0}, {"CITY", TRIG_AMBIGUOUS},
                 {"", TRIG_NONE}, {"x", TRIG_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(trig_spellings_find(spellings, trig_view(cases[i].text), &index, &error), error);
        if (index != cases[i].index)
            fail_msg("\"%s\" is %zu", cases[i].text, index);
    }
    trig_spellings_destroy(spellings);
}

static void test_spellings_suggest_in_the_original_spelling_each_once(void **state)
{
    (void)state;
    struct trig_error error;
    char text[64];
    trig_spellings *spellings = trig_spellings_create(&error);
    assert_ok(trig_spellings_add(spellings, trig_view("University of Leeds"), 0, &error), error);
    assert_ok(trig_spellings_add(spellings, trig_view("University of Leedes"), 0, &error), error);
    assert_ok(trig_spellings_add(spellings, trig_view("Zoo"), 1, &error), error);
    trig_spellings_suggest(spellings, trig_view("university of lees"), text, sizeof text);
    assert_string_equal(text, "\"University of Leeds\"");
    trig_spellings_suggest(spellings, trig_view("quite another"), text, sizeof text);
    assert_string_equal(text, "");
    trig_spellings_suggest(spellings, trig_view("university of lees"), text, 10);
    assert_string_equal(text, "\"Universi");
    trig_spellings_destroy(spellings);
}

/* Counts how often it is asked. */
static enum trig_status resolve(void *context, struct trig_view text, struct trig_meaning *out,
                                struct trig_error *error)
{
    (void)error;
    ++*(size_t *)context;
    *out =
        (struct trig_meaning){.value = text.length * 1000 + (text.length ? (unsigned char)text.data[0] : 0)};
    return TRIG_OK;
}

static void test_memo_asks_once_for_each_text(void **state)
{
    (void)state;
    struct trig_memo memo;
    struct trig_error error;
    size_t asked = 0, texts = 3000;
    char text[64];
    assert_ok(trig_memo_init(&memo, resolve, &asked, &error), error);
    for (size_t round = 0; round < 3; round++)
        for (size_t i = 0; i < texts; i++) {
            /* Equal first and last bytes and length: told apart by comparing. */
            int length = snprintf(text, sizeof text, "%c-------%04zu-------z", (char)('a' + i % 26), i);
            struct trig_view view = trig_view_of(text, i % 7 ? (size_t)length : i % 5);
            const struct trig_meaning *found = trig_memo_read(&memo, view, &error);
            assert_non_null(found);
            uint64_t first = view.length ? (unsigned char)text[0] : 0;
            assert_int_equal(found->value, view.length * 1000 + first);
        }
    assert_true(asked < texts);
    trig_memo_clear(&memo);
}

static void test_memo_forgets_texts_too_long_to_keep(void **state)
{
    (void)state;
    static char text[10000];
    struct trig_memo memo;
    struct trig_error error;
    size_t asked = 0;
    memset(text, 'x', sizeof text);
    assert_ok(trig_memo_init(&memo, resolve, &asked, &error), error);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(trig_memo_read(&memo, trig_view_of(text, sizeof text), &error)->value,
                         sizeof text * 1000 + 'x');
    assert_int_equal(asked, 3);
    trig_memo_clear(&memo);
}

static void test_tally_same_fault_is_counted_once_listed(void **state)
{
    (void)state;
    struct trig_tally tally;
    struct trig_error error;
    char text[300];
    trig_tally_init(&tally);
    for (size_t i = 0; i < 3; i++)
        assert_ok(
            trig_tally_add_fault(&tally, TRIG_REASON_UNKNOWN_ANSWER, 4, trig_view("Agre"), 7 + i, 0, &error),
            error);
    assert_ok(trig_tally_add_fault(&tally, TRIG_REASON_UNKNOWN_ANSWER, 5, trig_view("Agre"), 9, 0, &error),
              error);
    assert_int_equal(tally.fault_count, 2);
    assert_int_equal(tally.faults[0].count, 3);
    assert_int_equal(tally.faults[0].line, 7);
    /* A long value is cut, never inside a character. */
    memset(text, 'y', sizeof text - 1);
    memcpy(text + 119, "\xC3\xA9", 2);
    text[sizeof text - 1] = 0;
    assert_ok(trig_tally_add_fault(&tally, TRIG_REASON_UNKNOWN_ANSWER, 5, trig_view(text), 9, 0, &error),
              error);
    assert_int_equal(tally.faults[2].value.length, 119);
    for (size_t i = 0; i < (size_t)2 * TRIG_FAULTS_KEPT; i++) {
        snprintf(text, sizeof text, "%zu", i);
        assert_ok(trig_tally_add_fault(&tally, TRIG_REASON_NOT_A_NUMBER, 1, trig_view(text), 1, 0, &error),
                  error);
    }
    assert_int_equal(tally.fault_count, TRIG_FAULTS_KEPT);
    assert_int_equal(tally.unlisted, TRIG_FAULTS_KEPT + 3);
    tally.reasons[TRIG_REASON_BLANK] = 5;
    tally.reasons[TRIG_REASON_CHANGED] = 2;
    assert_int_equal(trig_tally_rejected(&tally), 7);
    assert_int_equal(trig_tally_invalid(&tally), 2);
    trig_tally_clear(&tally);
}

static enum trig_reason meet(trig_identity *identity, const char *wave, const char *id, uint64_t fingerprint)
{
    enum trig_reason reason;
    bool replaces;
    struct trig_error error;
    assert_ok(
        trig_identity_meet(identity, trig_view(wave), trig_view(id), fingerprint, &reason, &replaces, &error),
        error);
    assert_false(replaces);
    return reason;
}

static void test_identity_meet_new_same_and_changed(void **state)
{
    (void)state;
    struct trig_error error;
    char id[32];
    trig_identity *identity = trig_identity_create(0, false, &error);
    assert_non_null(identity);
    assert_int_equal(meet(identity, "2024", "r1", 77), TRIG_REASON_NONE);
    assert_int_equal(meet(identity, "2024", "r1", 77), TRIG_REASON_DUPLICATE);
    assert_int_equal(meet(identity, "2024", "r1", 78 << 1), TRIG_REASON_CHANGED);
    assert_int_equal(meet(identity, "2021", "r1", 77), TRIG_REASON_NONE);
    assert_int_equal(meet(identity, "", "r1", 77), TRIG_REASON_NONE);
    for (size_t i = 0; i < 5000; i++) {
        snprintf(id, sizeof id, "x%zu", i);
        assert_int_equal(meet(identity, "2024", id, i), TRIG_REASON_NONE);
    }
    assert_int_equal(meet(identity, "2024", "x4321", 4321), TRIG_REASON_DUPLICATE);
    trig_identity_destroy(identity);
}

/* A record that comes: it may have come before, with the same answers or others. */
static void make_record(unsigned *seed, unsigned range, char id[16], uint64_t *fingerprint)
{
    snprintf(id, 16, "r%u", (unsigned)rand_r(seed) % range);
    *fingerprint = ((uint64_t)rand_r(seed) % 3 + 1) << 1;
}

enum { RECORDS = 700 };

/* What an identity with room for [room] records says of RECORDS records, as often as it wants to meet them.
 */
static size_t meet_all(uint64_t room, uint64_t expected, unsigned seed, enum trig_reason *out)
{
    struct trig_error error;
    size_t times = 0;
    trig_identity *identity = trig_identity_create(room, false, &error);
    assert_non_null(identity);
    trig_identity_expect(identity, expected);
    for (bool again = true; again; times++) {
        unsigned random = seed;
        enum trig_status status = TRIG_OK;
        for (size_t i = 0; i < RECORDS && status == TRIG_OK; i++) {
            char id[16];
            uint64_t fingerprint;
            bool is_new = false, replaces = false;
            make_record(&random, 100 + seed * 50, id, &fingerprint);
            uint64_t key = trig_identity_key(trig_view("w"), trig_view(id));
            out[i] = TRIG_REASON_NONE;
            if (i % 2) /* as those ask who read ahead, and as those who do not */
                status = trig_identity_add(identity, key, fingerprint, &is_new, &error);
            if (status == TRIG_OK && !is_new)
                status = trig_identity_meet(identity, trig_view("w"), trig_view(id), fingerprint, &out[i],
                                            &replaces, &error);
        }
        assert_ok(trig_identity_settle(identity, NULL, status, &again, &error), error);
    }
    trig_identity_destroy(identity);
    return times;
}

static void test_identity_without_room_says_what_one_with_room_says(void **state)
{
    (void)state;
    static enum trig_reason expected[RECORDS], found[RECORDS];
    static const struct {
        const char *label;
        uint64_t room, expected;
        size_t times; /* that the records are met, since some are met twice */
    } cases[] = {{"few expected", 0, 10, 1},
                 {"more expected than there is room", 20, 700, 2},
                 {"more than expected, and more than there is room", 20, 10, 3},
                 {"room for one", 1, 0, 3},
                 {"more expected than come", 5000, 6000, 2}};
    for (unsigned seed = 1; seed <= 20; seed++) {
        assert_int_equal(meet_all(1 << 20, 0, seed, expected), 1);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            size_t times = meet_all(cases[i].room, cases[i].expected, seed, found);
            if (times != cases[i].times || memcmp(found, expected, sizeof found) != 0)
                fail_msg("seed %u, %s: met %zu times", seed, cases[i].label, times);
        }
    }
}

/* Stored records first, then those of a file: what the set says of them one by one, told apart at the end. */
static void test_repeats_are_what_a_set_says_one_by_one(void **state)
{
    (void)state;
    struct trig_error error;
    for (unsigned seed = 1; seed <= 40; seed++) {
        struct trig_identity_set set = {.slots = NULL};
        trig_repeats *repeats = NULL;
        static enum trig_meeting expected[RECORDS];
        unsigned random = seed;
        bool replaces = seed % 2, any, is_any = false;
        assert_ok(trig_repeats_create(replaces, &repeats, &error), error);
        for (size_t i = 0; i < (size_t)2 * RECORDS; i++) {
            char id[16];
            uint64_t fingerprint;
            make_record(&random, 300 * seed, id, &fingerprint);
            uint64_t key = trig_identity_key(trig_view(""), trig_view(id));
            if (i < RECORDS) {
                assert_ok(trig_identity_set_load(&set, key, fingerprint, &error), error);
                assert_ok(trig_repeats_note_stored(repeats, key, fingerprint, &error), error);
                continue;
            }
            enum trig_meeting *meeting = &expected[i - RECORDS];
            assert_ok(trig_identity_set_meet(&set, key, fingerprint, replaces, meeting, &error), error);
            assert_ok(trig_repeats_note(repeats, key, fingerprint, &error), error);
            is_any |= *meeting != TRIG_MEETING_NEW;
        }
        assert_ok(trig_repeats_settle(repeats, &any, &error), error);
        assert_int_equal(any, is_any);
        for (size_t i = 0; i < RECORDS && any; i++) {
            enum trig_meeting found;
            assert_ok(trig_repeats_look(repeats, &found, &error), error);
            if (found != expected[i])
                fail_msg("seed %u, record %zu: %d, not %d", seed, i, (int)found, (int)expected[i]);
            trig_repeats_pass(repeats);
        }
        trig_repeats_destroy(repeats);
        trig_identity_set_clear(&set);
    }
}

/* SPSS takes 120 bytes of a label; where two begin alike nobody knows which it was. */
static void test_spellings_of_scale_know_labels_that_were_cut(void **state)
{
    (void)state;
    struct trig_error error;
    char first[200], second[200], third[200];
    memset(first, 'a', sizeof first);
    memset(second, 'b', sizeof second);
    memset(third, 'b', sizeof third);
    memcpy(first + 119, "\xC3\xA9", 2);
    second[150] = 'x';
    struct trig_code codes[] = {{.code = trig_view("1"), .label = trig_view_of(first, sizeof first)},
                                {.code = trig_view("2"), .label = trig_view_of(second, sizeof second)},
                                {.code = trig_view("3"), .label = trig_view_of(third, sizeof third)}};
    const struct trig_scale scale = {.codes = codes, .count = 3};
    const struct {
        struct trig_view text;
        size_t index;
    } cases[] = {{trig_view_of(first, sizeof first), 0}, {trig_view_of(first, 119), 0},
                 {trig_view_of(first, 118), TRIG_NONE},  {trig_view_of(second, 120), TRIG_AMBIGUOUS},
                 {trig_view_of(third, sizeof third), 2}, {trig_view("2"), 1}};
    trig_spellings *spellings = trig_spellings_of_scale(&scale, &error);
    assert_non_null(spellings);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t index;
        assert_ok(trig_spellings_find(spellings, cases[i].text, &index, &error), error);
        if (index != cases[i].index)
            fail_msg("case %zu: %zu", i, index);
    }
    trig_spellings_destroy(spellings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings_earlier_rank_has_it_same_rank_is_ambiguous),
        cmocka_unit_test(test_spellings_suggest_in_the_original_spelling_each_once),
        cmocka_unit_test(test_memo_asks_once_for_each_text),
        cmocka_unit_test(test_memo_forgets_texts_too_long_to_keep),
        cmocka_unit_test(test_tally_same_fault_is_counted_once_listed),
        cmocka_unit_test(test_identity_meet_new_same_and_changed),
        cmocka_unit_test(test_identity_without_room_says_what_one_with_room_says),
        cmocka_unit_test(test_repeats_are_what_a_set_says_one_by_one),
        cmocka_unit_test(test_spellings_of_scale_know_labels_that_were_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
