/* A borrowed stretch of UTF-8 text: not NUL-terminated, never owned. */
#ifndef TRIG_SURVEYS_BASE_VIEW_H
#define TRIG_SURVEYS_BASE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct trig_view {
    const char *data; /* NULL only together with length 0: "not given" */
    size_t length;    /* bytes */
};

/* Views of one list, for example the aliases of a variable. */
struct trig_views {
    const struct trig_view *items;
    size_t count;
};

/** The view of a NUL-terminated string; NULL gives the empty view. */
static inline struct trig_view trig_view(const char *text)
{
    struct trig_view view = {text, text ? strlen(text) : 0};
    return view;
}

static inline struct trig_view trig_view_of(const char *data, size_t length)
{
    struct trig_view view = {data, length};
    return view;
}

static inline bool trig_view_equal(struct trig_view a, struct trig_view b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool trig_view_is(struct trig_view a, const char *text)
{
    return trig_view_equal(a, trig_view(text));
}

/* For printf("%.*s", TRIG_VIEW_ARG(view)). */
#define TRIG_VIEW_ARG(view) (int)(view).length, ((view).data ? (view).data : "")

#endif
