/* Groups of institutions: those that groups.csv lists, and those that follow from when institutions signed.
 */
#include "surveys/base/text.h"
#include "surveys/definition/definition_internal.h"

#include <math.h>
#include <stdlib.h>

#define DAY 86400.0

/* Stages, as definition.h draws them: those of three years each come last. */
enum { STAGE_BEFORE, STAGE_ASSESSING, STAGE_FIRST_YEARS, STAGE_CYCLES };

enum { MONTHS_ASSESSING = 18, MONTHS_A_CYCLE = 36, YEARS_A_CYCLE = 3 };

/* ---- membership ---------------------------------------------------------------------------- */

/* Days are compared, so that a member until today is one all day; blank bounds
 * are NAN and exclude nothing. */
static bool covers(const struct trig_membership *membership, double day)
{
    double today = floor(day / DAY);
    return !(today < floor(membership->from / DAY)) && !(today > floor(membership->to / DAY));
}

static bool is_member(const trig_definition *definition, size_t group, size_t institution, double day)
{
    size_t numbers[] = {group, institution};
    size_t place = trig_keys_target(&definition->index->memberships, trig_key_of(numbers, 2));
    for (; place != TRIG_NONE; place = definition->index->next_memberships[place])
        if (covers(&definition->memberships[place], day))
            return true;
    return false;
}

/* TRIG_NONE: one of the two days is not known. */
static size_t stage_of(const struct trig_institution *institution, double day)
{
    struct trig_date from;
    struct trig_date to;
    if (!trig_date_of(institution->signed_on, &from) || !trig_date_of(day, &to))
        return TRIG_NONE;
    int months = 12 * (to.year - from.year) + to.month - from.month - (to.day < from.day);
    if (months < 0)
        return STAGE_BEFORE;
    if (months < MONTHS_ASSESSING)
        return STAGE_ASSESSING;
    return STAGE_FIRST_YEARS + (size_t)(months / MONTHS_A_CYCLE);
}

size_t trig_definition_first_group(const trig_definition *definition, enum trig_group_family family)
{
    const size_t counts[] = {definition->groups.count, definition->cohorts.count, definition->stages.count};
    size_t first = 0;
    for (size_t i = 0; i < TRIG_GROUP_FAMILIES && i < (size_t)family; i++)
        first += counts[i];
    return first;
}

struct trig_view trig_definition_group_name(const trig_definition *definition, size_t group)
{
    if (group < definition->groups.count)
        return definition->groups.items[group];
    group -= definition->groups.count;
    return group < definition->cohorts.count ? definition->cohorts.items[group]
                                             : definition->stages.items[group - definition->cohorts.count];
}

bool trig_definition_in_group(const trig_definition *definition, size_t group, size_t institution, double day)
{
    if (group < definition->groups.count)
        return is_member(definition, group, institution, day);
    group -= definition->groups.count;
    if (group < definition->cohorts.count)
        return definition->index->cohorts[institution] == group;
    return stage_of(&definition->institutions[institution], day) == group - definition->cohorts.count;
}

/* ---- cohorts --------------------------------------------------------------------------------- */

/* A cohort and the first day on which one of it signed; NAN: none is known. */
struct cohort {
    struct trig_view name;
    double signed_on;
    size_t arrival; /* in the order of institutions.csv */
};

struct cohorts {
    struct trig_keys names; /* -> arrival */
    struct cohort *items;
    size_t *ranks; /* by arrival, among the sorted ones */
    size_t count;
};

/* As institutions.csv has it, or else the month of signing as it spells those; empty: neither.
 * data is NULL when memory is out. */
static struct trig_view name_cohort(const struct trig_institution *institution, struct trig_arena *arena)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct trig_date date;
    if (institution->cohort.length)
        return institution->cohort;
    if (!trig_date_of(institution->signed_on, &date))
        return trig_view("");
    return trig_arena_printf(arena, "%s %04d", months[date.month - 1], date.year);
}

/* The first signed first; those of whom no day is known last, in the order of the file. */
static int compare_cohorts(const void *left, const void *right)
{
    const struct cohort *a = left;
    const struct cohort *b = right;
    if (isnan(a->signed_on) != isnan(b->signed_on))
        return isnan(a->signed_on) ? 1 : -1;
    if (a->signed_on < b->signed_on || a->signed_on > b->signed_on)
        return a->signed_on < b->signed_on ? -1 : 1;
    return (a->arrival > b->arrival) - (a->arrival < b->arrival);
}

