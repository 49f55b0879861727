import Foundation
import Tensors
import Testing
import Vocabulary

@Suite struct SafetensorsCheckpointTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func shard(_ name: String, _ tensors: String...) throws {
    let members = tensors.enumerated().map { member($1, "U8", "1", $0, $0 + 1) }
    let bytes = safetensors("{\(members.joined(separator: ","))}", data: tensors.count)
    _ = try directory.file(name, bytes)
  }

  private func index(_ map: String, rest: String = #""metadata":{"total_size":1.5e3}"#) throws {
    let text = #"{\#(rest),"weight_map":\#(map)}"#
    _ = try directory.file("model.safetensors.index.json", Array(text.utf8))
  }

  private func checkpointRefusal() -> InputProblem? {
    refusal { () throws(InputProblem) in _ = try Checkpoint(directory: directory.url) }
  }

  @Test func oneFileIsACheckpoint() throws {
    try shard("model.safetensors", "b", "a")
    let checkpoint = try Checkpoint(directory: directory.url)
    #expect(checkpoint.names == ["a", "b"])
    let tensor = try checkpoint.requiredTensor(named: "a")
    #expect(checkpoint.withBytes(of: tensor) { Array($0) } == [7])
    #expect(checkpoint.tensor(named: "c") == nil)
    #expect(throws: InputProblem.self) { try checkpoint.requiredTensor(named: "c") }
  }

  @Test func shardsAreJoined() throws {
    try shard("one.safetensors", "a")
    try shard("two.safetensors", "b")
    try index(#"{"b":"two.safetensors","a":"one.safetensors"}"#)
    let checkpoint = try Checkpoint(directory: directory.url)
    #expect(checkpoint.names == ["a", "b"])
    #expect(checkpoint.files.count == 2)
    let tensor = try checkpoint.requiredTensor(named: "b")
    #expect(checkpoint.withSpan(of: tensor) { $0.byteCount } == 1)
  }

  @Test func aListedTensorMustBeInItsShard() throws {
    try shard("one.safetensors", "a")
    try shard("two.safetensors", "b")
    try index(#"{"a":"one.safetensors","b":"one.safetensors","c":"two.safetensors"}"#)
    let problem = try #require(checkpointRefusal())
    #expect(problem.description.contains("tensor 'b'"))
    #expect(problem.description.contains("one.safetensors"))
  }

  @Test func aTensorThatTheIndexOmitsIsRefused() throws {
    try shard("one.safetensors", "a", "unlisted")
    try shard("two.safetensors", "b")
    try index(#"{"b":"two.safetensors","a":"one.safetensors"}"#)
    let problem = try #require(checkpointRefusal())
    #expect(problem.description.contains("one.safetensors: tensor 'unlisted'"))
    #expect(problem.message.contains("model.safetensors.index.json"))
  }

  @Test func oneFileAndAnIndexAreOfOneCheckpoint() throws {
    try shard("model.safetensors", "a", "b")
    try index(#"{"a":"model.safetensors","b":"model.safetensors"}"#)
    #expect(try Checkpoint(directory: directory.url).names == ["a", "b"])
    try shard("one.safetensors", "a", "b")
    try index(#"{"a":"one.safetensors","b":"one.safetensors"}"#)
    let problem = try #require(checkpointRefusal())
    #expect(problem.kind == .invalid && problem.place.hasSuffix("model.safetensors.index.json"))
    #expect(problem.message.contains("names one.safetensors, and model.safetensors lies beside it"))
  }

  @Test func aTensorInTwoShardsIsRefused() throws {
    try shard("one.safetensors", "a")
    try shard("two.safetensors", "a", "b")
    try index(#"{"a":"one.safetensors","b":"two.safetensors"}"#)
    let problem = try #require(checkpointRefusal())
    #expect(problem.description.contains("tensor 'a': is also in one.safetensors"))
  }

  @Test(arguments: [
    "../model.safetensors", "/etc/passwd", #"..\\model"#, #"a\u0000b"#, "", ".", "..", "a/b",
    #"a/\u0301b"#, ".hidden",
  ])
  func shardsStayInTheDirectory(_ name: String) throws {
    try index(#"{"a":"\#(name)"}"#)
    let problem = try #require(checkpointRefusal())
    #expect(problem.description.contains("not the name of a file beside the index"))
  }

  @Test func aMissingShardIsNamed() throws {
    try index(#"{"a":"one.safetensors"}"#)
    let problem = try #require(checkpointRefusal())
    #expect(problem.kind == .missing)
    #expect(problem.place.hasSuffix("one.safetensors"))
  }

  @Test(arguments: [
    (#"{"a":"x","a":"y"}"#, #""metadata":null"#, "'a' comes twice"),
    ("{}", #""metadata":null"#, "empty"),
    ("[]", #""metadata":null"#, "expected '{'"),
    (#"{"a":1}"#, #""metadata":null"#, "the file of 'a'"),
    (#"{"a":"x"}"#, #""metadata":01"#, "'01' is not JSON"),
    (#"{"a":"x"}"#, #""metadata":1.e5"#, "is not JSON"),
    (#"{"a":"x"}"#, #""metadata":nul"#, "is not JSON"),
    (#"{"a":"x"}"#, #""metadata":"# + String(repeating: "[", count: 100_000), "nested deeper"),
  ])
  func aDamagedIndexIsRefused(_ map: String, _ rest: String, _ words: String) throws {
    try index(map, rest: rest)
    let problem = try #require(checkpointRefusal())
    #expect(problem.kind == .invalid)
    #expect(problem.description.contains("model.safetensors.index.json"))
    #expect(problem.description.contains(words), "\(problem)")
  }

  @Test func pickledWeightsComeWithARecipe() throws {
    _ = try directory.file("pytorch_model.bin", [1])
    let problem = try #require(checkpointRefusal())
    #expect(problem.kind == .invalid)
    #expect(problem.place.hasSuffix("pytorch_model.bin"))
    #expect(problem.message.contains("save_file"))
  }

  @Test func nothingThereSaysWhatWasSought() throws {
    let empty = try #require(checkpointRefusal())
    #expect(empty.kind == .missing)
    for name in ["model.safetensors,", "model.safetensors.index.json", "pytorch_model.bin"] {
      #expect(empty.message.contains(name))
    }
    let absent = directory.url.appending(path: "absent")
    let problem = refusal { () throws(InputProblem) in
      _ = try Checkpoint(directory: absent)
    }
    #expect(problem?.message.contains("no such directory") == true)
  }

  @Test func theDigestFollowsTheBytesAndNotThePlace() throws {
    let other = try TemporaryDirectory()
    let header = "{\(member("a", "U8", "4", 0, 4))}"
    let bytes = safetensors(header, data: 4)
    _ = try directory.file("model.safetensors", bytes)
    _ = try other.file("model.safetensors", bytes)
    let digest = try Checkpoint(directory: directory.url).digest
    #expect(try Checkpoint(directory: other.url).digest == digest)
    _ = try other.file("model.safetensors", bytes.dropLast() + [8])
    #expect(try Checkpoint(directory: other.url).digest != digest)
  }

  @Test func digestsOfLargeFilesAreKeptUntilTheFileChanges() throws {
    let count = DigestCache.smallest
    let header = "{\(member("a", "U8", "\(count)", 0, count))}"
    var bytes = safetensors(header, data: count)
    let url = try directory.file("model.safetensors", bytes)
    func settle(_ age: Double) throws {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: url.path)
    }
    func digest(_ cache: DigestCache) throws -> ContentDigest {
      try Checkpoint(directory: directory.url).digest(keptIn: cache)
    }
    func kept(_ cache: DigestCache) -> [String] {
      (try? FileManager.default.contentsOfDirectory(atPath: cache.directory.path)) ?? []
    }
    let place = directory.url.appending(path: "digests")
    let first = try digest(DigestCache(place))
    let cache = DigestCache(place, settling: 0)
    #expect(kept(cache).isEmpty, "a file of this moment may still change")
    #expect(try digest(cache) == first)
    let entry = try #require(kept(cache).first)
    #expect(try digest(cache) == first)
    // What is kept is what is answered, as long as it is a digest.
    let file = cache.directory.appending(path: entry)
    try Data(String(repeating: "0", count: 64).utf8).write(to: file)
    #expect(try digest(cache) != first)
    try Data("damaged".utf8).write(to: file)
    #expect(try digest(cache) == first)
    bytes[bytes.count - 1] ^= 1
    _ = try directory.file("model.safetensors", bytes)
    try settle(60)
    #expect(try digest(cache) != first)
  }
}
