/* What the modules of a workbook share. Part of collect/sources/workbook.h's making.
 *
 *     workbook.c        opening, choosing parts        workbook_package.c  zip, limits
 *     workbook_tables.c styles and shared texts        workbook_sheet.c    rows and cells
 */
#ifndef TRIG_COLLECT_SOURCES_WORKBOOK_PARTS_H
#define TRIG_COLLECT_SOURCES_WORKBOOK_PARTS_H

#include "collect/bytes/xml.h"
#include "collect/sources/workbook.h"

/* How the number of a cell is shown. */
enum trig_cell_kind {
    TRIG_CELL_NUMBER,
    TRIG_CELL_DATE,
    TRIG_CELL_CLOCK,  /* a time of day */
    TRIG_CELL_ELAPSED /* hours that go beyond a day */
};

/* Texts that cells refer to, one behind the other. */
struct trig_shared_texts {
    char *bytes; /* owned */
    size_t used;
    size_t room;
    size_t *ends; /* owned: where each text ends */
    size_t count;
    size_t capacity;
};

struct trig_workbook {
    struct zip *archive; /* owned */
    struct trig_unpack_limit limit;
    struct trig_arena arena; /* of sheets and parts' names */
    struct trig_sheet *sheets;
    size_t sheet_count;
    bool counts_from_1904;
    struct trig_shared_texts shared;
    enum trig_cell_kind *kinds; /* owned: by style of a cell */
    size_t kind_count;
};

/** Opens the zip file. */
enum trig_status trig_package_open(int descriptor, struct zip **out, struct trig_error *error);
void trig_package_close(struct zip *archive);

/* How a part is read: who gets its XML; who is told how far it is. */
struct trig_part_request {
    const char *name;
    const struct trig_xml_handlers *handlers;
    void *context;
    trig_xml **xml; /* gets the reader, for trig_xml_stop */
    void (*moved)(void *context, double share);
    void *moved_context;
};

/** Feeds a part to the handlers.
 *  @return TRIG_OK; TRIG_ERR_MISSING (no such part); TRIG_ERR_FORMAT; TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_package_read(const trig_workbook *workbook, const struct trig_part_request *request,
                                   struct trig_error *error);

/** Reads styles.xml and sharedStrings.xml; [part] may be blank: there is none. */
enum trig_status trig_workbook_read_styles(trig_workbook *workbook, struct trig_view part,
                                           struct trig_error *error);
enum trig_status trig_workbook_read_shared(trig_workbook *workbook, struct trig_view part,
                                           struct trig_error *error);

/** How cells with a number format are shown. */
enum trig_cell_kind trig_cell_kind_of(const char *code);

/** Appends [text] to a growing text of at most a MiB.
 *  @return TRIG_OK, TRIG_ERR_LIMIT, TRIG_ERR_MEMORY. */
enum trig_status trig_workbook_append(char **bytes, size_t *used, size_t *room, struct trig_view text,
                                      struct trig_error *error);

/** Turns what a workbook writes for characters that XML has not (_x000D_) into
 *  them, in place. @return the new length. */
size_t trig_workbook_unescape(char *text, size_t length);

#endif
