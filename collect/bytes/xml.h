/* Reading XML from strangers: expat with limits. The only module that knows expat.
 *
 *     feed(bytes) --> expat --start, text, end--> handlers
 *
 * Names come without their namespace prefix. Entities can be declared only in a
 * document type declaration; what has one of its own is refused, so nothing
 * expands and nothing is fetched. Depth and the length of a single tag are bounded.
 */
#ifndef TRIG_COLLECT_BYTES_XML_H
#define TRIG_COLLECT_BYTES_XML_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

/* Elements within elements; a workbook needs ten. */
#define TRIG_XML_DEPTH 64
/* Bytes of one tag with its attributes. */
#define TRIG_XML_TAG ((size_t)2 << 20)

typedef struct trig_xml trig_xml;

/* Attributes alternate name and value and end with NULL; names are to be read
 * with trig_xml_attribute. Handlers that find something wrong call trig_xml_stop. */
struct trig_xml_handlers {
    void (*start)(void *context, const char *name, const char *const *attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, struct trig_view text); /* may be NULL; in pieces */
    /* Whether a reference to an outside document type may stand at the top. */
    bool may_have_doctype;
};

/** @param handlers  borrowed.
 *  @return the reader, or NULL when memory is out. */
trig_xml *trig_xml_create(const struct trig_xml_handlers *handlers, void *context, struct trig_error *error);
void trig_xml_destroy(trig_xml *xml);

/** Reads more bytes; the last of them with [is_last].
 *  @return TRIG_OK; TRIG_ERR_FORMAT (not well-formed, with line and column; a
 *          document type declaration); TRIG_ERR_LIMIT; TRIG_ERR_MEMORY; what
 *          trig_xml_stop was told. */
enum trig_status trig_xml_feed(trig_xml *xml, const char *bytes, size_t length, bool is_last,
                               struct trig_error *error);

/** For handlers: nothing more is wanted. TRIG_OK: feed returns that from now on
 *  and reads no more. Else [error] is set already. */
void trig_xml_stop(trig_xml *xml, enum trig_status status);

/** Whether a handler has stopped the reader. */
bool trig_xml_has_stopped(const trig_xml *xml);

/** The value of an attribute by its name without prefix; NULL when it is not there. */
const char *trig_xml_attribute(const char *const *attributes, const char *name);

#endif
