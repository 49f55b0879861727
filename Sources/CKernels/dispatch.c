// Chooses the kernel table once, at the first use.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "include/zo_kernels.h"

extern const zo_kernel_table zo_table_portable;
#if defined(__x86_64__)
extern const zo_kernel_table zo_table_avx2, zo_table_avx512;
#endif

const zo_kernel_table *zo_kernels_named(const char *name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!strcmp(name, "avx512") && __builtin_cpu_supports("avx512f") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma"))
    return &zo_table_avx512;
  if (!strcmp(name, "avx2") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("f16c"))
    return &zo_table_avx2;
#endif
  return strcmp(name, "portable") ? NULL : &zo_table_portable;
}

static const zo_kernel_table *best(void) {
  const zo_kernel_table *table = zo_kernels_named("avx512");
  if (!table) table = zo_kernels_named("avx2");
  return table ? table : &zo_table_portable;
}

const char *zo_processor_kernels(void) { return best()->name; }

static const zo_kernel_table *chosen;
static void choose(void) {
  const char *forced = getenv("ZOBENCH_KERNELS");
  chosen = forced ? zo_kernels_named(forced) : NULL;
  if (!chosen) chosen = best();
}

const zo_kernel_table *zo_kernels(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, choose);
  return chosen;
}
