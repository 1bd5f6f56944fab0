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

const int32_t tiny_labels[TINY_CLASSES] = {
    -7,
    3,
};

/* The tables, class by class: bit a is the answer at address a. */
static const uint64_t tiny_table[2] = {
    0x975835de1c9756ceu, 0xbfc846100bfc1e42u,
};

/* The inputs of each table, as indexes of the next array; the first is the lowest bit of the address. */
static const uint16_t tiny_input[12] = {
    0, 1, 2, 3, 4, 5, 5, 4, 2, 2, 1, 0,
};

/* Which bits of a sample are read. */
static const uint16_t tiny_bit[6] = {
    0, 1, 2, 3, 4, 5,
};

/* For each of them, the feature, */
static const uint16_t tiny_feature[6] = {
    0, 0, 0, 1, 1, 1,
};

/* the number that the feature exceeds if the bit is set, */
static const double tiny_threshold[6] = {
    -0x1.8p+0, 0x0p+0, 0x1.999999999999ap-4, 0x1.4p+4,
    0x1.58p+4, 0x1.2cp+8,
};

/* and the least byte that does; 256 if none does. */
static const uint16_t tiny_least_byte[6] = {
    0, 1, 1, 21, 22, 256,
};

/* Counts the tables of each class that answer 1. on[i] is 1 if bit tiny_bit[i] of the sample is set. */
static void tiny_count(const uint8_t *on, int32_t *votes)
{
    const uint64_t *table = tiny_table;
    const uint16_t *input = tiny_input;
    for (int32_t c = 0; c < TINY_CLASSES; c++) {
        int32_t sum = 0;
        for (int32_t t = 0; t < 1; t++) {
            int low = on[input[0]] | (on[input[1]] << 1) | (on[input[2]] << 2);
            int high = on[input[3]] | (on[input[4]] << 1) | (on[input[5]] << 2);
            sum += (int32_t)((*table >> (low | (high << 3))) & 1);
            table++;
            input += 6;
        }

        votes[c] = sum;
    }
}

/* The first class with the most votes; -1 if all have as many. */
static int tiny_best(const int32_t *votes)
{
    int best = 0;
    int differ = 0;
    for (int c = 1; c < TINY_CLASSES; c++) {
        differ |= votes[c] != votes[0];
        if (votes[c] > votes[best]) {
            best = c;
        }
    }

    return differ ? best : -1;
}

void tiny_votes(const double *features, int32_t *votes)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = features[tiny_feature[i]] > tiny_threshold[i];
    }

    tiny_count(on, votes);
}

int tiny_classify(const double *features)
{
    int32_t votes[TINY_CLASSES];
    tiny_votes(features, votes);
    return tiny_best(votes);
}

void tiny_votes_bytes(const uint8_t *features, int32_t *votes)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = features[tiny_feature[i]] >= tiny_least_byte[i];
    }

    tiny_count(on, votes);
}

int tiny_classify_bytes(const uint8_t *features)
{
    int32_t votes[TINY_CLASSES];
    tiny_votes_bytes(features, votes);
    return tiny_best(votes);
}

void tiny_votes_bits(const uint64_t *words, int32_t *votes)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = (uint8_t)((words[tiny_bit[i] / 64] >> (tiny_bit[i] % 64)) & 1);
    }

    tiny_count(on, votes);
}

int tiny_classify_bits(const uint64_t *words)
{
    int32_t votes[TINY_CLASSES];
    tiny_votes_bits(words, votes);
    return tiny_best(votes);
}
