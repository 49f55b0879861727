import Vocabulary

/// The JSON Schema (draft-07) of grid files, made from what the catalogues say.
///
/// It accepts every file that the program does; what needs more than one place of a file, such as
/// settings that a search's optimizers do not share, is found by the program only.
package struct GridSchema: Sendable {
  package let vocabulary: KnownComponents
  package let limits: [Axis: [String: [String: SettingLimit]]]
  /// The parts of `compose` by the setting that names them.
  package let parts: [String: [ComponentDescription]]
  private var shared: [SettingValue: String] = [:]

  package init(
    _ vocabulary: KnownComponents, limits: [Axis: [String: [String: SettingLimit]]],
    parts: [String: [ComponentDescription]]
  ) {
    self.vocabulary = vocabulary
    self.limits = limits
    self.parts = parts
    shared = Self.shared(self)
  }

  /// The schema as a value that encodes to JSON.
  package var value: SettingValue {
    var schema = ValueSchema.object(
      properties, required: ["zobench", "models", "tasks", "schemes", "optimizers", "seeds"])
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
      "tune": .map(["type": .text("array"), "items": .map(search)]),
    ]
    for axis in Axis.allCases {
      let item = ValueSchema.any(items(on: axis))
      properties[GridDraft.key(of: axis)] = .map(ValueSchema.list(of: item))
    }
    return properties
  }

  // MARK: Run settings

  private var run: ValueSchema.Schema {
    GridDecoder.runDefaults.reduce(into: [:]) { run, setting in
      run[setting.key] = ValueSchema.reference("run-" + setting.key)
    }
  }

  private var runLists: ValueSchema.Schema {
    GridDecoder.runDefaults.reduce(into: [:]) { run, setting in
      run[setting.key] = ValueSchema.reference("runs-" + setting.key)
    }
  }

  private var definitions: ValueSchema.Schema {
    let names = SettingValue.map(["type": .text("string"), "minLength": .integer(1)])
    var definitions = ["names": ValueSchema.several(names, default: nil)]
    for (name, example) in GridDecoder.runDefaults {
      var limit = SettingLimit()
      limit.minimum = PositiveSteps.least[name] ?? PositiveSplits.least[name]
      limit.choices = RunSettings.choices[name] ?? []
      definitions["run-" + name] = ValueSchema.value(name, like: example, limit)
      definitions["runs-" + name] = ValueSchema.several(
        ValueSchema.reference("run-" + name), default: example)
    }
    for (schema, name) in shared { definitions[name] = schema }
    return definitions
  }

  /// The schemas of all components' settings with the names of their definitions: components share
  /// most of them.
  private static func shared(_ schema: GridSchema) -> [SettingValue: String] {
    var variants: [String: Set<SettingValue>] = [:]
    for axis in Axis.allCases {
      for entry in schema.vocabulary.entries[axis] ?? [] {
        for (name, example) in entry.defaults {
          let value = schema.several(name, like: example, of: entry.name, on: axis)
          variants[name, default: []].insert(value)
        }
      }
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
      all[entry.name] = self.settings(of: entry, on: axis)
    }
    if axis == .model { return models }
    let items = ValueSchema.choice(names: ValueSchema.enumeration(entries.map(\.name)), settings)
    return vocabulary.definitions[axis] == nil ? items : items + files(axis)
  }

  /// A model is any name or directory.
  private var models: [SettingValue] {
    [
      .map(["type": .text("string"), "minLength": .integer(1)]),
      .map([
        "type": .text("object"), "minProperties": .integer(1), "maxProperties": .integer(1),
        "additionalProperties": .map(ValueSchema.object(runLists)),
      ]),
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

  private func settings(of entry: ComponentDescription, on axis: Axis) -> SettingValue {
    var properties = runLists
    for (name, example) in entry.defaults {
      let value = several(name, like: example, of: entry.name, on: axis)
      properties[name] = shared[value].map(ValueSchema.reference) ?? value
    }
    var schema = ValueSchema.object(properties)
    schema["type"] = .list([.text("object"), .text("null")])
    schema["description"] = .text(entry.summary)
    return .map(schema)
  }

  private func several(
    _ name: String, like example: SettingValue, of component: String, on axis: Axis
  ) -> SettingValue {
    ValueSchema.several(setting(name, like: example, of: component, on: axis), default: example)
  }

  private func setting(
    _ name: String, like example: SettingValue, of component: String, on axis: Axis
  ) -> SettingValue {
    guard component == "compose", let parts = parts[name] else {
      let limit = limits[axis]?[component]?[name] ?? SettingLimit()
      return ValueSchema.value(name, like: example, limit)
    }
    let part = part(among: parts)
    guard case .list = example else { return part }
    return .map(["type": .text("array"), "items": part])
  }

  private func part(among parts: [ComponentDescription]) -> SettingValue {
    let settings = parts.reduce(into: ValueSchema.Schema()) { all, part in
      let own = part.defaults.reduce(into: ValueSchema.Schema()) { own, setting in
        own[setting.key] = ValueSchema.value(setting.key, like: setting.value)
      }
      all[part.name] = .map(ValueSchema.object(own))
    }
    return ValueSchema.any(
      ValueSchema.choice(names: ValueSchema.enumeration(parts.map(\.name)), settings))
  }

  // MARK: Selections

  private var selectors: ValueSchema.Schema {
    Axis.allCases.reduce(into: [:]) { $0[$1.rawValue] = ValueSchema.reference("names") }
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
    for entry in vocabulary.entries[.optimizer] ?? [] {
      for (name, example) in entry.defaults {
        let value = setting(name, like: example, of: entry.name, on: .optimizer)
        values[name, default: []].insert(value)
      }
    }
    let settings = values.mapValues { schemas in
      let sorted = schemas.sorted { $0.description < $1.description }
      let item = sorted.count == 1 ? sorted[0] : ValueSchema.any(sorted)
      return SettingValue.map(ValueSchema.list(of: item))
    }
    return ValueSchema.object(selectors.merging(settings) { $1 }, required: ["optimizer"])
  }
}
