#include "collect/draft/guess.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

/* ---- one answer ----------------------------------------------------------------------- */

static struct trig_view without_stop(struct trig_view text)
{
    while (text.length && strchr(".!;: ", text.data[text.length - 1]))
        text.length--;
    return text;
}

bool trig_guess_number(struct trig_view text, double *number, struct trig_view *words)
{
    size_t start = text.length && text.data[0] == '(' ? 1 : 0, end = start;
    *words = trig_view_of("", 0);
    if (end < text.length && text.data[end] == '-')
        end++;
    size_t digits = end;
    while (end < text.length && isdigit((unsigned char)text.data[end]))
        end++;
    if (end == digits || !trig_text_to_number(trig_view_of(text.data + start, end - start), number))
        return false;
    if (end == text.length)
        return true;
    size_t after = end;
    bool marked = false;
    while (after < text.length && strchr(" -:.)(=", text.data[after])) {
        marked |= text.data[after] != ' ';
        after++;
    }
    if (!marked || after == text.length || isdigit((unsigned char)text.data[after]))
        return false;
    struct trig_view rest = without_stop(trig_view_of(text.data + after, text.length - after));
    while (rest.length && rest.data[rest.length - 1] == ')' && !memchr(rest.data, '(', rest.length))
        rest.length--;
    *words = rest;
    return rest.length > 0;
}

/* What stands before the first dash, colon, semicolon or bracket: "weekly" of
 * "weekly - about once a week". */
static struct trig_view head_of(struct trig_view text)
{
    static const char *const marks[] = {" - ", ": ", "; ", " ("};
    size_t end = text.length;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *mark = memmem(text.data, end, marks[i], strlen(marks[i]));
        if (mark && mark > text.data)
            end = (size_t)(mark - text.data);
    }
    return without_stop(trig_view_of(text.data, end));
}

size_t trig_guess_missing(const struct trig_words *words, struct trig_view normal)
{
    struct trig_view tries[] = {normal, without_stop(normal), head_of(normal)};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        for (size_t at = trig_words_exact(words, tries[i]); at != TRIG_NONE; at = words->wordings[at].next)
            if (words->kinds[words->wordings[at].kind].is_missing)
                return words->wordings[at].kind;
    return TRIG_NONE;
}

size_t trig_guess_declared(const struct trig_words *words)
{
    for (size_t i = 0; i < words->kind_count; i++)
        if (words->kinds[i].is_missing && words->kinds[i].code_kind == TRIG_NOT_APPLICABLE)
            return i;
    return TRIG_NONE;
}

/* strongly_disagree: a code that says what it means. */
static struct trig_view spell_out(struct trig_draft *draft, struct trig_view code)
{
    if (!memchr(code.data, '_', code.length) || memchr(code.data, ' ', code.length))
        return code;
    struct trig_view text = trig_draft_print(draft, "%.*s", TRIG_VIEW_ARG(code));
    for (char *at = (char *)text.data; text.length && at < text.data + text.length; at++)
        if (*at == '_')
            *at = ' ';
    return trig_text_trim(text);
}

/* The first words of an answer tell what it is only when many gave all of it:
 * "n/a - I work for ..." is one person's, and not to be written. */
static size_t find_missing(const struct trig_words *words, const struct trig_gathered_answer *answer,
                           struct trig_view spelled)
{
    size_t kind = trig_guess_missing(words, answer->normal);
    if (kind == TRIG_NONE)
        kind = trig_guess_missing(words, spelled);
    if (answer->is_declared)
        return kind == TRIG_NONE ? trig_guess_declared(words) : kind;
    bool whole =
        trig_words_exact(words, answer->normal) != TRIG_NONE || trig_words_exact(words, spelled) != TRIG_NONE;
    return whole || answer->count >= TRIG_DRAFT_FEW ? kind : TRIG_NONE;
}

static struct trig_guess_step read_answer(struct trig_draft *draft, const struct trig_gathered_answer *answer)
{
    const struct trig_words *words = draft->words;
    struct trig_view spelled = spell_out(draft, without_stop(answer->normal));
    struct trig_guess_step step = {.answer = answer,
                                   .wording = TRIG_NONE,
                                   .missing = find_missing(words, answer, spelled),
                                   .words = spelled};
    if (step.missing != TRIG_NONE)
        return step;
    step.has_number = trig_guess_number(answer->normal, &step.number, &step.words);
    if (!step.has_number)
        step.words = spelled;
    else if (step.words.length)
        step.missing = trig_guess_missing(words, step.words);
    return step;
}

