#include "analyze/report/brief.h"
#include "analyze/report/page.h"

#include <inttypes.h>
#include <string.h>

/* The page of a brief while its parts are put together; all text is in the
 * brief's arena. */
struct making {
    struct trig_brief *brief;
    const struct trig_brief_making *by;
    struct trig_page page;
    struct trig_page_findings findings[2];
    struct trig_page_fact facts[8];
    struct trig_view warnings[4];
    struct trig_page_section *sections;
    struct trig_page_table tables[TRIG_BRIEF_TABLES];
    struct trig_view methods[64];
    struct trig_page_source *sources;
    struct trig_error *error;
};

static struct trig_arena *arena_of(struct making *making)
{
    return &making->brief->arena;
}

/* ---- masthead -------------------------------------------------------------------------- */

static void add_fact(struct making *making, struct trig_view value, const char *label)
{
    if (value.length)
        making->facts[making->page.fact_count++] = (struct trig_page_fact){value, trig_view(label)};
}

/* The number in [column] of the row of [table] with this wave and institution, as text. */
static struct trig_view number_in(struct making *making, enum trig_brief_table which, const char *column,
                                  size_t institution)
{
    const struct trig_brief *brief = making->brief;
    const trig_table *table = brief->tables[which];
    const trig_definition *definition = brief->context->definition;
    struct trig_view wave = brief->wave == TRIG_NONE ? trig_view("") : definition->waves[brief->wave].id;
    struct trig_view own =
        institution == TRIG_NONE ? trig_view("") : definition->institutions[institution].id;
    size_t at = trig_table_find(table, column);
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        if (!trig_view_equal(trig_table_text(table, row, trig_table_find(table, "wave")), wave) ||
            !trig_view_equal(trig_table_text(table, row, trig_table_find(table, "institution")), own) ||
            trig_table_is_empty(table, row, at))
            continue;
        char text[TRIG_STYLE_TEXT];
        trig_style_number(trig_table_style(table, row, at), trig_table_number(table, row, at), text);
        return trig_arena_copy(arena_of(making), trig_view(text));
    }
    return trig_view("");
}

static void add_facts(struct making *making)
{
    size_t own = making->brief->institution;
    add_fact(making, number_in(making, TRIG_BRIEF_RESPONSES, "estimate", own), "respondents here");
    add_fact(making, number_in(making, TRIG_BRIEF_RESPONSES, "response_rate", own), "response rate here");
    add_fact(making, number_in(making, TRIG_BRIEF_SECTOR, "estimate", TRIG_NONE),
             "respondents in the sector");
    add_fact(making, number_in(making, TRIG_BRIEF_SECTOR, "response_rate", TRIG_NONE),
             "response rate, sector");
    making->page.facts = making->facts;
}

static void add_warnings(struct making *making)
{
    const struct trig_survey *survey = &making->brief->context->definition->survey;
    size_t count = 0;
    if (survey->notes.length)
        making->warnings[count++] = survey->notes;
    if (making->brief->context->disclosure.mode == TRIG_DISCLOSURE_NONE)
        making->warnings[count++] =
            trig_view("Made without disclosure control: this page must not be published.");
    making->page.warnings = (struct trig_views){making->warnings, count};
}

static void add_masthead(struct making *making)
{
    struct trig_brief *brief = making->brief;
    struct trig_view name = trig_brief_institution(brief);
    struct trig_arena *arena = arena_of(making);
    struct trig_page *page = &making->page;
    page->title = trig_arena_printf(arena, "%.*s: evidence brief", TRIG_VIEW_ARG(name));
    page->kicker = trig_brief_survey(brief, " \u00b7 ");
    page->heading = name;
    page->summary =
        trig_arena_printf(arena,
                          "How its respondents answer compared with the sector%s, which differences are "
                          "more than noise, and what the numbers rest on.",
                          brief->tables[TRIG_BRIEF_TREND] ? " and with the wave before" : "");
    page->footer = trig_arena_printf(arena, "Made with Trigpillar " TRIG_VERSION " on %.*s.",
                                     TRIG_VIEW_ARG(making->by->date));
    add_facts(making);
    add_warnings(making);
}

