/* What the oracle tests share: a folder for a test's files, programs that run there, and whether R is
 * here to compare with. */
#ifndef TRIG_TESTS_ORACLE_RUNNING_H
#define TRIG_TESTS_ORACLE_RUNNING_H

#include <stdbool.h>

/** Runs a command of the shell, printf-like. @return its exit status; 0: it ended well. */
int oracle_run(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The longest name of a test's folder, with its NUL. */
#define ORACLE_FOLDER 64

/** Makes a new folder for a test's files, in a setup of cmocka's.
 *  @param state   gets the folder, for the teardown.
 *  @param folder  [ORACLE_FOLDER] gets its name.
 *  @return 0: done. */
int oracle_make_folder(void **state, char *folder);

/** A teardown of cmocka's: removes the folder and all that is in it. */
int oracle_remove_folder(void **state);

/** Whether R is here with these packages; says so where it is not.
 *  @param packages  with commas between: "survey, lme4".
 *  @param instead   what the test does without them: "comparing with stored numbers". */
bool oracle_has_r(const char *packages, const char *instead);

#endif
