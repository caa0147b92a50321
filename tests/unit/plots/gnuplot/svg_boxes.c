#include "tests/unit/plots/gnuplot/svg_boxes.h"

#include "plots/page/typeset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Capitals and figures reach this far above the line they stand on. */
#define CAPITAL 0.72
/* Letters may touch by as much as the widths err. */
#define TOLERANCE 0.75

static void unescape(const char *from, size_t length, char *out, size_t size)
{
    static const char *const escapes[][2] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&#39;", "'"}};
    size_t used = 0;
    for (size_t at = 0; at < length && used + 1 < size;) {
        size_t i = 0;
        while (i < 5 && strncmp(from + at, escapes[i][0], strlen(escapes[i][0])) != 0)
            i++;
        const char *byte = i < 5 ? escapes[i][1] : from + at;
        out[used++] = *byte;
        at += i < 5 ? strlen(escapes[i][0]) : 1;
    }
    out[used] = '\0';
}

/* The number after [key] in the stretch up to [end]; 0 when there is none. */
static double number_after(const char *from, const char *end, const char *key)
{
    const char *found = strstr(from, key);
    return found && found < end ? strtod(found + strlen(key), NULL) : 0;
}

static bool has(const char *from, const char *end, const char *key)
{
    const char *found = strstr(from, key);
    return found && found < end;
}

/* <g transform="translate(x,y)" ... font-size="8.00" text-anchor="end"> <text>...</text> */
static struct svg_box box_of(const char *group, const char *text, size_t length)
{
    struct svg_box box = {.bold = has(group, text, "font-weight=\"bold\"")};
    unescape(text, length, box.text, sizeof box.text);
    double x = number_after(group, text, "translate(");
    const char *comma = strchr(group, ',');
    double y = comma ? strtod(comma + 1, NULL) : 0;
    double size = number_after(group, text, "font-size=\"");
    double width = trig_typeset_width(trig_view(box.text), (struct trig_font){size, box.bold});
    double before = has(group, text, "text-anchor=\"end\"")      ? width
                    : has(group, text, "text-anchor=\"middle\"") ? width / 2
                                                                 : 0;
    box.left = x - before;
    box.right = x - before + width;
    box.bottom = y;
    box.top = y - CAPITAL * size;
    return box;
}

static bool same(const struct svg_box *a, const struct svg_box *b)
{
    return a->left == b->left && a->bottom == b->bottom && strcmp(a->text, b->text) == 0;
}

static void add(struct svg_boxes *boxes, struct svg_box box)
{
    if (strspn(box.text, " ") == strlen(box.text) || boxes->count == SVG_MOST_BOXES)
        return;
    for (size_t i = 0; i < boxes->count; i++)
        if (same(&boxes->items[i], &box))
            return;
    boxes->items[boxes->count++] = box;
}

void svg_boxes_read(const char *svg, struct svg_boxes *out)
{
    static const char start[] = "<text>", end[] = "</text>";
    *out = (struct svg_boxes){.items = calloc(SVG_MOST_BOXES, sizeof *out->items)};
    static const char box_start[] = "viewBox=\"0 0 ";
    const char *box = strstr(svg, box_start);
    if (!out->items || !box)
        return;
    char *rest = NULL;
    out->width = strtod(box + strlen(box_start), &rest);
    out->height = strtod(rest, NULL);
    const char *at = svg;
    for (const char *text; (text = strstr(at, start)) != NULL; at = text) {
        const char *group = text;
        while (group > svg && strncmp(group, "<g transform", 12) != 0)
            group--;
        text += strlen(start);
        const char *last = strstr(text, end);
        if (!last)
            return;
        add(out, box_of(group, text, (size_t)(last - text)));
    }
}

const struct svg_box *svg_boxes_outside(const struct svg_boxes *boxes)
{
    for (size_t i = 0; i < boxes->count; i++) {
        const struct svg_box *box = &boxes->items[i];
        if (box->left < 0 || box->top < 0 || box->right > boxes->width || box->bottom > boxes->height)
            return box;
    }
    return NULL;
}

bool svg_boxes_overlap(const struct svg_boxes *boxes, const struct svg_box **first,
                       const struct svg_box **second)
{
    for (size_t i = 0; i < boxes->count; i++) {
        for (size_t j = i + 1; j < boxes->count; j++) {
            const struct svg_box *a = &boxes->items[i], *b = &boxes->items[j];
            if (a->left + TOLERANCE < b->right && b->left + TOLERANCE < a->right &&
                a->top + TOLERANCE < b->bottom && b->top + TOLERANCE < a->bottom) {
                *first = a;
                *second = b;
                return true;
            }
        }
    }
    return false;
}

bool svg_boxes_hold(const struct svg_boxes *boxes, const char *text)
{
    for (size_t i = 0; i < boxes->count; i++)
        if (strcmp(boxes->items[i].text, text) == 0)
            return true;
    return false;
}
