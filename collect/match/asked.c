#include "collect/match/asked.h"

#include "collect/answers/spellings.h"

/* The index that [typed] names. */
static enum trig_status find_named(trig_spellings *spellings, const char *typed, const char *what,
                                   const char *file, size_t *index, struct trig_error *error)
{
    char nearest[300];
    if (!spellings)
        return TRIG_ERR_MEMORY;
    enum trig_status status = trig_spellings_find(spellings, trig_view(typed), index, error);
    if (status != TRIG_OK || (*index != TRIG_NONE && *index != TRIG_AMBIGUOUS))
        return status;
    bool ambiguous = *index == TRIG_AMBIGUOUS;
    *index = TRIG_NONE;
    if (ambiguous)
        return trig_error_set(error, TRIG_ERR_USAGE, "more than one %s in %s goes by the name %s; say its id",
                              what, file, typed);
    trig_spellings_suggest(spellings, trig_view(typed), nearest, sizeof nearest);
    return trig_error_set(error, TRIG_ERR_USAGE, "no %s in %s is called %s%s%s%s", what, file, typed,
                          nearest[0] ? "; did you mean " : "", nearest, nearest[0] ? "?" : "");
}

enum trig_status trig_asked_places(const trig_definition *definition, const char *wave,
                                   const char *institution, size_t *wave_index, size_t *institution_index,
                                   struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    *wave_index = *institution_index = TRIG_NONE;
    if (wave) {
        trig_spellings *waves = trig_spellings_of_waves(definition, error);
        status = find_named(waves, wave, "wave", "waves.csv", wave_index, error);
        trig_spellings_destroy(waves);
    }
    if (status == TRIG_OK && institution) {
        trig_spellings *institutions = trig_spellings_of_institutions(definition, error);
        status = find_named(institutions, institution, "institution", "institutions.csv", institution_index,
                            error);
        trig_spellings_destroy(institutions);
    }
    return status;
}
