/* KoboToolbox and ODK: questions in groups, several answers as codes in one cell, as
 * a column an option, or as both.
 *
 *     names   about/role   work/help   work/help/course   work/help/mentor   _id   _submission_time
 *     labels  Your role    Support     Support/A course   Support/A mentor   _id   _submission_time
 *                          course      1                  0
 *
 * What stands behind the last / is an option when what stands before it is a column
 * too. Where several columns share what stands before it and hold nothing but ticks,
 * they are options of one question, or questions in one group. Else it is a group.
 * ODK parts groups by a hyphen.
 */
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"

#include "surveys/base/text.h"

static const struct trig_metadata metadata[] = {
    {"_submission_time", TRIG_USE_SUBMITTED},
    {"_submission__submission_time", TRIG_USE_SUBMITTED},
    {"SubmissionDate", TRIG_USE_SUBMITTED},
    {"_index", TRIG_USE_OWN},
    {"_parent_index", TRIG_USE_OWN},
    {"_parent_table_name", TRIG_USE_OWN},
    {"_validation_status", TRIG_USE_OWN},
    {"_status", TRIG_USE_OWN},
    {"_notes", TRIG_USE_OWN},
    {"_tags", TRIG_USE_OWN},
    {"__version__", TRIG_USE_OWN},
    {"start", TRIG_USE_OWN},
    {"end", TRIG_USE_OWN},
    {"today", TRIG_USE_OWN},
    {"audit", TRIG_USE_OWN},
    {"formhub/uuid", TRIG_USE_OWN},
    {"FormVersion", TRIG_USE_OWN},
    {"ReviewState", TRIG_USE_OWN},
    {"AttachmentsPresent", TRIG_USE_OWN},
    {"AttachmentsExpected", TRIG_USE_OWN},
    {"Edits", TRIG_USE_OWN},
    {"_submitted_by", TRIG_USE_PERSONAL},
    {"SubmitterID", TRIG_USE_PERSONAL},
    {"SubmitterName", TRIG_USE_PERSONAL},
    {"username", TRIG_USE_PERSONAL},
    {"email", TRIG_USE_PERSONAL},
    {"deviceid", TRIG_USE_PERSONAL},
    {"phonenumber", TRIG_USE_PERSONAL},
    {"simserial", TRIG_USE_PERSONAL},
    {"subscriberid", TRIG_USE_PERSONAL},
    {"_geolocation", TRIG_USE_PERSONAL},
    {NULL, TRIG_USE_ANSWERS},
};

/* Ids of a submission, the steadiest first: an edit changes the later ones. */
static const char *const ids[] = {
    "_submission__id", "_id",           "KEY",   "instanceID",       "meta/instanceID",
    "meta-instanceID", "meta/rootUuid", "_uuid", "_submission__uuid"};

#define IDS (sizeof ids / sizeof *ids)

static const struct trig_token tokens[] = {{"n/a", TRIG_SKIPPED, false}, {NULL, TRIG_ANSWERED, false}};

/* The column called [name], SIZE_MAX when there is none. */
static size_t find_column(struct trig_views row, const char *name)
{
    for (size_t i = 0; i < row.count; i++)
        if (trig_view_is(trig_heading_cell(row, i), name))
            return i;
    return SIZE_MAX;
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    static const char *const signs[] = {"_submission_time", "_index",       "_validation_status",
                                        "_submitted_by",    "__version__",  "formhub/uuid",
                                        "SubmissionDate",   "FormVersion",  "ReviewState",
                                        "PARENT_KEY",       "_parent_index"};
    size_t found = 0;
    for (size_t i = 0; count && i < sizeof signs / sizeof *signs; i++)
        found += find_column(rows[0], signs[i]) != SIZE_MAX;
    for (size_t i = 0; count && i < IDS; i++)
        found += find_column(rows[0], ids[i]) != SIZE_MAX;
    if (found < 2)
        return 0;
    trig_why_set(why, "%zu columns of its own, like _id, _uuid, _submission_time or KEY", found);
    return 90;
}

/* ---- groups and options ----------------------------------------------------------- */

