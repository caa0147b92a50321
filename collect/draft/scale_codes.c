#include "collect/draft/scales.h"

#include <math.h>

/* Numbered scales with more steps than this have no steps filled in. */
#define MOST_FILLED 21

static struct trig_draft_scale *add_scale(struct trig_draft *draft, size_t room, struct trig_view name)
{
    if (!trig_draft_grow(draft, (void **)&draft->scales, &draft->scale_capacity, draft->scale_count,
                         sizeof *draft->scales))
        return NULL;
    struct trig_draft_scale *scale = &draft->scales[draft->scale_count++];
    *scale = (struct trig_draft_scale){.name = name};
    scale->codes = trig_draft_room(draft, room, sizeof *scale->codes);
    scale->room = room;
    return scale->codes ? scale : NULL;
}

/* Makes room for one code more, which another question that shares the scale may bring. */
static bool make_room(struct trig_draft *draft, struct trig_draft_scale *scale)
{
    if (scale->count < scale->room)
        return true;
    size_t room = 2 * scale->room + 1;
    struct trig_draft_code *codes = trig_draft_room(draft, room, sizeof *codes);
    if (!codes)
        return false;
    if (scale->count)
        memcpy(codes, scale->codes, scale->count * sizeof *codes);
    scale->codes = codes;
    scale->room = room;
    return true;
}

/* [text] as a part of a list. */
static struct trig_view escape(struct trig_draft *draft, struct trig_view text)
{
    char *out = trig_draft_room(draft, 2 * text.length, 1);
    size_t used = 0;
    for (size_t i = 0; out && i < text.length; i++) {
        if (text.data[i] == '|')
            out[used++] = '\\';
        out[used++] = text.data[i];
    }
    return trig_view_of(out ? out : "", used);
}

void trig_draft_add_alias(struct trig_draft *draft, struct trig_draft_code *code, struct trig_view text)
{
    struct trig_view normal = trig_draft_normal(draft, text);
    if (!normal.length || trig_view_equal(normal, code->normal))
        return;
    struct trig_view written = escape(draft, text);
    code->aliases = code->aliases.length ? trig_draft_print(draft, "%.*s|%.*s", TRIG_VIEW_ARG(code->aliases),
                                                            TRIG_VIEW_ARG(written))
                                         : written;
}

static struct trig_draft_code *add_code(struct trig_draft *draft, struct trig_draft_scale *scale,
                                        struct trig_view label)
{
    struct trig_draft_code *code = &scale->codes[scale->count++];
    *code = (struct trig_draft_code){.label = label, .normal = trig_draft_normal(draft, label), .value = NAN};
    return code;
}

/* ---- answers that are none ------------------------------------------------------------------ */

/* Codes of the kinds; what a file declares to be no answer, in words that say no kind, has
 * its code from its words. */
static const char *const kind_codes[] = {NULL, "na", "dk", "refused", "not_shown"};

static void set_missing(struct trig_draft_code *code, enum trig_code_kind kind, bool is_own)
{
    code->kind = kind;
    code->is_own_missing = is_own;
    if (!is_own)
        code->code = trig_view(kind_codes[kind]);
    code->review = trig_view(is_own ? "CHECK: the file declares it to be no answer, and its words do not say "
                                      "why: taken for not applicable"
                                    : "CHECK: taken for no answer to the question, by its wording");
}

/* The code of [scale] that an answer which is none belongs to; NULL: it has none yet. */
static struct trig_draft_code *find_missing(const struct trig_draft_scale *scale, struct trig_view normal,
                                            enum trig_code_kind kind, bool is_own)
{
    for (size_t i = 0; i < scale->count; i++) {
        struct trig_draft_code *code = &scale->codes[i];
        bool same = is_own ? trig_view_equal(code->normal, normal) : !code->is_own_missing;
        if (code->kind == kind && same)
            return code;
    }
    return NULL;
}

