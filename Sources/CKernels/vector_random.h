// Directions, made from the words of their site.

// Groups that are made together: alone, one waits for its own rounds, and too many do not fit the
// registers. ns per element of `direction_add` by one, two and four: avx512 (Zen 5) 0.38, 0.28,
// 0.24; of `displace_lanes` avx2 (EPYC) 0.99, 0.89, 1.13. Since then Box–Muller is of two vectors
// at once, and two lanes are displaced together: 0.84 by two groups.
#define GROUPS ZO_GROUPS

// Elements 64·group … 64·(group + count) - 1: word j of block 16·group + l is element 16·j + l of
// the group.
INLINE void gaussian_groups(zo_site site, uint64_t group, int count, vf *z) {
  words16 r[GROUPS];
  site_words(site, group, count, r);
  for (int g = 0; g < count; g++, z += 4) {
    const vu *w = r[g].w;
    pf cosines, sines;
    box_muller(pair(w[0], w[2]), pair(w[1], w[3]), &cosines, &sines);
    part(cosines, &z[0], &z[2]);
    part(sines, &z[1], &z[3]);
  }
}

// n elements of one group.
static void gaussian_part(size_t n, float scale, zo_site site, uint64_t start, float *dst) {
  vf z[4];
  float t[64];
  gaussian_groups(site, start >> 6, 1, z);
  memcpy(t, z, sizeof t);
  for (size_t i = 0; i < n; i++) dst[i] = __builtin_fmaf(scale, t[(start & 63) + i], dst[i]);
}

static void gaussian_add(size_t n, float scale, zo_site site, uint64_t start, float *dst) {
  for (size_t done = 0, take; done < n; done += take) {
    uint64_t at = start + done;
    size_t left = n - done;
    if (at % 64 == 0 && left >= 64 * GROUPS) {
      vf z[4 * GROUPS];
      gaussian_groups(site, at >> 6, GROUPS, z);
      take = 64 * GROUPS;
      for (size_t j = 0; j < 4 * GROUPS; j++) {
        float *p = dst + done + W * j;
        store(p, fma16(splat(scale), z[j], load(p)));
      }
    } else {
      take = 64 - (size_t)(at % 64);
      if (take > left) take = left;
      gaussian_part(take, scale, site, at, dst + done);
    }
  }
}

// ±scale, by bit k of each word.
INLINE vf signed16(float scale, vu word, uint32_t k) {
  const vu one = __builtin_bit_cast(vu, splat(scale));
  return __builtin_bit_cast(vf, one ^ (word << (31u - k) & 0x80000000u));
}

// The elements first … first + n - 1 of a word's 512, in vectors or parts of them.
static void rademacher_part(size_t n, float scale, vu word, size_t first, float *dst) {
  for (size_t done = 0, take; done < n; done += take) {
    size_t at = first + done, skip = at % W;
    vf z = signed16(scale, word, (uint32_t)(at / W));
    take = n - done < W - skip ? n - done : W - skip;
    if (take == W) {
      store(dst + done, load(dst + done) + z);
    } else {
      for (size_t i = 0; i < take; i++) dst[done + i] += z[skip + i];
    }
  }
}

// Elements of a group of 2048: bit k of word j of block 16·group + l is element 512·j + 16·k + l.
static void rademacher_add(size_t n, float scale, zo_site site, uint64_t start, float *dst) {
  words16 r;
  uint64_t made = ~0ull;
  for (size_t done = 0, take; done < n; done += take) {
    uint64_t at = start + done;
    size_t first = (size_t)(at % 512);
    if (at / 2048 != made) {
      made = at / 2048;
      site_words(site, made, 1, &r);
    }
    vu word = r.w[at / 512 % 4];
    take = n - done < 512 - first ? n - done : 512 - first;
    if (take < 512) {
      rademacher_part(take, scale, word, first, dst + done);
      continue;
    }
#pragma clang loop unroll(full)
    for (uint32_t k = 0; k < 32; k++) {
      float *p = dst + done + W * k;
      store(p, load(p) + signed16(scale, word, k));
    }
  }
}

static void direction_add(int kind, size_t n, float scale, zo_site site, uint64_t start,
                          float *dst) {
  if (kind == ZO_RADEMACHER) rademacher_add(n, scale, site, start, dst);
  else gaussian_add(n, scale, site, start, dst);
}

// Elements that are made at once where z goes straight to what it is added to.
enum { BLOCK = 64 * GROUPS };

// Elements at … at + n - 1 of z, at most a block, within one block of the tensor.
INLINE void direction_block(int kind, size_t n, zo_site site, uint64_t at, vf *z) {
  if (kind == ZO_GAUSSIAN && n == BLOCK) {
    gaussian_groups(site, at >> 6, GROUPS, z);
    return;
  }
  float t[BLOCK] = {0};
  direction_add(kind, n, 1, site, at, t);
  memcpy(z, t, sizeof t);
}

// The elements of a block from `at` on, of which `left` are wanted.
INLINE size_t block_length(uint64_t at, size_t left) {
  size_t take = BLOCK - (size_t)(at % BLOCK);
  return take < left ? take : left;
}

// A block's vector j of weights in any format, and back.
INLINE vf load_weights(int format, const void *weights, size_t i, size_t n) {
  if (format == ZO_F32) {
    const float *w = (const float *)weights + i;
    return n >= W ? load(w) : load_part(w, n, 0);
  }
  vh h = {0};
  memcpy(&h, (const uint16_t *)weights + i, (n < W ? n : W) * sizeof(uint16_t));
  return widen16(format, h);
}

