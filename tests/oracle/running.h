/* Running programs in the oracle tests. */
#ifndef TRIG_TESTS_ORACLE_RUNNING_H
#define TRIG_TESTS_ORACLE_RUNNING_H

/** Runs a command of the shell, printf-like. @return its exit status; 0: it ended well. */
int oracle_run(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