/* Puts an institution into its cohort, which may be a new one. */
static enum trig_status join_cohort(trig_definition *definition, struct cohorts *cohorts, size_t institution)
{
    const struct trig_institution *joining = &definition->institutions[institution];
    struct trig_view name = name_cohort(joining, &definition->arena);
    const struct trig_key *earlier = NULL;
    definition->index->cohorts[institution] = TRIG_NONE;
    if (!name.length)
        return name.data ? TRIG_OK : TRIG_ERR_MEMORY;
    if (trig_keys_add(&cohorts->names, name, cohorts->count, 0, &earlier))
        return TRIG_ERR_MEMORY;
    size_t at = earlier ? earlier->target : cohorts->count++;
    struct cohort *cohort = &cohorts->items[at];
    if (!earlier)
        *cohort = (struct cohort){name, NAN, at};
    cohort->signed_on = fmin(cohort->signed_on, joining->signed_on); /* a NAN gives way */
    definition->index->cohorts[institution] = at;
    return TRIG_OK;
}

static enum trig_status sort_cohorts(trig_definition *definition, struct cohorts *cohorts)
{
    struct trig_view *list = trig_arena_calloc(&definition->arena, cohorts->count, sizeof *list);
    if (!list)
        return TRIG_ERR_MEMORY;
    qsort(cohorts->items, cohorts->count, sizeof *cohorts->items, compare_cohorts);
    for (size_t i = 0; i < cohorts->count; i++) {
        list[i] = cohorts->items[i].name;
        cohorts->ranks[cohorts->items[i].arrival] = i;
    }
    definition->cohorts = (struct trig_views){list, cohorts->count};
    size_t *of = definition->index->cohorts;
    for (size_t i = 0; i < definition->institution_count; i++)
        of[i] = of[i] == TRIG_NONE ? TRIG_NONE : cohorts->ranks[of[i]];
    return TRIG_OK;
}

static enum trig_status make_cohorts(trig_definition *definition)
{
    size_t most = definition->institution_count;
    struct cohorts cohorts = {.items = trig_calloc(most, sizeof *cohorts.items),
                              .ranks = trig_calloc(most, sizeof *cohorts.ranks)};
    enum trig_status status = trig_keys_init(&cohorts.names, NULL);
    definition->index->cohorts = trig_arena_calloc(&definition->arena, most, sizeof(size_t));
    if (!cohorts.items || !cohorts.ranks || !definition->index->cohorts)
        status = TRIG_ERR_MEMORY;
    for (size_t i = 0; i < most && status == TRIG_OK; i++)
        status = join_cohort(definition, &cohorts, i);
    if (status == TRIG_OK)
        status = sort_cohorts(definition, &cohorts);
    trig_keys_clear(&cohorts.names);
    trig_free(cohorts.items);
    trig_free(cohorts.ranks);
    return status;
}

/* ---- stages ----------------------------------------------------------------------------------- */

/* How many stages there are up to the longest time at a wave's opening. */
static size_t count_stages(const trig_definition *definition)
{
    size_t count = 0;
    for (size_t wave = 0; wave < definition->wave_count; wave++)
        for (size_t i = 0; i < definition->institution_count; i++) {
            size_t stage = stage_of(&definition->institutions[i], definition->waves[wave].opened);
            if (stage != TRIG_NONE && stage >= count)
                count = stage + 1;
        }
    return count;
}

static struct trig_view name_stage(size_t stage, struct trig_arena *arena)
{
    static const char *const first[] = {"before signing", "up to 18 months", "18 months to 3 years"};
    if (stage < STAGE_CYCLES)
        return trig_view(first[stage]);
    size_t years = YEARS_A_CYCLE * (stage - STAGE_FIRST_YEARS);
    return trig_arena_printf(arena, "%zu to %zu years", years, years + YEARS_A_CYCLE);
}

static enum trig_status make_stages(trig_definition *definition)
{
    size_t count = count_stages(definition);
    struct trig_view *list = trig_arena_calloc(&definition->arena, count, sizeof *list);
    if (!list)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        list[i] = name_stage(i, &definition->arena);
        if (!list[i].data)
            return TRIG_ERR_MEMORY;
    }
    definition->stages = (struct trig_views){list, count};
    return TRIG_OK;
}

enum trig_status trig_definition_classify(trig_definition *definition)
{
    enum trig_status status = make_cohorts(definition);
    return status ? status : make_stages(definition);
}
