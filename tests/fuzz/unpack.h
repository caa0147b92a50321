/* Any bytes behind the mark of a packed file: unpacked within limits, or refused with a reason. */
#ifndef TRIG_TESTS_FUZZ_UNPACK_H
#define TRIG_TESTS_FUZZ_UNPACK_H

#include "tests/fuzz/fuzz.h"

#include "collect/bytes/content.h"

#include <sys/mman.h>
#include <unistd.h>

static inline void fuzz_unpack(const uint8_t *mark, size_t mark_length, const uint8_t *bytes, size_t length)
{
    const struct trig_unpack_limit limit = {.bytes = 1 << 20, .is_asked = true};
    struct trig_content content;
    struct trig_error error = {0};
    char path[64];
    int file = memfd_create("export", MFD_CLOEXEC);
    fuzz_check(file >= 0);
    fuzz_check(write(file, mark, mark_length) == (ssize_t)mark_length);
    fuzz_check(write(file, bytes, length) == (ssize_t)length);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    enum trig_status status = trig_content_open(path, &limit, NULL, &content, &error);
    if (status == TRIG_OK)
        fuzz_check(lseek(content.descriptor, 0, SEEK_END) <= (off_t)limit.bytes);
    else
        fuzz_check(status == error.status && error.message[0]);
    trig_content_close(&content);
    close(file);
}

#endif
