#include "collect/match/plan_parts.h"

#include "surveys/base/hash.h"
#include "surveys/base/text.h"

#include "collect/answers/damage.h"

/* ---- reading categories, institutions, waves -------------------------------------- */

static enum trig_status read_category(void *context, struct trig_view text, struct trig_meaning *out,
                                      struct trig_error *error)
{
    struct category_reader *reader = context;
    enum trig_answer token;
    size_t index;
    text = trig_text_trim(text);
    *out = (struct trig_meaning){.answer = TRIG_SKIPPED};
    if (!text.length)
        return TRIG_OK;
    if (trig_answer_is_token(reader->format, text, &token) ||
        trig_answer_is_declared(reader->heading, text, &token)) {
        out->answer = token;
        return TRIG_OK;
    }
    bool damaged = trig_damage_is_certain(text);
    bool known = trig_answer_translate(reader->heading, &text) || reader->heading->has_unlabelled;
    if (damaged || !known) {
        out->answer = TRIG_UNREADABLE;
        out->reason = damaged ? TRIG_REASON_EXCEL_DAMAGED : TRIG_REASON_UNKNOWN_ANSWER;
        return TRIG_OK;
    }
    enum trig_status status = trig_dictionary_add(reader->texts, text, &index, error);
    if (status != TRIG_OK)
        return status;
    if (index >= TRIG_CODES16_MOST)
        return trig_error_set(error, TRIG_ERR_LIMIT,
                              "%.*s has more than %u different answers: give it a scale, or the type text",
                              TRIG_VIEW_ARG(reader->name), TRIG_CODES16_MOST);
    *out = (struct trig_meaning){TRIG_ANSWERED, TRIG_REASON_NONE, index,
                                 trig_checksum(text.data, text.length, 0)};
    return TRIG_OK;
}

struct trig_view trig_plan_category(const struct trig_plan_column *column, uint64_t value)
{
    const struct category_reader *reader = column->memo->context;
    return trig_dictionary_at(reader->texts, (size_t)value);
}

static enum trig_status read_place(void *context, struct trig_view text, struct trig_meaning *out,
                                   struct trig_error *error)
{
    struct place_reader *reader = context;
    enum trig_answer token;
    size_t index;
    text = trig_text_trim(text);
    *out = (struct trig_meaning){.answer = TRIG_UNREADABLE, .reason = reader->missing};
    if (!text.length || trig_answer_is_token(reader->format, text, &token) ||
        trig_answer_is_declared(reader->heading, text, &token))
        return TRIG_OK;
    out->reason = reader->unknown;
    if (!trig_answer_translate(reader->heading, &text) && !reader->heading->has_unlabelled)
        return TRIG_OK;
    enum trig_status status = trig_spellings_find(reader->spellings, text, &index, error);
    if (status != TRIG_OK)
        return status;
    if (index == TRIG_NONE || index == TRIG_AMBIGUOUS)
        out->reason = reader->unknown;
    else
        *out = (struct trig_meaning){TRIG_ANSWERED, TRIG_REASON_NONE, index, 0};
    return TRIG_OK;
}

/* ---- readers and what they remember ------------------------------------------------ */

static enum trig_status add_memo(struct trig_plan *plan, trig_memo_resolve *resolve, void *context,
                                 struct trig_memo **out, struct trig_error *error)
{
    struct trig_memo *memo = &plan->parts->memos[plan->parts->memo_count];
    enum trig_status status = trig_memo_init(memo, resolve, context, error);
    if (status != TRIG_OK)
        return status;
    plan->parts->memo_count++;
    *out = memo;
    return TRIG_OK;
}

