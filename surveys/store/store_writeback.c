#include "surveys/store/store_writeback.h"

#include "surveys/base/memory.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <unistd.h>

struct trig_writeback {
    const char *path;
    pthread_t thread;
    pthread_mutex_t mutex; /* over both below */
    pthread_cond_t wanted;
    bool is_wanted;
    bool is_over;
};

/* Waits until something is to be done; whether that is so, or all is over. */
static bool await(trig_writeback *writeback)
{
    pthread_mutex_lock(&writeback->mutex);
    while (!writeback->is_wanted && !writeback->is_over)
        pthread_cond_wait(&writeback->wanted, &writeback->mutex);
    bool goes_on = !writeback->is_over;
    writeback->is_wanted = false;
    pthread_mutex_unlock(&writeback->mutex);
    return goes_on;
}

static void *run(void *context)
{
    trig_writeback *writeback = context;
    /* Locks belong to a table of descriptors; this thread closes the file in one of its own. */
    if (unshare(CLONE_FILES) != 0)
        return NULL;
    int descriptor = open(writeback->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return NULL;
    while (await(writeback))
        (void)sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
    close(descriptor);
    return NULL;
}

trig_writeback *trig_writeback_start(const char *path)
{
    trig_writeback *writeback = trig_calloc(1, sizeof *writeback);
    if (!writeback)
        return NULL;
    writeback->path = path;
    pthread_mutex_init(&writeback->mutex, NULL);
    pthread_cond_init(&writeback->wanted, NULL);
    if (pthread_create(&writeback->thread, NULL, run, writeback) == 0)
        return writeback;
    pthread_cond_destroy(&writeback->wanted);
    pthread_mutex_destroy(&writeback->mutex);
    trig_free(writeback);
    return NULL;
}

void trig_writeback_go(trig_writeback *writeback)
{
    if (!writeback)
        return;
    pthread_mutex_lock(&writeback->mutex);
    writeback->is_wanted = true;
    pthread_cond_signal(&writeback->wanted);
    pthread_mutex_unlock(&writeback->mutex);
}

void trig_writeback_stop(trig_writeback *writeback)
{
    if (!writeback)
        return;
    pthread_mutex_lock(&writeback->mutex);
    writeback->is_over = true;
    pthread_cond_signal(&writeback->wanted);
    pthread_mutex_unlock(&writeback->mutex);
    pthread_join(writeback->thread, NULL);
    pthread_cond_destroy(&writeback->wanted);
    pthread_mutex_destroy(&writeback->mutex);
    trig_free(writeback);
}
