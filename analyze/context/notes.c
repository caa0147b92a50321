#include "analyze/context/context.h"
#include "analyze/estimate/replicate_sums.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>

/* Notes and provenance of one table, being written. */
struct notes {
    const struct trig_context *context;
    const struct trig_cells *cells;
    trig_table *table;
    struct trig_arena arena; /* of the texts under way; the table copies them */
    struct trig_error *error;
};

static enum trig_status add(struct notes *notes, struct trig_view text)
{
    if (!text.data)
        return trig_error_set(notes->error, TRIG_ERR_MEMORY, "out of memory for the notes");
    return trig_table_add_note(notes->table, text, notes->error);
}

static enum trig_status set(struct notes *notes, const char *key, struct trig_view text)
{
    if (!text.data)
        return trig_error_set(notes->error, TRIG_ERR_MEMORY, "out of memory for the provenance");
    return trig_table_set_provenance(notes->table, trig_view(key), text, notes->error);
}

static struct trig_view name_of(const struct notes *notes, size_t variable)
{
    return notes->cells->definition->variables[variable].name;
}

/* "2021, 2024": the waves that the cells hold, in the order of the definition. */
static struct trig_view list_waves(struct notes *notes, size_t *count)
{
    struct trig_view list = {"", 0};
    const struct trig_cells *cells = notes->cells;
    *count = 0;
    for (size_t wave = 0; wave < cells->definition->wave_count && list.data; wave++) {
        if (!trig_cells_have_wave(cells, wave))
            continue;
        list = trig_arena_printf(&notes->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(list), *count ? ", " : "",
                                 TRIG_VIEW_ARG(cells->definition->waves[wave].id));
        ++*count;
    }
    return list;
}

/* ---- who counts ------------------------------------------------------------------------ */

static enum trig_status note_respondents(struct notes *notes)
{
    const struct trig_frame_counts *counts = &notes->cells->counts;
    size_t waves;
    struct trig_view list = list_waves(notes, &waves);
    enum trig_status status = TRIG_OK;
    if (waves > 1 && !trig_bys_have(&notes->cells->request->bys, TRIG_BY_WAVE, TRIG_NONE))
        status = add(notes, trig_arena_printf(&notes->arena, "%zu waves are pooled: %.*s.", waves,
                                              TRIG_VIEW_ARG(list)));
    if (status == TRIG_OK && counts->out_of_scope) {
        char outside[48];
        trig_context_people(notes->context, counts->out_of_scope, outside);
        status = add(notes, trig_arena_printf(&notes->arena,
                                              "Out of scope and counted nowhere: %s responses.", outside));
    }
    if (status == TRIG_OK && notes->cells->definition->survey.public_data)
        status =
            add(notes, trig_view("These data are public (public_data in survey.csv): comparators are not "
                                 "limited by the number of institutions behind them."));
    return status;
}

/* ---- what the errors mean --------------------------------------------------------------- */

static enum trig_status note_declared(struct notes *notes)
{
    const struct trig_design *design = &notes->cells->request->design;
    bool second = design->use_fpc && notes->cells->second_count;
    struct {
        const char *what;
        size_t variable;
    } parts[] = {{"strata", design->stratum},
                 {"PSUs", design->psu},
                 {"weights", design->weight},
                 {"fpc", design->use_fpc ? design->fpc : TRIG_NONE},
                 {"second-stage strata", second ? design->stratum2 : TRIG_NONE},
                 {"second-stage units", second ? design->psu2 : TRIG_NONE},
                 {"their fpc", second ? design->fpc2 : TRIG_NONE}};
    struct trig_view text = trig_view("Errors are design-based:");
    const char *before = " ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts && text.data; i++) {
        if (parts[i].variable == TRIG_NONE)
            continue;
        text = trig_arena_printf(&notes->arena, "%.*s%s%s %.*s", TRIG_VIEW_ARG(text), before, parts[i].what,
                                 TRIG_VIEW_ARG(name_of(notes, parts[i].variable)));
        before = ", ";
    }
    enum trig_status status =
        add(notes, text.data ? trig_arena_printf(&notes->arena, "%.*s.", TRIG_VIEW_ARG(text)) : text);
    if (status == TRIG_OK && design->weights_from_fpc)
        status = add(notes,
                     trig_view("No weights are declared: each unit of a stratum weighs N/n by its fpc, as R "
                               "survey has it; --weights none weighs all alike."));
    return status;
}

