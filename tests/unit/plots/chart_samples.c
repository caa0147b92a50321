#include "tests/unit/plots/chart_samples.h"

#include <math.h>
#include <stdio.h>

#define LONG_WELSH "Ysgol Gelf & Dylunio Cymru \xE2\x80\x93 Prifysgol y Drindod Dewi Sant, Campws Abertawe"
#define LONG_ITEM                                                                                            \
    "Promotion criteria apply fairly to technicians and to all those who work with them in research "        \
    "groups, "                                                                                               \
    "in teaching laboratories and in workshops across the whole of the institution and beyond it"
#define LONG_WORD "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"

static const char long_words[] = LONG_WORD " " LONG_WORD;

const char chart_hostile_name[] =
    "It's \"so\" `id` $(id) @x {a}_b^c 50% \\n \\134 <b>&amp;</b> #1 ';system('id')#";

static void set_words(trig_figure *figure, const char *title)
{
    figure->title = trig_view(title);
    figure->subtitle = trig_view("Mean score (0\xE2\x80\x93"
                                 "100) with 95% confidence intervals");
    figure->caption =
        trig_view("Source: synthetic survey. [c]: suppressed to protect respondents. Where a caption "
                  "has more to say than fits on one line, it goes on in the next one.");
    figure->alt = trig_view("A chart that the tests draw.");
}

static void show(const trig_figure *figure, size_t panel, size_t series, size_t row, double value,
                 double half)
{
    *trig_figure_mark(figure, panel, series, row) =
        (struct trig_mark){TRIG_MARK_SHOWN, false, value, value - half, value + half, 40 + 3 * (double)row};
}

static void hide(const trig_figure *figure, size_t panel, size_t series, size_t row)
{
    trig_figure_mark(figure, panel, series, row)->state = TRIG_MARK_SUPPRESSED;
}

/* ---- likert ------------------------------------------------------------------------ */

#define ITEMS   9
#define ANSWERS 8

/* Negative numbers: this answer is not among the row's. */
static const struct {
    const char *label;
    double n;
    double shares[ANSWERS];
} likert_rows[ITEMS] = {
    {"All agree", 1234567, {-1, -1, -1, -1, -1, -1, 0, 100}},
    {"I have had a meaningful appraisal in the last year", 354, {2, 6, -1, -1, 29, -1, 32, 31}},
    {chart_hostile_name, 12, {-1, -1, -1, 20, 30, 50, -1, -1}},
    {"Promotion criteria apply fairly to technicians and to all those who work with them in research groups, "
     "in "
     "teaching laboratories and in workshops across the whole of the institution and beyond it",
     14,
     {-1, -1, 48, -1, -1, 52, -1, -1}},
    {"Mae fy r\xC3\xB4l yn cael ei deall ar draws y sefydliad", 407, {7, 19, -1, -1, 34, -1, 27, 13}},
    {long_words, 419, {9, 23, -1, -1, 35, -1, 23, 10}},
    {"Funding for training & professional registration is available", 365, {26, 32, -1, -1, 31, -1, 10, 1}},
    {"None agrees", 10, {100, 0, -1, -1, 0, -1, 0, 0}},
    {"There is a succession plan for my specialism", NAN, {0}},
};

trig_figure *chart_sample_likert(void)
{
    static const struct trig_figure_series answers[ANSWERS] = {
        {{"Strongly disagree", 17}, TRIG_TONE_NEGATIVE, false},
        {{"Disagree", 8}, TRIG_TONE_NEGATIVE, false},
        {{"All other answers, merged", 25}, TRIG_TONE_PLAIN, true},
        {{"Negative answers, merged", 24}, TRIG_TONE_NEGATIVE, true},
        {{"Neither", 7}, TRIG_TONE_NEUTRAL, false},
        {{"Positive answers, merged", 24}, TRIG_TONE_POSITIVE, true},
        {{"Agree", 5}, TRIG_TONE_POSITIVE, false},
        {{"Strongly agree", 14}, TRIG_TONE_POSITIVE, false},
    };
    trig_figure *figure = trig_figure_create("likert", 1, ANSWERS, ITEMS, NULL);
    if (!figure)
        return NULL;
    set_words(figure, chart_hostile_name);
    figure->unit = TRIG_FIGURE_PERCENT;
    for (size_t s = 0; s < ANSWERS; s++)
        figure->series[s] = answers[s];
    for (size_t row = 0; row < ITEMS; row++) {
        figure->rows[row].label = trig_view(likert_rows[row].label);
        for (size_t s = 0; s < ANSWERS; s++) {
            struct trig_mark *mark = trig_figure_mark(figure, 0, s, row);
            double share = likert_rows[row].shares[s];
            if (row + 1 == ITEMS)
                hide(figure, 0, s, row);
            else if (share >= 0)
                *mark = (struct trig_mark){TRIG_MARK_SHOWN, false, share, NAN, NAN, likert_rows[row].n};
        }
    }
    return figure;
}

