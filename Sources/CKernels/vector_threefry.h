// Threefry4x32 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011) on sixteen
// counters at once: additions, rotations and exclusive ors, so every table gives the same bits.
//
// Chosen by measurement, ns per 32-bit word with four groups of counters in flight (avx512 / avx2 /
// portable, one core of a Zen 5 EPYC): Threefry4x32-13 0.13 / 0.35 / 0.92, Threefry4x32-20
// 0.27 / 0.55 / 1.38, Philox4x32-10 0.19 / 0.40 / 1.31. Thirteen rounds are one more than the
// fewest with which the paper calls Threefry4x32 Crush-resistant, and have known answers.

// Word j of sixteen blocks: w[j][l] belongs to the block of counter + l.
typedef struct { vu w[4]; } words16;

INLINE vu rotate_left(vu x, uint32_t bits) { return x << bits | x >> (32u - bits); }

// Enciphers `count` counters in place, at most 20 rounds. The counters are independent: their
// rounds alternate, so that a processor always has some that wait for nothing. The constant bounds
// let the compiler unroll both loops, and with them turn the indices into registers and the
// rotations into immediate ones.
INLINE void threefry(int count, words16 *x, const uint32_t key[4], int rounds) {
  static const uint32_t rotations[8][2] = {
    {10, 26}, {11, 21}, {13, 27}, {23, 5}, {6, 20}, {17, 11}, {25, 10}, {18, 20},
  };
  const uint32_t k[5] = {
    key[0], key[1], key[2], key[3], 0x1BD11BDAu ^ key[0] ^ key[1] ^ key[2] ^ key[3],
  };
  for (int g = 0; g < count; g++)
    for (int j = 0; j < 4; j++) x[g].w[j] += k[j];
#pragma clang loop unroll(full)
  for (int round = 0; round < 20; round++) {
    if (round >= rounds) break;
    const int p = round % 2 ? 3 : 1, q = 4 - p, injection = (round + 1) / 4;
    for (int g = 0; g < count; g++) {
      vu *w = x[g].w;
      w[0] += w[p];
      w[p] = rotate_left(w[p], rotations[round % 8][0]) ^ w[0];
      w[2] += w[q];
      w[q] = rotate_left(w[q], rotations[round % 8][1]) ^ w[2];
      if (round % 4 < 3) continue;
      for (int j = 0; j < 4; j++) w[j] += k[(injection + j) % 5];
      w[3] += (uint32_t)injection;
    }
  }
}

// counter + l in lane l, without a carry between the words of the counter.
INLINE words16 counters(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  const vu lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return (words16){{c0 + lane, (vu)c1, (vu)c2, (vu)c3}};
}

// Blocks 16·group … 16·(group + count) - 1 of a site; a group of sixteen cannot carry.
INLINE void site_words(zo_site site, uint64_t group, int count, words16 *x) {
  const uint32_t key[4] = {site.key[0], site.key[1], site.tensor, site.stream};
  for (int g = 0; g < count; g++) {
    uint64_t block = (group + (uint64_t)g) * W;
    x[g] = counters((uint32_t)block, (uint32_t)(block >> 32), 0, 0);
  }
  threefry(count, x, key, ZO_ROUNDS);
}

static void random_words(int rounds, const uint32_t counter[4], const uint32_t key[4],
                         uint32_t *words) {
  words16 x = counters(counter[0], counter[1], counter[2], counter[3]);
  // Constants, so that the answers come from the code that directions run.
  if (rounds == 20) threefry(1, &x, key, 20);
  else threefry(1, &x, key, ZO_ROUNDS);
  memcpy(words, &x, sizeof x);
}
