#include "analyze/disclosure/audit.h"

#include <math.h>
#include <stdlib.h>

/* Multiplications that one set may take: a tenth of a second. */
#define MOST_WORK 1e8

/* Entries are small whole numbers and their quotients: what is smaller is rounding. */
#define NOTHING 1e-9

/* A row, or a family, and the set that it belongs to. */
struct place {
    size_t set;
    double weight; /* of a row: respondents; 0 for a family */
    size_t index;
};

/* The equations of the families that hang together. */
struct system {
    double *entries; /* equations x unknowns */
    size_t equations;
    size_t unknowns;
    const struct place *rows; /* by unknown: the row of the results */
};

struct audit {
    const struct trig_audit *asked;
    size_t *set;        /* by place: one that it hangs together with; the roots name the sets */
    size_t *unknown;    /* by place: its unknown in its set's system */
    struct place *rows; /* the hidden places, by set */
    size_t row_count;
    struct place *equations; /* the families with an unknown, by set */
    size_t equation_count;
    size_t *found; /* the sums that follow */
    size_t found_count;
    size_t found_capacity;
    struct trig_error *error;
};

static bool is_unknown(const struct audit *audit, size_t row)
{
    return row != TRIG_NONE && audit->asked->hidden[row];
}

/* ---- sets of rows that hang together -------------------------------------------------- */

static size_t root_of(struct audit *audit, size_t row)
{
    while (audit->set[row] != row) {
        audit->set[row] = audit->set[audit->set[row]];
        row = audit->set[row];
    }
    return row;
}

/* The first unknown of a family; TRIG_NONE when all is known. */
static size_t first_unknown(const struct audit *audit, const struct trig_family *family)
{
    for (size_t i = 0; i < family->part_count; i++)
        if (is_unknown(audit, family->parts[i]))
            return family->parts[i];
    return is_unknown(audit, family->total) ? family->total : TRIG_NONE;
}

static void join_families(struct audit *audit)
{
    for (size_t i = 0; i < audit->asked->count; i++)
        audit->set[i] = i;
    for (size_t i = 0; i < audit->asked->family_count; i++) {
        const struct trig_family *family = &audit->asked->families[i];
        size_t first = first_unknown(audit, family);
        if (first == TRIG_NONE)
            continue;
        for (size_t j = 0; j < family->part_count; j++)
            if (is_unknown(audit, family->parts[j]))
                audit->set[root_of(audit, family->parts[j])] = root_of(audit, first);
        if (is_unknown(audit, family->total))
            audit->set[root_of(audit, family->total)] = root_of(audit, first);
    }
}

/* Heavy rows first: elimination leaves equations between light ones last, and so
 * finds the sums that few respondents are behind. */
