/* Codes as values of SPSS and Stata, with labels; which of them are no answers. */
#include "collect/export/wide_stat_parts.h"

#include "surveys/base/text.h"

#include "collect/answers/kinds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Codes that are no numbers get some from here on, above those that are. */
#define FIRST_FREE 91
/* Numbers that say why an answer is missing lie below this, or below all answers. */
#define FIRST_BELOW (-91)
/* SPSS declares as many single values missing; or a range and one value. */
#define MOST_SINGLE 3

static const char *const kind_labels[TRIG_STAT_KINDS] = {
    [TRIG_NOT_SHOWN] = TRIG_KIND_NOT_SHOWN,
    [TRIG_DECLARED_MISSING] = TRIG_KIND_DECLARED,
    [TRIG_UNREADABLE] = TRIG_KIND_UNREADABLE,
};

char trig_stat_letter(const struct trig_stat_package *package, enum trig_answer answer)
{
    static const char letters[TRIG_STAT_KINDS] = {
        [TRIG_NOT_SHOWN] = 'x', [TRIG_DECLARED_MISSING] = 'y', [TRIG_UNREADABLE] = 'z'};
    if (!package->has_letters)
        return 0;
    return letters[answer];
}

/* ---- values of codes -------------------------------------------------------------------- */

static bool is_plain_number(struct trig_view code, double *out)
{
    int64_t number;
    if (!trig_text_to_integer(code, &number) || number < -1000000 || number > 1000000)
        return false;
    *out = (double)number;
    return true;
}

/* Numbers for codes that are none: those of answers first, so that what is no answer stands
 * together at the end, as a range of missing values has to. */
static double number_codes(const struct trig_scale *scale, double *values)
{
    double next = 0;
    for (size_t i = 0; i < scale->count; i++) {
        bool is_number = is_plain_number(scale->codes[i].code, &values[i]);
        if (is_number && next < FIRST_FREE)
            next = FIRST_FREE;
        if (is_number && values[i] >= next)
            next = values[i] + 1;
        if (!is_number)
            values[i] = NAN;
    }
    next = next > 0 ? next : 1;
    for (int answers = 1; answers >= 0; answers--)
        for (size_t i = 0; i < scale->count; i++)
            if (isnan(values[i]) && (scale->codes[i].kind == TRIG_SUBSTANTIVE) == answers)
                values[i] = next++;
    return next;
}

/* Stata's letters for codes that are no answers: the first of each kind has that kind's own;
 * where they run out, codes stay numbers. */
static void letter_codes(const struct trig_scale *scale, char *letters)
{
    static const char own[] = {[TRIG_NOT_APPLICABLE] = 'a',
                               [TRIG_DONT_KNOW] = 'd',
                               [TRIG_REFUSED] = 'r',
                               [TRIG_CODE_NOT_SHOWN] = 'n'};
    static const char others[] = "bcefghijklmopqstuvw";
    bool used[sizeof own] = {false};
    size_t next = 0;
    for (size_t i = 0; i < scale->count; i++) {
        enum trig_code_kind kind = scale->codes[i].kind;
        if (kind == TRIG_SUBSTANTIVE)
            continue;
        letters[i] = own[kind];
        if (used[kind])
            letters[i] = others[next];
        next += used[kind] && others[next];
        used[kind] = true;
    }
}

/* Why answers to the questions with a scale are missing. */
static bool has_kind(const struct trig_wide *wide, size_t scale, enum trig_answer kind)
{
    for (size_t i = 0; i < wide->count; i++) {
        const struct trig_wide_column *column = &wide->columns[i];
        if (column->says_why && column->scale && column->variable->scale == scale && column->kinds[kind])
            return true;
    }
    return false;
}

static void add_label(struct trig_stat_file *file, readstat_label_set_t *set, double value, char letter,
                      const char *label)
{
    if (letter)
        readstat_label_tagged_value(set, letter, label);
    else if (file->package->has_letters)
        readstat_label_int32_value(set, (int32_t)value, label);
    else
        readstat_label_double_value(set, value, label);
}

static readstat_label_set_t *add_set(struct trig_stat_file *file, const char *what, size_t index)
{
    char name[40];
    snprintf(name, sizeof name, "%s%zu", what, index + 1);
    return readstat_add_label_set(
        file->writer, file->package->has_letters ? READSTAT_TYPE_INT32 : READSTAT_TYPE_DOUBLE, name);
}

static void add_kind_label(struct trig_stat_file *file, readstat_label_set_t *set, double value,
                           enum trig_answer kind)
{
    add_label(file, set, value, trig_stat_letter(file->package, kind), kind_labels[kind]);
}

enum trig_status trig_stat_make_scale(struct trig_stat_file *file, size_t index, struct trig_error *error)
{
    const struct trig_scale *scale = &file->wide->definition->scales[index];
    struct trig_stat_scale *out = &file->scales[index];
    if (out->set)
        return TRIG_OK;
    out->values = trig_arena_calloc(&file->arena, scale->count + 1, sizeof *out->values);
    out->letters = trig_arena_calloc(&file->arena, scale->count + 1, sizeof *out->letters);
    if (!out->values || !out->letters)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the file");
    double next = number_codes(scale, out->values);
    if (file->package->has_letters)
        letter_codes(scale, out->letters);
    out->set = add_set(file, "labels", index);
    for (size_t i = 0; i < scale->count; i++)
        add_label(
            file, out->set, out->values[i], out->letters[i],
            trig_stat_cut(file, scale->codes[i].label, file->package->value_label, "the label of an answer"));
    for (int kind = 0; kind < TRIG_STAT_KINDS; kind++) {
        bool has = kind_labels[kind] && has_kind(file->wide, index, (enum trig_answer)kind);
        out->kinds[kind] = has ? next++ : NAN;
        if (has)
            add_kind_label(file, out->set, out->kinds[kind], (enum trig_answer)kind);
    }
    return TRIG_OK;
}

