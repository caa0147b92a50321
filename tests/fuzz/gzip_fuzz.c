/* Any bytes behind the mark of gzip: unpacked within limits. */
#include "tests/fuzz/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const uint8_t mark[] = {0x1F, 0x8B, 8};
    fuzz_unpack(mark, sizeof mark, bytes, length);
    return 0;
}
