import Foundation
import Tensors
import Vocabulary

extension Machine {
  /// This machine, as the program finds it.
  ///
  /// - Parameter compute: what the cells compute in; a library for bf16 is only looked for then.
  package static func current(
    threads: Int, version: String, compute: Set<String> = []
  ) -> Machine {
    Machine(
      processor: processorName, cores: ProcessInfo.processInfo.activeProcessorCount,
      operatingSystem: ProcessInfo.processInfo.operatingSystemVersionString,
      kernels: Kernels.tableName, blas: Kernels.blasConfiguration, blasCore: Kernels.blasCore,
      threads: threads, version: version,
      halfLibrary: compute.compactMap { Compute(rawValue: $0)?.library }.first)
  }

  /// Whether BLAS was dispatched to less than the processor has, with the remedy; nil if not.
  package var blasWarning: String? {
    guard Kernels.processorTableName == "avx512" else { return nil }
    let weak = ["Haswell", "Zen", "Sandybridge", "Nehalem", "Prescott", "Core2", "Generic"]
    guard weak.contains(where: { blasCore.caseInsensitiveCompare($0) == .orderedSame }) else {
      return nil
    }
    let forced = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] != nil
    let remedy = forced ? "unset OPENBLAS_CORETYPE" : "try OPENBLAS_CORETYPE=SkylakeX"
    return "OpenBLAS runs its \(blasCore) kernels on a processor with AVX-512: about half the "
      + "speed; \(remedy)"
  }

  private static var processorName: String {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return "unknown"
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map(String.init) ?? "unknown"
    return name.trimmingCharacters(in: .whitespaces)
  }
}