void trig_draft_add_missing(struct trig_draft *draft, size_t index, const struct trig_guess *guess)
{
    for (size_t i = guess->substantive; i < guess->count && !draft->failed; i++) {
        const struct trig_guess_step *step = &guess->steps[i];
        enum trig_code_kind kind = draft->words->kinds[step->missing].code_kind;
        struct trig_draft_scale *scale = &draft->scales[index];
        bool is_own =
            step->answer->is_declared && trig_guess_missing(draft->words, step->answer->normal) == TRIG_NONE;
        struct trig_draft_code *code = find_missing(scale, step->answer->normal, kind, is_own);
        if (code)
            trig_draft_add_alias(draft, code, step->answer->text);
        else if (make_room(draft, scale))
            set_missing(add_code(draft, scale, step->answer->text), kind, is_own);
    }
}

/* Room for all missing kinds, whichever question brings them. */
#define MISSING_KINDS 4

/* ---- words --------------------------------------------------------------------------------------- */

static struct trig_view scale_name(struct trig_draft *draft, const struct trig_guess *guess)
{
    if (guess->what == TRIG_GUESS_RANGES)
        return trig_view("range");
    if (guess->what == TRIG_GUESS_NUMBERED)
        return guess->kind == TRIG_NONE ? trig_view("step") : draft->words->kinds[guess->kind].name;
    if (guess->star.length) {
        struct trig_view slug = trig_draft_slug(draft, guess->star, 16);
        if (slug.length)
            return slug;
    }
    return draft->words->kinds[guess->kind].name;
}

static void set_sense(struct trig_draft_code *code, enum trig_sense sense)
{
    code->positive = sense == TRIG_SENSE_POSITIVE;
    code->neutral = sense == TRIG_SENSE_NEUTRAL;
}

/* Where the code for a position belongs; the codes are in order. */
static struct trig_draft_code *insert_code(struct trig_draft *draft, struct trig_draft_scale *scale,
                                           double position, struct trig_view label)
{
    size_t at = scale->count;
    add_code(draft, scale, label);
    struct trig_draft_code code = scale->codes[at];
    for (; at > 0 && scale->codes[at - 1].value > position; at--)
        scale->codes[at] = scale->codes[at - 1];
    code.value = position;
    scale->codes[at] = code;
    return &scale->codes[at];
}

static bool has_position(const struct trig_draft_scale *scale, double position)
{
    for (size_t i = 0; i < scale->count; i++)
        if (scale->codes[i].value == position)
            return true;
    return false;
}

