// The kernels, once. Included by table_*.c with ZO_TABLE (the table's name as a token) defined and
// the instruction set switched on. Everything is static; the table at the end is the only export.
#include <math.h>
#include <string.h>

#include "include/zo_kernels.h"

#pragma clang fp contract(off)
// Every helper is inlined, so no vector ever crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"

#define W 16
typedef float vf __attribute__((ext_vector_type(16)));
typedef int32_t vi __attribute__((ext_vector_type(16)));
typedef uint32_t vu __attribute__((ext_vector_type(16)));
typedef uint16_t vh __attribute__((ext_vector_type(16)));
typedef _Float16 vf16 __attribute__((ext_vector_type(16)));
#define INLINE static inline __attribute__((always_inline))

INLINE vf load(const float *p) { vf v; memcpy(&v, p, sizeof v); return v; }
INLINE void store(float *p, vf v) { memcpy(p, &v, sizeof v); }
INLINE vf splat(float x) { return (vf)(x); }
INLINE vf fma16(vf a, vf b, vf c) { return __builtin_elementwise_fma(a, b, c); }
INLINE vf max16(vf a, vf b) { return a > b ? a : b; }

// The lanes are added in one fixed tree, whatever the instruction set.
INLINE float sum16(vf v) {
  float s[W];
  memcpy(s, &v, sizeof s);
  for (int step = 8; step; step /= 2)
    for (int i = 0; i < step; i++) s[i] += s[i + step];
  return s[0];
}
INLINE float highest16(vf v) {
  float best = v[0];
  for (int i = 1; i < W; i++) best = v[i] > best ? v[i] : best;
  return best;
}
INLINE vf load_part(const float *p, size_t n, float rest) {
  float t[W];
  for (size_t i = 0; i < W; i++) t[i] = i < n ? p[i] : rest;
  return load(t);
}
INLINE void store_part(float *p, vf v, size_t n) {
  float t[W];
  store(t, v);
  for (size_t i = 0; i < n; i++) p[i] = t[i];
}

// Runs BODY for each vector of n elements: LOAD(p) and STORE(p, v) handle the last, short one.
#define LOAD(p) (full ? load((p) + i) : load_part((p) + i, n - i, 0))
#define STORE(p, v) \
  do { if (full) store((p) + i, v); else store_part((p) + i, v, n - i); } while (0)
#define EACH(n, BODY)                                       \
  do {                                                      \
    size_t i = 0;                                           \
    for (; i + W <= (n); i += W) { const int full = 1; BODY } \
    if (i < (n)) { const int full = 0; BODY }               \
  } while (0)

#include "vector_math.h"
#include "vector_threefry.h"
#include "vector_elementwise.h"
#include "vector_normal.h"
#include "vector_random.h"
#include "vector_rows.h"
#include "vector_integers.h"
#include "vector_bits.h"
#include "vector_low_rank.h"
#include "vector_product.h"

const zo_kernel_table ZO_TABLE = {
  ZO_NAME, widen, narrow, all_finite, displace, random_words, direction_add, displace_lanes,
  descend, fill, add, multiply, scale_add, scale, add_rows, column_sums, dot, norm,
  norm_jacobian, norm_scale_gradient, activate, activate_gradient, softmax,
  softmax_jacobian, log_sum_exp, exp_add, rotate, adam, widen_integers, add_integers,
  quantize, step_integers, round_stochastic, keep_bits, draw_bits, draw_share, low_rank_add,
  add_squares, add_scaled, divide_by_root, grow_curvature, product,
};
