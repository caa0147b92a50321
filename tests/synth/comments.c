#include "tests/synth/comments.h"

static const char *const comments[TRIG_SYNTH_COMMENTS] = {
    "More time for training would help.",
    "I enjoy the work, but there is nowhere to go from here.",
    "Our workshop is asked for everything; nobody asks us before a grant is written.",
    "\"You only hear of us when something breaks\", as a colleague put it.",
    "Two things:\n1. a career path\n2. somebody to hand over to",
    "=we are never equal to the workload",
    "-",
    "n/a",
    "Being named on a paper for the first time meant a lot \xE2\x80\x94 thank you.",
    "Gwaith da, ond dim llwybr gyrfa (t\xC5\xB7, d\xC5\xB5r, m\xC3\xB4r).",
    "Registration was paid for; the fee came back within a month.",
    "It depends on the manager, really: mine is great, others\xE2\x80\x99 are not.",
    " Apprentices, please. ",
    "100% behind the initiative\tbut it needs a budget",
};

struct trig_view trig_synth_comment(size_t index)
{
    return trig_view(comments[index]);
}
