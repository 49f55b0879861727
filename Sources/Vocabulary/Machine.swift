/// Where a result was measured.
package struct Machine: Hashable, Codable, Sendable {
  package var processor: String
  package var cores: Int
  package var operatingSystem: String
  /// The kernel table in use: `avx512`, `avx2` or `portable`.
  package var kernels: String
  /// The BLAS library that computed products in f32, and the core it was dispatched to (such as
  /// `SkylakeX`), in results of the time when one did; empty since.
  package var blas: String
  package var blasCore: String
  package var threads: Int
  /// What computed products in bf16, such as `oneDNN 2.6.3`; nil where none were asked for.
  package var halfLibrary: String?
  /// The program's version and, when known, its git commit (with `+dirty`).
  package var version: String

  package init(
    processor: String, cores: Int, operatingSystem: String, kernels: String, blas: String = "",
    blasCore: String = "", threads: Int, version: String, halfLibrary: String? = nil
  ) {
    self.processor = processor
    self.cores = cores
    self.operatingSystem = operatingSystem
    self.kernels = kernels
    self.blas = blas
    self.blasCore = blasCore
    self.threads = threads
    self.version = version
    self.halfLibrary = halfLibrary
  }

  /// What computes: the kernels' table, with OpenBLAS's core where products in f32 were its.
  package var arithmetic: String {
    "kernels \(kernels)" + (blasCore.isEmpty ? "" : ", BLAS core \(blasCore)")
  }
}
