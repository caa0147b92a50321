#include "analyze/benchmark/pairs.h"

#include "analyze/benchmark/bench.h"
#include "analyze/benchmark/equivalence.h"
#include "analyze/benchmark/letters.h"
#include "analyze/benchmark/place.h"
#include "analyze/benchmark/show.h"
#include "analyze/benchmark/words.h"

#include <math.h>
#include <stdlib.h>

/* One institution of the block under way. */
struct place {
    size_t domain; /* of the standing */
    size_t row;
};

struct pairs {
    struct trig_bench bench;
    const struct trig_pairs_options *options;
    struct place *places; /* of the block under way */
    size_t count;
    trig_table *table;
    struct trig_error *error;
};

/* ---- which institutions ------------------------------------------------------------------------- */

static enum trig_status parse_one(const trig_definition *definition, struct trig_view name,
                                  struct trig_arena *arena, size_t *list, size_t *count,
                                  struct trig_error *error)
{
    struct trig_view text = trig_arena_copy(arena, trig_text_trim(name));
    if (!text.data)
        return trig_bench_no_memory(error);
    enum trig_status status = trig_place_institution(definition, text.data, &list[*count], error);
    for (size_t i = 0; i < *count && status == TRIG_OK; i++)
        if (list[i] == list[*count])
            return trig_error_set(error, TRIG_ERR_USAGE, "--pairs names \"%.*s\" twice", TRIG_VIEW_ARG(text));
    *count += status == TRIG_OK;
    return status;
}

enum trig_status trig_pairs_parse(const trig_definition *definition, const char *text,
                                  struct trig_arena *arena, struct trig_pairs_options *out,
                                  struct trig_error *error)
{
    size_t most = 1;
    size_t count = 0;
    out->institutions = NULL;
    if (strcmp(text, "all") == 0)
        return TRIG_OK;
    for (const char *at = text; *at; at++)
        most += *at == ',';
    size_t *list = trig_arena_calloc(arena, most, sizeof *list);
    if (!list)
        return trig_bench_no_memory(error);
    enum trig_status status = TRIG_OK;
    for (const char *rest = text; *rest && status == TRIG_OK;) {
        size_t length = strcspn(rest, ",");
        status = parse_one(definition, trig_view_of(rest, length), arena, list, &count, error);
        rest += rest[length] ? length + 1 : length;
    }
    if (status == TRIG_OK && count < 2)
        return trig_error_set(error, TRIG_ERR_USAGE, "--pairs needs two institutions or more, or all");
    out->institutions = list;
    out->count = count;
    return status;
}

static bool is_chosen(const struct trig_pairs_options *options, size_t institution)
{
    for (size_t i = 0; i < options->count; i++)
        if (options->institutions[i] == institution)
            return true;
    return !options->institutions;
}

/* ---- one block's institutions -------------------------------------------------------------------- */

static const struct trig_domain *domain_of(const struct pairs *pairs, const struct place *place)
{
    return &pairs->bench.standing.domains.items[place->domain];
}

/* What places are sorted by. */
struct order {
    const struct pairs *pairs;
    size_t measure;
};

static int compare_places(const void *a, const void *b, void *context)
{
    const struct order *order = context;
    const struct place *x = a;
    const struct place *y = b;
    const struct trig_standing *standing = &order->pairs->bench.standing;
    const struct trig_institution *institutions = order->pairs->bench.cells.definition->institutions;
    double first = trig_standing_row(standing, x->domain, order->measure)->estimate;
    double second = trig_standing_row(standing, y->domain, order->measure)->estimate;
    if (isnan(first) != isnan(second))
        return isnan(first) - isnan(second);
    if (first != second && !isnan(first))
        return first > second ? -1 : 1;
    return strcmp(institutions[domain_of(order->pairs, x)->institution].id.data,
                  institutions[domain_of(order->pairs, y)->institution].id.data);
}

static void list_places(struct pairs *pairs, size_t wave, size_t measure)
{
    const struct trig_standing *standing = &pairs->bench.standing;
    struct order order = {pairs, measure};
    pairs->count = 0;
    for (size_t i = 0; i < standing->domains.count; i++) {
        const struct trig_domain *domain = &standing->domains.items[i];
        if (domain->wave == wave && is_chosen(pairs->options, domain->institution))
            pairs->places[pairs->count++].domain = i;
    }
    qsort_r(pairs->places, pairs->count, sizeof *pairs->places, compare_places, &order);
}

static enum trig_status add_places(struct pairs *pairs, size_t measure)
{
    struct trig_bench *bench = &pairs->bench;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < pairs->count && status == TRIG_OK; i++) {
        struct place *place = &pairs->places[i];
        const struct trig_domain *domain = domain_of(pairs, place);
        struct trig_estimate estimate;
        status = trig_estimate_mean(bench->estimator, measure, domain, &estimate, pairs->error);
        if (status == TRIG_OK)
            status = trig_results_add_estimate(&bench->results, &bench->cells, measure, domain, &estimate,
                                               &place->row, pairs->error);
        enum trig_suppression hidden = trig_standing_of(&bench->standing, place->domain, measure);
        if (status == TRIG_OK && hidden != TRIG_SUPPRESSED_NONE)
            trig_disclosure_hide(&bench->results.items[place->row], hidden);
        else if (status == TRIG_OK && pairs->options->show_r)
            trig_show_pair(&bench->cells, domain, NULL, measure, pairs->options->show_r);
    }
    return status;
}

