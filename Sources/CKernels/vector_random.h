// Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011) on sixteen
// counters at once, and the directions made from it.

typedef struct { vu w[4]; } words16;

INLINE void multiply_wide(vu a, uint32_t m, vu *high, vu *low) {
  vq x = __builtin_bit_cast(vq, a);
  vq even = (x & 0xffffffffull) * (vq)(uint64_t)m;
  vq odd = (x >> 32) * (vq)(uint64_t)m;
  *low = __builtin_bit_cast(vu, (even & 0xffffffffull) | (odd << 32));
  *high = __builtin_bit_cast(vu, (even >> 32) | (odd & 0xffffffff00000000ull));
}

// Blocks block … block + 15 of a site.
INLINE words16 philox16(zo_site site, uint64_t block) {
  const vu lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  // Groups start at multiples of sixteen blocks, so the low word cannot carry.
  vu c0 = (vu)(uint32_t)block + lane, c1 = (vu)(uint32_t)(block >> 32);
  vu c2 = (vu)site.tensor, c3 = (vu)site.stream;
  uint32_t k0 = site.key[0], k1 = site.key[1];
  for (int round = 0; round < 10; round++) {
    vu h0, l0, h1, l1;
    multiply_wide(c0, 0xD2511F53u, &h0, &l0);
    multiply_wide(c2, 0xCD9E8D57u, &h1, &l1);
    c0 = h1 ^ c1 ^ k0;
    c2 = h0 ^ c3 ^ k1;
    c1 = l1;
    c3 = l0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (words16){{c0, c1, c2, c3}};
}

// Box–Muller on words (a, b): the radius from 31 bits of a, the angle from all of b, whose top
// bits give the quadrant without a rounding.
INLINE void box_muller(vu a, vu b, vf *first, vf *second) {
  vf u = (__builtin_convertvector(__builtin_bit_cast(vi, a >> 1), vf) + splat(0.5f))
         * splat(4.656612873077393e-10f);
  vf radius = __builtin_elementwise_sqrt(max16(log16(u) * splat(-2.0f), splat(0.0f)));
  vu quadrant = (b + 0x20000000u) >> 30;
  vi rest = __builtin_bit_cast(vi, b - (quadrant << 30));
  vf x = __builtin_convertvector(rest, vf) * splat(1.4629180792671596e-9f);  // 2π / 2^32
  vf z = x * x;
  vf s = fma16(fma16(splat(-1.9515295891e-4f), z, splat(8.3321608736e-3f)), z,
               splat(-1.6666654611e-1f));
  s = fma16(s * z, x, x);
  vf c = fma16(fma16(splat(2.443315711809948e-5f), z, splat(-1.388731625493765e-3f)), z,
               splat(4.166664568298827e-2f));
  c = fma16(c, z * z, fma16(splat(-0.5f), z, splat(1.0f)));
  vi swap = __builtin_bit_cast(vi, quadrant << 31) >> 31;
  vi si = __builtin_bit_cast(vi, s), ci = __builtin_bit_cast(vi, c);
  vi cosine = (swap & si) | (~swap & ci), sine = (swap & ci) | (~swap & si);
  cosine ^= __builtin_bit_cast(vi, ((quadrant + 1u) & 2u) << 30);
  sine ^= __builtin_bit_cast(vi, (quadrant & 2u) << 30);
  *first = radius * __builtin_bit_cast(vf, cosine);
  *second = radius * __builtin_bit_cast(vf, sine);
}

// Elements 64·group … 64·group + 63: word j of block 16·group + l is element 16·j + l.
INLINE void gaussian64(zo_site site, uint64_t group, vf z[4]) {
  words16 r = philox16(site, group * W);
  box_muller(r.w[0], r.w[1], &z[0], &z[1]);
  box_muller(r.w[2], r.w[3], &z[2], &z[3]);
}

static void gaussian_add(size_t n, float scale, zo_site site, uint64_t start, float *dst) {
  vf z[4];
  size_t done = 0;
  while (done < n) {
    uint64_t at = start + done;
    size_t skip = (size_t)(at & 63), take = 64 - skip;
    gaussian64(site, at >> 6, z);
    if (skip == 0 && n - done >= 64) {
      for (int j = 0; j < 4; j++) {
        float *p = dst + done + W * j;
        store(p, fma16(splat(scale), z[j], load(p)));
      }
    } else {
      float t[64];
      for (int j = 0; j < 4; j++) store(t + W * j, z[j]);
      if (take > n - done) take = n - done;
      for (size_t i = 0; i < take; i++)
        dst[done + i] = __builtin_fmaf(scale, t[skip + i], dst[done + i]);
    }
    done += take;
  }
}

// Elements of a group of 2048: bit k of word j of block 16·group + l is element 512·j + 16·k + l.
static void rademacher_add(size_t n, float scale, zo_site site, uint64_t start, float *dst) {
  const vi one = __builtin_bit_cast(vi, splat(scale));
  uint64_t current = ~0ull;
  words16 r;
  size_t done = 0;
  while (done < n) {
    uint64_t at = start + done;
    if (at >> 11 != current) {
      current = at >> 11;
      r = philox16(site, current * W);
    }
    size_t within = (size_t)(at & 2047), skip = within & 15, take = W - skip;
    vu bits = r.w[within >> 9] >> (uint32_t)((within >> 4) & 31);
    vf z = __builtin_bit_cast(vf, one ^ __builtin_bit_cast(vi, bits << 31));
    if (skip == 0 && n - done >= W) {
      store(dst + done, load(dst + done) + z);
    } else {
      if (take > n - done) take = n - done;
      for (size_t i = 0; i < take; i++) dst[done + i] += z[skip + i];
    }
    done += take;
  }
}

static void direction_add(int kind, size_t n, float scale, zo_site site, uint64_t start,
                          float *dst) {
  if (kind == ZO_RADEMACHER) rademacher_add(n, scale, site, start, dst);
  else gaussian_add(n, scale, site, start, dst);
}
