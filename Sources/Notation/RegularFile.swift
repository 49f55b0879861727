import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Files that are read whole, and whose reading ends.
///
/// Opening a pipe would wait for a writer, a device has no end, and what is larger than anything
/// that is meant would only fill memory.
package enum RegularFile {
  /// Bytes beyond which nothing is read, where a caller knows no smaller limit.
  package static let most = 1 << 30

  /// The bytes of the file at `url`, links followed.
  ///
  /// - Parameter limit: the most bytes that it may have.
  package static func contents(
    of url: URL, atMost limit: Int = RegularFile.most
  ) throws(FileProblem) -> Data {
    try check(url, limit)
    // A pipe that took the file's place meanwhile is not waited for.
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unopened(errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      // One byte more than is allowed: enough to know, also of files that do not say their size.
      let data = try handle.read(upToCount: limit + 1) ?? Data()
      if data.count <= limit { return data }
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
      throw FileProblem(.missing, "cannot be read: \((cause ?? error).localizedDescription)")
    }
    throw tooLarge(limit)
  }

  /// Looks before opening, which may do something to a device.
  private static func check(_ url: URL, _ limit: Int) throws(FileProblem) {
    guard let status = status(of: url) else { throw unopened(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: if status.st_size > limit { throw tooLarge(limit) }
    case S_IFDIR: throw FileProblem(.missing, "is a folder; name a file")
    default: throw FileProblem(.missing, "is no file, but a device, a pipe or the like")
    }
  }

  private static func status(of url: URL) -> stat? {
    var status = stat()
    return stat(url.path, &status) == 0 ? status : nil
  }

  private static func unopened(_ code: Int32) -> FileProblem {
    guard code == ENOENT || code == ENOTDIR else {
      return FileProblem(.missing, "cannot be opened: \(String(cString: strerror(code)))")
    }
    return FileProblem(.missing, "there is no such file")
  }

  private static func tooLarge(_ limit: Int) -> FileProblem {
    let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"
    return FileProblem(.excessive, "is larger than \(size), the most that is read")
  }
}

/// Why a file or folder that somebody else made cannot be read, without its path.
package struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// There is no such file, it is none, or it may not be opened.
    case missing
    /// There is more than anybody can have meant.
    case excessive
  }

  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

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

/// What is wrong inside one file; its readers say which file it is.
package struct FormatProblem: Error, Hashable {
  /// Where in the file: `header byte 31`, `tensor 'a.weight'`; empty for the file as a whole.
  package var place: String
  package var message: String

  package init(at place: String = "", _ message: String) {
    self.place = place
    self.message = message
  }

  /// The same problem, placed more precisely: `tensor 'a.weight', header byte 31`.
  package func inside(_ outer: String) -> FormatProblem {
    FormatProblem(at: place.isEmpty ? outer : "\(outer), \(place)", message)
  }
}

/// A name from an untrusted file, fit for a one-line message: escaped, at most 80 characters.
package func quoted(_ name: String) -> String {
  var text = ""
  for scalar in name.unicodeScalars.prefix(80) {
    let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
    text += isControl ? scalar.escaped(asASCII: true) : String(scalar)
  }
  return "'\(text)\(name.unicodeScalars.dropFirst(80).isEmpty ? "" : "…")'"
}
