#include "tests/oracle/running.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int oracle_run(const char *format, ...)
{
    char command[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    return system(command); // NOLINT(cert-env33-c): a test that runs programs
}
