import Foundation
import Notation
import Vocabulary

/// The cache of the Hugging Face Hub's own clients, read and never written.
///
/// `models--org--name/refs/REVISION` holds a commit, `snapshots/COMMIT` its files, as links into
/// `blobs`.
package struct HubCache: Sendable {
  package let directory: URL

  package init(_ directory: URL) { self.directory = directory }

  /// Where the Hub's clients keep it, by the environment of this process.
  package static var standard: HubCache {
    HubCache(environment: ProcessInfo.processInfo.environment)
  }

  /// `HF_HUB_CACHE` (once `HUGGINGFACE_HUB_CACHE`), else `hub` in `HF_HOME`, else
  /// `huggingface/hub` in `XDG_CACHE_HOME` or `~/.cache`.
  package init(environment: [String: String]) {
    func path(_ name: String) -> URL? {
      guard let text = environment[name], !text.isEmpty else { return nil }
      return URL(fileURLWithPath: text.expandingHome)
    }
    let hub =
      path("HF_HOME") ?? UserCaches.directory(environment).appendingPathComponent("huggingface")
    directory =
      path("HF_HUB_CACHE") ?? path("HUGGINGFACE_HUB_CACHE") ?? hub.appendingPathComponent("hub")
  }

  /// The files of a model at its revision, `main` if it names none.
  ///
  /// - Throws: `.missing` with what was looked for and the command that fetches it.
  package func snapshot(of name: HubName) throws(InputProblem) -> URL {
    let known = commits(of: name)
    let asked = name.revision ?? "main"
    if let commit = commit(name, asked), known.contains(commit) {
      return folder(name, "snapshots").appendingPathComponent(commit)
    }
    let matches = known.filter { name.revision != nil && asked.count >= 4 && $0.hasPrefix(asked) }
    if matches.count == 1 {
      return folder(name, "snapshots").appendingPathComponent(matches[0])
    }
    throw problem(name, asked, known: known, isAmbiguous: matches.count > 1)
  }

  /// Every model of the cache: by its name if `main` is there, else by its commits.
  package var names: [HubName] {
    contents(directory).filter { $0.hasPrefix("models--") }.flatMap { folder -> [HubName] in
      let repository = folder.dropFirst("models--".count).replacing("--", with: "/")
      guard let name = HubName(String(repository)) else { return [] }
      let known = commits(of: name)
      if let main = commit(name, "main"), known.contains(main) { return [name] }
      return known.compactMap { HubName("\(repository)@\($0.prefix(12))") }
    }
  }

  /// What a reference says: a commit, if the reference is there and names one.
  private func commit(_ name: HubName, _ reference: String) -> String? {
    let file = folder(name, "refs").appendingPathComponent(reference)
    guard let data = try? RegularFile.contents(of: file, atMost: 1 << 10) else { return nil }
    let commit = String(decoding: data, as: UTF8.self).trimmingCharacters(
      in: .whitespacesAndNewlines)
    return Self.isCommit(commit) ? commit : nil
  }

  private func commits(of name: HubName) -> [String] {
    contents(folder(name, "snapshots")).filter(Self.isCommit)
  }

  private static func isCommit(_ text: String) -> Bool {
    text.utf8.count >= 7 && text.utf8.count <= 64
      && text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || ("a"..."f").contains($0) }
  }

  private func folder(_ name: HubName, _ part: String) -> URL {
    directory.appendingPathComponent(name.folder).appendingPathComponent(part)
  }

  private func contents(_ directory: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).sorted()
  }

  private func problem(
    _ name: HubName, _ asked: String, known: [String], isAmbiguous: Bool
  ) -> InputProblem {
    let place = directory.appendingPathComponent(name.folder).path
    let fetch = "scripts/fetch model \(name) (or hf download \(name.repository))"
    if isAmbiguous {
      return InputProblem(
        .missing, at: name.description, "is the beginning of several commits in \(place)")
    }
    guard known.isEmpty else {
      let commits = known.map { String($0.prefix(12)) }.joined(separator: ", ")
      return InputProblem(
        .missing, at: name.description,
        "'\(asked)' is not in \(place); there: @\(commits). Fetch it with: \(fetch)")
    }
    let embedded = PretrainedModel.embedded
    let hint =
      didYouMean(name.description, among: embedded) ?? "fetch it with: \(fetch)"
    return InputProblem(
      .missing, at: name.description,
      "is neither an embedded model (\(embedded.joined(separator: ", "))), nor a directory "
        + "(\(URL(fileURLWithPath: name.description).path)), nor in the Hugging Face cache "
        + "(\(place)); \(hint)")
  }
}

/// A model's name on the Hugging Face Hub, `org/name` or `org/name@revision`.
///
/// Names make paths, so only what the Hub allows passes: letters, digits, `-`, `_` and `.`,
/// no `..` and no `--`, which stands for the slash in the cache.
package struct HubName: Hashable, Sendable, CustomStringConvertible {
  /// `facebook/opt-125m`; a few old models have no organization: `gpt2`.
  package let repository: String
  /// A branch, a tag or the beginning of a commit; nil is `main`.
  package let revision: String?

  /// Nil when `text` cannot be such a name.
  package init?(_ text: String) {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = halves.first, Self.isPath(name, parts: 1...2), !name.contains("--") else {
      return nil
    }
    repository = String(name)
    revision = halves.count > 1 ? String(halves[1]) : nil
    if let revision, !Self.isPath(revision[...], parts: 1...8) { return nil }
  }

  package var description: String { repository + (revision.map { "@\($0)" } ?? "") }

  /// `models--facebook--opt-125m`, the directory in the cache.
  var folder: String { "models--" + repository.split(separator: "/").joined(separator: "--") }

  private static func isPath(_ text: Substring, parts: ClosedRange<Int>) -> Bool {
    let pieces = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.contains(pieces.count) && pieces.allSatisfy(isPlain)
  }

  /// Looks at scalars: a dot with a combining mark is another character, but the same byte.
  private static func isPlain(_ piece: Substring) -> Bool {
    guard let first = piece.unicodeScalars.first, piece.unicodeScalars.count <= 96 else {
      return false
    }
    return isWord(first) && !piece.contains("..")
      && piece.unicodeScalars.allSatisfy { isWord($0) || $0 == "-" || $0 == "." }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.isASCII && scalar.properties.isAlphabetic
      || ("0"..."9").contains(scalar)
  }
}
