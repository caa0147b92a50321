#include "surveys/base/error.h"

#include "surveys/base/memory.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *trig_status_text(enum trig_status status)
{
    static const char *const texts[] = {
        [TRIG_OK] = "done",
        [TRIG_ERR_MEMORY] = "out of memory",
        [TRIG_ERR_IO] = "could not read or write",
        [TRIG_ERR_FORMAT] = "the input is not in the expected form",
        [TRIG_ERR_DOMAIN] = "the data do not allow this",
        [TRIG_ERR_USAGE] = "the request is wrong",
        [TRIG_ERR_LIMIT] = "a limit was reached",
        [TRIG_ERR_DAMAGED] = "the store is damaged",
        [TRIG_ERR_MISSING] = "not found",
        [TRIG_ERR_REFUSED] = "refused",
        [TRIG_ERR_INVALID] = "some records are invalid",
        [TRIG_ERR_BUSY] = "the store is busy",
    };
    return texts[status];
}

enum trig_status trig_error_set(struct trig_error *error, enum trig_status status, const char *format, ...)
{
    if (!error)
        return status;
    va_list arguments;
    va_start(arguments, format);
    error->status = status;
    error->line = error->column = error->record = 0;
    error->file[0] = '\0';
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

/* Copies the end of [path], which names the file, when the whole does not fit. */
static void copy_path(char *out, size_t size, const char *path)
{
    size_t length = strlen(path);
    if (length < size)
        memcpy(out, path, length + 1);
    else
        snprintf(out, size, "...%s", path + length - (size - 4));
}

void trig_error_place(struct trig_error *error, const char *file, uint64_t line, uint64_t column)
{
    if (!error)
        return;
    if (file)
        copy_path(error->file, sizeof error->file, file);
    error->line = line;
    error->column = column;
}

void trig_error_format(const struct trig_error *error, char *out, size_t size)
{
    char place[48] = "";
    if (error->line && error->column)
        snprintf(place, sizeof place, ":%" PRIu64 ":%" PRIu64, error->line, error->column);
    else if (error->line)
        snprintf(place, sizeof place, ":%" PRIu64, error->line);
    if (error->file[0])
        snprintf(out, size, "%s%s: %s", error->file, place, error->message);
    else if (error->line)
        snprintf(out, size, "line %s: %s", place + 1, error->message);
    else
        snprintf(out, size, "%s", error->message);
}

void trig_problems_init(struct trig_problems *problems)
{
    memset(problems, 0, sizeof *problems);
}

void trig_problems_clear(struct trig_problems *problems)
{
    trig_free(problems->items);
    trig_problems_init(problems);
}

enum trig_status trig_problems_add(struct trig_problems *problems, enum trig_severity severity,
                                   const char *file, uint64_t line, uint64_t column, const char *format, ...)
{
    if (!problems)
        return TRIG_OK;
    enum trig_status status = trig_grow((void **)&problems->items, &problems->capacity, problems->count + 1,
                                        sizeof *problems->items, NULL);
    if (status)
        return status;
    struct trig_problem *problem = &problems->items[problems->count++];
    memset(problem, 0, sizeof *problem);
    problem->severity = severity;
    problem->error.status = TRIG_ERR_FORMAT;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->error.message, sizeof problem->error.message, format, arguments);
    va_end(arguments);
    trig_error_place(&problem->error, file, line, column);
    if (severity == TRIG_MISTAKE)
        problems->mistakes++;
    return TRIG_OK;
}
