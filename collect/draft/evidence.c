#include "collect/draft/evidence.h"

#include "collect/answers/damage.h"
#include "collect/answers/validate.h"

#include <ctype.h>
#include <math.h>

/* A text of so many words was written, not chosen. */
#define WORDY 6
/* Longer texts are no dates, telephone numbers or addresses. */
#define LONGEST_SHAPE 64

/* The days from 1999 to 2064 as spreadsheets number them, from 1900 or from 1904. */
#define FIRST_SERIAL 35000.0
#define LAST_SERIAL  60000.0

static bool is_email(struct trig_view text)
{
    const char *at = memchr(text.data, '@', text.length);
    if (!at || at == text.data || memchr(text.data, ' ', text.length))
        return false;
    size_t rest = text.length - (size_t)(at - text.data) - 1;
    const char *dot = rest ? memchr(at + 1, '.', rest) : NULL;
    return dot && dot > at + 1 && (size_t)(dot - text.data) + 1 < text.length;
}

static bool is_address(struct trig_view text)
{
    size_t dots = 0, digits = 0, colons = 0, hex = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        dots += byte == '.';
        colons += byte == ':';
        digits += isdigit(byte) != 0;
        hex += isxdigit(byte) != 0;
    }
    return (dots == 3 && digits >= 4 && digits + dots == text.length) ||
           (colons >= 4 && hex >= 2 && hex + colons == text.length);
}

/* Digits with the marks that telephone numbers have, and one of those marks or a
 * leading 0 with ten digits or more: nobody's age or salary. */
static bool is_phone(struct trig_view text)
{
    size_t digits = 0, marks = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (isdigit(byte))
            digits++;
        else if (strchr(" ()+-", byte))
            marks++;
        else
            return false;
    }
    bool begins = text.data[0] == '+' || text.data[0] == '0' || text.data[0] == '(';
    return digits >= 10 && digits <= 15 && (begins || marks >= 2);
}

static bool is_link(struct trig_view text)
{
    static const char *const starts[] = {"http://", "https://", "www."};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text.length > strlen(starts[i]) && memcmp(text.data, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static bool is_wordy(struct trig_view text)
{
    size_t words = 1;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n')
            return true;
        words += text.data[i] == ' ';
    }
    return words >= WORDY;
}

static void add_number(struct trig_evidence *evidence, double number, uint64_t count)
{
    evidence->numbers += count;
    evidence->wholes += number == floor(number) ? count : 0;
    evidence->serials += number >= FIRST_SERIAL && number <= LAST_SERIAL ? count : 0;
    evidence->low = fmin(evidence->low, number);
    evidence->high = fmax(evidence->high, number);
}

static void add_comma(struct trig_evidence *evidence, double number, bool is_unclear, uint64_t count)
{
    if (!is_unclear) {
        add_number(evidence, number, count);
        evidence->commas += count;
        return;
    }
    evidence->unclear += count;
    evidence->unclear_low = fmin(evidence->unclear_low, number);
    evidence->unclear_high = fmax(evidence->unclear_high, number);
}

static void add_shape(struct trig_evidence *evidence, struct trig_view text, uint64_t count)
{
    double time;
    bool begins = isdigit((unsigned char)text.data[0]);
    for (int order = 0; begins && order < TRIG_DATE_ORDERS; order++)
        evidence->dates[order] += trig_text_to_time(text, (enum trig_date_order)order, &time) ? count : 0;
    evidence->emails += is_email(text) ? count : 0;
    evidence->addresses += is_address(text) ? count : 0;
    evidence->phones += is_phone(text) ? count : 0;
    evidence->damaged += trig_damage_is_certain(text) ? count : 0;
}

void trig_evidence_init(struct trig_evidence *evidence)
{
    *evidence = (struct trig_evidence){.low = NAN, .high = NAN, .unclear_low = NAN, .unclear_high = NAN};
}

void trig_evidence_add(struct trig_evidence *evidence, struct trig_view text, uint64_t count)
{
    double number;
    bool is_unclear;
    evidence->filled += count;
    evidence->bytes += text.length * count;
    evidence->wordy += is_wordy(text) ? count : 0;
    evidence->links += is_link(text) ? count : 0;
    if (text.length > LONGEST_SHAPE)
        return;
    if (trig_text_to_number(text, &number))
        add_number(evidence, number, count);
    else if (trig_validate_decimal_comma(text, &number, &is_unclear))
        add_comma(evidence, number, is_unclear, count);
    add_shape(evidence, text, count);
}

void trig_evidence_settle(struct trig_evidence *evidence)
{
    if (!evidence->commas || !evidence->unclear)
        return;
    evidence->numbers += evidence->unclear;
    evidence->commas += evidence->unclear;
    evidence->low = fmin(evidence->low, evidence->unclear_low);
    evidence->high = fmax(evidence->high, evidence->unclear_high);
}

bool trig_evidence_most(const struct trig_evidence *evidence, uint64_t part, unsigned percent)
{
    return evidence->filled && part * 100 >= evidence->filled * percent;
}
