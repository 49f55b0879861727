import Foundation
import Testing

/// Words that the sources must not have.
///
/// An expression looks only at lines that have one of its words, since a search for words is ten
/// times as fast.
@Suite struct LanguageTests {
  @Test(arguments: ["try!", "fatalError(", "@unchecked Sendable", "nonisolated(unsafe)", "as!"])
  func sourcesDoWithout(_ word: String) throws {
    let found = try lines { $0.contains(word) }
    #expect(found.isEmpty, "\(word): \(found)")
  }

  /// A reader of the repository can open whatever its code and tests refer to.
  @Test(arguments: ["Sources", "Tests"])
  func onlyDocumentsThatAreHereAreCited(_ folder: String) throws {
    let absent = /(methods|fidelity|protocol|house)\.md|zobench-study|DESIGN §|study, part \d/
    let citing = try SourceTree.files(in: folder).flatMap { file in
      file.text.split(separator: "\n")
        .filter { Self.has($0, ".md", "-study", "DESIGN", "study, part") }
        .filter { $0.contains(absent) }
        .filter { !$0.contains("let absent") }.map { "\(file.path): \($0)" }
    }
    #expect(citing.isEmpty, "\(citing)")
  }

  /// Text goes through `Console`; a file may have a `print` of its own.
  @Test func nothingPrintsPastTheConsole() throws {
    let files = try SourceTree.files(in: "Sources").filter { file in
      !file.text.contains("func print(")
        && file.code.contains { $0.contains("print(") && $0.contains(/\bprint\(/) }
    }
    #expect(files.isEmpty, "\(files.map(\.path))")
  }

  /// Parts of an optimizer say what they offer and need; none is asked for its type.
  @Test func partsAreNotAskedForTheirTypes() throws {
    let found = try lines { line in
      Self.has(line, " is ", " as? ", " as any ")
        && line.replacing(#/"[^"]*"/#, with: "").contains(#/ is (any )?[A-Z]| as\? | as any /#)
    }
    let optimizers = found.filter { $0.hasPrefix("Sources/Optimizers/") }
    #expect(found.count > optimizers.count)
    #expect(optimizers.isEmpty, "\(optimizers)")
  }

  /// `scripts/parts` lists what is declared.
  @Test func partsAreListed() throws {
    let files = try SourceTree.files(in: "Sources/Optimizers")
    let list = try #require(files.first { $0.path.hasSuffix("/Composition/Parts.swift") })
    let listed = list.text.matches(of: #/    \w+\.(\w*[pP]art),\n/#).map { String($0.1) }
    let declared = files.flatMap { file in
      file.text.matches(of: #/\n  static let (\w*[pP]art)\b/#).map { String($0.1) }
    }
    #expect(declared.count > 40)
    #expect(listed.sorted() == declared.sorted(), "run scripts/parts")
  }

  @Test func pointersAreNamedOnlyInTensors() throws {
    let found = try lines(outside: "Sources/Tensors/") {
      $0.contains("Unsafe") && $0.contains(/\b(?:with)?Unsafe/)
    }
    #expect(found.isEmpty, "\(found)")
  }

  /// Bytes pass from a checkpoint to a store and back in these two files.
  @Test func unsafeIsMarkedOnlyInTensorsAndAtTheCheckpoint() throws {
    let marked = try SourceTree.files(in: "Sources").filter { file in
      // A word of a content security policy is none of the language.
      !file.path.hasPrefix("Sources/Tensors/")
        && file.code.contains { $0.contains("unsafe") && $0.contains(/\bunsafe\b(?!-inline)/) }
    }
    let allowed = ["Sources/Models/ModelWriter.swift", "Sources/Models/PretrainedModel.swift"]
    #expect(Set(marked.map(\.path)).isSubset(of: allowed), "\(marked.map(\.path))")
  }

  private static func has(_ line: Substring, _ words: String...) -> Bool {
    words.contains { line.contains($0) }
  }

  private func lines(
    outside folder: String? = nil, where condition: (Substring) -> Bool
  ) throws -> [String] {
    let files = try SourceTree.files(in: "Sources")
    #expect(files.count > 100)
    return files.filter { file in folder.map { !file.path.hasPrefix($0) } ?? true }
      .flatMap { file in
        file.code.enumerated().filter { condition($0.element) }
          .map { "\(file.path):\($0.offset + 1)" }
      }
  }
}
