#include "collect/sources/workbook_parts.h"

#include <stdio.h>
#include <unistd.h>
#include <zip.h>

#define BLOCK ((size_t)64 << 10)

/* A workbook has a part a sheet and picture, and some more. */
#define MOST_PARTS 10000

enum trig_status trig_package_open(int descriptor, struct zip **out, struct trig_error *error)
{
    int code = 0, own = dup(descriptor);
    if (own < 0)
        return trig_error_set(error, TRIG_ERR_IO, "cannot open the workbook a second time");
    lseek(own, 0, SEEK_SET);
    struct zip *archive = zip_fdopen(own, 0, &code);
    if (!archive) {
        close(own);
        if (code == ZIP_ER_MEMORY)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to open the workbook");
        return trig_error_set(
            error, TRIG_ERR_FORMAT,
            "begins as a workbook does (PK) and is damaged or cut short; download it again");
    }
    if (zip_get_num_entries(archive, 0) > MOST_PARTS) {
        zip_discard(archive);
        return trig_error_set(error, TRIG_ERR_LIMIT, "is a zip file of more than %d parts", MOST_PARTS);
    }
    *out = archive;
    return TRIG_OK;
}

void trig_package_close(struct zip *archive)
{
    if (archive)
        zip_discard(archive);
}

static enum trig_status feed_part(const struct trig_unpack_limit *limit, zip_file_t *file,
                                  const zip_stat_t *about, const struct trig_part_request *request,
                                  trig_xml *xml, struct trig_error *error)
{
    char block[BLOCK];
    uint64_t unpacked = 0;
    enum trig_status status = TRIG_OK;
    zip_int64_t got = 1;
    while (status == TRIG_OK && got > 0 && !trig_xml_has_stopped(xml)) {
        got = zip_fread(file, block, sizeof block);
        if (got < 0)
            return trig_error_set(error, TRIG_ERR_FORMAT,
                                  "its part %s is damaged or cut short; download it again", request->name);
        unpacked += (uint64_t)got;
        status = trig_unpack_limit_check(limit, about->comp_size, unpacked, error);
        if (status == TRIG_OK)
            status = trig_xml_feed(xml, block, (size_t)got, got == 0, error);
        if (status == TRIG_OK && request->moved && about->size)
            request->moved(request->moved_context, (double)unpacked / (double)about->size);
    }
    return status;
}

enum trig_status trig_package_read(const trig_workbook *workbook, const struct trig_part_request *request,
                                   struct trig_error *error)
{
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat(workbook->archive, request->name, ZIP_FL_NOCASE, &about) != 0)
        return trig_error_set(error, TRIG_ERR_MISSING, "has no part %s", request->name);
    if (about.valid & ZIP_STAT_ENCRYPTION_METHOD && about.encryption_method != ZIP_EM_NONE)
        return trig_error_set(error, TRIG_ERR_FORMAT, "is locked with a password; save it without one");
    zip_file_t *file = zip_fopen_index(workbook->archive, about.index, 0);
    if (!file)
        return trig_error_set(error, TRIG_ERR_FORMAT, "its part %s cannot be unpacked; download it again",
                              request->name);
    trig_xml *xml = trig_xml_create(request->handlers, request->context, error);
    enum trig_status status = xml ? TRIG_OK : TRIG_ERR_MEMORY;
    if (xml) {
        *request->xml = xml;
        status = feed_part(&workbook->limit, file, &about, request, xml, error);
    }
    trig_xml_destroy(xml);
    zip_fclose(file);
    return status;
}