/* The last [mark] of [text] with something on both sides, SIZE_MAX: none. */
static size_t last_mark(struct trig_view text, char mark)
{
    for (size_t i = text.length; i > 2; i--)
        if (text.data[i - 2] == mark)
            return i - 2;
    return SIZE_MAX;
}

/* What stands behind the first [mark] of [text]; blank when there is none. */
static struct trig_view behind_group(struct trig_view text, char mark)
{
    const char *found = text.length ? memchr(text.data, mark, text.length) : NULL;
    size_t cut = found ? (size_t)(found - text.data) + 1 : text.length;
    return trig_view_of(text.data + cut, text.length - cut);
}

static bool has_heading(struct trig_views row, struct trig_view heading)
{
    for (size_t i = 0; i < row.count; i++)
        if (trig_view_equal(trig_heading_cell(row, i), heading))
            return true;
    return false;
}

/* Adds the name with fewer and fewer groups in front. */
static enum trig_status add_names(struct trig_arena *arena, struct trig_heading *heading, char mark,
                                  struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (struct trig_view name = heading->raw; name.length && status == TRIG_OK;
         name = behind_group(name, mark)) {
        status = trig_heading_add(arena, &heading->keys, name, error);
        if (status == TRIG_OK)
            status = trig_heading_add(arena, &heading->texts, name, error);
    }
    return status;
}

static enum trig_status add_spreads(struct trig_arena *arena, struct trig_heading *heading, size_t cut,
                                    char group, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    struct trig_view raw = heading->raw;
    struct trig_view part = trig_view_of(raw.data + cut + 1, raw.length - cut - 1);
    for (struct trig_view base = trig_view_of(raw.data, cut); base.length && status == TRIG_OK;
         base = behind_group(base, group))
        status = trig_heading_add_spread(arena, heading, base, part, error);
    return status;
}

static enum trig_status read_question(struct trig_arena *arena, struct trig_views row, char group,
                                      struct trig_heading *heading, struct trig_error *error)
{
    size_t cut = last_mark(heading->raw, '/');
    enum trig_status status = TRIG_OK;
    if (cut != SIZE_MAX) {
        status = add_spreads(arena, heading, cut, group, error);
        heading->is_option = has_heading(row, trig_text_trim(trig_view_of(heading->raw.data, cut)));
    }
    if (status == TRIG_OK && heading->is_option)
        return trig_heading_add(arena, &heading->keys, heading->raw, error);
    return status == TRIG_OK ? add_names(arena, heading, group, error) : status;
}

/* ---- places where somebody was ------------------------------------------------------ */

static bool ends_with(struct trig_view text, const char *end)
{
    size_t length = strlen(end);
    return text.length > length && memcmp(text.data + text.length - length, end, length) == 0;
}

static void strip(struct trig_views row, struct trig_heading *out, struct trig_view question)
{
    for (size_t i = 0; i < row.count; i++)
        if (trig_view_equal(trig_heading_cell(row, i), question))
            out[i].use = TRIG_USE_PERSONAL;
}

/* `g/_where_latitude`, and with it `g/where`; ODK: `g-where-Latitude`. */
static enum trig_status strip_places(struct trig_arena *arena, struct trig_views row, size_t columns,
                                     struct trig_heading *out, struct trig_error *error)
{
    static const char *const ends[] = {"_latitude", "_longitude", "_altitude", "_precision",
                                       "-Latitude", "-Longitude", "-Altitude", "-Accuracy"};
    for (size_t i = 0; i < columns && i < row.count; i++)
        for (size_t j = 0; j < sizeof ends / sizeof *ends; j++) {
            struct trig_view raw = trig_heading_cell(row, i);
            if (!ends_with(raw, ends[j]))
                continue;
            size_t length = raw.length - strlen(ends[j]), slash = last_mark(raw, '/');
            size_t name = slash == SIZE_MAX ? 0 : slash + 1;
            bool marked = name < length && raw.data[name] == '_';
            struct trig_view question =
                trig_arena_printf(arena, "%.*s%.*s", (int)name, raw.data, (int)(length - name - marked),
                                  raw.data + name + marked);
            if (!question.data)
                return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
            if (!marked && ends[j][0] == '_' && !has_heading(row, question))
                continue;
            out[i].use = TRIG_USE_PERSONAL;
            strip(row, out, question);
        }
    return TRIG_OK;
}

