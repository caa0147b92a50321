/* One institution's result, as those that look at all institutions at once take it. */
#ifndef TRIG_ANALYZE_BENCHMARK_ENTRY_H
#define TRIG_ANALYZE_BENCHMARK_ENTRY_H

struct trig_entry {
    double y;  /* mean, or share 0 to 1; never NAN */
    double se; /* its standard error, above 0 */
    double df; /* of se; INFINITY: se is known */
    double n;  /* effective respondents, above 0 */
};

/** The error variance of the result. */
static inline double trig_entry_error(const struct trig_entry *entry)
{
    return entry->se * entry->se;
}

/** The variance of single answers within the institution. */
static inline double trig_entry_spread(const struct trig_entry *entry)
{
    return trig_entry_error(entry) * entry->n;
}

#endif
