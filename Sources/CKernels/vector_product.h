// Products of matrices.
//
// An element of the result is a sum over DEPTH products at a time, in their order and by fused
// multiply-adds; such sums are added in their order. So it has the same bits on every processor,
// however the result is divided, and among any number of threads.
//
// Of the factor B, PACKED columns (a tile of weights) and DEPTH rows are packed into blocks of SPAN
// columns, 96 KiB for the second cache; some rows of A, which stay in the first one, pass by all of
// them. A is read where it lies: nothing has to be packed that as few as a hundred rows of weights
// are multiplied with.
//
// Rows of A that are too few to keep the processor's adders busy pass by several blocks at a time.

enum {
  DEPTH = 256,
  PACKED = 96,
  SPAN = W * ZO_PRODUCT_VECTORS,
  ROWS = ZO_PRODUCT_ROWS,
  MOST_SPANS = 2,
};

typedef float v8 __attribute__((ext_vector_type(8)));
// As wide as a block.
typedef float vw __attribute__((ext_vector_type(SPAN)));

// Eight rows of eight become eight columns of eight.
INLINE void transpose8(v8 r[8]) {
  v8 t[8], u[8];
  for (int i = 0; i < 8; i += 2) {
    t[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    t[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int j = 0; j < 2; j++) {
      u[i + 2 * j] = __builtin_shufflevector(t[i + j], t[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      u[i + 2 * j + 1] =
          __builtin_shufflevector(t[i + j], t[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < 4; i++) {
    r[i] = __builtin_shufflevector(u[i], u[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    r[i + 4] = __builtin_shufflevector(u[i], u[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// Rows of Bᵀ, `ld` apart, become columns of the block; those that are missing are zero.
INLINE void pack_transposed(size_t depth, size_t columns, const float *b, size_t ld, float *block) {
  for (size_t c = 0; c < SPAN; c += 8) {
    size_t j = 0;
    if (c + 8 <= columns)
      for (; j + 8 <= depth; j += 8) {
        v8 r[8];
        for (size_t i = 0; i < 8; i++) memcpy(r + i, b + (c + i) * ld + j, sizeof *r);
        transpose8(r);
        for (size_t i = 0; i < 8; i++) memcpy(block + (j + i) * SPAN + c, r + i, sizeof *r);
      }
    for (; j < depth; j++)
      for (size_t i = c; i < c + 8; i++) block[j * SPAN + i] = i < columns ? b[i * ld + j] : 0;
  }
}

INLINE void pack_rows(size_t depth, size_t columns, const float *b, size_t ld, float *block) {
  for (size_t j = 0; j < depth; j++, b += ld, block += SPAN) {
    // Of the next block, whose rows lie too far apart for the processor to foresee them.
    __builtin_prefetch(b + SPAN);
    if (columns == SPAN) {
      memcpy(block, b, SPAN * sizeof *b);
      continue;
    }
    memset(block, 0, SPAN * sizeof *b);
    for (size_t i = 0; i < columns; i++) block[i] = b[i];
  }
}

// What one block or several add to some rows of the result.
typedef struct {
  size_t depth, columns;
  const float *block;
  float alpha, beta;  // beta of the first block of a column, 1 of the later ones
  float *c;
  size_t ldc;
} block_product;

INLINE vw combined(const block_product *p, vw sum, vw old) {
  vw scaled = p->alpha == 1 ? sum : (vw)(p->alpha) * sum;
  return p->beta == 1 ? old + scaled : __builtin_elementwise_fma((vw)(p->beta), old, scaled);
}

INLINE void put_sum(const block_product *p, size_t row, size_t column, vw sum) {
  float *c = p->c + row * p->ldc + column, t[SPAN];
  size_t left = p->columns - column, bytes = left * sizeof *c;
  vw old = (vw)(0);
  if (left >= SPAN) {
    if (p->beta != 0) memcpy(&old, c, sizeof old);
    old = combined(p, sum, old);
    memcpy(c, &old, sizeof old);
  } else {
    memset(t, 0, sizeof t);
    if (p->beta != 0) memcpy(t, c, bytes);
    memcpy(&old, t, sizeof old);
    old = combined(p, sum, old);
    memcpy(t, &old, sizeof t);
    memcpy(c, t, bytes);
  }
}

// Sums stay in registers only where their loops are unrolled.
#define UNROLLED _Pragma("clang loop unroll(full)")

// Products that are added between two tests of whether there are more: what a core does besides
// multiplying counts where it runs another thread, too.
enum { AT_ONCE = 4 };

// What is multiplied: `rows` rows of A and `spans` blocks, both known where this is compiled, as is
// whether A lies transposed: `step` apart from row to row or, then, from column to column.
typedef struct {
  size_t rows, spans;
  int transposed;
  const float *a, *b;
  size_t step, span;
} factors;

INLINE void add_products(const factors f, size_t count, vw sums[ROWS][MOST_SPANS]) {
  UNROLLED for (size_t j = 0; j < count; j++) {
    vw columns[MOST_SPANS];
    UNROLLED for (size_t s = 0; s < f.spans; s++)
      memcpy(columns + s, f.b + s * f.span + j * SPAN, sizeof *columns);
    UNROLLED for (size_t i = 0; i < f.rows; i++) {
      vw factor = (vw)(f.transposed ? f.a[j * f.step + i] : f.a[i * f.step + j]);
      UNROLLED for (size_t s = 0; s < f.spans; s++)
        sums[i][s] = __builtin_elementwise_fma(factor, columns[s], sums[i][s]);
    }
  }
}

INLINE void multiply_rows(
    const block_product *p, const size_t rows, const size_t spans, const int transposed,
    const float *a, size_t step, size_t row) {
  vw sums[ROWS][MOST_SPANS];
  UNROLLED for (size_t i = 0; i < rows; i++)
    UNROLLED for (size_t s = 0; s < spans; s++) sums[i][s] = (vw)(0);
  factors f = {rows, spans, transposed, a, p->block, step, p->depth * SPAN};
  const size_t along = transposed ? step : 1;
  size_t j = 0;
  for (; j + AT_ONCE <= p->depth; j += AT_ONCE, f.a += AT_ONCE * along, f.b += AT_ONCE * SPAN)
    add_products(f, AT_ONCE, sums);
  for (; j < p->depth; j++, f.a += along, f.b += SPAN) add_products(f, 1, sums);
  UNROLLED for (size_t i = 0; i < rows; i++)
    UNROLLED for (size_t s = 0; s < spans; s++) put_sum(p, row + i, s * SPAN, sums[i][s]);
}

// Groups of `rows` rows of A from `row` on, as many as there are; the first row that is left. Of
// blocks `spans` are taken at a time while that many are whole, then one.
INLINE size_t multiply_groups(
    block_product p, const size_t rows, const size_t spans, const zo_product *whole,
    const float *a, size_t columns, size_t row) {
  const float *const blocks = p.block;
  float *const c = p.c;
  const size_t step = whole->lda;
  for (; row + rows <= whole->m; row += rows) {
    const float *first = a + (whole->transpose_a ? row : row * step);
    for (size_t done = 0; done < columns; done += p.columns) {
      const int several = spans > 1 && columns - done >= spans * SPAN;
      p.columns = several ? spans * SPAN : columns - done < SPAN ? columns - done : SPAN;
      p.block = blocks + done * p.depth;
      p.c = c + done;
      if (several && whole->transpose_a) multiply_rows(&p, rows, spans, 1, first, step, row);
      else if (several) multiply_rows(&p, rows, spans, 0, first, step, row);
      else if (whole->transpose_a) multiply_rows(&p, rows, 1, 1, first, step, row);
      else multiply_rows(&p, rows, 1, 0, first, step, row);
    }
  }
  return row;
}

INLINE void pack(const zo_product *p, size_t depth, size_t columns, const float *b, float *blocks) {
  for (size_t done = 0; done < columns; done += SPAN, blocks += depth * SPAN) {
    size_t left = columns - done < SPAN ? columns - done : SPAN;
    if (p->transpose_b) pack_transposed(depth, left, b + done * p->ldb, p->ldb, blocks);
    else pack_rows(depth, left, b + done, p->ldb, blocks);
  }
}

static void product(zo_product p) {
  _Alignas(64) float blocks[DEPTH * PACKED];
  for (size_t column = 0; column < p.n; column += PACKED) {
    size_t columns = p.n - column < PACKED ? p.n - column : PACKED, j = 0;
    do {
      size_t depth = p.k - j < DEPTH ? p.k - j : DEPTH;
      const float *a = p.a + (p.transpose_a ? j * p.lda : j);
      pack(&p, depth, columns, p.b + (p.transpose_b ? column * p.ldb + j : j * p.ldb + column),
           blocks);
      block_product part = {depth, 0, blocks, p.alpha, j ? 1 : p.beta, p.c + column, p.ldc};
      size_t row = multiply_groups(part, ROWS, 1, &p, a, columns, 0);
      row = multiply_groups(part, 4, 1, &p, a, columns, row);
      row = multiply_groups(part, 3, MOST_SPANS, &p, a, columns, row);
      row = multiply_groups(part, 2, MOST_SPANS, &p, a, columns, row);
      multiply_groups(part, 1, MOST_SPANS, &p, a, columns, row);
      j += depth;
    } while (j < p.k);
  }
}
