/* Any bytes as the letters beyond ASCII of an export: an encoding is found that can be read,
 * with a reason, and the same one again. */
#include "tests/fuzz/fuzz.h"

#include "collect/bytes/encoding_letters.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char name[TRIG_ENCODING_NAME], again[TRIG_ENCODING_NAME];
    struct trig_why why, why_again;
    struct trig_view odd = trig_view_of((const char *)bytes, length);
    trig_encoding_of_letters(odd, name, &why);
    fuzz_check(trig_encoding_is_known(name) && why.text[0]);
    trig_encoding_of_letters(odd, again, &why_again);
    fuzz_check(strcmp(name, again) == 0 && strcmp(why.text, why_again.text) == 0);
    return 0;
}
