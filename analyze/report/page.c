#include "analyze/report/page.h"

#include "analyze/report/page_css.h"

static void write_head(struct trig_html *html, const struct trig_page *page)
{
    trig_html_fill(html,
                   "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"generator\" content=\"Trigpillar " TRIG_VERSION "\">\n"
                   "<title>{}</title>\n<style>\n",
                   TRIG_TEXTS(page->title));
    trig_html_raw(html, page_css);
    trig_html_raw(
        html, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n");
}

static void write_masthead(struct trig_html *html, const struct trig_page *page)
{
    trig_html_fill(html,
                   "<header class=\"brief\">\n<p class=\"kicker\">{}</p>\n<h1>{}</h1>\n<p>{}</p>\n<dl "
                   "class=\"facts\">\n",
                   TRIG_TEXTS(page->kicker, page->heading, page->summary));
    for (size_t i = 0; i < page->fact_count; i++)
        trig_html_fill(html, "<div><dt>{}</dt><dd>{}</dd></div>\n",
                       TRIG_TEXTS(page->facts[i].label, page->facts[i].value));
    trig_html_raw(html, "</dl>\n</header>\n");
    for (size_t i = 0; i < page->warnings.count; i++)
        trig_html_fill(html, "<p class=\"warning\" role=\"note\">{}</p>\n",
                       TRIG_TEXTS(page->warnings.items[i]));
}

static void write_contents(struct trig_html *html, const struct trig_page *page)
{
    trig_html_raw(html, "<nav aria-label=\"Contents\"><ul>\n<li><a href=\"#findings\">Findings</a></li>\n");
    for (size_t i = 0; i < page->section_count; i++)
        trig_html_fill(html, "<li><a href=\"#{}\">{}</a></li>\n",
                       TRIG_TEXTS(page->sections[i].id, page->sections[i].title));
    trig_html_raw(html,
                  "<li><a href=\"#methods\">Methods</a></li>\n<li><a href=\"#numbers\">Numbers</a></li>\n"
                  "<li><a href=\"#sources\">Data and versions</a></li>\n</ul></nav>\n");
}

/* Paragraphs: one a line. */
static void write_paragraphs(struct trig_html *html, struct trig_view text)
{
    while (text.length) {
        const char *end = memchr(text.data, '\n', text.length);
        size_t length = end ? (size_t)(end - text.data) : text.length;
        if (length)
            trig_html_fill(html, "<p>{}</p>\n", TRIG_TEXTS(trig_view_of(text.data, length)));
        size_t step = end ? length + 1 : length;
        text = trig_view_of(text.data + step, text.length - step);
    }
}

static void write_group(struct trig_html *html, const struct trig_page_findings *group)
{
    static const char *const classes[] = {"clear", "suggestive", "none", "withheld"};
    trig_html_fill(html, "<h3>{}</h3>\n", TRIG_TEXTS(group->title));
    write_paragraphs(html, group->text);
    trig_html_raw(html, "<ul class=\"findings\">\n");
    for (size_t i = 0; i < group->list->count; i++) {
        const struct trig_finding *finding = &group->list->items[i];
        trig_html_fill(html, "<li class=\"{}\"><span class=\"strength\">{}</span> {}</li>\n",
                       TRIG_TEXTS(trig_view(classes[finding->strength]),
                                  trig_view(trig_strength_text(finding->strength)), finding->sentence));
    }
    trig_html_raw(html, "</ul>\n");
}

static void write_findings(struct trig_html *html, const struct trig_page *page)
{
    trig_html_raw(html, "<main>\n<section id=\"findings\">\n<h2>Findings</h2>\n");
    for (size_t i = 0; i < page->finding_count; i++)
        if (page->findings[i].list->count)
            write_group(html, &page->findings[i]);
    trig_html_raw(html, "</section>\n");
}

/* The chart's SVG is markup that the program's own renderer made: it goes in as it is. */
static void write_chart(struct trig_html *html, const struct trig_page_chart *chart)
{
    trig_html_raw(html,
                  "<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Chart\">\n");
    fwrite(chart->svg.data, 1, chart->svg.length, html->out);
    trig_html_fill(html, "\n</div>\n<figcaption>{} ", TRIG_TEXTS(chart->reading));
    if (chart->table.length)
        trig_html_fill(html, "<a href=\"#{}\">The numbers behind this chart</a>", TRIG_TEXTS(chart->table));
    trig_html_raw(html, "</figcaption>\n</figure>\n");
}

static void write_section(struct trig_html *html, const struct trig_page_section *section)
{
    trig_html_fill(html, "<section id=\"{}\" class=\"leaf\">\n<h2>{}</h2>\n",
                   TRIG_TEXTS(section->id, section->title));
    write_paragraphs(html, section->text);
    for (size_t i = 0; i < section->chart_count; i++)
        write_chart(html, &section->charts[i]);
    trig_html_raw(html, "</section>\n");
}

static void write_methods(struct trig_html *html, const struct trig_page *page)
{
    trig_html_raw(html, "<section id=\"methods\">\n<h2>Methods</h2>\n");
    for (size_t i = 0; i < page->methods.count; i++)
        trig_html_fill(html, "<p>{}</p>\n", TRIG_TEXTS(page->methods.items[i]));
    trig_html_raw(html, "</section>\n");
}

/* The rows of a long table are in its file only. */
static void write_table(struct trig_html *html, const struct trig_page *page,
                        const struct trig_page_table *table)
{
    trig_html_fill(html, "<div id=\"{}\">\n", TRIG_TEXTS(table->id));
    if (table->filter.column || trig_table_rows(table->table) <= TRIG_PAGE_ROWS)
        trig_html_table(html, table->table, table->caption, table->columns, table->column_count,
                        &table->filter, &page->words);
    else
        trig_html_fill(html, "<p>{}: too long for the page, all of it is in the file.</p>\n",
                       TRIG_TEXTS(table->caption));
    trig_html_fill(html, "<p class=\"kicker\">As a file: <a href=\"{}\">{}</a></p>\n</div>\n",
                   TRIG_TEXTS(table->file, table->file));
}

static void write_tables(struct trig_html *html, const struct trig_page *page)
{
    trig_html_raw(html, "<section id=\"numbers\">\n<h2>The numbers</h2>\n"
                        "<p>[c] stands where a number is hidden to protect respondents.</p>\n");
    for (size_t i = 0; i < page->table_count; i++)
        write_table(html, page, &page->tables[i]);
    trig_html_raw(html, "</section>\n");
}

static void write_sources(struct trig_html *html, const struct trig_page *page)
{
    trig_html_raw(html,
                  "<section id=\"sources\">\n<h2>Data and versions</h2>\n<div class=\"scroll\"><table>\n"
                  "<caption>What the numbers were computed from, and with what</caption>\n<tbody>\n");
    for (size_t i = 0; i < page->source_count; i++) {
        const struct trig_page_source *source = &page->sources[i];
        const char *row = source->is_hash ? "<tr><th scope=\"row\">{}</th><td class=\"hash\">{}</td></tr>\n"
                                          : "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n";
        trig_html_fill(html, row, TRIG_TEXTS(source->key, source->value));
    }
    trig_html_raw(html, "</tbody>\n</table></div>\n</section>\n</main>\n");
}

enum trig_status trig_page_write(const struct trig_page *page, FILE *out, struct trig_error *error)
{
    struct trig_html html = {out};
    write_head(&html, page);
    write_masthead(&html, page);
    write_contents(&html, page);
    write_findings(&html, page);
    for (size_t i = 0; i < page->section_count; i++)
        write_section(&html, &page->sections[i]);
    write_methods(&html, page);
    write_tables(&html, page);
    write_sources(&html, page);
    trig_html_fill(&html, "<footer>{}</footer>\n</body>\n</html>\n", TRIG_TEXTS(page->footer));
    return trig_html_finish(&html, error);
}
