#include "analyze/reliability/notes.h"

static const char *interval_words(const struct trig_reliability_options *options, bool weighted)
{
    if (!(options->methods & TRIG_SCALE_ALPHA))
        return weighted ? "Weighted. n_eff, the effective number of respondents (Kish), stands for n in "
                          "intervals and tests, which take respondents as independent of one another."
                        : "Intervals and tests take respondents as independent of one another.";
    return weighted ? "Weighted. The interval is Feldt's with the effective number of respondents (Kish); it "
                      "takes them as independent of one another."
                    : "The interval is Feldt's; it takes respondents as independent of one another.";
}

/* What is said of each method. */
static const char *words_of(const struct trig_reliability_options *options, unsigned method)
{
    bool pairwise = options->missing == TRIG_MISSING_PAIRWISE;
    switch (method) {
    case TRIG_SCALE_ALPHA:
        return "alpha says how consistently the items rank respondents; it does not show that they measure "
               "one thing, and it grows with the number of items.";
    case TRIG_SCALE_OMEGA:
        return "omega: the share of the variance of the items' sum that is not unique to single items, by "
               "one common factor (maximum likelihood; loading: of the standardised item); unlike alpha it "
               "lets items differ in how closely they follow the factor. Its interval takes answers as "
               "normal (delta method).";
    case TRIG_SCALE_CORRELATION:
        return pairwise ? "correlation: Pearson's, of those who answered both items (pairwise), with "
                          "Fisher's interval."
                        : "correlation: Pearson's, of those who answered every item of the pillar "
                          "(listwise), with Fisher's interval.";
    case TRIG_SCALE_POLYCHORIC:
        return "polychoric: the correlation of two normal quantities behind the answers, by maximum "
               "likelihood in two steps, of those who answered every item of the pillar. ordinal_alpha: "
               "alpha of these correlations, of the quantities behind; it overstates how consistent the "
               "answers themselves are: an upper view, beside alpha.";
    case TRIG_SCALE_KMO:
        return "kmo: how far correlations go beyond pairs, as a factor needs it; below 0.5 is taken for "
               "unacceptable, from 0.8 for good (Kaiser). bartlett: chi-square that no two items correlate, "
               "with df and p.";
    default:
        return "eigenvalue (component) and factor_eigenvalue (one common factor in the diagonal): benchmark "
               "is the 95th percentile of those of 1000 samples of unrelated normal answers by as many "
               "people; components and factors count those above it from the first. It is a suggestion: look "
               "at several numbers.";
    }
}

enum trig_status trig_reliability_notes(const struct trig_reliability_options *options, bool weighted,
                                        size_t too_short, trig_table *table, struct trig_error *error)
{
    bool listwise = options->missing == TRIG_MISSING_LISTWISE || options->methods != TRIG_SCALE_CORRELATION;
    enum trig_status status = trig_table_add_note(
        table,
        trig_view(listwise ? "Items are on 0 to 100 by their own scale, reversed ones mirrored, as in the "
                             "pillar's score. n: respondents who answered every item of the pillar."
                           : "Items are on 0 to 100 by their own scale, reversed ones mirrored, as in the "
                             "pillar's score."),
        error);
    for (size_t i = 0; trig_scale_method_names[i] && status == TRIG_OK; i++)
        if (options->methods & 1u << i)
            status = trig_table_add_note(table, trig_view(words_of(options, 1u << i)), error);
    if (status == TRIG_OK)
        status = trig_table_add_note(table, trig_view(interval_words(options, weighted)), error);
    if (status || too_short == 0)
        return status;
    char note[128];
    snprintf(note, sizeof note, "%zu pillar%s fewer than two items and %s left out.", too_short,
             too_short == 1 ? " has" : "s have", too_short == 1 ? "is" : "are");
    return trig_table_add_note(table, trig_view(note), error);
}

enum trig_status trig_reliability_show(const struct trig_reliability_options *options,
                                       const struct trig_bys *bys, trig_table *table,
                                       struct trig_error *error)
{
    const unsigned pairs = TRIG_SCALE_CORRELATION | TRIG_SCALE_POLYCHORIC | TRIG_SCALE_PARALLEL;
    const unsigned without = TRIG_SCALE_POLYCHORIC | TRIG_SCALE_KMO | TRIG_SCALE_PARALLEL; /* intervals */
    const char *shown[TRIG_MOST_BY + 16];
    size_t count = 0;
    shown[count++] = "wave";
    for (size_t i = 0; i < bys->count; i++)
        if (bys->items[i].kind != TRIG_BY_WAVE)
            shown[count++] = bys->items[i].name.data;
    const struct {
        const char *name;
        bool shown;
    } all[] = {{"measure", true},
               {"with", (options->methods & pairs) != 0},
               {"statistic", true},
               {"estimate", true},
               {"ci_low", options->methods & ~without},
               {"ci_high", options->methods & ~without},
               {"n", true},
               {"benchmark", options->methods & TRIG_SCALE_PARALLEL},
               {"flag", options->methods & TRIG_SCALE_PARALLEL},
               {"df", options->methods & TRIG_SCALE_KMO},
               {"p", options->methods & TRIG_SCALE_KMO},
               {"suppressed", true},
               {"note", true}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].shown)
            shown[count++] = all[i].name;
    return trig_table_show(table, shown, count, error);
}
