/* trig-measure: how long commands take and how much memory, side by side.
 *
 *     trig-measure --rounds 5 --run ours 'CMD' --run theirs 'CMD'
 *
 * After a warm-up of each, the commands are run in turn, A B A B, so that what
 * the machine does meanwhile strikes both. A ratio is taken within each round
 * (the command's wall time over the first command's) before the median is.
 * A command that fails, or that outlasts its --timeout, is not run again.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_COMMANDS 16
#define MOST_ROUNDS   100

enum outcome { OUTCOME_OK, OUTCOME_TIMEOUT, OUTCOME_FAILED };

struct sample {
    double wall; /* seconds */
    double user;
    double peak; /* MiB */
};

struct command {
    const char *label;
    const char *line;  /* for sh -c */
    const char *setup; /* run before, not measured; may be NULL */
    double timeout;    /* seconds; 0: none */
    size_t memory;     /* MiB of address space; 0: no limit */
    struct sample samples[MOST_ROUNDS];
    size_t done;
    enum outcome outcome;
};

struct bench {
    size_t rounds;
    size_t warm_ups;
    bool loud;      /* keep what the commands print */
    double timeout; /* of the commands that follow */
    size_t memory;
    struct command commands[MOST_COMMANDS];
    size_t count;
};

/* What a line may use; zeroes: all there is. */
struct limits {
    double timeout;
    size_t memory;
    bool loud;
};

/* ---- running one command -------------------------------------------------------- */

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void become(const struct limits *limits, const char *line)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    if (limits->memory > 0) {
        struct rlimit limit = {limits->memory << 20, limits->memory << 20};
        setrlimit(RLIMIT_AS, &limit);
    }
    int nowhere = limits->loud ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
    }
    execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(127);
}

/* Waits for SIGCHLD, which is blocked, until [deadline]. @return whether it came. */
static bool child_ended(double deadline)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    for (;;) {
        double left = deadline - seconds_now();
        if (left <= 0)
            return false;
        struct timespec wait = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
        if (sigtimedwait(&child, NULL, &wait) == SIGCHLD)
            return true;
        if (errno != EINTR)
            return false;
    }
}

/* A child that was killed leaves its SIGCHLD behind, which is not the next one's. */
static void forget_signals(void)
{
    sigset_t child;
    struct timespec at_once = {0, 0};
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    while (sigtimedwait(&child, NULL, &at_once) == SIGCHLD)
        ;
}

static enum outcome run_line(const struct limits *limits, const char *line, struct sample *sample)
{
    forget_signals();
    double start = seconds_now();
    pid_t child = fork();
    if (child == 0)
        become(limits, line);
    if (child < 0)
        return OUTCOME_FAILED;
    bool in_time = child_ended(start + (limits->timeout > 0 ? limits->timeout : 1e6));
    if (!in_time) {
        kill(-child, SIGKILL);
        kill(child, SIGKILL);
    }
    int status = 0;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR)
        ;
    sample->wall = seconds_now() - start;
    sample->user = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6;
    sample->peak = (double)usage.ru_maxrss / 1024;
    if (!in_time)
        return OUTCOME_TIMEOUT;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? OUTCOME_OK : OUTCOME_FAILED;
}

/* One measured run, or with [keep] false a warm-up. */
static void run_command(const struct bench *bench, struct command *command, bool keep)
{
    struct sample sample = {0};
    struct limits free_setup = {.loud = bench->loud};
    struct limits limits = {command->timeout, command->memory, bench->loud};
    if (command->outcome != OUTCOME_OK)
        return;
    if (command->setup)
        command->outcome = run_line(&free_setup, command->setup, &sample);
    if (command->outcome == OUTCOME_OK)
        command->outcome = run_line(&limits, command->line, &sample);
    if (command->outcome != OUTCOME_OK)
        fprintf(stderr, "trig-measure: %s: %s\n", command->label,
                command->outcome == OUTCOME_TIMEOUT ? "ran out of time" : "failed");
    else if (keep)
        command->samples[command->done++] = sample;
}

static void run_all(struct bench *bench)
{
    for (size_t round = 0; round < bench->warm_ups + bench->rounds; round++) {
        for (size_t i = 0; i < bench->count; i++)
            run_command(bench, &bench->commands[i], round >= bench->warm_ups);
    }
}

/* ---- summing up ------------------------------------------------------------------ */

