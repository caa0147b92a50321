/* Writes an export that is not text, for the cases of tests/cli.
 *
 *     make_export sav|zsav|dta|forms FILE
 *     make_export zip FILE NAME TEXT [NAME TEXT]...      texts, packed under their names
 */
#include "tests/made/made.h"

#include <stdio.h>
#include <string.h>

#define MOST_PARTS 8

static bool make_zip(const char *path, int count, char **words)
{
    struct made_part parts[MOST_PARTS + 1] = {{NULL, NULL}};
    for (int i = 0; i < count / 2 && i < MOST_PARTS; i++)
        parts[i] = (struct made_part){words[2 * i], words[2 * i + 1]};
    return made_package(path, parts);
}

int main(int argc, char **argv)
{
    bool is_zip = argc > 4 && strcmp(argv[1], "zip") == 0;
    if (argc != 3 && !is_zip) {
        fprintf(stderr, "usage: make_export KIND FILE [NAME TEXT]...\n");
        return 2;
    }
    bool is_forms = strcmp(argv[1], "forms") == 0;
    bool made = is_zip     ? make_zip(argv[2], argc - 3, argv + 3)
                : is_forms ? made_forms(argv[2])
                           : made_statistics(argv[1], argv[2]);
    if (made)
        return 0;
    fprintf(stderr, "cannot make %s\n", argv[2]);
    return 1;
}
