import CKernels
import Vocabulary

extension Compute {
  /// The library that computes it beside OpenBLAS, such as `oneDNN 2.6.3`; nil for none.
  package var library: String? {
    guard self == .bf16, zo_bf16_state() == Int32(ZO_BF16_READY) else { return nil }
    return unsafe "oneDNN " + String(cString: zo_bf16_version())
  }

  /// - Throws: what this machine lacks for it, with the remedy.
  package func check() throws(InputProblem) {
    guard self == .bf16 else { return }
    switch zo_bf16_state() {
    case Int32(ZO_BF16_READY): return
    case Int32(ZO_BF16_NO_PROCESSOR):
      throw InputProblem(
        at: "compute", "is bf16, but this processor has no AVX512-BF16 instructions; use f32")
    case Int32(ZO_BF16_NO_LIBRARY):
      throw InputProblem(
        .missing, at: "compute",
        "is bf16, which oneDNN computes, but there is no libdnnl.so.3 or libdnnl.so.2; install "
          + "the package libdnnl2 or libdnnl3, name the file in ZOBENCH_ONEDNN, or use f32")
    default:
      throw InputProblem(
        at: "compute",
        "is bf16, but the oneDNN that was found has no usable dnnl_gemm_bf16bf16f32; name the "
          + "file of another one in ZOBENCH_ONEDNN, or use f32")
    }
  }
}
