import Testing
import Vocabulary

/// Identities are digests of the canonical text, so every value has one of its own.
struct CanonicalTextTests {
  @Test func valuesThatJSONHasNoFormForStayApart() {
    let odd: [SettingValue] = [.number(.nan), .number(.infinity), .number(-.infinity)]
    #expect(Set(odd.map { canonicalJSON(["x": $0]) }).count == odd.count)
    #expect(!odd.map { canonicalJSON($0) }.contains(""))
  }

  @Test func theTextIsSortedAndShort() {
    #expect(canonicalJSON(["b": 0.001, "a": 1]) == #"{"a":1,"b":0.001}"#)
  }
}