/* ---- header ------------------------------------------------------------------------- */

/* The steadiest id is the response's; in the table of a repeated group, together with
 * the row's own number. */
static void find_record(struct trig_views row, struct trig_heading *out)
{
    bool found = false;
    for (size_t i = 0; i < IDS; i++) {
        size_t column = find_column(row, ids[i]);
        if (column == SIZE_MAX)
            continue;
        out[column].use = found ? TRIG_USE_OWN : TRIG_USE_RECORD;
        found = true;
    }
    size_t repeat = find_column(row, "_index");
    if (find_column(row, "_parent_index") != SIZE_MAX && repeat != SIZE_MAX)
        out[repeat].use = TRIG_USE_RECORD_PART;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    (void)codebook;
    bool odk = find_column(rows[0], "KEY") != SIZE_MAX || find_column(rows[0], "SubmissionDate") != SIZE_MAX;
    enum trig_status status = TRIG_OK;
    for (size_t column = 0; column < columns && status == TRIG_OK; column++) {
        status = trig_heading_set_raw(arena, &out[column], rows, count, column, error);
        if (status != TRIG_OK)
            return status;
        out[column].use = trig_heading_use(metadata, out[column].raw);
        status = read_question(arena, rows[0], odk ? '-' : '/', &out[column], error);
    }
    if (status == TRIG_OK)
        status = strip_places(arena, rows[0], columns, out, error);
    if (status == TRIG_OK)
        find_record(rows[0], out);
    return status;
}

/* ---- options by what their columns hold ----------------------------------------------- */

/* Whether a column holds ticks: 1 it does, 0 it is blank, -1 it holds something else. */
static int holds_ticks(const struct trig_views *records, size_t count, size_t column)
{
    int holds = 0;
    for (size_t row = 0; row < count; row++) {
        struct trig_view cell = trig_heading_cell(records[row], column);
        if (!cell.length || trig_view_is(cell, "n/a"))
            continue;
        if (!trig_heading_is(cell, "1") && !trig_heading_is(cell, "0") && !trig_heading_is(cell, "true") &&
            !trig_heading_is(cell, "false"))
            return -1;
        holds = 1;
    }
    return holds;
}

/* Whether the columns that share the base of [heading] hold ticks, and are several. */
static bool has_ticked_siblings(const struct trig_heading *headings, size_t columns, const int *ticks,
                                const struct trig_heading *heading)
{
    size_t siblings = 0;
    for (size_t i = 0; i < columns; i++) {
        if (!headings[i].spread_count ||
            !trig_view_equal(headings[i].spreads[0].base, heading->spreads[0].base))
            continue;
        if (ticks[i] < 0)
            return false;
        siblings += ticks[i] > 0;
    }
    return siblings > 1;
}

static enum trig_status look_at_records(const struct trig_views *records, size_t count,
                                        struct trig_arena *arena, struct trig_heading *headings,
                                        size_t columns, struct trig_error *error)
{
    int *ticks = trig_arena_calloc(arena, columns + 1, sizeof *ticks);
    if (!ticks)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    for (size_t i = 0; i < columns; i++)
        ticks[i] = headings[i].spread_count ? holds_ticks(records, count, i) : 0;
    for (size_t i = 0; i < columns; i++) {
        struct trig_heading *heading = &headings[i];
        if (!heading->spread_count || heading->is_option)
            continue;
        /* Options, or a group of questions that are answered by 1 and 0: whichever the
         * survey knows, and of the two the option first. */
        if (has_ticked_siblings(headings, columns, ticks, heading))
            heading->keys.count = 1;
        else if (ticks[i] < 0)
            heading->spread_count = 0;
    }
    return TRIG_OK;
}

const struct trig_format trig_format_kobo = {
    .name = "kobo",
    .title = "KoboToolbox, ODK",
    .summary = "CSV with names or labels, groups, several answers in one cell or spread",
    .recognise = recognise,
    .header_rows = 1,
    .read_headings = read_headings,
    .look_at_records = look_at_records,
    .metadata = metadata,
    .tokens = tokens,
    .separators = " ",
    .unticked = TRIG_UNTICKED_SKIPPED,
};
