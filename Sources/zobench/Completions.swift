import ArgumentParser
import Reports
import Training
import Vocabulary

/// What shells offer for an argument.
extension CompletionKind {
  static var grids: CompletionKind { .file(extensions: ["grid", "yaml", "yml", "plist"]) }
  static var databases: CompletionKind { .file(extensions: ["sqlite", "db"]) }
  static var formats: CompletionKind { .list(Reporters.all.map { $0.name } + ["sql"]) }
  static var tables: CompletionKind { .list(TableKind.allCases.map(\.rawValue)) }
  static var models: CompletionKind { names(on: .model) }
  static var tasks: CompletionKind { names(on: .task) }
  static var schemes: CompletionKind { names(on: .scheme) }
  static var optimizers: CompletionKind { names(on: .optimizer) }

  private static func names(on axis: Axis) -> CompletionKind {
    .list((KnownComponents.catalogs.entries[axis] ?? []).map(\.name))
  }
}

// Options whose values are the cases of a setting: help, completion and refusal list them.
extension StorageFormat: ExpressibleByArgument {}
extension Compute: ExpressibleByArgument {}
