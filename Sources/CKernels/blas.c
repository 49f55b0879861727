// The only caller of BLAS.
#include <cblas.h>
#include <stdatomic.h>

#include "include/zo_kernels.h"
#include "threads.h"

// Threads that a large product may use (0: as BLAS began), and those that BLAS is set to now.
static atomic_int allowed_threads = 0;
static atomic_int current_threads = 0;

// Multiply-adds below which a product runs on one thread. Waking a second one costs tens of
// microseconds, and milliseconds when other programs hold the cores: steps of a 1 M-parameter model
// took 18 times as long on two busy cores.
static const double threaded_product = 8 << 20;

int zo_threads_for(double work) {
  int none = 0;
  atomic_compare_exchange_strong(&allowed_threads, &none, openblas_get_num_threads());
  return work < threaded_product ? 1 : atomic_load(&allowed_threads);
}

// The number of threads is the process's. With one product at a time it is always the wanted one.
// When several are at work and at least two threads are allowed, one may set it while another
// begins: that one then runs on fewer or more threads than wanted. Its result is right within
// rounding, but the bits may differ from run to run, since OpenBLAS sums large products in an order
// that depends on its threads. With one thread allowed, as when there are as many jobs as threads,
// nothing races.
static void use_threads(double work) {
  int wanted = zo_threads_for(work);
  if (atomic_exchange(&current_threads, wanted) != wanted) openblas_set_num_threads(wanted);
}

void zo_gemm(int transpose_a, int transpose_b, size_t m, size_t n, size_t k, float alpha,
             const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c,
             size_t ldc) {
  if (m == 0 || n == 0) return;
  use_threads((double)m * (double)n * (double)k);
  cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
              transpose_b ? CblasTrans : CblasNoTrans, (int)m, (int)n, (int)k, alpha, a, (int)lda,
              b, (int)ldb, beta, c, (int)ldc);
}

void zo_blas_set_threads(int threads) {
  atomic_store(&allowed_threads, threads < 1 ? 1 : threads);
}
const char *zo_blas_core(void) { return openblas_get_corename(); }
const char *zo_blas_config(void) { return openblas_get_config(); }
