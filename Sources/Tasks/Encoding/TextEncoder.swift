/// What turns text into token ids.
package protocol TextEncoder {
  /// The ids of `text`, with the tokenizer's special tokens when `special`.
  func encode(_ text: String, special: Bool) -> [Int32]
  /// Whether ids are made up, so that only their number means something.
  var isEstimate: Bool { get }
}

extension TextEncoder {
  package var isEstimate: Bool { false }
}
