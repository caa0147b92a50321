/* Definitions and exports of a few lines for the tests of collect/. */
#ifndef TRIG_TESTS_COLLECT_SUPPORT_H
#define TRIG_TESTS_COLLECT_SUPPORT_H

#include "surveys/definition/definition.h"

#include "collect/formats/format.h"

/* One file of a definition; lists end with a NULL name. */
struct sheet {
    const char *name;
    const char *content;
};

/** The definition that the sheets make; a survey.csv is added where there is
 *  none. Fails the test when there is a mistake in it.
 *  @param files  may be NULL; else gets the files, to be cleared. */
trig_definition *make_definition(const struct sheet *sheets, struct trig_definition_files *files);

/** A definition with one scale, `s`, of the given rows "code,label,aliases". */
trig_definition *make_scale(const char *rows);

/** A file in a temporary folder that the program removes at its end. */
struct temporary {
    char folder[64];
    char path[128];
};
void temporary_write(struct temporary *temporary, const char *name, const void *bytes, size_t length);
void temporary_remove(const struct temporary *temporary);

/** Reads one header row with [format]; fails the test when that fails.
 *  @param row   cells, ends with NULL.
 *  @param out   [most] headings. @return how many there are. */
size_t read_header(const struct trig_format *format, const char *const *row,
                   const struct trig_codebook *codebook, struct trig_arena *arena, struct trig_heading *out,
                   size_t most);

/** The same with [count] header rows; blank cells are "", all rows are as long as
 *  the first. */
size_t read_header_rows(const struct trig_format *format, const char *const *const *rows, size_t count,
                        struct trig_arena *arena, struct trig_heading *out, size_t most);

/** Whether [heading] can be read as the option [part] of [base]. */
bool spreads(const struct trig_heading *heading, const char *base, const char *part);

/** Whether [list] holds [text]. */
bool holds(struct trig_views list, const char *text);

#endif
