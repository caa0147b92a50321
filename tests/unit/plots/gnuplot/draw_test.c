/* Charts through the real gnuplot. */
#include "tests/support.h"

#include "plots/gnuplot/process.h"
#include "plots/gnuplot/render.h"
#include "tests/unit/plots/chart_fixture.h"
#include "tests/unit/plots/chart_samples.h"
#include "tests/unit/plots/gnuplot/svg_boxes.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#define ALL_FORMATS (TRIG_PICTURE_SVG | TRIG_PICTURE_PNG | TRIG_PICTURE_PDF)
#define SKIPPED     77 /* what ctest takes for a test that was left out */

static void render(trig_figure *figure, const char *folder, const char *name, unsigned formats)
{
    struct trig_error error = {0};
    struct trig_render_options options = {
        .folder = folder, .name = name, .formats = formats, .templates = PLOTS_FOLDER};
    enum trig_status status = trig_figure_render(figure, &options, &error);
    if (status)
        fail_msg("%s: %s", name, error.message);
}

static char *read_picture(const char *folder, const char *name, const char *extension, size_t *length)
{
    char file[128];
    snprintf(file, sizeof file, "%s.%s", name, extension);
    char *bytes = chart_file(folder, file, length);
    if (!bytes)
        fail_msg("there is no %s", file);
    return bytes;
}

