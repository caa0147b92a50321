/* waves.csv, institutions.csv and groups.csv: when and where the survey was. */
#include "surveys/definition/definition_internal.h"

#include <math.h>
#include <stdlib.h>

enum { WAVE_ID, WAVE_LABEL, WAVE_OPENED, WAVE_CLOSED, WAVE_TIME };

static const struct trig_sheet_form wave_form = {
    .columns =
        (const struct trig_sheet_column[]){
            {"id", true}, {"label", false}, {"opened", false}, {"closed", false}, {"time", false}},
    .count = 5,
};

/* A wave with its line, for the messages that compare waves. */
struct wave_row {
    struct trig_wave wave;
    uint64_t line;
};

static void take_wave(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_wave *waves = reading->list;
    struct trig_wave wave = {
        .id = trig_reading_name(reading, row, WAVE_ID, &reading->index->waves, reading->filled, ",|"),
        .opened = trig_reading_date(reading, row, WAVE_OPENED),
        .closed = trig_reading_date(reading, row, WAVE_CLOSED),
        .time = NAN,
    };
    wave.label = trig_reading_label(reading, row, WAVE_LABEL, wave.id);
    trig_sheet_number(&reading->sheet, row, "time", trig_sheet_cell(&reading->sheet, row, WAVE_TIME),
                      &wave.time);
    if (wave.closed < wave.opened)
        trig_report_mistake(&reading->report, row->line, 0,
                            "closed is before opened; correct one of the two dates");
    waves[reading->filled++] = wave;
}

/* Times that are left blank are the waves' positions; a mixture of both would
 * put a wave of time 2 beside one of time 2021. */
static void fill_times(struct trig_reading *reading)
{
    struct trig_wave *waves = reading->list;
    size_t blank = 0;
    for (size_t i = 0; i < reading->filled; i++)
        blank += isnan(waves[i].time) ? 1 : 0;
    if (blank && blank < reading->filled)
        trig_report_mistake(
            &reading->report, 0, 0,
            "%zu of %zu waves have no time; give one to every wave, or to none (then it is the "
            "position in the file)",
            blank, reading->filled);
    for (size_t i = 0; i < reading->filled && blank == reading->filled; i++)
        waves[i].time = (double)(i + 1);
}

static int compare_times(const void *left, const void *right)
{
    const struct wave_row *a = left;
    const struct wave_row *b = right;
    if (a->wave.time != b->wave.time)
        return a->wave.time < b->wave.time ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* Along the waves' times, no two of which are equal, the opening days must rise. */
static void check_times(struct trig_reading *reading, const struct wave_row *rows, size_t count)
{
    const struct wave_row *opened = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *id = trig_report_quote(&reading->report, rows[i].wave.id);
        if (i && rows[i].wave.time == rows[i - 1].wave.time)
            trig_report_mistake(&reading->report, rows[i].line, 0,
                                "waves %s and %s have the same time, %g; every wave needs its own",
                                trig_report_quote(&reading->report, rows[i - 1].wave.id), id,
                                rows[i].wave.time);
        if (isnan(rows[i].wave.opened))
            continue;
        if (opened && rows[i].wave.opened <= opened->wave.opened)
            trig_report_mistake(&reading->report, rows[i].line, 0,
                                "wave %s comes after %s in time (%g after %g), but did not open after it; "
                                "correct time or opened%s",
                                id, trig_report_quote(&reading->report, opened->wave.id), rows[i].wave.time,
                                opened->wave.time,
                                trig_sheet_has(&reading->sheet, WAVE_TIME) ? ""
                                                                           : ", or the order of the rows");
        opened = &rows[i];
    }
}

