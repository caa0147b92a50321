#include "plots/kinds/layout.h"

#include "plots/kinds/funnel.h"
#include "plots/page/page.h"

#include <math.h>
#include <stdlib.h>

#define PLOT_HEIGHT  250.0
#define MOST_TICKS   9
#define BELOW        30.0  /* room for sizes and the word below the plot */
#define AXIS_ROOM    16.0  /* above the plot, for the word on its axis */
#define NAME_WIDTH   150.0 /* of an institution's name */
#define MOST_NAMES   14    /* beyond the outer limits */
#define NAME_HEIGHT  9.0
#define POINT_RADIUS 3.0
#define CURVE        120  /* points of a limit's curve */
#define ENDS         1.12 /* the axis of sizes reaches so far beyond the smallest and largest */

/* The limits at the size of one institution. */
struct node {
    double n;
    double limits[4]; /* low and high at 95%, low and high at 99.8% */
};

/* A rectangle on the plot, in points from its upper left corner. */
struct box {
    double left;
    double right;
    double top;
    double bottom;
};

struct scatter {
    const trig_figure *figure;
    struct trig_script *script;
    struct trig_axis axis;
    struct trig_frame frame;
    struct node *nodes;
    size_t node_count;
    double x_low; /* logarithms of sizes */
    double x_high;
    struct box *boxes; /* what is taken: the line, points, then names */
    size_t box_count;
};

/* ---- sizes ------------------------------------------------------------------------------------ */

static const struct trig_mark *mark_of(const struct scatter *scatter, size_t series, size_t row)
{
    return trig_figure_mark(scatter->figure, 0, series, row);
}

static int compare_nodes(const void *a, const void *b)
{
    const struct node *x = a;
    const struct node *y = b;
    return (x->n > y->n) - (x->n < y->n);
}

static enum trig_status list_nodes(struct scatter *scatter, struct trig_error *error)
{
    const trig_figure *figure = scatter->figure;
    double least = INFINITY;
    double most = 0.0;
    scatter->nodes = trig_arena_calloc(&scatter->script->arena, figure->row_count, sizeof *scatter->nodes);
    scatter->boxes = trig_arena_calloc(&scatter->script->arena, figure->row_count + MOST_NAMES + 2,
                                       sizeof *scatter->boxes);
    if (!scatter->nodes || !scatter->boxes)
        return trig_page_memory(scatter->script, error);
    for (size_t row = 0; row < figure->row_count; row++) {
        const struct trig_mark *mark = mark_of(scatter, TRIG_FUNNEL_INSTITUTIONS, row);
        const struct trig_mark *inner = mark_of(scatter, TRIG_FUNNEL_INNER, row);
        const struct trig_mark *outer = mark_of(scatter, TRIG_FUNNEL_OUTER, row);
        if (mark->state != TRIG_MARK_SHOWN)
            continue;
        least = fmin(least, mark->n);
        most = fmax(most, mark->n);
        if (inner->state == TRIG_MARK_SHOWN && outer->state == TRIG_MARK_SHOWN)
            scatter->nodes[scatter->node_count++] =
                (struct node){mark->n, {inner->low, inner->high, outer->low, outer->high}};
    }
    if (!scatter->node_count)
        return trig_error_set(error, TRIG_ERR_DOMAIN, "nothing to draw: the funnel has no limits");
    qsort(scatter->nodes, scatter->node_count, sizeof *scatter->nodes, compare_nodes);
    scatter->x_low = log10(least / ENDS);
    scatter->x_high = log10(most * ENDS);
    return TRIG_OK;
}

