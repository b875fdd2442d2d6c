/* What one core can do at most: fused multiply-adds on registers, and reading memory of a given size. */
#include <stddef.h>
#include <stdlib.h>

typedef double vector __attribute__((vector_size(64)));

/* Returns something, so that nothing is left out; 2 * 8 * 8 operations per turn. */
double multiply_adds(long turns) {
    vector a[8], x = {0.999999, 0.999999, 0.999999, 0.999999, 0.999999, 0.999999, 0.999999, 0.999999};
    for (int i = 0; i < 8; i++) a[i] = x * (double)i;
    for (long k = 0; k < turns; k++)
        for (int i = 0; i < 8; i++) a[i] = a[i] * x + x;
    double sum = 0.0;
    for (int i = 0; i < 8; i++) sum += a[i][0] + a[i][7];
    return sum;
}

/* Reads n doubles `turns` times; 8 * n * turns bytes. */
double reading(const double *values, long n, long turns) {
    vector sum[4] = {0};
    for (long k = 0; k < turns; k++) {
        for (long i = 0; i < n; i += 32)
            for (int j = 0; j < 4; j++) sum[j] += *(const vector *)(values + i + 8 * j);
        __asm__ volatile("" ::: "memory");
    }
    return sum[0][0] + sum[1][1] + sum[2][2] + sum[3][3];
}
