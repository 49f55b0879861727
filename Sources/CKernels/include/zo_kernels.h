// Flat kernels on pointers and sizes. No kernel allocates, logs or knows a configuration.
//
// Every kernel is written once (bodies.h) on vectors of sixteen floats and compiled for several
// instruction sets, so all tables give the same bits: lanes, order of sums and fused
// multiply-adds are part of the source, not of the instruction set.
#ifndef ZO_KERNELS_H
#define ZO_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Storage formats of weights.
enum { ZO_F32 = 0, ZO_BF16 = 1, ZO_F16 = 2 };
// Elements of a row of an integer matrix that share a scale.
enum { ZO_GROUP = 128 };
// Distributions of directions.
enum { ZO_GAUSSIAN = 0, ZO_RADEMACHER = 1 };
// Activation functions.
enum { ZO_RELU = 0, ZO_GELU = 1, ZO_GELU_TANH = 2, ZO_SILU = 3, ZO_TANH = 4 };

// Rounds of Threefry4x32 that make random numbers.
enum { ZO_ROUNDS = 13 };

// Where a random number lives: the four key words of Threefry4x32. The stream is its purpose; the
// element's index gives the counter.
typedef struct {
  uint32_t key[2];
  uint32_t tensor;
  uint32_t stream;
} zo_site;

// How a matrix of integers is stored: 4 or 8 bits each, in rows of this many columns.
typedef struct {
  int bits;
  size_t columns;
} zo_integers;

// Most terms of a product of low rank.
enum { ZO_RANKS = 4096 };

// A matrix factor · L·C·R of low rank. L and R are `rank` vectors each, one after another, as long
// as the side that they span; one of them may be missing: C is then rows × rank or rank × columns,
// otherwise rank × rank or, if diagonal, rank numbers.
typedef struct {
  size_t rows, columns, rank;
  int diagonal;
  float factor;
  const float *left, *core, *right;
} zo_low_rank;

// Row-major C (m×n, leading dimension ldc) = alpha · op(A) op(B) + beta · C; a beta of 0 does not
// read C.
typedef struct {
  int transpose_a, transpose_b;
  size_t m, n, k;
  float alpha;
  const float *a;
  size_t lda;
  const float *b;
  size_t ldb;
  float beta;
  float *c;
  size_t ldc;
} zo_product;