/* ---- findings and sections ----------------------------------------------------------------- */

static void add_findings(struct making *making)
{
    struct trig_brief *brief = making->brief;
    trig_findings_sort(&brief->standing);
    trig_findings_sort(&brief->change);
    making->findings[0] =
        (struct trig_page_findings){trig_view("Beside the sector"), trig_view(""), &brief->standing};
    making->findings[1] =
        (struct trig_page_findings){trig_view("Since the wave before"),
                                    trig_view("Scores here rest on the items that were asked the same way in "
                                              "the waves compared, so they may differ "
                                              "from those above."),
                                    &brief->change};
    making->page.findings = making->findings;
    making->page.finding_count = 2;
}

/* The charts of a section that were drawn. */
static enum trig_status fill_section(struct making *making, size_t index, struct trig_page_section *section)
{
    const struct trig_brief *brief = making->brief;
    struct trig_page_chart *charts =
        trig_arena_calloc(arena_of(making), brief->chart_count + 1, sizeof *charts);
    if (!charts)
        return trig_error_set(making->error, TRIG_ERR_MEMORY, "out of memory while laying out the page");
    for (size_t i = 0; i < brief->chart_count; i++) {
        const struct trig_brief_chart *chart = &brief->charts[i];
        if (chart->section == index && chart->svg.length)
            charts[section->chart_count++] = (struct trig_page_chart){
                chart->svg, chart->reading,
                trig_arena_printf(arena_of(making), "table-%s", trig_brief_file(chart->table))};
    }
    section->charts = charts;
    return TRIG_OK;
}

static enum trig_status add_sections(struct making *making)
{
    const struct trig_brief *brief = making->brief;
    const trig_definition *definition = brief->context->definition;
    size_t count = brief->measures.count + 1;
    making->sections = trig_arena_calloc(arena_of(making), count, sizeof *making->sections);
    if (!making->sections)
        return trig_error_set(making->error, TRIG_ERR_MEMORY, "out of memory while laying out the page");
    for (size_t i = 0; i < count; i++) {
        struct trig_page_section *section = &making->sections[i];
        const struct trig_measure *measure = i ? &brief->measures.items[i - 1] : NULL;
        section->id = i ? trig_arena_printf(arena_of(making), "measure-%zu", i) : trig_view("overview");
        section->title = measure ? measure->label : trig_view("Overview");
        if (measure && measure->pillar != TRIG_NONE)
            section->text = definition->pillars[measure->pillar].description;
        enum trig_status status = fill_section(making, i, section);
        if (status)
            return status;
        if (section->chart_count || i == 0)
            making->page.section_count = i + 1;
    }
    making->page.sections = making->sections;
    return TRIG_OK;
}

/* Ids in words: institutions and waves by name, measures by label. */
static struct trig_view say(void *context, const char *column, struct trig_view text)
{
    struct trig_brief *brief = context;
    const trig_definition *definition = brief->context->definition;
    if (strcmp(column, "measure") == 0)
        return trig_measure_words(&brief->arena, definition, text);
    if (strcmp(column, "institution") == 0) {
        size_t institution = trig_definition_institution(definition, text);
        return text.length == 0           ? trig_view("Sector")
               : institution == TRIG_NONE ? text
                                          : definition->institutions[institution].name;
    }
    if (strcmp(column, "wave") == 0) {
        size_t wave = trig_definition_wave(definition, text);
        return wave == TRIG_NONE ? text : definition->waves[wave].label;
    }
    return text;
}

/* ---- tables ------------------------------------------------------------------------------ */

static const struct trig_html_column response_columns[] = {
    {"wave", "Wave"},
    {"institution", "Institution"},
    {"estimate", "Respondents"},
    {"population", "Technical staff"},
    {"response_rate", "Response rate"},
    {"note", "Note"},
};

