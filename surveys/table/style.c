#include "surveys/table/table.h"

#include <math.h>

/* Rounding may leave a minus sign before zeros: it says nothing, so it goes. */
static void drop_sign_of_zero(char *text)
{
    if (text[0] == '-' && strpbrk(text, "123456789") == NULL)
        memmove(text, text + 1, strlen(text));
}

static bool is_percent(enum trig_style style)
{
    return style == TRIG_STYLE_SHARE || style == TRIG_STYLE_POINTS || style == TRIG_STYLE_PERCENT ||
           style == TRIG_STYLE_WHOLE_POINTS;
}

void trig_style_number(enum trig_style style, double value, char out[TRIG_STYLE_TEXT])
{
    out[0] = '\0';
    if (!isfinite(value) || (is_percent(style) && !isfinite(100 * value)))
        return;
    switch (style) {
    case TRIG_STYLE_PLAIN: /* %.4g would turn 17665 into 1.766e+04 */
        snprintf(out, TRIG_STYLE_TEXT, fabs(value) >= 1e3 && fabs(value) < 1e15 ? "%.0f" : "%.4g", value);
        break;
    case TRIG_STYLE_SCORE:
        snprintf(out, TRIG_STYLE_TEXT, "%.1f", value);
        break;
    case TRIG_STYLE_SHARE:
        snprintf(out, TRIG_STYLE_TEXT, "%.1f%%", 100 * value);
        break;
    case TRIG_STYLE_INTEGER:
        snprintf(out, TRIG_STYLE_TEXT, "%.0f", value);
        break;
    case TRIG_STYLE_POINTS:
        snprintf(out, TRIG_STYLE_TEXT, "%.1f pp", 100 * value);
        break;
    case TRIG_STYLE_PERCENT:
        snprintf(out, TRIG_STYLE_TEXT, "%.0f%%", 100 * value);
        break;
    case TRIG_STYLE_WHOLE_POINTS:
        snprintf(out, TRIG_STYLE_TEXT, "%.0f pp", 100 * value);
        break;
    case TRIG_STYLE_EFFECT:
        snprintf(out, TRIG_STYLE_TEXT, "%.2f", value);
        break;
    case TRIG_STYLE_P:
        if (value >= 0 && value < 0.001)
            snprintf(out, TRIG_STYLE_TEXT, "<0.001");
        else
            snprintf(out, TRIG_STYLE_TEXT, "%.3f", value);
        break;
    }
    drop_sign_of_zero(out);
}
