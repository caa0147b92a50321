/* The rules of the house that a reader of source text can check: who includes
 * what, what libraries may not call, how long files are. */
#ifndef TRIG_TESTS_UNIT_FLOORS_H
#define TRIG_TESTS_UNIT_FLOORS_H

#include <stdbool.h>
#include <stddef.h>

#define FLOORS_MOST_LINES 450
/* Tests hold tables of cases. */
#define FLOORS_MOST_TEST_LINES 600

/** Gets each finding as `path:line: what is wrong`. */
typedef void floors_report(void *context, const char *finding);

/** Whether the file [path] (from the root, "surveys/store/store.c") may include
 *  [target]. Quoted includes are paths from the root.
 *  @return NULL when it may, else the rule that it breaks. */
const char *floors_include_rule(const char *path, const char *target, bool quoted);

/** The forbidden function that [line] (without comments and literals) calls, or NULL. */
const char *floors_forbidden_call(const char *line);

/** Whether what floors_forbidden_call finds is forbidden in [path]: it is in the
 *  libraries, not in main.c, cmd_*.c and tests. */
bool floors_is_library(const char *path);

/** Replaces comments, string and character literals by blanks, in place; line
 *  breaks and the names in #include lines stay. */
void floors_blank_out(char *source);

/** Checks one file by all rules.
 *  @param source  its text, NUL-terminated; changed.
 *  @return how many findings were reported. */
size_t floors_check(const char *path, char *source, floors_report *report, void *context);

#endif
