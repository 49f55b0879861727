import Experiments
import Foundation

extension TaskDescription {
  /// Reads a description that was written as plain values, in a grid file for example.
  ///
  /// - Parameter place: where it stands, for problems.
  /// - Throws: what is missing, of another kind, or not known.
  public init(_ value: SettingValue, at place: String) throws(InputProblem) {
    do {
      self = try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(value))
    } catch {
      throw InputProblem(at: place, "is no task: \(DecodingDetail.description(error))")
    }
    // What was read writes every key that it knows.
    let encoded = try? JSONEncoder().encode(self)
    let known = encoded.flatMap { try? JSONDecoder().decode(SettingValue.self, from: $0) }
    if let known, let problem = Self.unknown(value, known, path: "") {
      throw InputProblem(at: place, problem)
    }
  }

  /// A sentence about the first key of `value` that `known` lacks.
  private static func unknown(
    _ value: SettingValue, _ known: SettingValue, path: String
  ) -> String? {
    switch (value, known) {
    case (.map(let members), .map(let names)):
      for (key, member) in members.sorted(by: { $0.key < $1.key }) {
        guard let inner = names[key] else {
          let nearest = nearestName(to: key, among: names.keys)
          return "'\(path)\(key)' is not known" + (nearest.map { "; is '\($0)' meant?" } ?? "")
        }
        if let problem = unknown(member, inner, path: "\(path)\(key).") { return problem }
      }
      return nil
    case (.list(let values), .list(let others)):
      return zip(values, others).lazy.compactMap { unknown($0, $1, path: path) }.first
    default: return nil
    }
  }
}
