#include "plots/gnuplot/svg.h"

#include "plots/page/escape.h"

#define FONTS "Arial, Liberation Sans, Helvetica, sans-serif"

static bool starts_with(struct trig_view text, const char *start)
{
    size_t length = strlen(start);
    return text.length >= length && memcmp(text.data, start, length) == 0;
}

static struct trig_view skip(struct trig_view text, size_t bytes)
{
    return trig_view_of(text.data + bytes, text.length - bytes);
}

/* The place of [needle], or the length of [text]. */
static size_t find(struct trig_view text, const char *needle)
{
    const char *found = text.length ? memmem(text.data, text.length, needle, strlen(needle)) : NULL;
    return found ? (size_t)(found - text.data) : text.length;
}

static void put(FILE *out, struct trig_view text)
{
    if (text.length)
        fwrite(text.data, 1, text.length, out);
}

/* The value of an attribute of [tag]: what stands between the quotes. */
static struct trig_view attribute(struct trig_view tag, const char *start)
{
    size_t at = find(tag, start) + strlen(start);
    if (at + 1 >= tag.length)
        return trig_view("");
    struct trig_view value = skip(tag, at + 1);
    const char *end = memchr(value.data, tag.data[at], value.length);
    return end ? trig_view_of(value.data, (size_t)(end - value.data)) : trig_view("");
}

/* viewBox="0 0 504 320": the last two numbers are the size in points. */
static enum trig_status put_root(struct trig_view tag, const struct trig_svg_labels *labels, FILE *out,
                                 struct trig_error *error)
{
    struct trig_view box = attribute(tag, "viewBox=");
    char copy[64], width[32], height[32];
    if (box.length >= sizeof copy)
        return trig_error_set(error, TRIG_ERR_FORMAT, "the SVG has a size of its own kind");
    memcpy(copy, box.data, box.length);
    copy[box.length] = '\0';
    if (sscanf(copy, "%*s %*s %31s %31s", width, height) != 2)
        return trig_error_set(error, TRIG_ERR_FORMAT, "the SVG does not say how large it is");
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
            "viewBox=\"%s\" width=\"%spt\" height=\"%spt\" role=\"img\" "
            "aria-labelledby=\"trig-%s-title trig-%s-text\">\n<title id=\"trig-%s-title\">",
            copy, width, height, labels->name, labels->name, labels->name);
    trig_escape_xml(out, labels->title);
    fprintf(out, "</title>\n<desc id=\"trig-%s-text\">", labels->name);
    trig_escape_xml(out, labels->text);
    fputs("</desc>", out);
    return TRIG_OK;
}

/* gnuplot's hatching is made for larger pictures: half as coarse reads better. */
static const char pattern_start[] = "<pattern";
static const char finer[] = "<pattern patternTransform='scale(0.5)'";

/* What is put after certain starts of attributes, so that names are the chart's own. */
static const char *insertion_after(struct trig_view rest, size_t *length)
{
    static const char *const starts[] = {" id='", " id=\"", "href='#", "href=\"#", "url(#"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        *length = strlen(starts[i]);
        if (starts_with(rest, starts[i]))
            return starts[i];
    }
    *length = 1;
    return NULL;
}

static void put_tag(struct trig_view tag, const char *name, FILE *out)
{
    static const char font[] = "font-family=\"Arial\"";
    while (tag.length) {
        size_t length;
        const char *start = insertion_after(tag, &length);
        if (starts_with(tag, font)) {
            fputs("font-family=\"" FONTS "\"", out);
            length = strlen(font);
        } else if (starts_with(tag, pattern_start)) {
            fputs(finer, out);
            length = strlen(pattern_start);
        } else if (start) {
            fprintf(out, "%strig-%s-", start, name);
        } else {
            fputc(tag.data[0], out);
        }
        tag = skip(tag, length);
    }
}

/* How much of [rest], which starts with a tag, is to be left out: 0 for most. */
static size_t unwanted(struct trig_view rest)
{
    const char *end = starts_with(rest, "<title")  ? "</title>"
                      : starts_with(rest, "<desc") ? "</desc>"
                                                   : NULL;
    if (!end)
        return 0;
    size_t at = find(rest, end);
    return at < rest.length ? at + strlen(end) : rest.length;
}

enum trig_status trig_svg_rewrite(struct trig_view svg, const struct trig_svg_labels *labels, FILE *out,
                                  struct trig_error *error)
{
    bool rooted = false;
    while (svg.length) {
        size_t text = find(svg, "<");
        put(out, trig_view_of(svg.data, text));
        svg = skip(svg, text);
        size_t left_out = unwanted(svg);
        if (left_out || !svg.length) {
            svg = skip(svg, left_out);
            continue;
        }
        size_t end = find(svg, ">");
        if (end == svg.length)
            return trig_error_set(error, TRIG_ERR_FORMAT, "the SVG ends inside a tag");
        struct trig_view tag = trig_view_of(svg.data, end + 1);
        enum trig_status status = TRIG_OK;
        if (starts_with(tag, "<svg"))
            status = put_root(tag, labels, out, error);
        else
            put_tag(tag, labels->name, out);
        if (status)
            return status;
        rooted |= starts_with(tag, "<svg");
        svg = skip(svg, end + 1);
    }
    return rooted ? TRIG_OK : trig_error_set(error, TRIG_ERR_FORMAT, "there is no picture in the SVG");
}

struct trig_view trig_svg_element(struct trig_view file)
{
    static const char last[] = "</svg>";
    size_t start = find(file, "<svg");
    struct trig_view element = skip(file, start);
    size_t end = find(element, last);
    if (end == element.length)
        return trig_view("");
    return trig_view_of(element.data, end + strlen(last));
}
