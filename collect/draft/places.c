/* Where and when: institutions from a column that names them, waves from a column
 * or from the dates on which the exports were filled in. */
#include "collect/draft/guess.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#define SECONDS_A_DAY 86400.0
#define LONGEST_NAME  120 /* bytes of an institution's name; longer is a sentence */
#define LONGEST_WAVE  24
#define MOST_WAVES    60
#define LONGEST_ID    40

static bool is_free(const struct trig_draft *draft, size_t column)
{
    const struct trig_gathered_column *gathered = &draft->gathering->columns[column];
    return draft->columns[column].variable == TRIG_NONE && !gathered->doubled && !gathered->overflow &&
           gathered->answer_count && !gathered->is_option;
}

/* A record that does not say its wave or institution cannot be stored: a column
 * that is blank in more than one of fifty does not decide it. */
static bool is_full(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    uint64_t records = 0;
    for (size_t i = 0; i < draft->gathering->file_count; i++)
        records += draft->gathering->files[i].records;
    return column->evidence.filled * 50 >= records * 49;
}

static bool is_called(const struct trig_draft *draft, const char *role,
                      const struct trig_gathered_column *column)
{
    return trig_words_heading(draft->words, role, column->normal) ||
           trig_words_heading(draft->words, role, column->wording_normal);
}

/* The fullest free column that fits; of equals the first by heading. */
static size_t find_column(const struct trig_draft *draft,
                          bool (*fits)(const struct trig_draft *draft,
                                       const struct trig_gathered_column *column))
{
    size_t best = TRIG_NONE;
    for (size_t i = 0; i < draft->gathering->count; i++) {
        const struct trig_gathered_column *column = &draft->gathering->columns[i];
        if (!is_free(draft, i) || !fits(draft, column))
            continue;
        const struct trig_gathered_column *other =
            best == TRIG_NONE ? NULL : &draft->gathering->columns[best];
        if (!other || column->evidence.filled > other->evidence.filled ||
            (column->evidence.filled == other->evidence.filled &&
             trig_draft_compare(column->normal, other->normal) < 0))
            best = i;
    }
    return best;
}

static struct trig_view unique_id(struct trig_draft *draft, trig_dictionary *taken, struct trig_view name)
{
    struct trig_view slug = trig_draft_slug(draft, name, LONGEST_ID), tried;
    size_t which;
    if (!slug.length)
        slug = trig_view("place");
    tried = slug;
    for (size_t i = 2; trig_dictionary_find(taken, tried) != SIZE_MAX && !draft->failed; i++)
        tried = trig_draft_print(draft, "%.*s_%zu", TRIG_VIEW_ARG(slug), i);
    draft->failed |= trig_dictionary_add(taken, tried, &which, NULL) != TRIG_OK;
    return tried;
}

/* ---- institutions ----------------------------------------------------------------------- */

/* The name of an institution tells nobody who answered, even when one person did;
 * what hardly anybody wrote and does not look like such a name might. */
static bool may_list(const struct trig_draft *draft, const struct trig_gathered_answer *answer)
{
    return answer->text.length <= LONGEST_NAME &&
           (answer->count >= TRIG_DRAFT_FEW ||
            trig_words_heading(draft->words, "institution_name", answer->normal));
}

static bool names_institutions(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    uint64_t listed = 0;
    if (!is_called(draft, "institution", column) || column->answer_count < 2 || !is_full(draft, column))
        return false;
    for (size_t i = 0; i < column->answer_count; i++)
        listed += may_list(draft, &column->answers[i]) ? column->answers[i].count : 0;
    return trig_evidence_most(&column->evidence, listed, 60) &&
           2 * column->answer_count <= column->evidence.filled &&
           !trig_evidence_most(&column->evidence, column->evidence.numbers, 50);
}

static int compare_institutions(const void *left, const void *right)
{
    const struct trig_draft_institution *a = left, *b = right;
    return trig_draft_compare(a->name, b->name);
}

static void list_institutions(struct trig_draft *draft, const struct trig_gathered_column *column)
{
    for (size_t i = 0; i < column->answer_count; i++) {
        const struct trig_gathered_answer *answer = &column->answers[i];
        if (!may_list(draft, answer) || trig_guess_missing(draft->words, answer->normal) != TRIG_NONE)
            continue;
        if (!trig_draft_grow(draft, (void **)&draft->institutions, &draft->institution_capacity,
                             draft->institution_count, sizeof *draft->institutions))
            return;
        draft->institutions[draft->institution_count++] = (struct trig_draft_institution){
            .name = answer->text,
            .is_university = trig_words_has(answer->normal, trig_view("university")),
            .review =
                trig_view(answer->count < TRIG_DRAFT_FEW ? "CHECK: by its words; few people gave it" : "")};
    }
    trig_dictionary *taken = trig_dictionary_create(NULL);
    draft->failed |= !taken;
    if (draft->institution_count)
        qsort(draft->institutions, draft->institution_count, sizeof *draft->institutions,
              compare_institutions);
    for (size_t i = 0; i < draft->institution_count && !draft->failed; i++)
        draft->institutions[i].id = unique_id(draft, taken, draft->institutions[i].name);
    trig_dictionary_destroy(taken);
}

