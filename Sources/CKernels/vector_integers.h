// Matrices of small integers with a scale for each group of a row: w = s·q.
//
// Elements of four bits lie two in a byte, the first in the low half. A run of elements is walked
// in pieces that share a scale; a piece that begins at an odd half-byte is walked one by one.

typedef int8_t vc __attribute__((ext_vector_type(16)));
typedef uint8_t vb __attribute__((ext_vector_type(16)));
typedef uint8_t vb8 __attribute__((ext_vector_type(8)));

INLINE int32_t integer_at(int bits, const uint8_t *q, size_t i) {
  if (bits == 8) return (int8_t)q[i];
  return ((q[i >> 1] >> (i & 1 ? 4 : 0) & 15) ^ 8) - 8;
}

INLINE void put_integer(int bits, uint8_t *q, size_t i, int32_t value) {
  if (bits == 8) {
    q[i] = (uint8_t)value;
    return;
  }
  unsigned shift = i & 1 ? 4 : 0;
  q[i >> 1] = (uint8_t)((q[i >> 1] & ~(15u << shift)) | ((uint32_t)value & 15u) << shift);
}

// Sixteen elements from i, which is even when they have four bits.
INLINE vi integers16(int bits, const uint8_t *q, size_t i) {
  if (bits == 8) {
    vc bytes;
    memcpy(&bytes, q + i, sizeof bytes);
    return __builtin_convertvector(bytes, vi);
  }
  vb8 bytes;
  memcpy(&bytes, q + (i >> 1), sizeof bytes);
  vb both = __builtin_shufflevector(bytes, bytes, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  const vu odd = {0, 4, 0, 4, 0, 4, 0, 4, 0, 4, 0, 4, 0, 4, 0, 4};
  vu low = __builtin_convertvector(both, vu) >> odd & 15u;
  return __builtin_bit_cast(vi, low ^ 8u) - 8;
}

INLINE void put_integers16(int bits, uint8_t *q, size_t i, vi values) {
  vb bytes = __builtin_convertvector(__builtin_bit_cast(vu, values), vb);
  if (bits == 8) {
    memcpy(q + i, &bytes, sizeof bytes);
    return;
  }
  vb8 even = __builtin_shufflevector(bytes, bytes, 0, 2, 4, 6, 8, 10, 12, 14);
  vb8 odd = __builtin_shufflevector(bytes, bytes, 1, 3, 5, 7, 9, 11, 13, 15);
  vb8 both = (even & 15) | odd << 4;
  memcpy(q + (i >> 1), &both, sizeof both);
}

// A piece of a run that shares a scale.
typedef struct { size_t count, group; } piece_of;

INLINE piece_of integer_piece(zo_integers m, size_t at, size_t left) {
  size_t row = at / m.columns, column = at % m.columns;
  size_t groups = (m.columns + ZO_GROUP - 1) / ZO_GROUP, group = column / ZO_GROUP;
  size_t end = (group + 1) * ZO_GROUP < m.columns ? (group + 1) * ZO_GROUP : m.columns;
  size_t count = end - column < left ? end - column : left;
  return (piece_of){count, row * groups + group};
}

INLINE void widen_piece(int bits, size_t n, size_t at, const uint8_t *q, float s, int adds,
                        float *dst) {
  size_t i = 0;
  if (bits == 8 || at % 2 == 0) {
    for (; i + W <= n; i += W) {
      vf x = __builtin_convertvector(integers16(bits, q, at + i), vf);
      store(dst + i, adds ? fma16(splat(s), x, load(dst + i)) : splat(s) * x);
    }
  }
  for (; i < n; i++) {
    float x = (float)integer_at(bits, q, at + i);
    dst[i] = adds ? __builtin_fmaf(s, x, dst[i]) : s * x;
  }
}

static void widen_integers(size_t n, zo_integers m, size_t start, const void *src,
                           const float *scales, float *dst) {
  piece_of piece;
  for (size_t done = 0; done < n; done += piece.count) {
    piece = integer_piece(m, start + done, n - done);
    float s = scales[piece.group];
    if (m.bits == 8) widen_piece(8, piece.count, start + done, src, s, 0, dst + done);
    else widen_piece(4, piece.count, start + done, src, s, 0, dst + done);
  }
}

static void add_integers(size_t n, zo_integers m, size_t start, const void *src,
                         const float *factors, size_t first, float scale, float *dst) {
  piece_of piece;
  for (size_t done = 0; done < n; done += piece.count) {
    piece = integer_piece(m, start + done, n - done);
    float s = scale * factors[piece.group - first];
    if (m.bits == 8) widen_piece(8, piece.count, start + done, src, s, 1, dst + done);
    else widen_piece(4, piece.count, start + done, src, s, 1, dst + done);
  }
}

INLINE int32_t nearest(float x) { return (int32_t)__builtin_rintf(x); }

static void quantize(size_t n, zo_integers m, size_t start, const float *src, void *dst,
                     float *scales) {
  const float limit = m.bits == 8 ? 127.0f : 7.0f;
  piece_of piece;
  for (size_t done = 0; done < n; done += piece.count) {
    piece = integer_piece(m, start + done, n - done);
    float top = 0;
    for (size_t i = 0; i < piece.count; i++) {
      float size = __builtin_fabsf(src[done + i]);
      top = size > top ? size : top;
    }
    float s = top / limit;
    scales[piece.group] = s;
    for (size_t i = 0; i < piece.count; i++) {
      float x = s > 0 ? src[done + i] / s : 0.0f;
      // A scale so small that it has few bits, and what is not a number.
      x = x > limit ? limit : x >= -limit ? x : -limit;
      put_integer(m.bits, dst, start + done + i, nearest(x));
    }
  }
}

// Numbers in 0 … 1 for the elements 64·group … 64·group + 63, from the upper 31 bits of each word.
INLINE void uniforms(zo_site site, uint64_t group, float *u) {
  words16 r;
  site_words(site, group, 1, &r);
  for (int j = 0; j < 4; j++) {
    vf x = __builtin_convertvector(__builtin_bit_cast(vi, r.w[j] >> 1), vf) + splat(0.5f);
    store(u + W * j, x * splat(0x1p-31f));
  }
}

// x rounded up or down to a whole number, towards zero with the complement of its fraction: the
// mean over u is x. Exact whole numbers stay what they are.
INLINE vf stochastic16(vf x, vf u) {
  vf size = max16(x, -x);
  vf whole = __builtin_elementwise_trunc(size);
  vi up = size - whole > u;
  vf rounded = whole + __builtin_bit_cast(vf, up & __builtin_bit_cast(vi, splat(1.0f)));
  return x < splat(0.0f) ? -rounded : rounded;
}

static void round_part(size_t n, float step, const float *u, float *x) {
  EACH(n, STORE(x, splat(step) * stochastic16(LOAD(x) / splat(step), LOAD(u))););
}

static void round_stochastic(size_t n, float step, zo_site site, uint64_t start, float *x) {
  float u[64];
  for (size_t done = 0, take; done < n; done += take) {
    size_t skip = (size_t)((start + done) % 64);
    take = 64 - skip < n - done ? 64 - skip : n - done;
    uniforms(site, (start + done) / 64, u);
    round_part(take, step, u + skip, x + done);
  }
}

// x / s within ±most, beyond which every step ends at a limit; what is no number is no step.
static void steps_part(size_t n, float s, float most, const float *x, float *moved) {
  EACH(n, {
    vf v = LOAD(x) / splat(s);
    v = v > splat(most) ? splat(most) : v;
    v = v < splat(-most) ? splat(-most) : v;
    STORE(moved, v == v ? v : splat(0));
  });
}

INLINE void move_piece(int bits, size_t n, size_t at, const float *moved, uint8_t *q) {
  const int32_t limit = bits == 8 ? 127 : 7;
  size_t i = 0;
  if (bits == 8 || at % 2 == 0) {
    for (; i + W <= n; i += W) {
      vi to = integers16(bits, q, at + i) - __builtin_convertvector(load(moved + i), vi);
      to = to > (vi)(limit) ? (vi)(limit) : to;
      put_integers16(bits, q, at + i, to < (vi)(-limit) ? (vi)(-limit) : to);
    }
  }
  for (; i < n; i++) {
    int32_t to = integer_at(bits, q, at + i) - (int32_t)moved[i];
    put_integer(bits, q, at + i, to > limit ? limit : to < -limit ? -limit : to);
  }
}

static void step_integers(size_t n, zo_integers m, size_t start, const float *step, zo_site site,
                          const float *scales, void *q) {
  const float most = m.bits == 8 ? 512.0f : 32.0f;
  float moved[ZO_GROUP];
  piece_of piece;
  for (size_t done = 0; done < n; done += piece.count) {
    piece = integer_piece(m, start + done, n - done);
    float s = scales[piece.group];
    if (!(s > 0)) continue;
    steps_part(piece.count, s, most, step + done, moved);
    round_stochastic(piece.count, 1.0f, site, start + done, moved);
    if (m.bits == 8) move_piece(8, piece.count, start + done, moved, q);
    else move_piece(4, piece.count, start + done, moved, q);
  }
}