/* The wording of [kind] without a star that [text] is. */
static size_t find_exact(const struct trig_words *words, struct trig_view text, size_t kind)
{
    size_t at = text.length ? trig_words_exact(words, text) : TRIG_NONE;
    while (at != TRIG_NONE && words->wordings[at].kind != kind)
        at = words->wordings[at].next;
    return at;
}

/* The wording of [kind] that [text] is, with [star] for the star; the longest. */
static size_t find_starred(const struct trig_words *words, struct trig_view text, size_t kind,
                           struct trig_view star)
{
    size_t best = TRIG_NONE, longest = 0;
    for (size_t i = 0; i < words->wording_count; i++) {
        const struct trig_wording *wording = &words->wordings[i];
        struct trig_view found;
        if (wording->kind == kind && trig_wording_fits(wording, text, &found) &&
            trig_view_equal(found, star) && (best == TRIG_NONE || wording->text.length > longest)) {
            best = i;
            longest = wording->text.length;
        }
    }
    return best;
}

static size_t find_wording(const struct trig_words *words, const struct trig_guess_step *step, size_t kind,
                           struct trig_view star)
{
    size_t found = find_exact(words, step->words, kind);
    if (found == TRIG_NONE && step->answer->count >= TRIG_DRAFT_FEW)
        found = find_exact(words, head_of(step->words), kind);
    if (found == TRIG_NONE && star.length)
        found = find_starred(words, step->words, kind, star);
    return found;
}

/* ---- all answers as one kind ------------------------------------------------------------ */

/* How many answers with words are of [kind], and whether that is all of them;
 * writes their wordings when [keep]. */
static size_t fit(const struct trig_words *words, struct trig_guess *guess, size_t kind,
                  struct trig_view star, bool keep, bool *all)
{
    size_t fitting = 0;
    *all = true;
    for (size_t i = 0; i < guess->count; i++) {
        struct trig_guess_step *step = &guess->steps[i];
        if (step->missing != TRIG_NONE || !step->words.length)
            continue;
        size_t wording = find_wording(words, step, kind, star);
        *all = *all && wording != TRIG_NONE;
        fitting += wording != TRIG_NONE;
        if (keep)
            step->wording = wording;
    }
    return fitting;
}

/* What the star of [kind] may stand for: the shortest that any answer leaves. */
static struct trig_view find_star(const struct trig_words *words, const struct trig_guess *guess, size_t kind)
{
    struct trig_view star = {NULL, 0}, found;
    for (size_t i = 0; i < guess->count; i++)
        for (size_t j = 0; j < words->wording_count; j++) {
            const struct trig_wording *wording = &words->wordings[j];
            if (wording->kind == kind && wording->before.length && guess->steps[i].missing == TRIG_NONE &&
                trig_wording_fits(wording, guess->steps[i].words, &found) &&
                (!star.length || found.length < star.length ||
                 (found.length == star.length && trig_draft_compare(found, star) < 0)))
                star = found;
        }
    return star;
}

static size_t count_worded(const struct trig_guess *guess)
{
    size_t worded = 0;
    for (size_t i = 0; i < guess->count; i++)
        worded += guess->steps[i].missing == TRIG_NONE && guess->steps[i].words.length;
    return worded;
}

/* Finds the kind that all answers with words belong to. One answer alone is
 * enough for yes or no only: most words belong to several kinds. */
static bool find_kind(struct trig_draft *draft, struct trig_guess *guess)
{
    const struct trig_words *words = draft->words;
    size_t worded = count_worded(guess);
    for (size_t kind = 0; kind < words->kind_count && worded; kind++) {
        bool all;
        if (words->kinds[kind].is_missing || (worded < 2 && !words->kinds[kind].is_nominal))
            continue;
        struct trig_view star = find_star(words, guess, kind);
        fit(words, guess, kind, star, false, &all);
        if (!all)
            continue;
        fit(words, guess, kind, star, true, &all);
        guess->kind = kind;
        guess->star = star;
        return true;
    }
    return false;
}

static bool places_differ(const struct trig_words *words, const struct trig_guess *guess)
{
    double first = NAN;
    for (size_t i = 0; i < guess->count; i++) {
        if (guess->steps[i].wording == TRIG_NONE)
            continue;
        double position = words->wordings[guess->steps[i].wording].position;
        if (!isnan(first) && position != first)
            return true;
        first = position;
    }
    return false;
}

/* ---- numbers ------------------------------------------------------------------------------ */

