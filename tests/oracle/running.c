#include "tests/oracle/running.h"

#include "tests/support.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int oracle_run(const char *format, ...)
{
    char command[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    return system(command); // NOLINT(cert-env33-c): a test that runs programs
}

int oracle_make_folder(void **state, char *folder)
{
    snprintf(folder, ORACLE_FOLDER, "/tmp/trig-oracle-XXXXXX");
    *state = folder;
    return mkdtemp(folder) ? 0 : -1;
}

int oracle_remove_folder(void **state)
{
    return oracle_run("rm -r %s", (const char *)*state);
}

bool oracle_has_r(const char *packages, const char *instead)
{
    bool has = oracle_run("Rscript -e 'for (name in strsplit(\"%s\", \", \")[[1]]) "
                          "library(name, character.only = TRUE)' > /dev/null 2>&1",
                          packages) == 0;
    if (!has)
        print_message("R with %s is not here: %s\n", packages, instead);
    return has;
}
