/// What turns text into token ids.
package protocol TextEncoder {
  /// The ids of `text`, with the tokenizer's special tokens when `special`.
  func encode(_ text: String, special: Bool) -> [Int32]
}
