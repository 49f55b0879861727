import Vocabulary

/// A name in which `*` stands for any characters, none included.
package struct NamePattern: Hashable, Sendable {
  package let text: String
  /// Whether it is a name as it is: almost all are.
  private let isPlain: Bool

  package init(_ text: String) {
    self.text = text
    isPlain = !text.utf8.contains(UInt8(ascii: "*"))
  }

  /// Whether all of `name` matches; linear in the product of the lengths at worst.
  func matches(_ name: String) -> Bool {
    guard !isPlain else {
      return text.utf8.count == name.utf8.count && text.utf8.elementsEqual(name.utf8)
    }
    let pattern = Array(text.unicodeScalars)
    let name = Array(name.unicodeScalars)
    var (p, n) = (0, 0)
    // The last `*` and how much of the name it has swallowed: where to go back to.
    var star: (pattern: Int, name: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let back = star {
        star = (back.pattern, back.name + 1)
        p = back.pattern + 1
        n = back.name + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}

extension NamePattern {
  /// Whether the pattern means this component by its name or its label.
  func means(_ component: Component) -> Bool {
    means(component.name) || (component.label.map(matches) ?? false)
  }

  /// Whether the pattern means this model, task, scheme or optimizer; a directory may also be
  /// meant by its last part.
  package func means(_ componentName: String) -> Bool {
    if matches(componentName) { return true }
    guard componentName.contains("/"), let last = componentName.split(separator: "/").last else {
      return false
    }
    return matches(String(last))
  }
}
