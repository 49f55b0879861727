import Foundation
import Models
import Tensors
import Training
import Vocabulary

/// Looks at what a run needs of a machine: fast kernels, memory, room, data, other programs.
package struct Doctor {
  private let machine: Machine
  private let data: String?

  /// - Parameters:
  ///   - version: this program's.
  ///   - data: the directory with data sets; nil when none was named.
  package init(version: String, data: String?) {
    machine = .current(
      threads: ProcessInfo.processInfo.activeProcessorCount, version: version,
      compute: [.bf16])
    self.data = data
  }

  package var checks: [HealthCheck] {
    [
      HealthCheck("version", "zobench \(machine.version)"),
      HealthCheck("processor", "\(machine.processor), \(machine.operatingSystem)"),
      kernels, cores, memory, limits, disk, cache, dataSets, half,
      program("mpirun", "MPI", "for runs over several machines; install openmpi-bin or mpich"),
      program("sbatch", "Slurm", "on clusters only"),
      program("rsvg-convert", "figures", "for figures as PNG; install librsvg2-bin"),
    ]
  }

  private var kernels: HealthCheck {
    let best = Kernels.processorTableName
    guard machine.kernels != best else {
      return machine.kernels == "portable"
        ? HealthCheck(
          "kernels", .warning, "portable",
          remedy: "a processor with AVX2 or AVX-512 is several times as fast")
        : HealthCheck("kernels", machine.kernels)
    }
    return HealthCheck(
      "kernels", .warning, "\(machine.kernels), forced", remedy: "unset ZOBENCH_KERNELS: \(best)")
  }

  private var cores: HealthCheck {
    let found = "\(machine.cores) cores"
    guard let limit = SystemFacts.coreLimit, limit < Double(machine.cores) else {
      return HealthCheck("cores", found)
    }
    let threads = max(1, Int(limit))
    return HealthCheck(
      "cores", .warning, found + String(format: ", of which this group may use %.1f", limit),
      remedy: "give run --threads \(threads)")
  }

  private var memory: HealthCheck {
    let all = Int(ProcessInfo.processInfo.physicalMemory)
    guard let free = SystemFacts.availableMemory else {
      return HealthCheck("memory", ByteText.of(all))
    }
    let found = "\(ByteText.of(free)) free of \(ByteText.of(all))"
    guard free < 1 << 30 else { return HealthCheck("memory", found) }
    return HealthCheck(
      "memory", .warning, found, remedy: "end other programs, or give run --memory-budget")
  }

  private var limits: HealthCheck {
    let limits = [
      ("the container", SystemFacts.memoryLimit), ("ulimit -v", SystemFacts.addressLimit),
    ]
    .compactMap { name, limit in limit.map { (name, $0) } }
    guard let least = limits.map(\.1).min() else { return HealthCheck("memory limit", "none") }
    let found = limits.map { "\($0.0) \(ByteText.of($0.1))" }.joined(separator: ", ")
    return HealthCheck(
      "memory limit", .warning, found,
      remedy: "give run --memory-budget \(least * 9 / 10 >> 20)MiB, so that no run is killed")
  }

  private var disk: HealthCheck {
    let here = FileManager.default.currentDirectoryPath
    guard let free = SystemFacts.freeDisk(at: here) else {
      return HealthCheck("disk", .warning, "unknown", remedy: "look with df -h .")
    }
    let found = "\(ByteText.of(free)) free in \(here)"
    let isWritable = FileManager.default.isWritableFile(atPath: here)
    guard free > 1 << 30, isWritable else {
      return HealthCheck(
        "disk", .warning, isWritable ? found : found + ", not writable",
        remedy: "put the database elsewhere with --db")
    }
    return HealthCheck("disk", found)
  }

  private var cache: HealthCheck {
    let models = ModelListing.all
    let others = models.filter { $0.source != .embedded }
    let broken = others.filter { $0.problem != nil }
    let found =
      "\(models.count - others.count) embedded, \(others.count) in "
      + HubCache.standard.directory.path
    if !broken.isEmpty {
      return HealthCheck(
        "models", .warning, found + ", \(broken.count) unusable",
        remedy: "'zobench models' says why")
    }
    guard others.isEmpty else { return HealthCheck("models", found) }
    return HealthCheck(
      "models", .absent, found,
      remedy: "scripts/fetch model ORG/NAME fetches one, or name a directory")
  }

  private var dataSets: HealthCheck {
    guard let data else {
      return HealthCheck(
        "data sets", .absent, "no directory",
        remedy: "the mini tasks need none; scripts/fetch data sst2 --to DIR fetches others, and "
          + "ZOBENCH_DATA=DIR or --data DIR names the directory")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: data)) ?? []
    let shown = names.filter { !$0.hasPrefix(".") }.sorted()
    guard !shown.isEmpty else {
      return HealthCheck(
        "data sets", .warning, "nothing in \(data)",
        remedy: "scripts/fetch data sst2 --to \(data) fetches one")
    }
    return HealthCheck(
      "data sets", "\(shown.count) in \(data): " + shown.prefix(8).joined(separator: ", "))
  }

  private var half: HealthCheck {
    do throws(InputProblem) {
      try Compute.bf16.check()
      return HealthCheck("bf16 products", machine.halfLibrary ?? "oneDNN")
    } catch {
      let reason = error.message.replacing("is bf16, but ", with: "")
      return HealthCheck("bf16 products", .absent, "no", remedy: reason)
    }
  }

  private func program(_ name: String, _ title: String, _ use: String) -> HealthCheck {
    SystemFacts.program(name).map { HealthCheck(title, $0) }
      ?? HealthCheck(title, .absent, "no \(name)", remedy: use)
  }
}