static size_t count_files(const char *folder)
{
    size_t count = 0;
    DIR *all = opendir(folder);
    assert_non_null(all);
    for (struct dirent *entry; (entry = readdir(all)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(all);
    return count;
}

static void check_boxes(const char *name, const char *svg)
{
    struct svg_boxes boxes;
    const struct svg_box *first, *second;
    svg_boxes_read(svg, &boxes);
    if (boxes.count < 5)
        fail_msg("%s: only %zu texts were found", name, boxes.count);
    const struct svg_box *outside = svg_boxes_outside(&boxes);
    if (outside)
        fail_msg("%s: '%s' from %g to %g, %g to %g leaves the page", name, outside->text, outside->left,
                 outside->right, outside->top, outside->bottom);
    if (svg_boxes_overlap(&boxes, &first, &second))
        fail_msg("%s: '%s' (%g, %g) lies over '%s' (%g, %g)", name, first->text, first->left, first->bottom,
                 second->text, second->left, second->bottom);
    free(boxes.items);
}

static void test_every_layout_draws_all_formats_and_leaves_nothing_else(void **state)
{
    (void)state;
    char *folder = chart_folder();
    for (size_t i = 0; i < chart_sample_count; i++) {
        trig_figure *figure = chart_samples[i].make();
        render(figure, folder, chart_samples[i].name, ALL_FORMATS);
        trig_figure_destroy(figure);
    }
    assert_int_equal(count_files(folder), 5 * chart_sample_count);
    chart_folder_remove(folder);
}

static void test_no_text_leaves_the_page_or_lies_over_another(void **state)
{
    (void)state;
    char *folder = chart_folder();
    for (size_t i = 0; i < chart_sample_count; i++) {
        trig_figure *figure = chart_samples[i].make();
        render(figure, folder, chart_samples[i].name, TRIG_PICTURE_SVG);
        trig_figure_destroy(figure);
        char *svg = read_picture(folder, chart_samples[i].name, "svg", NULL);
        check_boxes(chart_samples[i].name, svg);
        free(svg);
    }
    chart_folder_remove(folder);
}

/* Names of every length, at every number of institutions around the change of layout. */
static void test_no_text_lies_over_another_at_any_number_of_rows(void **state)
{
    (void)state;
    static const size_t shown[] = {1, 2, 3, 6, 39, 40, 41, 140, 400};
    char *folder = chart_folder();
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        for (size_t own = 0; own < shown[i] && own < 6; own++) {
            trig_figure *figure = chart_sample_places(shown[i], 0, own, TRIG_FIGURE_SCORE);
            render(figure, folder, "places", TRIG_PICTURE_SVG);
            trig_figure_destroy(figure);
            char *svg = read_picture(folder, "places", "svg", NULL);
            check_boxes("places", svg);
            free(svg);
        }
    }
    chart_folder_remove(folder);
}

static void test_two_renders_give_the_same_bytes(void **state)
{
    (void)state;
    static const char *const extensions[] = {"gp", "dat", "svg", "png", "pdf"};
    char *folders[2] = {chart_folder(), chart_folder()};
    for (size_t i = 0; i < chart_sample_count; i++) {
        for (size_t turn = 0; turn < 2; turn++) {
            trig_figure *figure = chart_samples[i].make();
            render(figure, folders[turn], chart_samples[i].name, ALL_FORMATS);
            trig_figure_destroy(figure);
        }
        for (size_t e = 0; e < sizeof extensions / sizeof *extensions; e++) {
            size_t lengths[2];
            char *first = read_picture(folders[0], chart_samples[i].name, extensions[e], &lengths[0]);
            char *second = read_picture(folders[1], chart_samples[i].name, extensions[e], &lengths[1]);
            if (lengths[0] != lengths[1] || memcmp(first, second, lengths[0]) != 0)
                fail_msg("%s.%s differs", chart_samples[i].name, extensions[e]);
            free(first);
            free(second);
        }
    }
    chart_folder_remove(folders[0]);
    chart_folder_remove(folders[1]);
}

/* ---- text that would like to run ---------------------------------------------------- */

/* Every way in which text was ever run by gnuplot, or broke what it stood in.
 * MARKER becomes the path of a file that must not come to be. */
static const char *const vectors[] = {
    "';system('touch MARKER')#",
    "'.system('touch MARKER').'",
    "\";system(\"touch MARKER\")#",
    "`touch MARKER`",
    "$(touch MARKER)",
    "\nsystem('touch MARKER')\n",
    "\r\n!touch MARKER\r\n",
    "\\\nsystem 'touch MARKER'",
    "\xE2\x80\xA8system('touch MARKER')",
    "@TITLE @ARG1 @run",
    "< touch MARKER",
    "|touch MARKER",
    "%s%n%d %",
    "{/Symbol a}_b^c &{x} ~a{b}",
    "\\042 \\n \\t \\134 \\\\ \\",
    "# no comment",
    "'",
    "''''",
    "a''b'''c''''",
    "''.system('touch MARKER').''",
    "\"quoted\" 'so'",
    "</text></g><script>x</script>",
    "&amp; &lt; &#39;",
    "a\tb",
    "NaN",
    "$1 $0 column(1)",
};

/* The vector with its marker's path put in. */
static void arm(const char *vector, const char *marker, char *out, size_t size)
{
    const char *found = strstr(vector, "MARKER");
    if (found)
        snprintf(out, size, "%.*s%s%s", (int)(found - vector), vector, marker, found + 6);
    else
        snprintf(out, size, "%s", vector);
}

/* How it must be seen: white space and control characters are one blank each, none at the ends. */
static void as_seen(const char *text, char *out, size_t size)
{
    size_t used = 0;
    for (const char *at = text; *at && used + 1 < size;) {
        bool separator = strncmp(at, "\xE2\x80\xA8", 3) == 0;
        bool blank = separator || (unsigned char)*at <= ' ';
        if (!blank)
            out[used++] = *at;
        else if (used && out[used - 1] != ' ')
            out[used++] = ' ';
        at += separator ? 3 : 1;
    }
    while (used && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
}

/* Every text of the figure says [text]. */
static trig_figure *figure_of_text(const char *kind, const char *text, size_t rows)
{
    trig_figure *figure = trig_figure_create(kind, 1, 2, rows, NULL);
    struct trig_view view = trig_view(text);
    figure->title = figure->subtitle = figure->caption = figure->alt = figure->axis = view;
    figure->reference = (struct trig_figure_reference){strcmp(kind, "caterpillar") == 0, 55, view};
    figure->panels[0].label = view;
    for (size_t s = 0; s < 2; s++)
        figure->series[s] =
            (struct trig_figure_series){view, s ? TRIG_TONE_POSITIVE : TRIG_TONE_NEGATIVE, false};
    if (strcmp(kind, "likert") != 0)
        figure->series[0].tone = TRIG_TONE_OWN;
    for (size_t row = 0; row < rows; row++) {
        figure->rows[row] = (struct trig_figure_row){view, (double)row, row == 0};
        for (size_t s = 0; s < 2; s++)
            *trig_figure_mark(figure, 0, s, row) = (struct trig_mark){TRIG_MARK_SHOWN, false, 50, 45, 55, 20};
    }
    return figure;
}

static void check_literal(const char *kind, const char *vector, const char *folder, size_t rows)
{
    char marker[256], text[512], seen[512];
    snprintf(marker, sizeof marker, "%s/marker", folder);
    arm(vector, marker, text, sizeof text);
    as_seen(text, seen, sizeof seen);
    trig_figure *figure = figure_of_text(kind, text, rows);
    render(figure, folder, "literal", TRIG_PICTURE_SVG);
    trig_figure_destroy(figure);
    if (access(marker, F_OK) == 0)
        fail_msg("%s: '%s' was run", kind, vector);
    char *svg = read_picture(folder, "literal", "svg", NULL);
    struct svg_boxes boxes;
    svg_boxes_read(svg, &boxes);
    if (!svg_boxes_hold(&boxes, seen))
        fail_msg("%s: '%s' is not there as it was written", kind, seen);
    free(boxes.items);
    free(svg);
}

static void test_texts_that_would_run_are_printed_as_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        size_t rows;
    } kinds[] = {{"likert", 2}, {"caterpillar", 3}, {"caterpillar", 41},
                 {"trend", 2},  {"panels", 2},      {"panels", 1}};
    char *folder = chart_folder();
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t v = 0; v < sizeof vectors / sizeof *vectors; v++)
            check_literal(kinds[k].kind, vectors[v], folder, kinds[k].rows);
    chart_folder_remove(folder);
}

