#include "plots/gnuplot/picture.h"

#include "plots/gnuplot/svg.h"

#include <ctype.h>

/* The end of a PNG: an empty chunk IEND and its checksum. */
static const char png_end[] = "\0\0\0\0IEND\xAE\x42\x60\x82";
static const char png_start[] = "\x89PNG\r\n\x1A\n";

const char *trig_picture_extension(enum trig_picture_format format)
{
    switch (format) {
    case TRIG_PICTURE_SVG:
        return "svg";
    case TRIG_PICTURE_PNG:
        return "png";
    default:
        return "pdf";
    }
}

static bool starts_with(struct trig_view bytes, const char *start, size_t length)
{
    return bytes.length >= length && memcmp(bytes.data, start, length) == 0;
}

static bool ends_with(struct trig_view bytes, const char *end, size_t length)
{
    return bytes.length >= length && memcmp(bytes.data + bytes.length - length, end, length) == 0;
}

static struct trig_view trim_end(struct trig_view bytes)
{
    while (bytes.length && isspace((unsigned char)bytes.data[bytes.length - 1]))
        bytes.length--;
    return bytes;
}

static bool is_whole(enum trig_picture_format format, struct trig_view bytes)
{
    switch (format) {
    case TRIG_PICTURE_SVG:
        return starts_with(bytes, "<?xml", 5) && ends_with(trim_end(bytes), "</svg>", 6);
    case TRIG_PICTURE_PNG:
        return starts_with(bytes, png_start, sizeof png_start - 1) &&
               ends_with(bytes, png_end, sizeof png_end - 1);
    default:
        return starts_with(bytes, "%PDF-", 5) && ends_with(trim_end(bytes), "%%EOF", 5);
    }
}

/* `/CreationDate (D:20260521101112+01'00)`: digits become those of the year
 * 2000, so that the same chart gives the same bytes; the length stays, since a
 * PDF refers to its parts by their place. */
static void write_pdf(struct trig_view bytes, FILE *out)
{
    static const char key[] = "/CreationDate (D:";
    static const char date[] = "20000101000000";
    const char *found = memmem(bytes.data, bytes.length, key, sizeof key - 1);
    size_t start = found ? (size_t)(found - bytes.data) + sizeof key - 1 : bytes.length;
    fwrite(bytes.data, 1, start, out);
    size_t at = start;
    for (; at < bytes.length && bytes.data[at] != ')'; at++) {
        bool digit = isdigit((unsigned char)bytes.data[at]);
        if (digit)
            fputc(at - start < sizeof date - 1 ? date[at - start] : '0', out);
        else
            fputc(bytes.data[at] == '-' ? '+' : bytes.data[at], out);
    }
    fwrite(bytes.data + at, 1, bytes.length - at, out);
}

enum trig_status trig_picture_write(enum trig_picture_format format, struct trig_view bytes,
                                    const trig_figure *figure, const char *name, FILE *out,
                                    struct trig_error *error)
{
    if (!is_whole(format, bytes))
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "gnuplot left an incomplete %s of '%s': is the disk full?",
                              trig_picture_extension(format), name);
    enum trig_status status = TRIG_OK;
    if (format == TRIG_PICTURE_SVG) {
        struct trig_svg_labels labels = {name, figure->title, figure->alt};
        status = trig_svg_rewrite(bytes, &labels, out, error);
    } else if (format == TRIG_PICTURE_PDF) {
        write_pdf(bytes, out);
    } else {
        fwrite(bytes.data, 1, bytes.length, out);
    }
    if (!status && ferror(out))
        return trig_error_set(error, TRIG_ERR_IO, "cannot write the %s of '%s'",
                              trig_picture_extension(format), name);
    return status;
}
