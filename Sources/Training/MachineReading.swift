import Foundation
import Notation
import Tensors
import Vocabulary

extension Machine {
  /// This machine, as the program finds it.
  ///
  /// - Parameter compute: what the cells compute in; a library for bf16 is only looked for then.
  package static func current(
    threads: Int, version: String, compute: Set<Compute> = []
  ) -> Machine {
    Machine(
      processor: processorName, cores: ProcessInfo.processInfo.activeProcessorCount,
      operatingSystem: ProcessInfo.processInfo.operatingSystemVersionString,
      kernels: Kernels.tableName, blas: Kernels.blasConfiguration, blasCore: Kernels.blasCore,
      threads: threads, version: version,
      halfLibrary: compute.compactMap(\.library).first)
  }

  /// Gives OpenBLAS kernels that suit the processor, if it chose weaker ones by itself.
  ///
  /// It chooses before a program begins, so the program is started anew in its place; to be called
  /// first of all.
  package static func replaceWeakBlasCore() { BlasCore.replaceIfWeak() }

  /// Bytes of address space that can still be mapped; nil without a limit (`ulimit -v`).
  package static var addressRoom: Int? { AddressRoom.left }

  /// Maps what OpenBLAS needs for products on so many threads, under a limit of the address space.
  ///
  /// - Returns: the bytes that are missing.
  package static func reserveProducts(on threads: Int) -> Int {
    AddressRoom.reserveProducts(on: threads)
  }

  /// The core that OpenBLAS had chosen by itself, where the program replaced it.
  package static var replacedBlasCore: String? { BlasCore.replaced }

  /// Whether BLAS runs kernels for less than the processor has, with the remedy; nil if not.
  package var blasWarning: String? {
    let table = Kernels.processorTableName
    guard let better = BlasCore.better(than: blasCore, for: table) else { return nil }
    let isForced = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] != nil
    let remedy =
      if Self.replacedBlasCore != nil {
        "it has no others: install a newer libopenblas"
      } else if isForced {
        "unset OPENBLAS_CORETYPE"
      } else {
        "try OPENBLAS_CORETYPE=\(better)"
      }
    return "OpenBLAS runs its \(blasCore) kernels on a processor with \(table): a half to a tenth "
      + "of the speed; \(remedy)"
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

/// The process's peak resident size, which the ledger cannot see all of.
package enum ResidentSize {
  /// In bytes; 0 where the system does not say.
  package static var peakBytes: Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return 0
    }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
    return number.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
  }
}

extension ResidentOverhead {
  /// What is kept of a machine and version, else what `measure` finds, which is kept.
  ///
  /// - Parameters:
  ///   - key: everything that it may depend on.
  ///   - directory: one file each; one that cannot be written costs time, not correctness.
  package static func kept(
    of key: String, in directory: URL = standardDirectory, measure: () -> ResidentOverhead?
  ) -> ResidentOverhead? {
    let entry = directory.appending(path: ContentDigest(of: key).hex + ".json")
    if let data = try? RegularFile.contents(of: entry, atMost: 1 << 12),
      let known = try? JSONDecoder().decode(ResidentOverhead.self, from: data), known.isPlausible
    {
      return known
    }
    guard let found = measure(), found.isPlausible else { return nil }
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try? Data(canonicalJSON(found).utf8).write(to: entry, options: .atomic)
    return found
  }

  /// `zobench/resident` beside the digests of checkpoints.
  package static var standardDirectory: URL {
    DigestCache.standard.directory.deletingLastPathComponent().appending(path: "resident")
  }

  private var isPlausible: Bool { (1 << 20..<1 << 32).contains(bytes) }
}
