#include "plots/page/palette.h"

#include <assert.h>
#include <math.h>

/* ColorBrewer PuOr with 3, 5, 7, 9 and 11 classes, from the middle outwards:
 * row k serves a side of k + 1 answers. Its #8073AC is darkened, so that white
 * numbers on it are readable. Source: colorbrewer2.org. */
#define MOST_ON_A_SIDE 5
static const uint32_t oranges[MOST_ON_A_SIDE][MOST_ON_A_SIDE] = {
    {0xF1A340},
    {0xFDB863, 0xE66101},
    {0xFEE0B6, 0xF1A340, 0xB35806},
    {0xFEE0B6, 0xFDB863, 0xE08214, 0xB35806},
    {0xFEE0B6, 0xFDB863, 0xE08214, 0xB35806, 0x7F3B08},
};
static const uint32_t purples[MOST_ON_A_SIDE][MOST_ON_A_SIDE] = {
    {0x998EC3},
    {0xB2ABD2, 0x5E3C99},
    {0xD8DAEB, 0x998EC3, 0x542788},
    {0xD8DAEB, 0xB2ABD2, 0x7566A3, 0x542788},
    {0xD8DAEB, 0xB2ABD2, 0x7566A3, 0x542788, 0x2D004B},
};
#define NEUTRAL 0xD9D9D9u

uint32_t trig_answer_colour(enum trig_tone tone, size_t place, size_t count)
{
    assert(place < count);
    if (tone != TRIG_TONE_NEGATIVE && tone != TRIG_TONE_POSITIVE)
        return NEUTRAL;
    const uint32_t(*side)[MOST_ON_A_SIDE] = tone == TRIG_TONE_NEGATIVE ? oranges : purples;
    size_t shades = count < MOST_ON_A_SIDE ? count : MOST_ON_A_SIDE;
    /* A longer side shares its shades out evenly; neighbours keep their order. */
    return side[shades - 1][place * shades / count];
}

uint32_t trig_merged_colour(enum trig_tone tone)
{
    switch (tone) {
    case TRIG_TONE_POSITIVE:
        return 0x7566A3;
    case TRIG_TONE_NEGATIVE:
        return 0xF08A2C;
    default:
        return 0xE6CFB3; /* neutral and negative answers together: between grey and orange */
    }
}

/* Okabe and Ito (2008) without vermillion, which is the reader's own, and
 * yellow, which does not show on white. */
static const uint32_t lines[TRIG_PLAIN_COLOURS] = {0x0072B2, 0x009E73, 0xCC79A7,
                                                   0xE69F00, 0x56B4E9, 0x222222};
static const uint32_t texts[TRIG_PLAIN_COLOURS] = {0x00568A, 0x00704F, 0x9A4F7A,
                                                   0x8A5F00, 0x1F6E9E, 0x222222};

uint32_t trig_line_colour(enum trig_tone tone, size_t plain)
{
    if (tone == TRIG_TONE_OWN)
        return TRIG_OWN;
    if (tone == TRIG_TONE_SECTOR)
        return TRIG_SECTOR;
    assert(plain < TRIG_PLAIN_COLOURS);
    return lines[plain];
}

uint32_t trig_text_colour(enum trig_tone tone, size_t plain)
{
    if (tone == TRIG_TONE_OWN)
        return TRIG_OWN_TEXT;
    if (tone == TRIG_TONE_SECTOR)
        return TRIG_SECTOR_TEXT;
    assert(plain < TRIG_PLAIN_COLOURS);
    return texts[plain];
}

static double channel(uint32_t colour, unsigned shift)
{
    double value = (colour >> shift & 0xFF) / 255.0;
    return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t colour)
{
    return 0.2126 * channel(colour, 16) + 0.7152 * channel(colour, 8) + 0.0722 * channel(colour, 0);
}

double trig_contrast(uint32_t a, uint32_t b)
{
    double first = luminance(a), second = luminance(b);
    return (fmax(first, second) + 0.05) / (fmin(first, second) + 0.05);
}

uint32_t trig_ink_on(uint32_t fill)
{
    return trig_contrast(fill, TRIG_INK) >= trig_contrast(fill, TRIG_WHITE) ? TRIG_INK : TRIG_WHITE;
}
