#include "analyze/frame/frame_internal.h"

#include "surveys/base/text.h"

static bool lists_text(const struct trig_views *list, struct trig_view text)
{
    for (size_t i = 0; i < list->count; i++)
        if (trig_view_equal(list->items[i], text))
            return true;
    return false;
}

static bool lists_number(const struct trig_views *list, double number)
{
    for (size_t i = 0; i < list->count; i++) {
        double listed;
        if (trig_text_to_number(list->items[i], &listed) && listed == number)
            return true;
    }
    return false;
}

static bool lists_option(const struct trig_views *list, const trig_dictionary *options, uint64_t flags)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t option = trig_dictionary_find(options, list->items[i]);
        if (option != SIZE_MAX && (flags >> option & 1))
            return true;
    }
    return false;
}

static enum trig_status settle_fails(const struct trig_eligibility *rule, const trig_dictionary *codes,
                                     struct trig_code_parts *fails, struct trig_error *error)
{
    fails->count = trig_dictionary_count(codes);
    size_t entries = fails->count < 256 ? 256 : fails->count + 1;
    fails->items = trig_calloc(entries, sizeof *fails->items);
    if (!fails->items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the rule of \"%.*s\"",
                              TRIG_VIEW_ARG(rule->variable->name));
    for (size_t code = 0; code < entries; code++)
        fails->items[code] =
            code >= fails->count || !lists_text(&rule->variable->eligible, trig_dictionary_at(codes, code));
    return TRIG_OK;
}

enum trig_status trig_scope_settle(trig_frame *frame, struct trig_error *error)
{
    for (size_t i = 0; i < frame->store_count; i++) {
        struct trig_frame_store *store = &frame->stores[i];
        store->fails = trig_calloc(frame->eligibility_count, sizeof *store->fails);
        if (!store->fails)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the eligible rules");
        for (size_t j = 0; j < frame->eligibility_count; j++) {
            size_t column = frame->eligibility[j].column;
            const trig_dictionary *codes = trig_scan_dictionary(store->scan, column);
            bool coded = frame->specs[column].encoding != TRIG_ENCODING_FLAGS && codes;
            enum trig_status status =
                coded ? settle_fails(&frame->eligibility[j], codes, &store->fails[j], error) : TRIG_OK;
            if (status)
                return status;
        }
    }
    return TRIG_OK;
}

/* A rule on a column that is not coded: rare, so row by row. */
static bool row_fails(const struct trig_eligibility *rule, const struct trig_column *column, size_t row)
{
    const struct trig_views *list = &rule->variable->eligible;
    if (column->answers && column->answers[row] != TRIG_ANSWERED)
        return true;
    if (column->numbers)
        return !lists_number(list, column->numbers[row]);
    if (column->offsets)
        return !lists_text(list, trig_column_text(column, row));
    return !lists_option(list, column->dictionary, column->words[row]);
}

static void apply_rule(const struct trig_eligibility *rule, const struct trig_code_parts *parts,
                       const struct trig_column *column, size_t start, size_t count, uint8_t *fails)
{
    for (size_t i = 0; i < count; i++) {
        size_t row = start + i;
        if (column->codes8)
            fails[i] |= (uint8_t)parts->items[column->codes8[row]];
        else if (column->codes16)
            fails[i] |=
                (uint8_t)
                    parts->items[column->codes16[row] < parts->count ? column->codes16[row] : parts->count];
        else
            fails[i] |= row_fails(rule, column, row);
    }
}

void trig_scope_rows(const trig_frame *frame, size_t store, const struct trig_batch *batch, size_t start,
                     size_t count, uint8_t *fails)
{
    memset(fails, 0, count);
    for (size_t i = 0; i < frame->eligibility_count; i++) {
        const struct trig_eligibility *rule = &frame->eligibility[i];
        apply_rule(rule, &frame->stores[store].fails[i], &batch->columns[rule->column], start, count, fails);
    }
}