// One table of kernels, for one instruction set.
typedef struct {
  const char *name;
  void (*widen)(size_t n, int format, const void *src, float *dst);
  void (*narrow)(size_t n, int format, const float *src, void *dst);
  int (*all_finite)(size_t n, int format, const void *src);
  // dst[i] = src[i] as a float + scale * z[i]; dst may be z.
  void (*displace)(size_t n, int format, const void *src, float scale, const float *z, float *dst);
  // Threefry4x32 with at most 20 rounds: words[16 * j + l] is word j of the block of counter + l,
  // without a carry between the words of the counter.
  void (*random_words)(int rounds, const uint32_t counter[4], const uint32_t key[4],
                       uint32_t words[64]);
  // dst[i] += scale * z(site, start + i)
  void (*direction_add)(int kind, size_t n, float scale, zo_site site, uint64_t start, float *dst);
  // dst[lane][i] = src[i] as a float + scales[lane] * z(site, start + i), written as `to`: f32 or
  // bf16. All lanes share a z.
  void (*displace_lanes)(int kind, size_t n, zo_site site, uint64_t start, int format,
                         const void *src, size_t lanes, const float *scales, int to,
                         void *const *dst);
  // weights[i] -= Π factors * Σ scales[t] * z(sites[t], start + i), in the weights' format; sum and
  // products in their order, each rounded to f32
  void (*descend)(int kind, size_t n, size_t terms, const zo_site *sites, const float *scales,
                  uint64_t start, size_t factors, const float *factor, int format, void *weights);
  void (*fill)(size_t n, float value, float *y);
  void (*add)(size_t n, const float *a, const float *b, float *y);
  void (*multiply)(size_t n, const float *a, const float *b, float *y);
  void (*scale_add)(size_t n, float scale, const float *x, float *y);  // y += scale * x
  void (*scale)(size_t n, float scale, float *y);
  void (*add_rows)(size_t rows, size_t cols, const float *row, float *y);     // y[r] += row
  void (*column_sums)(size_t rows, size_t cols, const float *x, float *sums); // sums += Σ_r x[r]
  float (*dot)(size_t n, const float *a, const float *b);
  // y = scale * normalize(x) + shift; centered: layer norm, else RMS norm. shift may be NULL.
  void (*norm)(size_t rows, size_t cols, int centered, float eps, const float *x,
               const float *scale, const float *shift, float *y);
  // y = J(x) · v, the symmetric Jacobian of normalize(x) applied to v, row by row; v = weight * d.
  void (*norm_jacobian)(size_t rows, size_t cols, int centered, float eps, const float *x,
                        const float *weight, const float *d, float *y);
  // sums += Σ_r dy[r] * normalize(x)[r]
  void (*norm_scale_gradient)(size_t rows, size_t cols, int centered, float eps, const float *x,
                              const float *dy, float *sums);
  void (*activate)(int kind, size_t n, const float *x, float *y);
  void (*activate_gradient)(int kind, size_t n, const float *x, const float *dy, float *dx);
  // Row r sees columns [max(0, r + shift + 1 - window), min(cols, r + shift + 1)) when causal,
  // all columns otherwise; the others become 0. s is rows × cols, packed.
  void (*softmax)(size_t rows, size_t cols, int causal, size_t shift, size_t window, float scale,
                  float *s);
  // d = p ∘ (d − Σ p∘d), row by row.
  void (*softmax_jacobian)(size_t rows, size_t cols, const float *p, float *d);
  float (*log_sum_exp)(size_t n, const float *x);
  // y += coefficient * exp(x - lse)
  void (*exp_add)(size_t n, float coefficient, float lse, const float *x, float *y);
  // Rotates the pairs (i, i + half) of the first `turned` elements of each head and copies the
  // rest; sign -1 is the inverse. angles: rows × half, half = turned / 2.
  void (*rotate)(size_t rows, size_t heads, size_t dim, size_t turned, float sign,
                 const float *cosine, const float *sine, const float *x, float *y);
  // g becomes the Adam direction; m and v are updated. c1, c2: bias corrections 1 - beta^t.
  void (*adam)(size_t n, float beta1, float beta2, float c1, float c2, float eps, float *m,
               float *v, float *g);
  // Of integer matrices, n elements from element start: scales and integers are the matrix's.
  void (*widen_integers)(size_t n, zo_integers m, size_t start, const void *src,
                         const float *scales, float *dst);
  // dst += scale * factors[group - first] * q
  void (*add_integers)(size_t n, zo_integers m, size_t start, const void *src,
                       const float *factors, size_t first, float scale, float *dst);
  // Whole groups to the nearest integers, with scales such that the largest is at the limit.
  void (*quantize)(size_t n, zo_integers m, size_t start, const float *src, void *dst,
                   float *scales);
  // q -= step / s, rounded up or down at random so that the mean is exact, within the limits
  void (*step_integers)(size_t n, zo_integers m, size_t start, const float *step, zo_site site,
                        const float *scales, void *q);
  // x becomes a multiple of step, up or down at random so that the mean is x
  void (*round_stochastic)(size_t n, float step, zo_site site, uint64_t start, float *x);
  // x[i] becomes 0 where bit start + i of the map is 0.
  void (*keep_bits)(size_t n, const void *map, size_t start, float *x);
  // Bits start … start + n - 1 become 1 but for `zeros` of them, every choice as likely: selection
  // sampling (Knuth, algorithm S) by word i % 4 of the site's block i / 4.
  void (*draw_bits)(size_t n, size_t zeros, zo_site site, size_t start, void *map);
  // Bits start … start + n - 1 become 1 where the same words are at least `least`.
  void (*draw_share)(size_t n, uint64_t least, zo_site site, size_t start, void *map);
  // y += scale * elements start … start + n - 1 of m; sums over the rank in its order
  void (*low_rank_add)(size_t n, zo_low_rank m, float scale, size_t start, float *y);
  void (*add_squares)(size_t n, float weight, const float *x, float decay, float *y);
  void (*add_scaled)(size_t n, float weight, const float *x, float decay, float *y);
  // x = scale * x / (√(v / correction + inner) + outer)
  void (*divide_by_root)(size_t n, float scale, float correction, float inner, float outer,
                         const float *v, float *x);
  // h = keep * h + gain * h * z * z
  void (*grow_curvature)(size_t n, float keep, float gain, const float *z, float *h);
  // On one thread; the same bits for every part of a product as for the whole.
  void (*product)(zo_product p);
} zo_kernel_table;

