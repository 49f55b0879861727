import ArgumentParser
import Grids
import Training
import Vocabulary

/// The cells that advice is about: those of one model and one memory, and of no grid.
///
/// The names are those of `CellOptions`, so that the same words mean the same to all commands.
struct AdviceOptions: ParsableArguments {
  @Option(
    help: .init(
      "The model: embedded, a directory, a GGUF file, or ORG/NAME[@REV].", valueName: "model"),
    completion: .models)
  var model: String

  @Option(
    name: [.customLong("memory-budget"), .customLong("memory")],
    help: .init("The memory that ways are to fit, for example 8GiB.", valueName: "size"),
    transform: ByteSize.parse)
  var memoryBudget: ByteSize

  @OptionGroup var data: DataOptions

  @Option(
    help: .init(
      "A run setting of every way, for example maxLength=128; may be repeated.",
      valueName: "key=value"))
  var set: [Assignment] = []

  @Option(
    help: .init(
      "Only ways that match, for example 'optimizer=zo-*,scheme=ft|lora'.", valueName: "filter"))
  var only: String?

  @Option(
    help: .init(
      "Dense products in f32, or in bf16 by oneDNN (default: f32).", valueName: "format"),
    completion: .list(Compute.settingChoices))
  var compute: String?

  /// What is said elsewhere, by the settings' names.
  private static let refused = [
    "batch": "has an option of its own, --batch", "weights": "has an option of its own, --weights",
    "seeds": "is nothing that advice depends on; leave it out",
  ]

  func validate() throws {
    for assignment in set {
      guard let reason = Self.refused[assignment.name] else { continue }
      throw ValidationError("--set \(assignment.name) \(reason)")
    }
  }

  /// The run of a way with the settings that options give it.
  ///
  /// - Throws: a setting that there is not, or not so.
  func run(_ defaults: RunSettings) throws -> RunSettings {
    let given = CellOptions.settings(set, compute: compute)
    let values = given.reduce(into: defaults.values) { $0[$1.name] = $1.value }
    do throws(SettingsProblem) {
      return try RunSettings.resolved(from: Component("--set", values))
    } catch {
      throw ValidationError(error.description)
    }
  }

  var planner: Planner {
    Planner(dataDirectory: data.directory, complete: false, budget: memoryBudget.bytes)
  }
}
