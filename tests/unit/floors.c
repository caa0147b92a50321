#include "tests/unit/floors.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const rooms[] = {"surveys/", "collect/", "analyze/", "plots/", "tests/"};

/* Patterns of fnmatch, where * also matches a slash; of the rooms only tests/
 * begins with a t. Files matching [from] must not include what matches
 * [target], unless they match [except]. */
static const struct {
    const char *from;
    const char *target;
    const char *except;
    const char *rule;
} forbidden[] = {
    {"surveys/*", "collect/*", "", "surveys stands on nothing of ours"},
    {"surveys/*", "analyze/*", "", "surveys stands on nothing of ours"},
    {"surveys/*", "plots/*", "", "surveys stands on nothing of ours"},
    {"collect/*", "analyze/*", "*/cmd_*.c", "only a program's cmd_*.c joins libraries"},
    {"collect/*", "plots/*", "*/cmd_*.c", "only a program's cmd_*.c joins libraries"},
    {"analyze/*", "collect/*", "*/cmd_*.c", "only a program's cmd_*.c joins libraries"},
    {"analyze/*", "plots/*", "*/cmd_*.c", "only a program's cmd_*.c joins libraries"},
    {"plots/*", "collect/*", "*/cmd_*.c", "only a program's cmd_*.c joins libraries"},
    {"plots/*", "analyze/*", "*/cmd_*.c", "only a program's cmd_*.c joins libraries"},
    {"[!t]*", "tests/*", "", "the product does not stand on its tests"},
    {"[!t]*", "csv.h", "surveys/csv/*", "only surveys/csv/ knows libcsv"},
    {"tests/*", "csv.h", "tests/bench/*", "only a bench measures libcsv by itself"},
    {"[!t]*", "sqlite3.h", "surveys/store/*", "only surveys/store/ knows SQLite"},
    {"[!t]*", "zlib.h", "collect/bytes/gzip.c", "only collect/bytes/gzip.c knows zlib"},
    {"[!t]*", "readstat.h", "collect/*", "only collect/ knows ReadStat"},
    {"[!t]*", "expat.h", "collect/bytes/xml.c", "only collect/bytes/xml.c knows expat"},
    {"[!t]*", "zip.h", "collect/*", "only collect/ knows libzip"},
    {"[!t]*", "gsl/*", "analyze/*", "only analyze/ knows GSL"},
};

static const char *const calls[] = {"printf", "vprintf",       "puts",     "putchar", "perror",
                                    "exit",   "_exit",         "_Exit",    "abort",   "quick_exit",
                                    "getenv", "secure_getenv", "setlocale"};

static const char *const streams[] = {"stdout", "stderr", "stdin"};

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_of_name(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

/* The next place in [text] where [word] stands as a whole word, or NULL. */
static const char *find_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    const char *at = text;
    while ((at = strstr(at, word)) != NULL) {
        if ((at == text || !is_of_name(at[-1])) && !is_of_name(at[length]))
            return at;
        at += length;
    }
    return NULL;
}

const char *floors_forbidden_call(const char *line)
{
    for (size_t i = 0; i < COUNT(calls); i++)
        for (const char *at = line; (at = find_word(at, calls[i])) != NULL; at++) {
            const char *next = at + strlen(calls[i]);
            if (next[strspn(next, " \t")] == '(')
                return calls[i];
        }
    for (size_t i = 0; i < COUNT(streams); i++)
        if (find_word(line, streams[i]))
            return streams[i];
    return NULL;
}

bool floors_is_library(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return !begins_with(path, "tests/") && strcmp(name, "main.c") != 0 && fnmatch("cmd_*.c", name, 0) != 0;
}

const char *floors_include_rule(const char *path, const char *target, bool quoted)
{
    bool has_room = false;
    for (size_t i = 0; i < COUNT(rooms); i++)
        has_room = has_room || begins_with(target, rooms[i]);
    if (quoted && !has_room)
        return "a quoted include is a path from the root";
    for (size_t i = 0; i < COUNT(forbidden); i++)
        if (fnmatch(forbidden[i].from, path, 0) == 0 && fnmatch(forbidden[i].target, target, 0) == 0 &&
            fnmatch(forbidden[i].except, path, 0) != 0)
            return forbidden[i].rule;
    return NULL;
}

/* ---- reading C ------------------------------------------------------------------- */

/* Blanks [from, to) except for line breaks. */
static void blank(char *from, const char *to)
{
    for (; from < to; from++)
        if (*from != '\n')
            *from = ' ';
}

/* The end of the literal that begins at [at] with its quote. */
static char *literal_end(char *at)
{
    char quote = *at++;
    while (*at && *at != quote && *at != '\n')
        at += at[0] == '\\' && at[1] ? 2 : 1;
    return *at == quote ? at + 1 : at;
}

static char *comment_end(char *at)
{
    char *end = at[1] == '/' ? strchr(at, '\n') : strstr(at + 2, "*/");
    if (!end)
        return at + strlen(at);
    return at[1] == '/' ? end : end + 2;
}

static bool is_include(const char *line)
{
    line += strspn(line, " \t");
    if (*line != '#')
        return false;
    line += 1 + strspn(line + 1, " \t");
    return begins_with(line, "include");
}

void floors_blank_out(char *source)
{
    bool at_line_start = true;
    for (char *at = source, *end; *at; at = end) {
        end = at + 1;
        if (at_line_start && is_include(at)) {
            end = at + strcspn(at, "\n");
        } else if (at[0] == '/' && (at[1] == '*' || at[1] == '/')) {
            end = comment_end(at);
            blank(at, end);
        } else if (at[0] == '"' || at[0] == '\'') {
            end = literal_end(at);
            blank(at, end);
        }
        at_line_start = end[-1] == '\n';
    }
}

/* ---- one file -------------------------------------------------------------------- */

struct check {
    const char *path;
    floors_report *report;
    void *context;
    size_t findings;
};

static void find(struct check *check, size_t line, const char *what, const char *detail)
{
    char text[512];
    snprintf(text, sizeof text, "%s:%zu: %s (%s)", check->path, line, what, detail);
    check->report(check->context, text);
    check->findings++;
}

static void check_include(struct check *check, size_t number, const char *line)
{
    char target[256];
    line += strcspn(line, "\"<");
    if (sscanf(line + (*line ? 1 : 0), "%255[^\">]", target) != 1)
        return;
    const char *rule = floors_include_rule(check->path, target, *line == '"');
    if (rule)
        find(check, number, rule, target);
}

static void check_line(struct check *check, size_t number, const char *line)
{
    if (is_include(line)) {
        check_include(check, number, line);
        return;
    }
    const char *call = floors_is_library(check->path) ? floors_forbidden_call(line) : NULL;
    if (call)
        find(check, number, "libraries do not print, exit, abort or read the environment", call);
}

size_t floors_check(const char *path, char *source, floors_report *report, void *context)
{
    struct check check = {path, report, context, 0};
    size_t lines = 0;
    floors_blank_out(source);
    for (char *line = source; line && *line;) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        check_line(&check, ++lines, line);
        line = end ? end + 1 : NULL;
    }
    bool is_test = begins_with(path, "tests/");
    if (lines > (is_test ? FLOORS_MOST_TEST_LINES : FLOORS_MOST_LINES))
        find(&check, lines, "the file is too long: part it by what it is about",
             is_test ? "600 lines at most" : "450 lines at most");
    return check.findings;
}
