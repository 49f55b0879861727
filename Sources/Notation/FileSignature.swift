/// What a file is by its first bytes, where it is not what was expected.
package enum FileSignature {
  private static let signatures: [(bytes: [UInt8], problem: String)] = [
    (
      Array("version https://git-lfs".utf8),
      "is a Git LFS pointer and not the file; run 'git lfs pull' where it was cloned"
    ),
    ([0x1F, 0x8B], "is compressed by gzip; unpack it with gunzip"),
    ([0x28, 0xB5, 0x2F, 0xFD], "is compressed by zstd; unpack it with unzstd"),
    ([0x50, 0x4B, 0x03, 0x04], "is a zip archive, as are PyTorch weights; unpack or convert it"),
    (
      Array("PAR1".utf8),
      "is Parquet; write it as JSON lines, for example with pandas: "
        + "read_parquet(…).to_json(…, orient='records', lines=True)"
    ),
    (Array("GGUF".utf8), "is GGUF, which is read only where a model is named"),
    (Array("SQLite format 3\0".utf8), "is an SQLite database"),
    ([0xFF, 0xFE], "is text in UTF-16; write it as UTF-8, for example with iconv"),
    ([0xFE, 0xFF], "is text in UTF-16; write it as UTF-8, for example with iconv"),
  ]

  /// What is wrong with a file that begins with `bytes`; nil for one that may be text or tensors.
  package static func problem(of bytes: some Sequence<UInt8>) -> String? {
    signatures.first { bytes.starts(with: $0.bytes) }?.problem
  }
}
