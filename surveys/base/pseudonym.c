#include "surveys/base/pseudonym.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define LEAST_KEY ((size_t)32)
#define MOST_KEY  ((size_t)65536)

/* What a hash is for goes before what is hashed: no two uses give equal hashes. */
static const char for_key[] = "trigpillar key";
static const char for_person[] = "trigpillar respondent";
static const char for_tombstone[] = "trigpillar erased";

static void keyed_hash(const struct trig_person_key *key, const char *use, struct trig_view text, char *out,
                       size_t bytes)
{
    crypto_generichash_state state;
    unsigned char hash[32];
    /* With these fixed lengths none of the calls can fail. */
    (void)crypto_generichash_init(&state, key->bytes, sizeof key->bytes, bytes);
    (void)crypto_generichash_update(&state, (const unsigned char *)use, strlen(use) + 1);
    if (text.length)
        (void)crypto_generichash_update(&state, (const unsigned char *)text.data, text.length);
    (void)crypto_generichash_final(&state, hash, bytes);
    (void)sodium_bin2hex(out, 2 * bytes + 1, hash, bytes);
}

/* ---- the key ------------------------------------------------------------------------- */

static enum trig_status file_error(struct trig_error *error, enum trig_status status, const char *path,
                                   const char *what)
{
    trig_error_set(error, status, "%s", what);
    trig_error_place(error, path, 0, 0);
    return status;
}

static enum trig_status check_file(int descriptor, const char *path, struct trig_error *error)
{
    struct stat state;
    if (fstat(descriptor, &state) != 0)
        return file_error(error, TRIG_ERR_IO, path, strerror(errno));
    if (!S_ISREG(state.st_mode))
        return file_error(error, TRIG_ERR_FORMAT, path, "is no file with a key");
    if (state.st_mode & (S_IRWXG | S_IRWXO))
        return file_error(
            error, TRIG_ERR_REFUSED, path,
            "others than you may read or change this key: whoever has it can tell who answered; "
            "take their rights away with chmod 600");
    return TRIG_OK;
}

static enum trig_status read_bytes(int descriptor, const char *path, unsigned char *bytes, size_t *length,
                                   struct trig_error *error)
{
    *length = 0;
    while (*length <= MOST_KEY) {
        ssize_t got = read(descriptor, bytes + *length, MOST_KEY + 1 - *length);
        if (got < 0)
            return file_error(error, TRIG_ERR_IO, path, strerror(errno));
        if (got == 0)
            break;
        *length += (size_t)got;
    }
    if (*length < LEAST_KEY || *length > MOST_KEY)
        return file_error(error, TRIG_ERR_FORMAT, path,
                          "a key has at least 32 bytes, and at most 65,536; make one with "
                          "`trig-collect ingest --make-person-key FILE`");
    return TRIG_OK;
}

static enum trig_status make_key(int descriptor, const char *path, struct trig_person_key *out,
                                 struct trig_error *error)
{
    unsigned char *bytes = trig_calloc(MOST_KEY + 1, 1);
    size_t length;
    if (!bytes)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for a key");
    enum trig_status status = check_file(descriptor, path, error);
    if (status == TRIG_OK)
        status = read_bytes(descriptor, path, bytes, &length, error);
    if (status == TRIG_OK) {
        (void)crypto_generichash(out->bytes, sizeof out->bytes, bytes, length, NULL, 0);
        keyed_hash(out, for_key, trig_view(NULL), out->name, (sizeof out->name - 1) / 2);
    }
    sodium_memzero(bytes, MOST_KEY + 1);
    trig_free(bytes);
    return status;
}

enum trig_status trig_person_key_read(const char *path, struct trig_person_key *out, struct trig_error *error)
{
    if (sodium_init() < 0)
        return trig_error_set(error, TRIG_ERR_IO, "the system gives no random numbers");
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return file_error(error, errno == ENOENT ? TRIG_ERR_MISSING : TRIG_ERR_IO, path, strerror(errno));
    enum trig_status status = make_key(descriptor, path, out, error);
    close(descriptor);
    return status;
}

enum trig_status trig_person_key_make(const char *path, struct trig_error *error)
{
    unsigned char bytes[32];
    char text[2 * sizeof bytes + 2];
    if (sodium_init() < 0)
        return trig_error_set(error, TRIG_ERR_IO, "the system gives no random numbers");
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0 && errno == EEXIST)
        return file_error(error, TRIG_ERR_REFUSED, path,
                          "exists already, and a key that is overwritten is lost; use it with --person-key");
    if (descriptor < 0)
        return file_error(error, TRIG_ERR_IO, path, strerror(errno));
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2hex(text, sizeof text, bytes, sizeof bytes);
    text[2 * sizeof bytes] = '\n';
    const ssize_t length = 2 * sizeof bytes + 1;
    bool written = write(descriptor, text, (size_t)length) == length && fsync(descriptor) == 0;
    written = close(descriptor) == 0 && written;
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(text, sizeof text);
    if (written)
        return TRIG_OK;
    unlink(path);
    return file_error(error, TRIG_ERR_IO, path, "the key could not be written");
}

/* ---- people ---------------------------------------------------------------------------- */

enum trig_status trig_pseudonym(const struct trig_person_key *key, struct trig_view id,
                                char out[TRIG_PSEUDONYM_TEXT], struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_view plain;
    trig_arena_init(&arena);
    enum trig_status status = trig_text_normalise(&arena, id, &plain, error);
    if (status == TRIG_OK)
        keyed_hash(key, for_person, plain, out, (TRIG_PSEUDONYM_TEXT - 1) / 2);
    trig_arena_clear(&arena);
    return status;
}

void trig_tombstone(const struct trig_person_key *key, struct trig_view pseudonym,
                    char out[TRIG_TOMBSTONE_TEXT])
{
    keyed_hash(key, for_tombstone, pseudonym, out, (TRIG_TOMBSTONE_TEXT - 1) / 2);
}
