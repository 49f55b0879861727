import Foundation
import Tensors
import Vocabulary

/// A directory that lasts as long as the value, for files made by tests.
final class TemporaryDirectory: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "zobench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ content: some Sequence<UInt8>) throws -> URL {
    let file = url.appending(path: name)
    try Data(content).write(to: file)
    return file
  }

  /// The names of everything in the directory, sorted.
  var contents: [String] {
    let path = url.path(percentEncoded: false)
    let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    return (names ?? []).sorted()
  }
}

/// The bytes of a safetensors file with any header, honest or not.
func safetensors(_ header: String, data: Int = 0, claiming length: UInt64? = nil) -> [UInt8] {
  safetensors(Array(header.utf8), data: data, claiming: length)
}

func safetensors(_ header: [UInt8], data: Int = 0, claiming length: UInt64? = nil) -> [UInt8] {
  littleEndian(length ?? UInt64(header.count)) + header + [UInt8](repeating: 7, count: data)
}

func littleEndian(_ value: UInt64) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
}

/// One member of a header.
func member(_ name: String, _ dtype: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
  #""\#(name)":{"dtype":"\#(dtype)","shape":[\#(shape)],"data_offsets":[\#(begin),\#(end)]}"#
}

/// What opening a file with these bytes throws; nil when it opens.
func refusal(opening bytes: [UInt8]) throws -> InputProblem? {
  let directory = try TemporaryDirectory()
  let file = try directory.file("hostile.safetensors", bytes)
  return refusal { () throws(InputProblem) in _ = try SafetensorsFile(file) }
}

func refusal(_ body: () throws(InputProblem) -> Void) -> InputProblem? {
  do throws(InputProblem) {
    try body()
    return nil
  } catch {
    return error
  }
}
