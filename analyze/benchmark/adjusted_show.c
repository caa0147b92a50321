#include "analyze/benchmark/adjusted.h"
#include "analyze/benchmark/show.h"
#include "analyze/benchmark/trig_adjusted_functions.h"
#include "analyze/show_r/show_r_text.h"

/* Between the codes of a combination. */
#define BETWEEN " | "

void trig_adjusted_show_begin(FILE *out)
{
    fputs(trig_adjusted_functions, out);
}

/* The attributes of a mix that is told apart by all of them, or by one. */
struct part {
    size_t first;
    size_t count;
    const struct trig_standing *standing;
};

static void put_columns(const struct trig_adjusted *adjusted, const struct part *part, FILE *out)
{
    fputs(part->count > 1 ? "paste(" : "", out);
    for (size_t i = 0; i < part->count; i++) {
        size_t variable = adjusted->asked->attributes.items[part->first + i].variable;
        fputs(i ? ", " : "", out);
        trig_r_column(trig_r_column_name(&adjusted->bench->cells, variable), out);
    }
    fputs(part->count > 1 ? ", sep = \"" BETWEEN "\")" : "", out);
}

/* The codes of a domain as R has them; data is NULL when memory is out. */
static struct trig_view codes_of(const struct trig_adjusted *adjusted, const struct part *part,
                                 const struct trig_domain *domain)
{
    struct trig_arena *arena = &adjusted->bench->arena;
    struct trig_view text = trig_view("");
    for (size_t i = 0; i < part->count && text.data; i++) {
        struct trig_view code =
            trig_dictionary_at(adjusted->bench->cells.values[part->first + i], domain->values[i]);
        text = i ? trig_arena_printf(arena, "%.*s" BETWEEN "%.*s", TRIG_VIEW_ARG(text), TRIG_VIEW_ARG(code))
                 : code;
    }
    return text;
}

/* together(the columns, c(what stands by itself)) */
static enum trig_status put_factor(const struct trig_adjusted *adjusted, const struct part *part,
                                   const struct trig_mix_place *place, FILE *out, struct trig_error *error)
{
    const char *before = "";
    fputs("together(", out);
    put_columns(adjusted, part, out);
    fputs(", c(", out);
    for (size_t i = 0; i < part->standing->domains.count; i++) {
        const struct trig_domain *domain = &part->standing->domains.items[i];
        struct trig_view codes = codes_of(adjusted, part, domain);
        if (!codes.data)
            return trig_bench_no_memory(error);
        if (domain->wave != place->wave || !trig_adjusted_stands(adjusted, part->standing, i, place))
            continue;
        fputs(before, out);
        trig_r_string(codes, out);
        before = ", ";
    }
    fputs("))", out);
    return TRIG_OK;
}

enum trig_status trig_adjusted_show(const struct trig_adjusted *adjusted, const struct trig_domain *own,
                                    size_t measure, FILE *out, struct trig_error *error)
{
    const struct trig_cells *cells = &adjusted->bench->cells;
    const struct trig_mix_place place = {own->wave, own->institution, measure};
    struct trig_domain whole = *own;
    size_t count = adjusted->asked->attributes.count;
    enum trig_status status = TRIG_OK;
    whole.institution = TRIG_NONE;
    fputs("rows[[length(rows) + 1]] <- data.frame(check.names = FALSE, ", out);
    trig_show_labels(cells, own, out);
    fputs(",\n  adjusted(design, ", out);
    trig_show_domain(cells, own, out);
    fputs(", ", out);
    trig_show_domain(cells, &whole, out);
    fputs(",\n    list(", out);
    for (size_t i = 0; i < (adjusted->by_model ? count : 1) && status == TRIG_OK; i++) {
        const struct part part = {i, adjusted->by_model ? 1 : count,
                                  adjusted->by_model ? &adjusted->levels[i] : &adjusted->cells};
        fputs(i ? ",\n      " : "", out);
        status = put_factor(adjusted, &part, &place, out, error);
    }
    fprintf(out, "),\n    %zu, settings%s%s))\n", measure + 1, adjusted->by_model ? ", by_model = TRUE" : "",
            adjusted->asked->leave_out ? ", out = TRUE" : "");
    return status;
}
