// Kernels on flat arrays.

INLINE vf widen16(int format, vh h) {
  if (format == ZO_BF16) return __builtin_bit_cast(vf, __builtin_convertvector(h, vu) << 16);
  return __builtin_convertvector(__builtin_bit_cast(vf16, h), vf);
}

// bf16 by round to nearest even; a NaN keeps a mantissa bit.
INLINE vh narrow16(int format, vf x) {
  if (format == ZO_F16) return __builtin_bit_cast(vh, __builtin_convertvector(x, vf16));
  vu b = __builtin_bit_cast(vu, x);
  vu rounded = (b + 0x7fffu + ((b >> 16) & 1u)) >> 16;
  vu quiet = (b >> 16) | 0x40u;
  vu nan = __builtin_bit_cast(vu, x != x);
  return __builtin_convertvector((nan & quiet) | (~nan & rounded), vh);
}

static void widen(size_t n, int format, const void *src, float *dst) {
  if (format == ZO_F32) { memcpy(dst, src, n * sizeof(float)); return; }
  const uint16_t *s = src;
  size_t i = 0;
  vh h;
  for (; i + W <= n; i += W) {
    memcpy(&h, s + i, sizeof h);
    store(dst + i, widen16(format, h));
  }
  if (i < n) {
    memset(&h, 0, sizeof h);
    memcpy(&h, s + i, (n - i) * sizeof *s);
    store_part(dst + i, widen16(format, h), n - i);
  }
}

static void narrow(size_t n, int format, const float *src, void *dst) {
  if (format == ZO_F32) { memcpy(dst, src, n * sizeof(float)); return; }
  uint16_t *d = dst;
  EACH(n, {
    vh h = narrow16(format, LOAD(src));
    memcpy(d + i, &h, (full ? W : n - i) * sizeof *d);
  });
}

// Neither infinite nor NaN: not all bits of the exponent are set.
static int all_finite(size_t n, int format, const void *src) {
  if (format == ZO_F32) {
    const float *x = src;
    const vu exponent = (vu)(0x7f800000u);
    vi found = (vi)(0);
    EACH(n, found |= (__builtin_bit_cast(vu, LOAD(x)) & exponent) == exponent;);
    return !__builtin_reduce_or(found);
  }
  const uint16_t *s = src;
  const vh exponent = (vh)(uint16_t)(format == ZO_F16 ? 0x7c00 : 0x7f80);
  vh found = (vh)(uint16_t)0;
  EACH(n, {
    vh h = (vh)(uint16_t)0;
    memcpy(&h, s + i, (full ? W : n - i) * sizeof *s);
    found |= __builtin_bit_cast(vh, (h & exponent) == exponent);
  });
  return !__builtin_reduce_or(found);
}

static void displace(size_t n, int format, const void *src, float factor, const float *z,
                     float *dst) {
  if (format == ZO_F32) {
    const float *w = src;
    EACH(n, STORE(dst, fma16(splat(factor), LOAD(z), LOAD(w))););
    return;
  }
  const uint16_t *s = src;
  EACH(n, {
    vh h = {0};
    memcpy(&h, s + i, (full ? W : n - i) * sizeof *s);
    STORE(dst, fma16(splat(factor), LOAD(z), widen16(format, h)));
  });
}

static void fill(size_t n, float value, float *y) { EACH(n, STORE(y, splat(value));); }
static void add(size_t n, const float *a, const float *b, float *y) {
  EACH(n, STORE(y, LOAD(a) + LOAD(b)););
}
static void multiply(size_t n, const float *a, const float *b, float *y) {
  EACH(n, STORE(y, LOAD(a) * LOAD(b)););
}
static void scale_add(size_t n, float scale, const float *x, float *y) {
  EACH(n, STORE(y, fma16(splat(scale), LOAD(x), LOAD(y))););
}
// y = decay · y + weight · x² or weight · x, each operation rounded.
static void add_squares(size_t n, float weight, const float *x, float decay, float *y) {
  EACH(n, {
    vf v = LOAD(x);
    STORE(y, splat(decay) * LOAD(y) + splat(weight) * v * v);
  });
}
static void add_scaled(size_t n, float weight, const float *x, float decay, float *y) {
  EACH(n, STORE(y, splat(decay) * LOAD(y) + splat(weight) * LOAD(x)););
}
static void divide_by_root(size_t n, float scale, float correction, float inner, float outer,
                           const float *v, float *x) {
  EACH(n, {
    vf root = __builtin_elementwise_sqrt(LOAD(v) / splat(correction) + splat(inner));
    STORE(x, splat(scale) * LOAD(x) / (root + splat(outer)));
  });
}
static void grow_curvature(size_t n, float keep, float gain, const float *z, float *h) {
  EACH(n, {
    vf old = LOAD(h);
    vf step = LOAD(z);
    STORE(h, splat(keep) * old + splat(gain) * old * step * step);
  });
}
static void scale(size_t n, float factor, float *y) { EACH(n, STORE(y, LOAD(y) * splat(factor));); }