static const char *default_strata(const trig_definition *definition)
{
    if (definition->institution_count && definition->wave_count)
        return "their institution and wave";
    if (definition->institution_count)
        return "their institution";
    return definition->wave_count ? "their wave" : "the population";
}

/* How many strata are of each kind. */
struct populations {
    size_t unknown;     /* nobody has counted them */
    size_t overcounted; /* or counted too low */
    size_t told;        /* of these, as many as have respondents enough to be shown */
};

static struct populations count_populations(const struct notes *notes)
{
    const struct trig_cells *cells = notes->cells;
    const struct trig_disclosure_rules *rules = &notes->context->disclosure;
    size_t least = rules->mode == TRIG_DISCLOSURE_NONE ? 0 : rules->threshold;
    struct populations out = {0, 0, 0};
    for (size_t i = 0; i < cells->stratum_count; i++) {
        bool overcounted = cells->strata[i].overcounted;
        bool unknown = !overcounted && isinf(cells->strata[i].population);
        out.overcounted += overcounted;
        out.unknown += unknown;
        out.told += overcounted && cells->strata[i].units >= least;
    }
    return out;
}

static enum trig_status note_default(struct notes *notes)
{
    const struct trig_design *design = &notes->cells->request->design;
    bool is_corrected = design->use_fpc && count_populations(notes).unknown < notes->cells->stratum_count;
    enum trig_status status = add(
        notes, trig_arena_printf(&notes->arena,
                                 "Errors are model-based: they treat respondents as a random sample of %s, "
                                 "with%s finite population correction.",
                                 default_strata(notes->cells->definition), is_corrected ? "" : "out"));
    if (status == TRIG_OK && design->weight != TRIG_NONE)
        status = add(notes, trig_arena_printf(&notes->arena, "Weights: %.*s.",
                                              TRIG_VIEW_ARG(name_of(notes, design->weight))));
    return status;
}

/* How many have more respondents than their count would tell of hidden ones. */
static enum trig_status note_overcounted(struct notes *notes, const struct populations *populations)
{
    if (!populations->told)
        return TRIG_OK;
    if (notes->context->disclosure.mode != TRIG_DISCLOSURE_NONE)
        return add(notes, trig_view("Strata with more respondents than their population count have no finite "
                                    "population correction."));
    return add(notes, trig_arena_printf(&notes->arena,
                                        "%zu of %zu strata have more respondents than their population "
                                        "count: no finite population correction there.",
                                        populations->overcounted, notes->cells->stratum_count));
}

static enum trig_status note_populations(struct notes *notes)
{
    const struct trig_cells *cells = notes->cells;
    if (!cells->request->design.use_fpc || cells->request->design.declared)
        return TRIG_OK;
    struct populations populations = count_populations(notes);
    enum trig_status status = TRIG_OK;
    if (populations.unknown)
        status =
            add(notes, trig_arena_printf(&notes->arena,
                                         "The population count of %zu of %zu strata is not known: no finite "
                                         "population correction there.",
                                         populations.unknown, cells->stratum_count));
    return status ? status : note_overcounted(notes, &populations);
}

static bool has_statistic(const struct trig_cells *cells, enum trig_statistic statistic)
{
    for (size_t i = 0; i < cells->measures; i++)
        if (cells->request->measures->items[i].statistic == statistic)
            return true;
    return false;
}

/* What those of shares are, beside Student's t of means. */
static const char *name_interval(const struct notes *notes)
{
    static const char *const words[] = {
        [TRIG_INTERVAL_KORN_GRAUBARD] = ", those of shares are Korn and Graubard's",
        [TRIG_INTERVAL_WILSON] = ", those of shares are Wilson's",
        [TRIG_INTERVAL_JEFFREYS] = ", those of shares are Jeffreys's",
        [TRIG_INTERVAL_LOGIT] = ", those of shares on the scale of log odds",
        [TRIG_INTERVAL_CLOPPER_PEARSON] = ", those of shares are Clopper and Pearson's at the effective n",
        [TRIG_INTERVAL_LIKELIHOOD] = ", those of shares are likelihood intervals at the effective n",
        [TRIG_INTERVAL_ASIN] = ", those of shares on the scale of asin sqrt p",
        [TRIG_INTERVAL_MEAN] = ""};
    return has_statistic(notes->cells, TRIG_STATISTIC_PROPORTION)
               ? words[notes->cells->request->design.interval]
               : "";
}

