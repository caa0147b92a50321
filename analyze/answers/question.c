#include "analyze/answers/question.h"

/* A question under way; the lists are writable here. */
struct making {
    const struct trig_scale *scale;
    size_t codes;
    size_t *bins;
    size_t levels;
    size_t *parts;
    struct trig_part *labels;
    size_t *part_counts;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the answers of a question");
}

static enum trig_status allocate(struct making *making, size_t codes, size_t levels, struct trig_arena *arena,
                                 struct trig_error *error)
{
    making->codes = codes;
    making->levels = levels;
    making->bins = trig_arena_calloc(arena, codes, sizeof *making->bins);
    making->parts = trig_arena_calloc(arena, levels * codes, sizeof *making->parts);
    making->labels = trig_arena_calloc(arena, levels * codes, sizeof *making->labels);
    making->part_counts = trig_arena_calloc(arena, levels, sizeof *making->part_counts);
    bool whole = making->bins && making->parts && making->labels && making->part_counts;
    return whole ? TRIG_OK : no_memory(error);
}

static struct trig_question finished(const struct making *making, enum trig_question_kind kind,
                                     size_t variable)
{
    return (struct trig_question){kind,           variable,      making->codes,  making->bins,
                                  making->levels, making->parts, making->labels, making->part_counts};
}

/* ---- answers told apart --------------------------------------------------------------- */

static const char *side_of(const struct trig_scale *scale, const struct trig_code *code)
{
    if (!scale->has_positive)
        return "";
    if (code->positive)
        return "positive";
    return code->neutral ? "neutral" : "negative";
}

static struct trig_part part_of_code(const struct trig_scale *scale, const struct trig_code *code)
{
    return (struct trig_part){
        .answer = code->code, .label = code->label, .side = trig_view(side_of(scale, code)), .printed = true};
}

static const struct trig_code *code_at(const struct making *making, size_t index)
{
    return &making->scale->codes[making->bins[index]];
}

static void set_finest(struct making *making)
{
    for (size_t i = 0; i < making->codes; i++) {
        making->parts[i] = i;
        making->labels[i] = part_of_code(making->scale, code_at(making, i));
    }
    making->part_counts[0] = making->codes;
}

/* ---- sides of a scale ------------------------------------------------------------------- */

/* The part of a level that is called [answer], a new one when there is none. */
static size_t find_part(struct making *making, size_t level, const struct trig_part *wanted)
{
    struct trig_part *labels = making->labels + level * making->codes;
    size_t count = making->part_counts[level];
    for (size_t i = 0; i < count; i++) {
        if (!trig_view_equal(labels[i].answer, wanted->answer))
            continue;
        labels[i].merged = true;
        return i;
    }
    labels[count] = *wanted;
    making->part_counts[level]++;
    return count;
}

/* Gathers the codes of a level by side; neutral ones join the others unless
 * [apart]. */
static void set_sides(struct making *making, size_t level, bool apart)
{
    static const struct trig_part positive = {
        .answer = {"positive", 8}, .label = {"Positive", 8}, .side = {"positive", 8}, .printed = true};
    static const struct trig_part neutral = {
        .answer = {"neutral", 7}, .label = {"Neutral", 7}, .side = {"neutral", 7}, .printed = true};
    static const struct trig_part negative = {
        .answer = {"other", 5}, .label = {"Other", 5}, .side = {"negative", 8}, .printed = true};
    static const struct trig_part other = {.answer = {"other", 5}, .label = {"Other", 5}, .printed = true};
    for (size_t i = 0; i < making->codes; i++) {
        const struct trig_code *code = code_at(making, i);
        const struct trig_part *part = apart ? &negative : &other;
        if (code->positive)
            part = &positive;
        else if (apart && code->neutral)
            part = &neutral;
        making->parts[level * making->codes + i] = find_part(making, level, part);
    }
}

/* Leaves out levels that say no less than the one before: a scale without neutral
 * codes, or with one code a side. */
static void drop_equal_levels(struct making *making)
{
    size_t kept = 1;
    for (size_t level = 1; level < making->levels; level++) {
        if (making->part_counts[level] == making->part_counts[kept - 1])
            continue;
        size_t from = level * making->codes;
        size_t to = kept * making->codes;
        memmove(making->parts + to, making->parts + from, making->codes * sizeof *making->parts);
        memmove(making->labels + to, making->labels + from, making->codes * sizeof *making->labels);
        making->part_counts[kept++] = making->part_counts[level];
    }
    making->levels = kept;
}

