import Vocabulary

/// Ways of one scheme and format that a reader would tell apart by nothing but their names: they
/// show the same bytes, are divided alike, and nothing was measured of them.
struct AdviceGroup {
  /// In the order of the advice; at least one.
  private(set) var rows: [Advice.Row]

  private struct Key: Hashable {
    var scheme: String
    var weights: StorageFormat
    var peak: String
    var isFirstOrder: Bool
    var division: String?
  }

  init(_ row: Advice.Row) { rows = [row] }

  /// The rows in groups, in the order of their first ones.
  static func groups(_ rows: [Advice.Row]) -> [AdviceGroup] {
    var groups: [AdviceGroup] = []
    var places: [Key: Int] = [:]
    for row in rows {
      guard row.measured == nil else {
        groups.append(AdviceGroup(row))
        continue
      }
      let key = key(of: row.option)
      if let place = places[key] {
        groups[place].rows.append(row)
      } else {
        places[key] = groups.count
        groups.append(AdviceGroup(row))
      }
    }
    return groups
  }

  private static func key(of option: Advice.Option) -> Key {
    Key(
      scheme: option.scheme, weights: option.weights, peak: NumberText.bytes(option.bytes),
      isFirstOrder: option.isFirstOrder, division: option.division.map { "\($0)" })
  }

  var name: String { NameGroup.text(rows.map(\.option.optimizer)) }

  /// `2`, or `2-100` where they differ.
  var passes: String {
    let all = rows.map(\.option.passes)
    let (least, most) = (NumberText.count(all.min()), NumberText.count(all.max()))
    return least == most ? least : "\(least)-\(most)"
  }
}
