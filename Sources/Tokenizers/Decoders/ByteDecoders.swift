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

/// Reads tokens back from the byte alphabet; bytes that are not UTF-8 become U+FFFD.
struct ByteLevelDecoder: TokenDecoder {
  static let name = "ByteLevel"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    // An added token may hold scalars outside the alphabet: it stands for itself.
    let bytes = tokens.flatMap { ByteAlphabet.bytes(of: $0) ?? Array($0) }
    return [Bytes(bytes[...].text)]
  }
}

/// Joins all parts into one.
struct FuseDecoder: TokenDecoder {
  static let name = "Fuse"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    [Array(tokens.joined())[...]]
  }
}

/// Applies decoders one after the other.
struct DecoderSequence: TokenDecoder {
  static let name = "Sequence"
  private var stages: [any TokenDecoder] = []

  init(_ stages: [any TokenDecoder]) {
    self.stages = stages
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    for stage in try field.required("decoders").elements() {
      stages.append(try TokenDecoderCatalog.read(stage))
    }
  }

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    stages.reduce(tokens) { $1.decode($0) }
  }
}
