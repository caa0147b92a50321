#include "tests/support.h"

#include "analyze/report/html.h"

#include <stdlib.h>

/* Runs [write] on a page in memory and gives back its text, to be freed. */
static char *page_of(void (*write)(struct trig_html *html))
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct trig_html html = {out};
    write(&html);
    enum trig_status status = trig_html_finish(&html, NULL);
    fclose(out);
    assert_int_equal(status, TRIG_OK);
    return text;
}

static void write_hostile(struct trig_html *html)
{
    trig_html_fill(html, "<p title=\"{}\">{}</p>",
                   TRIG_TEXTS(trig_view("\" onload='x'"), trig_view("<script>&\x01\x7f\tz</script>")));
}

static void test_fill_with_hostile_text_reads_literally(void **state)
{
    (void)state;
    char *page = page_of(write_hostile);
    assert_string_equal(page,
                        "<p title=\"&quot; onload=&#39;x&#39;\">&lt;script&gt;&amp;\tz&lt;/script&gt;</p>");
    free(page);
}

static const struct trig_table_column columns[] = {
    {"institution", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}, {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"ci_low", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},    {"ci_high", TRIG_CELL_NUMBER, TRIG_STYLE_SCORE},
    {"n", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},        {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    {"wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

/* Two institutions: one shown with a negative lower end, one suppressed. */
static trig_table *small_table(void)
{
    trig_table *table = trig_table_create(columns, 7, NULL);
    trig_table_add_row(table, NULL, NULL);
    trig_table_set_text(table, 0, 0, trig_view("A & B"), NULL);
    trig_table_set_number(table, 0, 1, 1.25);
    trig_table_set_number(table, 0, 2, -0.75);
    trig_table_set_number(table, 0, 3, 3.25);
    trig_table_set_count(table, 0, 4, 41);
    trig_table_add_row(table, NULL, NULL);
    trig_table_set_text(table, 1, 0, trig_view("C"), NULL);
    trig_table_set_text(table, 1, 5, trig_view("threshold"), NULL);
    return table;
}

static const struct trig_html_column shown[] = {{"institution", "Institution"},
                                                {"wave", "Wave"},
                                                {"estimate", "Score"},
                                                {"ci_low", "95% interval"},
                                                {"absent", "X"}};

static void write_table(struct trig_html *html)
{
    trig_table *table = small_table();
    trig_html_table(html, table, trig_view("Scores"), shown, 5, NULL, NULL);
    trig_table_destroy(table);
}

static void test_table_marks_headings_intervals_and_suppression(void **state)
{
    (void)state;
    char *page = page_of(write_table);
    assert_string_equal(
        page, "<div class=\"scroll\"><table>\n<caption>Scores</caption>\n"
              "<thead><tr><th scope=\"col\">Institution</th><th scope=\"col\" class=\"n\">Score</th>"
              "<th scope=\"col\" class=\"n\">95% interval</th></tr></thead>\n<tbody>\n"
              "<tr><th scope=\"row\">A &amp; B</th><td class=\"n\">1.2</td>"
              "<td class=\"n\">\u22120.8 to 3.2</td></tr>\n"
              "<tr><th scope=\"row\">C</th><td class=\"n\"><abbr title=\"hidden to protect "
              "respondents\">[c]</abbr></td><td class=\"n\"></td></tr>\n"
              "</tbody>\n</table></div>\n");
    free(page);
}

static void write_filtered(struct trig_html *html)
{
    trig_table *table = small_table();
    const struct trig_html_filter filter = {"institution", trig_view("C")};
    trig_html_table(html, table, trig_view("C only"), shown, 5, &filter, NULL);
    trig_table_destroy(table);
}

static void test_table_with_filter_keeps_matching_rows_only(void **state)
{
    (void)state;
    char *page = page_of(write_filtered);
    assert_null(strstr(page, "A &amp; B"));
    assert_non_null(strstr(page, "<th scope=\"row\">C</th>"));
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fill_with_hostile_text_reads_literally),
        cmocka_unit_test(test_table_marks_headings_intervals_and_suppression),
        cmocka_unit_test(test_table_with_filter_keeps_matching_rows_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
