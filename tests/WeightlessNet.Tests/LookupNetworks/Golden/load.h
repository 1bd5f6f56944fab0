#ifndef LOAD_H
#define LOAD_H

/*
 * load: a network of look-up tables, made by WeightlessNet. Do not edit.
 *
 * Shape: 2 features -> 6 bits -> 2 tables of 6 inputs -> a number.
 *
 * Call: double answer = load_predict(features);
 * The answer is -1.5 + 0.10000000000000003 * votes.
 * It has the same bits with and without fused multiply-add, where doubles are computed as such (FLT_EVAL_METHOD 0).
 * features: LOAD_FEATURES numbers; NaN is a missing value. load_predict_bytes reads bytes in place of numbers.
 * words: LOAD_WORDS words with the bits of an encoded sample, for load_predict_bits: bit i is bit i % 64 of word i / 64.
 * load_votes returns the votes: the number of tables that answer 1.
 *
 * The functions allocate nothing and keep nothing: any number of threads may call them.
 * A call takes about 10 bytes of stack. Do not compile with -ffast-math, which misreads NaN.
 */
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LOAD_FEATURES 2
#define LOAD_WORDS 1

double load_predict(const double *features);
int32_t load_votes(const double *features);
double load_predict_bytes(const uint8_t *features);
int32_t load_votes_bytes(const uint8_t *features);
double load_predict_bits(const uint64_t *words);
int32_t load_votes_bits(const uint64_t *words);

#ifdef __cplusplus
}
#endif

#endif
