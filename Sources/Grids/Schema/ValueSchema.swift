import Vocabulary

/// The JSON Schema of one setting's value.
enum ValueSchema {
  typealias Schema = [String: SettingValue]

  /// One value of a setting.
  static func value(_ setting: SettingDeclaration) -> SettingValue {
    let range = setting.range
    switch setting.initial {
    case .boolean: return .map(["type": .text("boolean")])
    case .integer: return orWords(bounded(["type": .text("integer")], range), range)
    case .number:
      let number = orWords(bounded(["type": .text("number")], range), range)
      return range.isRelative ? any([number, relative]) : number
    case .text:
      return range.choices.isEmpty
        ? .map(["type": .text("string")]) : enumeration(range.choices)
    case .list:
      let item: Schema = range.parts.isEmpty ? [:] : ["items": part(among: range.parts)]
      return .map(["type": .text("array")].merging(item) { $1 })
    case .map where !range.amounts.isEmpty:
      let amount = SettingValue.map([
        "type": .text("number"), "exclusiveMinimum": .integer(0),
      ])
      var one = object(range.amounts.reduce(into: [:]) { $0[$1] = amount })
      one["maxProperties"] = .integer(1)
      return .map(one)
    case .map:
      return range.parts.isEmpty
        ? .map(["type": .list([.text("object"), .text("string")])]) : part(among: range.parts)
    }
  }

  /// One value, or a list of such to make cells of, with what is declared of the setting.
  static func several(_ setting: SettingDeclaration) -> SettingValue {
    several(value(setting), of: setting)
  }

  static func several(_ value: SettingValue, of setting: SettingDeclaration?) -> SettingValue {
    var schema: Schema = ["anyOf": .list([value, .map(list(of: value))])]
    guard let setting else { return .map(schema) }
    schema["default"] = setting.initial
    if !setting.summary.isEmpty { schema["description"] = .text(setting.explanation) }
    return .map(schema)
  }

  /// A rate in sizes of the weights.
  static var relative: SettingValue {
    let number = SettingValue.map(["type": .text("number"), "exclusiveMinimum": .integer(0)])
    return .map(object(["relative": number], required: ["relative"]))
  }

  /// What a search tries, by its ends: the values of `GridDecoder.searchRange`.
  static var searchRange: SettingValue {
    let number = SettingValue.map(["type": .text("number")])
    let numbers = any([number, .map(list(of: number))])
    let keys = GridDecoder.rangeKeys.map { key in
      let isCount = ["points", "extend"].contains(key)
      return (key, isCount ? .map(["type": .text("integer"), "minimum": .integer(0)]) : numbers)
    }
    return .map(object(Dictionary(uniqueKeysWithValues: keys)))
  }

  private static func part(among parts: [ComponentDescription]) -> SettingValue {
    let settings = parts.reduce(into: Schema()) { all, part in
      let own = part.declarations.reduce(into: Schema()) { $0[$1.name] = value($1) }
      all[part.name] = .map(object(own))
    }
    return any(choice(names: enumeration(parts.map(\.name)), settings))
  }

  private static func orWords(_ schema: Schema, _ range: SettingRange) -> SettingValue {
    let words = range.words.map { SettingValue.map(["const": .text($0)]) }
    return words.isEmpty ? .map(schema) : any([.map(schema)] + words)
  }

  static func list(of item: SettingValue) -> Schema {
    ["type": .text("array"), "minItems": .integer(1), "items": item]
  }

  /// A mapping with these keys and no others.
  static func object(_ properties: Schema, required: [String] = []) -> Schema {
    var schema: Schema = [
      "type": .text("object"), "properties": .map(properties),
      "additionalProperties": .boolean(false),
    ]
    if !required.isEmpty { schema["required"] = .list(required.map(SettingValue.text)) }
    return schema
  }

  /// A name, or a mapping of one name to its settings.
  static func choice(names: SettingValue, _ settings: Schema) -> [SettingValue] {
    var one = object(settings)
    (one["minProperties"], one["maxProperties"]) = (.integer(1), .integer(1))
    return [names, .map(one)]
  }

  static func any(_ schemas: [SettingValue]) -> SettingValue { .map(["anyOf": .list(schemas)]) }

  static func reference(_ definition: String) -> SettingValue {
    .map(["$ref": .text("#/definitions/" + definition)])
  }

  static func enumeration(_ names: [String]) -> SettingValue {
    .map(["type": .text("string"), "enum": .list(names.map(SettingValue.text))])
  }

  private static func bounded(_ schema: Schema, _ range: SettingRange) -> Schema {
    var schema = schema
    if let low = range.lower {
      schema[low.isIncluded ? "minimum" : "exclusiveMinimum"] = .number(low.value)
    }
    if let high = range.upper {
      schema[high.isIncluded ? "maximum" : "exclusiveMaximum"] = .number(high.value)
    }
    return schema
  }
}
