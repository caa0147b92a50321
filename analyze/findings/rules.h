/* Which words a comparison has earned: one table of rules, the first that holds decides.
 *
 *      comparison --> evidence (hidden, interval, p, material) --> rule --> strength, sentence
 *
 *      rule        interval    p adjusted   p          size           strength
 *      hidden      not shown                                           withheld
 *      rescaled    as clear, but asked on another scale before         suggestive
 *      clear       leaves 0 out  < .05                  material       clear
 *      small       leaves 0 out  < .05                  not material   suggestive
 *      single      leaves 0 out  not        < .05                      suggestive
 *      unconfirmed leaves 0 out  not        not                        none
 *      negligible  holds 0                              within bars    none, and any difference is small
 *      none        holds 0                                             none
 *
 * So nothing is said that the interval does not allow, whatever a test says, and nothing
 * that the test does not, whatever the interval is.
 *
 * A slope is read as the change that it makes from its first wave to its last.
 *
 * Material is a difference of 2 points of a score of 0-100 or of a share in percent, and
 * of .2 standard deviations on an item's own scale. An effect of several groups is
 * material unless it is called negligible (analyze/test/effects.h).
 */
#ifndef TRIG_ANALYZE_FINDINGS_RULES_H
#define TRIG_ANALYZE_FINDINGS_RULES_H

#include <stdbool.h>

#define TRIG_FINDING_SIGNIFICANT 0.05
#define TRIG_FINDING_POINTS      2.0
#define TRIG_FINDING_EFFECT      0.2

enum trig_strength { TRIG_CLEAR, TRIG_SUGGESTIVE, TRIG_NO_EVIDENCE, TRIG_WITHHELD };

/* What a rule looks at. Numbers that there are not are NAN, and hold nothing. */
struct trig_evidence {
    bool hidden; /* by disclosure control */
    double low;  /* of the interval of the difference, or of an effect that is never below 0 */
    double high;
    double p;
    double p_adjusted;
    bool material;
    double bar;    /* within which a difference is too small to matter, in its unit; NAN: not known */
    bool rescaled; /* a change across a change of scale */
};

enum trig_rule_id {
    TRIG_RULE_HIDDEN,
    TRIG_RULE_RESCALED,
    TRIG_RULE_CLEAR,
    TRIG_RULE_SMALL,
    TRIG_RULE_SINGLE,
    TRIG_RULE_UNCONFIRMED,
    TRIG_RULE_NEGLIGIBLE,
    TRIG_RULE_NONE,
    TRIG_RULES
};

struct trig_rule {
    const char *name;
    enum trig_strength strength;
    const char *caution; /* a sentence after the numbers; blank: none */
};

/** The first rule that holds; there is always one. */
enum trig_rule_id trig_rule_of(const struct trig_evidence *evidence);

const struct trig_rule *trig_rule(enum trig_rule_id id);

/** "Clear", "Suggestive", "No evidence of a difference", "Not shown". */
const char *trig_strength_text(enum trig_strength strength);
/** "clear", "suggestive", "none" or "withheld", as tables spell it. */
const char *trig_strength_name(enum trig_strength strength);

#endif
