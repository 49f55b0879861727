import Testing

/// `--compute`: what it refuses, and what it says then.
@Suite(.tags(.process)) struct ComputeTests {
  private func score(
    _ compute: String, library: String
  ) throws -> (status: Int32, message: String) {
    let scratch = try Scratch()
    let result = try RunningProgram(
      ["score", "--model", "tiny-opt", "--text", "a b", "--compute", compute], in: scratch,
      environment: ["ZOBENCH_ONEDNN": library]
    ).finish()
    return (result.status, result.err)
  }

  @Test func unknownFormatsAreRefused() throws {
    let (status, message) = try score("f16", library: "")
    #expect(status == 64 && message.contains("'f16'"), "\(message)")
    #expect(message.contains("'f32'") && message.contains("'bf16'"), "\(message)")
  }

  /// A processor without the instructions is told so before a library is looked for.
  @Test func aMissingLibraryIsNamedWithItsPackage() throws {
    let (status, message) = try score("bf16", library: "/nowhere/libdnnl.so")
    let named = status == 66 && message.contains("libdnnl")
    #expect(named || (status == 65 && message.contains("AVX512-BF16")), "\(status) \(message)")
  }

  @Test func aLibraryWithoutTheProductIsRefused() throws {
    let (status, message) = try score("bf16", library: "libm.so.6")
    #expect(status == 65 && message.contains("compute"), "\(status) \(message)")
  }

  @Test func nothingIsLoadedForFloats() throws {
    #expect(try score("f32", library: "/nowhere/libdnnl.so").status == 0)
  }
}