/* Beyond this nobody makes replicates: R survey warns from there on too. */
#define MOST_SHARE 5.0

/* Replicate weights that look like the other kind than survey.csv says. */
static enum trig_status note_combined(struct notes *notes)
{
    const struct trig_cells *cells = notes->cells;
    double share = cells->calibration ? 1.0 : trig_replicate_share(cells);
    if (share > MOST_SHARE && !cells->replicates->plan.replication.combined)
        return add(notes,
                   trig_view("Replicate weights times weights add up to far more than the weights: if the "
                             "weights are in them already, replicate_combined in survey.csv has to be 1."));
    if (share < 1.0 / MOST_SHARE && cells->replicates->plan.replication.combined)
        return add(notes,
                   trig_view("Replicate weights add up to far less than the weights: if they are factors "
                             "of the weights, replicate_combined in survey.csv has to be 0."));
    return TRIG_OK;
}

static enum trig_status note_replicates(struct notes *notes)
{
    const struct trig_replicate_sums *sums = notes->cells->replicates;
    if (!sums)
        return TRIG_OK;
    const struct trig_replication *replication = &sums->plan.replication;
    const char *type = trig_replicate_name(replication->type);
    if (replication->given) {
        enum trig_status status = add(
            notes, trig_arena_printf(&notes->arena,
                                     "Variances are taken over the %zu replicate weights in the data (%s).",
                                     sums->plan.count, type));
        return status ? status : note_combined(notes);
    }
    if (replication->type == TRIG_REPLICATES_BOOTSTRAP)
        return add(notes, trig_arena_printf(&notes->arena,
                                            "Variances are taken over %zu bootstrap replicates of the design "
                                            "(Rao and Wu's; seed %ju).",
                                            sums->plan.count, (uintmax_t)replication->seed));
    return add(notes,
               trig_arena_printf(&notes->arena, "Variances are taken over %zu replicates of the design (%s).",
                                 sums->plan.count, type));
}

static enum trig_status note_intervals(struct notes *notes)
{
    const struct trig_design *design = &notes->cells->request->design;
    return add(notes,
               trig_arena_printf(&notes->arena, "%g%% intervals use Student's t%s; degrees of freedom: %s.",
                                 100.0 * design->level, name_interval(notes), trig_df_name(design->df)));
}

/* Whether any number has an error of sampling: counts of who is there have none. */
static bool has_errors(const struct trig_cells *cells)
{
    const struct trig_estimands *estimands = cells->request->estimands;
    for (size_t i = 0; estimands && i < estimands->count; i++)
        if (estimands->items[i].statistic != TRIG_STATISTIC_MEAN)
            return true;
    return has_statistic(cells, TRIG_STATISTIC_MEAN) || has_statistic(cells, TRIG_STATISTIC_PROPORTION);
}

/* Weights that were computed, and whether errors know of it. */
static enum trig_status note_weighting(struct notes *notes)
{
    const struct trig_cells *cells = notes->cells;
    const struct trig_design *design = &cells->request->design;
    if (!design->recipe)
        return TRIG_OK;
    struct trig_view done = trig_recipe_describe(design->recipe, cells->definition, &notes->arena);
    if (!done.data)
        return add(notes, done);
    const char *errors = trig_recipe_knows_untrimmed(design->recipe)
                             ? "errors know of it"
                             : "errors know of it as if trimming were part of the calibration";
    return add(notes,
               trig_arena_printf(&notes->arena, "Weights: %.*s, %.*s; %s.",
                                 TRIG_VIEW_ARG(notes->context->weights.name), TRIG_VIEW_ARG(done), errors));
}

static enum trig_status note_errors(struct notes *notes)
{
    if (!has_errors(notes->cells))
        return TRIG_OK;
    enum trig_status status =
        notes->cells->request->design.declared ? note_declared(notes) : note_default(notes);
    if (status == TRIG_OK)
        status = note_weighting(notes);
    if (status == TRIG_OK)
        status = note_populations(notes);
    if (status == TRIG_OK)
        status = note_replicates(notes);
    return status ? status : note_intervals(notes);
}

