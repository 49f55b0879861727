// Kernels on rows of matrices (row-major, packed).

static void add_rows(size_t rows, size_t cols, const float *row, float *y) {
  for (size_t r = 0; r < rows; r++) add(cols, y + r * cols, row, y + r * cols);
}
static void column_sums(size_t rows, size_t cols, const float *x, float *sums) {
  for (size_t r = 0; r < rows; r++) add(cols, sums, x + r * cols, sums);
}

typedef struct { float mean, rstd; } moments;

// Mean (0 for RMS norm) and reciprocal deviation of a row, in two passes.
INLINE moments moments_of(size_t n, int centered, float eps, const float *x) {
  vf total = splat(0);
  if (centered) EACH(n, total += LOAD(x););
  float mean = sum16(total) / (float)n;
  vf squares = splat(0);
  EACH(n, {
    vf d = (full ? load(x + i) : load_part(x + i, n - i, mean)) - splat(mean);
    squares = fma16(d, d, squares);
  });
  float variance = sum16(squares) / (float)n;
  return (moments){mean, 1.0f / __builtin_sqrtf(variance + eps)};
}

static void norm(size_t rows, size_t cols, int centered, float eps, const float *x,
                 const float *weight, const float *shift, float *y) {
  const size_t n = cols;
  for (size_t r = 0; r < rows; r++, x += n, y += n) {
    moments m = moments_of(n, centered, eps, x);
    if (shift) EACH(n, {
      vf hat = (LOAD(x) - splat(m.mean)) * splat(m.rstd);
      STORE(y, fma16(hat, LOAD(weight), LOAD(shift)));
    });
    else EACH(n, STORE(y, (LOAD(x) - splat(m.mean)) * splat(m.rstd) * LOAD(weight)););
  }
}

static void norm_jacobian(size_t rows, size_t cols, int centered, float eps, const float *x,
                          const float *weight, const float *d, float *y) {
  const size_t n = cols;
  for (size_t r = 0; r < rows; r++, x += n, d += n, y += n) {
    moments m = moments_of(n, centered, eps, x);
    vf total = splat(0), along = splat(0);
    EACH(n, {
      vf v = weight ? LOAD(d) * LOAD(weight) : LOAD(d);
      total += v;
      along = fma16(v, (LOAD(x) - splat(m.mean)) * splat(m.rstd), along);
    });
    float mean = centered ? sum16(total) / (float)n : 0.0f;
    float slope = sum16(along) / (float)n;
    EACH(n, {
      vf v = weight ? LOAD(d) * LOAD(weight) : LOAD(d);
      vf hat = (LOAD(x) - splat(m.mean)) * splat(m.rstd);
      STORE(y, (v - splat(mean) - hat * splat(slope)) * splat(m.rstd));
    });
  }
}

static void norm_scale_gradient(size_t rows, size_t cols, int centered, float eps, const float *x,
                                const float *dy, float *sums) {
  const size_t n = cols;
  for (size_t r = 0; r < rows; r++, x += n, dy += n) {
    moments m = moments_of(n, centered, eps, x);
    EACH(n, {
      vf hat = (LOAD(x) - splat(m.mean)) * splat(m.rstd);
      STORE(sums, fma16(LOAD(dy), hat, LOAD(sums)));
    });
  }
}

INLINE float highest_of(size_t n, const float *x) {
  vf best = splat(-INFINITY);
  EACH(n, best = max16(full ? load(x + i) : load_part(x + i, n - i, -INFINITY), best););
  return highest16(best);
}

static void softmax(size_t rows, size_t cols, int causal, size_t shift, size_t window, float factor,
                    float *s) {
  for (size_t r = 0; r < rows; r++, s += cols) {
    size_t end = causal && r + shift + 1 < cols ? r + shift + 1 : cols;
    size_t reach = r + shift + 1;
    size_t begin = causal && window && reach > window ? reach - window : 0;
    const size_t n = end - begin;
    float *x = s + begin;
    float top = highest_of(n, x);
    vf total = splat(0);
    EACH(n, {
      vf e = exp16((LOAD(x) - splat(top)) * splat(factor));
      STORE(x, e);
      total += full ? e : load_part(x + i, n - i, 0);
    });
    scale(n, 1.0f / sum16(total), x);
    for (size_t i = 0; i < begin; i++) s[i] = 0;
    for (size_t i = end; i < cols; i++) s[i] = 0;
  }
}

static void softmax_jacobian(size_t rows, size_t cols, const float *p, float *d) {
  const size_t n = cols;
  for (size_t r = 0; r < rows; r++, p += n, d += n) {
    float along = dot(n, p, d);
    EACH(n, STORE(d, LOAD(p) * (LOAD(d) - splat(along))););
  }
}

static float log_sum_exp(size_t n, const float *x) {
  float top = highest_of(n, x);
  vf total = splat(0);
  EACH(n, {
    vf e = exp16((full ? load(x + i) : load_part(x + i, n - i, -INFINITY)) - splat(top));
    total += e;
  });
  // The short vector's missing lanes hold exp(-87) ≈ 1e-38, below half an ulp of any sum ≥ 1.
  return top + logf(sum16(total));
}

static void rotate(size_t rows, size_t heads, size_t dim, size_t turned, float sign,
                   const float *cosine, const float *sine, const float *x, float *y) {
  const size_t n = turned / 2;
  for (size_t r = 0; r < rows; r++, cosine += n, sine += n)
    for (size_t h = 0; h < heads; h++, x += dim, y += dim) {
      EACH(n, {
        vf a = LOAD(x);
        vf b = LOAD(x + n);
        vf c = LOAD(cosine);
        vf s = splat(sign) * LOAD(sine);
        STORE(y, a * c - b * s);
        STORE(y + n, fma16(b, c, a * s));
      });
      for (size_t i = turned; i < dim; i++) y[i] = x[i];
    }
}