/* ---- its pairs --------------------------------------------------------------------------------- */

static void fill_equivalence(const struct pairs *pairs, struct trig_result *row)
{
    if (pairs->options->margin > 0.0)
        trig_equivalence_fill(row, pairs->options->margin, pairs->bench.cells.request->design.level);
}

/* Hidden institutions are hidden in every pair, for the reason that they have by
 * themselves; the second's hides the comparison. */
static void protect(struct pairs *pairs, const struct place *one, const struct place *other, size_t measure,
                    struct trig_result *row)
{
    enum trig_suppression first = trig_standing_of(&pairs->bench.standing, one->domain, measure);
    enum trig_suppression second = trig_standing_of(&pairs->bench.standing, other->domain, measure);
    if (first != TRIG_SUPPRESSED_NONE)
        trig_disclosure_hide(row, first);
    else if (second != TRIG_SUPPRESSED_NONE)
        trig_disclosure_hide(row, TRIG_SUPPRESSED_COMPARATOR);
    else if (pairs->options->show_r)
        trig_show_pair(&pairs->bench.cells, domain_of(pairs, one), domain_of(pairs, other), measure,
                       pairs->options->show_r);
    row->untold = trig_disclosure_is_untold(first, second);
}

static enum trig_status add_pair(struct pairs *pairs, const struct place *one, const struct place *other,
                                 size_t measure)
{
    struct trig_bench *bench = &pairs->bench;
    const struct trig_institution *with =
        &bench->cells.definition->institutions[domain_of(pairs, other)->institution];
    const struct trig_term term = {1.0, domain_of(pairs, other)};
    const struct trig_comparator comparator = {&term, 1, term.domain, 0.0, pairs->options->variance};
    struct trig_comparison comparison;
    size_t at;
    enum trig_status status =
        trig_comparison_make(bench->estimator, &bench->cells, measure, domain_of(pairs, one), &comparator,
                             &comparison, pairs->error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(&bench->results, &bench->cells, measure, domain_of(pairs, one),
                                           &comparison.own, &at, pairs->error);
    if (status)
        return status;
    struct trig_result *row = &bench->results.items[at];
    trig_comparison_fill(&comparison, row);
    row->flag = trig_view(NULL);
    row->with = trig_arena_copy(&bench->results.arena, with->id);
    row->with_label = trig_arena_copy(&bench->results.arena, with->name);
    fill_equivalence(pairs, row);
    protect(pairs, one, other, measure, row);
    return row->with.data && row->with_label.data ? TRIG_OK : trig_bench_no_memory(pairs->error);
}

static enum trig_status add_pairs(struct pairs *pairs, size_t measure)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < pairs->count && status == TRIG_OK; i++)
        for (size_t j = i + 1; j < pairs->count && status == TRIG_OK; j++)
            status = add_pair(pairs, &pairs->places[i], &pairs->places[j], measure);
    return status;
}

/* ---- letters ---------------------------------------------------------------------------------------- */

/* The institutions of a block that may be shown are its first. */
static size_t shown_places(const struct pairs *pairs)
{
    size_t count = 0;
    while (count < pairs->count && !isnan(pairs->bench.results.items[pairs->places[count].row].estimate))
        count++;
    return count;
}

static enum trig_status write_letters(struct pairs *pairs, const trig_letters *letters, size_t shown)
{
    struct trig_results *results = &pairs->bench.results;
    char text[4 * TRIG_MOST_LETTERS + 8];
    for (size_t i = 0; i < shown; i++) {
        trig_letters_write(letters, i, text, sizeof text);
        struct trig_view copy = trig_arena_copy(&results->arena, trig_view(text));
        if (!copy.data)
            return trig_bench_no_memory(pairs->error);
        results->items[pairs->places[i].row].letters = copy;
    }
    return TRIG_OK;
}

/* Without letters where there are too many sets to be read. */
static enum trig_status add_letters(struct pairs *pairs, size_t first)
{
    const struct trig_result *row = &pairs->bench.results.items[first];
    double alpha = 1.0 - pairs->bench.cells.request->design.level;
    size_t shown = shown_places(pairs);
    if (shown < 2)
        return TRIG_OK;
    bool *differ = trig_calloc(shown * shown, sizeof *differ);
    if (!differ)
        return trig_bench_no_memory(pairs->error);
    for (size_t i = 0; i < pairs->count; i++)
        for (size_t j = i + 1; j < pairs->count; j++, row++)
            if (j < shown)
                differ[i * shown + j] = differ[j * shown + i] = row->p_adjusted <= alpha;
    struct trig_error problem = {.status = TRIG_OK};
    trig_letters *letters = trig_letters_create(shown, differ, &problem);
    trig_free(differ);
    if (!letters)
        return problem.status == TRIG_ERR_LIMIT ? TRIG_OK : trig_bench_no_memory(pairs->error);
    enum trig_status status = write_letters(pairs, letters, shown);
    trig_letters_destroy(letters);
    return status;
}

