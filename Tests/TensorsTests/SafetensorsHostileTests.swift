import Foundation
import Tensors
import Testing
import Vocabulary

/// A file that must be refused, and what its message must say.
struct HostileFile: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var bytes: [UInt8]
  var words: [String]

  init(_ name: String, _ bytes: [UInt8], says words: String...) {
    testDescription = name
    self.bytes = bytes
    self.words = words
  }

  init(_ name: String, header: String, data: Int = 0, says words: String...) {
    testDescription = name
    bytes = safetensors(header, data: data)
    self.words = words
  }
}

private let frames = [
  HostileFile("empty file", [], says: "0 bytes are too few"),
  HostileFile("seven bytes", [1, 0, 0, 0, 0, 0, 0], says: "7 bytes are too few"),
  HostileFile("length 0", safetensors("", data: 4), says: "does not start with '{'"),
  HostileFile(
    "length 2^63 - 1", safetensors("{}", claiming: UInt64(Int64.max)), says: "header", "25000000"),
  HostileFile("length 2^64 - 1", safetensors("{}", claiming: .max), says: "header", "25000000"),
  HostileFile("length beyond the file", safetensors("{}", claiming: 3), says: "only 2 follow"),
  HostileFile(
    "header above the limit", safetensors([UInt8](repeating: 0x20, count: 25_000_001)),
    says: "claims 25000001 bytes"),
  HostileFile("not an object", header: "[]", says: "does not start with '{'"),
  HostileFile("white space first", header: " {}", says: "does not start with '{'"),
  HostileFile("not UTF-8", safetensors([0x7B, 0x22, 0xFF, 0x22, 0x7D]), says: "not UTF-8"),
  HostileFile("overlong UTF-8", safetensors([0x7B, 0x22, 0xC0, 0xAF, 0x22]), says: "not UTF-8"),
  HostileFile("unfinished", header: "{", says: "header byte 1", "found the end"),
  HostileFile("unfinished string", header: #"{"a"#, says: "ends inside a string"),
  HostileFile("text behind the object", header: "{}x", says: "expected the end", "'x'"),
  HostileFile("comma at the end", header: #"{"__metadata__":{},}"#, says: "expected '\"'"),
  HostileFile("half a surrogate pair", header: #"{"\ud800":1}"#, says: "surrogate"),
  HostileFile("two high surrogates", header: #"{"\ud800\ud800":1}"#, says: "surrogate"),
  HostileFile("unknown escape", header: #"{"\x":1}"#, says: "escape"),
  HostileFile("short escape", header: #"{"\u12":1}"#, says: "four hexadecimal"),
  HostileFile("line feed in a string", header: "{\"a\n\":1}", says: "control character"),
  HostileFile(
    "metadata that is no text", header: #"{"__metadata__":{"a":1}}"#, says: "'a' in __metadata__"),
  HostileFile(
    "metadata twice", header: #"{"__metadata__":{},"__metadata__":{}}"#, says: "comes twice"),
  HostileFile(
    "deep nesting", header: #"{"a":"# + String(repeating: "[", count: 1_000_000),
    says: "tensor 'a'", "expected '{'"),
  HostileFile(
    "deep nesting of objects", header: String(repeating: #"{"a":"#, count: 1_000_000),
    says: "unknown field 'a'"),
]

private let tensors = [
  HostileFile(
    "name twice", header: "{\(member("a", "U8", "1", 0, 1)),\(member("a", "U8", "1", 1, 2))}",
    data: 2, says: "'a' comes twice"),
  HostileFile(
    "name twice, once escaped",
    header: #"{\#(member("a", "U8", "1", 0, 1)),\#(member(#"\u0061"#, "U8", "1", 1, 2))}"#,
    data: 2, says: "'a' comes twice"),
  HostileFile(
    "field twice", header: #"{"a":{"dtype":"U8","dtype":"F32"}}"#, says: "'dtype' comes twice"),
  HostileFile(
    "overlap", header: "{\(member("a", "U8", "2", 0, 2)),\(member("b", "U8", "2", 1, 3))}",
    data: 3, says: "tensor 'b'", "overlaps tensor 'a'"),
  HostileFile(
    "same bytes twice", header: "{\(member("a", "U8", "2", 0, 2)),\(member("b", "U8", "2", 0, 2))}",
    data: 2, says: "tensor 'b'", "overlaps"),
  HostileFile(
    "hole", header: "{\(member("b", "U8", "1", 3, 4)),\(member("a", "U8", "2", 0, 2))}",
    data: 4, says: "tensor 'b'", "hole of 1 bytes after tensor 'a'"),
  HostileFile(
    "hole at the start", header: "{\(member("a", "U8", "2", 1, 3))}", data: 3,
    says: "tensor 'a'", "after the header"),
  HostileFile(
    "bytes at the end", header: "{\(member("a", "U8", "2", 0, 2))}", data: 5,
    says: "3 bytes behind tensor 'a'"),
  HostileFile("bytes without tensors", header: "{}", data: 1, says: "1 bytes behind the header"),
  HostileFile(
    "beyond the file", header: "{\(member("a", "U8", "3", 0, 3))}", data: 2,
    says: "tensor 'a'", "cut short"),
  HostileFile(
    "shape of another size", header: "{\(member("a", "F32", "2,3", 0, 20))}", data: 20,
    says: "tensor 'a'", "needs 24 bytes", "give 20"),
  HostileFile(
    "product overflow", header: "{\(member("a", "U8", "4294967296,4294967296", 0, 0))}",
    says: "tensor 'a'", "more bytes than can be counted"),
  HostileFile(
    "byte overflow", header: "{\(member("a", "F64", "2305843009213693952", 0, 0))}",
    says: "more bytes than can be counted"),
  HostileFile(
    "number overflow", header: "{\(member("a", "U8", "9223372036854775808", 0, 0))}",
    says: "tensor 'a', header byte", "above 9223372036854775807"),
  HostileFile(
    "negative shape", header: "{\(member("a", "U8", "-1", 0, 1))}", data: 1,
    says: "tensor 'a'", "negative number in shape"),
  HostileFile(
    "negative offset", header: "{\(member("a", "U8", "1", -1, 0))}", data: 1,
    says: "negative number in data_offsets"),
  HostileFile(
    "fractional offset", header: #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0.0,1]}}"#,
    data: 1, says: "data_offsets must be whole"),
  HostileFile(
    "exponent in a shape", header: "{\(member("a", "U8", "1e0", 0, 1))}", data: 1,
    says: "shape must be whole"),
  HostileFile(
    "leading zero", header: "{\(member("a", "U8", "01", 0, 1))}", data: 1, says: "leading zero"),
  HostileFile(
    "one offset", header: #"{"a":{"dtype":"U8","shape":[],"data_offsets":[0]}}"#, data: 1,
    says: "two numbers"),
  HostileFile(
    "three offsets", header: #"{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1,1]}}"#, data: 1,
    says: "more than 2 in data_offsets"),
  HostileFile(
    "offsets reversed", header: "{\(member("a", "U8", "1", 1, 0))}", data: 1,
    says: "tensor 'a'", "before its start"),
  HostileFile(
    "unknown dtype", header: "{\(member("a", "F8", "1", 0, 1))}", data: 1,
    says: "tensor 'a'", "unknown dtype 'F8'"),
  HostileFile(
    "no shape", header: #"{"a":{"dtype":"U8","data_offsets":[0,1]}}"#, data: 1, says: "lacks"),
  HostileFile(
    "65 dimensions",
    header: "{\(member("a", "U8", Array(repeating: "1", count: 65).joined(separator: ","), 0, 1))}",
    data: 1, says: "more than 64 in shape"),
  HostileFile(
    "terminal escapes in a name", header: "{\(member(#"\u001b[2J"#, "F8", "1", 0, 1))}", data: 1,
    says: #"'\u{1B}[2J'"#),
]

@Suite struct SafetensorsHostileTests {
  @Test(arguments: frames + tensors)
  func isRefusedByName(_ file: HostileFile) throws {
    let problem = try #require(try refusal(opening: file.bytes))
    #expect(problem.kind == .invalid)
    #expect(problem.place.contains("hostile.safetensors"))
    #expect(!problem.description.unicodeScalars.contains { $0.value < 0x20 })
    #expect(problem.description.count < 1000)
    for words in file.words {
      #expect(problem.description.contains(words), "\(problem)")
    }
  }

  @Test func everyPrefixOfAGoodFileIsRefused() throws {
    let good = safetensors("{\(member("a", "F32", "2", 0, 8))}", data: 8)
    #expect(try refusal(opening: good) == nil)
    for count in good.indices {
      #expect(try refusal(opening: Array(good[..<count])) != nil)
    }
  }

  @Test func everyChangedByteIsReadOrRefusedButNeverTraps() throws {
    let members = [member("a", "F32", "2", 0, 8), member("b", "U8", "", 8, 9)]
    let good = safetensors("{\(members.joined(separator: ","))}", data: 9)
    var refused = 0
    for index in good.indices.dropLast(9) {
      for flip: UInt8 in [0x01, 0x02, 0x10, 0x80, 0xFF] {
        var bytes = good
        bytes[index] ^= flip
        if try refusal(opening: bytes) != nil { refused += 1 }
      }
    }
    #expect(refused > 400)
  }

  @Test func aHundredThousandTensorsTakeSeconds() throws {
    let members = (0..<100_000).map { member("layer.\($0).weight", "F16", "1", 2 * $0, 2 * $0 + 2) }
    let directory = try TemporaryDirectory()
    let bytes = safetensors("{\(members.joined(separator: ","))}", data: 200_000)
    let file = try directory.file("many.safetensors", bytes)
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try SafetensorsFile(file).tensors.count == 100_000)
    let time = start.duration(to: clock.now)
    #expect(time < .seconds(10))
  }

  @Test func missingFilesAndDirectoriesAreToldApart() throws {
    let directory = try TemporaryDirectory()
    let absent = directory.url.appending(path: "absent.safetensors")
    let missing = refusal { () throws(InputProblem) in _ = try SafetensorsFile(absent) }
    #expect(missing?.kind == .missing)
    #expect(missing?.place.hasSuffix("absent.safetensors") == true)
    let folder = refusal { () throws(InputProblem) in _ = try SafetensorsFile(directory.url) }
    #expect(folder?.kind == .invalid)
  }
}
