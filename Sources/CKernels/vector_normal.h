// Normally distributed numbers, made from words.

// Two vectors at once: their chains of operations alternate, since one alone waits for itself.
typedef float pf __attribute__((ext_vector_type(32)));
typedef int32_t pi __attribute__((ext_vector_type(32)));
typedef uint32_t pu __attribute__((ext_vector_type(32)));

INLINE pf both(float x) { return (pf)(x); }
INLINE pf fma32(pf a, pf b, pf c) { return __builtin_elementwise_fma(a, b, c); }
INLINE pu pair(vu first, vu second) {
  return __builtin_shufflevector(first, second, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
                                 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
                                 31);
}
INLINE void part(pf x, vf *first, vf *second) {
  *first = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  *second = __builtin_shufflevector(x, x, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
                                    30, 31);
}

// The radius √(−2 ln u) of Box–Muller with u = (a/2 + ½) / 2³¹, a/2 rounded down.
//
// u = 2^e · (1 + m) with 1 + m in √½ … √2, and −2 ln(1 + m) = m · Q(m): Q is a minimax polynomial
// with a relative error of 1.1e-6. The radius is off by at most 5e-6, where it is small and u is
// rounded to 24 bits.
INLINE pf radius(pu a) {
  pf u = __builtin_convertvector(__builtin_bit_cast(pi, a >> 1), pf) + both(0.5f);
  pi t = __builtin_bit_cast(pi, u) - 0x4eb504f3;  // the bits of √½ · 2³¹
  pf e = __builtin_convertvector(t >> 23, pf);
  pf m = __builtin_bit_cast(pf, (t & 0x7fffff) + 0x3f3504f3) - both(1.0f);
  pf q = fma32(both(-0.23792217671871185f), m, both(0.37335720658302307f));
  q = fma32(q, m, both(-0.4099266231060028f));
  q = fma32(q, m, both(0.4981948733329773f));
  q = fma32(q, m, both(-0.6662901639938354f));
  q = fma32(q, m, both(1.000022292137146f));
  q = fma32(q, m, both(-2.000001907348633f));
  return __builtin_elementwise_sqrt(fma32(e, both(-1.3862943611198906f), m * q));
}

// Box–Muller on words (a, b). The angle is b as a signed number in −π/2 … π/2; the lowest bit of b
// gives the cosine its sign. Minimax polynomials, absolute errors 7e-7 (sine), 3e-7 (cosine).
INLINE void box_muller(pu a, pu b, pf *first, pf *second) {
  pf length = radius(a);
  pf x = __builtin_convertvector(__builtin_bit_cast(pi, b), pf)
         * both(7.314590396335798e-10f);  // π / 2³²
  pf z = x * x;
  pf s = fma32(both(-0.0001836584269767627f), z, both(0.008306427858769894f));
  s = fma32(s, z, both(-0.16664843261241913f));
  s = fma32(s, z, both(0.9999966621398926f));
  pf c = fma32(both(2.315393248863984e-05f), z, both(-0.0013853703858330846f));
  c = fma32(c, z, both(0.04166358336806297f));
  c = fma32(c, z, both(-0.4999990463256836f));
  c = fma32(c, z, both(0.9999999403953552f));
  c = __builtin_bit_cast(pf, __builtin_bit_cast(pu, c) ^ b << 31);
  *first = length * c;
  *second = length * (s * x);
}
