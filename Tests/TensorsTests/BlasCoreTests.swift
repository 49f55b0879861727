import Tensors
import Testing

/// Which cores of OpenBLAS are too weak for a processor.
@Suite struct BlasCoreTests {
  @Test(arguments: ["Prescott", "Core2", "Nehalem", "SandyBridge", "haswell", "Zen", "Excavator"])
  func coresWithoutAVX512AreReplacedWhereItIs(_ core: String) {
    #expect(BlasCore.better(than: core, for: "avx512") == "SkylakeX")
  }

  @Test(arguments: ["SkylakeX", "Cooperlake", "SapphireRapids", "a core of later years"])
  func coresOfAVX512AndUnknownOnesStay(_ core: String) {
    #expect(BlasCore.better(than: core, for: "avx512") == nil)
  }

  @Test func processorsWithoutAVX512GetFusedKernels() {
    #expect(BlasCore.better(than: "Prescott", for: "avx2") == "Haswell")
    #expect(BlasCore.better(than: "Zen", for: "avx2") == nil)
    #expect(BlasCore.better(than: "Prescott", for: "portable") == nil)
  }

  @Test func aTestIsNeverStartedAnew() { #expect(BlasCore.replaced == nil) }
}
