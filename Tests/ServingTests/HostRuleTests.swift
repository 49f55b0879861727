import Serving
import Testing

/// Whom a server answers, by the name in the request.
struct HostRuleTests {
  @Test(arguments: ["localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:7300", "[::1]:7300"])
  func thisMachineIsAnswered(_ header: String) {
    for address in ["127.0.0.1", "::1", "0.0.0.0"] {
      #expect(HostRule(address: address, machine: "node17").admits(header))
    }
  }

  @Test(arguments: [
    "", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:80:80",
    "localhost/", "[::1", "a b", "10.0.0.1.", "127.0.0.1@evil.example",
  ])
  func othersAreNot(_ header: String) {
    for address in ["127.0.0.1", "0.0.0.0"] {
      #expect(!HostRule(address: address, machine: "node17").admits(header))
    }
  }

  /// An address in digits cannot be bound to another site; a name could.
  @Test func whoListensToOthersHasMoreNames() {
    let wide = HostRule(address: "0.0.0.0", machine: "Node17")
    let local = HostRule(address: "127.0.0.1", machine: "Node17")
    for header in ["192.168.1.5:7300", "[fe80::1]", "node17:7300"] {
      #expect(wide.admits(header))
      #expect(!local.admits(header))
    }
  }
}