static void find_institutions(struct trig_draft *draft)
{
    size_t index = find_column(draft, names_institutions);
    if (index == TRIG_NONE)
        return;
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    list_institutions(draft, column);
    size_t unlisted = column->answer_count - draft->institution_count;
    trig_draft_add_variable(
        draft, index, TRIG_ROLE_INSTITUTION, TRIG_TYPE_NOMINAL,
        unlisted ? trig_draft_print(
                       draft,
                       "CHECK: names institutions; %zu answers that few people gave, and that do not look "
                       "like names of institutions, are not listed: their records are set aside as "
                       "unknown_institution",
                       unlisted)
                 : trig_view("names institutions; all are listed in institutions.csv"));
}

/* ---- waves in a column ----------------------------------------------------------------------- */

static bool is_year(struct trig_view text, double *year)
{
    return trig_text_to_number(text, year) && *year >= 1950 && *year <= 2100 && *year == floor(*year);
}

static bool names_waves(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    double year;
    if (!is_called(draft, "wave", column) || column->answer_count > MOST_WAVES || !is_full(draft, column))
        return false;
    for (size_t i = 0; i < column->answer_count; i++) {
        const struct trig_gathered_answer *answer = &column->answers[i];
        if (answer->text.length > LONGEST_WAVE ||
            (answer->count < TRIG_DRAFT_FEW && !is_year(answer->text, &year)))
            return false;
    }
    return true;
}

/* Years of people's lives are many; years in which a survey was held are few. */
#define MOST_YEARS 20

/* "Year", whose answers are years of which each has many records: nothing else repeats so. */
static bool names_years(const struct trig_draft *draft, const struct trig_gathered_column *column)
{
    double year;
    if (!is_called(draft, "year", column) || column->answer_count < 2 || column->answer_count > MOST_YEARS ||
        !is_full(draft, column))
        return false;
    for (size_t i = 0; i < column->answer_count; i++)
        if (column->answers[i].count < TRIG_DRAFT_FEW || !is_year(column->answers[i].text, &year))
            return false;
    return true;
}

static int compare_waves(const void *left, const void *right)
{
    const struct trig_draft_wave *a = left, *b = right;
    bool both = !isnan(a->opened) && !isnan(b->opened);
    double first = both ? a->opened : a->time, second = both ? b->opened : b->time;
    if (!isnan(first) && !isnan(second) && first != second)
        return first < second ? -1 : 1;
    return trig_draft_compare(a->label, b->label);
}

static struct trig_draft_wave *add_wave(struct trig_draft *draft, struct trig_view label,
                                        struct trig_view review)
{
    if (!trig_draft_grow(draft, (void **)&draft->waves, &draft->wave_capacity, draft->wave_count,
                         sizeof *draft->waves))
        return NULL;
    struct trig_draft_wave *wave = &draft->waves[draft->wave_count++];
    *wave =
        (struct trig_draft_wave){.label = label, .opened = NAN, .closed = NAN, .time = NAN, .review = review};
    double year;
    if (is_year(label, &year))
        wave->time = year;
    return wave;
}

static void name_waves(struct trig_draft *draft)
{
    trig_dictionary *taken = trig_dictionary_create(NULL);
    draft->failed |= !taken;
    if (draft->wave_count)
        qsort(draft->waves, draft->wave_count, sizeof *draft->waves, compare_waves);
    for (size_t i = 0; i < draft->wave_count && !draft->failed; i++)
        draft->waves[i].id = unique_id(draft, taken, draft->waves[i].label);
    /* Times are given to all or to none, so that they stay in order. */
    bool all = true;
    for (size_t i = 0; i < draft->wave_count; i++)
        all = all && !isnan(draft->waves[i].time) &&
              (i == 0 || draft->waves[i].time > draft->waves[i - 1].time);
    for (size_t i = 0; i < draft->wave_count && !all; i++)
        draft->waves[i].time = NAN;
    trig_dictionary_destroy(taken);
}

static void find_wave_column(struct trig_draft *draft)
{
    size_t index = find_column(draft, names_waves);
    bool named = index != TRIG_NONE;
    if (!named)
        index = find_column(draft, names_years);
    if (index == TRIG_NONE)
        return;
    const struct trig_gathered_column *column = &draft->gathering->columns[index];
    for (size_t i = 0; i < column->answer_count && !draft->failed; i++)
        add_wave(draft, column->answers[i].text, trig_view("from the column that names waves"));
    trig_draft_add_variable(
        draft, index, TRIG_ROLE_WAVE, TRIG_TYPE_NOMINAL,
        trig_view(named ? "names the wave of each record"
                        : "CHECK: called a year, and its answers are a few years, each of many records: "
                          "taken for the wave; if it is the year of something else, make the role attribute "
                          "and delete waves.csv"));
    name_waves(draft);
}

void trig_draft_find_places(struct trig_draft *draft)
{
    find_wave_column(draft);
    if (!draft->failed)
        find_institutions(draft);
}

