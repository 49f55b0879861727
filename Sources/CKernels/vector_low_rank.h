// Products of low rank, L·C·R, a few rows at a time: the sums stay in registers, so that each is
// made in the order of its terms, whatever the part of the matrix.

enum { TILE_ROWS = 4 };

// What the vectors of the right side are multiplied with in one row.
static void low_rank_coefficients(zo_low_rank m, size_t row, float *w) {
  const size_t n = m.rank;
  const float *left = m.left + (m.left ? row : 0);
  if (!m.left) {
    memcpy(w, m.core + row * n, n * sizeof *w);
  } else if (!m.right) {
    for (size_t k = 0; k < n; k++) w[k] = left[k * m.rows];
  } else if (m.diagonal) {
    for (size_t k = 0; k < n; k++) w[k] = left[k * m.rows] * m.core[k];
  } else {
    EACH(n, {
      vf sum = splat(0);
      for (size_t l = 0; l < n; l++)
        sum = fma16(splat(left[l * m.rows]), LOAD(m.core + l * n), sum);
      STORE(w, sum);
    });
  }
  for (size_t k = 0; k < n; k++) w[k] *= m.factor;
}

INLINE void combine_rest(size_t n, size_t rank, const float *w, const float *basis, size_t stride,
                         float scale, float *y) {
  EACH(n, {
    vf sum = splat(0);
    for (size_t k = 0; k < rank; k++) sum = fma16(splat(w[k]), LOAD(basis + k * stride), sum);
    STORE(y, fma16(splat(scale), sum, LOAD(y)));
  });
}

// y += scale · w · basis: `rows` rows of n elements, y's and the basis's `stride` apart.
INLINE void combine(int rows, size_t n, size_t rank, const float *w, const float *basis,
                    size_t stride, float scale, float *y) {
  size_t j = 0;
  for (; j + 2 * W <= n; j += 2 * W) {
    vf sum[TILE_ROWS][2] = {{0}};
    for (size_t k = 0; k < rank; k++) {
      vf a = load(basis + k * stride + j), b = load(basis + k * stride + j + W);
      for (int i = 0; i < rows; i++) {
        vf c = splat(w[(size_t)i * rank + k]);
        sum[i][0] = fma16(c, a, sum[i][0]);
        sum[i][1] = fma16(c, b, sum[i][1]);
      }
    }
    for (int i = 0; i < rows; i++) {
      float *p = y + (size_t)i * stride + j;
      store(p, fma16(splat(scale), sum[i][0], load(p)));
      store(p + W, fma16(splat(scale), sum[i][1], load(p + W)));
    }
  }
  for (int row = 0; row < rows; row++)
    combine_rest(n - j, rank, w + (size_t)row * rank, basis + j, stride, scale,
                 y + (size_t)row * stride + j);
}

static void low_rank_add(size_t n, zo_low_rank m, float scale, size_t start, float *y) {
  float w[TILE_ROWS * ZO_RANKS];
  const float *basis = m.right ? m.right : m.core;
  for (size_t done = 0, take; done < n; done += take) {
    size_t row = (start + done) / m.columns, column = (start + done) % m.columns;
    size_t left = n - done;
    int rows = column == 0 && left >= TILE_ROWS * m.columns ? TILE_ROWS : 1;
    size_t each = left < m.columns - column ? left : m.columns - column;
    for (int i = 0; i < rows; i++)
      low_rank_coefficients(m, row + (size_t)i, w + (size_t)i * m.rank);
    if (rows == 1) combine(1, each, m.rank, w, basis + column, m.columns, scale, y + done);
    else combine(TILE_ROWS, each, m.rank, w, basis, m.columns, scale, y + done);
    take = (size_t)rows * each;
  }
}
