/* Every synthetic export through every recogniser: its own is surest by far. */
#include "collect/sources/export.h"

#include "tests/support.h"

#include <dirent.h>

/* Two formats that are nearly as sure of one file would change places with the
 * next version of either. */
#define MARGIN 15

static const struct {
    const char *file;
    const char *platform;
    size_t header_rows;
    size_t columns;
} cases[] = {
    {"qualtrics.csv", "qualtrics", 3, 35},
    {"qualtrics-codes.tsv", "qualtrics", 3, 27},
    {"qualtrics-tags.csv", "qualtrics", 1, 25},
    {"qualtrics-2016.csv", "qualtrics", 3, 23},
    {"qualtrics-legacy.csv", "qualtrics", 2, 18},
    {"qualtrics-legacy-localised.csv", "qualtrics", 2, 18},
    {"surveymonkey.csv", "surveymonkey", 2, 22},
    {"surveymonkey-filled.csv", "surveymonkey", 2, 17},
    {"surveymonkey-numeric.csv", "surveymonkey", 3, 22},
    {"surveymonkey-flat.csv", "surveymonkey", 1, 13},
    {"google_forms.csv", "google_forms", 1, 10},
    {"google_forms-sheet.csv", "google_forms", 1, 10},
    {"google_forms-localised.csv", "google_forms", 1, 6},
    {"alchemer.csv", "alchemer", 1, 31},
    {"jisc.csv", "jisc", 1, 10},
    {"limesurvey.csv", "limesurvey", 1, 13},
    {"limesurvey-text.csv", "limesurvey", 1, 9},
    {"limesurvey-full.csv", "limesurvey", 1, 9},
    {"redcap.csv", "redcap", 1, 18},
    {"redcap-labels.csv", "redcap", 1, 18},
    {"kobo.csv", "kobo", 1, 20},
    {"kobo-labels.csv", "kobo", 1, 7},
    {"kobo-repeat.csv", "kobo", 1, 7},
    {"plain.csv", "plain_csv", 1, 9},
};

#define CASES (sizeof cases / sizeof *cases)

static void check_margin(const struct trig_export *export, const char *file, const char *platform)
{
    const struct trig_views *rows = export->head.rows + export->dialect.title_rows;
    size_t count = export->head.count - export->dialect.title_rows;
    int own = 0, next = 0;
    for (size_t i = 0; trig_format_at(i); i++) {
        const struct trig_format *format = trig_format_at(i);
        struct trig_why why = {""};
        int score = format->recognise(rows, count, &why);
        bool is_own = strcmp(format->name, platform) == 0;
        if ((score && !why.text[0]) || score < 0 || score > 100)
            fail_msg("%s: %s says %d because \"%s\"", file, format->name, score, why.text);
        if (is_own)
            own = score;
        else if (score > next)
            next = score;
    }
    /* Plain CSV takes what nobody else is sure of. */
    bool is_plain = strcmp(platform, "plain_csv") == 0;
    if (is_plain ? next > own : own < next + MARGIN)
        fail_msg("%s: %s is sure to %d, another to %d", file, platform, own, next);
}

static void test_recognise_each_fixture_by_its_own_format_with_a_margin(void **state)
{
    (void)state;
    const struct trig_sniff_options options = {0};
    for (size_t i = 0; i < CASES; i++) {
        char path[512];
        struct trig_export export;
        struct trig_error error;
        snprintf(path, sizeof path, "%s/%s", TRIG_FIXTURES, cases[i].file);
        if (trig_export_open(path, &options, NULL, &export, &error) != TRIG_OK)
            fail_msg("%s: %s", cases[i].file, error.message);
        if (strcmp(export.dialect.format->name, cases[i].platform) != 0 ||
            export.dialect.header_rows != cases[i].header_rows || export.column_count != cases[i].columns)
            fail_msg("%s: %s, %zu header rows, %zu columns", cases[i].file, export.dialect.format->name,
                     export.dialect.header_rows, export.column_count);
        check_margin(&export, cases[i].file, cases[i].platform);
        trig_export_close(&export);
    }
}

/* A fixture that nobody lists here is one that nobody tries. */
static void test_recognise_lists_every_fixture(void **state)
{
    (void)state;
    DIR *folder = opendir(TRIG_FIXTURES);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        bool listed = entry->d_name[0] == '.' || strcmp(entry->d_name, "README.md") == 0;
        for (size_t i = 0; i < CASES && !listed; i++)
            listed = strcmp(entry->d_name, cases[i].file) == 0;
        if (!listed)
            fail_msg("%s is in no case", entry->d_name);
    }
    closedir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recognise_each_fixture_by_its_own_format_with_a_margin),
        cmocka_unit_test(test_recognise_lists_every_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
