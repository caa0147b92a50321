#include "tests/synth/flaws.h"

#include <math.h>
#include <stdio.h>

static const struct {
    const char *name;
    double rate;
    bool extra;
} kinds[TRIG_SYNTH_FLAWS] = {
    [TRIG_SYNTH_FLAW_PREVIEW] = {"preview", 0.006, true},
    [TRIG_SYNTH_FLAW_TEST] = {"test", 0.003, true},
    [TRIG_SYNTH_FLAW_PARTIAL] = {"partial", 0.015, true},
    [TRIG_SYNTH_FLAW_BLANK] = {"blank", 0.002, true},
    [TRIG_SYNTH_FLAW_DUPLICATE] = {"duplicate", 0.004, true},
    [TRIG_SYNTH_FLAW_INSTITUTION] = {"unknown institution", 0.003, false},
    [TRIG_SYNTH_FLAW_NUMBER] = {"number out of range", 0.003, false},
    [TRIG_SYNTH_FLAW_SPELLING] = {"odd spelling", 0.03, false},
    [TRIG_SYNTH_FLAW_ALIAS] = {"alias", 0.05, false},
};

const char *trig_synth_flaw_name(enum trig_synth_flaw flaw)
{
    return kinds[flaw].name;
}

bool trig_synth_flaw_is_extra(enum trig_synth_flaw flaw)
{
    return kinds[flaw].extra;
}

static size_t column_with(const struct trig_synth_layout *layout, enum trig_synth_source source)
{
    for (size_t i = 0; i < layout->column_count; i++) {
        if (layout->columns[i].source == source)
            return i;
    }
    return TRIG_NONE;
}

/* Where respondents choose from a list, or codes are written, no name is misspelt. */
static bool writes_names(const struct trig_synth_layout *layout)
{
    return layout->platform->labels && layout->definition->institution_count > 0 &&
           column_with(layout, TRIG_SYNTH_INSTITUTION) != TRIG_NONE;
}

bool trig_synth_flaw_applies(const struct trig_synth_layout *layout, enum trig_synth_flaw flaw)
{
    bool has_status = trig_synth_layout_has(layout, TRIG_SYNTH_STATUS);
    switch (flaw) {
    case TRIG_SYNTH_FLAW_PREVIEW:
    case TRIG_SYNTH_FLAW_TEST:
        return has_status;
    case TRIG_SYNTH_FLAW_PARTIAL:
        return has_status || trig_synth_layout_has(layout, TRIG_SYNTH_LAST_PAGE);
    case TRIG_SYNTH_FLAW_INSTITUTION:
    case TRIG_SYNTH_FLAW_ALIAS:
        return writes_names(layout);
    case TRIG_SYNTH_FLAW_SPELLING:
        return layout->platform->labels;
    case TRIG_SYNTH_FLAW_NUMBER:
        return trig_synth_layout_has(layout, TRIG_SYNTH_NUMBER);
    default:
        return true;
    }
}

bool trig_synth_flaw_strikes(enum trig_synth_flaw flaw, uint64_t row, gsl_rng *stream)
{
    double draw = gsl_rng_uniform(stream);
    return row == 3 + 4 * (uint64_t)flaw || draw < kinds[flaw].rate;
}

static bool replace(struct trig_synth_record *record, size_t column, struct trig_view text)
{
    if (record->oddity.changed != TRIG_NONE || column == TRIG_NONE)
        return false;
    record->oddity.changed = column;
    record->oddity.replacement = text;
    return true;
}

/* Two letters of the name change places, and a word is lost: near enough to be
 * suggested, too far to be the same. */
static bool misspell(const struct trig_synth_layout *layout, struct trig_synth_record *record, char *scratch,
                     size_t size)
{
    struct trig_view name = layout->definition->institutions[record->response->institution].name;
    int wrote = snprintf(scratch, size, "%.*s", TRIG_VIEW_ARG(name));
    size_t length = wrote < 0 || (size_t)wrote >= size ? 0 : (size_t)wrote;
    for (size_t i = length; i >= 2; i--) {
        char *at = scratch + i - 2;
        bool letters = at[0] >= 'a' && at[0] <= 'z' && at[1] >= 'a' && at[1] <= 'z';
        if (!letters || at[0] == at[1])
            continue;
        char first = at[0];
        at[0] = at[1];
        at[1] = first;
        return replace(record, column_with(layout, TRIG_SYNTH_INSTITUTION), trig_view_of(scratch, length));
    }
    return false;
}

