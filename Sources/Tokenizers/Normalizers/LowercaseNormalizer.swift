/// Writes every scalar in lower case, each by itself: a final sigma becomes σ, not ς.
struct LowercaseNormalizer: Normalizer {
  static let name = "Lowercase"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func normalize(_ text: Bytes) -> Bytes {
    text.rewritten { scalar, bytes, result in
      if scalar.isASCII {
        let isCapital = (0x41...0x5A).contains(scalar.value)
        result.append(UInt8(truncatingIfNeeded: scalar.value) | (isCapital ? 0x20 : 0))
      } else {
        result += scalar.properties.lowercaseMapping.utf8
      }
    }
  }
}
