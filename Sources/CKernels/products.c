// Products on several threads.
//
// A large product is divided into tiles of columns (or rows) of the result, which the pool's
// threads claim. The tiles follow from the product's shape alone: BLAS may sum in another order
// where a matrix ends elsewhere.
#include "include/zo_kernels.h"

// Multiply-adds below which a product is not divided: some 80 microseconds of work.
static const double divided_product = 8 << 20;
// A tile has at least as many columns (or rows), and there are no more tiles: what every tile packs
// for itself takes more time than is won with fewer.
enum { LEAST_TILE = 96, MOST_TILES = 16, STEP = 32 };

typedef struct {
  zo_product whole;
  void (*multiply)(zo_product);
  // Columns or rows of the result per tile; the other is 0.
  size_t columns, rows;
} division;

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static void multiply_tile(void *context, size_t index, size_t place) {
  (void)place;
  const division *d = context;
  zo_product p = d->whole;
  if (d->columns) {
    size_t start = index * d->columns;
    p.n = least(d->columns, p.n - start);
    p.b += p.transpose_b ? start * p.ldb : start;
    p.c += start;
  } else {
    size_t start = index * d->rows;
    p.m = least(d->rows, p.m - start);
    p.a += p.transpose_a ? start : start * p.lda;
    p.c += start * p.ldc;
  }
  d->multiply(p);
}

// The size of a tile of so many columns or rows, a multiple of STEP.
static size_t tile(size_t whole) {
  size_t part = (whole + MOST_TILES - 1) / MOST_TILES;
  part = (part + STEP - 1) / STEP * STEP;
  return part < LEAST_TILE ? LEAST_TILE : part;
}

void zo_divide(zo_product p, void (*multiply)(zo_product)) {
  if (p.m == 0 || p.n == 0) return;
  division d = {p, multiply, 0, 0};
  if ((double)p.m * (double)p.n * (double)p.k < divided_product) {
    multiply(p);
  } else if (p.n >= p.m) {
    d.columns = tile(p.n);
    zo_parallel((p.n + d.columns - 1) / d.columns, SIZE_MAX, multiply_tile, &d);
  } else {
    d.rows = tile(p.m);
    zo_parallel((p.m + d.rows - 1) / d.rows, SIZE_MAX, multiply_tile, &d);
  }
}

void zo_gemm(zo_product p) { zo_divide(p, zo_kernels()->product); }
