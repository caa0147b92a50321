#include "analyze/estimate/tally.h"

#include "surveys/base/crew.h"

/* A batch on its way: read and added up by any thread, delivered in its turn. */
struct job {
    size_t batch;
    struct trig_lane lane;
    enum trig_status status;
    struct trig_error error;
};

/* All that the pass over one store needs. */
struct pass {
    trig_tally *tally;
    size_t store;
    size_t threads;
    size_t batches;
    trig_scan **scans; /* by thread; the first is the frame's own */
    struct job *jobs;
    size_t job_count;
};

/* Does one job: nothing here is written by another thread. */
static void read_batch(void *context, void *data, size_t worker)
{
    const struct pass *pass = context;
    struct job *job = data;
    struct trig_batch answers;
    trig_scan_seek(pass->scans[worker], job->batch);
    job->status = trig_scan_next(pass->scans[worker], &answers, &job->error);
    if (job->status == TRIG_OK)
        job->status = trig_lane_add(&job->lane, pass->tally, pass->store, &answers, &job->error);
}

/* One more job than threads: somebody can work while a part is delivered. */
static enum trig_status begin(struct pass *pass, struct trig_error *error)
{
    pass->job_count = pass->threads + (pass->threads > 1 ? 1 : 0);
    pass->scans = trig_calloc(pass->threads, sizeof *pass->scans);
    pass->jobs = trig_calloc(pass->job_count, sizeof *pass->jobs);
    if (!pass->scans || !pass->jobs)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu threads", pass->threads);
    enum trig_status status = TRIG_OK;
    pass->scans[0] = pass->tally->frame->stores[pass->store].scan;
    for (size_t i = 1; i < pass->threads && status == TRIG_OK; i++)
        status = trig_scan_fork(pass->scans[0], &pass->scans[i], error);
    for (size_t i = 0; i < pass->job_count && status == TRIG_OK; i++)
        status = trig_lane_init(&pass->jobs[i].lane, pass->tally, error);
    return status;
}

static void end(struct pass *pass)
{
    for (size_t i = 0; pass->jobs && i < pass->job_count; i++)
        trig_lane_clear(&pass->jobs[i].lane);
    for (size_t i = 1; pass->scans && i < pass->threads; i++)
        trig_scan_close(pass->scans[i]);
    trig_free(pass->jobs);
    trig_free(pass->scans);
}

/* Gives batches to the crew and delivers them in order; what comes first in the
 * store is complained about first. */
static enum trig_status run(struct pass *pass, trig_crew *crew, struct trig_error *error)
{
    size_t given = 0;
    enum trig_status status = TRIG_OK;
    for (; given < pass->job_count && given < pass->batches; given++) {
        pass->jobs[given].batch = given;
        trig_crew_give(crew, &pass->jobs[given]);
    }
    for (size_t taken = 0; taken < pass->batches && status == TRIG_OK; taken++) {
        struct job *job = trig_crew_take(crew);
        status = job->status;
        if (status)
            *error = job->error;
        else
            status = trig_lane_deliver(&job->lane, pass->tally, error);
        if (status == TRIG_OK && given < pass->batches) {
            job->batch = given++;
            trig_crew_give(crew, job);
        }
    }
    return status;
}

static enum trig_status scan_store(trig_tally *tally, size_t store, size_t threads, struct trig_error *error)
{
    struct pass pass = {.tally = tally, .store = store};
    pass.batches = trig_scan_batches(tally->frame->stores[store].scan);
    pass.threads = threads < pass.batches ? threads : pass.batches;
    if (pass.batches == 0)
        return TRIG_OK;
    enum trig_status status = begin(&pass, error);
    trig_crew *crew = status == TRIG_OK ? trig_crew_create(pass.threads, read_batch, &pass, error) : NULL;
    if (status == TRIG_OK)
        status = crew ? run(&pass, crew, error) : TRIG_ERR_MEMORY;
    trig_crew_destroy(crew);
    end(&pass);
    return status;
}

enum trig_status trig_tally_scan(trig_tally *tally, size_t threads, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < tally->frame->store_count && status == TRIG_OK; i++)
        status = scan_store(tally, i, threads, error);
    return status;
}
