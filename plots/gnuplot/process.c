#include "plots/gnuplot/process.h"

#include "surveys/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAUSE 0.002 /* seconds between two looks at a program that closed its output */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* What the child does between fork and exec. */
static int prepare_actions(posix_spawn_file_actions_t *actions, const char *folder, int said)
{
    int number = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!number)
        number = posix_spawn_file_actions_adddup2(actions, said, STDOUT_FILENO);
    if (!number)
        number = posix_spawn_file_actions_adddup2(actions, said, STDERR_FILENO);
    if (!number)
        number = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
    if (!number)
        number = posix_spawn_file_actions_addchdir_np(actions, folder);
    return number;
}

/* A process group of its own, so that all of it can be ended; no signal
 * blocked or ignored that the caller happens to block or ignore. */
static int prepare_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int number = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                          POSIX_SPAWN_SETSIGDEF);
    if (!number)
        number = posix_spawnattr_setpgroup(attributes, 0);
    if (!number)
        number = posix_spawnattr_setsigmask(attributes, &none);
    if (!number)
        number = posix_spawnattr_setsigdefault(attributes, &all);
    return number;
}

/* @return 0 or an errno. */
static int spawn(struct trig_process *process, const char *program, const char *const *arguments,
                 const char *folder, const char *home, int said)
{
    const char *const environment[] = {"LC_ALL=C.UTF-8", "TZ=UTC", "PATH=/usr/local/bin:/usr/bin:/bin", home,
                                       NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int number = posix_spawn_file_actions_init(&actions);
    if (number)
        return number;
    number = posix_spawnattr_init(&attributes);
    if (!number) {
        number = prepare_actions(&actions, folder, said);
        if (!number)
            number = prepare_attributes(&attributes);
        /* posix_spawnp only reads its arguments, but is declared as if it wrote to them. */
        if (!number)
            number = posix_spawnp(&process->pid, program, &actions, &attributes, (char *const *)arguments,
                                  (char *const *)environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return number;
}

/* Inside another folder a relative path would be another program's. */
static int resolve(const char *program, char **out)
{
    *out = strchr(program, '/') ? realpath(program, NULL) : strdup(program);
    return *out ? 0 : errno;
}

static enum trig_status start_error(struct trig_error *error, const char *program, int number)
{
    bool missing = number == ENOENT || number == ENOTDIR || number == EACCES;
    return trig_error_set(error, missing ? TRIG_ERR_MISSING : TRIG_ERR_IO, "cannot run '%s': %s", program,
                          strerror(number));
}

enum trig_status trig_process_start(struct trig_process *process, const char *program,
                                    const char *const *arguments, const char *folder, double time_limit,
                                    struct trig_error *error)
{
    *process = (struct trig_process){.said = -1, .deadline = now() + time_limit, .time_limit = time_limit};
    struct trig_arena arena;
    trig_arena_init(&arena);
    int ends[2] = {-1, -1};
    char *resolved = NULL;
    struct trig_view home = trig_arena_printf(&arena, "HOME=%s", folder);
    int number = home.data ? resolve(program, &resolved) : ENOMEM;
    if (!number && pipe2(ends, O_CLOEXEC) != 0)
        number = errno;
    if (!number)
        number = spawn(process, resolved, arguments, folder, home.data, ends[1]);
    if (ends[1] >= 0)
        close(ends[1]);
    if (!number)
        process->said = ends[0];
    else if (ends[0] >= 0)
        close(ends[0]);
    free(resolved);
    trig_arena_clear(&arena);
    return number ? start_error(error, program, number) : TRIG_OK;
}

/* Keeps the beginning of what was said and drops the rest. */
static void keep(struct trig_process *process, const char *bytes, size_t length)
{
    size_t room = sizeof process->words - 1;
    if (process->length < room) {
        size_t kept = length < room - process->length ? length : room - process->length;
        memcpy(process->words + process->length, bytes, kept);
        process->words[process->length + kept] = '\0';
    }
    process->length += length;
}

/* Reads until the program closes its output. @return false when time is over. */
static bool listen_to(struct trig_process *process)
{
    char bytes[4096];
    for (;;) {
        double left = process->deadline - now();
        if (left <= 0)
            return false;
        struct pollfd waiting = {process->said, POLLIN, 0};
        int ready = poll(&waiting, 1, left > 60 ? 60000 : (int)(left * 1000) + 1);
        if (ready <= 0)
            continue;
        ssize_t length = read(process->said, bytes, sizeof bytes);
        if (length > 0)
            keep(process, bytes, (size_t)length);
        else if (length == 0 || errno != EINTR)
            return true;
    }
}

/* Waits for the end of a program that says nothing more. */
static bool await_end(struct trig_process *process, int *status, int *number)
{
    struct timespec pause = {0, (long)(PAUSE * 1e9)};
    for (;;) {
        pid_t ended = waitpid(process->pid, status, WNOHANG);
        if (ended == process->pid)
            return true;
        if (ended < 0 && errno != EINTR) {
            *number = errno;
            return true;
        }
        if (now() >= process->deadline)
            return false;
        nanosleep(&pause, NULL);
    }
}

static void end_by_force(struct trig_process *process)
{
    kill(-process->pid, SIGKILL);
    while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
}

enum trig_status trig_process_finish(struct trig_process *process, int *exit_code, struct trig_error *error)
{
    int status = 0, number = 0;
    bool ended = listen_to(process) && await_end(process, &status, &number);
    if (!ended)
        end_by_force(process);
    close(process->said);
    process->said = -1;
    process->pid = 0;
    if (!ended)
        return trig_error_set(error, TRIG_ERR_LIMIT, "it did not end within %g seconds and was stopped",
                              process->time_limit);
    if (number)
        return trig_error_set(error, TRIG_ERR_IO, "cannot wait for it: %s", strerror(number));
    *exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return TRIG_OK;
}