// The table in use: the best the processor has, or the one ZOBENCH_KERNELS names.
const zo_kernel_table *zo_kernels(void);
// The table called name, or NULL when the processor cannot run it.
const zo_kernel_table *zo_kernels_named(const char *name);

// Asks for pages of 2 MiB where such pages lie within the memory, which is not touched yet.
void zo_prefer_large_pages(void *start, size_t bytes);

// Threads that the parts of a job may use; as many as there are processors at first.
void zo_set_threads(int threads);
int zo_threads(void);
// Calls part(context, index, place) for every index below parts, on several threads at once;
// returns when all are done. The parts must not touch what another one writes. A thread has a place
// below `places` to itself while it is at a job, so no more threads than that take part.
typedef void (*zo_part)(void *context, size_t index, size_t place);
void zo_parallel(size_t parts, size_t places, zo_part part, void *context);

// A product, divided among the pool's threads; bits do not depend on them, or on the processor.
void zo_gemm(zo_product p);
// The same by OpenBLAS, which `zobench bench` compares with; 0, and nothing done, without one.
int zo_gemm_blas(zo_product p);
// Such as "OpenBLAS for SkylakeX"; empty without one.
const char *zo_blas_description(void);
// Calls `multiply` for the parts of a product, on the pool's threads if it is large.
void zo_divide(zo_product p, void (*multiply)(zo_product));
// Sums of products and y += scale · x, in double precision.
double zo_double_dot(size_t n, const double *a, const double *b);
double zo_mixed_dot(size_t n, const float *a, const double *b);
void zo_double_add(size_t n, double scale, const double *x, double *y);
void zo_mixed_add(size_t n, double scale, const float *x, double *y);

// Whether products in bf16 can be computed: by oneDNN, loaded at the first question.
enum {
  ZO_BF16_READY = 0,
  ZO_BF16_NO_PROCESSOR = 1,  // without AVX512-BF16
  ZO_BF16_NO_LIBRARY = 2,
  ZO_BF16_NO_PRODUCT = 3,  // a library whose product is missing or wrong
};
int zo_bf16_state(void);
// Such as 2.6.3; empty unless the state is ready.
const char *zo_bf16_version(void);
// zo_gemm with factors in bf16 and sums in f32; 0 when nothing was computed.
int zo_gemm_bf16(int transpose_a, int transpose_b, size_t m, size_t n, size_t k, float alpha,
                 const uint16_t *a, size_t lda, const uint16_t *b, size_t ldb, float beta,
                 float *c, size_t ldc);
// Whether the address space has a limit (ulimit -v), and how many bytes of it can be had.
int zo_address_limited(void);
size_t zo_room(void);
// Memory for free(); NULL where the system has none.
void *zo_allocate(size_t bytes, size_t alignment);
// Best instruction set that the processor has, whatever was chosen.
const char *zo_processor_kernels(void);

#endif