/* ---- caterpillar ------------------------------------------------------------------- */

trig_figure *chart_sample_places(size_t shown, size_t hidden, size_t own, enum trig_figure_unit unit)
{
    static const char *const names[] = {
        LONG_WELSH, "Aberford University", chart_hostile_name, "University of Inverallan", long_words, "X"};
    trig_figure *figure = trig_figure_create("caterpillar", 1, 1, shown + hidden, NULL);
    if (!figure)
        return NULL;
    set_words(figure,
              "A title that states the finding at such length that it does not fit on one line of the page");
    figure->unit = unit;
    figure->reference = (struct trig_figure_reference){true, unit == TRIG_FIGURE_PLAIN ? -0.1 : 62,
                                                       trig_view("Average of the sector")};
    for (size_t row = 0; row < shown + hidden; row++) {
        struct trig_view numbered = trig_arena_printf(&figure->arena, "University of Place %zu", row);
        figure->rows[row].label = row < sizeof names / sizeof *names ? trig_view(names[row]) : numbered;
        figure->rows[row].own = row == own;
        double value = 74 - 24 * (double)row / (double)shown, half = 2 + (double)(row * 7919 % 13) * 0.7;
        if (row >= shown)
            hide(figure, 0, 0, row);
        else if (unit == TRIG_FIGURE_PLAIN)
            show(figure, 0, 0, row, value / 20 - 3.2, half / 20);
        else
            show(figure, 0, 0, row, value, half);
    }
    return figure;
}

static trig_figure *make_caterpillar(void)
{
    return chart_sample_places(7, 2, 3, TRIG_FIGURE_SCORE);
}

static trig_figure *make_single(void)
{
    return chart_sample_places(1, 0, 0, TRIG_FIGURE_PERCENT);
}

static trig_figure *make_forty(void)
{
    return chart_sample_places(37, 3, 0, TRIG_FIGURE_PLAIN);
}

static trig_figure *make_upright(void)
{
    return chart_sample_places(60, 12, 2, TRIG_FIGURE_SCORE);
}

static trig_figure *make_hidden_own(void)
{
    return chart_sample_places(140, 30, 150, TRIG_FIGURE_PERCENT);
}

/* Means at the ends of the scale, whose intervals reach beyond it. */
static trig_figure *make_ends(void)
{
    trig_figure *figure = chart_sample_places(44, 0, 1, TRIG_FIGURE_SCORE);
    for (size_t row = 0; figure && row < figure->row_count; row++)
        show(figure, 0, 0, row, row < 22 ? 100 : 0, 8);
    return figure;
}

/* ---- funnel ---------------------------------------------------------------------------- */

/* Institutions of 10 to 10 x [growth] respondents; every ninth lies beyond the limits. */
static trig_figure *make_scatter(size_t shown, size_t own, double growth)
{
    trig_figure *figure = trig_figure_create("funnel", 1, 3, shown + 2, NULL);
    if (!figure)
        return NULL;
    set_words(figure, "A tenth of the institutions lie beyond the limits");
    figure->axis = trig_view("Mean score (0\xE2\x80\x93"
                             "100)");
    figure->reference = (struct trig_figure_reference){true, 62, trig_view("Average of the sector")};
    for (size_t row = 0; row < shown + 2; row++) {
        figure->rows[row].own = row == own;
        figure->rows[row].label = row == 8 ? trig_view(LONG_WELSH)
                                  : row == 17
                                      ? trig_view(chart_hostile_name)
                                      : trig_arena_printf(&figure->arena, "University of Place %zu", row);
        if (row >= shown) {
            hide(figure, 0, 0, row);
            continue;
        }
        double n = round(10 * pow(growth, (double)row / (double)shown));
        double half = 1.96 * sqrt(400 / n + 9);
        double away = row % 9 == 8 ? 2.2 : (double)(row * 7919 % 13) / 7 - 0.9;
        show(figure, 0, 0, row, 62 + away * (row % 2 ? half : -half), 0);
        trig_figure_mark(figure, 0, 0, row)->n = n;
        show(figure, 0, 1, row, 62, half);
        show(figure, 0, 2, row, 62, half * 3.09 / 1.96);
    }
    return figure;
}

static trig_figure *make_funnel(void)
{
    return make_scatter(120, 60, 40);
}

static trig_figure *make_small_funnel(void)
{
    return make_scatter(5, 6, 3);
}

/* All of one size, one without limits. */
static trig_figure *make_flat_funnel(void)
{
    trig_figure *figure = make_scatter(12, 3, 1);
    if (figure)
        trig_figure_mark(figure, 0, 1, 2)->state = TRIG_MARK_ABSENT;
    return figure;
}

/* ---- lines over waves ---------------------------------------------------------------- */

