#include "collect/records/ticks.h"

void trig_ticks_add(struct trig_ticks *ticks, const struct trig_meaning *meaning, size_t option,
                    size_t column)
{
    uint64_t flag = UINT64_C(1) << (option % 64);
    ticks->shown |= meaning->answer != TRIG_NOT_SHOWN;
    ticks->unreadable |= meaning->answer == TRIG_UNREADABLE;
    if (meaning->answer != TRIG_ANSWERED)
        return;
    ticks->said_no |= !meaning->value;
    if (!meaning->value)
        return;
    /* Two columns may stand for one option. */
    if (!(ticks->flags & flag)) {
        ticks->chosen++;
        ticks->hash += meaning->hash;
    }
    ticks->flags |= flag;
    ticks->code = option;
    ticks->column = column;
}
