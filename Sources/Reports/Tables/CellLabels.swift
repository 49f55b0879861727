import Vocabulary

/// Short names for cells: the optimizer's, and the settings that tell apart cells of one model,
/// task and scheme that share it.
struct CellLabels {
  private(set) var labels: [String] = []

  init(_ cells: [CellResults]) {
    let settings = Self.telling(cells.map { Self.settings(of: $0.cell) })
    let groups = Dictionary(grouping: cells.indices) { index in
      Self.place(of: cells[index], cells[index].summary.optimizer)
    }.values
    let keys = Dictionary(grouping: groups) { cells[$0[0]].summary.optimizer }
      .mapValues { Self.telling(apart: $0, by: settings) }
    var used: [[String]: Int] = [:]
    for (index, cell) in cells.enumerated() {
      let optimizer = cell.summary.optimizer
      let told = (keys[optimizer] ?? []).compactMap { key in
        settings[index][key].map { Self.short(key, $0) }
      }
      let label = ([optimizer] + told).joined(separator: " ")
      let place = Self.place(of: cell, label)
      used[place, default: 0] += 1
      let number = used[place] ?? 1
      labels.append(number > 1 ? "\(label) #\(number)" : label)
    }
  }

  private static func place(of cell: CellResults, _ name: String) -> [String] {
    [cell.summary.model, cell.summary.task, cell.summary.scheme, name]
  }

  /// Names of settings, as few as tell apart the cells of each group; the optimizer's come first.
  private static func telling(
    apart groups: [[Int]], by settings: [[String: SettingValue]]
  ) -> [String] {
    let names = Set(groups.joined().flatMap { settings[$0].keys }).sorted {
      $0.contains(".") == $1.contains(".") ? $0 < $1 : $1.contains(".")
    }
    func kinds(_ keys: [String]) -> Int {
      groups.reduce(0) { sum, group in
        sum + Set(group.map { index in keys.map { settings[index][$0] } }).count
      }
    }
    return names.reduce(into: []) { keys, name in
      if kinds(keys + [name]) > kinds(keys) { keys.append(name) }
    }
  }

  /// Everything that a cell states beside the names of its components.
  static func settings(of cell: Cell) -> [String: SettingValue] {
    var settings = cell.optimizer.settings
    for axis in [Axis.model, .task, .scheme] {
      for (name, value) in cell[axis].settings { settings["\(axis.rawValue).\(name)"] = value }
    }
    for (name, value) in cell.run.values where name != "keys" || cell.run.keys != 0 {
      settings["run.\(name)"] = value
    }
    for (name, values) in cell.tune { settings["tune.\(name)"] = .list(values) }
    return settings
  }

  /// Without the run settings that most cells have: a control with other ones, such as twice the
  /// passes, is named by them, and what it is compared with keeps its name.
  private static func telling(_ settings: [[String: SettingValue]]) -> [[String: SettingValue]] {
    var counts: [String: [SettingValue: Int]] = [:]
    for (name, value) in settings.joined() where name.hasPrefix("run.") && name != "run.keys" {
      counts[name, default: [:]][value, default: 0] += 1
    }
    let common = counts.mapValues { values in
      values.first { 2 * $0.value > settings.count }?.key
    }
    return settings.map { $0.filter { name, value in common[name] != value } }
  }

  private static func short(_ key: String, _ value: SettingValue) -> String {
    let name = key.split(separator: ".").last.map(String.init) ?? key
    return value == .boolean(true) ? name : "\(name)=\(value)"
  }
}
