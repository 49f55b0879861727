/// The filters that templates may use: `text|trim`.
enum JinjaFilter: String, CaseIterable, Hashable, Sendable {
  case trim, length, count, join, lower, upper, title, capitalize, replace, string, int, float
  case list, first, last, reverse, tojson, items, map, safe
  case select, reject, selectattr, rejectattr
  case byDefault = "default"
  case d
}

/// The tests that templates may use: `name is defined`.
enum JinjaTest: String, CaseIterable, Hashable, Sendable {
  case defined, undefined, none, string, number, integer, float, boolean, mapping, iterable
  case sequence, odd, even
  case isTrue = "true"
  case isFalse = "false"
  case equalto, eq
}

/// The methods that texts, lists and mappings have: `text.strip()`.
enum JinjaMethod: String, CaseIterable, Hashable, Sendable {
  case strip, lstrip, rstrip, lower, upper, title, capitalize, split, rsplit, splitlines, replace
  case startswith, endswith, find, index, count, join, isdigit
  case get, keys, values, items
}

/// The functions that templates may call: `range(3)`.
enum JinjaFunction: String, CaseIterable, Hashable, Sendable {
  case range, namespace
  case refuse = "raise_exception"
  case now = "strftime_now"
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// The case of this name.
  ///
  /// - Throws: a problem that lists what there is.
  static func named(
    _ name: String, _ kind: String, at place: JinjaPlace
  ) throws(FormatProblem) -> Self {
    if let found = Self(rawValue: name) { return found }
    let known = allCases.map(\.rawValue).joined(separator: ", ")
    throw place.problem("the \(kind) '\(name)' is not supported; there are \(known)")
  }
}
