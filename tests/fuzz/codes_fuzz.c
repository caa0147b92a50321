/* Any bytes as the file that --codes names. The first byte says whose it is. */
#include "tests/fuzz/fuzz.h"

#include "collect/formats/formats.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct trig_arena arena;
    struct trig_codebook codebook = {0};
    struct trig_error error = {0};
    char path[64];
    if (!length)
        return 0;
    const struct trig_format *format = bytes[0] & 1 ? &trig_format_redcap : &trig_format_jisc;
    int file = memfd_create("codes", MFD_CLOEXEC);
    fuzz_check(file >= 0);
    fuzz_check(write(file, bytes + 1, length - 1) == (ssize_t)(length - 1));
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    trig_arena_init(&arena);
    enum trig_status status = format->read_codebook(path, &arena, &codebook, &error);
    if (status == TRIG_OK)
        fuzz_check(codebook.count > 0);
    else
        fuzz_check(status == error.status && error.message[0]);
    for (size_t i = 0; i < codebook.count; i++)
        fuzz_check(codebook.questions[i].code.length > 0);
    trig_arena_clear(&arena);
    close(file);
    return 0;
}
