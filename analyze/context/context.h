/* What every command of trig-analyze shares: opening stores, reading the shared
 * options, and handing the finished table to the user with its notes and where
 * it came from.
 *
 *      arguments --open--> context (stores, definition, request)
 *      request   --trig_cells_scan--> cells --> results --disclosure--> table
 *      table     --trig_context_emit--> stdout or file, notes, provenance
 */
#ifndef TRIG_ANALYZE_CONTEXT_CONTEXT_H
#define TRIG_ANALYZE_CONTEXT_CONTEXT_H

#include "analyze/disclosure/protection.h"
#include "analyze/show_r/aside.h"
#include "analyze/weight/chosen.h"
#include "surveys/command/command.h"

/* The options of every command: `.shared = trig_analyze_options`. */
extern const struct trig_option trig_analyze_options[];

struct trig_context {
    const struct trig_arguments *arguments; /* borrowed */
    const struct trig_streams *streams;     /* borrowed */
    trig_store **stores;
    size_t store_count;
    const trig_definition *definition; /* of the first store; all have the same */
    struct trig_waves waves;
    struct trig_design design;
    struct trig_chosen_weights weights; /* of --weights, when they were computed */
    struct trig_disclosure_rules disclosure;
    enum trig_naming naming;
    enum trig_table_format format;
    const char *out; /* --out; NULL: stdout */
    bool show_r;
    struct trig_aside r_code; /* with --show-r: where commands put it, until the table is written */
    bool quiet;
    size_t threads; /* 0: as many as there are processors */
};

/* How a command's defaults differ. */
struct trig_context_defaults {
    bool use_fpc;                      /* methods.md: on for descriptions, off for comparisons */
    enum trig_wave_choice wave_choice; /* when --wave is not given */
    bool replicates;                   /* the command has errors by replicate weights; others refuse them */
    bool rounds;    /* all its numbers are of results' rows, so HESA's rules can round them */
    bool no_errors; /* the command has none: replicate weights in the data are set aside */
};

/** Opens every store named by the arguments and reads the shared options.
 *  @return TRIG_OK and a context to close; TRIG_ERR_USAGE with what would do;
 *          what the store returns. Nothing to close on failure. */
enum trig_status trig_context_open(struct trig_context *context, const struct trig_arguments *arguments,
                                   const struct trig_streams *streams,
                                   const struct trig_context_defaults *defaults, struct trig_error *error);
void trig_context_close(struct trig_context *context);

/** Adds to [table] the notes that every result owes its reader: waves pooled,
 *  records left out and why, fpc used or not, kind of interval and degrees of
 *  freedom, weights, model-based errors, public data; and the provenance (store,
 *  definition, imports, n, waves, software).
 *  @param cells  what was scanned. */
enum trig_status trig_context_annotate(const struct trig_context *context, const struct trig_cells *cells,
                                       trig_table *table, struct trig_error *error);

/** Writes the table in the asked-for form to --out or stdout. In CSV the notes
 *  go to stderr (unless --quiet). Under --disclosure none stderr gets the
 *  warning that the output must not be published, --quiet or not. R code that was put
 *  aside follows: on stdout after a text table or when the table went to a file, else on
 *  stderr, so that CSV and JSON stay what they are. */
enum trig_status trig_context_emit(const struct trig_context *context, const trig_table *table,
                                   struct trig_error *error);

/* Reads what a command's own options ask for and makes its table, which the caller destroys. */
typedef enum trig_status trig_table_maker(const struct trig_context *context, trig_table **out,
                                          struct trig_error *error);

/** A command that makes one table and emits it: opens the context and closes it.
 *  @return its exit code; what went wrong has been said. */
enum trig_exit trig_context_run(const struct trig_arguments *arguments, const struct trig_streams *streams,
                                const struct trig_context_defaults *defaults, trig_table_maker *make);

/** How a sentence says how many people: the number, rounded where the rules round, or "fewer than N"
 *  where they hide groups that small. */
void trig_context_people(const struct trig_context *context, uint64_t count, char out[48]);

/** Adds the note that so many respondents are in no row of a breakdown, if any are;
 *  without their number where it would tell how many are in a hidden row. */
enum trig_status trig_context_note_unplaced(const struct trig_context *context,
                                            const struct trig_protection *protection, trig_table *table,
                                            struct trig_error *error);

#endif
