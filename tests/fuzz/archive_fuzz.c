/* Any bytes behind the mark of a zip file: one file of it unpacked, within limits. */
#include "tests/fuzz/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const uint8_t mark[] = {'P', 'K', 3, 4};
    fuzz_unpack(mark, sizeof mark, bytes, length);
    return 0;
}
