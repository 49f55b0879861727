// Products in bf16 by oneDNN, which is loaded when they are first asked for: no build needs it.
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "include/zo_kernels.h"

// Row-major C = alpha · op(A) op(B) + beta · C with bf16 factors and f32 sums. oneDNN exports it
// since version 1, with this signature also in 2 and 3, but no header of it declares it.
typedef int (*bf16_product)(char transpose_a, char transpose_b, int64_t m, int64_t n, int64_t k,
                            float alpha, const uint16_t *a, int64_t lda, const uint16_t *b,
                            int64_t ldb, float beta, float *c, int64_t ldc);
// The start of dnnl_version_t.
typedef struct { int major, minor, patch; } library_version;
typedef const library_version *(*version_reader)(void);
typedef void (*thread_setter)(int);

// Multiply-adds below which a product is not divided, and the columns of a tile: as in products.c,
// but that a tile is a multiple of fewer columns.
static const double divided_product = 8 << 20;
enum { LEAST_TILE = 96, MOST_TILES = 16, STEP = 16 };

static pthread_once_t loaded = PTHREAD_ONCE_INIT;
static int state = ZO_BF16_NO_LIBRARY;
static bf16_product product;
static thread_setter set_threads;
static char version[32] = "";

static int processor_suits(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16");
#else
  return 0;
#endif
}

static void *library(void) {
  const char *named = getenv("ZOBENCH_ONEDNN");
  if (named && *named) return dlopen(named, RTLD_NOW | RTLD_LOCAL);
  const char *names[] = {"libdnnl.so.3", "libdnnl.so.2", "libdnnl.so"};
  void *found = NULL;
  for (int i = 0; i < 3 && !found; i++) found = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  return found;
}

// The function is found by its name alone, so that it is what is expected is tried: a 2×3 matrix
// times a transposed 2×3 one, in whole numbers that bf16 holds, with gaps between the rows.
static int product_is_right(void) {
  const uint16_t a[] = {0x3F80, 0x4000, 0x4040, 0, 0x4080, 0x40A0, 0x40C0, 0};  // 1 2 3 · 4 5 6 ·
  const uint16_t b[] = {0x3F80, 0x3F80, 0x3F80, 0x3F80, 0x0000, 0xBF80};        // 1 1 1 1 0 -1
  float c[] = {1, 1, 7, 1, 1, 7};
  if (product('N', 'T', 2, 2, 3, 2, a, 4, b, 3, 0.5f, c, 3)) return 0;
  return c[0] == 12.5f && c[1] == -3.5f && c[2] == 7 && c[3] == 30.5f && c[4] == -3.5f && c[5] == 7;
}

// Every product allocates what it packs factors in, some hundred KiB. Where such blocks are the
// system's again as soon as they are freed (memory.c), its pages are made anew for each tile: a
// quarter of the time of a pass, measured.
static void keep_small_blocks(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
#endif
}

static void load(void) {
  if (!processor_suits()) { state = ZO_BF16_NO_PROCESSOR; return; }
  void *handle = library();
  if (!handle) return;
  product = (bf16_product)dlsym(handle, "dnnl_gemm_bf16bf16f32");
  version_reader read = (version_reader)dlsym(handle, "dnnl_version");
  // From the OpenMP that the library itself is linked with; with other threads it has none.
  set_threads = (thread_setter)dlsym(handle, "omp_set_num_threads");
  state = ZO_BF16_NO_PRODUCT;
  if (!product || !read) return;
  const library_version *found = read();
  snprintf(version, sizeof version, "%d.%d.%d", found->major, found->minor, found->patch);
  state = product_is_right() ? ZO_BF16_READY : ZO_BF16_NO_PRODUCT;
  if (state == ZO_BF16_READY) keep_small_blocks();
}

int zo_bf16_state(void) {
  pthread_once(&loaded, load);
  return state;
}

const char *zo_bf16_version(void) { return zo_bf16_state() == ZO_BF16_READY ? version : ""; }

typedef struct {
  char transpose_a, transpose_b;
  int64_t m, n, k;
  float alpha;
  const uint16_t *a;
  int64_t lda;
  const uint16_t *b;
  int64_t ldb;
  float beta;
  float *c;
  int64_t ldc;
  // Columns of the result per tile.
  int64_t columns;
  atomic_int failures;
} job;

static void multiply_tile(void *context, size_t index, size_t place) {
  (void)place;
  job *p = context;
  const int64_t start = (int64_t)index * p->columns, left = p->n - start;
  const uint16_t *b = p->b + (p->transpose_b == 'T' ? start * p->ldb : start);
  // OpenMP's number of threads belongs to the thread that calls. One: the pool's are the only ones.
  if (set_threads) set_threads(1);
  if (product(p->transpose_a, p->transpose_b, p->m, left < p->columns ? left : p->columns, p->k,
              p->alpha, p->a, p->lda, b, p->ldb, p->beta, p->c + start, p->ldc))
    atomic_fetch_add(&p->failures, 1);
}

int zo_gemm_bf16(int transpose_a, int transpose_b, size_t m, size_t n, size_t k, float alpha,
                 const uint16_t *a, size_t lda, const uint16_t *b, size_t ldb, float beta,
                 float *c, size_t ldc) {
  if (zo_bf16_state() != ZO_BF16_READY) return 0;
  if (m == 0 || n == 0) return 1;
  job p = {
    .transpose_a = transpose_a ? 'T' : 'N', .transpose_b = transpose_b ? 'T' : 'N',
    .m = (int64_t)m, .n = (int64_t)n, .k = (int64_t)k, .alpha = alpha, .a = a,
    .lda = (int64_t)lda, .b = b, .ldb = (int64_t)ldb, .beta = beta, .c = c, .ldc = (int64_t)ldc,
  };
  size_t tile = ((n + MOST_TILES - 1) / MOST_TILES + STEP - 1) / STEP * STEP;
  if (tile < LEAST_TILE) tile = LEAST_TILE;
  if ((double)m * (double)n * (double)k < divided_product) tile = n;
  p.columns = (int64_t)tile;
  zo_parallel((n + tile - 1) / tile, SIZE_MAX, multiply_tile, &p);
  return atomic_load(&p.failures) == 0;
}
