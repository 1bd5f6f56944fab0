#ifndef SMALL_H
#define SMALL_H

/*
 * small: a classifier of nodes with trained cells, made by WeightlessNet. Do not edit.
 *
 * Shape: 2 features -> 6 bits -> 2 nodes of 3 inputs -> 2 classes, 32 cells of one byte.
 *
 * Call: int answer = small_classify(features);
 * The answer is the class with the highest score, 0 to 1, of equal ones the first in the order of the labels.
 * It is -1, "don't know", if all are equal.
 * The label of a class is small_labels[answer].
 * features: SMALL_FEATURES numbers; NaN is a missing value. small_classify_bytes reads bytes in place of numbers.
 * words: SMALL_WORDS words with the bits of an encoded sample, for small_classify_bits: bit i is bit i % 64 of word i / 64.
 * small_scores writes the scores: SMALL_CLASSES numbers.
 *
 * The functions allocate nothing and keep nothing: any number of threads may call them.
 * A call takes about 14 bytes of stack. Do not compile with -ffast-math, which misreads NaN.
 */
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SMALL_CLASSES 2
#define SMALL_FEATURES 2
#define SMALL_WORDS 1

extern const int32_t small_labels[SMALL_CLASSES];
int small_classify(const double *features);
void small_scores(const double *features, int32_t *scores);
int small_classify_bytes(const uint8_t *features);
void small_scores_bytes(const uint8_t *features, int32_t *scores);
int small_classify_bits(const uint64_t *words);
void small_scores_bits(const uint64_t *words, int32_t *scores);

#ifdef __cplusplus
}
#endif

#endif
