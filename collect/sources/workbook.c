#include "collect/sources/workbook_parts.h"

#include <stdio.h>

/* More sheets than this hold no survey. */
#define MOST_SHEETS 1000
/* Links of one part to others. */
#define MOST_LINKS 20000

bool trig_workbook_is(const char *bytes, size_t length)
{
    static const char zip[] = "PK\3\4", older[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    return (length >= 4 && memcmp(bytes, zip, 4) == 0) || (length >= 8 && memcmp(bytes, older, 8) == 0);
}

/* ---- links: which part is what ------------------------------------------------------ */

struct link {
    struct trig_view id;
    struct trig_view type; /* the last word of its address: "worksheet" */
    struct trig_view target;
};

struct opening {
    trig_workbook *workbook;
    trig_xml *xml;
    struct trig_error *error;
    struct link *links; /* owned */
    size_t link_count;
    size_t link_capacity;
    struct trig_view folder; /* of the part whose links are read: "xl/" */
    size_t sheet_capacity;
};

static struct trig_view last_word(const char *address)
{
    const char *slash = strrchr(address, '/');
    return trig_view(slash ? slash + 1 : address);
}

static void start_link(void *context, const char *name, const char *const *attributes)
{
    struct opening *opening = context;
    struct trig_arena *arena = &opening->workbook->arena;
    const char *id = trig_xml_attribute(attributes, "Id"), *type = trig_xml_attribute(attributes, "Type");
    const char *target = trig_xml_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target)
        return;
    enum trig_status status = trig_grow((void **)&opening->links, &opening->link_capacity,
                                        opening->link_count + 1, sizeof *opening->links, opening->error);
    struct link link = {trig_arena_copy(arena, trig_view(id)), trig_arena_copy(arena, last_word(type)),
                        target[0] == '/'
                            ? trig_arena_copy(arena, trig_view(target + 1))
                            : trig_arena_printf(arena, "%.*s%s", TRIG_VIEW_ARG(opening->folder), target)};
    if (status == TRIG_OK && (!link.id.data || !link.type.data || !link.target.data))
        status = trig_error_set(opening->error, TRIG_ERR_MEMORY, "not enough memory to open the workbook");
    if (status == TRIG_OK && opening->link_count == MOST_LINKS)
        status = trig_error_set(opening->error, TRIG_ERR_LIMIT, "has more than %d links between its parts",
                                MOST_LINKS);
    if (status == TRIG_OK)
        opening->links[opening->link_count++] = link;
    else
        trig_xml_stop(opening->xml, status);
}

static void ignore_end(void *context, const char *name)
{
    (void)context;
    (void)name;
}

static enum trig_status read_links(struct opening *opening, const char *part, const char *folder,
                                   struct trig_error *error)
{
    static const struct trig_xml_handlers handlers = {start_link, ignore_end, NULL, false};
    const struct trig_part_request request = {
        .name = part, .handlers = &handlers, .context = opening, .xml = &opening->xml};
    opening->link_count = 0;
    opening->folder = trig_view(folder);
    enum trig_status status = trig_package_read(opening->workbook, &request, error);
    return status == TRIG_ERR_MISSING ? TRIG_OK : status;
}

static struct trig_view find_link(const struct opening *opening, const char *type, struct trig_view fallback)
{
    for (size_t i = 0; i < opening->link_count; i++)
        if (trig_view_is(opening->links[i].type, type))
            return opening->links[i].target;
    return fallback;
}

/* ---- sheets ---------------------------------------------------------------------------- */

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static enum trig_status add_sheet(struct opening *opening, const char *name, struct trig_view part,
                                  bool is_hidden)
{
    trig_workbook *workbook = opening->workbook;
    if (workbook->sheet_count == MOST_SHEETS)
        return trig_error_set(opening->error, TRIG_ERR_LIMIT, "has more than %d sheets", MOST_SHEETS);
    enum trig_status status = trig_grow((void **)&workbook->sheets, &opening->sheet_capacity,
                                        workbook->sheet_count + 1, sizeof *workbook->sheets, opening->error);
    if (status != TRIG_OK)
        return status;
    struct trig_sheet sheet = {
        .name = trig_arena_copy(&workbook->arena, trig_view(name)), .part = part, .is_hidden = is_hidden};
    if (!sheet.name.data)
        return trig_error_set(opening->error, TRIG_ERR_MEMORY, "not enough memory to open the workbook");
    workbook->sheets[workbook->sheet_count++] = sheet;
    return TRIG_OK;
}

static void start_book(void *context, const char *name, const char *const *attributes)
{
    struct opening *opening = context;
    if (strcmp(name, "workbookPr") == 0)
        opening->workbook->counts_from_1904 = is_true(trig_xml_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0)
        return;
    const char *title = trig_xml_attribute(attributes, "name"), *id = NULL;
    const char *state = trig_xml_attribute(attributes, "state");
    /* The link's id is r:id; sheetId is another. */
    for (const char *const *at = attributes; *at; at += 2)
        if (strstr(at[0], ":id"))
            id = at[1];
    for (size_t i = 0; i < opening->link_count && title && id; i++) {
        const struct link *link = &opening->links[i];
        if (!trig_view_is(link->id, id) || !trig_view_is(link->type, "worksheet"))
            continue;
        enum trig_status status =
            add_sheet(opening, title, link->target, state && strcmp(state, "visible") != 0);
        if (status != TRIG_OK)
            trig_xml_stop(opening->xml, status);
        return;
    }
}