static trig_figure *make_waves(const char *kind, size_t panels, size_t series, size_t waves)
{
    static const char *const labels[] = {"Survey of technical staff, February 2021", "2022", "Second survey",
                                         "2024: \"impact\" survey", "2025"};
    static const double times[] = {2021.1, 2022.2, 2023.2, 2024.3, 2025.3};
    trig_figure *figure = trig_figure_create(kind, panels, series, waves, NULL);
    if (!figure)
        return NULL;
    set_words(figure, "All pillars have risen since 2021, Visibility most");
    figure->axis = trig_view("Mean score (0\xE2\x80\x93"
                             "100)");
    for (size_t row = 0; row < waves; row++) {
        figure->rows[row].label = trig_view(labels[row]);
        figure->rows[row].position = times[row];
    }
    return figure;
}

static void set_own_and_sector(trig_figure *figure)
{
    figure->series[0] = (struct trig_figure_series){trig_view(LONG_WELSH), TRIG_TONE_OWN, false};
    figure->series[1] = (struct trig_figure_series){trig_view("Sector"), TRIG_TONE_SECTOR, false};
}

/* A line with a hidden wave, two that cannot be compared, and one that stops. */
static trig_figure *make_trend(void)
{
    trig_figure *figure = make_waves("trend", 1, 3, 5);
    if (!figure)
        return NULL;
    set_own_and_sector(figure);
    figure->series[2] = (struct trig_figure_series){trig_view(chart_hostile_name), TRIG_TONE_PLAIN, false};
    for (size_t row = 0; row < 5; row++) {
        show(figure, 0, 0, row, 62 + 0.3 * (double)row, 4);
        show(figure, 0, 1, row, 62 + 0.2 * (double)row, 1);
        if (row < 3)
            show(figure, 0, 2, row, 58 - (double)row, 2);
    }
    hide(figure, 0, 0, 2);
    trig_figure_mark(figure, 0, 0, 4)->broken = true;
    trig_figure_mark(figure, 0, 1, 4)->broken = true;
    return figure;
}

/* As many lines as there are colours, all at the same height. */
static trig_figure *make_crowd(void)
{
    trig_figure *figure = make_waves("trend", 1, 8, 2);
    if (!figure)
        return NULL;
    set_own_and_sector(figure);
    figure->unit = TRIG_FIGURE_PERCENT;
    for (size_t s = 0; s < 8; s++) {
        if (s > 1)
            figure->series[s].label =
                trig_arena_printf(&figure->arena, "Group %zu with a rather long name of its own", s);
        for (size_t row = 0; row < 2; row++)
            show(figure, 0, s, row, 99 + 0.1 * (double)s, 0.2);
    }
    hide(figure, 0, 7, 1);
    hide(figure, 0, 0, 0);
    return figure;
}

static trig_figure *make_one_wave_trend(void)
{
    trig_figure *figure = make_waves("trend", 1, 2, 1);
    if (!figure)
        return NULL;
    set_own_and_sector(figure);
    show(figure, 0, 0, 0, 0.5, 0.5);
    show(figure, 0, 1, 0, 0.25, 0.25);
    return figure;
}

static trig_figure *make_grid(size_t panels, size_t waves)
{
    static const char *const labels[] = {"Visibility", "Career Development", chart_hostile_name, LONG_WELSH};
    trig_figure *figure = make_waves("panels", panels, 2, waves);
    if (!figure)
        return NULL;
    set_own_and_sector(figure);
    for (size_t p = 0; p < panels; p++) {
        figure->panels[p].label = trig_view(labels[p % 4]);
        for (size_t row = 0; row < waves; row++) {
            show(figure, p, 0, row, 60 + (double)row - 2 * (double)p, 4);
            show(figure, p, 1, row, 60 + 0.5 * (double)row - 2 * (double)p, 1);
        }
    }
    hide(figure, panels - 1, 0, waves / 2);
    return figure;
}

static trig_figure *make_panels(void)
{
    return make_grid(4, 5);
}

static trig_figure *make_many_panels(void)
{
    return make_grid(7, 2);
}

static trig_figure *make_one_panel(void)
{
    return make_grid(1, 3);
}

static trig_figure *make_intervals(void)
{
    trig_figure *figure = make_grid(4, 1);
    if (figure)
        trig_figure_mark(figure, 1, 1, 0)->low = trig_figure_mark(figure, 1, 1, 0)->high = NAN;
    return figure;
}

const struct chart_sample chart_samples[] = {
    {"likert", chart_sample_likert},   {"caterpillar", make_caterpillar},
    {"caterpillar_one", make_single},  {"caterpillar_forty", make_forty},
    {"upright", make_upright},         {"upright_hidden", make_hidden_own},
    {"upright_ends", make_ends},       {"trend", make_trend},
    {"trend_crowd", make_crowd},       {"trend_one", make_one_wave_trend},
    {"panels", make_panels},           {"panels_many", make_many_panels},
    {"panels_one", make_one_panel},    {"intervals", make_intervals},
    {"funnel", make_funnel},           {"funnel_small", make_small_funnel},
    {"funnel_flat", make_flat_funnel},
};
const size_t chart_sample_count = sizeof chart_samples / sizeof *chart_samples;
