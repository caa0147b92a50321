/* Runs a fuzz target over a folder of inputs: each whole, and each cut short
 * everywhere, which is what broken files look like. */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <string.h>

#define LARGEST_INPUT 65536

/* Cutting everywhere takes time that grows with the square of the length. */
#define LARGEST_CUT 2048

/* Each run gets memory of exactly its length, so that reading on is caught. */
static void run(const uint8_t *bytes, size_t length)
{
    uint8_t *copy = malloc(length ? length : 1);
    fuzz_check(copy);
    memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static void run_file(const char *path)
{
    static uint8_t bytes[LARGEST_INPUT];
    FILE *file = fopen(path, "rb");
    fuzz_check(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    run(bytes, length);
    for (size_t cut = 0; cut < length && length <= LARGEST_CUT; cut++)
        run(bytes, cut);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    DIR *folder = opendir(argv[1]);
    fuzz_check(folder);
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        run_file(path);
        count++;
    }
    closedir(folder);
    printf("%zu inputs\n", count);
    fuzz_check(count > 0);
    return 0;
}