static void check_waves(struct trig_reading *reading)
{
    const struct trig_wave *waves = reading->list;
    struct wave_row *rows = trig_arena_calloc(&reading->cells, reading->filled, sizeof *rows);
    if (!rows) {
        trig_report_no_memory(&reading->report);
        return;
    }
    size_t count = 0;
    for (size_t i = 0; i < reading->filled; i++)
        if (!isnan(waves[i].time))
            rows[count++] = (struct wave_row){.wave = waves[i], .line = reading->sheet.rows[i].line};
    qsort(rows, count, sizeof *rows, compare_times);
    check_times(reading, rows, count);
}

void trig_reading_waves(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_WAVES, &wave_form, sizeof(struct trig_wave)))
        return;
    if (!trig_reading_rows(reading, take_wave))
        return;
    fill_times(reading);
    check_waves(reading);
    reading->definition->waves = trig_reading_keep(reading);
    reading->definition->wave_count = reading->filled;
}

enum {
    INSTITUTION_ID,
    INSTITUTION_NAME,
    INSTITUTION_ALIASES,
    INSTITUTION_NATION,
    INSTITUTION_KIND,
    INSTITUTION_SIGNED,
    INSTITUTION_COHORT
};

static const struct trig_sheet_form institution_form = {
    .columns = (const struct trig_sheet_column[]){{"id", true},
                                                  {"name", false},
                                                  {"aliases", false},
                                                  {"nation", false},
                                                  {"kind", false},
                                                  {"signed", false},
                                                  {"cohort", false}},
    .count = 7,
};

/* @return whether [text] leads to the institution of this row only. */
static bool add_spelling(struct trig_reading *reading, const struct trig_sheet_row *row,
                         struct trig_view text)
{
    if (text.length == 0)
        return true;
    const struct trig_key *earlier =
        trig_reading_add(reading, &reading->institution_spellings, trig_reading_normalise(reading, text),
                         reading->filled, row->line);
    if (!earlier || earlier->target == reading->filled)
        return true;
    trig_report_mistake(
        &reading->report, row->line, 0,
        "%s stands for two institutions (the other is in line %llu); every id, name and alias "
        "must lead to one",
        trig_report_quote(&reading->report, text), (unsigned long long)earlier->line);
    return false;
}

/* An id that is there twice has been reported; of other ambiguous spellings one
 * is enough to be told about. */
static void add_spellings(struct trig_reading *reading, const struct trig_sheet_row *row,
                          const struct trig_institution *institution)
{
    bool clear = trig_keys_target(&reading->index->institutions, institution->id) == reading->filled &&
                 add_spelling(reading, row, institution->id) && add_spelling(reading, row, institution->name);
    for (size_t i = 0; clear && i < institution->aliases.count; i++)
        clear = add_spelling(reading, row, institution->aliases.items[i]);
}

static void take_institution(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    static const char *const kinds[] = {"university", "institute", "supporter", "other"};
    struct trig_institution *institutions = reading->list;
    struct trig_institution institution = {
        .id = trig_reading_name(reading, row, INSTITUTION_ID, &reading->index->institutions, reading->filled,
                                "|"),
        .aliases = trig_reading_views(reading, row, INSTITUTION_ALIASES),
        .nation = trig_reading_text(reading, row, INSTITUTION_NATION),
        .signed_on = trig_reading_date(reading, row, INSTITUTION_SIGNED),
        .cohort = trig_reading_text(reading, row, INSTITUTION_COHORT),
    };
    institution.name = trig_reading_label(reading, row, INSTITUTION_NAME, institution.id);
    size_t kind = TRIG_OTHER;
    trig_sheet_word(&reading->sheet, row, "kind", trig_sheet_cell(&reading->sheet, row, INSTITUTION_KIND),
                    kinds, 4, &kind);
    institution.kind = (enum trig_institution_kind)kind;
    add_spellings(reading, row, &institution);
    institutions[reading->filled++] = institution;
}

void trig_reading_institutions(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_INSTITUTIONS, &institution_form,
                           sizeof(struct trig_institution)))
        return;
    if (!trig_reading_rows(reading, take_institution))
        return;
    reading->definition->institutions = trig_reading_keep(reading);
    reading->definition->institution_count = reading->filled;
}

