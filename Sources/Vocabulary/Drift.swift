/// How far trained weights are from where their run began.
///
/// Of the weights that were best on development data, as their storage format has them: evolution
/// strategies move many weights a little and are compared by this (arXiv:2601.20861).
package struct Drift: Hashable, Codable, Sendable {
  /// One kind of parameter: `matrix`, `embedding`, `bias`, `scale` or `adapter`.
  package struct Part: Hashable, Codable, Sendable {
    package var kind: String
    /// ‖θ − θ₀‖.
    package var distance: Double
    /// ‖θ₀‖.
    package var start: Double
    /// Trained elements, and those of them whose value is another one now.
    package var elements: Int
    package var changed: Int

    package init(kind: String, distance: Double, start: Double, elements: Int, changed: Int) {
      self.kind = kind
      self.distance = distance
      self.start = start
      self.elements = elements
      self.changed = changed
    }
  }

  /// The kinds that are trained, by name.
  package var parts: [Part]

  package init(_ parts: [Part]) { self.parts = parts }

  /// ‖θ − θ₀‖ of everything that is trained.
  package var distance: Double { length(\.distance) }
  /// The same as a share of ‖θ₀‖; nil where that is 0.
  package var relative: Double? {
    let start = length(\.start)
    return start > 0 ? distance / start : nil
  }
  /// The share of the trained elements that changed.
  package var changedShare: Double {
    Double(parts.reduce(0) { $0 + $1.changed })
      / Double(max(parts.reduce(0) { $0 + $1.elements }, 1))
  }

  private func length(_ part: KeyPath<Part, Double>) -> Double {
    parts.reduce(0) { $0 + $1[keyPath: part] * $1[keyPath: part] }.squareRoot()
  }
}
