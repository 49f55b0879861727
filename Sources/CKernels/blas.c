// The only caller of BLAS.
//
// BLAS runs on one thread; a large product is divided into tiles that the pool's threads claim,
// which as measured is as fast as BLAS's own division or faster, and leaves one pool of threads
// instead of two that wait for each other's cores. The tiles follow from the product's shape: BLAS
// may sum in another order where a matrix ends elsewhere, so that they must not depend on the
// threads.
#include <cblas.h>
#include <pthread.h>

#include "include/zo_kernels.h"

// Multiply-adds below which a product is not divided: some 80 microseconds of work.
static const double divided_product = 8 << 20;
// A tile has at least as many columns (or rows) of the result, and there are no more tiles: each
// packs the other factor for itself, which with fewer columns takes more time than is won.
enum { LEAST_TILE = 96, MOST_TILES = 16, STEP = 16 };

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
  // Columns or rows of the result per tile; the other is 0.
  size_t columns, rows;
} product;

static int limited;

static void prepare(void) {
  openblas_set_num_threads(1);
  limited = zo_address_limited();
  zo_prepare_blas();
}

static void multiply(const product *p, size_t row, size_t rows, size_t column, size_t columns) {
  if (limited) zo_enter_blas();
  const float *a = p->a + (p->transpose_a ? row : row * p->lda);
  const float *b = p->b + (p->transpose_b ? column * p->ldb : column);
  cblas_sgemm(CblasRowMajor, p->transpose_a ? CblasTrans : CblasNoTrans,
              p->transpose_b ? CblasTrans : CblasNoTrans, (int)rows, (int)columns, (int)p->k,
              p->alpha, a, (int)p->lda, b, (int)p->ldb, p->beta, p->c + row * p->ldc + column,
              (int)p->ldc);
  if (limited) zo_leave_blas();
}

static void multiply_tile(void *context, size_t index, size_t place) {
  (void)place;
  const product *p = context;
  if (p->columns) {
    size_t start = index * p->columns, left = p->n - start;
    multiply(p, 0, p->m, start, left < p->columns ? left : p->columns);
  } else {
    size_t start = index * p->rows, left = p->m - start;
    multiply(p, start, left < p->rows ? left : p->rows, 0, p->n);
  }
}

// The size of a tile of so many columns or rows, a multiple of STEP.
static size_t tile(size_t whole) {
  size_t part = (whole + MOST_TILES - 1) / MOST_TILES;
  part = (part + STEP - 1) / STEP * STEP;
  return part < LEAST_TILE ? LEAST_TILE : part;
}

void zo_gemm(int transpose_a, int transpose_b, size_t m, size_t n, size_t k, float alpha,
             const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c,
             size_t ldc) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (m == 0 || n == 0) return;
  pthread_once(&once, prepare);
  product p = {transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, 0, 0};
  if ((double)m * (double)n * (double)k < divided_product) {
    multiply(&p, 0, m, 0, n);
  } else if (n >= m) {
    p.columns = tile(n);
    zo_parallel((n + p.columns - 1) / p.columns, SIZE_MAX, multiply_tile, &p);
  } else {
    p.rows = tile(m);
    zo_parallel((m + p.rows - 1) / p.rows, SIZE_MAX, multiply_tile, &p);
  }
}

const char *zo_blas_core(void) { return openblas_get_corename(); }
const char *zo_blas_config(void) { return openblas_get_config(); }
