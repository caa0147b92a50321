#include "analyze/findings/rules.h"

#include <math.h>

/* A condition on one part of the evidence. */
enum need { ANY, YES, NO };

/* What the evidence says, part by part. */
struct parts {
    bool hidden;
    bool excluded; /* the interval leaves 0 out */
    bool adjusted; /* p_adjusted is significant */
    bool single;   /* p is */
    bool material;
    bool within; /* the interval lies within the bars */
    bool rescaled;
};

struct row {
    enum need hidden;
    enum need excluded;
    enum need adjusted;
    enum need single;
    enum need material;
    enum need within;
    enum need rescaled;
    struct trig_rule rule;
};

/* The rules; the last one always holds. */
static const struct row rows[TRIG_RULES] = {
    [TRIG_RULE_HIDDEN] = {YES, ANY, ANY, ANY, ANY, ANY, ANY, {"hidden", TRIG_WITHHELD, ""}},
    [TRIG_RULE_RESCALED] = {NO,
                            YES,
                            YES,
                            ANY,
                            YES,
                            ANY,
                            YES,
                            {"rescaled", TRIG_SUGGESTIVE,
                             " Part of it may lie in the scale, which was another before."}},
    [TRIG_RULE_CLEAR] = {NO, YES, YES, ANY, YES, ANY, ANY, {"clear", TRIG_CLEAR, ""}},
    [TRIG_RULE_SMALL] = {NO,
                         YES,
                         YES,
                         ANY,
                         NO,
                         ANY,
                         ANY,
                         {"small", TRIG_SUGGESTIVE, " More than chance, but too small to matter much."}},
    [TRIG_RULE_SINGLE] = {NO,
                          YES,
                          NO,
                          YES,
                          ANY,
                          ANY,
                          ANY,
                          {"single", TRIG_SUGGESTIVE,
                           " Not beyond doubt once all that was tested is looked at together."}},
    [TRIG_RULE_UNCONFIRMED] = {NO,
                               YES,
                               ANY,
                               ANY,
                               ANY,
                               ANY,
                               ANY,
                               {"unconfirmed", TRIG_NO_EVIDENCE,
                                " The interval leaves no difference out, but the test does not confirm it."}},
    [TRIG_RULE_NEGLIGIBLE] = {NO,
                              NO,
                              ANY,
                              ANY,
                              ANY,
                              YES,
                              ANY,
                              {"negligible", TRIG_NO_EVIDENCE,
                               " Whatever difference there is, it is too small to matter much."}},
    [TRIG_RULE_NONE] = {ANY, ANY, ANY, ANY, ANY, ANY, ANY, {"none", TRIG_NO_EVIDENCE, ""}},
};

static struct parts parts_of(const struct trig_evidence *evidence)
{
    return (struct parts){
        .hidden = evidence->hidden,
        .excluded = evidence->low > 0.0 || evidence->high < 0.0,
        .adjusted = evidence->p_adjusted < TRIG_FINDING_SIGNIFICANT,
        .single = evidence->p < TRIG_FINDING_SIGNIFICANT,
        .material = evidence->material,
        .within = evidence->low >= -evidence->bar && evidence->high <= evidence->bar,
        .rescaled = evidence->rescaled,
    };
}

static bool meets(enum need need, bool part)
{
    return need == ANY || (need == YES) == part;
}

enum trig_rule_id trig_rule_of(const struct trig_evidence *evidence)
{
    const struct parts parts = parts_of(evidence);
    for (enum trig_rule_id id = 0; id < TRIG_RULES; id++) {
        const struct row *row = &rows[id];
        if (meets(row->hidden, parts.hidden) && meets(row->excluded, parts.excluded) &&
            meets(row->adjusted, parts.adjusted) && meets(row->single, parts.single) &&
            meets(row->material, parts.material) && meets(row->within, parts.within) &&
            meets(row->rescaled, parts.rescaled))
            return id;
    }
    return TRIG_RULE_NONE;
}

const struct trig_rule *trig_rule(enum trig_rule_id id)
{
    return &rows[id].rule;
}

const char *trig_strength_text(enum trig_strength strength)
{
    static const char *const texts[] = {
        [TRIG_CLEAR] = "Clear",
        [TRIG_SUGGESTIVE] = "Suggestive",
        [TRIG_NO_EVIDENCE] = "No evidence of a difference",
        [TRIG_WITHHELD] = "Not shown",
    };
    return texts[strength];
}

const char *trig_strength_name(enum trig_strength strength)
{
    static const char *const names[] = {
        [TRIG_CLEAR] = "clear",
        [TRIG_SUGGESTIVE] = "suggestive",
        [TRIG_NO_EVIDENCE] = "none",
        [TRIG_WITHHELD] = "withheld",
    };
    return names[strength];
}
