import Foundation

// JSON as databases, reports and files have it: sorted keys, and numbers that are not finite as
// `"nan"`, `"inf"` and `"-inf"`.
extension JSONEncoder {
  /// An encoder in that form.
  ///
  /// - Parameter formatting: what is wanted besides.
  package static func canonical(_ formatting: OutputFormatting = []) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  /// A decoder of what `JSONEncoder.canonical` writes.
  package static func canonical() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
