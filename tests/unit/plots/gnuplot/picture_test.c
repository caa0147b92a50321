#include "tests/support.h"

#include "plots/gnuplot/picture.h"
#include "plots/gnuplot/svg.h"

#include <stdlib.h>

static const char made_svg[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"  standalone=\"no\"?>\n<svg \n viewBox=\"0 0 504 320\"\n"
    " xmlns=\"http://www.w3.org/2000/svg\"\n>\n\n<title>Gnuplot</title>\n<desc>Produced by GNUPLOT</desc>\n"
    "<g id=\"gnuplot_canvas\">\n<circle id='gpDot' r='0.5'/>\n<use xlink:href='#gpDot' id='gpPt6'/>\n"
    "<pattern id='gpPat1' width='8'>\n<rect style = 'fill: url(#gpPat1)'/>\n"
    "<g id=\"gnuplot_plot_1\" ><title>gnuplot_plot_1</title>\n"
    "<g font-family=\"Arial\" font-size=\"8.00\"><text>a id='b' href='#c' url(#d) &lt;e&gt;</text></g>\n"
    "</g>\n</g>\n</svg>\n\n";

static char *rewrite(struct trig_view svg, enum trig_status expected)
{
    struct trig_svg_labels labels = {"chart", trig_view("A <title>"), trig_view("\"Said\" & done")};
    struct trig_error error = {0};
    char *made = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&made, &length);
    enum trig_status status = trig_svg_rewrite(svg, &labels, out, &error);
    fclose(out);
    if (status != expected)
        fail_msg("status %d: %s", status, error.message);
    return made;
}

static void test_rewrite_names_the_picture_and_its_parts(void **state)
{
    (void)state;
    static const char *const present[] = {
        "role=\"img\"",
        "aria-labelledby=\"trig-chart-title trig-chart-text\"",
        "width=\"504pt\" height=\"320pt\"",
        "<title id=\"trig-chart-title\">A &lt;title&gt;</title>",
        "<desc id=\"trig-chart-text\">&quot;Said&quot; &amp; done</desc>",
        "<g id=\"trig-chart-gnuplot_canvas\">",
        "<circle id='trig-chart-gpDot'",
        "xlink:href='#trig-chart-gpDot' id='trig-chart-gpPt6'",
        "url(#trig-chart-gpPat1)",
        "font-family=\"Arial, Liberation Sans, Helvetica, sans-serif\"",
        /* The text of people is not touched, whatever it looks like. */
        "<text>a id='b' href='#c' url(#d) &lt;e&gt;</text>",
    };
    static const char *const absent[] = {"Gnuplot<", "GNUPLOT", ">gnuplot_plot_1<"};
    char *made = rewrite(trig_view(made_svg), TRIG_OK);
    for (size_t i = 0; i < sizeof present / sizeof *present; i++)
        if (!strstr(made, present[i]))
            fail_msg("there is no %s in %s", present[i], made);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (strstr(made, absent[i]))
            fail_msg("there is %s", absent[i]);
    free(made);
}

/* Cut anywhere, it is refused or gives something; it never reads beyond. */
static void test_rewrite_of_every_beginning_ends_well(void **state)
{
    (void)state;
    for (size_t length = 0; length < sizeof made_svg; length++) {
        char *copy = malloc(length ? length : 1);
        memcpy(copy, made_svg, length);
        struct trig_svg_labels labels = {"chart", trig_view("t"), trig_view("d")};
        FILE *out = fopen("/dev/null", "w");
        trig_svg_rewrite(trig_view_of(copy, length), &labels, out, NULL);
        fclose(out);
        free(copy);
    }
}

static void test_rewrite_of_other_files_is_refused(void **state)
{
    (void)state;
    static const char *const others[] = {"", "no markup", "<html></html>", "<svg>", "<svg viewBox=\"0 0\">"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        free(rewrite(trig_view(others[i]), TRIG_ERR_FORMAT));
}

static void test_element_of_a_file_has_no_declaration(void **state)
{
    (void)state;
    struct trig_view element = trig_svg_element(trig_view(made_svg));
    assert_true(memcmp(element.data, "<svg", 4) == 0);
    assert_true(memcmp(element.data + element.length - 6, "</svg>", 6) == 0);
    assert_int_equal(trig_svg_element(trig_view("<html>")).length, 0);
    assert_int_equal(trig_svg_element(trig_view("<svg>")).length, 0);
}

/* Writes a picture of [length] bytes and returns what came out, or NULL when it was refused. */
static char *write_picture(enum trig_picture_format format, const char *bytes, size_t length)
{
    trig_figure figure = {.title = trig_view("t"), .alt = trig_view("a")};
    char *made = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&made, &size);
    enum trig_status status =
        trig_picture_write(format, trig_view_of(bytes, length), &figure, "x", out, NULL);
    fclose(out);
    if (status == TRIG_OK)
        return made;
    free(made);
    return NULL;
}

static void test_incomplete_pictures_are_refused(void **state)
{
    (void)state;
    static const char png[] = "\x89PNG\r\n\x1A\n....\0\0\0\0IEND\xAE\x42\x60\x82";
    static const char pdf[] = "%PDF-1.5\n1 0 obj\n%%EOF\n";
    static const struct {
        enum trig_picture_format format;
        const char *bytes;
        size_t length;
        size_t free_end; /* white space at its end that may be missing */
    } cases[] = {
        {TRIG_PICTURE_SVG, made_svg, sizeof made_svg - 1, 2},
        {TRIG_PICTURE_PNG, png, sizeof png - 1, 0},
        {TRIG_PICTURE_PDF, pdf, sizeof pdf - 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t length = 0; length <= cases[i].length; length++) {
            char *made = write_picture(cases[i].format, cases[i].bytes, length);
            if ((made != NULL) != (length + cases[i].free_end >= cases[i].length))
                fail_msg("picture %zu cut to %zu bytes was taken for %s", i, length, made ? "whole" : "cut");
            free(made);
        }
    }
}

static void test_pdf_date_is_constant_and_as_long(void **state)
{
    (void)state;
    static const char *const dates[][2] = {
        {"%PDF-1\n/CreationDate (D:20261121101112Z)\n%%EOF",
         "%PDF-1\n/CreationDate (D:20000101000000Z)\n%%EOF"},
        {"%PDF-1\n/CreationDate (D:20261121101112-05'30)\n%%EOF",
         "%PDF-1\n/CreationDate (D:20000101000000+00'00)\n%%EOF"},
        {"%PDF-1\nno date\n%%EOF", "%PDF-1\nno date\n%%EOF"},
    };
    for (size_t i = 0; i < 3; i++) {
        char *made = write_picture(TRIG_PICTURE_PDF, dates[i][0], strlen(dates[i][0]));
        assert_non_null(made);
        assert_string_equal(made, dates[i][1]);
        free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rewrite_names_the_picture_and_its_parts),
        cmocka_unit_test(test_rewrite_of_every_beginning_ends_well),
        cmocka_unit_test(test_rewrite_of_other_files_is_refused),
        cmocka_unit_test(test_element_of_a_file_has_no_declaration),
        cmocka_unit_test(test_incomplete_pictures_are_refused),
        cmocka_unit_test(test_pdf_date_is_constant_and_as_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