/* ---- the rarest together ------------------------------------------------------------------ */

/* How often a code was chosen. One that is called `other` counts as rarest, so that
 * it joins the others: no two rows of a question have the same name. */
static double frequency(const struct making *making, const double *totals, size_t index)
{
    return trig_view_is(code_at(making, index)->code, "other") ? -1.0 : totals[making->bins[index]];
}

/* How many codes are rarer than [index]; of equally rare ones the later comes first. */
static size_t rarity(const struct making *making, const double *totals, size_t index)
{
    size_t rarer = 0;
    double own = frequency(making, totals, index);
    for (size_t i = 0; i < making->codes; i++) {
        double count = frequency(making, totals, i);
        rarer += count < own || (count == own && i > index);
    }
    return rarer;
}

/* Level k puts the k + 1 rarest together, as the last part. */
static void set_rarest(struct making *making, const double *totals)
{
    static const struct trig_part other = {
        .answer = {"other", 5}, .label = {"Other answers", 13}, .merged = true, .printed = true};
    for (size_t level = 1; level < making->levels; level++) {
        size_t *parts = making->parts + level * making->codes;
        struct trig_part *labels = making->labels + level * making->codes;
        size_t count = 0;
        for (size_t i = 0; i < making->codes; i++) {
            bool rare = rarity(making, totals, i) <= level;
            parts[i] = rare ? making->codes - level - 1 : count;
            if (!rare)
                labels[count++] = part_of_code(making->scale, code_at(making, i));
        }
        labels[count] = other;
        making->part_counts[level] = count + 1;
    }
}

/* ---- questions ------------------------------------------------------------------------------ */

static size_t count_substantive(const struct trig_scale *scale)
{
    size_t count = 0;
    for (size_t i = 0; i < scale->count; i++)
        count += scale->codes[i].kind == TRIG_SUBSTANTIVE;
    return count;
}

enum trig_status trig_question_coded(const trig_definition *definition, size_t variable, const double *totals,
                                     struct trig_arena *arena, struct trig_question *out,
                                     struct trig_error *error)
{
    struct making making = {.scale = &definition->scales[definition->variables[variable].scale]};
    size_t codes = count_substantive(making.scale);
    size_t levels = codes > 2 ? codes - 1 : 1;
    enum trig_status status = allocate(&making, codes, making.scale->has_positive ? 3 : levels, arena, error);
    if (status)
        return status;
    size_t filled = 0;
    for (size_t i = 0; i < making.scale->count; i++)
        if (making.scale->codes[i].kind == TRIG_SUBSTANTIVE)
            making.bins[filled++] = i;
    set_finest(&making);
    if (making.scale->has_positive) {
        set_sides(&making, 1, true);
        set_sides(&making, 2, false);
        drop_equal_levels(&making);
    } else {
        set_rarest(&making, totals);
    }
    *out = finished(&making, TRIG_QUESTION_CODED, variable);
    return TRIG_OK;
}

enum trig_status trig_question_option(const trig_definition *definition, size_t variable, size_t option,
                                      struct trig_arena *arena, struct trig_question *out,
                                      struct trig_error *error)
{
    struct making making = {.scale = &definition->scales[definition->variables[variable].scale]};
    enum trig_status status = allocate(&making, 2, 1, arena, error);
    if (status)
        return status;
    making.bins[0] = making.bins[1] = option;
    making.parts[1] = 1;
    making.labels[0] = part_of_code(making.scale, &making.scale->codes[option]);
    making.part_counts[0] = 2;
    *out = finished(&making, TRIG_QUESTION_OPTION, variable);
    return TRIG_OK;
}

enum trig_status trig_question_number(size_t variable, struct trig_arena *arena, struct trig_question *out,
                                      struct trig_error *error)
{
    struct making making = {.scale = NULL};
    enum trig_status status = allocate(&making, 0, 1, arena, error);
    if (status == TRIG_OK)
        *out = finished(&making, TRIG_QUESTION_NUMBER, variable);
    return status;
}