/* A wording of the table, spelled as an answer beside it is: with a capital, or as a code. */
static struct trig_view spell_like(struct trig_draft *draft, struct trig_view wording,
                                   struct trig_view answer)
{
    struct trig_view label = trig_draft_print(draft, "%.*s", TRIG_VIEW_ARG(wording));
    char *text = (char *)label.data;
    bool capital = answer.length && answer.data[0] >= 'A' && answer.data[0] <= 'Z';
    bool is_code =
        answer.length && memchr(answer.data, '_', answer.length) && !memchr(answer.data, ' ', answer.length);
    if (capital && label.length && text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    for (size_t i = 0; is_code && i < label.length; i++)
        if (text[i] == ' ')
            text[i] = '_';
    return label;
}

/* Steps that nobody chose: the opposite of one that somebody chose. */
static void add_opposites(struct trig_draft *draft, struct trig_draft_scale *scale,
                          const struct trig_guess *guess)
{
    const struct trig_words *words = draft->words;
    for (size_t i = 0; i < guess->substantive && !draft->failed; i++) {
        size_t opposite = trig_words_opposite(words, guess->steps[i].wording);
        if (guess->star.length || opposite == TRIG_NONE ||
            has_position(scale, words->wordings[opposite].position))
            continue;
        const struct trig_wording *wording = &words->wordings[opposite];
        struct trig_view label = spell_like(draft, wording->label, guess->steps[i].answer->text);
        struct trig_draft_code *code = insert_code(draft, scale, wording->position, label);
        set_sense(code, wording->sense);
        code->review =
            trig_draft_print(draft,
                             "CHECK: nobody gave this answer; it is the opposite of \"%.*s\": remove it if "
                             "the survey did not offer it, correct its words if they were others",
                             TRIG_VIEW_ARG(guess->steps[i].answer->text));
    }
}

static void fill_words(struct trig_draft *draft, struct trig_draft_scale *scale,
                       const struct trig_guess *guess)
{
    const struct trig_words *words = draft->words;
    bool nominal = words->kinds[guess->kind].is_nominal;
    for (size_t i = 0; i < guess->substantive; i++) {
        const struct trig_guess_step *step = &guess->steps[i];
        struct trig_draft_code *last = scale->count ? &scale->codes[scale->count - 1] : NULL;
        if (last && last->value == step->place) {
            trig_draft_add_alias(draft, last, step->answer->text);
            last->review = trig_view("CHECK: two wordings were taken for one answer");
            continue;
        }
        struct trig_draft_code *code = add_code(draft, scale, step->answer->text);
        code->value = step->place;
        set_sense(code, words->wordings[step->wording].sense);
    }
    add_opposites(draft, scale, guess);
    for (size_t i = 0; i < scale->count; i++) {
        scale->codes[i].value = (double)(nominal ? i : i + 1);
        if (!nominal)
            scale->codes[i].code = trig_draft_print(draft, "%zu", i + 1);
    }
    scale->is_ordinal = !nominal;
    scale->review =
        nominal ? trig_view("by its words")
                : trig_view("order and direction by the table of wordings, not by the file; which end "
                            "is positive may depend on the question");
}

/* ---- numbers ------------------------------------------------------------------------------------------ */

static void fill_numbers(struct trig_draft *draft, struct trig_draft_scale *scale,
                         const struct trig_guess *guess)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < guess->substantive; i++) {
        low = fmin(low, guess->steps[i].number);
        high = fmax(high, guess->steps[i].number);
    }
    bool fill = high - low < MOST_FILLED;
    size_t next = 0, steps = fill ? (size_t)(high - low) + 1 : guess->substantive;
    for (size_t i = 0; i < steps; i++) {
        double number = guess->steps[next].number;
        double wanted = guess->is_descending ? high - (double)i : low + (double)i;
        bool chosen = !fill || number == wanted;
        struct trig_view plain = trig_draft_print(draft, "%.0f", fill ? wanted : number);
        struct trig_draft_code *code =
            add_code(draft, scale, chosen ? guess->steps[next].answer->text : plain);
        code->code = plain;
        if (!chosen)
            code->review = trig_view("CHECK: nobody chose this step; it lies between two that were chosen");
        next += chosen && next + 1 < guess->substantive;
        code->value = guess->is_descending ? low + high - wanted : fill ? wanted : number;
        double share = high > low ? (code->value - low) / (high - low) : 0;
        code->positive = guess->kind != TRIG_NONE && share > 0.6;
        code->neutral = guess->kind != TRIG_NONE && share >= 0.4 && share <= 0.6;
    }
    scale->is_ordinal = true;
    scale->review =
        guess->kind == TRIG_NONE
            ? trig_view("CHECK: which end is the good one is not in the export: set positive and, where "
                        "1 is the best, turn the values round")
            : trig_view("by the numbers; direction by the words at the ends; the upper two fifths are "
                        "taken to be positive");
}

static void fill_ranges(struct trig_draft *draft, struct trig_draft_scale *scale,
                        const struct trig_guess *guess)
{
    for (size_t i = 0; i < guess->substantive; i++) {
        struct trig_draft_code *code = add_code(draft, scale, guess->steps[i].answer->text);
        code->code = trig_draft_print(draft, "%zu", i + 1);
        code->value = (double)(i + 1);
    }
    scale->is_ordinal = true;
    scale->review = trig_view("by the number that each range begins with");
}

size_t trig_draft_scale_of(struct trig_draft *draft, const struct trig_guess *guess)
{
    size_t room = 2 * guess->count + MOST_FILLED + MISSING_KINDS + 1;
    struct trig_draft_scale *scale = add_scale(draft, room, scale_name(draft, guess));
    if (!scale)
        return TRIG_NONE;
    scale->is_opinion = guess->what != TRIG_GUESS_RANGES;
    if (guess->what == TRIG_GUESS_WORDS)
        fill_words(draft, scale, guess);
    else if (guess->what == TRIG_GUESS_NUMBERED)
        fill_numbers(draft, scale, guess);
    else
        fill_ranges(draft, scale, guess);
    trig_draft_add_missing(draft, draft->scale_count - 1, guess);
    return draft->scale_count - 1;
}