/* Data files have rules of their own: a row's name, with what follows it still there. */
static void test_names_of_rows_are_printed_as_they_are(void **state)
{
    (void)state;
    static const char *const names[] = {
        "#1 \"x\" 'y'", "a\\nb", "\\1341", "\"7", "\\", "C:\\temp\\new", "50% {a}_b^c", "NaN", "-", "1e5",
    };
    char *folder = chart_folder();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        trig_figure *figure = figure_of_text("caterpillar", "Title", 3);
        figure->rows[1].label = trig_view(names[i]);
        render(figure, folder, "names", TRIG_PICTURE_SVG);
        trig_figure_destroy(figure);
        char *svg = read_picture(folder, "names", "svg", NULL);
        struct svg_boxes boxes;
        svg_boxes_read(svg, &boxes);
        if (!svg_boxes_hold(&boxes, names[i]) || !svg_boxes_hold(&boxes, "20"))
            fail_msg("'%s' is not there as it was written", names[i]);
        free(boxes.items);
        free(svg);
    }
    chart_folder_remove(folder);
}

/* ---- the finished SVG ---------------------------------------------------------------- */

/* Every id starts with the chart's name, every reference has its id. */
static void check_ids(const char *svg, const char *name)
{
    char start[96];
    snprintf(start, sizeof start, "trig-%s-", name);
    static const char *const keys[] = {" id='", " id=\"", "href='#", "url(#"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        for (const char *at = svg; (at = strstr(at, keys[k])) != NULL;) {
            at += strlen(keys[k]);
            if (strncmp(at, start, strlen(start)) != 0)
                fail_msg("an id or a reference reads %.30s", at);
        }
}

static void test_svg_for_a_page_has_ids_of_its_own(void **state)
{
    (void)state;
    char *folder = chart_folder();
    for (size_t i = 0; i < chart_sample_count; i++) {
        trig_figure *figure = chart_samples[i].make();
        render(figure, folder, chart_samples[i].name, TRIG_PICTURE_SVG);
        trig_figure_destroy(figure);
        struct trig_arena arena;
        struct trig_view svg;
        struct trig_error error;
        trig_arena_init(&arena);
        assert_ok(trig_svg_read(folder, chart_samples[i].name, &arena, &svg, &error), error);
        assert_true(memcmp(svg.data, "<svg ", 5) == 0);
        assert_null(memmem(svg.data, svg.length, "gnuplot_plot_1<", 15));
        char *copy = strndup(svg.data, svg.length);
        check_ids(copy, chart_samples[i].name);
        free(copy);
        trig_arena_clear(&arena);
    }
    struct trig_arena arena;
    struct trig_view svg;
    trig_arena_init(&arena);
    assert_int_equal(trig_svg_read(folder, "absent", &arena, &svg, NULL), TRIG_ERR_MISSING);
    trig_arena_clear(&arena);
    chart_folder_remove(folder);
}

/* What the file beside the picture is for: drawing it again by hand. */
static void test_script_draws_the_same_picture_by_hand(void **state)
{
    (void)state;
    char *folder = chart_folder();
    trig_figure *figure = chart_sample_likert();
    render(figure, folder, "hand", TRIG_PICTURE_PNG);
    trig_figure_destroy(figure);
    const char *const arguments[] = {"gnuplot", "-d", "-c", "hand.gp", "png", "again.png", NULL};
    struct trig_process process;
    struct trig_error error;
    int exit_code = -1;
    assert_ok(trig_process_start(&process, "gnuplot", arguments, folder, 30, &error), error);
    assert_ok(trig_process_finish(&process, &exit_code, &error), error);
    assert_int_equal(exit_code, 0);
    assert_string_equal(process.words, "");
    size_t lengths[2];
    char *first = read_picture(folder, "hand", "png", &lengths[0]);
    char *again = read_picture(folder, "again", "png", &lengths[1]);
    assert_int_equal(lengths[0], lengths[1]);
    assert_memory_equal(first, again, lengths[0]);
    free(first);
    free(again);
    chart_folder_remove(folder);
}

static bool has_gnuplot(void)
{
    const char *const arguments[] = {"gnuplot", "--version", NULL};
    struct trig_process process;
    int exit_code = -1;
    return trig_process_start(&process, "gnuplot", arguments, "/", 30, NULL) == TRIG_OK &&
           trig_process_finish(&process, &exit_code, NULL) == TRIG_OK && exit_code == 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_layout_draws_all_formats_and_leaves_nothing_else),
        cmocka_unit_test(test_no_text_leaves_the_page_or_lies_over_another),
        cmocka_unit_test(test_no_text_lies_over_another_at_any_number_of_rows),
        cmocka_unit_test(test_two_renders_give_the_same_bytes),
        cmocka_unit_test(test_texts_that_would_run_are_printed_as_they_are),
        cmocka_unit_test(test_names_of_rows_are_printed_as_they_are),
        cmocka_unit_test(test_svg_for_a_page_has_ids_of_its_own),
        cmocka_unit_test(test_script_draws_the_same_picture_by_hand),
    };
    if (!has_gnuplot()) {
        printf("SKIPPED: gnuplot is not installed (package gnuplot-nox)\n");
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