static bool use_alias(const struct trig_synth_layout *layout, struct trig_synth_record *record,
                      gsl_rng *stream)
{
    const struct trig_institution *institution =
        &layout->definition->institutions[record->response->institution];
    if (institution->aliases.count == 0)
        return false;
    size_t index = gsl_rng_uniform_int(stream, institution->aliases.count);
    return replace(record, column_with(layout, TRIG_SYNTH_INSTITUTION), institution->aliases.items[index]);
}

static bool exaggerate(const struct trig_synth_layout *layout, struct trig_synth_record *record,
                       char *scratch, size_t size)
{
    size_t column = column_with(layout, TRIG_SYNTH_NUMBER);
    double most = layout->definition->variables[layout->columns[column].variable].max;
    if (isnan(most))
        return false;
    snprintf(scratch, size, "%.15g", most * 10 + 9);
    return replace(record, column, trig_view(scratch));
}

/* Puts blanks at both ends, no-break spaces between the words and curly marks
 * for the straight ones. */
static struct trig_view respell(struct trig_view text, char *scratch, size_t size)
{
    struct trig_view written = {scratch, 0};
    for (size_t i = 0; i <= text.length + 1 && written.length + 4 < size; i++) {
        bool inside = i > 0 && i <= text.length;
        char byte = ' ';
        if (inside)
            byte = text.data[i - 1];
        const char *odd = NULL;
        if (inside && byte == ' ')
            odd = "\xC2\xA0";
        else if (byte == '\'')
            odd = "\xE2\x80\x99";
        if (!odd)
            scratch[written.length++] = byte;
        for (; odd && *odd; odd++)
            scratch[written.length++] = *odd;
    }
    return written;
}

/* Spoils one answer in words, drawn among the columns until one has an answer. */
static bool decorate(const struct trig_synth_layout *layout, struct trig_synth_record *record,
                     gsl_rng *stream, char *scratch, size_t size)
{
    const trig_definition *definition = layout->definition;
    for (int tries = 0; tries < 20; tries++) {
        size_t index = gsl_rng_uniform_int(stream, layout->column_count);
        const struct trig_synth_column *column = &layout->columns[index];
        if (column->source != TRIG_SYNTH_CODED || !record->response->answers[column->variable].given)
            continue;
        const struct trig_scale *scale = &definition->scales[definition->variables[column->variable].scale];
        struct trig_view label = scale->codes[record->response->answers[column->variable].code].label;
        return replace(record, index, respell(label, scratch, size));
    }
    return false;
}

bool trig_synth_flaw_plant(const struct trig_synth_layout *layout, enum trig_synth_flaw flaw,
                           struct trig_synth_record *record, gsl_rng *stream, char *scratch, size_t size)
{
    switch (flaw) {
    case TRIG_SYNTH_FLAW_PREVIEW:
        record->fate = TRIG_SYNTH_PREVIEW;
        return true;
    case TRIG_SYNTH_FLAW_TEST:
        record->fate = TRIG_SYNTH_TEST;
        return true;
    case TRIG_SYNTH_FLAW_PARTIAL:
        record->fate = TRIG_SYNTH_PARTIAL;
        record->oddity.answered = layout->column_count / 2;
        return true;
    case TRIG_SYNTH_FLAW_INSTITUTION:
        return misspell(layout, record, scratch, size);
    case TRIG_SYNTH_FLAW_NUMBER:
        return exaggerate(layout, record, scratch, size);
    case TRIG_SYNTH_FLAW_SPELLING:
        return decorate(layout, record, stream, scratch, size);
    case TRIG_SYNTH_FLAW_ALIAS:
        return use_alias(layout, record, stream);
    default:
        return true;
    }
}
