/* Stores for tests: a small synthetic survey, batches whose every cell follows
 * from its import, row and column, and the text of all that a store holds. */
#ifndef TRIG_TESTS_STORE_SUPPORT_H
#define TRIG_TESTS_STORE_SUPPORT_H

#include "surveys/batch/batch_builder.h"
#include "surveys/store/store.h"

/* The columns of the synthetic survey, one of every kind. */
enum survey_column {
    SURVEY_RECORD,      /* text */
    SURVEY_AGREE,       /* ordinal, 7 codes */
    SURVEY_GRADE,       /* nominal, 300 codes: more than a byte holds */
    SURVEY_DEPARTMENT,  /* nominal without a scale */
    SURVEY_DAYS,        /* numeric */
    SURVEY_SUBMITTED,   /* date */
    SURVEY_SUPPORT,     /* multiple, 64 codes */
    SURVEY_COMMENT,     /* text, several hundred bytes now and then */
    SURVEY_INSTITUTION, /* #institution */
    SURVEY_FINGERPRINT, /* #fingerprint */
    SURVEY_COLUMNS
};
extern const struct trig_view survey_columns[SURVEY_COLUMNS];

/** The survey's definition; [more] adds a second ordinal variable, "vis_2", to
 *  it. Free with trig_definition_files_clear, also after an error. */
enum trig_status survey_definition(bool more, struct trig_definition_files *out, struct trig_error *error);

/** A new folder for temporary files; [path] gets the name of a
 *  store in it that does not exist yet. */
struct survey_folder {
    char folder[64];
    char path[128];
};
void survey_folder_make(struct survey_folder *folder);
/** Removes the folder and everything in it. */
void survey_folder_remove(const struct survey_folder *folder);
/** How many files the folder holds. */
size_t survey_folder_files(const struct survey_folder *folder);

/** Makes the store. */
enum trig_status survey_create(const char *path, struct trig_error *error);

struct survey_import {
    uint64_t seed; /* the cells follow from it */
    size_t rows;   /* stored, in batches of at most [batch] */
    size_t batch;  /* 0: as many as a batch holds */
    size_t rejects;
};

/** Stages the import and leaves the rest to the caller. */
enum trig_status survey_stage(trig_store *store, const struct survey_import *import, trig_import_writer **out,
                              struct trig_error *error);
/** Stages and commits, again as long as the store is busy. */
enum trig_status survey_append(trig_store *store, const struct survey_import *import, uint64_t *id,
                               struct trig_error *error);

/** Compares one cell of a batch with what import [seed] has at [row].
 *  @return whether it is right. */
bool survey_cell_is(const struct trig_column *column, enum survey_column which, uint64_t seed, size_t row,
                    size_t row_in_batch);

/** A hash of everything that can be read from the store: definition, imports,
 *  rejects, every cell of every column. Equal hashes: equal stores.
 *  @return TRIG_OK, or what the store answered. */
enum trig_status survey_dump(const char *path, uint64_t *hash, struct trig_error *error);

#endif
