#if defined(__x86_64__)
#pragma clang attribute push(                                                            \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), \
    apply_to = function)
#define ZO_TABLE zo_table_avx512
#define ZO_NAME "avx512"
// Groups of random numbers that are made together (vector_random.h).
#define ZO_GROUPS 4
// Sums of a product in registers: so many rows of so many vectors of sixteen.
#define ZO_PRODUCT_ROWS 12
#define ZO_PRODUCT_VECTORS 2
#include "bodies.h"
#pragma clang attribute pop
#endif
