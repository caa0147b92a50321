/* What every fuzz target has: one function that takes any bytes at all and
 * stops the program when a property does not hold. libFuzzer calls it with
 * inputs it makes up; corpus_driver.c, in builds without clang, with the corpus. */
#ifndef TRIG_TESTS_FUZZ_FUZZ_H
#define TRIG_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/** @return 0, as libFuzzer wants it. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* An assertion that stays in release builds. */
#define fuzz_check(condition)                                                                                \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                  \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

#endif
