import Foundation
import Models
import Tensors
import Testing
import Vocabulary

/// The cache as the Hub's clients lay it out: refs, snapshots of links, blobs.
@Suite("The Hugging Face cache")
struct HubCacheTests {
  private let root: URL
  private static let commit = "0123456789abcdef0123456789abcdef01234567"
  private static let other = "0123ffff89abcdef0123456789abcdef01234567"

  init() throws {
    root = FileManager.default.temporaryDirectory
      .appendingPathComponent("hub-\(UUID().uuidString)")
  }

  private var cache: HubCache { HubCache(environment: ["HF_HOME": root.path]) }

  /// Puts the fixture into the cache as `org/tiny` at a commit.
  private func add(_ commit: String = commit, ref: String? = "main") throws {
    let model = root.appendingPathComponent("hub/models--org--tiny")
    let snapshot = model.appendingPathComponent("snapshots/\(commit)")
    for folder in [snapshot, model.appendingPathComponent("refs/refs/pr"), blobs] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let original = try ModelFixture.original("opt")
    for name in ["config.json", "model.safetensors", "tokenizer.json"] {
      let blob = blobs.appendingPathComponent("blob-\(name)")
      if !FileManager.default.fileExists(atPath: blob.path) {
        try FileManager.default.copyItem(at: original.appendingPathComponent(name), to: blob)
      }
      try FileManager.default.createSymbolicLink(
        atPath: snapshot.appendingPathComponent(name).path,
        withDestinationPath: "../../blobs/blob-\(name)")
    }
    if let ref {
      try Data(commit.utf8).write(to: model.appendingPathComponent("refs/\(ref)"))
    }
  }

  private var blobs: URL { root.appendingPathComponent("hub/models--org--tiny/blobs") }

  private func snapshot(_ text: String) throws -> String {
    try cache.snapshot(of: #require(HubName(text))).lastPathComponent
  }

  private func refusal(_ text: String) throws -> InputProblem {
    let name = try #require(HubName(text))
    return try #require(throws: InputProblem.self) { _ = try cache.snapshot(of: name) }
  }

  @Test("finds main, references and beginnings of commits")
  func revisions() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try add()
    try add(Self.other, ref: "refs/pr/1")
    #expect(try snapshot("org/tiny") == Self.commit)
    #expect(try snapshot("org/tiny@main") == Self.commit)
    #expect(try snapshot("org/tiny@refs/pr/1") == Self.other)
    #expect(try snapshot("org/tiny@\(Self.other)") == Self.other)
    #expect(try snapshot("org/tiny@01234567") == Self.commit)
    #expect(try refusal("org/tiny@0123").message.contains("several commits"))
    #expect(try refusal("org/tiny@v2").message.contains("@0123456789ab, 0123ffff89ab"))
    #expect(cache.names.map(\.description) == ["org/tiny"])
  }

  @Test("lists a model without main by its commits")
  func withoutMain() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try add(ref: nil)
    #expect(cache.names.map(\.description) == ["org/tiny@0123456789ab"])
    #expect(try refusal("org/tiny").message.contains("'main' is not in"))
  }

  @Test("gives links that read and digest as their files do")
  func links() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try add()
    let directory = try ModelPlaces(cache: cache).directory(of: "org/tiny")
    let model = try PretrainedModel(directory.path)
    let original = try ModelFixture("opt").model()
    #expect(model.digest == original.digest)
    let store = try ParameterStore(model.family.layout, in: .weights, of: Ledger())
    try model.load(into: store)
    #expect(store.all.count == model.family.layout.count)
  }

  @Test("says where it looked and what would fetch")
  func missing() throws {
    let problem = try refusal("facebook/opt-125m")
    #expect(problem.kind == .missing)
    #expect(problem.message.contains("\(root.path)/hub/models--facebook--opt-125m"))
    #expect(problem.message.contains("scripts/fetch model facebook/opt-125m"))
    #expect(problem.message.contains("tiny-opt"))
  }

  @Test("follows the environment as the Hub's clients do")
  func environment() {
    func path(_ environment: [String: String]) -> String {
      HubCache(environment: environment.merging(["HOME": "/h"]) { old, _ in old }).directory.path
    }
    #expect(path([:]) == "/h/.cache/huggingface/hub")
    #expect(path(["XDG_CACHE_HOME": "/x"]) == "/x/huggingface/hub")
    #expect(path(["XDG_CACHE_HOME": "/x", "HF_HOME": "/f"]) == "/f/hub")
    #expect(path(["HF_HOME": "/f", "HF_HUB_CACHE": "/c"]) == "/c")
    #expect(path(["HF_HOME": ""]) == "/h/.cache/huggingface/hub")
  }

  @Test(
    "is asked only for names that the Hub allows",
    arguments: [
      "../a", "a/../b", "a/b/c", "/a/b", "a//b", "a/b@", "a/b@../c", "a/b@x/../../c", "a b/c",
      "a/b\u{301}", "", "a/", "./a", "a/.b", "a--b/c", "a/b\0", "a/b@c d", "-a/b", "a/b@c@d",
    ])
  func refusedNames(_ text: String) {
    #expect(HubName(text) == nil)
    let places = ModelPlaces(cache: cache)
    #expect(throws: InputProblem.self) { _ = try places.directory(of: text + "?") }
  }

  @Test func allowedNames() {
    #expect(HubName("gpt2")?.revision == nil)
    #expect(HubName("a_b/C-1.5@v1.0")?.repository == "a_b/C-1.5")
    #expect(HubName("a/b@refs/pr/3")?.revision == "refs/pr/3")
  }
}
