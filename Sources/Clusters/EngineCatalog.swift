/// The schedulers that `submit` writes files for.
package enum EngineCatalog {
  package static let all: [any Engine.Type] = [
    HTCondor.self, Kubernetes.self, Parallel.self, Slurm.self, Snakemake.self,
  ]

  package static func named(_ name: String) -> (any Engine.Type)? {
    all.first { $0.name == name }
  }

  package static var names: [String] { all.map { $0.name } }
}
