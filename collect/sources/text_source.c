/* Exports that are text.
 *
 *     blocks --> decoder --> CSV reader --> sink(record)
 */
#include "collect/sources/export.h"
#include "collect/sources/text_dialect.h"

static enum trig_status feed_reader(void *context, struct trig_view text, struct trig_error *error)
{
    trig_csv_reader *reader = context;
    return trig_csv_reader_feed(reader, text.data, text.length, error);
}

/* The records may be read more than once: then nothing counts but the last time. */
static enum trig_status gather_anew(struct trig_facts *facts, struct trig_error *error)
{
    trig_facts_clear(facts);
    return trig_facts_begin(facts, error);
}

/* Facts of a file that was presumed to go on as it begins. An empty block is its end. */
static enum trig_status gather(struct trig_facts *facts, struct trig_view block, struct trig_error *error)
{
    trig_facts_add(facts, block);
    bool is_cut = !block.length && facts->utf8.pending_count;
    if (!facts->utf8.bad && !facts->nuls && !is_cut)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_FORMAT, "begins as UTF-8 and does not go on so");
}

/* Gives all bytes below the mark to [sink]. */
static enum trig_status feed_blocks(struct trig_blocks *blocks, const struct trig_export *export,
                                    trig_decode_sink *sink, void *context, const struct trig_watcher *watcher,
                                    struct trig_error *error)
{
    struct trig_view block;
    enum trig_status status;
    size_t mark = export->dialect.encoding.mark;
    while ((status = trig_blocks_next(blocks, &block, error)) == TRIG_OK && block.length) {
        size_t skipped = mark < block.length ? mark : block.length;
        mark -= skipped;
        if (export->gathered)
            status = gather(export->gathered, block, error);
        block = trig_view_of(block.data + skipped, block.length - skipped);
        if (status == TRIG_OK && block.length)
            status = sink(context, block, error);
        if (status != TRIG_OK)
            return status;
        if (watcher && watcher->moved)
            watcher->moved(watcher->context, blocks->offset, export->facts.size);
    }
    return status == TRIG_OK && export->gathered ? gather(export->gathered, block, error) : status;
}

static enum trig_status feed_decoder(void *context, struct trig_view bytes, struct trig_error *error)
{
    return trig_decoder_feed(context, bytes, error);
}

static enum trig_status decode_blocks(struct trig_blocks *blocks, const struct trig_export *export,
                                      trig_decode_sink *sink, void *context,
                                      const struct trig_watcher *watcher,
                                      struct trig_undecodable *undecodable, struct trig_error *error)
{
    trig_decoder *decoder = trig_decoder_create(export->dialect.encoding.name, sink, context, error);
    if (!decoder)
        return TRIG_ERR_MEMORY;
    enum trig_status status = feed_blocks(blocks, export, feed_decoder, decoder, watcher, error);
    if (status == TRIG_OK)
        status = trig_decoder_finish(decoder, error);
    *undecodable = *trig_decoder_undecodable(decoder);
    trig_decoder_destroy(decoder);
    return status;
}

static enum trig_status decode(const struct trig_export *export, trig_decode_sink *sink, void *context,
                               const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                               struct trig_error *error)
{
    struct trig_blocks blocks;
    enum trig_status status = export->gathered ? gather_anew(export->gathered, error) : TRIG_OK;
    if (status == TRIG_OK)
        status = trig_blocks_open(&export->content, &blocks, error);
    if (status != TRIG_OK)
        return status;
    /* Where it is seen that all bytes are UTF-8 there is nothing to decode. */
    *undecodable = (struct trig_undecodable){.count = 0};
    status = export->gathered ? feed_blocks(&blocks, export, sink, context, watcher, error)
                              : decode_blocks(&blocks, export, sink, context, watcher, undecodable, error);
    bool is_same = export->facts.size == blocks.offset && trig_facts_hold(&export->facts, &export->content);
    if (status == TRIG_OK && !is_same)
        status = trig_error_set(error, TRIG_ERR_IO, "the file has changed while it was read; try again");
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, export->path, error->line, error->column);
    trig_blocks_close(&blocks);
    return status;
}

static enum trig_status read(const struct trig_export *export, trig_csv_sink *sink, void *context,
                             const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                             struct trig_error *error)
{
    trig_csv_reader *reader = trig_csv_reader_create(&export->dialect.csv, sink, context, error);
    if (!reader)
        return TRIG_ERR_MEMORY;
    enum trig_status status = decode(export, feed_reader, reader, watcher, undecodable, error);
    if (status == TRIG_OK)
        status = trig_csv_reader_finish(reader, error);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, export->path, error->line, error->column);
    trig_csv_reader_destroy(reader);
    return status;
}

static bool recognise(const struct trig_export *export)
{
    (void)export;
    return true;
}

/* Fewer records tell too little: a header has three rows, and titles above it. */
#define ENOUGH_RECORDS 6

/* Whether the beginning that was looked at ends before enough records did. */
static bool is_short(const struct trig_export *export, enum trig_status status)
{
    bool few = status == TRIG_OK && export->head.count < ENOUGH_RECORDS;
    return export->facts.sampled < export->facts.size && (few || status == TRIG_ERR_FORMAT);
}

/* Records may be so long, with hundreds of columns, that more of the file has to be looked at. */
static enum trig_status begin(struct trig_export *export, const struct trig_sniff_options *options,
                              struct trig_error *error)
{
    static const size_t samples[] = {(size_t)4 << 20, (size_t)18 << 20};
    enum trig_status status =
        trig_text_dialect_find(&export->facts, options, &export->head, &export->dialect, error);
    for (size_t i = 0; i < sizeof samples / sizeof *samples && is_short(export, status); i++) {
        size_t before = export->facts.sampled;
        enum trig_status wider = trig_facts_widen(&export->content, samples[i], &export->facts, error);
        if (status == TRIG_OK)
            trig_head_clear(&export->head);
        if (wider != TRIG_OK)
            return wider;
        if (export->facts.sampled == before)
            return trig_error_set(error, TRIG_ERR_IO, "the file has changed while it was read; try again");
        status = trig_text_dialect_find(&export->facts, options, &export->head, &export->dialect, error);
    }
    return status;
}

const struct trig_source trig_source_text = {
    .name = "text", .recognise = recognise, .begin = begin, .decode = decode, .read = read};
