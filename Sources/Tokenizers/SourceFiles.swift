import Foundation
import Notation

/// Reads the files of one directory and keeps what was read for the digest.
struct SourceFiles {
  let directory: URL
  /// The files by name where they are not in a directory, but made of the one that it names.
  private let made: [String: Data]?
  var digest = SourceDigest()

  init(directory: URL, made: [String: Data]? = nil) {
    self.directory = directory
    self.made = made
  }

  /// The same files, none of which was read.
  var unread: SourceFiles { SourceFiles(directory: directory, made: made) }

  func path(_ name: String) -> String {
    made == nil
      ? directory.appendingPathComponent(name).path : "\(directory.path) (as a \(name))"
  }

  /// The bytes of the file `name`; nil if there is no such file.
  mutating func data(_ name: String) throws(TokenizerProblem) -> Data? {
    if let made {
      guard let data = made[name] else { return nil }
      digest.append(data, name: name)
      return data
    }
    let url = directory.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do throws(FileProblem) {
      let data = try RegularFile.contents(of: url)
      digest.append(data, name: name)
      return data
    } catch {
      throw TokenizerProblem(file: url.path, place: "file", message: error.description)
    }
  }

  func missing(_ name: String) -> TokenizerProblem {
    TokenizerProblem(
      file: directory.path, place: "directory", message: "there is no \(name) in it; add it")
  }

  mutating func json(_ name: String) throws(TokenizerProblem) -> JSONField? {
    guard let data = try data(name) else { return nil }
    return try JSONField.read(data, file: path(name))
  }
}

/// Files one after the other, each after its name and size, so that the joint is unambiguous.
struct SourceDigest {
  private(set) var data = Data()

  mutating func append(_ contents: Data, name: String) {
    data.append(Data("\(name) \(contents.count)\n".utf8))
    data.append(contents)
  }

  static func += (digest: inout SourceDigest, others: SourceDigest) {
    digest.data.append(others.data)
  }
}

/// What is wrong with a tokenizer's files, said once: which file, where in it, and what.
public struct TokenizerProblem: Error, Hashable, CustomStringConvertible, Sendable {
  /// The file that cannot be used.
  public var file: String
  /// Where in the file: `model.merges[12]`, `byte 803`, `line 7`.
  public var place: String
  /// What is wrong there.
  public var message: String

  /// A problem at a place of a file.
  public init(file: String, place: String, message: String) {
    self.file = file
    self.place = place
    self.message = message
  }

  /// File, place and message in a line.
  public var description: String { "\(file): \(place): \(message)" }
}