static const struct trig_html_column comparison_columns[] = {
    {"institution", "Institution"}, {"measure", "Measure"},         {"wave", "Wave"},
    {"estimate", "Estimate"},       {"ci_low", "Interval"},         {"n", "n"},
    {"benchmark", "Compared with"}, {"difference", "Difference"},   {"difference_se", "its SE"},
    {"p_adjusted", "p (adjusted)"}, {"effect_size", "Effect size"}, {"flag", "Flag"},
};

static const struct trig_html_column answer_columns[] = {
    {"measure", "Item"},
    {"answer", "Answer"},
    {"answer_label", "Meaning"},
    {"statistic", "Statistic"},
    {"estimate", "Share"},
    {"ci_low", "Interval"},
    {"n", "n"},
};

#define COLUMNS_OF(list) list, sizeof(list) / sizeof *(list)

static void add_tables(struct making *making)
{
    static const struct {
        const char *caption;
        const struct trig_html_column *columns;
        size_t count;
    } kinds[] = {
        [TRIG_BRIEF_RESPONSES] = {"Respondents and response rates of the institution",
                                  COLUMNS_OF(response_columns)},
        [TRIG_BRIEF_SECTOR] = {"Respondents and response rates of the sector", COLUMNS_OF(response_columns)},
        [TRIG_BRIEF_BENCHMARK] = {"The institution beside the sector", COLUMNS_OF(comparison_columns)},
        [TRIG_BRIEF_COMPARE] = {"All institutions beside the sector", COLUMNS_OF(comparison_columns)},
        [TRIG_BRIEF_TREND] =
            {"The institution and the sector (rows without institution) by wave, each compared "
             "with the wave before",
             COLUMNS_OF(comparison_columns)},
        [TRIG_BRIEF_ANSWERS] = {"The institution's answers, item by item", COLUMNS_OF(answer_columns)},
    };
    const struct trig_brief *brief = making->brief;
    struct trig_view own = brief->context->definition->institutions[brief->institution].id;
    for (size_t i = 0; i < TRIG_BRIEF_TABLES; i++) {
        if (!brief->tables[i])
            continue;
        const char *file = trig_brief_file((enum trig_brief_table)i);
        making->tables[making->page.table_count++] = (struct trig_page_table){
            .id = trig_arena_printf(arena_of(making), "table-%s", file),
            .caption = trig_view(kinds[i].caption),
            .file = trig_arena_printf(arena_of(making), "tables/%s.csv", file),
            .table = brief->tables[i],
            .columns = kinds[i].columns,
            .column_count = kinds[i].count,
            .filter = {i == TRIG_BRIEF_RESPONSES ? "institution" : NULL, own},
        };
    }
    making->page.tables = making->tables;
}

/* ---- methods ------------------------------------------------------------------------------ */

static void add_method(struct making *making, struct trig_view text)
{
    size_t count = making->page.methods.count;
    for (size_t i = 0; i < count; i++)
        if (trig_view_equal(making->methods[i], text))
            return;
    if (count < sizeof making->methods / sizeof *making->methods)
        making->methods[making->page.methods.count++] = text;
}

static void add_methods(struct making *making)
{
    const struct trig_brief *brief = making->brief;
    const struct trig_disclosure_rules *rules = &brief->context->disclosure;
    making->page.methods.items = making->methods;
    add_method(
        making,
        trig_view("A pillar score puts each item on 0 to 100 by the lowest and highest answer of its own "
                  "scale, turns items put the other way round, and averages the items that a respondent "
                  "answered. Answers such as \u201cnot applicable\u201d count as none."));
    add_method(
        making,
        trig_view("A finding is clear when the interval of the difference leaves 0 out, the difference is "
                  "significant after adjustment for all comparisons of its table (Holm, 5%) and at least 2 "
                  "points; suggestive when it is significant only without adjustment, or smaller; otherwise "
                  "there is no evidence of a difference, which is not evidence of none."));
    if (rules->mode != TRIG_DISCLOSURE_NONE)
        add_method(
            making,
            trig_arena_printf(
                arena_of(making),
                "Numbers of fewer than %zu respondents are hidden, shares that would tell what (nearly) "
                "everybody answered too, and as many more as subtraction would give away. A comparator "
                "needs %zu other institutions.",
                rules->threshold, rules->min_institutions));
    for (size_t i = 0; i < TRIG_BRIEF_TABLES; i++)
        for (size_t j = 0; brief->tables[i] && j < trig_table_notes(brief->tables[i]); j++)
            add_method(making, trig_table_note(brief->tables[i], j));
}

