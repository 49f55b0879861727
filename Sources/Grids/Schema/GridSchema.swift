import Vocabulary

/// The JSON Schema (draft-07) of grid files, made from what the catalogs say.
///
/// It accepts every file that the program does; what needs more than one place of a file, such as
/// settings that a search's optimizers do not share, is found by the program only.
package struct GridSchema: Sendable {
  package let vocabulary: KnownComponents
  private var shared: [SettingValue: String] = [:]

  package init(_ vocabulary: KnownComponents) {
    self.vocabulary = vocabulary
    shared = Self.shared(vocabulary)
  }

  /// The schema as a value that encodes to JSON.
  package var value: SettingValue {
    var schema = ValueSchema.object(
      // A grid that trains nothing has no optimizers.
      properties, required: ["zobench", "models", "tasks", "schemes", "seeds"])
    schema["$schema"] = .text("http://json-schema.org/draft-07/schema#")
    schema["title"] = .text("zobench grid")
    schema["description"] = .text("Models, tasks, schemes, optimizers and seeds of a study.")
    schema["definitions"] = .map(definitions)
    return .map(schema)
  }

  private var properties: ValueSchema.Schema {
    let text = SettingValue.map(["type": .text("string"), "minLength": .integer(1)])
    var properties: ValueSchema.Schema = [
      "zobench": .map(["const": .integer(1)]), "name": text,
      "question": text, "data": text,
      "seeds": .map(ValueSchema.list(of: .map(["type": .text("integer")]))),
      "defaults": .map(ValueSchema.object(run)),
      "exclude": .map(["type": .text("array"), "items": .map(exclusion)]),
      "tune": ValueSchema.any([
        .map(["type": .text("array"), "items": ValueSchema.reference("search")]),
        ValueSchema.reference("search"),
      ]),
    ]
    for axis in Axis.allCases {
      let item = ValueSchema.any(items(on: axis))
      properties[GridDraft.key(of: axis)] = .map(ValueSchema.list(of: item))
    }
    return properties
  }

  // MARK: Run settings

  private var run: ValueSchema.Schema {
    RunSettings.declarations.reduce(into: [:]) { run, setting in
      run[setting.name] = ValueSchema.reference("run-" + setting.name)
    }
  }

  private var runLists: ValueSchema.Schema {
    RunSettings.declarations.reduce(into: [:]) { run, setting in
      run[setting.name] = ValueSchema.reference("runs-" + setting.name)
    }
  }

  private var definitions: ValueSchema.Schema {
    let names = SettingValue.map(["type": .text("string"), "minLength": .integer(1)])
    var definitions = [
      "names": ValueSchema.several(names, of: nil), "search-range": ValueSchema.searchRange,
      "search": .map(search),
    ]
    for setting in RunSettings.declarations {
      definitions["run-" + setting.name] = ValueSchema.value(setting)
      definitions["runs-" + setting.name] = ValueSchema.several(
        ValueSchema.reference("run-" + setting.name), of: setting)
    }
    for (schema, name) in shared { definitions[name] = schema }
    return definitions
  }

  /// The schemas of all components' settings with the names of their definitions: components share
  /// most of them.
  private static func shared(_ vocabulary: KnownComponents) -> [SettingValue: String] {
    var variants: [String: Set<SettingValue>] = [:]
    for setting in vocabulary.entries.values.joined().flatMap(\.declarations) {
      variants[setting.name, default: []].insert(ValueSchema.several(setting))
    }
    var names: [SettingValue: String] = [:]
    for (name, schemas) in variants.sorted(by: { $0.key < $1.key }) {
      let sorted = schemas.sorted { $0.description < $1.description }
      for (index, schema) in sorted.enumerated() where names[schema] == nil {
        names[schema] = sorted.count == 1 ? name : "\(name)-\(index + 1)"
      }
    }
    return names
  }

  // MARK: Axes

  private func items(on axis: Axis) -> [SettingValue] {
    let entries = vocabulary.entries[axis] ?? []
    let settings = entries.reduce(into: [:]) { all, entry in
      all[entry.name] = self.settings(of: entry)
    }
    if axis == .model { return models }
    let items = ValueSchema.choice(names: ValueSchema.enumeration(entries.map(\.name)), settings)
    return vocabulary.definitions[axis] == nil ? items : items + files(axis)
  }

  /// A model is any name or directory.
  private var models: [SettingValue] {
    let text = SettingValue.map(["type": .text("string"), "minLength": .integer(1)])
    return [
      .map(["type": .text("string"), "minLength": .integer(1)]),
      .map([
        "type": .text("object"), "minProperties": .integer(1), "maxProperties": .integer(1),
        "additionalProperties": .map(ValueSchema.object(runLists)),
      ]),
      .map(
        ValueSchema.object(
          runLists.merging(["path": text, "name": text]) { own, _ in own }, required: ["path"])),
    ]
  }

  /// A file that defines an entry: its path, or `file` with settings beside it.
  private func files(_ axis: Axis) -> [SettingValue] {
    let path = SettingValue.map([
      "type": .text("string"), "pattern": .text("\\.([yY][aA]?[mM][lL]|[pP][lL][iI][sS][tT])$"),
    ])
    return [
      path,
      .map([
        "type": .text("object"), "required": .list([.text("file")]),
        "properties": .map(["file": .map(["type": .text("string")])]),
      ]),
      .map([
        "type": .text("object"), "minProperties": .integer(1), "maxProperties": .integer(1),
        "propertyNames": path,
      ]),
    ]
  }

  private func settings(of entry: ComponentDescription) -> SettingValue {
    var properties = runLists
    for setting in entry.declarations {
      let value = ValueSchema.several(setting)
      properties[setting.name] = shared[value].map(ValueSchema.reference) ?? value
    }
    var schema = ValueSchema.object(properties)
    schema["type"] = .list([.text("object"), .text("null")])
    schema["description"] = .text(entry.summary)
    return .map(schema)
  }

  // MARK: Selections

  private var selectors: ValueSchema.Schema {
    Axis.allCases.flatMap { [$0.rawValue, GridDraft.key(of: $0)] }
      .reduce(into: [:]) { $0[$1] = ValueSchema.reference("names") }
  }

  private var exclusion: ValueSchema.Schema {
    let because = SettingValue.map(["type": .text("string"), "pattern": .text("\\S")])
    var schema = ValueSchema.object(
      selectors.merging(["because": because]) { $1 }, required: ["because"])
    schema["minProperties"] = .integer(2)
    return schema
  }

  /// A search: its cells, and a list of values for each setting of their optimizers.
  private var search: ValueSchema.Schema {
    var values: [String: Set<SettingValue>] = [:]
    for setting in (vocabulary.entries[.optimizer] ?? []).flatMap(\.declarations) {
      values[setting.name, default: []].insert(ValueSchema.value(setting))
    }
    let settings = values.mapValues { schemas in
      let sorted = schemas.sorted { $0.description < $1.description }
      let item = sorted.count == 1 ? sorted[0] : ValueSchema.any(sorted)
      return ValueSchema.any([
        .map(ValueSchema.list(of: item)), ValueSchema.reference("search-range"),
      ])
    }
    let then = ["then": SettingValue.map(ValueSchema.object(settings))]
    return ValueSchema.object(selectors.merging(settings.merging(then) { $1 }) { $1 })
  }
}
