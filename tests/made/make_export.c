/* Writes an export that is not text, for the cases of tests/cli.
 *
 *     make_export sav|zsav|dta|forms FILE
 */
#include "tests/made/made.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: make_export KIND FILE\n");
        return 2;
    }
    bool is_forms = strcmp(argv[1], "forms") == 0;
    if (is_forms ? made_forms(argv[2]) : made_statistics(argv[1], argv[2]))
        return 0;
    fprintf(stderr, "cannot make %s\n", argv[2]);
    return 1;
}