INLINE void store_weights(int format, vf x, void *weights, size_t i, size_t n) {
  if (format == ZO_F32) {
    float *w = (float *)weights + i;
    if (n >= W) store(w, x); else store_part(w, x, n);
    return;
  }
  vh h = narrow16(format, x);
  memcpy((uint16_t *)weights + i, &h, (n < W ? n : W) * sizeof(uint16_t));
}

// One lane of a block or two, as the compiler knows: weights and z are read once for both. 0 + z:
// as a z that was added to zeros.
INLINE void displace_block(int format, size_t n, const vf *z, const void *src, size_t i,
                           const size_t lanes, const float *scales, int to, void *const *dst) {
  const vf scale[2] = {splat(scales[0]), splat(scales[lanes - 1])};
  void *const at[2] = {dst[0], dst[lanes - 1]};
#pragma clang loop unroll(full)
  for (size_t j = 0; j < BLOCK / W; j++) {
    if (j * W >= n) break;
    const size_t left = n - j * W;
    const vf w = load_weights(format, src, i + j * W, left), along = z[j] + splat(0);
    for (size_t lane = 0; lane < lanes; lane++)
      store_weights(to, fma16(scale[lane], along, w), at[lane], i + j * W, left);
  }
}

// All lanes of a block in pairs.
INLINE void displace_pairs(int format, size_t n, const vf *z, const void *src, size_t i,
                           size_t lanes, const float *scales, int to, void *const *dst) {
  size_t lane = 0;
  for (; lane + 2 <= lanes; lane += 2)
    displace_block(format, n, z, src, i, 2, scales + lane, to, dst + lane);
  if (lane < lanes) displace_block(format, n, z, src, i, 1, scales + lane, to, dst + lane);
}

// A whole block, of a format that the compiler knows.
INLINE void displace_whole(int format, const vf *z, const void *src, size_t i, size_t lanes,
                           const float *scales, int to, void *const *dst) {
  if (format == ZO_F32) displace_pairs(ZO_F32, BLOCK, z, src, i, lanes, scales, to, dst);
  else if (format == ZO_BF16) displace_pairs(ZO_BF16, BLOCK, z, src, i, lanes, scales, to, dst);
  else displace_pairs(ZO_F16, BLOCK, z, src, i, lanes, scales, to, dst);
}

static void displace_lanes(int kind, size_t n, zo_site site, uint64_t start, int format,
                           const void *src, size_t lanes, const float *scales, int to,
                           void *const *dst) {
  for (size_t done = 0, take; done < n; done += take) {
    vf z[BLOCK / W];
    take = block_length(start + done, n - done);
    direction_block(kind, take, site, start + done, z);
    if (take < BLOCK) displace_pairs(format, take, z, src, done, lanes, scales, to, dst);
    else if (to == ZO_F32) displace_whole(format, z, src, done, lanes, scales, ZO_F32, dst);
    else displace_whole(format, z, src, done, lanes, scales, ZO_BF16, dst);
  }
}

// One block's step: the sum of the terms in their order, times every factor, off the weights.
INLINE void descend_block(int format, size_t n, vf *step, size_t factors, const float *factor,
                          void *weights, size_t i) {
  for (size_t f = 0; f < factors; f++) {
    const vf by = splat(factor[f]);
#pragma clang loop unroll(full)
    for (size_t j = 0; j < BLOCK / W; j++) step[j] *= by;
  }
#pragma clang loop unroll(full)
  for (size_t j = 0; j < BLOCK / W; j++) {
    if (j * W >= n) break;
    vf w = load_weights(format, weights, i + j * W, n - j * W);
    store_weights(format, w - step[j], weights, i + j * W, n - j * W);
  }
}

// The same of one term and one factor, which are most: z is in registers until the weights are.
INLINE void descend_along(const vf *z, float scale, float factor, float *weights) {
#pragma clang loop unroll(full)
  for (size_t j = 0; j < BLOCK / W; j++) {
    float *w = weights + j * W;
    store(w, load(w) - fma16(splat(scale), z[j], splat(0)) * splat(factor));
  }
}

static void descend(int kind, size_t n, size_t terms, const zo_site *sites, const float *scales,
                    uint64_t start, size_t factors, const float *factor, int format,
                    void *weights) {
  for (size_t done = 0, take; done < n; done += take) {
    vf step[BLOCK / W] = {0}, z[BLOCK / W];
    take = block_length(start + done, n - done);
    if (format == ZO_F32 && terms == 1 && factors == 1 && take == BLOCK) {
      direction_block(kind, take, sites[0], start + done, z);
      descend_along(z, scales[0], factor[0], (float *)weights + done);
      continue;
    }
    for (size_t t = 0; t < terms; t++) {
      direction_block(kind, take, sites[t], start + done, z);
      const vf scale = splat(scales[t]);
#pragma clang loop unroll(full)
      for (size_t j = 0; j < BLOCK / W; j++) step[j] = fma16(scale, z[j], step[j]);
    }
    if (take < BLOCK) descend_block(format, take, step, factors, factor, weights, done);
    else if (format == ZO_F32) descend_block(ZO_F32, BLOCK, step, factors, factor, weights, done);
    else if (format == ZO_BF16) descend_block(ZO_BF16, BLOCK, step, factors, factor, weights, done);
    else descend_block(ZO_F16, BLOCK, step, factors, factor, weights, done);
  }
}
