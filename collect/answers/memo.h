/* Answers that were read before: from the bytes of a cell to what they mean.
 *
 *     "Strongly agree" --hash--> entry { text, meaning }      seen: one hash, one compare
 *                     \--------> resolve(text) -> entry       new: worked out once
 *
 * A closed question has few distinct answers, so nearly every cell of a large
 * export is found here, and a code of one character without even a hash.
 * Whatever a text can mean is a struct trig_meaning.
 */
#ifndef TRIG_COLLECT_ANSWERS_MEMO_H
#define TRIG_COLLECT_ANSWERS_MEMO_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"
#include "surveys/batch/batch.h"

#include "collect/reason.h"

/* What a cell says. */
struct trig_meaning {
    enum trig_answer answer; /* TRIG_UNREADABLE together with a reason */
    enum trig_reason reason;
    uint64_t
        value; /* answered: index of the code, flags of the options, 1 or 0 of a tick, index of the place */
    uint64_t hash; /* answered: of what was answered, the same in every export that says the same */
};

/** Works out what [text] means; [text] is not trimmed and may be empty. */
typedef enum trig_status trig_memo_resolve(void *context, struct trig_view text, struct trig_meaning *out,
                                           struct trig_error *error);

struct trig_memo_entry {
    uint64_t hash; /* 0: free */
    const char *text;
    size_t length;
    struct trig_meaning meaning;
};

/* A text of no or one character. */
struct trig_memo_short {
    struct trig_meaning meaning;
    bool is_known;
};

/* The empty text and each byte. */
#define TRIG_MEMO_SHORTS 257

struct trig_memo {
    trig_memo_resolve *resolve;
    void *context;                   /* borrowed */
    struct trig_memo_entry *entries; /* owned; a power of two of them */
    size_t mask;
    size_t count;
    struct trig_memo_short *shorts; /* owned */
    struct trig_arena texts;        /* of the entries */
    struct trig_meaning last;       /* of a text too rare to be kept */
};

enum trig_status trig_memo_init(struct trig_memo *memo, trig_memo_resolve *resolve, void *context,
                                struct trig_error *error);
void trig_memo_clear(struct trig_memo *memo);

/* The slow half of trig_memo_read. */
const struct trig_meaning *trig_memo_learn(struct trig_memo *memo, struct trig_view text, uint64_t hash,
                                           struct trig_error *error);

/* The first and last eight bytes and the length tell nearly all answers of a
 * survey apart; those that they do not tell apart cost a comparison more. */
static inline uint64_t trig_memo_hash(struct trig_view text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    uint64_t first = 0, last = 0;
    if (text.length >= 8) {
        memcpy(&first, bytes, 8);
        memcpy(&last, bytes + text.length - 8, 8);
    } else if (text.length >= 4) {
        uint32_t low, high;
        memcpy(&low, bytes, 4);
        memcpy(&high, bytes + text.length - 4, 4);
        first = low;
        last = high;
    } else if (text.length) {
        first = bytes[0];
        last = ((uint64_t)bytes[text.length / 2] << 8) | bytes[text.length - 1];
    }
    uint64_t mixed = first ^ (last * UINT64_C(0x9E3779B97F4A7C15)) ^ text.length;
    mixed *= UINT64_C(0xD6E8FEB86659FD93);
    return (mixed ^ (mixed >> 32)) | 1;
}

/* Whether eight bytes are the same. */
static inline bool trig_memo_same8(const char *ours, const char *theirs)
{
    uint64_t a, b;
    memcpy(&a, ours, sizeof a);
    memcpy(&b, theirs, sizeof b);
    return a == b;
}

/* Whether [length] bytes are the same: eight at a time, the last of them perhaps twice,
 * since the words in which people answer are too short to be worth a call. */
static inline bool trig_memo_same(const char *ours, const char *theirs, size_t length)
{
    if (length < 8) {
        bool same = true;
        for (size_t i = 0; i < length; i++)
            same &= ours[i] == theirs[i];
        return same;
    }
    for (size_t i = 0; i + 8 < length; i += 8)
        if (!trig_memo_same8(ours + i, theirs + i))
            return false;
    return trig_memo_same8(ours + length - 8, theirs + length - 8);
}

/* Whether [entry] is that of [text]. */
static inline bool trig_memo_matches(const struct trig_memo_entry *entry, uint64_t hash,
                                     struct trig_view text)
{
    return entry->hash == hash && entry->length == text.length &&
           trig_memo_same(entry->text, text.data, text.length);
}

/* The place of a text of at most one byte. */
static inline struct trig_memo_short *trig_memo_short(const struct trig_memo *memo, struct trig_view text)
{
    return &memo->shorts[text.length ? 1 + (size_t)(unsigned char)text.data[0] : 0];
}

/* What [text] means if that is known, else NULL and its hash. */
static inline const struct trig_meaning *trig_memo_find(const struct trig_memo *memo, struct trig_view text,
                                                        uint64_t *hash)
{
    if (text.length <= 1) {
        const struct trig_memo_short *known = trig_memo_short(memo, text);
        if (known->is_known)
            return &known->meaning;
    }
    *hash = trig_memo_hash(text);
    for (size_t i = (*hash >> 1) & memo->mask;; i = (i + 1) & memo->mask) {
        const struct trig_memo_entry *entry = &memo->entries[i];
        if (trig_memo_matches(entry, *hash, text))
            return &entry->meaning;
        if (!entry->hash)
            return NULL;
    }
}

/** What [text] means; NULL when memory is out. Valid until the next call. */
static inline const struct trig_meaning *trig_memo_read(struct trig_memo *memo, struct trig_view text,
                                                        struct trig_error *error)
{
    uint64_t hash = 0;
    const struct trig_meaning *known = trig_memo_find(memo, text, &hash);
    return known ? known : trig_memo_learn(memo, text, hash, error);
}

#endif
