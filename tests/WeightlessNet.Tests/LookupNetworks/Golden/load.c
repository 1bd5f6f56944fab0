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

#define LOAD_FEATURES 2
#define LOAD_WORDS 1

double load_predict(const double *features);
int32_t load_votes(const double *features);
double load_predict_bytes(const uint8_t *features);
int32_t load_votes_bytes(const uint8_t *features);
double load_predict_bits(const uint64_t *words);
int32_t load_votes_bits(const uint64_t *words);

/* The tables: bit a is the answer at address a. */
static const uint64_t load_table[2] = {
    0x123456789abcdef0u, 0x0000000000000005u,
};

/* The inputs of each table, as indexes of the next array; the first is the lowest bit of the address. */
static const uint16_t load_input[12] = {
    0, 1, 2, 3, 4, 5, 5, 4, 2, 2, 1, 0,
};

/* Which bits of a sample are read. */
static const uint16_t load_bit[6] = {
    0, 1, 2, 3, 4, 5,
};

/* For each of them, the feature, */
static const uint16_t load_feature[6] = {
    0, 0, 0, 1, 1, 1,
};

/* the number that the feature exceeds if the bit is set, */
static const double load_threshold[6] = {
    -0x1.8p+0, 0x0p+0, 0x1.999999999999ap-4, 0x1.4p+4,
    0x1.58p+4, 0x1.2cp+8,
};

/* and the least byte that does; 256 if none does. */
static const uint16_t load_least_byte[6] = {
    0, 1, 1, 21, 22, 256,
};

/* Counts the tables that answer 1. on[i] is 1 if bit load_bit[i] of the sample is set. */
static int32_t load_count(const uint8_t *on)
{
    const uint64_t *table = load_table;
    const uint16_t *input = load_input;
    int32_t sum = 0;
    for (int32_t t = 0; t < 2; t++) {
        int low = on[input[0]] | (on[input[1]] << 1) | (on[input[2]] << 2);
        int high = on[input[3]] | (on[input[4]] << 1) | (on[input[5]] << 2);
        sum += (int32_t)((*table >> (low | (high << 3))) & 1);
        table++;
        input += 6;
    }

    return sum;
}

int32_t load_votes(const double *features)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = features[load_feature[i]] > load_threshold[i];
    }

    return load_count(on);
}

double load_predict(const double *features)
{
    return -0x1.8p+0
        + 0x1.999999999999cp-4 * load_votes(features);
}

int32_t load_votes_bytes(const uint8_t *features)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = features[load_feature[i]] >= load_least_byte[i];
    }

    return load_count(on);
}

double load_predict_bytes(const uint8_t *features)
{
    return -0x1.8p+0
        + 0x1.999999999999cp-4 * load_votes_bytes(features);
}

int32_t load_votes_bits(const uint64_t *words)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = (uint8_t)((words[load_bit[i] / 64] >> (load_bit[i] % 64)) & 1);
    }

    return load_count(on);
}

double load_predict_bits(const uint64_t *words)
{
    return -0x1.8p+0
        + 0x1.999999999999cp-4 * load_votes_bits(words);
}