static int compare_places(const void *a, const void *b)
{
    const struct place *x = a;
    const struct place *y = b;
    if (x->set != y->set)
        return x->set < y->set ? -1 : 1;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Lists the hidden rows and the equations, those of a set side by side. */
static void list_sets(struct audit *audit)
{
    for (size_t i = 0; i < audit->asked->family_count; i++) {
        size_t first = first_unknown(audit, &audit->asked->families[i]);
        if (first != TRIG_NONE)
            audit->equations[audit->equation_count++] = (struct place){root_of(audit, first), 0.0, i};
    }
    for (size_t i = 0; i < audit->asked->count; i++)
        if (is_unknown(audit, i))
            audit->rows[audit->row_count++] = (struct place){root_of(audit, i), audit->asked->n[i], i};
    if (audit->equation_count)
        qsort(audit->equations, audit->equation_count, sizeof *audit->equations, compare_places);
    if (audit->row_count)
        qsort(audit->rows, audit->row_count, sizeof *audit->rows, compare_places);
}

/* ---- one set -------------------------------------------------------------------------------- */

static void fill_equation(const struct audit *audit, const struct trig_family *family, double *equation)
{
    for (size_t i = 0; i < family->part_count; i++)
        if (is_unknown(audit, family->parts[i]))
            equation[audit->unknown[family->parts[i]]] = 1.0;
    if (is_unknown(audit, family->total))
        equation[audit->unknown[family->total]] = -1.0;
}

/* The system of the set that [equations] and [rows] begin with. */
static enum trig_status fill_system(struct audit *audit, const struct place *equations, size_t equation_count,
                                    const struct place *rows, size_t row_count, struct system *out)
{
    struct system system = {NULL, equation_count, row_count, rows};
    system.entries = trig_calloc(equation_count * row_count, sizeof *system.entries);
    if (!system.entries)
        return trig_error_set(audit->error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    for (size_t i = 0; i < row_count; i++)
        audit->unknown[rows[i].index] = i;
    for (size_t i = 0; i < equation_count; i++)
        fill_equation(audit, &audit->asked->families[equations[i].index], system.entries + i * row_count);
    *out = system;
    return TRIG_OK;
}

static double *equation_at(const struct system *system, size_t equation)
{
    return system->entries + equation * system->unknowns;
}

static void swap(const struct system *system, size_t a, size_t b)
{
    for (size_t i = 0; a != b && i < system->unknowns; i++) {
        double entry = equation_at(system, a)[i];
        equation_at(system, a)[i] = equation_at(system, b)[i];
        equation_at(system, b)[i] = entry;
    }
}

/* The equation from [first] on with the largest entry in [unknown]. */
static size_t find_pivot(const struct system *system, size_t first, size_t unknown)
{
    size_t best = first;
    for (size_t i = first + 1; i < system->equations; i++)
        if (fabs(equation_at(system, i)[unknown]) > fabs(equation_at(system, best)[unknown]))
            best = i;
    return best;
}

/* Makes [pivot]'s entry 1 and everybody else's 0. */
static void eliminate(const struct system *system, size_t pivot, size_t unknown)
{
    double *line = equation_at(system, pivot);
    double scale = line[unknown];
    for (size_t i = 0; i < system->unknowns; i++)
        line[i] /= scale;
    for (size_t i = 0; i < system->equations; i++) {
        double *other = equation_at(system, i);
        double factor = other[unknown];
        if (i == pivot || fabs(factor) < NOTHING)
            continue;
        for (size_t j = 0; j < system->unknowns; j++)
            other[j] -= factor * line[j];
    }
}

/* Reduced row echelon form; returns the rank. */
static size_t reduce(const struct system *system)
{
    size_t rank = 0;
    for (size_t unknown = 0; unknown < system->unknowns && rank < system->equations; unknown++) {
        size_t pivot = find_pivot(system, rank, unknown);
        if (fabs(equation_at(system, pivot)[unknown]) < NOTHING)
            continue;
        swap(system, rank, pivot);
        eliminate(system, rank++, unknown);
    }
    return rank;
}

/* ---- what comes out of it ---------------------------------------------------------------------- */

/* Whether an equation is a plain sum of unknowns. */
static bool is_sum(const struct system *system, const double *equation)
{
    for (size_t i = 0; i < system->unknowns; i++)
        if (fabs(equation[i]) >= NOTHING && fabs(equation[i] - 1.0) > NOTHING)
            return false;
    return true;
}

static enum trig_status push(struct audit *audit, size_t row)
{
    enum trig_status status = trig_grow((void **)&audit->found, &audit->found_capacity,
                                        audit->found_count + 1, sizeof *audit->found, audit->error);
    if (status == TRIG_OK)
        audit->found[audit->found_count++] = row;
    return status;
}

static enum trig_status keep_sum(struct audit *audit, const struct system *system, const double *equation)
{
    enum trig_status status = TRIG_OK;
    if (!is_sum(system, equation))
        return TRIG_OK;
    for (size_t i = 0; i < system->unknowns && status == TRIG_OK; i++)
        if (fabs(equation[i]) >= NOTHING)
            status = push(audit, system->rows[i].index);
    return status ? status : push(audit, TRIG_NONE);
}

static size_t run_length(const struct place *places, size_t count, size_t set)
{
    size_t length = 0;
    while (length < count && places[length].set == set)
        length++;
    return length;
}

/* Rows of no family make sets of their own, without equations. */
static const struct place *skip_to(const struct place *rows, size_t set)
{
    while (rows->set != set)
        rows++;
    return rows;
}

/* Elimination takes so much for each pair of equations. */
static bool is_too_much(size_t equations, size_t unknowns)
{
    return (double)equations * (double)equations * (double)unknowns > MOST_WORK;
}

static void leave_unsolved(const struct audit *audit, const struct place *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        audit->asked->unsolved[rows[i].index] = true;
}

static enum trig_status audit_set(struct audit *audit, const struct place *equations, size_t equation_count,
                                  const struct place *rows, size_t row_count)
{
    struct system system = {.entries = NULL};
    if (is_too_much(equation_count, row_count)) {
        leave_unsolved(audit, rows, row_count);
        return TRIG_OK;
    }
    enum trig_status status = fill_system(audit, equations, equation_count, rows, row_count, &system);
    if (status)
        return status;
    size_t rank = reduce(&system);
    for (size_t i = 0; i < rank && status == TRIG_OK; i++)
        status = keep_sum(audit, &system, equation_at(&system, i));
    trig_free(system.entries);
    return status;
}

static enum trig_status audit_sets(struct audit *audit)
{
    const struct place *rows = audit->rows;
    const struct place *rows_end = audit->rows + audit->row_count;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < audit->equation_count && status == TRIG_OK;) {
        size_t set = audit->equations[i].set;
        size_t equations = run_length(audit->equations + i, audit->equation_count - i, set);
        rows = skip_to(rows, set);
        status = audit_set(audit, audit->equations + i, equations, rows,
                           run_length(rows, (size_t)(rows_end - rows), set));
        i += equations;
    }
    return status;
}

static enum trig_status audit_all(struct audit *audit)
{
    size_t rows = audit->asked->count;
    audit->set = trig_calloc(rows, sizeof *audit->set);
    audit->unknown = trig_calloc(rows, sizeof *audit->unknown);
    audit->rows = trig_calloc(rows, sizeof *audit->rows);
    audit->equations = trig_calloc(audit->asked->family_count, sizeof *audit->equations);
    if (!audit->set || !audit->unknown || !audit->rows || !audit->equations)
        return trig_error_set(audit->error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    join_families(audit);
    list_sets(audit);
    enum trig_status status = audit_sets(audit);
    if (status == TRIG_OK && audit->found_count)
        status = push(audit, TRIG_NONE);
    return status;
}

enum trig_status trig_audit_sums(const struct trig_audit *asked, size_t **sums, struct trig_error *error)
{
    struct audit audit = {.asked = asked, .error = error};
    enum trig_status status = audit_all(&audit);
    if (status) {
        trig_free(audit.found);
        audit.found = NULL;
    }
    trig_free(audit.set);
    trig_free(audit.unknown);
    trig_free(audit.rows);
    trig_free(audit.equations);
    *sums = audit.found;
    return status;
}
