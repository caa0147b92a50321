/* Answers as drafting reads them: numbers in front of words, ranges, kinds of
 * scales in every order. */
#include "collect/draft/guess.h"

#include "collect/draft/scales.h"
#include "tests/support.h"

#include <math.h>

#define MOST 12

struct wording_case {
    const char *text;
    bool found;
    double number;
    const char *words;
};

static void test_guess_number_with_words_is_taken_apart(void **state)
{
    (void)state;
    static const struct wording_case cases[] = {
        {"1 (never)", true, 1, "never"},
        {"1 - never", true, 1, "never"},
        {"(2) minor.", true, 2, "minor"},
        {"3. good", true, 3, "good"},
        {"5=very good", true, 5, "very good"},
        {"10 - completely (always)", true, 10, "completely (always)"},
        {"7", true, 7, ""},
        {"-3", true, -3, ""},
        {"1-50", false, 0, ""},
        {"1 - 50", false, 0, ""},
        {"2 years", false, 0, ""},
        {"2+ years", false, 0, ""},
        {"never", false, 0, ""},
        {"4 -", false, 0, ""},
        {"", false, 0, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double number = 0;
        struct trig_view words;
        bool found = trig_guess_number(trig_view(cases[i].text), &number, &words);
        if (found != cases[i].found || (found && number != cases[i].number) ||
            (found && !trig_view_is(words, cases[i].words)))
            fail_msg("\"%s\" gives %d, %g, \"%.*s\"", cases[i].text, found, number, TRIG_VIEW_ARG(words));
    }
}

static void test_guess_range_orders_bands(void **state)
{
    (void)state;
    static const char *const rising[][6] = {
        {"under 18", "18-24", "25 to 34", "35-64", "65+", NULL},
        {"less than a month", "1-6 months", "6-12 months", "1-2 years", "more than 2 years", NULL},
        {"up to 10", "11-50", "51 - 1,000", "more than 1,000", NULL},
        {"$0 - $24,999", "$25,000 - $49,999", "$50,000 - $99,999", "$150,000+", NULL},
        {"less than £25 000", "£25 000 to £29 999", "£30 000 to £34 999", "£100 000 or more", NULL},
    };
    for (size_t i = 0; i < sizeof rising / sizeof *rising; i++) {
        double last = -INFINITY, place = 0;
        for (size_t j = 0; rising[i][j]; j++) {
            if (!trig_guess_range(trig_view(rising[i][j]), &place) || place <= last)
                fail_msg("\"%s\" is at %g, after %g", rising[i][j], place, last);
            last = place;
        }
    }
    static const char *const others[] = {"never", "a lot", "3 wishes", "", "agree", "about 5", "less"};
    double place;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (trig_guess_range(trig_view(others[i]), &place))
            fail_msg("\"%s\" is taken for a range", others[i]);
}

/* Answers from the low end to the high end, as they are to be found. */
struct scale_case {
    const char *kind; /* NULL: numbered or a range, without a kind */
    enum trig_guess_kind what;
    const char *answers[MOST]; /* those that are none come last */
    size_t missing;
};

static const struct scale_case scales[] = {
    {"agree",
     TRIG_GUESS_WORDS,
     {"strongly disagree", "disagree", "neutral", "agree", "strongly agree", "n/a"},
     1},
    {"often", TRIG_GUESS_WORDS, {"never", "rarely", "sometimes", "often", "always"}, 0},
    {"often", TRIG_GUESS_WORDS, {"never", "monthly", "weekly", "daily", "don't know"}, 1},
    {"satisfied",
     TRIG_GUESS_WORDS,
     {"very dissatisfied", "fairly dissatisfied", "neither", "very satisfied"},
     0},
    {"likely", TRIG_GUESS_WORDS, {"definitely not", "probably not", "probably", "definitely"}, 0},
    {"quality", TRIG_GUESS_WORDS, {"very poor", "poor", "fair", "good", "excellent"}, 0},
    {"amount", TRIG_GUESS_WORDS, {"not at all", "a little", "somewhat", "a great deal"}, 0},
    {"yesno", TRIG_GUESS_WORDS, {"no", "maybe", "yes", "prefer not to say"}, 1},
    {"degree", TRIG_GUESS_WORDS, {"not at all valued", "slightly valued", "valued", "very valued"}, 0},
    {"change", TRIG_GUESS_WORDS, {"much worse", "about the same", "better"}, 0},
    {"agree", TRIG_GUESS_WORDS, {"strongly_disagree", "disagree", "agree", "dont_know"}, 1},
    {"agree",
     TRIG_GUESS_WORDS,
     {"stimme gar nicht zu", "stimme eher nicht zu", "stimme eher zu", "stimme voll zu", "keine angabe"},
     1},
    {"satisfied",
     TRIG_GUESS_WORDS,
     {"tr\xC3\xA8s insatisfait", "plut\xC3\xB4t insatisfait", "plut\xC3\xB4t satisfait",
      "tr\xC3\xA8s satisfait", "sans opinion"},
     1},
    {"often", TRIG_GUESS_WORDS, {"jamais", "rarement", "parfois", "souvent", "toujours"}, 0},
    {"often", TRIG_GUESS_NUMBERED, {"1 (never)", "2", "3", "4 (always)"}, 0},
    {"agree", TRIG_GUESS_NUMBERED, {"5 - strongly disagree", "4", "3", "2", "1 - strongly agree"}, 0},
    {NULL, TRIG_GUESS_NUMBERED, {"0 - only me", "1", "2", "3 - everybody else"}, 0},
    {NULL, TRIG_GUESS_RANGES, {"less than a year", "1-2 years", "3-5 years", "more than 5 years"}, 0},
    {NULL, TRIG_GUESS_NONE, {"north", "south", "agree"}, 0},
    {NULL, TRIG_GUESS_NONE, {"1", "2", "3"}, 0},
};

static void check_order(struct trig_draft *draft, const struct scale_case *scale, size_t turn)
{
    struct trig_gathered_answer answers[MOST];
    size_t count = 0;
    while (count < MOST && scale->answers[count])
        count++;
    for (size_t i = 0; i < count; i++) {
        /* Every start, forwards and backwards. */
        size_t at = turn < count ? (i + turn) % count : count - 1 - (i + turn) % count;
        answers[i] = (struct trig_gathered_answer){trig_view(scale->answers[at]),
                                                   trig_view(scale->answers[at]), 9, false};
    }
    struct trig_guess guess = trig_guess_answers(draft, answers, count);
    if (guess.what != scale->what)
        fail_msg("\"%s\" ... is %d, not %d", scale->answers[0], guess.what, scale->what);
    if (scale->what == TRIG_GUESS_NONE)
        return;
    if (scale->kind && !trig_view_is(draft->words->kinds[guess.kind].name, scale->kind))
        fail_msg("\"%s\" ... is not %s", scale->answers[0], scale->kind);
    assert_int_equal(guess.substantive, count - scale->missing);
    for (size_t i = 0; i < guess.substantive; i++)
        if (!trig_view_is(guess.steps[i].answer->normal, scale->answers[i]))
            fail_msg("step %zu of \"%s\" ... is \"%.*s\" in turn %zu", i, scale->answers[0],
                     TRIG_VIEW_ARG(guess.steps[i].answer->normal), turn);
}

static void test_guess_answers_in_any_order_gives_the_scale(void **state)
{
    (void)state;
    struct trig_words words;
    assert_int_equal(trig_words_load(&words, NULL), TRIG_OK);
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        for (size_t turn = 0; turn < 2 * MOST; turn++) {
            struct trig_draft draft = {.words = &words};
            trig_arena_init(&draft.arena);
            check_order(&draft, &scales[i], turn);
            assert_false(draft.failed);
            trig_arena_clear(&draft.arena);
        }
    trig_words_clear(&words);
}

/* One person's own words never count as a known answer with something behind it. */
static void test_guess_answers_of_few_people_keeps_own_words_out(void **state)
{
    (void)state;
    struct trig_words words;
    assert_int_equal(trig_words_load(&words, NULL), TRIG_OK);
    struct trig_draft draft = {.words = &words};
    trig_arena_init(&draft.arena);
    struct trig_gathered_answer answers[] = {
        {trig_view("yes"), trig_view("yes"), 20, false},
        {trig_view("no"), trig_view("no"), 20, false},
        {trig_view("yes - ask ann elk"), trig_view("yes - ask ann elk"), 1, false},
    };
    assert_int_equal(trig_guess_answers(&draft, answers, 3).what, TRIG_GUESS_NONE);
    answers[2] = (struct trig_gathered_answer){trig_view("n/a - i am bo ash"), trig_view("n/a - i am bo ash"),
                                               1, false};
    assert_int_equal(trig_guess_answers(&draft, answers, 3).what, TRIG_GUESS_NONE);
    trig_arena_clear(&draft.arena);
    trig_words_clear(&words);
}

static void test_words_opposite_is_of_the_same_kind_and_other_sense(void **state)
{
    (void)state;
    struct trig_words words;
    assert_int_equal(trig_words_load(&words, NULL), TRIG_OK);
    size_t with = 0;
    for (size_t i = 0; i < words.wording_count; i++) {
        size_t opposite = trig_words_opposite(&words, i);
        if (opposite == TRIG_NONE)
            continue;
        with++;
        assert_int_equal(words.wordings[opposite].kind, words.wordings[i].kind);
        assert_int_not_equal(words.wordings[opposite].sense, words.wordings[i].sense);
    }
    assert_true(with > 20);
    trig_words_clear(&words);
}

static void test_draft_compare_puts_numbers_in_texts_in_their_order(void **state)
{
    (void)state;
    static const char *const rising[] = {"",        "1",        "1a",        "2",        "02b",
                                         "2c",      "10",       "grade",     "grade 04", "grade 4",
                                         "grade 5", "grade 10", "grade 10a", "hull"};
    for (size_t i = 0; i < sizeof rising / sizeof *rising; i++)
        for (size_t j = 0; j < sizeof rising / sizeof *rising; j++) {
            int order = trig_draft_compare(trig_view(rising[i]), trig_view(rising[j]));
            if (i < j ? order >= 0 : i > j ? order <= 0 : order != 0)
                fail_msg("\"%s\" beside \"%s\": %d", rising[i], rising[j], order);
        }
}

/* SPSS lets two values have one label. */
static void test_nominal_scale_of_one_label_twice_has_it_once(void **state)
{
    (void)state;
    struct trig_words words;
    assert_int_equal(trig_words_load(&words, NULL), TRIG_OK);
    struct trig_draft draft = {.words = &words};
    trig_arena_init(&draft.arena);
    const struct trig_view labels[] = {trig_view("Blue"), trig_view("Red"), trig_view("blue ")};
    const struct trig_views none = {NULL, 0};
    size_t index = trig_draft_nominal_scale(&draft, labels, 3, none, false, trig_view("from the key"));
    assert_false(draft.failed);
    const struct trig_draft_scale *scale = &draft.scales[index];
    assert_int_equal(scale->count, 2);
    assert_true(trig_view_is(scale->codes[0].label, "Blue") && trig_view_is(scale->codes[1].label, "Red"));
    assert_memory_equal(scale->codes[0].review.data, "CHECK", 5);
    trig_free(draft.scales);
    trig_arena_clear(&draft.arena);
    trig_words_clear(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guess_number_with_words_is_taken_apart),
        cmocka_unit_test(test_guess_range_orders_bands),
        cmocka_unit_test(test_guess_answers_in_any_order_gives_the_scale),
        cmocka_unit_test(test_guess_answers_of_few_people_keeps_own_words_out),
        cmocka_unit_test(test_words_opposite_is_of_the_same_kind_and_other_sense),
        cmocka_unit_test(test_draft_compare_puts_numbers_in_texts_in_their_order),
        cmocka_unit_test(test_nominal_scale_of_one_label_twice_has_it_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
