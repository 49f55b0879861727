import Vocabulary

/// The JSON Schema of one setting's value.
enum ValueSchema {
  typealias Schema = [String: SettingValue]

  /// One value that may stand where `example` stands.
  static func value(
    _ name: String, like example: SettingValue, _ limit: SettingLimit = SettingLimit()
  ) -> SettingValue {
    switch example {
    case .boolean: return .map(["type": .text("boolean")])
    case .integer: return .map(bounded(["type": .text("integer")], limit))
    case .number:
      let number = SettingValue.map(bounded(["type": .text("number")], limit))
      return name == "learningRate" ? any([number, .map(["const": .text("auto")])]) : number
    case .text:
      let choices = limit.choices.map(SettingValue.text)
      return .map(
        ["type": .text("string")].merging(choices.isEmpty ? [:] : ["enum": .list(choices)]) { $1 })
    case .list: return .map(["type": .text("array")])
    case .map: return .map(["type": .list([.text("object"), .text("string")])])
    }
  }

  /// That value, or a list of such to make cells of.
  static func several(_ value: SettingValue, default example: SettingValue?) -> SettingValue {
    var schema: Schema = [
      "anyOf": .list([value, .map(list(of: value))])
    ]
    if let example { schema["default"] = example }
    return .map(schema)
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

  private static func bounded(_ schema: Schema, _ limit: SettingLimit) -> Schema {
    var schema = schema
    schema["minimum"] = limit.minimum.map(SettingValue.number)
    schema["maximum"] = limit.maximum.map(SettingValue.number)
    schema["exclusiveMinimum"] = limit.exclusiveMinimum.map(SettingValue.number)
    schema["exclusiveMaximum"] = limit.exclusiveMaximum.map(SettingValue.number)
    return schema
  }
}
