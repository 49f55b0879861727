// The only caller of BLAS.
#include <cblas.h>

#include "include/zo_kernels.h"

void zo_gemm(int transpose_a, int transpose_b, size_t m, size_t n, size_t k, float alpha,
             const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c,
             size_t ldc) {
  if (m == 0 || n == 0) return;
  cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
              transpose_b ? CblasTrans : CblasNoTrans, (int)m, (int)n, (int)k, alpha, a, (int)lda,
              b, (int)ldb, beta, c, (int)ldc);
}

void zo_blas_set_threads(int threads) { openblas_set_num_threads(threads); }
const char *zo_blas_core(void) { return openblas_get_corename(); }
const char *zo_blas_config(void) { return openblas_get_config(); }