/* ---- waves by dates ----------------------------------------------------------------------------- */

static const struct trig_gathered_column *submitted_column(const struct trig_draft *draft)
{
    for (size_t i = 0; i < draft->gathering->count; i++)
        if (draft->columns[i].variable != TRIG_NONE &&
            draft->variables[draft->columns[i].variable].role == TRIG_ROLE_SUBMITTED)
            return &draft->gathering->columns[i];
    return NULL;
}

static double day_of(double time)
{
    return floor(time / SECONDS_A_DAY) * SECONDS_A_DAY;
}

/* A file's days become a wave of its own when it begins after the file before it
 * ended; else the files are parts of one wave. */
static void add_span(struct trig_draft *draft, double first, double last)
{
    struct trig_draft_wave *wave = draft->wave_count ? &draft->waves[draft->wave_count - 1] : NULL;
    char text[TRIG_TIME_TEXT];
    if (wave && first <= wave->closed + SECONDS_A_DAY) {
        wave->closed = fmax(wave->closed, last);
        return;
    }
    trig_text_from_time(first, text);
    wave = add_wave(draft, trig_draft_print(draft, "%.4s", text),
                    trig_view("CHECK: opened and closed are the first and the last day of the responses"));
    if (wave) {
        wave->opened = first;
        wave->closed = last;
    }
}

static int compare_spans(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return a[0] < b[0] ? -1 : a[0] > b[0];
}

/* ---- waves by files ------------------------------------------------------------------------------ */

/* The last year in the name of a file; blank: none. */
static struct trig_view year_of_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct trig_view name = trig_view(slash ? slash + 1 : path), found = {"", 0};
    double year;
    for (size_t i = 0; i + 4 <= name.length; i++) {
        bool inside = (i && isdigit((unsigned char)name.data[i - 1])) ||
                      (i + 4 < name.length && isdigit((unsigned char)name.data[i + 4]));
        bool digits = true;
        for (size_t j = i; j < i + 4; j++)
            digits &= isdigit((unsigned char)name.data[j]) != 0;
        if (!inside && digits && is_year(trig_view_of(name.data + i, 4), &year))
            found = trig_view_of(name.data + i, 4);
    }
    return found;
}

static bool has_wave(const struct trig_draft *draft, struct trig_view label)
{
    for (size_t i = 0; i < draft->wave_count; i++)
        if (trig_view_equal(draft->waves[i].label, label))
            return true;
    return false;
}

/* Nothing in several files tells when: each is a wave, called by the year in its name, or
 * where a name has none, all of them by their order. */
static void find_waves_of_files(struct trig_draft *draft)
{
    const struct trig_gathering *gathering = draft->gathering;
    bool years = true;
    for (size_t i = 0; i < gathering->file_count; i++)
        years &= year_of_name(gathering->files[i].path).length > 0;
    for (size_t i = 0; i < gathering->file_count && !draft->failed; i++) {
        struct trig_view label =
            years ? trig_draft_print(draft, "%.*s", TRIG_VIEW_ARG(year_of_name(gathering->files[i].path)))
                  : trig_draft_print(draft, "Wave %zu", i + 1);
        if (has_wave(draft, label))
            continue;
        struct trig_draft_wave *wave = add_wave(
            draft, label,
            trig_view(years
                          ? "CHECK: one wave a year in the names of the files; `ingest` finds it there, or "
                            "--wave says it"
                          : "CHECK: one wave a file, in their order, since nothing tells when they are from: "
                            "say with --wave which one each is when it is ingested, or delete this file if "
                            "they are parts of one wave"));
        if (wave && !years)
            wave->time = (double)(i + 1);
    }
    if (!draft->failed)
        name_waves(draft);
}

static bool has_dates(const struct trig_draft *draft)
{
    const struct trig_gathered_column *column = submitted_column(draft);
    for (size_t i = 0; column && i < draft->gathering->file_count; i++)
        if (!isnan(column->spans[i].first[draft->date_order]))
            return true;
    return false;
}

void trig_draft_find_waves(struct trig_draft *draft)
{
    const struct trig_gathered_column *column = submitted_column(draft);
    double spans[TRIG_GATHER_FILES][2];
    size_t count = 0;
    if (!draft->wave_count && draft->gathering->file_count > 1 && !has_dates(draft))
        find_waves_of_files(draft);
    if (draft->wave_count || !column)
        return;
    for (size_t i = 0; i < draft->gathering->file_count; i++) {
        const struct trig_span *span = &column->spans[i];
        if (isnan(span->first[draft->date_order]))
            return; /* a file without dates belongs to no wave that dates tell */
        spans[count][0] = day_of(span->first[draft->date_order]);
        spans[count++][1] = day_of(span->last[draft->date_order]);
    }
    qsort(spans, count, sizeof *spans, compare_spans);
    for (size_t i = 0; i < count && !draft->failed; i++)
        add_span(draft, spans[i][0], spans[i][1]);
    if (!draft->failed)
        name_waves(draft);
}