static enum trig_status count_row(void *context, const struct trig_csv_record *record,
                                  struct trig_error *error)
{
    struct trig_sheet *sheet = context;
    (void)record;
    (void)error;
    sheet->rows++;
    return TRIG_OK;
}

/* ---- opening -------------------------------------------------------------------------------- */

/* `xl/workbook.xml` has its links in `xl/_rels/workbook.xml.rels`. */
static enum trig_status read_book(struct opening *opening, struct trig_view part, struct trig_error *error)
{
    static const struct trig_xml_handlers handlers = {start_book, ignore_end, NULL, false};
    struct trig_arena *arena = &opening->workbook->arena;
    struct trig_view file = last_word(part.data);
    struct trig_view folder = trig_arena_copy(arena, trig_view_of(part.data, part.length - file.length));
    struct trig_view links =
        trig_arena_printf(arena, "%.*s_rels/%.*s.rels", TRIG_VIEW_ARG(folder), TRIG_VIEW_ARG(file));
    const struct trig_part_request request = {
        .name = part.data, .handlers = &handlers, .context = opening, .xml = &opening->xml};
    if (!folder.data || !links.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to open the workbook");
    enum trig_status status = read_links(opening, links.data, folder.data, error);
    return status == TRIG_OK ? trig_package_read(opening->workbook, &request, error) : status;
}

static enum trig_status read_parts(struct opening *opening, struct trig_error *error)
{
    trig_workbook *workbook = opening->workbook;
    const struct trig_view none = {NULL, 0};
    enum trig_status status = read_links(opening, "_rels/.rels", "", error);
    if (status == TRIG_OK)
        status =
            read_book(opening, find_link(opening, "officeDocument", trig_view("xl/workbook.xml")), error);
    if (status == TRIG_ERR_MISSING)
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "is a zip file and no workbook; unpack it and name the export inside");
    if (status == TRIG_OK && !workbook->sheet_count)
        status = trig_error_set(error, TRIG_ERR_FORMAT, "is a workbook without a sheet");
    if (status == TRIG_OK)
        status = trig_workbook_read_styles(workbook, find_link(opening, "styles", none), error);
    if (status == TRIG_OK)
        status = trig_workbook_read_shared(workbook, find_link(opening, "sharedStrings", none), error);
    /* Some programs name the list of shared texts and leave it out where it is empty. */
    if (status == TRIG_ERR_MISSING)
        status = TRIG_OK;
    for (size_t i = 0; i < workbook->sheet_count && status == TRIG_OK; i++) {
        const struct trig_sheet_request request = {
            .most = 2, .sink = count_row, .context = &workbook->sheets[i]};
        status = trig_workbook_read(workbook, &workbook->sheets[i], &request, error);
    }
    return status;
}

/* Workbooks before 2007, and all that have a password, are files of another kind. */
static bool is_older(int descriptor)
{
    unsigned char first = 0;
    return trig_content_read(descriptor, &first, 1, 0) == 1 && first == 0xD0;
}

enum trig_status trig_workbook_open(int descriptor, const struct trig_unpack_limit *limit,
                                    trig_workbook **out, struct trig_error *error)
{
    if (is_older(descriptor))
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "is an .xls workbook, or one locked with a password; save it as .xlsx without "
                              "one");
    trig_workbook *workbook = trig_calloc(1, sizeof *workbook);
    if (!workbook)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to open the workbook");
    struct opening opening = {.workbook = workbook, .error = error};
    trig_arena_init(&workbook->arena);
    workbook->limit = *limit;
    enum trig_status status = trig_package_open(descriptor, &workbook->archive, error);
    if (status == TRIG_OK)
        status = read_parts(&opening, error);
    trig_free(opening.links);
    if (status == TRIG_ERR_MISSING)
        status = trig_error_set(error, TRIG_ERR_FORMAT, "is damaged: a part that it names is not there");
    if (status == TRIG_OK)
        *out = workbook;
    else
        trig_workbook_close(workbook);
    return status;
}

void trig_workbook_close(trig_workbook *workbook)
{
    if (!workbook)
        return;
    trig_package_close(workbook->archive);
    trig_arena_clear(&workbook->arena);
    trig_free(workbook->sheets);
    trig_free(workbook->shared.bytes);
    trig_free(workbook->shared.ends);
    trig_free(workbook->kinds);
    trig_free(workbook);
}

const struct trig_sheet *trig_workbook_sheets(const trig_workbook *workbook, size_t *count)
{
    *count = workbook->sheet_count;
    return workbook->sheets;
}
