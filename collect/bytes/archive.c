#include "collect/bytes/archive.h"

#include "surveys/base/memory.h"

#include "collect/bytes/content.h"
#include "collect/match/file_name.h"

#include <errno.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>
#include <zip.h>

#define BLOCK ((size_t)64 << 10)
/* No platform packs so many files; a list of them is no survey's. */
#define MOST_FILES 10000
/* So many are named where one has to be chosen. */
#define MOST_NAMED 5

/* ---- the archive ------------------------------------------------------------------------- */

static enum trig_status open_archive(int descriptor, struct zip **out, struct trig_error *error)
{
    int code = 0, own = dup(descriptor);
    if (own < 0)
        return trig_error_set(error, TRIG_ERR_IO, "cannot open the zip file a second time");
    lseek(own, 0, SEEK_SET);
    *out = zip_fdopen(own, 0, &code);
    if (*out)
        return TRIG_OK;
    close(own);
    if (code == ZIP_ER_MEMORY)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to open the zip file");
    return trig_error_set(error, TRIG_ERR_FORMAT,
                          "begins as a zip file does (PK) and is damaged or cut short; download it again");
}

static bool has_part(struct zip *archive, const char *name)
{
    return zip_name_locate(archive, name, ZIP_FL_NOCASE) >= 0;
}

bool trig_archive_is(int descriptor)
{
    static const char start[] = "PK\x03\x04";
    char bytes[sizeof start - 1];
    struct zip *archive = NULL;
    if (trig_content_read(descriptor, bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes ||
        memcmp(bytes, start, sizeof bytes) != 0 || open_archive(descriptor, &archive, NULL) != TRIG_OK)
        return false;
    bool office = has_part(archive, "[Content_Types].xml") || has_part(archive, "xl/workbook.xml") ||
                  has_part(archive, "mimetype");
    zip_discard(archive);
    return !office;
}

/* ---- which file ---------------------------------------------------------------------------- */

/* Folders, and what computers put beside people's files. */
static bool is_litter(const char *path)
{
    const char *name = trig_file_name_base(path);
    return !name[0] || name[0] == '.' || strncmp(path, "__MACOSX/", 9) == 0 ||
           strcasecmp(name, "thumbs.db") == 0 || strcasecmp(name, "desktop.ini") == 0;
}

/* How surely a file holds data by its name: 0 not, 1 text of some kind, 2 certainly. */
static int data_rank(const char *path)
{
    static const char *const certain[] = {".csv", ".tsv", ".xlsx", ".sav", ".zsav", ".dta", NULL};
    static const char *const texts[] = {".txt", ".tab", ".dat", ".asc", NULL};
    const char *dot = strrchr(trig_file_name_base(path), '.');
    for (size_t i = 0; dot && certain[i]; i++)
        if (strcasecmp(dot, certain[i]) == 0)
            return 2;
    for (size_t i = 0; dot && texts[i]; i++)
        if (strcasecmp(dot, texts[i]) == 0)
            return 1;
    return 0;
}

/* What the archive holds. */
struct listing {
    zip_int64_t only; /* the last file of those that count */
    size_t count;
    char names[600]; /* of the first of them */
};

/* Lists the files of at least a rank. */
static void list(struct zip *archive, int rank, struct listing *out)
{
    size_t used = 0;
    *out = (struct listing){.only = -1};
    zip_int64_t entries = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < entries; i++) {
        const char *path = zip_get_name(archive, (zip_uint64_t)i, 0);
        if (!path || is_litter(path) || data_rank(path) < rank)
            continue;
        out->only = i;
        if (out->count++ < MOST_NAMED && used < sizeof out->names)
            used += (size_t)snprintf(out->names + used, sizeof out->names - used, "%s%.100s",
                                     used ? ", " : "", path);
    }
}

