/// Which `Host` headers are answered.
///
/// A page of another site can make a browser ask this server under that site's name, once the name
/// resolves to this machine (DNS rebinding), and read the answer as its own. So a name must be one
/// of this machine; an address in digits cannot be bound to anything else.
package struct HostRule: Sendable {
  private let isLocal: Bool
  private let names: Set<String>

  /// - Parameters:
  ///   - address: where the server listens.
  ///   - machine: the machine's own name, which is answered when others may ask.
  package init(address: String, machine: String) {
    isLocal = ["127.0.0.1", "::1"].contains(address)
    names = isLocal ? ["localhost"] : ["localhost", machine.lowercased()]
  }

  /// - Parameter header: the header's value, `name`, `name:port` or `[v6]:port`.
  package func admits(_ header: String?) -> Bool {
    guard let name = header.flatMap(Self.name) else { return false }
    if names.contains(name) || name == "127.0.0.1" || name == "::1" { return true }
    return !isLocal && Self.isAddress(name)
  }

  /// Without the port; nil for what is no host.
  private static func name(_ header: String) -> String? {
    let text = header.lowercased()
    let found: Substring?
    if text.hasPrefix("[") {
      found = text.wholeMatch(of: /\[([0-9a-f:.]+)\](:[0-9]{1,5})?/)?.output.1
    } else {
      found = text.wholeMatch(of: /([a-z0-9._-]+)(:[0-9]{1,5})?/)?.output.1
    }
    return found.map(String.init)
  }

  private static func isAddress(_ name: String) -> Bool {
    name.contains(":") || name.wholeMatch(of: /[0-9]{1,3}(\.[0-9]{1,3}){3}/) != nil
  }
}
