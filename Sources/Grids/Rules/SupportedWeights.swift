import Experiments

/// Weights are stored in a format that the kernels read.
struct SupportedWeights: GridRule {
  private static let formats = ["f32", "bf16", "f16", "int8", "int4"]

  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.runSettings(["weights"]).flatMap { setting in
      setting.candidates.compactMap { value in
        guard case .text(let format) = value, !Self.formats.contains(format) else { return nil }
        return GridProblem(
          setting.valuePlace,
          "weights cannot be stored as '\(format)'; use one of "
            + Self.formats.joined(separator: ", "))
      }
    }
  }
}
