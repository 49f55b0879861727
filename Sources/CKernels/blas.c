// The only caller of BLAS.
//
// BLAS runs on one thread; a large product is divided among the pool's threads, which as measured
// is as fast as BLAS's own division or faster, and leaves one pool of threads instead of two that
// wait for each other's cores.
#include <cblas.h>
#include <pthread.h>

#include "include/zo_kernels.h"
#include "threads.h"

// Multiply-adds below which a product is not divided: some 80 microseconds of work.
static const double divided_product = 8 << 20;
// A part has at least as many columns (or rows) of the result: each part packs the other factor
// for itself, which with fewer takes more time than is won.
enum { LEAST_PART = 48, STEP = 16 };

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
  // Columns or rows of the result per part; the other is 0.
  size_t columns, rows;
} product;

int zo_threads_for(double work) { return work < divided_product ? 1 : zo_threads(); }

static void one_thread(void) { openblas_set_num_threads(1); }

static void multiply(const product *p, size_t row, size_t rows, size_t column, size_t columns) {
  const float *a = p->a + (p->transpose_a ? row : row * p->lda);
  const float *b = p->b + (p->transpose_b ? column * p->ldb : column);
  cblas_sgemm(CblasRowMajor, p->transpose_a ? CblasTrans : CblasNoTrans,
              p->transpose_b ? CblasTrans : CblasNoTrans, (int)rows, (int)columns, (int)p->k,
              p->alpha, a, (int)p->lda, b, (int)p->ldb, p->beta, p->c + row * p->ldc + column,
              (int)p->ldc);
}

static void multiply_part(void *context, size_t index) {
  const product *p = context;
  if (p->columns) {
    size_t start = index * p->columns, left = p->n - start;
    multiply(p, 0, p->m, start, left < p->columns ? left : p->columns);
  } else {
    size_t start = index * p->rows, left = p->m - start;
    multiply(p, start, left < p->rows ? left : p->rows, 0, p->n);
  }
}

// The size of `threads` equal parts, a multiple of STEP.
static size_t share(size_t whole, int threads) {
  size_t part = (whole + (size_t)threads - 1) / (size_t)threads;
  part = (part + STEP - 1) / STEP * STEP;
  return part < LEAST_PART ? LEAST_PART : part;
}

void zo_gemm(int transpose_a, int transpose_b, size_t m, size_t n, size_t k, float alpha,
             const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c,
             size_t ldc) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  if (m == 0 || n == 0) return;
  pthread_once(&once, one_thread);
  product p = {transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, 0, 0};
  int threads = zo_threads_for((double)m * (double)n * (double)k);
  if (threads == 1) {
    multiply(&p, 0, m, 0, n);
  } else if (n >= m) {
    p.columns = share(n, threads);
    zo_parallel((n + p.columns - 1) / p.columns, multiply_part, &p);
  } else {
    p.rows = share(m, threads);
    zo_parallel((m + p.rows - 1) / p.rows, multiply_part, &p);
  }
}

const char *zo_blas_core(void) { return openblas_get_corename(); }
const char *zo_blas_config(void) { return openblas_get_config(); }