/* ---- without order --------------------------------------------------------------------------- */

/* The last scale is dropped for an earlier one without order that has the same
 * codes in the same order. */
static size_t share_nominal(struct trig_draft *draft)
{
    const struct trig_draft_scale *last = &draft->scales[draft->scale_count - 1];
    for (size_t i = 0; i + 1 < draft->scale_count; i++) {
        const struct trig_draft_scale *scale = &draft->scales[i];
        bool same = !scale->is_ordinal && !scale->name.length && scale->count == last->count;
        for (size_t j = 0; same && j < scale->count; j++)
            same = trig_view_equal(scale->codes[j].normal, last->codes[j].normal) &&
                   scale->codes[j].kind == last->codes[j].kind &&
                   scale->codes[j].is_rest == last->codes[j].is_rest;
        if (same) {
            draft->scale_count--;
            return i;
        }
    }
    return draft->scale_count - 1;
}

static bool holds(struct trig_views list, struct trig_view text)
{
    for (size_t i = 0; i < list.count; i++)
        if (trig_view_equal(list.items[i], text))
            return true;
    return false;
}

static struct trig_draft_code *find_normal(struct trig_draft_scale *scale, struct trig_view normal)
{
    for (size_t i = 0; i < scale->count; i++)
        if (trig_view_equal(scale->codes[i].normal, normal))
            return &scale->codes[i];
    return NULL;
}

size_t trig_draft_nominal_scale(struct trig_draft *draft, const struct trig_view *labels, size_t count,
                                struct trig_views declared, bool rest, struct trig_view review)
{
    struct trig_draft_scale *scale = add_scale(draft, count + 1, trig_view_of("", 0));
    struct trig_draft_code *other = NULL;
    if (!scale)
        return TRIG_NONE;
    scale->review = review;
    /* A scale has an answer that is one; where none looks like it, all are. */
    bool others = false;
    for (size_t i = 0; i < count; i++) {
        struct trig_view normal = trig_draft_normal(draft, labels[i]);
        others |= trig_guess_missing(draft->words, normal) == TRIG_NONE && !holds(declared, normal);
    }
    for (size_t i = 0; i < count; i++) {
        struct trig_draft_code *same = find_normal(scale, trig_draft_normal(draft, labels[i]));
        if (same) { /* an answer is what its label says */
            same->review = trig_view("CHECK: the file gives several values this label: one answer here");
            continue;
        }
        struct trig_draft_code *code = add_code(draft, scale, labels[i]);
        size_t kind = trig_guess_missing(draft->words, code->normal);
        if (kind == TRIG_NONE && others && holds(declared, code->normal)) {
            set_missing(code, TRIG_NOT_APPLICABLE, true);
            continue;
        }
        enum trig_code_kind code_kind =
            kind == TRIG_NONE ? TRIG_SUBSTANTIVE : draft->words->kinds[kind].code_kind;
        bool first = code_kind != TRIG_SUBSTANTIVE && others;
        for (size_t j = 0; j + 1 < scale->count; j++)
            first = first && (scale->codes[j].kind != code_kind || scale->codes[j].is_own_missing);
        if (first) {
            code->kind = code_kind;
            code->code = trig_view(kind_codes[code_kind]);
        }
        bool is_other = trig_view_is(code->normal, "other") || trig_view_is(code->normal, "others") ||
                        trig_words_has(code->normal, trig_view("other (please specify)"));
        if (is_other && !other) {
            code->code = trig_view("other");
            other = code;
        }
    }
    if (rest && !other) {
        other = add_code(draft, scale, trig_view("Other"));
        other->code = trig_view("other");
    }
    if (rest && other) {
        other->is_rest = true;
        other->review =
            trig_view("CHECK: any answer that is not listed is read as this one; add those that the "
                      "survey offered");
    }
    return share_nominal(draft);
}