struct spread {
    double median, min, max;
};

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct spread spread_of(double *values, size_t count)
{
    qsort(values, count, sizeof *values, ascending);
    double middle = count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
    return (struct spread){middle, values[0], values[count - 1]};
}

static void print_command(const struct bench *bench, const struct command *command)
{
    static const char *const outcomes[] = {"ok", "timeout", "failed"};
    const struct command *first = &bench->commands[0];
    size_t count = command->done < first->done ? command->done : first->done;
    double walls[MOST_ROUNDS], users[MOST_ROUNDS], peaks[MOST_ROUNDS], ratios[MOST_ROUNDS];
    if (command->outcome != OUTCOME_OK || command->done == 0) {
        printf("%s,%s,%zu,,,,,,,,\n", command->label, outcomes[command->outcome], command->done);
        return;
    }
    for (size_t i = 0; i < command->done; i++) {
        walls[i] = command->samples[i].wall;
        users[i] = command->samples[i].user;
        peaks[i] = command->samples[i].peak;
    }
    for (size_t i = 0; i < count; i++)
        ratios[i] = command->samples[i].wall / first->samples[i].wall;
    struct spread wall = spread_of(walls, command->done);
    printf("%s,ok,%zu,%.4f,%.4f,%.4f,%.4f,%.1f", command->label, command->done, wall.median, wall.min,
           wall.max, spread_of(users, command->done).median, spread_of(peaks, command->done).max);
    if (count > 0) {
        struct spread ratio = spread_of(ratios, count);
        printf(",%.3f,%.3f,%.3f\n", ratio.median, ratio.min, ratio.max);
    } else {
        printf(",,,\n");
    }
}

/* ---- the program -------------------------------------------------------------------- */

static int usage(void)
{
    fputs("usage: trig-measure [--rounds K] [--warm-ups N] [--loud] RUN...\n"
          "RUN: [--timeout SECONDS] [--memory MIB] [--setup CMD] --run LABEL CMD\n"
          "--timeout and --memory hold for the commands after them; 0 lifts them.\n"
          "Runs the commands in turn and prints CSV: wall and user time in seconds, peak memory in MiB,\n"
          "wall time as a ratio to the first command's, round by round.\n",
          stderr);
    return 2;
}

static bool parse_number(const char *text, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return *text && !*end && *out >= 0 && *out < 1e9;
}

/* @return how many words the option at [words] takes, 0 when it is wrong. */
static size_t parse_option(struct bench *bench, char **words, size_t left, const char **setup)
{
    double number = 0;
    if (strcmp(words[0], "--loud") == 0) {
        bench->loud = true;
        return 1;
    }
    if (left >= 3 && strcmp(words[0], "--run") == 0 && bench->count < MOST_COMMANDS) {
        bench->commands[bench->count++] = (struct command){.label = words[1],
                                                           .line = words[2],
                                                           .setup = *setup,
                                                           .timeout = bench->timeout,
                                                           .memory = bench->memory};
        *setup = NULL;
        return 3;
    }
    if (left >= 2 && strcmp(words[0], "--setup") == 0) {
        *setup = words[1];
        return 2;
    }
    if (left < 2 || !parse_number(words[1], &number))
        return 0;
    if (strcmp(words[0], "--rounds") == 0 && number >= 1 && number <= MOST_ROUNDS)
        bench->rounds = (size_t)number;
    else if (strcmp(words[0], "--warm-ups") == 0)
        bench->warm_ups = (size_t)number;
    else if (strcmp(words[0], "--timeout") == 0)
        bench->timeout = number;
    else if (strcmp(words[0], "--memory") == 0)
        bench->memory = (size_t)number;
    else
        return 0;
    return 2;
}

int main(int argc, char **argv)
{
    struct bench *bench = calloc(1, sizeof *bench);
    const char *setup = NULL;
    size_t words = 1;
    if (!bench)
        return 1;
    bench->rounds = 5;
    bench->warm_ups = 1;
    while (argc > 1 && words < (size_t)argc) {
        size_t taken = parse_option(bench, argv + words, (size_t)argc - words, &setup);
        if (taken == 0)
            break;
        words += taken;
    }
    if (bench->count == 0 || words != (size_t)argc) {
        free(bench);
        return usage();
    }
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    run_all(bench);
    puts("label,outcome,rounds,wall_median,wall_min,wall_max,user_median,peak_mib,ratio_median,ratio_min,"
         "ratio_max");
    for (size_t i = 0; i < bench->count; i++)
        print_command(bench, &bench->commands[i]);
    free(bench);
    return 0;
}
