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
      kernels: Kernels.tableName, threads: threads, version: version,
      halfLibrary: compute.compactMap(\.library).first)
  }

  /// Bytes of address space that can still be mapped; nil without a limit (`ulimit -v`).
  package static var addressRoom: Int? { AddressRoom.left }

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
