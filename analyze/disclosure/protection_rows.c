#include "analyze/disclosure/protection.h"

bool trig_protection_counts_all(const struct trig_protection *protection)
{
    for (size_t i = 0; i < protection->lattice.count; i++)
        if (protection->lattice.named[i] && protection->everybody[i])
            return false;
    return true;
}

enum trig_status trig_protection_hide(const struct trig_protection *protection, const size_t *rows,
                                      struct trig_results *results, struct trig_error *error)
{
    const struct trig_lattice *lattice = &protection->lattice;
    size_t measures = protection->cells->measures;
    enum trig_suppression *reasons = trig_calloc(lattice->count, sizeof *reasons);
    enum trig_status status = TRIG_OK;
    if (!reasons)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    for (size_t measure = 0; measure < measures && status == TRIG_OK; measure++) {
        status = trig_protection_measure(protection, measure, reasons, error);
        for (size_t i = 0; i < lattice->shown && status == TRIG_OK; i++) {
            size_t at = i * measures + measure;
            struct trig_result *row = &results->items[rows ? rows[at] : at];
            if (reasons[lattice->first + i] && !trig_disclosure_is_hidden(row))
                trig_disclosure_hide(row, reasons[lattice->first + i]);
        }
    }
    trig_free(reasons);
    return status;
}
