/* Any bytes as a file of SPSS or Stata: described, and read to its end. */
#include "tests/fuzz/fuzz.h"

#include "collect/sources/spss_file.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static enum trig_status take(void *context, const struct trig_csv_record *record, struct trig_error *error)
{
    size_t *total = context;
    (void)error;
    for (size_t i = 0; i < record->count; i++)
        for (size_t j = 0; j < record->fields[i].text.length; j++)
            *total += (unsigned char)record->fields[i].text.data[j];
    return TRIG_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct trig_spss_file about = {.size = length, .kind = trig_spss_kind_of((const char *)bytes, length)};
    struct trig_error error = {0};
    size_t total = 0;
    if (about.kind == TRIG_SPSS_NONE)
        return 0;
    about.descriptor = memfd_create("export", MFD_CLOEXEC);
    fuzz_check(about.descriptor >= 0);
    fuzz_check(write(about.descriptor, bytes, length) == (ssize_t)length);
    trig_arena_init(&about.arena);
    const struct trig_spss_request request = {.sink = take, .context = &total};
    enum trig_status status = trig_spss_describe(&about, &error);
    if (status == TRIG_OK)
        status = trig_spss_read(&about, &request, &error);
    fuzz_check(status == TRIG_OK || (status == error.status && error.message[0]));
    trig_arena_clear(&about.arena);
    close(about.descriptor);
    return 0;
}
