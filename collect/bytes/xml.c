#include "collect/bytes/xml.h"

#include "surveys/base/memory.h"

#include <assert.h>
#include <expat.h>
#include <iconv.h>
#include <limits.h>

struct trig_xml {
    XML_Parser parser;
    struct trig_xml_handlers handlers;
    void *context;
    size_t depth;
    size_t fed;
    bool has_stopped;
    enum trig_status status;  /* of whoever stopped it */
    struct trig_error *error; /* during feed */
};

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

static void stop(trig_xml *xml, enum trig_status status)
{
    xml->has_stopped = true;
    xml->status = status;
    XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL take_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    trig_xml *xml = context;
    if (xml->has_stopped)
        return;
    if (++xml->depth > TRIG_XML_DEPTH) {
        stop(xml, trig_error_set(xml->error, TRIG_ERR_LIMIT, "its XML is nested more than %d deep",
                                 TRIG_XML_DEPTH));
        return;
    }
    xml->handlers.start(xml->context, local_name(name), (const char *const *)attributes);
}

static void XMLCALL take_end(void *context, const XML_Char *name)
{
    trig_xml *xml = context;
    if (xml->has_stopped)
        return;
    xml->depth--;
    xml->handlers.end(xml->context, local_name(name));
}

static void XMLCALL take_text(void *context, const XML_Char *text, int length)
{
    trig_xml *xml = context;
    if (!xml->has_stopped && xml->handlers.text)
        xml->handlers.text(xml->context, trig_view_of(text, (size_t)length));
}

static void XMLCALL take_doctype(void *context, const XML_Char *name, const XML_Char *system,
                                 const XML_Char *public, int has_own)
{
    trig_xml *xml = context;
    (void)name;
    (void)system;
    (void)public;
    if (xml->has_stopped || (xml->handlers.may_have_doctype && !has_own))
        return;
    stop(xml, trig_error_set(xml->error, TRIG_ERR_FORMAT,
                             "its XML declares a document type of its own, with which files attack their "
                             "readers; it is not read"));
}

/* Encodings of one byte a character that expat does not know, windows-1252 first. */
static int XMLCALL take_encoding(void *context, const XML_Char *name, XML_Encoding *out)
{
    (void)context;
    iconv_t converter = iconv_open("UCS-4LE", name);
    if (converter == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): iconv's own way to say no */
        return XML_STATUS_ERROR;
    for (int i = 0; i < 256; i++) {
        char byte = (char)i, *in = &byte;
        unsigned char code[8] = {0};
        char *at = (char *)code;
        size_t in_left = 1, out_left = sizeof code;
        iconv(converter, NULL, NULL, NULL, NULL);
        bool read = iconv(converter, &in, &in_left, &at, &out_left) != (size_t)-1 && !in_left;
        out->map[i] = read ? code[0] | code[1] << 8 | code[2] << 16 : -1;
    }
    iconv_close(converter);
    out->data = NULL;
    out->convert = NULL;
    out->release = NULL;
    return XML_STATUS_OK;
}

trig_xml *trig_xml_create(const struct trig_xml_handlers *handlers, void *context, struct trig_error *error)
{
    trig_xml *xml = trig_calloc(1, sizeof *xml);
    XML_Parser parser = xml ? XML_ParserCreate(NULL) : NULL;
    if (!parser) {
        trig_free(xml);
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read XML");
        return NULL;
    }
    xml->parser = parser;
    xml->handlers = *handlers;
    xml->context = context;
    XML_SetUserData(parser, xml);
    XML_SetElementHandler(parser, take_start, take_end);
    XML_SetCharacterDataHandler(parser, take_text);
    XML_SetStartDoctypeDeclHandler(parser, take_doctype);
    XML_SetUnknownEncodingHandler(parser, take_encoding, NULL);
    return xml;
}

void trig_xml_destroy(trig_xml *xml)
{
    if (!xml)
        return;
    XML_ParserFree(xml->parser);
    trig_free(xml);
}

static enum trig_status explain(trig_xml *xml, struct trig_error *error)
{
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    if (code == XML_ERROR_NO_MEMORY)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read XML");
    uint64_t line = XML_GetCurrentLineNumber(xml->parser);
    uint64_t column = XML_GetCurrentColumnNumber(xml->parser) + 1;
    return trig_error_set(error, TRIG_ERR_FORMAT,
                          "its XML is damaged or cut short (line %llu, column %llu: %s)",
                          (unsigned long long)line, (unsigned long long)column, XML_ErrorString(code));
}

enum trig_status trig_xml_feed(trig_xml *xml, const char *bytes, size_t length, bool is_last,
                               struct trig_error *error)
{
    assert(length <= INT_MAX);
    if (xml->has_stopped)
        return xml->status;
    xml->error = error;
    enum XML_Status status = XML_Parse(xml->parser, bytes, (int)length, is_last);
    xml->error = NULL;
    xml->fed += length;
    if (xml->has_stopped)
        return xml->status;
    if (status != XML_STATUS_OK)
        return explain(xml, error);
    XML_Index done = XML_GetCurrentByteIndex(xml->parser);
    if (done >= 0 && xml->fed - (size_t)done > TRIG_XML_TAG + length)
        return trig_error_set(error, TRIG_ERR_LIMIT, "its XML has a tag of more than %zu MiB",
                              TRIG_XML_TAG >> 20);
    return TRIG_OK;
}

void trig_xml_stop(trig_xml *xml, enum trig_status status)
{
    stop(xml, status);
}

bool trig_xml_has_stopped(const trig_xml *xml)
{
    return xml->has_stopped;
}

const char *trig_xml_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}
