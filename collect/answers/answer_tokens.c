/* What a file writes where there is no answer: the platform's marks, and values that
 * it declares to be missing. */
#include "collect/answers/answer.h"

#include "surveys/base/text.h"

#include <math.h>

static const struct trig_token *find_token(const struct trig_format *format, struct trig_view text)
{
    for (const struct trig_token *token = format->tokens; token && token->text; token++)
        if (trig_view_is(text, token->text))
            return token;
    return NULL;
}

bool trig_answer_is_token(const struct trig_format *format, struct trig_view text, enum trig_answer *answer)
{
    const struct trig_token *token = find_token(format, text);
    if (token)
        *answer = token->answer;
    return token != NULL;
}

bool trig_answer_is_word(const struct trig_format *format, struct trig_view text)
{
    const struct trig_token *token = find_token(format, text);
    return token && token->is_word;
}

enum trig_status trig_answer_find_token(const struct trig_answer_reader *reader, struct trig_view text,
                                        enum trig_answer *answer, struct trig_error *error)
{
    const struct trig_token *token = find_token(reader->format, text);
    size_t meant = TRIG_NONE;
    *answer = TRIG_ANSWERED;
    if (!token || trig_scale_code(reader->scale->scale, text) != TRIG_NONE)
        return TRIG_OK;
    enum trig_status status =
        token->is_word ? trig_spellings_find(reader->scale->spellings, text, &meant, error) : TRIG_OK;
    if (status == TRIG_OK && meant == TRIG_NONE)
        *answer = token->answer;
    return status;
}

bool trig_answer_is_declared(const struct trig_heading *heading, struct trig_view text,
                             enum trig_answer *answer)
{
    double number;
    bool is_number = heading->declared_count && trig_text_to_number(text, &number);
    for (size_t i = 0; i < heading->declared_count; i++) {
        const struct trig_declared *declared = &heading->declared[i];
        bool same = isnan(declared->low) ? trig_view_equal(declared->text, text)
                                         : is_number && number >= declared->low && number <= declared->high;
        if (same) {
            *answer = declared->answer;
            return true;
        }
    }
    return false;
}
