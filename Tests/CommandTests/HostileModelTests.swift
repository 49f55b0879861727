import Foundation
import Testing

/// Model directories with a damaged checkpoint: status 65 and the place, never a crash.
@Suite(.tags(.process)) struct HostileModelTests {
  @Test func truncatedFileNamesTheTensorThatIsCut() throws {
    let file = try checkpoint()
    let result = try score(file.dropLast(1000))
    #expect(result.status == 65)
    #expect(result.err.contains("model.safetensors: tensor 'model."))
    #expect(result.err.contains("cut short"))
  }

  @Test func headerOfHalfTheAddressSpaceIsRefused() throws {
    let file = try checkpoint()
    let result = try score(Self.length(1 << 63) + file.dropFirst(8))
    #expect(result.status == 65)
    #expect(result.err.contains("model.safetensors: header"))
    #expect(result.err.contains("9223372036854775808"))
  }

  @Test func overlappingTensorsAreNamed() throws {
    let result = try score(
      edited { header in
        // The first tensor of the data has nothing before it to overlap.
        let name = "model.decoder.layers.3.fc2.weight"
        var tensor = try #require(header[name] as? [String: Any])
        let offsets = try #require(tensor["data_offsets"] as? [Int])
        try #require(offsets.first ?? 0 > 0)
        tensor["data_offsets"] = offsets.map { $0 - 2 }
        header[name] = tensor
      })
    #expect(result.status == 65)
    #expect(result.err.contains("'model.decoder.layers.3.fc2.weight'"))
    #expect(result.err.contains("overlaps"))
  }

  @Test func missingTensorIsNamed() throws {
    let name = "model.decoder.final_layer_norm.weight"
    let result = try score(edited { header in header[name] = nil })
    #expect(result.status == 65)
    #expect(result.err.contains("leaves a hole"), "\(result.err)")
  }

  @Test func surplusTensorIsNamed() throws {
    let name = "model.decoder.final_layer_norm.weight"
    let result = try score(
      edited { header in header["another"] = header.removeValue(forKey: name) })
    #expect(result.status == 65)
    #expect(result.err.contains("'another'"), "\(result.err)")
  }

  @Test func emptyFileIsRefused() throws {
    let result = try score(Data())
    #expect(result.status == 65)
    #expect(result.err.contains("model.safetensors"))
  }

  @Test func directoryThatIsNotThereIs66() throws {
    let result = try Program.run(
      "score", "--model", "nowhere", "--text", "a", in: Scratch())
    #expect(result.status == 66)
    #expect(result.err.contains("nowhere"))
  }

  private func score(_ weights: Data) throws -> Program.Result {
    let scratch = try Scratch()
    let source = PackageRoot.url.appendingPathComponent("Sources/Models/Resources/tiny-opt")
    for name in ["config.json", "tokenizer.json", "tokenizer_config.json"] {
      guard let data = try? Data(contentsOf: source.appendingPathComponent(name)) else { continue }
      try scratch.write(data, to: "model/\(name)")
    }
    try scratch.write(weights, to: "model/model.safetensors")
    return try Program.run("score", "--model", "model", "--text", "a film", in: scratch)
  }

  private func checkpoint() throws -> Data {
    try Data(
      contentsOf: PackageRoot.url
        .appendingPathComponent("Sources/Models/Resources/tiny-opt/model.safetensors"))
  }

  /// The embedded checkpoint with a changed header.
  private func edited(_ change: (inout [String: Any]) throws -> Void) throws -> Data {
    let file = try checkpoint()
    let count = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let text = file.dropFirst(8).prefix(count)
    var header = try #require(
      try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
    try change(&header)
    let data = try JSONSerialization.data(withJSONObject: header)
    return Self.length(UInt64(data.count)) + data + file.dropFirst(8 + count)
  }

  private static func length(_ count: UInt64) -> Data {
    withUnsafeBytes(of: count.littleEndian) { Data($0) }
  }
}