static enum trig_status make_answer_reader(struct trig_plan *plan, const struct trig_plan_request *request,
                                           size_t column, struct trig_error *error)
{
    struct trig_plan_parts *parts = plan->parts;
    struct trig_plan_column *out = &plan->columns[column];
    size_t scale = plan->definition->variables[out->variable].scale;
    const struct trig_match *match = &request->matches[column];
    struct trig_answer_reader *reader = &parts->readers[column];
    if (!parts->scale_made[scale]) {
        enum trig_status status =
            trig_scale_reader_init(&parts->scales[scale], &plan->definition->scales[scale], error);
        if (status != TRIG_OK)
            return status;
        parts->scale_made[scale] = true;
    }
    *reader = (struct trig_answer_reader){.scale = &parts->scales[scale],
                                          .format = plan->format,
                                          .heading = &request->headings[column],
                                          .option = match->option};
    reader->separators = match->separator.length ? match->separator : trig_view(plan->format->separators);
    if (out->act == TRIG_ACT_TICK)
        return add_memo(plan, trig_answer_read_tick, reader, &out->memo, error);
    if (out->act == TRIG_ACT_SEVERAL)
        return add_memo(plan, trig_answer_read_several, reader, &out->memo, error);
    bool can_share = !request->headings[column].option_count && !request->headings[column].declared_count;
    if (can_share && parts->shared[scale]) {
        out->memo = parts->shared[scale];
        return TRIG_OK;
    }
    enum trig_status status = add_memo(plan, trig_answer_read_code, reader, &out->memo, error);
    if (can_share)
        parts->shared[scale] = out->memo;
    return status;
}

static enum trig_status make_category_reader(struct trig_plan *plan, const struct trig_plan_request *request,
                                             size_t column, struct trig_error *error)
{
    struct category_reader *reader = &plan->parts->categories[column];
    reader->format = plan->format;
    reader->heading = &request->headings[column];
    reader->name = plan->definition->variables[plan->columns[column].variable].name;
    reader->texts = trig_dictionary_create(error);
    if (!reader->texts)
        return TRIG_ERR_MEMORY;
    return add_memo(plan, read_category, reader, &plan->columns[column].memo, error);
}

static enum trig_status make_place_reader(struct trig_plan *plan, const struct trig_plan_request *request,
                                          size_t column, struct trig_error *error)
{
    bool wave = plan->columns[column].act == TRIG_ACT_WAVE;
    struct place_reader *reader = &plan->parts->places[column];
    reader->format = plan->format;
    reader->heading = &request->headings[column];
    reader->unknown = wave ? TRIG_REASON_UNKNOWN_WAVE : TRIG_REASON_UNKNOWN_INSTITUTION;
    reader->missing = wave ? TRIG_REASON_MISSING_WAVE : TRIG_REASON_MISSING_INSTITUTION;
    reader->spellings = wave ? trig_spellings_of_waves(plan->definition, error)
                             : trig_spellings_of_institutions(plan->definition, error);
    if (!reader->spellings)
        return TRIG_ERR_MEMORY;
    return add_memo(plan, read_place, reader, &plan->columns[column].memo, error);
}

/* The columns that most cells belong to: they can be read without looking at what else a
 * column may be. */
static void find_plain(struct trig_plan *plan)
{
    for (size_t i = 0; i < plan->column_count; i++) {
        struct trig_plan_column *column = &plan->columns[i];
        column->is_plain = column->act == TRIG_ACT_CODE && column->section == TRIG_NONE &&
                           column->target != TRIG_NONE && !column->is_status;
    }
}

enum trig_status trig_plan_make_readers(struct trig_plan *plan, const struct trig_plan_request *request,
                                        struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < plan->column_count && status == TRIG_OK; i++)
        switch (plan->columns[i].act) {
        case TRIG_ACT_CODE:
        case TRIG_ACT_SEVERAL:
        case TRIG_ACT_TICK:
            status = make_answer_reader(plan, request, i, error);
            break;
        case TRIG_ACT_CATEGORY:
            status = make_category_reader(plan, request, i, error);
            break;
        case TRIG_ACT_INSTITUTION:
        case TRIG_ACT_WAVE:
            status = make_place_reader(plan, request, i, error);
            break;
        default:
            break;
        }
    find_plain(plan);
    return status;
}

void trig_plan_parts_clear(struct trig_plan_parts *parts, const struct trig_plan *plan)
{
    for (size_t i = 0; i < parts->memo_count; i++)
        trig_memo_clear(&parts->memos[i]);
    for (size_t i = 0; i < plan->definition->scale_count && parts->scale_made; i++)
        if (parts->scale_made[i])
            trig_scale_reader_clear(&parts->scales[i]);
    for (size_t i = 0; i < plan->column_count && parts->categories; i++)
        trig_dictionary_destroy(parts->categories[i].texts);
    for (size_t i = 0; i < plan->column_count && parts->places; i++)
        trig_spellings_destroy(parts->places[i].spellings);
}