/* ---- sources ------------------------------------------------------------------------------- */

static void add_source(struct making *making, struct trig_view key, struct trig_view value, bool is_hash)
{
    if (value.length)
        making->sources[making->page.source_count++] = (struct trig_page_source){key, value, is_hash};
}

/* How many records an import had is how many people of a place answered, often: not for a page. */
static void add_import(struct making *making, const struct trig_import *import)
{
    struct trig_arena *arena = arena_of(making);
    struct trig_view key = trig_arena_printf(arena, "Import %" PRIu64, import->id);
    add_source(making, key,
               trig_arena_printf(arena, "%.*s (%.*s), %.*s", TRIG_VIEW_ARG(import->file),
                                 TRIG_VIEW_ARG(import->platform), TRIG_VIEW_ARG(import->time)),
               false);
    add_source(making, trig_view("SHA-256 of its file"), import->sha256, true);
}

static void add_making(struct making *making)
{
    const struct trig_context *context = making->brief->context;
    const trig_definition *definition = context->definition;
    add_source(making, trig_view("Survey"), definition->survey.title, false);
    add_source(making, trig_view("Licence"), definition->survey.licence, false);
    add_source(making, trig_view("Contact"), definition->survey.contact, false);
    add_source(making, trig_view("SHA-256 of the survey definition"),
               trig_arena_copy(arena_of(making), trig_view(definition->sha256)), true);
    add_source(making, trig_view("Command"), making->by->command, true);
    add_source(making, trig_view("Software"), trig_view("Trigpillar " TRIG_VERSION), false);
    add_source(making, trig_view("Made on"), making->by->date, false);
}

/* The imports of one store. */
struct imports {
    const struct trig_import *items;
    size_t count;
};

static enum trig_status list_imports(struct making *making, struct imports *lists, size_t *total)
{
    const struct trig_context *context = making->brief->context;
    *total = 0;
    for (size_t i = 0; i < context->store_count; i++) {
        enum trig_status status = trig_store_imports(context->stores[i], arena_of(making), &lists[i].items,
                                                     &lists[i].count, making->error);
        if (status)
            return status;
        *total += lists[i].count;
    }
    return TRIG_OK;
}

static enum trig_status add_sources(struct making *making)
{
    size_t stores = making->brief->context->store_count, total;
    struct imports *lists = trig_arena_calloc(arena_of(making), stores, sizeof *lists);
    enum trig_status status = lists ? list_imports(making, lists, &total) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        making->sources = trig_arena_calloc(arena_of(making), 2 * total + 8, sizeof *making->sources);
    if (!lists || (status == TRIG_OK && !making->sources))
        return trig_error_set(making->error, TRIG_ERR_MEMORY, "out of memory while listing the imports");
    if (status)
        return status;
    add_making(making);
    for (size_t i = 0; i < stores; i++)
        for (size_t j = 0; j < lists[i].count; j++)
            add_import(making, &lists[i].items[j]);
    making->page.sources = making->sources;
    return TRIG_OK;
}

enum trig_status trig_brief_write(struct trig_brief *brief, const struct trig_brief_making *by, FILE *out,
                                  struct trig_error *error)
{
    struct making making = {.brief = brief, .by = by, .error = error};
    add_masthead(&making);
    add_findings(&making);
    making.page.words = (struct trig_html_words){say, brief};
    enum trig_status status = add_sections(&making);
    if (status == TRIG_OK) {
        add_tables(&making);
        add_methods(&making);
        status = add_sources(&making);
    }
    if (status == TRIG_OK)
        status = trig_page_write(&making.page, out, error);
    return status;
}