enum { GROUP_NAME, GROUP_INSTITUTION, GROUP_FROM, GROUP_TO };

static const struct trig_sheet_form group_form = {
    .columns =
        (const struct trig_sheet_column[]){
            {"group", true}, {"institution", true}, {"from", false}, {"to", false}},
    .count = 4,
};

static size_t find_group(struct trig_reading *reading, const struct trig_sheet_row *row,
                         struct trig_view group)
{
    size_t count = trig_dictionary_count(reading->index->groups.texts);
    const struct trig_key *earlier =
        trig_reading_add(reading, &reading->index->groups, group, count, row->line);
    if (!earlier)
        trig_reading_check_name(reading, row, "group", group, "");
    return earlier ? earlier->target : count;
}

/* Blank bounds are open, so a comparison with NAN has to say "no end". */
static bool overlap(const struct trig_membership *a, const struct trig_membership *b)
{
    return !(a->to < b->from) && !(b->to < a->from);
}

/* Chains [place] to the earlier memberships of the same institution and group. */
static void link_membership(struct trig_reading *reading, const struct trig_sheet_row *row, size_t group,
                            size_t place)
{
    const struct trig_membership *memberships = reading->list;
    size_t *next = reading->index->next_memberships;
    size_t numbers[] = {group, memberships[place].institution};
    const struct trig_key *first =
        trig_reading_add(reading, &reading->index->memberships, trig_key_of(numbers, 2), place, row->line);
    next[place] = TRIG_NONE;
    if (!first)
        return;
    for (size_t i = first->target; i != TRIG_NONE; i = next[i]) {
        if (overlap(&memberships[i], &memberships[place])) {
            trig_report_mistake(
                &reading->report, row->line, 0,
                "%s is a member of %s at the same time by two rows; remove one or correct its "
                "dates",
                trig_report_quote(&reading->report, trig_sheet_cell(&reading->sheet, row, GROUP_INSTITUTION)),
                trig_report_quote(&reading->report, memberships[place].group));
            break;
        }
    }
    next[place] = next[first->target];
    next[first->target] = place;
}

static void take_membership(struct trig_reading *reading, const struct trig_sheet_row *row)
{
    struct trig_membership *memberships = reading->list;
    struct trig_membership membership = {
        .group = trig_reading_text(reading, row, GROUP_NAME),
        .institution = trig_reading_required(reading, row, GROUP_INSTITUTION, &reading->index->institutions,
                                             TRIG_PART_INSTITUTIONS),
        .from = trig_reading_date(reading, row, GROUP_FROM),
        .to = trig_reading_date(reading, row, GROUP_TO),
    };
    if (membership.group.length == 0) {
        trig_report_mistake(&reading->report, row->line, 0, "group is blank; every row needs one");
        return;
    }
    if (membership.to < membership.from)
        trig_report_mistake(&reading->report, row->line, 0,
                            "to is before from; correct one of the two dates");
    size_t group = find_group(reading, row, membership.group);
    memberships[reading->filled] = membership;
    if (membership.institution != TRIG_NONE)
        link_membership(reading, row, group, reading->filled);
    reading->filled++;
}

void trig_reading_groups(struct trig_reading *reading)
{
    if (!trig_reading_open(reading, TRIG_PART_GROUPS, &group_form, sizeof(struct trig_membership)))
        return;
    reading->index->next_memberships =
        trig_reading_list(reading, reading->sheet.row_count, sizeof *reading->index->next_memberships);
    if (!reading->index->next_memberships)
        return;
    if (!trig_reading_rows(reading, take_membership))
        return;
    reading->definition->memberships = trig_reading_keep(reading);
    reading->definition->membership_count = reading->filled;
    reading->definition->groups = trig_keys_texts(&reading->index->groups, &reading->definition->arena);
    if (!reading->definition->groups.items)
        trig_report_no_memory(&reading->report);
}
