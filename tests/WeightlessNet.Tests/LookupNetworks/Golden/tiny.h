#ifndef TINY_H
#define TINY_H

/*
 * tiny: a network of look-up tables, made by WeightlessNet. Do not edit.
 *
 * Shape: 2 features -> 6 bits -> 2 tables of 6 inputs -> 2 classes, 1 tables each.
 *
 * Call: int answer = tiny_classify(features);
 * The answer is the class with the most votes, 0 to 1, of equal ones the first.
 * It is -1, "don't know", if all have as many.
 * The label of a class is tiny_labels[answer].
 * features: TINY_FEATURES numbers; NaN is a missing value. tiny_classify_bytes reads bytes in place of numbers.
 * words: TINY_WORDS words with the bits of an encoded sample, for tiny_classify_bits: bit i is bit i % 64 of word i / 64.
 * tiny_votes writes the votes: TINY_CLASSES numbers.
 *
 * The functions allocate nothing and keep nothing: any number of threads may call them.
 * A call takes about 14 bytes of stack. Do not compile with -ffast-math, which misreads NaN.
 */
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TINY_CLASSES 2
#define TINY_FEATURES 2
#define TINY_WORDS 1

extern const int32_t tiny_labels[TINY_CLASSES];
int tiny_classify(const double *features);
void tiny_votes(const double *features, int32_t *votes);
int tiny_classify_bytes(const uint8_t *features);
void tiny_votes_bytes(const uint8_t *features, int32_t *votes);
int tiny_classify_bits(const uint64_t *words);
void tiny_votes_bits(const uint64_t *words, int32_t *votes);

#ifdef __cplusplus
}
#endif

#endif
