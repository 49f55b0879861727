import Foundation
import Vocabulary

/// Reads whole data files, within limits.
enum FileBytes {
  /// No data set of the study comes near; more is a mistake (or a device).
  static let most = 2 << 30

  /// The bytes of a regular file without a byte-order mark.
  ///
  /// - Throws: a problem that names the file when it is no file, too large or not readable.
  static func read(_ file: URL) throws(InputProblem) -> [UInt8] {
    let target = file.resolvingSymlinksInPath()
    let attributes = try? FileManager.default.attributesOfItem(atPath: target.path)
    guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular else {
      throw InputProblem(.missing, at: file.path, "cannot be read: it is no file")
    }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    guard size <= most else {
      throw InputProblem(at: file.path, "has \(size) bytes; at most \(most) are read")
    }
    do {
      let bytes = [UInt8](try Data(contentsOf: target))
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      return bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    } catch {
      throw InputProblem(.missing, at: file.path, "cannot be read: \(error.localizedDescription)")
    }
  }
}
