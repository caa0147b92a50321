#include "analyze/reliability/products.h"

#include "surveys/base/memory.h"

#include <math.h>

/* Places of the sums: n, w, w^2, then w y by item, then w y y by pair i <= j. */
enum { PLACE_N, PLACE_W, PLACE_WW, PLACE_SUMS };

struct trig_products {
    double *row; /* owned; the answers of the respondent being added */
    size_t items;
    size_t width;
    double *part;    /* owned; of the batch under way */
    double *whole;   /* owned */
    double *carries; /* owned; what compensated addition has kept of whole */
};

trig_products *trig_products_create(size_t items, struct trig_error *error)
{
    trig_products *products = trig_calloc(1, sizeof *products);
    if (products) {
        products->items = items;
        products->width = PLACE_SUMS + items + items * (items + 1) / 2;
        products->row = trig_calloc(items, sizeof *products->row);
        products->part = trig_calloc(products->width, sizeof *products->part);
        products->whole = trig_calloc(products->width, sizeof *products->whole);
        products->carries = trig_calloc(products->width, sizeof *products->carries);
    }
    if (products && products->row && products->part && products->whole && products->carries)
        return products;
    trig_products_destroy(products);
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the products of %zu items", items);
    return NULL;
}

void trig_products_destroy(trig_products *products)
{
    if (!products)
        return;
    trig_free(products->row);
    trig_free(products->part);
    trig_free(products->whole);
    trig_free(products->carries);
    trig_free(products);
}

/* ---- adding ----------------------------------------------------------------------- */

bool trig_products_add(trig_products *products, const struct trig_products_rows *rows, size_t row)
{
    size_t items = products->items;
    double w = rows->weights ? rows->weights[row] : 1.0;
    double *y = products->row;
    for (size_t i = 0; i < items; i++) {
        y[i] = rows->y[i][row];
        if (isnan(y[i]))
            return false;
    }
    if (!(w > 0.0))
        return false;
    double *sums = products->part + PLACE_SUMS;
    double *pair = sums + items;
    products->part[PLACE_N] += 1.0;
    products->part[PLACE_W] += w;
    products->part[PLACE_WW] += w * w;
    for (size_t i = 0; i < items; i++) {
        double wy = w * y[i];
        sums[i] += wy;
        for (size_t j = i; j < items; j++)
            pair[j - i] += wy * y[j];
        pair += items - i;
    }
    return true;
}

/* Neumaier (1974): the rounding error of each addition is kept. */
static void add_compensated(trig_products *products, const double *values)
{
    for (size_t i = 0; i < products->width; i++) {
        double sum = products->whole[i];
        double total = sum + values[i];
        products->carries[i] +=
            fabs(sum) >= fabs(values[i]) ? (sum - total) + values[i] : (values[i] - total) + sum;
        products->whole[i] = total;
    }
}

void trig_products_close(trig_products *products)
{
    add_compensated(products, products->part);
    memset(products->part, 0, products->width * sizeof *products->part);
}

void trig_products_merge(trig_products *products, const trig_products *other)
{
    add_compensated(products, other->whole);
    add_compensated(products, other->carries);
}

/* ---- what they give ------------------------------------------------------------------ */

static double sum_at(const trig_products *products, size_t place)
{
    return products->whole[place] + products->carries[place];
}

double trig_products_n(const trig_products *products)
{
    return sum_at(products, PLACE_N);
}

double trig_products_effective_n(const trig_products *products)
{
    double w = sum_at(products, PLACE_W);
    return w * w / sum_at(products, PLACE_WW);
}

void trig_products_covariance(const trig_products *products, double *out)
{
    size_t place = PLACE_SUMS + products->items;
    double w = sum_at(products, PLACE_W);
    for (size_t i = 0; i < products->items; i++) {
        double mean = sum_at(products, PLACE_SUMS + i) / w;
        for (size_t j = i; j < products->items; j++) {
            double product = sum_at(products, place++) / w;
            double covariance = product - mean * (sum_at(products, PLACE_SUMS + j) / w);
            out[i * products->items + j] = out[j * products->items + i] = covariance;
        }
    }
}
