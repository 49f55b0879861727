// Double precision, for what is fitted exactly: sums in eight partial sums, so that the compiler
// may use vectors and every processor gives the same bits (no contraction into fused operations).
#include "zo_kernels.h"

#pragma STDC FP_CONTRACT OFF

#define ZO_DOT(NAME, TYPE)                                             \
  double NAME(size_t n, const TYPE *a, const double *b) {              \
    double sums[8] = {0};                                              \
    size_t whole = n - n % 8;                                          \
    for (size_t i = 0; i < whole; i += 8)                              \
      for (int k = 0; k < 8; ++k) sums[k] += (double)a[i + k] * b[i + k]; \
    for (size_t i = whole; i < n; ++i) sums[i % 8] += (double)a[i] * b[i]; \
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) +               \
           ((sums[2] + sums[6]) + (sums[3] + sums[7]));                \
  }

#define ZO_ADD(NAME, TYPE)                                             \
  void NAME(size_t n, double scale, const TYPE *x, double *y) {        \
    for (size_t i = 0; i < n; ++i) y[i] += scale * (double)x[i];       \
  }

ZO_DOT(zo_double_dot, double)
ZO_DOT(zo_mixed_dot, float)
ZO_ADD(zo_double_add, double)
ZO_ADD(zo_mixed_add, float)
