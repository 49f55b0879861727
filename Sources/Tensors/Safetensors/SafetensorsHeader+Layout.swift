import Notation

extension SafetensorsHeader {
  static func range(
    _ offsets: [Int], within dataBytes: Int
  ) throws(FormatProblem) -> Range<Int> {
    guard offsets.count == 2 else { throw FormatProblem("data_offsets must be two numbers") }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end else { throw FormatProblem("ends at \(end), before its start \(begin)") }
    guard end <= dataBytes else {
      throw FormatProblem(
        "ends at byte \(end) of the data, which has \(dataBytes); the file is cut short or damaged")
    }
    return begin..<end
  }

  static func checkSize(
    of range: Range<Int>, shape: [Int], type: ElementType
  ) throws(FormatProblem) {
    guard let bytes = byteCount(shape: shape, elementBytes: type.byteCount) else {
      throw FormatProblem("shape \(shape) has more bytes than can be counted")
    }
    guard bytes == range.count else {
      throw FormatProblem(
        "shape \(shape) of \(type.rawValue) needs \(bytes) bytes; data_offsets give \(range.count)")
    }
  }

  /// The product of all, nil when it does not fit an `Int`.
  ///
  /// An overflow counts even before a zero dimension, as in the crate.
  static func byteCount(shape: [Int], elementBytes: Int) -> Int? {
    var product = 1
    for factor in shape + [elementBytes] {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }

  /// The tensors must cover the data exactly once: nothing shared, nothing hidden between them.
  static func checkCoverage(of dataBytes: Int, by entries: [Entry]) throws(FormatProblem) {
    var covered = 0
    var last = "the header"
    let sorted = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for entry in sorted {
      let begin = entry.range.lowerBound
      guard begin == covered else {
        let fault = begin < covered ? "overlaps" : "leaves a hole of \(begin - covered) bytes after"
        throw FormatProblem(at: "tensor \(quoted(entry.name))", "\(fault) \(last)")
      }
      covered = entry.range.upperBound
      last = "tensor " + quoted(entry.name)
    }
    guard covered == dataBytes else {
      throw FormatProblem(
        "\(dataBytes - covered) bytes behind \(last) belong to no tensor; the file is damaged")
    }
  }
}