/* ---- what is no answer ------------------------------------------------------------------- */

static int compare_values(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static bool has_between(const double *values, size_t count, double low, double high)
{
    for (size_t i = 0; i < count; i++)
        if (values[i] >= low && values[i] <= high)
            return true;
    return false;
}

/* Declares [missing], which gets sorted, without any of the [answers]: one by one, or as a
 * range, or as a range and the first or last alone. */
static bool declare(readstat_variable_t *variable, double *missing, size_t count, const double *answers,
                    size_t answer_count)
{
    if (count)
        qsort(missing, count, sizeof *missing, compare_values);
    if (count <= MOST_SINGLE) {
        for (size_t i = 0; i < count; i++)
            (void)readstat_variable_add_missing_double_value(variable, missing[i]);
        return true;
    }
    for (size_t first = 0; first < 2; first++)
        for (size_t last = 0; first + last < 2; last++) {
            double low = missing[first], high = missing[count - 1 - last];
            if (has_between(answers, answer_count, low, high))
                continue;
            (void)readstat_variable_add_missing_double_range(variable, low, high);
            if (first || last)
                (void)readstat_variable_add_missing_double_value(variable, missing[first ? 0 : count - 1]);
            return true;
        }
    for (size_t i = 0; i < MOST_SINGLE; i++)
        (void)readstat_variable_add_missing_double_value(variable, missing[i]);
    return false;
}

static enum trig_status declare_codes(struct trig_stat_file *file, struct trig_stat_column *column,
                                      struct trig_error *error)
{
    const struct trig_wide_column *about = &file->wide->columns[column->wide];
    const struct trig_stat_scale *made = &file->scales[about->variable->scale];
    size_t room = about->scale->count + TRIG_STAT_KINDS, missing_count = 0, answer_count = 0;
    double *missing = trig_arena_calloc(&file->arena, room, sizeof *missing);
    double *answers = trig_arena_calloc(&file->arena, room, sizeof *answers);
    if (!missing || !answers)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the file");
    memcpy(column->kinds, made->kinds, sizeof column->kinds);
    for (size_t i = 0; i < about->scale->count; i++) {
        if (about->scale->codes[i].kind == TRIG_SUBSTANTIVE)
            answers[answer_count++] = made->values[i];
        else
            missing[missing_count++] = made->values[i];
    }
    for (size_t kind = 0; kind < TRIG_STAT_KINDS; kind++)
        if (!isnan(column->kinds[kind]))
            missing[missing_count++] = column->kinds[kind];
    if (!file->package->has_letters &&
        !declare(column->variable, missing, missing_count, answers, answer_count))
        trig_stat_note(file,
                       "%.*s has %zu values that are no answers, between those that are; only %d of them can "
                       "be declared missing",
                       TRIG_VIEW_ARG(about->name), missing_count, MOST_SINGLE);
    return TRIG_OK;
}

/* Numbers, ticks and dates: values of their own for why there is none. SPSS's dates and what is
 * too low for a number below it have none. */
static void declare_kinds(struct trig_stat_file *file, struct trig_stat_column *column)
{
    const struct trig_wide_column *about = &file->wide->columns[column->wide];
    readstat_label_set_t *set = NULL;
    bool letters = file->package->has_letters, is_tick = column->form == TRIG_STAT_TICK;
    double next = about->low <= FIRST_BELOW ? floor(about->low) - 1 : FIRST_BELOW, missing[TRIG_STAT_KINDS];
    size_t count = 0;
    if (is_tick)
        next = FIRST_FREE + TRIG_STAT_KINDS;
    for (int kind = 0; kind < TRIG_STAT_KINDS; kind++) {
        bool has = kind_labels[kind] && about->kinds[kind] && (about->says_why || letters || is_tick);
        column->kinds[kind] = has ? next-- : NAN;
        if (!has)
            continue;
        missing[count++] = column->kinds[kind];
        if (!set)
            set = add_set(file, is_tick ? "ticks" : "why", file->count);
        add_kind_label(file, set, column->kinds[kind], (enum trig_answer)kind);
    }
    if (!set)
        return;
    if (is_tick) {
        add_label(file, set, 0, 0, "Not chosen");
        add_label(file, set, 1, 0, "Chosen");
    }
    readstat_variable_set_label_set(column->variable, set);
    if (!letters)
        (void)declare(column->variable, missing, count, NULL, 0);
}

enum trig_status trig_stat_declare(struct trig_stat_file *file, struct trig_stat_column *column,
                                   struct trig_error *error)
{
    for (size_t kind = 0; kind < TRIG_STAT_KINDS; kind++)
        column->kinds[kind] = NAN;
    if (column->form == TRIG_STAT_CODED)
        return declare_codes(file, column, error);
    if (column->form != TRIG_STAT_STRING && column->form != TRIG_STAT_LIST)
        declare_kinds(file, column);
    return TRIG_OK;
}
