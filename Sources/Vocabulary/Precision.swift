/// How a weight is stored; arithmetic on it is always in 32-bit floating point.
public enum StorageFormat: String, SettingChoice {
  case f32, bf16, f16
  /// Integers with scales, for matrices and embeddings; the other parameters are f32.
  case int8, int4
}

/// What the factors of a model's dense products are rounded to; sums are of f32 in every case.
package enum Compute: String, SettingChoice {
  /// OpenBLAS, factors as they are.
  case f32
  /// oneDNN, which is loaded when it is first asked for; factors have 8 significant bits.
  case bf16
}
