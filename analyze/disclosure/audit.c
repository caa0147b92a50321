#include "analyze/disclosure/audit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Entries are small whole numbers and their quotients: what is smaller is rounding. */
#define NOTHING 1e-9

/* A row, or a family, and the set that it belongs to. */
struct place {
    size_t set;
    uint64_t weight; /* of a row: respondents; 0 for a family */
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
    const struct trig_disclosure_rules *rules;
    const struct trig_results *results;
    const struct trig_family *families;
    size_t family_count;
    trig_audit_rule *may_be_known;
    size_t *set;        /* by row: a row that it hangs together with; the roots name the sets */
    size_t *unknown;    /* by row: its unknown in its set's system */
    struct place *rows; /* the hidden rows, by set */
    size_t row_count;
    struct place *equations; /* the families with an unknown, by set */
    size_t equation_count;
    size_t *found; /* what was exposed */
    size_t found_count;
    size_t found_capacity;
    struct trig_error *error;
};

static bool is_unknown(const struct audit *audit, size_t row)
{
    return row != TRIG_NONE && trig_disclosure_is_hidden(&audit->results->items[row]);
}

/* ---- lists of rows --------------------------------------------------------------------- */

size_t trig_audit_length(const size_t *lists)
{
    size_t length = 0;
    while (lists[length] != TRIG_NONE)
        length++;
    return length;
}

const size_t *trig_audit_next(const size_t *lists)
{
    return lists + trig_audit_length(lists) + 1;
}

bool trig_audit_has(const size_t *lists, const size_t *rows)
{
    size_t bytes = (trig_audit_length(rows) + 1) * sizeof *rows;
    for (; lists && *lists != TRIG_NONE; lists = trig_audit_next(lists))
        if (memcmp(lists, rows, bytes) == 0)
            return true;
    return false;
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
    for (size_t i = 0; i < audit->results->count; i++)
        audit->set[i] = i;
    for (size_t i = 0; i < audit->family_count; i++) {
        const struct trig_family *family = &audit->families[i];
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
    for (size_t i = 0; i < audit->family_count; i++) {
        size_t first = first_unknown(audit, &audit->families[i]);
        if (first != TRIG_NONE)
            audit->equations[audit->equation_count++] = (struct place){root_of(audit, first), 0, i};
    }
    for (size_t i = 0; i < audit->results->count; i++)
        if (is_unknown(audit, i))
            audit->rows[audit->row_count++] =
                (struct place){root_of(audit, i), audit->results->items[i].base.denominator, i};
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
        fill_equation(audit, &audit->families[equations[i].index], system.entries + i * row_count);
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

/* Whether an equation is a plain sum of unknowns, and of which base. */
static bool is_sum(const struct audit *audit, const struct system *system, const double *equation,
                   size_t *parts, struct trig_base *base)
{
    bool any = false;
    *parts = 0;
    *base = (struct trig_base){.denominator = 0, .numerator = 0.0};
    for (size_t i = 0; i < system->unknowns; i++) {
        if (fabs(equation[i]) < NOTHING)
            continue;
        if (fabs(equation[i] - 1.0) > NOTHING)
            return false;
        const struct trig_result *row = &audit->results->items[system->rows[i].index];
        any = any || row->base.denominator || !row->unlisted;
        if (row->base.denominator == 0)
            continue; /* nobody can hide behind nobody */
        base->denominator += row->base.denominator;
        base->numerator += row->base.numerator;
        ++*parts;
    }
    return any;
}

static enum trig_status push(struct audit *audit, size_t row)
{
    enum trig_status status = trig_grow((void **)&audit->found, &audit->found_capacity,
                                        audit->found_count + 1, sizeof *audit->found, audit->error);
    if (status == TRIG_OK)
        audit->found[audit->found_count++] = row;
    return status;
}

static enum trig_status judge(struct audit *audit, const struct system *system, const double *equation)
{
    size_t parts;
    struct trig_base base;
    enum trig_status status = TRIG_OK;
    if (!is_sum(audit, system, equation, &parts, &base) ||
        audit->may_be_known(audit->rules, parts, base.denominator, base.numerator))
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

static enum trig_status audit_sets(struct audit *audit)
{
    const struct place *rows = audit->rows;
    const struct place *rows_end = audit->rows + audit->row_count;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < audit->equation_count && status == TRIG_OK;) {
        size_t set = audit->equations[i].set;
        size_t equations = run_length(audit->equations + i, audit->equation_count - i, set);
        rows = skip_to(rows, set);
        struct system system = {.entries = NULL};
        status = fill_system(audit, audit->equations + i, equations, rows,
                             run_length(rows, (size_t)(rows_end - rows), set), &system);
        if (status)
            return status;
        size_t rank = reduce(&system);
        for (size_t j = 0; j < rank && status == TRIG_OK; j++)
            status = judge(audit, &system, equation_at(&system, j));
        trig_free(system.entries);
        i += equations;
    }
    return status;
}

static enum trig_status audit_all(struct audit *audit)
{
    size_t rows = audit->results->count;
    audit->set = trig_calloc(rows, sizeof *audit->set);
    audit->unknown = trig_calloc(rows, sizeof *audit->unknown);
    audit->rows = trig_calloc(rows, sizeof *audit->rows);
    audit->equations = trig_calloc(audit->family_count, sizeof *audit->equations);
    if (!audit->set || !audit->unknown || !audit->rows || !audit->equations)
        return trig_error_set(audit->error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    join_families(audit);
    list_sets(audit);
    enum trig_status status = audit_sets(audit);
    if (status == TRIG_OK && audit->found_count)
        status = push(audit, TRIG_NONE);
    return status;
}

enum trig_status trig_disclosure_audit(const struct trig_disclosure_rules *rules,
                                       const struct trig_results *results, const struct trig_family *families,
                                       size_t family_count, trig_audit_rule *may_be_known, size_t **exposed,
                                       struct trig_error *error)
{
    struct audit audit = {.rules = rules,
                          .results = results,
                          .families = families,
                          .family_count = family_count,
                          .may_be_known = may_be_known,
                          .error = error};
    enum trig_status status = audit_all(&audit);
    if (status) {
        trig_free(audit.found);
        audit.found = NULL;
    }
    trig_free(audit.set);
    trig_free(audit.unknown);
    trig_free(audit.rows);
    trig_free(audit.equations);
    *exposed = audit.found;
    return status;
}
