/* The measures being made of a list, and how one of each kind is added to it. */
#ifndef TRIG_ANALYZE_FRAME_MEASURE_PARSER_H
#define TRIG_ANALYZE_FRAME_MEASURE_PARSER_H

#include "analyze/frame/measure_tables.h"

struct trig_measure_parser {
    const trig_definition *definition;
    struct trig_measures *out;
    size_t capacity; /* of out->items */
    struct trig_error *error;
};

enum trig_status trig_measure_no_memory(struct trig_measure_parser *parser);
const struct trig_variable *trig_measure_variable(const struct trig_measure_parser *parser, size_t variable);

/** How many items of [pillar] can be coded so. */
size_t trig_measure_pillar_items(const struct trig_measure_parser *parser, size_t pillar,
                                 enum trig_coding coding);

/* Each adds one measure unless it is there already; a wrong usage when the
 * variable or pillar cannot be measured so. */
enum trig_status trig_measure_add_respondents(struct trig_measure_parser *parser);
enum trig_status trig_measure_add_pillar(struct trig_measure_parser *parser, size_t pillar, bool positive);
enum trig_status trig_measure_add_mean(struct trig_measure_parser *parser, size_t variable);
enum trig_status trig_measure_add_positive(struct trig_measure_parser *parser, size_t variable);
enum trig_status trig_measure_add_code(struct trig_measure_parser *parser, size_t variable,
                                       struct trig_view code);

/** Adds what one name stands for: `pillars`, `items`, `respondents`, pillar:ID, NAME,
 *  NAME:positive, NAME=code. */
enum trig_status trig_measure_add_named(struct trig_measure_parser *parser, struct trig_view name);

#endif
