/* What the unit tests of analysis share: the synthetic staff survey as a
 * definition and as a store in a folder of its own, and one call from a request
 * to its cells. */
#ifndef TRIG_TESTS_UNIT_ANALYZE_ANALYSIS_H
#define TRIG_TESTS_UNIT_ANALYZE_ANALYSIS_H

#include "tests/support.h"

#include "analyze/estimate/contrast.h"
#include "tests/oracle/surveys.h"

#include <stdlib.h>
#include <unistd.h>

/* A request with its measures, the store it was asked of, and what came out. */
struct analysis {
    trig_store *store;
    struct trig_measures measures;
    struct trig_request request;
    struct trig_cells cells;
    struct trig_arena arena;
    struct trig_domains domains;
    struct trig_error error;
};

/* Names of options as the command line has them; NULL: not given. */
struct analysis_options {
    const char *by;
    const char *measures;
    const char *waves;
    struct trig_design_options design;
};

/** Makes a store of [csv] in a temporary file and opens it; close it with
 *  analysis_close, which removes the file. */
static inline enum trig_status analysis_store(const struct filled_file *files, const char *csv, size_t batch,
                                              trig_store **out, struct trig_error *error)
{
    char path[] = "/tmp/trig-analysis-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    enum trig_status status = filled_store(path, files, csv, batch, error);
    if (status == TRIG_OK)
        status = trig_store_open(path, TRIG_STORE_READ, out, error);
    if (status)
        unlink(path);
    return status;
}

static inline void analysis_close(trig_store *store)
{
    unlink(trig_store_path(store));
    trig_store_close(store);
}

/** Reads the options against the store's definition into the request. */
static inline enum trig_status analysis_request(struct analysis *analysis,
                                                const struct analysis_options *options)
{
    const trig_definition *definition = trig_store_definition(analysis->store);
    struct trig_error *error = &analysis->error;
    enum trig_status status = trig_bys_parse(definition, options->by, &analysis->request.bys, error);
    if (status == TRIG_OK)
        status = trig_waves_parse(definition, options->waves, &analysis->request.waves, error);
    if (status == TRIG_OK)
        status = trig_design_choose(definition, &options->design, &analysis->request.design, error);
    if (status == TRIG_OK)
        status = trig_measures_parse(definition, options->measures, &analysis->measures, error);
    analysis->request.measures = &analysis->measures;
    return status;
}

/** The whole way from [store], which the analysis does not own, to domains. */
static inline enum trig_status analysis_run(struct analysis *analysis, trig_store *store,
                                            const struct analysis_options *options)
{
    memset(analysis, 0, sizeof *analysis);
    analysis->store = store;
    enum trig_status status = analysis_request(analysis, options);
    if (status == TRIG_OK)
        status = trig_cells_scan(&analysis->store, 1, &analysis->request, &analysis->cells, &analysis->error);
    if (status == TRIG_OK)
        status = trig_domains_build(&analysis->cells, &analysis->request.bys, &analysis->arena,
                                    &analysis->domains, &analysis->error);
    return status;
}

static inline void analysis_clear(struct analysis *analysis)
{
    trig_cells_clear(&analysis->cells);
    trig_measures_clear(&analysis->measures);
    trig_arena_clear(&analysis->arena);
}

#endif
