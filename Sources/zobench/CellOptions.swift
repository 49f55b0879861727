import ArgumentParser
import Foundation
import Grids
import Training
import Vocabulary

/// Whatever decides which cells a study has, beside its grid.
///
/// Every command that is about the cells of a grid has this group, so that the same words mean the
/// same cells to all of them.
struct CellOptions: ParsableArguments {
  @Option(
    help: .init(
      "The directory with downloaded data sets (default: the grid's, or ZOBENCH_DATA).",
      valueName: "directory"),
    completion: .directory)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A run setting of every cell instead of the grid's, for example steps=100, or seeds=0,1; may "
        + "be repeated.", valueName: "key=value"))
  var set: [Assignment] = []

  @Option(
    help: ArgumentHelp(
      "A model instead of the grid's: embedded, a directory, or ORG/NAME[@REV]; may be "
        + "repeated.", valueName: "model"), completion: .models)
  var model: [String] = []

  @Option(
    help: .init(
      "Only cells that match, for example 'optimizer=zo-*,task=mini-sst2|mini-copa,seed=0'.",
      valueName: "filter"))
  var only: String?

  @Option(
    name: [.customLong("memory-budget"), .customLong("memory")],
    help: .init(
      "Memory: steps are divided so that cells fit, and those that cannot are skipped, for example "
        + "8GiB.", valueName: "size"),
    transform: ByteSize.parse)
  var memoryBudget: ByteSize?

  @Option(
    help: .init(
      "Dense products of every cell in f32, or in bf16 by oneDNN (default: the grid's).",
      valueName: "format"),
    completion: .list(Compute.settingChoices))
  var compute: String?

  /// Whether any was given.
  var isGiven: Bool {
    data != nil || !set.isEmpty || !model.isEmpty || only != nil || memoryBudget != nil
      || compute != nil
  }

  func validate() throws {
    try set.checkDistinct()
    if compute != nil, set.contains(where: { $0.name == "compute" }) {
      throw ValidationError("--compute and --set compute=… are two values of one setting; give one")
    }
    if model.contains("") {
      throw ValidationError("--model is empty; 'zobench list models' shows the embedded ones")
    }
  }

  func study(at grid: String) throws -> Study {
    let url = URL(fileURLWithPath: grid.expandingHome)
    return try GridFile.read(url, vocabulary: .catalogs, overriding: overrides())
  }

  /// The run settings that options give.
  private var settings: [CommandSetting] { Self.settings(set, compute: compute) }

  static func settings(_ assignments: [Assignment], compute: String?) -> [CommandSetting] {
    assignments.filter { $0.name != "seeds" }.map { CommandSetting("--set", $0.name, $0.value) }
      + (compute.map { [CommandSetting("--compute", "compute", .text($0))] } ?? [])
  }

  /// What options put in the place of what the grid says.
  private func overrides() throws -> CommandOverrides {
    var overrides = CommandOverrides()
    overrides.settings = settings
    if let seeds = set.first(where: { $0.name == "seeds" })?.value.description {
      let texts = seeds.split(separator: ",", omittingEmptySubsequences: false)
      overrides.seeds = try texts.map { text in
        guard let seed = Int(text.trimmingPrefix(" ")) else {
          throw ValidationError("--set seeds must be whole numbers, for example seeds=0,1,2")
        }
        return seed
      }
    }
    if !model.isEmpty { overrides.models = model.map(Self.placed) }
    return overrides
  }

  /// A directory or file is beside the user, not beside the grid.
  private static func placed(_ model: String) -> String {
    var isDirectory: ObjCBool = false
    let path = model.expandingHome
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let isModel = isDirectory.boolValue || path.hasSuffix(".gguf")
    return isThere && isModel ? absolute(path) : model
  }

  static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path.expandingHome).standardizedFileURL.path
  }

  /// The cells that are meant, in the grid's order.
  func cells(of study: Study, _ grid: String) throws -> [SeededCell] {
    let all = study.seededCells
    guard let only else { return all }
    let filter = try CellFilter(only)
    let cells = all.filter(filter.admits)
    if cells.isEmpty {
      throw InputProblem(.missing, at: "--only \(only)", "matches no cell of \(grid)")
    }
    return cells
  }

  /// Where data sets are: as given, as the grid says, or as the environment does.
  func dataDirectory(of study: Study?) -> String? {
    data ?? study?.dataDirectory ?? DataOptions.ofEnvironment
  }

  /// - Parameter study: nil for cells of no grid.
  func planner(for study: Study?, complete: Bool) -> Planner {
    Planner(
      dataDirectory: dataDirectory(of: study), complete: complete, budget: memoryBudget?.bytes)
  }

  /// The words that say the same from any directory and in any environment.
  func words(for study: Study) -> [String] {
    // What the grid itself says, it says on every host.
    let data = study.dataDirectory == nil || data != nil ? dataDirectory(of: study) : nil
    var words: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { words += [name, value] }
    }
    add("--data", data.map(Self.absolute))
    for assignment in set { add("--set", "\(assignment.name)=\(assignment.value)") }
    for model in model { add("--model", Self.placed(model)) }
    add("--only", only)
    add("--memory-budget", memoryBudget.map { "\($0)" })
    add("--compute", compute)
    return words
  }
}
