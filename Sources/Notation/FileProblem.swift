/// Why a file or folder that somebody else made cannot be read, without its path.
package struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// There is no such file, it is none, or it may not be opened.
    case missing
    /// There is more than anybody can have meant.
    case excessive
  }

  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
