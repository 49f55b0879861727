// OpenBLAS, which `zobench bench` compares products with: loaded when it is first asked for, so no
// build and no other command needs it.
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/zo_kernels.h"

// cblas_sgemm of a library with 32-bit integers, and its names of row-major and of op.
typedef void (*blas_product)(int order, int transpose_a, int transpose_b, int m, int n, int k,
                             float alpha, const float *a, int lda, const float *b, int ldb,
                             float beta, float *c, int ldc);
enum { ROW_MAJOR = 101, AS_IT_IS = 111, TRANSPOSED = 112 };
typedef const char *(*text_reader)(void);
typedef void (*thread_setter)(int);

static pthread_once_t loaded = PTHREAD_ONCE_INIT;
static blas_product product;
static char description[128];

// OpenBLAS looks at its variables when it is loaded. It knows processors by their model, and takes
// one that is newer than itself for one of 2004: a fifth of the speed, and no yardstick.
static void choose_kernels(void) {
  const char *kernels = zo_processor_kernels();
  if (!strcmp(kernels, "avx512")) setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
  if (!strcmp(kernels, "avx2")) setenv("OPENBLAS_CORETYPE", "Haswell", 0);
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
}

static void load_library(void) {
  // Under a limit it asks for memory that it cannot have, again and again.
  if (zo_address_limited()) return;
  choose_kernels();
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  blas_product found = (blas_product)dlsym(library, "cblas_sgemm");
  text_reader core = (text_reader)dlsym(library, "openblas_get_corename");
  thread_setter threads = (thread_setter)dlsym(library, "openblas_set_num_threads");
  if (!found || !core || !threads) return;
  threads(1);
  snprintf(description, sizeof description, "OpenBLAS for %s", core());
  product = found;
}

const char *zo_blas_description(void) {
  pthread_once(&loaded, load_library);
  return description;
}

static void multiply(zo_product p) {
  product(ROW_MAJOR, p.transpose_a ? TRANSPOSED : AS_IT_IS, p.transpose_b ? TRANSPOSED : AS_IT_IS,
          (int)p.m, (int)p.n, (int)p.k, p.alpha, p.a, (int)p.lda, p.b, (int)p.ldb, p.beta, p.c,
          (int)p.ldc);
}

int zo_gemm_blas(zo_product p) {
  if (!*zo_blas_description()) return 0;
  zo_divide(p, multiply);
  return 1;
}
