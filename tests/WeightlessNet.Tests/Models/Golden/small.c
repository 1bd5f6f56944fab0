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

const int32_t small_labels[SMALL_CLASSES] = {
    3,
    -7,
};

/* The classes in the order in which equal scores go to them. */
static const uint16_t small_order[SMALL_CLASSES] = {
    1, 0,
};

/* The inputs of each node, as indexes of the next array; the first is the lowest bit of the address. */
static const uint16_t small_input[6] = {
    0, 1, 3, 5, 4, 2,
};

/* Which bits of a sample are read. */
static const uint16_t small_bit[6] = {
    0, 1, 2, 3, 4, 5,
};

/* For each of them, the feature, */
static const uint16_t small_feature[6] = {
    0, 0, 0, 1, 1, 1,
};

/* the number that the feature exceeds if the bit is set, */
static const double small_threshold[6] = {
    -0x1.8p+0, 0x0p+0, 0x1.999999999999ap-4, 0x1.4p+4,
    0x1.58p+4, 0x1.2cp+8,
};

/* and the least byte that does; 256 if none does. */
static const uint16_t small_least_byte[6] = {
    0, 1, 1, 21, 22, 256,
};

/* The cells, node by node and address by address: one for each class. */
static const int8_t small_cell[32] = {
24,64,25,68,-48,-39,58,61,-64,58,-41,-16,15,-32,111,-76,-76,-34,-31,-74,-115,7,-30,-43,
107,62,7,31,-125,-51,94,27,
};

/* Adds up the cells of each class at the addresses of the nodes. on[i] is 1 if bit small_bit[i] of the sample is set. */
static void small_sum(const uint8_t *on, int32_t *scores)
{
    const int8_t *cells = small_cell;
    const uint16_t *input = small_input;
    for (int32_t c = 0; c < SMALL_CLASSES; c++) {
        scores[c] = 0;
    }

    for (int32_t n = 0; n < 2; n++) {
        int32_t address = 0;
        for (int32_t i = 3; i > 0; i--) {
            address = (address << 1) | on[input[i - 1]];
        }

        const int8_t *cell = cells + address * SMALL_CLASSES;
        for (int32_t c = 0; c < SMALL_CLASSES; c++) {
            scores[c] += cell[c];
        }

        cells += 16;
        input += 3;
    }
}

/* The class with the highest score, of equal ones the first in the order of the labels; -1 if all are equal. */
static int small_best(const int32_t *scores)
{
    int best = 1;
    int differ = 0;
    for (int i = 1; i < SMALL_CLASSES; i++) {
        int c = small_order[i];
        differ |= scores[i] != scores[0];
        if (scores[c] > scores[best]) {
            best = c;
        }
    }

    return differ ? best : -1;
}

void small_scores(const double *features, int32_t *scores)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = features[small_feature[i]] > small_threshold[i];
    }

    small_sum(on, scores);
}

int small_classify(const double *features)
{
    int32_t scores[SMALL_CLASSES];
    small_scores(features, scores);
    return small_best(scores);
}

void small_scores_bytes(const uint8_t *features, int32_t *scores)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = features[small_feature[i]] >= small_least_byte[i];
    }

    small_sum(on, scores);
}

int small_classify_bytes(const uint8_t *features)
{
    int32_t scores[SMALL_CLASSES];
    small_scores_bytes(features, scores);
    return small_best(scores);
}

void small_scores_bits(const uint64_t *words, int32_t *scores)
{
    uint8_t on[6];
    for (int32_t i = 0; i < 6; i++) {
        on[i] = (uint8_t)((words[small_bit[i] / 64] >> (small_bit[i] % 64)) & 1);
    }

    small_sum(on, scores);
}

int small_classify_bits(const uint64_t *words)
{
    int32_t scores[SMALL_CLASSES];
    small_scores_bits(words, scores);
    return small_best(scores);
}
