#include "collect/sources/source.h"

/* Text comes last: it takes any file, and says what is wrong with one that is none. */
static const struct trig_source *const sources[] = {&trig_source_spss, &trig_source_workbook,
                                                    &trig_source_triple_s, &trig_source_text, NULL};

const struct trig_source *trig_source_find(const struct trig_export *export)
{
    size_t i = 0;
    while (sources[i + 1] && !sources[i]->recognise(export))
        i++;
    return sources[i];
}
