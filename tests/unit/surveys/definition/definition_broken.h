/* A rule of survey definitions, broken once, and what is said about it. */
#ifndef TRIG_TESTS_DEFINITION_BROKEN_H
#define TRIG_TESTS_DEFINITION_BROKEN_H

#include "tests/unit/surveys/definition/definition_support.h"

struct broken {
    const char *label;
    const char *file;
    const char *content;
    const char *place;  /* what the line of the message begins with */
    const char *phrase; /* what it holds */
};

/* Parses with one file replaced: exactly one problem of this severity. */
static inline void expect_one(const struct broken *broken, enum trig_severity severity)
{
    struct base_file changed = {broken->file, broken->content};
    struct parsed parsed = parse_changed(&changed, 1);
    enum trig_status expected = severity == TRIG_MISTAKE ? TRIG_ERR_FORMAT : TRIG_OK;
    if (parsed.status != expected || parsed.problems.count != 1 ||
        parsed.problems.items[0].severity != severity)
        fail_msg("%s: not exactly one problem:%s", broken->label, problems_text(&parsed.problems));
    char line[1200];
    trig_error_format(&parsed.problems.items[0].error, line, sizeof line);
    if (!begins_with(line, broken->place) || !strstr(line, broken->phrase))
        fail_msg("%s: \"%s\" is not \"%s...%s\"", broken->label, line, broken->place, broken->phrase);
    if (severity == TRIG_MISTAKE)
        assert_string_equal(parsed.error.message, parsed.problems.items[0].error.message);
    parsed_clear(&parsed);
}

static inline void expect_each(const struct broken *cases, size_t count, enum trig_severity severity)
{
    for (size_t i = 0; i < count; i++)
        expect_one(&cases[i], severity);
}

#define EXPECT_EACH(cases, severity) expect_each(cases, sizeof(cases) / sizeof *(cases), severity)

#endif
