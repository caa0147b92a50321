#include "analyze/reliability/polychoric.h"

#include "analyze/reliability/bivariate.h"
#include "surveys/base/memory.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

#define STEPS 200
#define CLOSE 1e-12

/* A table without empty rows and columns, and where its answers are cut. */
struct cut_table {
    size_t rows;
    size_t columns;
    double *counts;        /* rows x columns */
    double *row_cuts;      /* [rows + 1], from minus to plus infinity */
    double *column_cuts;   /* [columns + 1] */
    double *probabilities; /* (rows + 1) x (columns + 1): below both cuts */
    double *densities;     /* the same shape */
};

/* ---- making ------------------------------------------------------------------------------- */

static double row_sum(const double *counts, size_t columns, size_t row)
{
    double sum = 0.0;
    for (size_t j = 0; j < columns; j++)
        sum += counts[row * columns + j];
    return sum;
}

static double column_sum(const double *counts, size_t rows, size_t columns, size_t column)
{
    double sum = 0.0;
    for (size_t i = 0; i < rows; i++)
        sum += counts[i * columns + column];
    return sum;
}

static void copy_filled(const double *counts, size_t rows, size_t columns, struct cut_table *out)
{
    size_t filled = 0;
    for (size_t i = 0; i < rows; i++) {
        if (row_sum(counts, columns, i) == 0.0)
            continue;
        for (size_t j = 0; j < columns; j++)
            if (column_sum(counts, rows, columns, j) > 0.0)
                out->counts[filled++] = counts[i * columns + j];
        out->rows++;
    }
    out->columns = out->rows ? filled / out->rows : 0;
}

static void set_cuts(struct cut_table *table, double total)
{
    double below = 0.0;
    table->row_cuts[0] = table->column_cuts[0] = -INFINITY;
    for (size_t i = 0; i + 1 < table->rows; i++) {
        below += row_sum(table->counts, table->columns, i);
        table->row_cuts[i + 1] = gsl_cdf_ugaussian_Pinv(fmin(below / total, 1.0));
    }
    below = 0.0;
    for (size_t j = 0; j + 1 < table->columns; j++) {
        below += column_sum(table->counts, table->rows, table->columns, j);
        table->column_cuts[j + 1] = gsl_cdf_ugaussian_Pinv(fmin(below / total, 1.0));
    }
    table->row_cuts[table->rows] = table->column_cuts[table->columns] = INFINITY;
}

static void fill_table(const double *counts, size_t rows, size_t columns, double correct,
                       struct cut_table *table)
{
    double total = 0.0;
    copy_filled(counts, rows, columns, table);
    for (size_t i = 0; i < table->rows * table->columns; i++) {
        total += table->counts[i];
        if (table->counts[i] == 0.0)
            table->counts[i] = correct;
    }
    set_cuts(table, total);
}

/* ---- likelihood ------------------------------------------------------------------------------ */

/* The derivative of the log likelihood by rho, and the information that it holds. */
static void set_score(struct cut_table *table, double rho, double *score, double *information)
{
    size_t width = table->columns + 1;
    double total = 0.0;
    *score = *information = 0.0;
    for (size_t i = 0; i <= table->rows; i++)
        for (size_t j = 0; j < width; j++) {
            double h = table->row_cuts[i];
            double k = table->column_cuts[j];
            table->probabilities[i * width + j] = trig_bivariate_below(h, k, rho);
            table->densities[i * width + j] = trig_bivariate_density(h, k, rho);
        }
    for (size_t i = 0; i < table->rows; i++)
        for (size_t j = 0; j < table->columns; j++) {
            const double *p = table->probabilities + i * width + j;
            const double *d = table->densities + i * width + j;
            double probability = fmax(p[width + 1] - p[width] - p[1] + p[0], DBL_MIN);
            double slope = d[width + 1] - d[width] - d[1] + d[0];
            double count = table->counts[i * table->columns + j];
            *score += count * slope / probability;
            *information += probability > DBL_EPSILON ? slope * slope / probability : 0.0;
            total += count;
        }
    *information *= total;
}

/* Fisher scoring between bounds that close in, by halves where a step leaves them. */
static double maximise(struct cut_table *table)
{
    double low = -TRIG_POLYCHORIC_BOUND;
    double high = TRIG_POLYCHORIC_BOUND;
    double score;
    double information;
    set_score(table, low, &score, &information);
    if (score <= 0.0)
        return low;
    set_score(table, high, &score, &information);
    if (score >= 0.0)
        return high;
    double rho = 0.0;
    for (size_t step = 0; step < STEPS; step++) {
        set_score(table, rho, &score, &information);
        if (score > 0.0)
            low = rho;
        else
            high = rho;
        double next = rho + score / information;
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        double change = fabs(next - rho);
        rho = next;
        if (change < CLOSE)
            break;
    }
    return rho;
}

enum trig_status trig_polychoric(const double *counts, size_t rows, size_t columns, double correct,
                                 double *rho, struct trig_error *error)
{
    size_t corners = (rows + 1) * (columns + 1);
    double *room = trig_calloc(rows * columns + rows + columns + 2 + 2 * corners, sizeof *room);
    if (!room) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a table of %zu answers", rows * columns);
        return TRIG_ERR_MEMORY;
    }
    struct cut_table table = {.counts = room, .row_cuts = room + rows * columns};
    table.column_cuts = table.row_cuts + rows + 1;
    table.probabilities = table.column_cuts + columns + 1;
    table.densities = table.probabilities + corners;
    fill_table(counts, rows, columns, correct, &table);
    *rho = table.rows < 2 || table.columns < 2 ? NAN : maximise(&table);
    trig_free(room);
    return TRIG_OK;
}

double trig_polychoric_alpha(const double *correlation, size_t items)
{
    double count = (double)items;
    double sum = 0.0;
    for (size_t i = 0; i < items * items; i++)
        sum += correlation[i];
    return count / (count - 1.0) * (1.0 - count / sum);
}