static float dot(size_t n, const float *a, const float *b) {
  vf s0 = splat(0), s1 = splat(0), s2 = splat(0), s3 = splat(0);
  size_t i = 0;
  for (; i + 4 * W <= n; i += 4 * W) {
    s0 = fma16(load(a + i), load(b + i), s0);
    s1 = fma16(load(a + i + W), load(b + i + W), s1);
    s2 = fma16(load(a + i + 2 * W), load(b + i + 2 * W), s2);
    s3 = fma16(load(a + i + 3 * W), load(b + i + 3 * W), s3);
  }
  for (; i + W <= n; i += W) s0 = fma16(load(a + i), load(b + i), s0);
  if (i < n) s1 = fma16(load_part(a + i, n - i, 0), load_part(b + i, n - i, 0), s1);
  return sum16((s0 + s1) + (s2 + s3));
}

INLINE vf logistic16(vf x) { return splat(1.0f) / (splat(1.0f) + exp16(-x)); }
INLINE vf gelu_inner16(vf x) {
  return splat(0.7978845608f) * fma16(x * x * x, splat(0.044715f), x);
}

INLINE vf activate16(int kind, vf x) {
  switch (kind) {
    case ZO_RELU: return x <= splat(0) ? splat(0) : x;  // a NaN stays
    case ZO_GELU:
      return x * splat(0.5f) * (splat(1.0f) + erf16(x * splat(0.70710678f)));
    case ZO_GELU_TANH:
      return x * splat(0.5f) * (splat(1.0f) + tanh16(gelu_inner16(x)));
    case ZO_SILU: return x * logistic16(x);
    default: return tanh16(x);
  }
}

INLINE vf slope16(int kind, vf x) {
  switch (kind) {
    case ZO_RELU: return x > splat(0) ? splat(1.0f) : splat(0);
    case ZO_GELU: {
      vf cdf = splat(0.5f) * (splat(1.0f) + erf16(x * splat(0.70710678f)));
      return fma16(x * splat(0.39894228f), exp16(x * x * splat(-0.5f)), cdf);
    }
    case ZO_GELU_TANH: {
      vf t = tanh16(gelu_inner16(x));
      vf inner = splat(0.7978845608f) * fma16(x * x, splat(3.0f * 0.044715f), splat(1.0f));
      vf tail = splat(0.5f) * x * (splat(1.0f) - t * t) * inner;
      return fma16(splat(0.5f), splat(1.0f) + t, tail);
    }
    case ZO_SILU: {
      vf s = logistic16(x);
      return s * fma16(x, splat(1.0f) - s, splat(1.0f));
    }
    default: {
      vf t = tanh16(x);
      return splat(1.0f) - t * t;
    }
  }
}

#define BY_KIND(BODY)                                                                    \
  switch (kind) {                                                                        \
    case ZO_RELU: { enum { K = ZO_RELU }; BODY } break;                                  \
    case ZO_GELU: { enum { K = ZO_GELU }; BODY } break;                                  \
    case ZO_GELU_TANH: { enum { K = ZO_GELU_TANH }; BODY } break;                        \
    case ZO_SILU: { enum { K = ZO_SILU }; BODY } break;                                  \
    default: { enum { K = ZO_TANH }; BODY } break;                                       \
  }

static void activate(int kind, size_t n, const float *x, float *y) {
  BY_KIND(EACH(n, STORE(y, activate16(K, LOAD(x)));););
}
static void activate_gradient(int kind, size_t n, const float *x, const float *dy, float *dx) {
  BY_KIND(EACH(n, STORE(dx, LOAD(dy) * slope16(K, LOAD(x)));););
}

static void adam(size_t n, float beta1, float beta2, float c1, float c2, float eps, float *m,
                 float *v, float *g) {
  EACH(n, {
    vf gradient = LOAD(g);
    vf first = fma16(splat(beta1), LOAD(m), splat(1.0f - beta1) * gradient);
    vf second = fma16(splat(beta2), LOAD(v), splat(1.0f - beta2) * gradient * gradient);
    STORE(m, first);
    STORE(v, second);
    vf root = __builtin_elementwise_sqrt(second / splat(c2)) + splat(eps);
    STORE(g, first / splat(c1) / root);
  });
}

static void exp_add(size_t n, float coefficient, float lse, const float *x, float *y) {
  EACH(n, STORE(y, fma16(splat(coefficient), exp16(LOAD(x) - splat(lse)), LOAD(y))););
}