/* ---- the table ------------------------------------------------------------------------------------ */

static enum trig_status add_block(struct pairs *pairs, size_t wave, size_t measure)
{
    list_places(pairs, wave, measure);
    enum trig_status status = add_places(pairs, measure);
    size_t first = pairs->bench.results.count;
    if (status == TRIG_OK)
        status = add_pairs(pairs, measure);
    if (status == TRIG_OK && pairs->bench.results.count > first)
        status = trig_results_adjust(&pairs->bench.results, first, pairs->bench.results.count, pairs->error);
    return status || pairs->bench.results.count == first ? status : add_letters(pairs, first);
}

static enum trig_status add_blocks(struct pairs *pairs)
{
    struct trig_bench *bench = &pairs->bench;
    size_t *waves;
    size_t count;
    enum trig_status status = trig_bench_waves(bench, &waves, &count, pairs->error);
    pairs->places = trig_arena_calloc(&bench->arena, bench->standing.domains.count, sizeof *pairs->places);
    if (status == TRIG_OK && !pairs->places)
        return trig_bench_no_memory(pairs->error);
    if (pairs->options->show_r)
        trig_show_begin(&bench->cells, pairs->options->variance, pairs->options->show_r);
    for (size_t measure = 0; measure < bench->cells.measures; measure++)
        for (size_t i = 0; i < count && status == TRIG_OK; i++)
            status = add_block(pairs, waves[i], measure);
    if (pairs->options->show_r)
        trig_show_end(TRIG_SHOW_EACH_MEASURE, pairs->options->show_r);
    return status;
}

static enum trig_status describe(struct pairs *pairs)
{
    static const char *const words[] = {
        "A row with two institutions sets the first beside the second, whose result is its benchmark.",
        "letters: two institutions that share a letter are not shown to differ, two that share none are, by "
        "p adjusted.",
    };
    const struct trig_bench *bench = &pairs->bench;
    enum trig_status status =
        trig_table_set_title(pairs->table, trig_view("Institutions two by two"), pairs->error);
    for (size_t i = 0; i < 2 && status == TRIG_OK; i++)
        status = trig_table_add_note(pairs->table, trig_view(words[i]), pairs->error);
    if (status == TRIG_OK)
        status = trig_words_columns(&bench->results, "all pairs of a measure", TRIG_WORDS_CHANGE,
                                    pairs->table, pairs->error);
    if (status == TRIG_OK && pairs->options->margin > 0.0)
        status = trig_words_equivalence(pairs->options->margin, bench->cells.request->design.level,
                                        pairs->table, pairs->error);
    if (status == TRIG_OK)
        status = trig_words_variance(bench, pairs->options->variance, pairs->table, pairs->error);
    if (status == TRIG_OK)
        status = trig_words_suppressed(&bench->context->disclosure, &bench->results, TRIG_WORDS_PAIR,
                                       pairs->table, pairs->error);
    return status ? status : trig_context_annotate(bench->context, &bench->cells, pairs->table, pairs->error);
}

static enum trig_status make(struct pairs *pairs)
{
    static const char *const shown[] = {
        "wave",       "measure",     "institution", "with",       "estimate",       "ci_low",
        "ci_high",    "n",           "benchmark",   "difference", "difference_low", "difference_high",
        "p_adjusted", "effect_size", "equivalence", "letters",    "suppressed",     "note"};
    const uint64_t bits =
        ((TRIG_BENCH_ESTIMATE_BITS | TRIG_RESULT_COMPARISON_BITS) & ~TRIG_RESULT_BIT(TRIG_RESULT_FLAG)) |
        TRIG_RESULT_EQUIVALENCE_BITS | TRIG_RESULT_BIT(TRIG_RESULT_WITH) |
        TRIG_RESULT_BIT(TRIG_RESULT_LETTERS);
    enum trig_status status = add_blocks(pairs);
    if (status == TRIG_OK)
        status = trig_bench_table(&pairs->bench, bits, shown, sizeof shown / sizeof *shown, &pairs->table,
                                  pairs->error);
    return status ? status : describe(pairs);
}

enum trig_status trig_pairs_table(const struct trig_context *context,
                                  const struct trig_pairs_options *options, trig_table **out,
                                  struct trig_error *error)
{
    struct trig_request request = {.waves = options->waves,
                                   .design = options->design,
                                   .measures = options->measures,
                                   .threads = context->threads};
    struct pairs pairs = {.options = options, .error = error};
    if (context->definition->institution_count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "this survey has no institutions.csv: there is nobody to compare");
    trig_standing_bys(context->definition, &request.bys);
    enum trig_status status = trig_bench_open(&pairs.bench, context, &request, error);
    if (status == TRIG_OK)
        status = make(&pairs);
    if (status == TRIG_OK)
        *out = pairs.table;
    else
        trig_table_destroy(pairs.table);
    trig_bench_clear(&pairs.bench);
    return status;
}