static enum trig_status note_rounding(struct notes *notes)
{
    if (notes->context->disclosure.mode != TRIG_DISCLOSURE_HESA)
        return TRIG_OK;
    return add(
        notes,
        trig_view("Numbers are rounded by HESA's rules, each from unrounded ones: people to the nearest "
                  "5, percentages to whole ones (none of fewer than 22.5 people); and so that no count "
                  "follows scores of 0-100 to whole ones, other averages to one decimal, intervals "
                  "outwards, p upwards. Errors, effective n and degrees of freedom are withheld."));
}

/* ---- where the numbers come from ------------------------------------------------------------ */

static struct trig_view base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return trig_view(slash ? slash + 1 : path);
}

/* "a.trig, b.trig" and how many imports they hold, the newest one's time. */
static enum trig_status set_stores(struct notes *notes)
{
    struct trig_view names = {"", 0};
    struct trig_view newest = {"", 0};
    size_t imports = 0;
    for (size_t i = 0; i < notes->context->store_count && names.data; i++) {
        const struct trig_import *list;
        size_t count;
        trig_store *store = notes->context->stores[i];
        enum trig_status status = trig_store_imports(store, &notes->arena, &list, &count, notes->error);
        if (status)
            return status;
        names = trig_arena_printf(&notes->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(names), i ? ", " : "",
                                  TRIG_VIEW_ARG(base_name(trig_store_path(store))));
        if (count)
            newest = list[count - 1].time;
        imports += count;
    }
    enum trig_status status = set(notes, "store", names);
    if (status == TRIG_OK)
        status = set(notes, "imports",
                     trig_arena_printf(&notes->arena, "%zu, newest %.*s", imports, TRIG_VIEW_ARG(newest)));
    return status;
}

static enum trig_status set_provenance(struct notes *notes)
{
    const trig_definition *definition = notes->cells->definition;
    size_t waves;
    struct trig_view list = list_waves(notes, &waves);
    enum trig_status status = set_stores(notes);
    if (status == TRIG_OK)
        status = set(notes, "definition",
                     trig_arena_printf(&notes->arena, "%.*s, sha256 %s", TRIG_VIEW_ARG(definition->survey.id),
                                       definition->sha256));
    char counted[48];
    trig_context_people(notes->context, notes->cells->counts.counted, counted);
    if (status == TRIG_OK)
        status = set(notes, "responses", trig_view(counted));
    if (status == TRIG_OK && waves)
        status = set(notes, "waves", list);
    if (status == TRIG_OK)
        status = set(notes, "software", trig_view("trigpillar " TRIG_VERSION));
    return status;
}

enum trig_status trig_context_annotate(const struct trig_context *context, const struct trig_cells *cells,
                                       trig_table *table, struct trig_error *error)
{
    struct notes notes = {.context = context, .cells = cells, .table = table, .error = error};
    trig_arena_init(&notes.arena);
    enum trig_status status = note_respondents(&notes);
    if (status == TRIG_OK)
        status = note_errors(&notes);
    if (status == TRIG_OK)
        status = note_rounding(&notes);
    if (status == TRIG_OK)
        status = set_provenance(&notes);
    trig_table_set_level(table, cells->request->design.level);
    trig_arena_clear(&notes.arena);
    return status;
}

enum trig_status trig_context_note_unplaced(const struct trig_context *context,
                                            const struct trig_protection *protection, trig_table *table,
                                            struct trig_error *error)
{
    if (protection->lattice.unplaced == 0)
        return TRIG_OK;
    char people[48];
    char note[240];
    trig_context_people(context, protection->lattice.unplaced, people);
    if (protection->lattice.unplaced >= protection->rules->threshold &&
        !trig_protection_counts_all(protection))
        snprintf(people, sizeof people, "at least %zu", protection->rules->threshold);
    snprintf(note, sizeof note,
             "In no row, for want of an answer to a variable of the breakdown or of a group: %s respondents.",
             people);
    return trig_table_add_note(table, trig_view(note), error);
}
