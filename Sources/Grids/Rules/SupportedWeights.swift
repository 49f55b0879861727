import Vocabulary

/// Weights are stored in a format that the kernels read, and multiplied in one that they know.
struct SupportedWeights: GridRule {
  private static let formats = ["f32", "bf16", "f16", "int8", "int4"]
  private static let computes = ["f32", "bf16"]

  /// The names that each setting may have.
  static let known = ["weights": formats, "compute": computes]

  func problems(in grid: GridDraft) -> [GridProblem] {
    unknown("weights", "weights cannot be stored as", Self.formats, in: grid)
      + unknown("compute", "products cannot be computed in", Self.computes, in: grid)
  }

  private func unknown(
    _ name: String, _ complaint: String, _ known: [String], in grid: GridDraft
  ) -> [GridProblem] {
    grid.runSettings([name]).flatMap { setting in
      setting.candidates.compactMap { value in
        guard case .text(let format) = value, !known.contains(format) else { return nil }
        return GridProblem(
          setting.valuePlace,
          "\(complaint) '\(format)'; use one of " + known.joined(separator: ", "))
      }
    }
  }
}