static bool all_numbered(const struct trig_guess *guess)
{
    size_t with_words = 0, numbered = 0;
    for (size_t i = 0; i < guess->count; i++) {
        const struct trig_guess_step *step = &guess->steps[i];
        if (step->missing != TRIG_NONE)
            continue;
        if (!step->has_number || step->number < -10 || step->number > 100)
            return false;
        for (size_t j = 0; j < i; j++)
            if (guess->steps[j].missing == TRIG_NONE && guess->steps[j].number == step->number)
                return false;
        numbered++;
        with_words += step->words.length > 0;
    }
    return with_words && numbered > 1;
}

/* Whether the words say that the low number is the high end. */
static bool is_descending(const struct trig_words *words, const struct trig_guess *guess)
{
    double product = 0;
    for (size_t i = 0; i < guess->count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct trig_guess_step *a = &guess->steps[i], *b = &guess->steps[j];
            if (a->wording != TRIG_NONE && b->wording != TRIG_NONE)
                product += (a->number - b->number) *
                           (words->wordings[a->wording].position - words->wordings[b->wording].position);
        }
    return product < 0;
}

/* ---- putting in order ----------------------------------------------------------------------- */

static int compare_steps(const void *left, const void *right)
{
    const struct trig_guess_step *a = left, *b = right;
    if ((a->missing == TRIG_NONE) != (b->missing == TRIG_NONE))
        return a->missing == TRIG_NONE ? -1 : 1;
    if (a->missing != b->missing)
        return a->missing < b->missing ? -1 : 1;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->answer->count != b->answer->count)
        return a->answer->count > b->answer->count ? -1 : 1;
    return trig_draft_compare(a->answer->normal, b->answer->normal);
}

/* Ranges that hardly anybody gave may be somebody's own words. Among them a number may stand for
 * itself: "1", "2", "3+", or "150000" where a spreadsheet took the "+" away. */
static bool are_ranges(struct trig_guess *guess)
{
    size_t ranges = 0, numbers = 0;
    double highest = -INFINITY, last = -INFINITY;
    for (size_t i = 0; i < guess->count; i++) {
        struct trig_guess_step *step = &guess->steps[i];
        if (step->missing != TRIG_NONE)
            continue;
        bool range = trig_guess_range(step->answer->normal, &step->place);
        bool number = !range && trig_text_to_number(step->answer->normal, &step->place);
        if (step->answer->count < TRIG_DRAFT_FEW || (!range && !number))
            return false;
        ranges += range;
        numbers += number;
        highest = fmax(highest, number ? step->place : -INFINITY);
        last = fmax(last, range ? step->place : -INFINITY);
        for (size_t j = 0; j < i; j++)
            if (guess->steps[j].missing == TRIG_NONE && guess->steps[j].place == step->place)
                return false;
    }
    return guess->substantive > 2 && (ranges > numbers || (ranges == 1 && highest < last));
}

static void decide(struct trig_draft *draft, struct trig_guess *guess)
{
    const struct trig_words *words = draft->words;
    bool numbered = all_numbered(guess);
    bool known = find_kind(draft, guess);
    if (numbered) {
        guess->what = TRIG_GUESS_NUMBERED;
        guess->is_descending = known && places_differ(words, guess) && is_descending(words, guess);
        if (known && !places_differ(words, guess))
            guess->kind = TRIG_NONE;
        for (size_t i = 0; i < guess->count; i++)
            guess->steps[i].place = guess->is_descending ? -guess->steps[i].number : guess->steps[i].number;
        return;
    }
    bool worded = known && count_worded(guess) == guess->substantive;
    if (worded && (words->kinds[guess->kind].is_nominal || places_differ(words, guess))) {
        guess->what = TRIG_GUESS_WORDS;
        for (size_t i = 0; i < guess->count; i++)
            if (guess->steps[i].wording != TRIG_NONE)
                guess->steps[i].place = words->wordings[guess->steps[i].wording].position;
        return;
    }
    guess->kind = TRIG_NONE;
    if (are_ranges(guess))
        guess->what = TRIG_GUESS_RANGES;
}

struct trig_guess trig_guess_answers(struct trig_draft *draft, const struct trig_gathered_answer *answers,
                                     size_t count)
{
    struct trig_guess guess = {.what = TRIG_GUESS_NONE, .kind = TRIG_NONE};
    if (count > 64) /* no scale of a questionnaire has so many steps */
        return guess;
    guess.steps = trig_draft_room(draft, count, sizeof *guess.steps);
    for (size_t i = 0; guess.steps && i < count; i++) {
        guess.steps[i] = read_answer(draft, &answers[i]);
        guess.substantive += guess.steps[i].missing == TRIG_NONE;
    }
    guess.count = guess.steps ? count : 0;
    if (guess.substantive)
        decide(draft, &guess);
    if (guess.count)
        qsort(guess.steps, guess.count, sizeof *guess.steps, compare_steps);
    return guess;
}
