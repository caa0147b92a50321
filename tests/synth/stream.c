#include "tests/synth/stream.h"

#include "surveys/base/hash.h"

gsl_rng *trig_synth_stream_create(void)
{
    return gsl_rng_alloc(gsl_rng_taus113);
}

void trig_synth_stream_start(gsl_rng *stream, uint64_t seed, enum trig_synth_purpose purpose, uint64_t a,
                             uint64_t b)
{
    uint64_t parts[3] = {(uint64_t)purpose, a, b};
    gsl_rng_set(stream, trig_checksum(parts, sizeof parts, seed));
}

uint64_t trig_synth_stream_name(struct trig_view name)
{
    return trig_checksum(name.data, name.length, 0);
}

size_t trig_synth_choose(gsl_rng *stream, const double *cumulative, size_t count)
{
    double draw = gsl_rng_uniform(stream);
    size_t index = 0;
    while (index + 1 < count && draw >= cumulative[index])
        index++;
    return index;
}