/* Sizes of 1, 2 and 5 times a power of ten; the ends where those are too few. */
static void put_sizes(const struct scatter *scatter)
{
    static const double steps[] = {1.0, 2.0, 5.0};
    struct trig_script *script = scatter->script;
    size_t written = 0;
    trig_script_block(script, "sizes", "at\ttext");
    for (int power = 0; power <= scatter->x_high; power++)
        for (size_t i = 0; i < 3; i++) {
            double at = (double)power + log10(steps[i]);
            if (at < scatter->x_low || at > scatter->x_high)
                continue;
            trig_script_cell(script, at);
            trig_script_cell_text(script, trig_number_text(&script->arena, round(pow(10.0, at)), 0));
            trig_script_end_row(script);
            written++;
        }
    bool one = scatter->x_high - scatter->x_low < 2.001 * log10(ENDS); /* a single size */
    for (size_t end = 0; end < 2 && written < 2 && !(one && written); end++) {
        double n = round(pow(10.0, end ? scatter->x_high : scatter->x_low) * (end ? 1.0 / ENDS : ENDS));
        trig_script_cell(script, log10(n));
        trig_script_cell_text(script, trig_number_text(&script->arena, n, 0));
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
}

/* ---- limits ------------------------------------------------------------------------------------ */

/* The limit [index] at a size between the nodes': they run nearly straight along one over the
 * square root of the size, so that is how they are joined. */
static double limit_at(const struct scatter *scatter, double n, size_t index)
{
    size_t after = 0;
    while (after < scatter->node_count && scatter->nodes[after].n < n)
        after++;
    if (after == scatter->node_count)
        return scatter->nodes[after - 1].limits[index];
    const struct node *high = &scatter->nodes[after];
    if (after == 0)
        return high->limits[index];
    const struct node *low = &scatter->nodes[after - 1];
    double from = 1.0 / sqrt(low->n);
    double share = (from - 1.0 / sqrt(n)) / (from - 1.0 / sqrt(high->n));
    return low->limits[index] + share * (high->limits[index] - low->limits[index]);
}

static void put_limits(const struct scatter *scatter)
{
    struct trig_script *script = scatter->script;
    const struct node *nodes = scatter->nodes;
    bool one = nodes[0].n >= nodes[scatter->node_count - 1].n; /* a single size: a band across */
    double from = one ? scatter->x_low : log10(nodes[0].n);
    double to = one ? scatter->x_high : log10(nodes[scatter->node_count - 1].n);
    trig_script_block(script, "limits", "x\tlow95\thigh95\tlow998\thigh998");
    for (size_t i = 0; i <= CURVE; i++) {
        double x = from + (to - from) * (double)i / CURVE;
        trig_script_cell(script, x);
        for (size_t limit = 0; limit < 4; limit++)
            trig_script_cell(script, limit_at(scatter, pow(10.0, x), limit));
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
}

/* ---- points -------------------------------------------------------------------------------------- */

static bool is_beyond(const struct scatter *scatter, size_t series, size_t row)
{
    const struct trig_mark *mark = mark_of(scatter, TRIG_FUNNEL_INSTITUTIONS, row);
    return trig_funnel_is_beyond(mark, mark_of(scatter, series, row));
}

static double plot_width(const struct scatter *scatter)
{
    return TRIG_PAGE_WIDTH - scatter->frame.left - scatter->frame.right;
}

static double x_of(const struct scatter *scatter, double n)
{
    return plot_width(scatter) * (log10(n) - scatter->x_low) / (scatter->x_high - scatter->x_low);
}

static double y_of(const struct scatter *scatter, double value)
{
    return PLOT_HEIGHT * (scatter->axis.high - value) / (scatter->axis.high - scatter->axis.low);
}

static void put_points(struct scatter *scatter)
{
    struct trig_script *script = scatter->script;
    if (scatter->figure->reference.given) {
        double y = y_of(scatter, scatter->figure->reference.value);
        scatter->boxes[scatter->box_count++] = (struct box){0.0, plot_width(scatter), y - 1.5, y + 1.5};
    }
    for (size_t pass = 0; pass < 2; pass++) {
        trig_script_block(script, pass ? "own" : "points", pass ? "x\tvalue" : "x\tvalue\tkind");
        for (size_t row = 0; row < scatter->figure->row_count; row++) {
            const struct trig_mark *mark = mark_of(scatter, TRIG_FUNNEL_INSTITUTIONS, row);
            if (mark->state != TRIG_MARK_SHOWN || scatter->figure->rows[row].own != (pass == 1))
                continue;
            double x = x_of(scatter, mark->n);
            double y = y_of(scatter, mark->value);
            scatter->boxes[scatter->box_count++] =
                (struct box){x - POINT_RADIUS, x + POINT_RADIUS, y - POINT_RADIUS, y + POINT_RADIUS};
            trig_script_cell(script, log10(mark->n));
            trig_script_cell(script, mark->value);
            if (pass == 0)
                trig_script_cell(script, is_beyond(scatter, TRIG_FUNNEL_OUTER, row)   ? 2
                                         : is_beyond(scatter, TRIG_FUNNEL_INNER, row) ? 1
                                                                                      : 0);
            trig_script_end_row(script);
        }
        trig_script_end_block(script);
    }
}

/* ---- names ---------------------------------------------------------------------------------------- */

/* Where a name could stand beside its point. */
struct spot {
    int side; /* -1 left of the point, 1 right of it */
    double x; /* of the name's end at the point */
    double y; /* of its middle */
    struct box box;
};

static struct spot spot_beside(double x, double y, int side, double lift, double width)
{
    double gap = lift == 0.0 ? 5.0 : 9.0;
    double at = x + side * gap;
    double middle = y + lift;
    return (struct spot){side,
                         at,
                         middle,
                         {side > 0 ? at : at - width, side > 0 ? at + width : at, middle - NAME_HEIGHT / 2,
                          middle + NAME_HEIGHT / 2}};
}

static bool is_free(const struct scatter *scatter, const struct box *box)
{
    if (box->left < 0.0 || box->right > plot_width(scatter) || box->top < 0.0 || box->bottom > PLOT_HEIGHT)
        return false;
    for (size_t i = 0; i < scatter->box_count; i++) {
        const struct box *other = &scatter->boxes[i];
        if (box->left < other->right && other->left < box->right && box->top < other->bottom &&
            other->top < box->bottom)
            return false;
    }
    return true;
}

/* The first free place beside the point of [row], near before far. */
static bool find_spot(const struct scatter *scatter, size_t row, double width, struct spot *out)
{
    static const double lifts[] = {0.0, -8.0, 8.0, -14.0, 14.0, -22.0, 22.0, -32.0, 32.0};
    const struct trig_mark *mark = mark_of(scatter, TRIG_FUNNEL_INSTITUTIONS, row);
    size_t most = scatter->figure->rows[row].own ? sizeof lifts / sizeof *lifts : 3;
    for (size_t i = 0; i < most; i++)
        for (int side = 1; side >= -1; side -= 2) {
            *out = spot_beside(x_of(scatter, mark->n), y_of(scatter, mark->value), side, lifts[i], width);
            if (is_free(scatter, &out->box))
                return true;
        }
    return false;
}

/* What is written in the block of names. */
struct name {
    struct spot spot;
    struct trig_view text;
    size_t row;
};

static enum trig_status place_name(struct scatter *scatter, size_t row, struct name *names, size_t *count,
                                   struct trig_error *error)
{
    bool own = scatter->figure->rows[row].own;
    struct trig_font font = own ? TRIG_FONT_OWN : TRIG_FONT_SMALL;
    struct trig_views lines;
    struct spot spot;
    enum trig_status status = trig_typeset_wrap(&scatter->script->arena, scatter->figure->rows[row].label,
                                                font, NAME_WIDTH, 1, &lines, error);
    if (status || !lines.count)
        return status;
    double width = trig_typeset_width(lines.items[0], font);
    bool found = find_spot(scatter, row, width, &spot);
    if (!found && own) {
        const struct trig_mark *mark = mark_of(scatter, TRIG_FUNNEL_INSTITUTIONS, row);
        double x = x_of(scatter, mark->n);
        spot = spot_beside(x, y_of(scatter, mark->value), x > plot_width(scatter) / 2 ? -1 : 1, 0.0, width);
    }
    if (!found && !own)
        return TRIG_OK;
    scatter->boxes[scatter->box_count++] = spot.box;
    names[(*count)++] = (struct name){spot, lines.items[0], row};
    return TRIG_OK;
}

/* The reader's own first, then those beyond the outer limits. */
static enum trig_status place_names(struct scatter *scatter, struct name *names, size_t *count,
                                    struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t row = 0; row < scatter->figure->row_count && !status && *count <= MOST_NAMES; row++) {
            bool own = scatter->figure->rows[row].own;
            if (mark_of(scatter, TRIG_FUNNEL_INSTITUTIONS, row)->state != TRIG_MARK_SHOWN ||
                own != (pass == 0))
                continue;
            if (own ? *count == 0 : *count < MOST_NAMES && is_beyond(scatter, TRIG_FUNNEL_OUTER, row))
                status = place_name(scatter, row, names, count, error);
        }
    return status;
}

static double back_x(const struct scatter *scatter, double x)
{
    return scatter->x_low + (scatter->x_high - scatter->x_low) * x / plot_width(scatter);
}

static double back_y(const struct scatter *scatter, double y)
{
    return scatter->axis.high - (scatter->axis.high - scatter->axis.low) * y / PLOT_HEIGHT;
}

static enum trig_status put_names(struct scatter *scatter, struct trig_error *error)
{
    struct trig_script *script = scatter->script;
    struct name names[MOST_NAMES + 1];
    size_t count = 0;
    enum trig_status status = place_names(scatter, names, &count, error);
    if (status)
        return status;
    trig_script_block(script, "names", "x\ty\tside\ttext\town");
    for (size_t i = 0; i < count; i++) {
        trig_script_cell(script, back_x(scatter, names[i].spot.x));
        trig_script_cell(script, back_y(scatter, names[i].spot.y));
        trig_script_cell(script, names[i].spot.side);
        trig_script_cell_text(script, names[i].text);
        trig_script_cell(script, scatter->figure->rows[names[i].row].own);
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
    trig_script_block(script, "leaders", "x\ty\tto x\tto y");
    for (size_t i = 0; i < count; i++) {
        const struct trig_mark *mark = mark_of(scatter, TRIG_FUNNEL_INSTITUTIONS, names[i].row);
        if (fabs(names[i].spot.y - y_of(scatter, mark->value)) < 1.0)
            continue;
        trig_script_cell(script, log10(mark->n));
        trig_script_cell(script, mark->value);
        trig_script_cell(script, back_x(scatter, names[i].spot.x - names[i].spot.side));
        trig_script_cell(script, back_y(scatter, names[i].spot.y));
        trig_script_end_row(script);
    }
    trig_script_end_block(script);
    return TRIG_OK;
}

/* ---- around the plot ---------------------------------------------------------------------------- */

static enum trig_status put_legend(struct scatter *scatter, struct trig_error *error)
{
    const struct trig_legend_entry entries[] = {{trig_view("95% limits"), 0xCCDBE8u, false, false},
                                                {trig_view("99.8% limits"), 0xE6EDF4u, false, false},
                                                {trig_view("beyond 95%"), 0x56B4E9u, false, false},
                                                {trig_view("beyond 99.8%"), 0x0072B2u, false, false}};
    scatter->frame.top += 2;
    return trig_page_legend(entries, sizeof entries / sizeof *entries, TRIG_PAGE_PAD, &scatter->frame.top,
                            scatter->script, error);
}

enum trig_status trig_funnel_lay(const trig_figure *figure, struct trig_script *script,
                                 struct trig_error *error)
{
    struct trig_page page;
    struct scatter scatter = {.figure = figure, .script = script};
    double low, high;
    trig_figure_range(figure, &low, &high);
    scatter.axis = trig_axis_cover(low, high, MOST_TICKS, figure->unit);
    enum trig_status status = trig_page_begin(figure, script, &page, error);
    if (!status)
        status = list_nodes(&scatter, error);
    if (status)
        return status;
    trig_page_axis(&scatter.axis, 'Y', figure->unit, script);
    scatter.frame = (struct trig_frame){
        .left = TRIG_PAGE_PAD + trig_page_tick_width(&scatter.axis, figure->unit, TRIG_FONT_NAME, script) + 6,
        .right = TRIG_PAGE_PAD,
        .top = page.top + 2,
        .body = PLOT_HEIGHT,
        .bottom = BELOW};
    status = put_legend(&scatter, error);
    if (!status)
        status = trig_page_reference(figure, &scatter.frame.right, script, error);
    if (status)
        return status;
    scatter.frame.top += AXIS_ROOM;
    put_sizes(&scatter);
    put_limits(&scatter);
    put_points(&scatter);
    status = put_names(&scatter, error);
    trig_script_text(script, "AXIS", figure->axis);
    trig_script_text(script, "SIZES", trig_view(figure->effective ? "Effective respondents" : "Respondents"));
    trig_script_number(script, "X_LOW", scatter.x_low);
    trig_script_number(script, "X_HIGH", scatter.x_high);
    trig_page_end(&page, &scatter.frame, script);
    return status;
}
