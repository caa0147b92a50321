#include "surveys/base/crew.h"

#include "surveys/base/memory.h"

#include <assert.h>
#include <pthread.h>

struct place {
    void *job;
    bool is_done;
};

/* Another thread, and its number in the crew. */
struct member {
    pthread_t thread;
    trig_crew *crew;
    size_t number;
};

struct trig_crew {
    trig_crew_work *work;
    void *context;
    struct member *members; /* [count] of them, without the caller */
    size_t count;
    pthread_mutex_t mutex; /* over all below */
    pthread_cond_t given;
    pthread_cond_t done;
    bool is_over;
    struct place *places; /* a ring of [room] */
    size_t room;
    size_t oldest; /* these count on and on: oldest <= waiting <= end */
    size_t waiting;
    size_t end;
};

size_t trig_crew_room(size_t threads)
{
    return 2 * threads + 1;
}

/* Does the job that waits longest. With the mutex, which is let go meanwhile. */
static void do_next(trig_crew *crew, size_t worker)
{
    struct place *place = &crew->places[crew->waiting++ % crew->room];
    pthread_mutex_unlock(&crew->mutex);
    crew->work(crew->context, place->job, worker);
    pthread_mutex_lock(&crew->mutex);
    place->is_done = true;
    pthread_cond_signal(&crew->done);
}

static void *run_member(void *context)
{
    const struct member *member = context;
    trig_crew *crew = member->crew;
    pthread_mutex_lock(&crew->mutex);
    while (!crew->is_over) {
        if (crew->waiting < crew->end)
            do_next(crew, member->number);
        else
            pthread_cond_wait(&crew->given, &crew->mutex);
    }
    pthread_mutex_unlock(&crew->mutex);
    return NULL;
}

trig_crew *trig_crew_create(size_t threads, trig_crew_work *work, void *context, struct trig_error *error)
{
    assert(threads > 0);
    trig_crew *crew = trig_calloc(1, sizeof *crew);
    struct place *places = trig_calloc(trig_crew_room(threads), sizeof *places);
    struct member *members = trig_calloc(threads, sizeof *members);
    if (!crew || !places || !members) {
        trig_free(crew);
        trig_free(places);
        trig_free(members);
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for %zu threads", threads);
        return NULL;
    }
    crew->work = work;
    crew->context = context;
    crew->places = places;
    crew->room = trig_crew_room(threads);
    crew->members = members;
    pthread_mutex_init(&crew->mutex, NULL);
    pthread_cond_init(&crew->given, NULL);
    pthread_cond_init(&crew->done, NULL);
    for (size_t i = 1; i < threads; i++) {
        struct member *member = &members[crew->count];
        *member = (struct member){.crew = crew, .number = crew->count + 1};
        if (pthread_create(&member->thread, NULL, run_member, member) != 0)
            break;
        crew->count++;
    }
    return crew;
}

void trig_crew_destroy(trig_crew *crew)
{
    if (!crew)
        return;
    pthread_mutex_lock(&crew->mutex);
    crew->is_over = true;
    pthread_cond_broadcast(&crew->given);
    pthread_mutex_unlock(&crew->mutex);
    for (size_t i = 0; i < crew->count; i++)
        pthread_join(crew->members[i].thread, NULL);
    pthread_cond_destroy(&crew->done);
    pthread_cond_destroy(&crew->given);
    pthread_mutex_destroy(&crew->mutex);
    trig_free(crew->places);
    trig_free(crew->members);
    trig_free(crew);
}

void trig_crew_give(trig_crew *crew, void *job)
{
    pthread_mutex_lock(&crew->mutex);
    assert(crew->end - crew->oldest < crew->room);
    crew->places[crew->end++ % crew->room] = (struct place){job, false};
    pthread_cond_signal(&crew->given);
    pthread_mutex_unlock(&crew->mutex);
}

void *trig_crew_take(trig_crew *crew)
{
    void *job = NULL;
    pthread_mutex_lock(&crew->mutex);
    while (crew->oldest < crew->end && !crew->places[crew->oldest % crew->room].is_done) {
        if (crew->waiting < crew->end)
            do_next(crew, 0);
        else
            pthread_cond_wait(&crew->done, &crew->mutex);
    }
    if (crew->oldest < crew->end)
        job = crew->places[crew->oldest++ % crew->room].job;
    pthread_mutex_unlock(&crew->mutex);
    return job;
}
