// Bitmaps: bit i is bit i % 8 of byte i / 8. No byte is touched in which none of the bits is.

// Puts the `count` lowest bits of a word at bit `at`.
INLINE void put_bits(uint8_t *bits, size_t at, uint64_t word, size_t count) {
  for (size_t take; count; count -= take, at += take, word >>= take) {
    unsigned skip = at % 8;
    take = 8 - skip < count ? 8 - skip : count;
    unsigned mask = ((1u << take) - 1) << skip;
    uint8_t *byte = bits + at / 8;
    *byte = (uint8_t)((*byte & ~mask) | ((unsigned)word << skip & mask));
  }
}

INLINE uint32_t bits16(const uint8_t *bits, size_t at) {
  const uint8_t *byte = bits + at / 8;
  uint32_t word = byte[0] | (uint32_t)byte[1] << 8;
  if (at % 8) word |= (uint32_t)byte[2] << 16;
  return word >> at % 8;
}

static void keep_bits(size_t n, const void *map, size_t start, float *x) {
  const vu lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const uint8_t *bits = map;
  size_t i = 0;
  for (; i + W <= n; i += W) {
    vu kept = 0u - ((vu)(bits16(bits, start + i)) >> lane & 1u);
    store(x + i, __builtin_bit_cast(vf, __builtin_bit_cast(vu, load(x + i)) & kept));
  }
  for (; i < n; i++)
    if (!(bits[(start + i) / 8] >> (start + i) % 8 & 1)) x[i] = 0;
}

// Words 64·group … 64·group + 63 of a site, in the order of its blocks.
INLINE void ordered_words(zo_site site, uint64_t group, uint32_t *words) {
  words16 r;
  site_words(site, group, 1, &r);
  for (int l = 0; l < W; l++)
    for (int j = 0; j < 4; j++) words[4 * l + j] = r.w[j][l];
}

// u·left < zeros decides, in double precision. Zeros are whole, so the product may be cut to a
// whole number first: what waits for the element before is one comparison and one subtraction.
static void draw_bits(size_t n, size_t zeros, zo_site site, size_t start, void *map) {
  uint32_t words[64];
  int64_t cuts[64], wanted = (int64_t)zeros;
  for (size_t done = 0; done < n; done += 64) {
    size_t take = n - done < 64 ? n - done : 64;
    double left = (double)(n - done);
    ordered_words(site, done / 64, words);
    for (int i = 0; i < 64; i++)
      cuts[i] = (int64_t)((double)words[i] * 0x1p-32 * (left - (double)i));
    uint64_t bits = 0;
    for (size_t i = 0; i < take; i++) {
      uint64_t kept = cuts[i] >= wanted;
      wanted -= (int64_t)(kept ^ 1);
      bits |= kept << i;
    }
    put_bits(map, start + done, bits, take);
  }
}

static void draw_share(size_t n, uint64_t least, zo_site site, size_t start, void *map) {
  uint32_t words[64];
  for (size_t done = 0; done < n; done += 64) {
    size_t take = n - done < 64 ? n - done : 64;
    ordered_words(site, done / 64, words);
    uint64_t bits = 0;
    for (size_t i = 0; i < 64; i++) bits |= (uint64_t)(words[i] >= least) << i;
    put_bits(map, start + done, bits, take);
  }
}
