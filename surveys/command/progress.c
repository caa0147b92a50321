#include "surveys/command/progress.h"

#include "surveys/base/text.h"
#include "surveys/base/view.h"

#include <math.h>
#include <time.h>

#define LABEL_WIDTH   40
#define FIRST_DRAWN   0.5 /* seconds: shorter work needs no line */
#define DRAWN_EVERY   0.1
#define LONGEST_SHOWN (100.0 * 3600.0)

double trig_progress_clock(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void format_left(char *out, size_t size, double seconds)
{
    if (!(seconds < LONGEST_SHOWN)) {
        snprintf(out, size, "  more than 100 hours left");
        return;
    }
    unsigned whole = (unsigned)(seconds + 0.5);
    unsigned hours = whole / 3600, minutes = whole / 60 % 60;
    if (hours)
        snprintf(out, size, "  %u:%02u:%02u left", hours, minutes, whole % 60);
    else
        snprintf(out, size, "  %u:%02u left", minutes, whole % 60);
}

void trig_progress_line(char out[TRIG_PROGRESS_TEXT], const char *label, uint64_t done, uint64_t total,
                        double seconds)
{
    struct trig_view name = trig_text_clip(trig_view(label), LABEL_WIDTH);
    if (name.length > TRIG_PROGRESS_TEXT / 2)
        name.length = 0; /* forty columns of stacked accents */
    char amount[40], rate[40] = "", left[40] = "";
    double speed = seconds > 0 && done > 0 ? (double)done / seconds : 0;
    if (total) /* rounded down: 100% means done */
        snprintf(amount, sizeof amount, "%3.0f%%",
                 done < total ? floor(100.0 * (double)done / (double)total) : 100.0);
    else
        snprintf(amount, sizeof amount, "%.1f MB", (double)done / 1e6);
    if (speed > 0)
        snprintf(rate, sizeof rate, "  %.1f MB/s", speed / 1e6);
    if (speed > 0 && total)
        format_left(left, sizeof left, done < total ? (double)(total - done) / speed : 0);
    snprintf(out, TRIG_PROGRESS_TEXT, "%.*s  %s%s%s", TRIG_VIEW_ARG(name), amount, rate, left);
    for (char *byte = out; *byte; byte++)
        if ((unsigned char)*byte < ' ' || *byte == 127)
            *byte = '?'; /* a file name may hold anything, but not steer the terminal */
}

void trig_progress_begin(struct trig_progress *progress, FILE *out, const char *label, uint64_t total,
                         double now)
{
    progress->out = out;
    progress->label = label;
    progress->total = total;
    progress->started = now;
    progress->drawn = now + FIRST_DRAWN - DRAWN_EVERY;
    progress->visible = false;
}

void trig_progress_update(struct trig_progress *progress, uint64_t done, double now)
{
    if (!progress->out || now - progress->drawn < DRAWN_EVERY)
        return;
    char line[TRIG_PROGRESS_TEXT];
    trig_progress_line(line, progress->label, done, progress->total, now - progress->started);
    fprintf(progress->out, "\r%s\033[K", line);
    fflush(progress->out);
    progress->drawn = now;
    progress->visible = true;
}

void trig_progress_end(struct trig_progress *progress)
{
    if (!progress->visible)
        return;
    fputs("\r\033[K", progress->out);
    fflush(progress->out);
    progress->visible = false;
}