/* The one file that is surest to hold data. */
static enum trig_status choose(struct zip *archive, zip_int64_t *out, struct trig_error *error)
{
    struct listing listing;
    if (zip_get_num_entries(archive, 0) > MOST_FILES)
        return trig_error_set(error, TRIG_ERR_LIMIT, "is a zip file of more than %d files", MOST_FILES);
    for (int rank = 2; rank >= 0; rank--) {
        list(archive, rank, &listing);
        *out = listing.only;
        if (listing.count == 1)
            return TRIG_OK;
        if (listing.count)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "is a zip file of %zu files that may hold the responses (%s%s); unpack it, "
                                  "and name those that do",
                                  listing.count, listing.names, listing.count > MOST_NAMED ? ", ..." : "");
    }
    return trig_error_set(error, TRIG_ERR_USAGE, "is a zip file without a file in it");
}

/* ---- unpacking -------------------------------------------------------------------------------- */

static enum trig_status feed(zip_file_t *file, uint64_t packed, trig_archive_sink *sink, void *context,
                             struct trig_error *error)
{
    char block[BLOCK];
    enum trig_status status = TRIG_OK;
    zip_int64_t got = 1;
    while (status == TRIG_OK && got > 0) {
        got = zip_fread(file, block, sizeof block);
        if (got < 0)
            return trig_error_set(error, TRIG_ERR_FORMAT,
                                  "what is packed in it is damaged or cut short; download it again");
        if (got > 0)
            status = sink(context, trig_view_of(block, (size_t)got), packed, error);
    }
    return status;
}

static enum trig_status unpack(struct zip *archive, zip_int64_t index, trig_archive_sink *sink, void *context,
                               struct trig_error *error)
{
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(archive, (zip_uint64_t)index, 0, &about) != 0)
        return trig_error_set(error, TRIG_ERR_FORMAT, "is a damaged zip file; download it again");
    if (about.valid & ZIP_STAT_ENCRYPTION_METHOD && about.encryption_method != ZIP_EM_NONE)
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "is locked with a password; unpack it and name the file in it");
    zip_file_t *file = zip_fopen_index(archive, (zip_uint64_t)index, 0);
    if (!file)
        return trig_error_set(error, TRIG_ERR_FORMAT, "cannot be unpacked: %s", zip_strerror(archive));
    enum trig_status status = feed(file, about.comp_size, sink, context, error);
    zip_fclose(file);
    return status;
}

static enum trig_status hash_file(int descriptor, uint64_t *size, char sha256[TRIG_SHA256_TEXT],
                                  struct trig_error *error)
{
    char block[BLOCK];
    ssize_t got;
    trig_sha256 *hash = trig_sha256_create(error);
    if (!hash)
        return TRIG_ERR_MEMORY;
    *size = 0;
    while ((got = trig_content_read(descriptor, block, sizeof block, *size)) > 0) {
        trig_sha256_add(hash, block, (size_t)got);
        *size += (uint64_t)got;
    }
    trig_sha256_finish(hash, sha256);
    return got < 0 ? trig_error_set(error, TRIG_ERR_IO, "cannot read the export: %s", strerror(errno))
                   : TRIG_OK;
}

enum trig_status trig_archive_unpack(int descriptor, trig_archive_sink *sink, void *context,
                                     char name[TRIG_ARCHIVE_NAME], uint64_t *packed,
                                     char sha256[TRIG_SHA256_TEXT], struct trig_error *error)
{
    struct zip *archive = NULL;
    zip_int64_t index = -1;
    enum trig_status status = hash_file(descriptor, packed, sha256, error);
    if (status == TRIG_OK)
        status = open_archive(descriptor, &archive, error);
    if (status != TRIG_OK)
        return status;
    status = choose(archive, &index, error);
    if (status == TRIG_OK) {
        const char *path = zip_get_name(archive, (zip_uint64_t)index, 0);
        snprintf(name, TRIG_ARCHIVE_NAME, "%s", path ? path : "");
        status = unpack(archive, index, sink, context, error);
    }
    zip_discard(archive);
    return status;
}
