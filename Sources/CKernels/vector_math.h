// Elementary functions from polynomials, so that every platform agrees to the bit.
// Coefficients: Cephes single precision (S. Moshier), public domain.

// A NaN passes both bounds: it must not become a small number.
INLINE vf exp16(vf x) {
  x = x < splat(-87.0f) ? splat(-87.0f) : x;
  x = x > splat(88.0f) ? splat(88.0f) : x;
  const vf magic = splat(12582912.0f);  // 1.5 · 2^23: adding it rounds to an integer
  vf shifted = fma16(x, splat(1.44269504088896341f), magic);
  vf k = shifted - magic;
  vf r = fma16(k, splat(-0.693359375f), x);
  r = fma16(k, splat(2.12194440e-4f), r);
  vf p = splat(1.9875691500e-4f);
  p = fma16(p, r, splat(1.3981999507e-3f));
  p = fma16(p, r, splat(8.3334519073e-3f));
  p = fma16(p, r, splat(4.1665795894e-2f));
  p = fma16(p, r, splat(1.6666665459e-1f));
  p = fma16(p, r, splat(5.0000001201e-1f));
  vf y = fma16(p, r * r, r) + splat(1.0f);
  // The integer is in the lowest bits; to convert a NaN would be undefined.
  vu e = (__builtin_bit_cast(vu, shifted) - __builtin_bit_cast(vu, magic) + 127u) << 23;
  return y * __builtin_bit_cast(vf, e);
}

INLINE vf tanh16(vf x) {
  vf e = exp16(max16(x, -x) * splat(-2.0f));
  vf y = (splat(1.0f) - e) / (splat(1.0f) + e);
  // Near zero the quotient loses digits: x - x³/3 + 2x⁵/15.
  vf z = x * x;
  vf series = fma16(fma16(z, splat(2.0f / 15.0f), splat(-1.0f / 3.0f)) * z, x, x);
  vf signed_y = x < splat(0.0f) ? -y : y;
  return z < splat(0.01f) ? series : signed_y;
}

// Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7.
INLINE vf erf16(vf x) {
  vf a = max16(x, -x);
  vf t = splat(1.0f) / fma16(a, splat(0.3275911f), splat(1.0f));
  vf p = splat(1.061405429f);
  p = fma16(p, t, splat(-1.453152027f));
  p = fma16(p, t, splat(1.421413741f));
  p = fma16(p, t, splat(-0.284496736f));
  p = fma16(p, t, splat(0.254829592f));
  vf y = splat(1.0f) - p * t * exp16(-a * a);
  return x < splat(0.0f) ? -y : y;
}
