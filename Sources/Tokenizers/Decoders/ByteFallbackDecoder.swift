/// Joins runs of `<0x..>` tokens into text; each byte of a run that is not UTF-8 becomes U+FFFD.
struct ByteFallbackDecoder: TokenDecoder {
  static let name = "ByteFallback"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    var parts: [Bytes] = []
    var run: [UInt8] = []
    for token in tokens {
      if let byte = ByteToken.byte(of: token) {
        run.append(byte)
      } else {
        Self.flush(&run, to: &parts)
        parts.append(token)
      }
    }
    Self.flush(&run, to: &parts)
    return parts
  }

  private static func flush(_ run: inout [UInt8], to parts: inout [Bytes]) {
    if String(validating: run, as: UTF8.self) != nil {
      if !run.isEmpty { parts.append(run[...]) }
    } else {
      parts += run.map { _ in Bytes("\u{FFFD}") }
    }
    run = []
  }
}
